"""An import goes in: everything is prepared outside any transaction, then written in one short one, or nothing is."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.facts.models import Change
from gridward.facts.statistics import refresh_statistics
from gridward.facts.versions import Stamp
from gridward.households.actions.categories import add_category
from gridward.households.entries import CategoryFact, HouseholdFact, MarkFact, PersonFact
from gridward.households.importing.entries import SOURCE, facts_of, for_known
from gridward.households.importing.known import sources_of
from gridward.households.importing.places import Places
from gridward.households.importing.plans import PersonPlan, Plan, Spot
from gridward.households.importing.runs import CANCELLED, IMPORTS, State
from gridward.households.importing.staging import is_forbidden, plan_run, read_run
from gridward.households.models import Category, LookAlike, Person, RosterImport, SearchToken
from gridward.households.roster import RosterReading
from gridward.households.search.tokens import refresh_tokens, tokens_of, write_tokens
from gridward.households.writing import draft_persons, write_households, write_marks, write_persons
from gridward.shared.batches import in_batches
from gridward.shared.ids import derived_id
from gridward.shared.problems import Problem

BATCH = 500
# What a plan was made from, and the operation its people are sealed under: when one changed since, it is made again.
REGISTER = ("area", "site", "building", "door", "household", "person", "mark", "operation")
MOST_PLANS = 3


def apply_import(
    *, by: Actor, run: RosterImport, at: datetime | None = None, reading: RosterReading | None = None
) -> dict[str, Any]:
    """Write an import that was confirmed and claimed; the same file again changes nothing. Returns what was written.

    Raises households.import_cancelled; then nothing of it stays.
    """
    reading = reading or read_run(run)
    stamp = Stamp(by.worker_id, SOURCE, at or timezone.now())
    for attempt in range(1, MOST_PLANS + 1):
        seq = _register_seq(run.community_id)
        plan = plan_run(run, reading)
        facts = _prepare(run, plan)
        try:
            # The last is written whatever changed meanwhile, so nothing of it may be older than its transaction.
            fresh = [facts[person.id] for person in plan.new_persons] if attempt < MOST_PLANS else []
            drafted = draft_persons(run.community_id, fresh, stamp)
            with transaction.atomic():
                hold(run.community_id)
                is_current = attempt == MOST_PLANS or _register_seq(run.community_id) == seq
                written = _write(by, run, plan, facts, drafted, stamp) if is_current else None
        except Problem:
            _forget_tokens(run.community_id, plan)
            raise
        if written is not None:
            refresh_statistics()
            return written
    raise AssertionError("the last plan is written whatever changed meanwhile")


def _register_seq(community_id: UUID) -> int:
    changes = Change.objects.filter(community_id=community_id, kind__in=REGISTER)
    return changes.order_by("-seq").values_list("seq", flat=True).first() or 0


def _prepare(run: RosterImport, plan: Plan) -> dict[UUID, PersonFact]:
    """What is to be said of each person; tokens of new ones go in now, in small batches: they find nobody yet."""
    facts = facts_of(plan.persons, timezone.localdate())
    fresh = [facts[person.id] for person in plan.new_persons]
    done = 0
    for batch in in_batches(fresh, BATCH):
        tokens = {f.id: tokens_of(run.community_id, f) for f in batch if f.id}
        with transaction.atomic():
            write_tokens(run.community_id, tokens)
        done += len(batch)
        IMPORTS.beat(run, done, len(fresh))
    return facts | _for_known(run.community_id, plan, facts)


def _for_known(community_id: UUID, plan: Plan, facts: dict[UUID, PersonFact]) -> dict[UUID, PersonFact]:
    ids = [person.id for person in plan.persons if person.is_known]
    sources = sources_of(community_id, ids)
    said = {}
    for batch in in_batches(ids, 2000):
        for row in Person.objects.with_ids(community_id, batch):
            said[row.id] = for_known(facts[row.id], row, sources.get(row.id, ""))
    return said


def _forget_tokens(community_id: UUID, plan: Plan) -> None:
    for batch in in_batches((person.id for person in plan.new_persons), 2000):
        standing = set(Person.objects.with_ids(community_id, batch).values_list("id", flat=True))
        gone = [id for id in batch if id not in standing]
        SearchToken.objects.filter(community_id=community_id, person_id__in=gone).delete()


def _write(
    by: Actor,
    run: RosterImport,
    plan: Plan,
    facts: dict[UUID, PersonFact],
    drafted: dict[UUID, Person],
    stamp: Stamp,
) -> dict[str, Any]:
    places = Places(by, plan, stamp)
    doors = places.write()
    households = write_households(run.community_id, _household_facts(plan, doors), stamp)
    persons = write_persons(run.community_id, list(facts.values()), stamp, drafted)
    refresh_tokens(run.community_id, persons.changed)
    marks = write_marks(run.community_id, _mark_facts(by, plan), stamp)
    alike = _keep_look_alikes(run, plan.look_alikes)
    touched = [*places.touched, *_named("household", households.touched), *_named("person", persons.touched)]
    touched += _named("mark", marks.touched)
    written = {
        "new_doors": sum(kind == "door" for kind, _ in places.touched),
        "new_persons": len(persons.created),
        "changed_persons": len(persons.changed),
        "unchanged_persons": len(persons.unchanged),
        "new_look_alikes": alike,
        "changes": len(touched),
    }
    summary = {**run.summary, "written": written}
    if not IMPORTS.move(
        run, State.APPLYING, State.APPLIED, finished_at=timezone.now(), sealed_file=b"", summary=summary
    ):
        raise Problem(CANCELLED)
    announce(
        "roster.applied",
        community_id=run.community_id,
        by_id=by.worker_id,
        changed=touched,
        subject_id=run.id,
    )
    return written


def _named(kind: str, ids: Iterable[UUID]) -> list[tuple[str, UUID]]:
    return [(kind, id) for id in ids]


def _household_facts(plan: Plan, doors: dict[Spot, UUID]) -> list[HouseholdFact]:
    """Households that are not there yet, each behind the door its first member is listed at."""
    first: dict[UUID, PersonPlan] = {}
    for person in plan.persons:
        first.setdefault(person.household_id, person)
    stays = {person.household_id for person in plan.persons if person.is_known}
    return [
        HouseholdFact(id=id, door_id=doors[person.spot], is_tenant=person.reading.is_tenant)
        for id, person in first.items()
        if id not in stays
    ]


def _mark_facts(by: Actor, plan: Plan) -> list[MarkFact]:
    """Categories as the roster writes them; one the community does not have yet is added, said to be the roster's."""
    wanted = {word[:30] for person in plan.persons for word in person.reading.categories}
    known = _categories(by.community_id, wanted)
    allowed = [word for word in sorted(wanted - known.keys()) if not is_forbidden(word)]
    if allowed:
        facts = [
            CategoryFact(word, word, Category.Subject.PERSON, purpose="名册所列人员类别") for word in allowed
        ]
        known |= dict(zip(allowed, add_category(by=by, categories=facts), strict=True))
    return [
        MarkFact(known[word[:30]], person.id)
        for person in plan.persons
        for word in person.reading.categories
        if word[:30] in known
    ]


def _categories(community_id: UUID, words: set[str]) -> dict[str, UUID]:
    standing = Category.objects.of(community_id).filter(subject=Category.Subject.PERSON)
    named = {name: id for name, id in standing.values_list("name_zh", "id") if name in words}
    return named | {code: id for code, id in standing.values_list("code", "id") if code in words}


def _keep_look_alikes(run: RosterImport, pairs: Sequence[tuple[UUID, UUID, str]]) -> int:
    rows = {}
    for one, other, reason in pairs:
        first, second = sorted((one, other))
        row = LookAlike(
            community_id=run.community_id,
            id=derived_id("look_alike", first, second),
            person_id=first,
            other_id=second,
            import_id=run.id,
            reason=reason,
        )
        rows[row.id] = row
    standing = set(LookAlike.objects.with_ids(run.community_id, rows).values_list("id", flat=True))
    LookAlike.objects.bulk_create([row for id, row in rows.items() if id not in standing])
    return len(rows.keys() - standing)
