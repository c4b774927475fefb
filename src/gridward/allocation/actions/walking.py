"""The order in which a worker walks: doors of few steps first to last, by the routing solver."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.allocation.access import must_plan, workers_by_id
from gridward.allocation.queries.ground import GroundBuilding, GroundDoor
from gridward.allocation.queries.workers import walk_of
from gridward.households.actions import DoorFact, put_doors
from gridward.planning.routing import Stop, walking_order
from gridward.shared.problems import Problem, problem_code

NO_WALK = problem_code(
    "allocation.no_walk", 409, "This person answers for fewer than two doors that can be placed."
)
# Two doors of one floor stand this many metres apart, so that a corridor is walked from one end to the other.
A_DOOR = 0.5


@transaction.atomic
def set_walking_order(*, by: Actor, worker_id: UUID) -> float:
    """Put a worker's doors into walking order; returns the metres. Doors that nobody can place stay where they are.

    Raises allocation.no_walk, shared.not_found, shared.not_yours.
    """
    must_plan(by)
    workers_by_id(by, [worker_id])
    walk = walk_of(by, worker_id)
    stops = [stop for building in walk.placed for stop in stops_of(building)]
    if len(stops) < 2:
        raise Problem(NO_WALK)
    found = walking_order(stops)
    ids = [UUID(stops[at].id) for at in found.order]
    doors = {door.id: door for building in walk.placed for door in building.doors}
    facts = [
        DoorFact(id=id, walking_order=order)
        for id, order in zip(ids, numbers([doors[id] for id in ids]), strict=True)
    ]
    put_doors(by=by, doors=facts, source="proposal")
    return found.metres


def stops_of(building: GroundBuilding) -> list[Stop]:
    """The doors of a building as stops."""
    x, y = building.at or (0.0, 0.0)
    return [Stop(str(door.id), x + A_DOOR * at, y, door.floor) for at, door in enumerate(building.doors)]


def numbers(doors: Sequence[GroundDoor]) -> list[int]:
    """The walking numbers these doors have already, in order and no two alike: other workers' doors keep theirs."""
    found: list[int] = []
    for number in sorted(door.walking_order for door in doors):
        found.append(max(number, found[-1] + 1) if found else number)
    return found
