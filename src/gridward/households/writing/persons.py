"""Rows of persons: each bundle sealed anew only where it changed, plain columns beside them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils import timezone

from gridward.facts.said import EMPTY, Drafts, Put, tell
from gridward.facts.versions import Stamp
from gridward.households.bundles import BUNDLES, close, opened
from gridward.households.documents import DOUBTS, document_of
from gridward.households.entries import PersonFact
from gridward.households.models import Household, Person, Whereabouts
from gridward.households.purpose import scope_of
from gridward.households.writing.doors import joined
from gridward.shared.batches import in_batches
from gridward.shared.problems import Problem, problem_code

UNKNOWN_HOUSEHOLD = problem_code(
    "households.unknown_household", 422, "A person needs a household that exists here."
)
NAMELESS = problem_code("households.nameless", 422, "A person needs a name.")
UNKNOWN_WHEREABOUTS = problem_code(
    "households.unknown_whereabouts", 422, "There are no whereabouts called {word}."
)
OWN_GUARDIAN = problem_code("households.own_guardian", 422, "Nobody is their own guardian.")

CONTRADICTIONS = frozenset({"birth.conflict", "sex.conflict"})
Bundles = dict[str, dict[str, Any]]


def draft_persons(community_id: UUID, facts: Sequence[PersonFact], stamp: Stamp) -> dict[UUID, Person]:
    """Rows of new persons, sealed, before any transaction; `write_persons` takes them and puts their doors in.

    Raises households.no_operation, households.nameless, households.unknown_whereabouts.
    """
    scope = scope_of(community_id)
    drafted = {}
    for fact in facts:
        if fact.id and fact.household_id:
            row = Person(community_id=community_id, id=fact.id, household_id=fact.household_id)
            drafted[fact.id] = row
            _tell(row, fact, stamp, scope)
    return drafted


def write_persons(
    community_id: UUID,
    facts: Sequence[PersonFact],
    stamp: Stamp,
    drafted: Mapping[UUID, Person] = MappingProxyType({}),
) -> Put:
    """Persons by id; search tokens are written apart. `drafted` rows go in as they are where nobody of their id stands.

    Raises households.no_operation, households.unknown_household, households.nameless, households.unknown_whereabouts.
    """
    scope = scope_of(community_id)
    batches = in_batches(facts, 2000)
    return joined([_write_persons(community_id, batch, stamp, scope, drafted) for batch in batches])


def _write_persons(
    community_id: UUID,
    facts: Sequence[PersonFact],
    stamp: Stamp,
    scope: Callable[[], UUID],
    drafted: Mapping[UUID, Person],
) -> Put:
    ids = {fact.id for fact in facts if fact.id}
    drafts = Drafts(Person, community_id, lambda: Person.objects.with_ids(community_id, ids))
    doors = _doors_of_households(community_id, facts)
    for fact in facts:
        ready = drafted.get(fact.id) if fact.id else None
        is_taken = ready is not None and drafts.take(ready)
        row = ready if ready is not None and is_taken else drafts.draft(fact.id)
        if fact.household_id:
            row.household_id, row.door_id = fact.household_id, doors[fact.household_id]
        if row.household_id is None:
            raise Problem(UNKNOWN_HOUSEHOLD)
        if not is_taken:
            _tell(row, fact, stamp, scope)
    return drafts.write(stamp)


def _tell(row: Person, fact: PersonFact, stamp: Stamp, scope: Callable[[], UUID]) -> None:
    _tell_plain(row, fact)
    _tell_whereabouts(row, fact, stamp)
    _tell_sealed(row, fact, scope)


def _doors_of_households(community_id: UUID, facts: Sequence[PersonFact]) -> dict[UUID, UUID]:
    ids = {fact.household_id for fact in facts if fact.household_id}
    doors = dict(Household.objects.with_ids(community_id, ids).values_list("id", "door_id"))
    if ids - doors.keys():
        raise Problem(UNKNOWN_HOUSEHOLD)
    return doors


def _tell_plain(row: Person, fact: PersonFact) -> None:
    if fact.guardian_id == row.id:
        raise Problem(OWN_GUARDIAN)
    tell(row, relation=fact.relation, is_head=fact.is_head, is_tenant=fact.is_tenant, order=fact.order)
    tell(row, guardian_id=fact.guardian_id, merged_into_id=fact.merged_into_id)
    if fact.flags is not None:
        row.flags = sorted(set(fact.flags))


def _tell_whereabouts(row: Person, fact: PersonFact, stamp: Stamp) -> None:
    """A change without a date is true since the stamp's day; the end that was said of the former whereabouts falls."""
    if fact.whereabouts is not None and fact.whereabouts not in Whereabouts.values:
        raise Problem(UNKNOWN_WHEREABOUTS, {"word": fact.whereabouts})
    if fact.whereabouts is not None and fact.whereabouts != row.whereabouts:
        row.whereabouts_from, row.whereabouts_until = timezone.localdate(stamp.true_from), None
    tell(row, whereabouts=fact.whereabouts)
    tell(row, whereabouts_from=fact.whereabouts_from, whereabouts_until=fact.whereabouts_until)


