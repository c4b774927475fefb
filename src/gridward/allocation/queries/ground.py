"""What planning needs of the register, in sets: doors with expected minutes, buildings in metres, who has what now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from django.db.models import Count, QuerySet

from gridward.allocation.models import Weights
from gridward.allocation.weighing import Behind, floor_of, minutes_of, needs_of
from gridward.areas.models import Area, Building, Site, whole_name
from gridward.households.models import LIVING_HERE, Door, DoorState, Household, Mark, Person
from gridward.shared.geometry import in_metres, point_in

# Without any map, one building stands this many metres after the other in walking order.
STEP = 30.0
# Buildings put where their site is stand this far apart, so that no two are in one spot.
BESIDE = 4.0


@dataclass(frozen=True, slots=True)
class GroundDoor:
    """A door as planning sees it."""

    id: UUID
    building_id: UUID
    worker_id: UUID | None
    unit: str
    floor: int
    minutes: float
    needs: frozenset[str]
    walking_order: int
    words: str = ""


@dataclass(slots=True)
class GroundBuilding:
    """A building as planning sees it: where it stands in metres (None: nobody knows), and its doors in their order."""

    id: UUID
    name: str
    site_id: UUID
    area_id: UUID | None
    hardness: int
    walking_order: int
    at: tuple[float, float] | None = None
    is_guessed: bool = False
    doors: list[GroundDoor] = field(default_factory=list)

    @property
    def minutes(self) -> float:
        """Expected minutes of all its doors."""
        return sum(door.minutes for door in self.doors)


@dataclass(frozen=True)
class Stop:
    """A building on a walk, with the doors that are seen there one after the other."""

    name: str
    doors: list[GroundDoor]


@dataclass(frozen=True)
class Ground:
    """The buildings of a proposal in walking order; `is_mapless`: none is on the map, so walking order stands in."""

    buildings: list[GroundBuilding]
    is_mapless: bool

    @property
    def placed(self) -> list[GroundBuilding]:
        """Buildings that can be planned."""
        return [building for building in self.buildings if building.at is not None and building.doors]

    @property
    def not_plannable(self) -> list[GroundBuilding]:
        """Buildings with doors of which nobody knows where they stand."""
        return [building for building in self.buildings if building.at is None and building.doors]

    @property
    def doors(self) -> Iterable[GroundDoor]:
        """All doors."""
        return (door for building in self.buildings for door in building.doors)

    @property
    def door_count(self) -> int:
        """How many doors."""
        return sum(len(building.doors) for building in self.buildings)

    @property
    def stops(self) -> list["Stop"]:
        """The doors in walking order, those of one building that follow each other together."""
        buildings = {building.id: building for building in self.buildings}
        ordered = sorted(self.doors, key=lambda door: (door.walking_order, str(door.id)))
        return [
            Stop(buildings[id].name, list(doors))
            for id, doors in groupby(ordered, key=lambda door: door.building_id)
        ]


def weights_of(community_id: UUID) -> Weights:
    """The community's weights, or the usual ones where none were kept."""
    return Weights.objects.of(community_id).first() or Weights(community_id=community_id)


def ground_of(
    community_id: UUID, area_ids: Collection[UUID] | None = None, *, with_loose: bool = False
) -> Ground:
    """Buildings of some areas, or (None) of every open area; `with_loose`: of every area, and those in none too.

    Ten statements, however many buildings there are.
    """
    rows: QuerySet[Building] = Building.objects.of(community_id)
    if area_ids is not None:
        rows = rows.filter(area_id__in=area_ids)
    elif not with_loose:
        rows = rows.filter(area__is_closed=False)
    inside = rows.order_by().values("id")
    return ground_from(community_id, rows, Door.objects.of(community_id).filter(building_id__in=inside))


def ground_from(community_id: UUID, rows: "QuerySet[Building]", doors: "QuerySet[Door]") -> Ground:
    """Buildings of a queryset in walking order, and doors of another in them."""
    # Outlines are long to read, and hardly any is asked for here.
    found = list(rows.defer("footprint").order_by("walking_order", "id"))
    sites = dict(Site.objects.of(community_id).values_list("id", "name"))
    hardness: dict[UUID | None, int] = dict(Area.objects.of(community_id).values_list("id", "difficulty"))
    buildings = [_building(row, sites[row.site_id], hardness.get(row.area_id, 1)) for row in found]
    by_id = {building.id: building for building in buildings}
    for door in ground_doors(community_id, doors):
        by_id[door.building_id].doors.append(door)
    is_mapless = not place(community_id, found, buildings)
    return Ground(buildings, is_mapless)


