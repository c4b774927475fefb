"""Households: put in, moved to another door."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.areas.actions import stamp_of
from gridward.households.access import doors_by_id, households_by_id
from gridward.households.actions.announcing import announced
from gridward.households.entries import HouseholdFact, PersonFact
from gridward.households.models import Household, Person
from gridward.households.texts import refuse_numbers
from gridward.households.writing import write_households, write_persons


@transaction.atomic
def put_households(
    *,
    by: Actor,
    households: Sequence[HouseholdFact],
    at: datetime | None = None,
    source: str = "page",
    is_correction: bool = False,
) -> list[UUID]:
    """Add or change households; ids in the order of the facts. A door is changed by `move_household` alone.

    Raises households.no_operation, households.personal_number_in_text, households.household_number_taken,
    shared.not_found, shared.not_yours.
    """
    for fact in households:
        refuse_numbers({"note": fact.note, **(fact.more or {})})
    standing = Household.objects.with_ids(by.community_id, [fact.id for fact in households if fact.id])
    households_by_id(by, standing.values_list("id", flat=True), to="record")
    doors_by_id(by, {fact.door_id for fact in households if fact.door_id}, to="record")
    put = write_households(by.community_id, households, stamp_of(by, at, source, is_correction))
    return announced("household.put", by, ("household", put))


@transaction.atomic
def move_household(
    *, by: Actor, household_id: UUID, to_door_id: UUID, at: datetime | None = None, source: str = "page"
) -> list[UUID]:
    """Move a household with all its people to another door; raises shared.not_found, shared.not_yours."""
    households_by_id(by, [household_id], to="record")
    doors_by_id(by, [to_door_id], to="record")
    stamp = stamp_of(by, at, source)
    moved = write_households(by.community_id, [HouseholdFact(id=household_id, door_id=to_door_id)], stamp)
    ids = Person.objects.of(by.community_id).filter(household_id=household_id).values_list("id", flat=True)
    persons = write_persons(
        by.community_id, [PersonFact(id=id, household_id=household_id) for id in ids], stamp
    )
    return announced("household.moved", by, ("household", moved), ("person", persons))