def _tell_sealed(row: Person, fact: PersonFact, scope: Callable[[], UUID]) -> None:
    was: Bundles = {bundle: opened(row, bundle) for bundle in BUNDLES}
    now: Bundles = {bundle: dict(held) for bundle, held in was.items()}
    _tell_identity(now["identity"], fact)
    _tell_document(row, now, fact)
    if not now["identity"].get("name"):
        raise Problem(NAMELESS)
    _tell_birth_year(row, now["identity"], fact)
    if fact.phones is not None:
        now["phones"] = {"phones": [{"number": p.number, "note": p.note} for p in fact.phones]}
    _say(now["more"], registered_address=fact.registered_address, remark=fact.remark, moved_to=fact.moved_to)
    now["more"].update(fact.more or {})
    for bundle in BUNDLES:
        close(row, bundle, was[bundle], now[bundle], scope)


def _say(bundle: dict[str, Any], **said: str | None) -> None:
    bundle.update({name: text.strip() for name, text in said.items() if text is not None})


def _tell_identity(identity: dict[str, Any], fact: PersonFact) -> None:
    _say(identity, name=fact.name, sex=fact.sex)
    if fact.birth_date is EMPTY:
        identity.pop("birth_date", None)
    elif isinstance(fact.birth_date, date):
        identity["birth_date"] = fact.birth_date.isoformat()


def _tell_document(row: Person, now: Bundles, fact: PersonFact) -> None:
    """A valid number decides birth date and sex over what else was said; a contradiction is flagged."""
    held, identity, flags = now["ids"], now["identity"], set(row.flags)
    says_number = not (fact.id_number is None and fact.id_as_written is None and fact.id_kind is None)
    kind = held.get("kind", "") if fact.id_kind is None else fact.id_kind
    number = held.get("number", "") if fact.id_number is None else fact.id_number
    written = held.get("as_written", "") if fact.id_number is None else ""
    document = document_of(kind, number, written if fact.id_as_written is None else fact.id_as_written)
    if says_number:
        now["ids"], row.id_state = document.bundle, document.state
        flags -= DOUBTS if fact.flags is None else frozenset()
        flags |= set(document.codes)
    if document.birth_date or document.sex:
        flags = flags - CONTRADICTIONS if _says_birth_or_sex(fact) else flags
        flags |= _contradictions(identity, document.birth_date, document.sex)
        identity.update(birth_date=document.birth_date, sex=document.sex)
    row.flags = sorted(flags)


def _says_birth_or_sex(fact: PersonFact) -> bool:
    return fact.birth_date is not None or fact.sex is not None or fact.id_number is not None


def _contradictions(identity: dict[str, Any], birth_date: str, sex: str) -> set[str]:
    found = {"birth.conflict"} if identity.get("birth_date") not in (None, "", birth_date) else set()
    return found | ({"sex.conflict"} if identity.get("sex") not in (None, "", sex) else set())


def _tell_birth_year(row: Person, identity: dict[str, Any], fact: PersonFact) -> None:
    if born := identity.get("birth_date"):
        row.birth_year = int(born[:4])
    elif fact.birth_date is EMPTY and fact.birth_year is None:
        row.birth_year = None
    else:
        tell(row, birth_year=fact.birth_year)
