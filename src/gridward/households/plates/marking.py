"""How far plates are: made, put up, lost, damaged; one by one at the door, or all of an area."""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.areas.actions import stamp_of
from gridward.facts.clock import hold
from gridward.households.access import doors_by_id, doors_to_assign
from gridward.households.actions.announcing import announced
from gridward.households.entries import PlateStateFact
from gridward.households.models import Door
from gridward.households.plates.models import PlateState
from gridward.households.plates.writing import write_plates
from gridward.shared.problems import Problem, problem_code

NO_PLATE = problem_code("households.no_plate", 409, "{address} has no number yet: first give it one.")
NOT_THEN = problem_code(
    "households.plate_not_then", 409, "The plate of {address} cannot become that now: it is “{state}”."
)
STATE_UNKNOWN = problem_code("households.unknown_plate_state", 422, "Plates have no state called {state}.")

# What a plate may become next; the first is the usual step. Steps back put a mistake right.
MOVES: Final[Mapping[str, tuple[str, ...]]] = {
    PlateState.ASSIGNED: (PlateState.PRINTED, PlateState.POSTED),
    PlateState.PRINTED: (PlateState.POSTED, PlateState.LOST, PlateState.DAMAGED, PlateState.ASSIGNED),
    PlateState.POSTED: (PlateState.LOST, PlateState.DAMAGED, PlateState.PRINTED),
    PlateState.LOST: (PlateState.PRINTED, PlateState.POSTED),
    PlateState.DAMAGED: (PlateState.PRINTED, PlateState.POSTED),
}
# Where plates of an area come from when all of them are marked at once.
IN_BULK: Final[Mapping[str, tuple[str, ...]]] = {
    PlateState.PRINTED: (PlateState.ASSIGNED, PlateState.LOST, PlateState.DAMAGED),
    PlateState.POSTED: (PlateState.PRINTED,),
}
AT_THE_DOOR: Final = (PlateState.POSTED, PlateState.LOST, PlateState.DAMAGED)


@transaction.atomic
def mark_plates(
    *, by: Actor, plates: Sequence[PlateStateFact], at: datetime | None = None, source: str = "page"
) -> list[UUID]:
    """Say how far plates are. What happens at the door (put up, lost, damaged) whoever records there may say; that
    one is made, who decides on its number.

    Raises households.unknown_plate_state, households.no_plate, households.plate_not_then, shared.not_found,
    shared.not_yours.
    """
    states = {fact.door_id: fact.state for fact in plates}
    if unknown := sorted(set(states.values()) - set(PlateState.values)):
        raise Problem(STATE_UNKNOWN, {"state": unknown[0]})
    hold(by.community_id)
    is_at_door = set(states.values()) <= set(AT_THE_DOOR)
    doors = doors_by_id(by, states, to="record" if is_at_door else "assign")
    for id, state in states.items():
        _refuse_step(doors[id], state)
    put = write_plates([_marked(doors[id], state) for id, state in states.items()], stamp_of(by, at, source))
    return announced("door.plates_marked", by, ("door", put))


@transaction.atomic
def mark_area(
    *, by: Actor, area_id: UUID | None, state: str, at: datetime | None = None, source: str = "page"
) -> list[UUID]:
    """Let all plates of an area (of all areas where none is named) that stand before it take a step: made, put up.

    Raises households.unknown_plate_state, shared.not_yours.
    """
    if state not in IN_BULK:
        raise Problem(STATE_UNKNOWN, {"state": state})
    hold(by.community_id)
    doors = doors_to_assign(by).filter(plate_state__in=IN_BULK[state]).exclude(plate="")
    if area_id:
        doors = doors.filter(area_id=area_id)
    ordered = doors.order_by("walking_order", "id")
    put = write_plates([_marked(door, state) for door in ordered], stamp_of(by, at, source))
    return announced("door.plates_marked", by, ("door", put))


def _marked(door: Door, state: str) -> Door:
    changed = copy(door)
    changed.plate_state = state
    return changed


def _refuse_step(door: Door, state: str) -> None:
    if not door.plate:
        raise Problem(NO_PLATE, {"address": door.address})
    if state != door.plate_state and state not in MOVES[door.plate_state]:
        raise Problem(NOT_THEN, {"address": door.address, "state": door.get_plate_state_display()})


def plate_steps(door: Door, *, can_record: bool, can_assign: bool) -> list[tuple[str, str]]:
    """What may be said of a door's plate next, as (state, words)."""
    if not door.plate or not can_record:
        return []
    allowed = PlateState.values if can_assign else AT_THE_DOOR
    steps = [state for state in MOVES[door.plate_state] if state in allowed]
    return [(state, str(PlateState(state).label)) for state in steps]
