"""Who answers for how much: loads against limits, and the walk of one worker."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role, Worker
from gridward.accounts.naming import worker_names
from gridward.allocation.access import ROOM, areas_to_plan, may_plan_everywhere, may_see_limits, must_plan
from gridward.allocation.models import Weights, WorkerLimit
from gridward.allocation.queries.ground import (
    Ground,
    GroundBuilding,
    GroundDoor,
    ground_from,
    ground_of,
    weights_of,
)
from gridward.allocation.queries.limits import candidates, is_away, limits_of
from gridward.allocation.weighing import usual_around
from gridward.areas.models import Building
from gridward.households.access import doors_for
from gridward.households.models import Door
from gridward.shared.problems import NOT_FOUND, Problem

# How full a worker is, by share of the most: five steps, and one for too much.
STEPS = (0.25, 0.5, 0.75, 0.9, 1.0)


@dataclass(frozen=True)
class WorkerLoad:
    """A worker with the doors and minutes answered for inside the areas asked about, and elsewhere."""

    worker: Worker
    doors: int
    minutes: float
    buildings: int
    elsewhere: int
    fewest: int
    most: int
    is_away: bool
    limit: WorkerLimit | None
    most_of_all: int

    @property
    def all(self) -> int:
        """Doors in all."""
        return self.doors + self.elsewhere

    @property
    def state(self) -> str:
        """Which mark the load bears: too much is late, too little open, in between done."""
        if self.is_away:
            return "exempt"
        if self.all > self.most:
            return "late"
        return "open" if self.all < self.fewest else "done"

    @property
    def level(self) -> int:
        """The step of the scale, 0 to 5."""
        return sum(self.all > step * self.most for step in STEPS)


def worker_loads(actor: Actor, area_ids: Collection[UUID] = ()) -> list[WorkerLoad]:
    """Everybody who answers for doors in some areas, or could, the fullest first; about twelve statements."""
    areas = areas_to_plan(actor, area_ids)
    inside = [area.id for area in areas]
    ground = ground_of(actor.community_id, inside)
    minutes: dict[UUID, float] = defaultdict(float)
    buildings: dict[UUID, set[UUID]] = defaultdict(set)
    for door in ground.doors:
        if door.worker_id:
            minutes[door.worker_id] += door.minutes
            buildings[door.worker_id].add(door.building_id)
    usual, own = weights_of(actor.community_id), limits_of(actor.community_id)
    people = candidates(actor.community_id, inside)
    is_whole = may_plan_everywhere(actor) and not area_ids
    shown = [one for one in people if one.inside or is_whole]
    highest = max((one.doors for one in shown), default=0)
    loads = []
    for one in shown:
        limit = own.get(one.worker.id)
        fewest, most = room_of(limit, usual)
        visible = limit if may_see_limits(actor, one.worker.id) else None
        loads.append(
            WorkerLoad(
                one.worker,
                one.inside,
                minutes[one.worker.id],
                len(buildings[one.worker.id]),
                one.outside,
                fewest,
                most,
                one.is_away,
                visible,
                max(highest, most),
            )
        )
    return sorted(loads, key=lambda load: (-load.all, load.worker.name))


def room_of(limit: WorkerLimit | None, usual: Weights) -> tuple[int, int]:
    """Fewest and most doors of a worker: the own, else the usual."""
    most = limit.most if limit and limit.most is not None else usual.most
    fewest = limit.fewest if limit and limit.fewest is not None else usual.fewest
    return min(fewest, most), most


def worker_or_404(actor: Actor, worker_id: UUID) -> Worker:
    """A worker of the community whose doors the actor may see; raises shared.not_found, shared.not_yours."""
    if worker_id != actor.worker_id:
        must_plan(actor)
    worker = (
        Worker.objects.filter(id=worker_id, community_id=actor.community_id).select_related("unit").first()
    )
    if worker is None:
        raise Problem(NOT_FOUND)
    return worker


def limit_for(actor: Actor, worker_id: UUID) -> WorkerLimit | None:
    """A worker's limits as far as the actor may see any of them."""
    if not may_see_limits(actor, worker_id, ROOM):
        return None
    return limits_of(actor.community_id).get(worker_id)


def is_away_now(actor: Actor, worker_id: UUID) -> bool:
    """Whether a worker is away today; no secret, unlike why."""
    return is_away(limits_of(actor.community_id).get(worker_id))


def walk_of(actor: Actor, worker_id: UUID) -> Ground:
    """The buildings and doors a worker answers for within the actor's sight, in walking order."""
    if worker_id != actor.worker_id:
        must_plan(actor)
    doors = doors_for(actor).filter(worker_id=worker_id)
    if not may_plan_everywhere(actor) and Role.AREA_LEADER in actor.roles and worker_id != actor.worker_id:
        doors = doors.filter(area_id__in=list(actor.area_ids))
    inside = doors.order_by().values("building_id")
    buildings = Building.objects.of(actor.community_id).filter(id__in=inside)
    return ground_from(actor.community_id, buildings, doors)


def doors_without_worker(actor: Actor, area_ids: Collection[UUID]) -> int:
    """How many doors of the areas one plans for nobody answers for."""
    inside = [area.id for area in areas_to_plan(actor, area_ids)]
    return Door.objects.of(actor.community_id).filter(area_id__in=inside, worker_id=None).count()


def sensible_limits(actor: Actor, area_ids: Collection[UUID], how_many: int) -> tuple[int, int]:
    """The usual limits where they come out even for so many workers, else those about the average."""
    inside = [area.id for area in areas_to_plan(actor, area_ids)]
    doors = Door.objects.of(actor.community_id).filter(area_id__in=inside).count()
    usual = weights_of(actor.community_id)
    if how_many and usual.fewest * how_many <= doors <= usual.most * how_many:
        return usual.fewest, usual.most
    return usual_around(doors, how_many)


@dataclass(frozen=True)
class BuildingDoors:
    """A building of an area with its doors in walking order, each with its worker's name."""

    building: GroundBuilding
    doors: list[tuple[GroundDoor, str]]


def doors_by_building(actor: Actor, area_id: UUID) -> list[BuildingDoors]:
    """The buildings of an area with their doors and who answers for them."""
    [area] = areas_to_plan(actor, [area_id])
    ground = ground_of(actor.community_id, [area.id])
    names = worker_names(door.worker_id for door in ground.doors)
    return [
        BuildingDoors(one, [(door, names.get(door.worker_id, "")) for door in one.doors])  # type: ignore[arg-type]
        for one in ground.buildings
        if one.doors
    ]


def doors_asked(actor: Actor, door_ids: Collection[UUID], building_ids: Collection[UUID]) -> list[UUID]:
    """Doors ticked in a list, and all doors of buildings chosen on the map, within the areas one plans for."""
    inside = [area.id for area in areas_to_plan(actor)]
    doors = doors_for(actor).filter(area_id__in=inside)
    chosen = doors.filter(Q(id__in=list(door_ids)) | Q(building_id__in=list(building_ids)))
    return list(chosen.order_by("walking_order", "id").values_list("id", flat=True))
