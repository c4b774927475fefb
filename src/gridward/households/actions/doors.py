"""Doors: put in, found in a state, assigned, given a plate."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role, Worker
from gridward.areas.actions import stamp_of
from gridward.areas.models import Building
from gridward.facts.said import EMPTY
from gridward.households.access import doors_by_id
from gridward.households.actions.announcing import announced
from gridward.households.entries import DoorFact, DoorStateFact
from gridward.households.models import Door
from gridward.households.texts import refuse_numbers
from gridward.households.writing import write_door_states, write_doors
from gridward.shared.problems import NOT_YOURS, Problem, problem_code

UNKNOWN_WORKER = problem_code(
    "households.unknown_worker", 422, "The responsible worker is not among the people at work."
)


@transaction.atomic
def put_doors(
    *,
    by: Actor,
    doors: Sequence[DoorFact],
    at: datetime | None = None,
    source: str = "page",
    is_correction: bool = False,
) -> list[UUID]:
    """Add or change doors; ids in the order of the facts. Area leaders within their areas.

    Raises households.unknown_building, households.unknown_state, households.unknown_worker, households.address_taken,
    households.plate_taken, households.plate_too_long, households.plate_looks_official,
    households.plate_tells_of_people, households.personal_number_in_text, shared.not_yours.
    """
    _refuse_outside(by, doors)
    for fact in doors:
        refuse_numbers({"address_as_written": fact.address_as_written})
    _refuse_unknown_workers(by, {f.worker_id for f in doors if isinstance(f.worker_id, UUID)})
    put = write_doors(by.community_id, doors, stamp_of(by, at, source, is_correction))
    return announced("door.put", by, ("door", put))


def _refuse_outside(by: Actor, facts: Sequence[DoorFact]) -> None:
    """The whole community for coordinator and data officer, own areas for their leader, nothing for others."""
    if by.is_community_wide and by.is_any_of(Role.COORDINATOR, Role.DATA_OFFICER):
        return
    building_ids = {fact.building_id for fact in facts if fact.building_id}
    inside = Building.objects.with_ids(by.community_id, building_ids).filter(area_id__in=list(by.area_ids))
    if Role.AREA_LEADER not in by.roles or inside.count() < len(building_ids):
        raise Problem(NOT_YOURS)
    standing = Door.objects.with_ids(by.community_id, [fact.id for fact in facts if fact.id])
    doors_by_id(by, standing.values_list("id", flat=True), to="assign")


def _refuse_unknown_workers(by: Actor, worker_ids: set[UUID]) -> None:
    here = Worker.objects.filter(id__in=worker_ids, community_id=by.community_id, left_at=None)
    if worker_ids and here.count() < len(worker_ids):
        raise Problem(UNKNOWN_WORKER)


@transaction.atomic
def set_door_states(
    *, by: Actor, states: Sequence[DoorStateFact], at: datetime | None = None, source: str = "page"
) -> list[UUID]:
    """Say in which state doors were found. An unanswered visit is counted and has a day to come again: by default
    the next day, after three visits a week later.

    Raises households.unknown_state, shared.not_found, shared.not_yours.
    """
    doors_by_id(by, {fact.door_id for fact in states}, to="record")
    put = write_door_states(by.community_id, states, stamp_of(by, at, source))
    return announced("door.state_set", by, ("door", put))


@transaction.atomic
def assign_doors(
    *,
    by: Actor,
    worker_id: UUID | None,
    door_ids: Sequence[UUID],
    at: datetime | None = None,
    source: str = "page",
) -> list[UUID]:
    """Make a worker responsible for doors, or nobody.

    Raises households.unknown_worker, shared.not_found, shared.not_yours.
    """
    doors_by_id(by, door_ids, to="assign")
    _refuse_unknown_workers(by, {worker_id} if worker_id else set())
    facts = [DoorFact(id=id, worker_id=worker_id or EMPTY) for id in door_ids]
    put = write_doors(by.community_id, facts, stamp_of(by, at, source))
    return announced("door.assigned", by, ("door", put))


@transaction.atomic
def give_plates(
    *, by: Actor, plates: Mapping[UUID, str], at: datetime | None = None, source: str = "page"
) -> list[UUID]:
    """Give doors the community's own numbers, by door id; the official address stays beside them.

    Raises households.plate_taken, households.plate_too_long, households.plate_looks_official,
    households.plate_tells_of_people, shared.not_found, shared.not_yours.
    """
    doors_by_id(by, plates, to="assign")
    facts = [DoorFact(id=id, plate=plate.strip()) for id, plate in plates.items()]
    put = write_doors(by.community_id, facts, stamp_of(by, at, source))
    return announced("door.plate_given", by, ("door", put))