def _building(row: Building, site: str, hardness: int) -> GroundBuilding:
    return GroundBuilding(
        row.id, whole_name(site, row.name), row.site_id, row.area_id, hardness, row.walking_order
    )


def place(community_id: UUID, rows: Sequence[Building], buildings: Sequence[GroundBuilding]) -> bool:
    """Say where each building stands; whether any is on the map.

    One without a place stands beside the others of its site, or in its site's outline; where nothing at all is on the
    map, buildings stand in a line in walking order.
    """
    known: dict[UUID, tuple[float, float]] = {r.id: (r.lng, r.lat) for r in rows if r.lng is not None}  # type: ignore[misc]
    of_site: dict[UUID, list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        if row.id in known:
            of_site[row.site_id].append(known[row.id])
    bare = {row.site_id for row in rows if row.site_id not in of_site}
    drawn = Site.objects.with_ids(community_id, bare).filter(outline__isnull=False)
    for id, outline in drawn.values_list("id", "outline"):
        if outline:
            of_site[id].append(point_in(outline))
    guessed = {r.id: _middle(of_site[r.site_id]) for r in rows if r.id not in known and r.site_id in of_site}
    points = known | guessed
    metres = dict(zip(points, in_metres(list(points.values())), strict=True))
    for order, building in enumerate(buildings):
        if not points:
            building.at = (STEP * order, 0.0)
        elif building.id in metres:
            building.is_guessed = building.id in guessed
            east, north = metres[building.id]
            aside = BESIDE * (order % 7 + 1) if building.is_guessed else 0.0
            building.at = (east + aside, north + aside * (order % 3 - 1))
    return bool(points)


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def ground_doors(community_id: UUID, doors: "QuerySet[Door]") -> list[GroundDoor]:
    """Doors of a queryset as planning sees them, in walking order; six statements."""
    weights = weights_of(community_id)
    lived_in = set(DoorState.objects.of(community_id).filter(is_lived_in=True).values_list("code", flat=True))
    living = _living(community_id, doors)
    marks = _marks(community_id, doors)
    found = []
    for door in doors.order_by("walking_order", "id"):
        behind = Behind(
            floor_of(door.room),
            door.state in lived_in,
            living.get(door.id, 0),
            tuple(marks.get(door.id, ())),
        )
        minutes, needs = minutes_of(behind, weights), frozenset(needs_of(behind, weights))
        found.append(
            GroundDoor(
                door.id,
                door.building_id,
                door.worker_id,
                door.unit,
                behind.floor,
                minutes,
                needs,
                door.walking_order,
                door.plate or door.address,
            )
        )
    return found


def _living(community_id: UUID, doors: "QuerySet[Door]") -> dict[UUID, int]:
    """How many really live behind each door."""
    ids = doors.order_by().values("id")
    here = Person.objects.of(community_id).filter(
        door_id__in=ids, whereabouts__in=LIVING_HERE, merged_into_id=None
    )
    counted = here.order_by().values("door_id").annotate(count=Count("id"))
    return dict(counted.values_list("door_id", "count"))


def _marks(community_id: UUID, doors: "QuerySet[Door]") -> Mapping[UUID, list[str]]:
    """Categories of the people and households behind each door, as often as they are borne."""
    ids = doors.order_by().values("id")
    marked = Mark.objects.of(community_id).filter(is_on=True)
    subjects: dict[UUID, list[str]] = defaultdict(list)
    for subject, category in marked.values_list("subject_id", "category_id"):
        subjects[subject].append(str(category))
    found: dict[UUID, list[str]] = defaultdict(list)
    if not subjects:
        return found
    persons = Person.objects.of(community_id).filter(
        door_id__in=ids, whereabouts__in=LIVING_HERE, merged_into_id=None
    )
    households = Household.objects.of(community_id).filter(door_id__in=ids, is_closed=False)
    for rows in (persons, households):
        for subject, door in rows.order_by().values_list("id", "door_id"):
            found[door] += subjects.get(subject, ())
    return found
