"""Rows of households."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db.models import Q

from gridward.facts.said import Drafts, Put, tell
from gridward.facts.versions import Stamp
from gridward.households.bundles import close, opened
from gridward.households.entries import HouseholdFact
from gridward.households.models import Door, Household
from gridward.households.purpose import scope_of
from gridward.households.writing.doors import UNKNOWN_DOOR, joined
from gridward.shared.batches import in_batches
from gridward.shared.problems import Problem, problem_code

NUMBER_TAKEN = problem_code(
    "households.household_number_taken", 409, "This door has two households numbered {key}."
)


def write_households(community_id: UUID, facts: Sequence[HouseholdFact], stamp: Stamp) -> Put:
    """Households by id, or by door and number; raises households.unknown_door, households.no_operation."""
    scope = scope_of(community_id)
    return joined([_write_households(community_id, batch, stamp, scope) for batch in in_batches(facts, 2000)])


def _write_households(
    community_id: UUID, facts: Sequence[HouseholdFact], stamp: Stamp, scope: Callable[[], UUID]
) -> Put:
    ids = {fact.id for fact in facts if fact.id}
    door_ids = {fact.door_id for fact in facts if fact.door_id}
    mine = Q(id__in=ids) | Q(door_id__in=door_ids)
    drafts = Drafts(
        Household, community_id, lambda: Household.objects.of(community_id).filter(mine), _door_and_number
    )
    if Door.objects.with_ids(community_id, door_ids).count() < len(door_ids):
        raise Problem(UNKNOWN_DOOR)
    for fact in facts:
        row = drafts.draft(fact.id, (fact.door_id, fact.number) if fact.number else None)
        tell(
            row, door_id=fact.door_id, number=fact.number, is_tenant=fact.is_tenant, is_closed=fact.is_closed
        )
        if row.door_id is None:
            raise Problem(UNKNOWN_DOOR)
        _tell_more(row, fact, scope)
    drafts.refuse_twins(NUMBER_TAKEN)
    return drafts.write(stamp)


def _door_and_number(household: Household) -> tuple[UUID, str] | None:
    """A number names a household at its door; those without one are told apart by id alone."""
    return (household.door_id, household.number) if household.number else None


def _tell_more(row: Household, fact: HouseholdFact, scope: Callable[[], UUID]) -> None:
    if fact.note is None and fact.more is None:
        return
    was = opened(row, "more")
    now = {**was, **(fact.more or {})}
    if fact.note is not None:
        now["note"] = fact.note
    close(row, "more", was, now, scope)
