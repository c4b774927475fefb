"""Persons: put in, their whereabouts, their guardians."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.areas.actions import stamp_of
from gridward.facts.said import EMPTY
from gridward.households.access import households_by_id, persons_by_id
from gridward.households.actions.announcing import announced
from gridward.households.ages import is_under_14
from gridward.households.entries import GuardianFact, PersonFact, WhereaboutsFact
from gridward.households.models import Person
from gridward.households.search import refresh_tokens
from gridward.households.texts import refuse_numbers
from gridward.households.writing import write_persons
from gridward.shared.problems import Problem, problem_code

UNFIT_GUARDIAN = problem_code(
    "households.unfit_guardian",
    422,
    "A guardian is a person on the register who is 14 or older, and somebody else.",
)


@transaction.atomic
def put_persons(
    *,
    by: Actor,
    persons: Sequence[PersonFact],
    at: datetime | None = None,
    source: str = "page",
    is_correction: bool = False,
) -> list[UUID]:
    """Add or change persons, sealed under the open operation; ids in the order of the facts.

    A new head of a household takes the place of the former one. Raises households.no_operation,
    households.personal_number_in_text, households.unknown_household, households.nameless, shared.not_found,
    shared.not_yours.
    """
    for fact in persons:
        said = {
            name: getattr(fact, name) for name in ("remark", "registered_address", "moved_to", "relation")
        }
        refuse_numbers({**said, **(fact.more or {})})
    standing = Person.objects.with_ids(by.community_id, [fact.id for fact in persons if fact.id])
    persons_by_id(by, standing.values_list("id", flat=True), to="record")
    households_by_id(by, {fact.household_id for fact in persons if fact.household_id}, to="record")
    facts = [*persons, *_former_heads(by.community_id, persons)]
    put = write_persons(by.community_id, facts, stamp_of(by, at, source, is_correction))
    refresh_tokens(by.community_id, put.touched)
    return announced("person.put", by, ("person", put))[: len(persons)]


def _former_heads(community_id: UUID, facts: Sequence[PersonFact]) -> list[PersonFact]:
    household_ids = {fact.household_id for fact in facts if fact.is_head and fact.household_id}
    new_heads = [fact.id for fact in facts if fact.is_head and fact.id and not fact.household_id]
    if new_heads:
        persons = Person.objects.with_ids(community_id, new_heads)
        household_ids |= set(persons.values_list("household_id", flat=True))
    if not household_ids:
        return []
    said = {fact.id for fact in facts if fact.id}
    heads = Person.objects.of(community_id).filter(household_id__in=household_ids, is_head=True)
    ids = heads.values_list("id", flat=True)
    return [PersonFact(id=id, is_head=False) for id in ids if id not in said]


@transaction.atomic
def set_whereabouts(
    *, by: Actor, whereabouts: Sequence[WhereaboutsFact], at: datetime | None = None, source: str = "page"
) -> list[UUID]:
    """Say where persons are, since when and until when; the registered address is another matter.

    Raises households.unknown_whereabouts, households.personal_number_in_text, shared.not_found, shared.not_yours.
    """
    for fact in whereabouts:
        refuse_numbers({"moved_to": fact.moved_to})
    persons_by_id(by, {fact.person_id for fact in whereabouts}, to="record")
    facts = [
        PersonFact(
            id=fact.person_id,
            whereabouts=fact.whereabouts,
            whereabouts_from=fact.since,
            whereabouts_until=fact.until or EMPTY,
            moved_to=fact.moved_to,
        )
        for fact in whereabouts
    ]
    put = write_persons(by.community_id, facts, stamp_of(by, at, source))
    return announced("person.whereabouts_set", by, ("person", put))


@transaction.atomic
def set_guardians(
    *, by: Actor, guardians: Sequence[GuardianFact], at: datetime | None = None, source: str = "page"
) -> list[UUID]:
    """Say who answers for persons under 14; raises households.unfit_guardian, shared.not_found, shared.not_yours."""
    persons_by_id(by, {fact.person_id for fact in guardians}, to="record")
    ids = {fact.guardian_id for fact in guardians if isinstance(fact.guardian_id, UUID)}
    found = list(Person.objects.with_ids(by.community_id, ids).filter(merged_into_id=None))
    is_own = any(fact.guardian_id == fact.person_id for fact in guardians)
    if is_own or len(found) < len(ids) or any(is_under_14(person) for person in found):
        raise Problem(UNFIT_GUARDIAN)
    facts = [PersonFact(id=fact.person_id, guardian_id=fact.guardian_id) for fact in guardians]
    put = write_persons(by.community_id, facts, stamp_of(by, at, source))
    return announced("person.guardian_set", by, ("person", put))
