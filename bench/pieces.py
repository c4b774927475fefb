"""What versions and seals cost: the pieces of writing people, each timed alone against putting the bare rows in."""

from collections.abc import Callable, Iterator
from itertools import count
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bench.frame import Ratio, Size, Took, clocked, ratio
from bench.ground import Ground, a_community
from gridward.facts import versions
from gridward.facts.versions import Stamp
from gridward.households.bundles import BUNDLES, opened
from gridward.households.entries import PersonFact
from gridward.households.models import Household, Person, PersonVersion
from gridward.households.purpose import operation_id_or_refuse
from gridward.households.search.tokens import tokens_of, write_tokens
from gridward.households.writing import draft_persons, write_persons
from gridward.vault import seals

PEOPLE, TIMES = Size(3_342, 600), 3
numbers = count(101)


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """All pieces once a turn, each turn in a fresh community."""
    turns = [pieces(PEOPLE.of(is_quick)) for _ in range(TIMES)]
    bare = [turn["bare"] for turn in turns]
    for name in turns[0]:
        if name != "bare":
            took = [turn[name] for turn in turns]
            yield ratio(
                f"{name}, {PEOPLE.of(is_quick):,} people",
                took,
                "putting their bare rows in (bulk_create)",
                bare,
            )


def pieces(people: int) -> dict[str, Took]:
    """What each piece of writing people takes, in the order in which it can be done."""
    by = a_community("部分社区", next(numbers))
    community_id, stamp, ground = (
        by.community_id,
        Stamp(by.worker_id, "bench"),
        Ground(by.community_id, people),
    )
    facts, drafted = list(ground.facts()), dict[UUID, Person]()
    put_households(ground, stamp)
    took = {"drafting with seals": clocked(lambda: drafted.update(draft_persons(community_id, facts, stamp)))}
    rows = list(drafted.values())
    for row in rows:
        row.door_id = ground.id("door", 0)
    took["sealing alone, four bundles each"] = clocked(lambda: seal_again(by_operation(rows), rows))
    took["opening alone, four bundles each"] = clocked(
        lambda: [opened(row, b) for row in rows for b in BUNDLES]
    )
    took["bare"] = clocked(in_one(lambda: Person.objects.bulk_create(rows)))
    took["the versions of new rows"] = clocked(in_one(lambda: first_versions(rows, stamp)))
    changed = [PersonFact(id=fact.id, remark="已核") for fact in facts]
    took["drafting, sealing and versions where each changes"] = clocked(
        in_one(lambda: write_persons(community_id, changed, stamp))
    )
    took["writing what is there already"] = clocked(
        in_one(lambda: write_persons(community_id, changed, stamp))
    )
    tokens = {fact.id: tokens_of(community_id, fact) for fact in facts if fact.id}
    took["making search tokens"] = clocked(lambda: [tokens_of(community_id, fact) for fact in facts])
    took["writing search tokens"] = clocked(in_one(lambda: write_tokens(community_id, tokens)))
    return took


def put_households(ground: Ground, stamp: Stamp) -> None:
    """The households the people belong to."""
    with transaction.atomic():
        households: list[Household] = [ground.household(n) for n in range(ground.doors)]
        versions.write(households, stamp)


def in_one(deed: Callable[[], object]) -> Callable[[], object]:
    """The deed in a transaction of its own."""

    def within() -> object:
        with transaction.atomic():
            return deed()

    return within


def first_versions(rows: list[Person], stamp: Stamp) -> None:
    """Only the version table's part of writing new rows."""
    names = versions.tracked_fields(PersonVersion)
    versions._write_versions(PersonVersion, names, rows, [], stamp)


def by_operation(rows: list[Person]) -> UUID:
    """The operation under whose key these rows are sealed."""
    return operation_id_or_refuse(rows[0].community_id)


def seal_again(scope: UUID, rows: list[Person]) -> None:
    """Seal what each row holds once more, with nothing done to it; opening it is timed apart."""
    moment = timezone.now().isoformat()
    for row in rows:
        for bundle in BUNDLES:
            seals.seal(
                scope, row.id, bundle, {"name": "王小明", "number": "611097198403020011", "at": moment}
            )
