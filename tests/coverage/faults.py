"""The cast's community made whole, and one fault of each kind planted in it by the verbs people use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from gridward.accounts.actions import WorkerFact, add_workers, end_workers
from gridward.accounts.actors import Actor
from gridward.allocation.actions.limits import AwayFact, set_away
from gridward.areas.actions import put_areas, put_buildings, put_sites
from gridward.areas.entries import AreaFact, BuildingFact, SiteFact
from gridward.areas.models import MapImport, MapShape
from gridward.facts.said import EMPTY
from gridward.households import actions
from gridward.households.actions import DoorFact, DoorStateFact
from gridward.rounds.actions import OutcomeFact, Scope, open_round, record_outcomes
from gridward.rounds.models import Due
from gridward.shared.ids import new_id
from tests.cast import Cast, cast_id

WEST, SOUTH, STEP, SIDE = 110.0, 33.0, 0.01, 0.008


def square(number: float, side: float = SIDE) -> dict[str, object]:
    """A square of ground; the areas of the cast lie in a row with room between them."""
    west = WEST + number * STEP
    ring = [
        (west, SOUTH),
        (west + side, SOUTH),
        (west + side, SOUTH + side),
        (west, SOUTH + side),
        (west, SOUTH),
    ]
    return {"type": "Polygon", "coordinates": [[list(point) for point in ring]]}


def middle(number: float) -> tuple[float, float]:
    """The middle of that square."""
    return WEST + number * STEP + SIDE / 2, SOUTH + SIDE / 2


def make_whole(cast: Cast, chen: Actor) -> None:
    """Leaders, workers, plates and places for everything, and a verification that everybody answered."""
    unit = cast_id("audit")
    leaders = [WorkerFact(f"片长{n}", unit, id=cast_id(f"leader {n}")) for n in (1, 2)]
    add_workers(by=chen, facts=leaders)
    leads = {1: leaders[0].id, 2: leaders[1].id, 3: cast_id("lin")}
    areas = [
        AreaFact(id=cast.areas[n], leader_id=leads[n], deputy_id=cast_id("zhao"), outline=square(n))
        for n in cast.areas
    ]
    put_areas(by=chen, areas=areas)
    spots = {"lane-29": 1, "yard-1": 1, "5": 2, "3": 3}
    buildings = [
        BuildingFact(id=cast_id(f"building {key}"), lng=middle(n)[0], lat=middle(n)[1])
        for key, n in spots.items()
    ]
    put_buildings(by=chen, buildings=buildings)
    nobody = [cast.doors["lane-29"], cast.doors["site-1"]]
    actions.assign_doors(by=chen, worker_id=cast.workers["zhao"], door_ids=nobody)
    actions.give_plates(by=chen, plates={cast.doors["site-1"]: "01-002"})
    verify_all(cast, chen)


def verify_all(cast: Cast, chen: Actor) -> None:
    """A verification over every door, done at each."""
    now = timezone.now()
    round_ = open_round(
        by=chen,
        kind_code="verification",
        name="第一次核查",
        scope=Scope(),
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=1),
    )
    dues = Due.objects.of(cast.community_id).filter(round_id=round_.id).values_list("id", flat=True)
    record_outcomes(by=chen, facts=[OutcomeFact(new_id(), id, "done", how="seen") for id in dues])


def a_shape(cast: Cast, number: float, building_id: UUID | None = None, **said: object) -> MapShape:
    """A building of the map that went in last."""
    lng, lat = middle(number)
    MapImport.objects.get_or_create(
        community_id=cast.community_id,
        id=cast_id("map"),
        defaults={"file_name": "map.osm", "digest": "0", "state": "applied", "by_id": cast.workers["chen"]},
    )
    return MapShape.objects.create(
        community_id=cast.community_id,
        import_id=cast_id("map"),
        position=MapShape.objects.of(cast.community_id).count() + 1,
        kind="building",
        ref=f"way/{number}",
        name="东头平房",
        geometry=square(number, 0.0002),
        lng=lng,
        lat=lat,
        verdict="sure" if building_id else "new",
        building_id=building_id,
        is_current=True,
        **said,
    )


@dataclass(frozen=True)
class Planted:
    """A kind of fault: how it comes about, and which others come with it."""

    plant: Callable[[Cast, Actor], object]
    with_it: tuple[str, ...] = ()


def put_building(key: str, **said: object) -> Callable[[Cast, Actor], object]:
    """Say something of a building."""
    return lambda cast, chen: put_buildings(
        by=chen,
        buildings=[BuildingFact(id=cast_id(f"building {key}"), **said)],  # type: ignore[arg-type]
    )


def put_area(number: int, **said: object) -> Callable[[Cast, Actor], object]:
    """Say something of an area."""
    return lambda cast, chen: put_areas(by=chen, areas=[AreaFact(id=cast.areas[number], **said)])  # type: ignore[arg-type]


def a_house_without_door(cast: Cast, chen: Actor) -> None:
    """A building on the map, matched to one of the register that has no door."""
    lng, lat = middle(2)
    fact = BuildingFact(
        site_id=cast_id("site xinhe"),
        number="9",
        area_id=cast.areas[2],
        lng=lng,
        lat=lat,
        id=cast_id("building 9"),
    )
    put_buildings(by=chen, buildings=[fact])
    a_shape(cast, 2, fact.id)


def a_new_door(cast: Cast, chen: Actor) -> None:
    """A door that came after the verification."""
    fact = DoorFact(
        building_id=cast_id("building 3"),
        unit="1",
        room="301",
        plate="03-009",
        worker_id=cast.workers["omar"],
    )
    actions.put_doors(by=chen, doors=[fact])


def nobody_answered(cast: Cast, chen: Actor) -> None:
    """A visit nine days ago that got no answer."""
    seen = DoorStateFact(cast.doors["3-101"], "no_answer")
    actions.set_door_states(by=chen, states=[seen], at=timezone.now() - timedelta(days=9))


def somebody_away(cast: Cast, chen: Actor) -> None:
    """Zhao has been away for a week, and nobody stands in."""
    since = timezone.localdate() - timedelta(days=7)
    set_away(by=chen, away=[AwayFact(cast.workers["zhao"], since, "ill")])


def a_site_nowhere(cast: Cast, chen: Actor) -> None:
    """A site no area has, drawn within the outline of area 1."""
    put_sites(by=chen, sites=[SiteFact(name="二桥新村", kind="compound", outline=square(1, 0.001))])


def a_site_far_off(cast: Cast, chen: Actor) -> None:
    """A site drawn beside all areas."""
    put_sites(by=chen, sites=[SiteFact(id=cast_id("site lane"), outline=square(7))])


def a_plate_like_anothers(cast: Cast, chen: Actor) -> None:
    """One plate written in two ways."""
    actions.give_plates(by=chen, plates={cast.doors["3-101"]: "甲a1", cast.doors["3-102"]: "甲A 1"})


PLANTED: dict[str, Planted] = {
    "building.area": Planted(put_building("5", area_id=EMPTY), ("building.elsewhere", "door.area")),
    "site.area": Planted(a_site_nowhere),
    "area.leader": Planted(put_area(2, leader_id=EMPTY)),
    "area.overlap": Planted(put_area(2, outline=square(1.5, 0.013))),
    "building.two_areas": Planted(
        put_area(2, outline=square(1, 0.012)), ("area.overlap", "building.outside")
    ),
    "building.elsewhere": Planted(put_building("5", lng=middle(3)[0], lat=middle(3)[1])),
    "building.outside": Planted(put_building("5", lng=middle(7)[0], lat=middle(7)[1])),
    "site.outside": Planted(a_site_far_off),
    "shape.building": Planted(lambda cast, chen: a_shape(cast, 3)),
    "building.place": Planted(put_building("5", lng=EMPTY, lat=EMPTY)),
    "building.door": Planted(a_house_without_door),
    "door.area": Planted(put_building("5", area_id=EMPTY), ("building.elsewhere", "building.area")),
    "door.worker": Planted(lambda cast, chen: end_workers(by=chen, ids=[cast.workers["omar"]])),
    "door.away": Planted(somebody_away),
    "door.plate": Planted(lambda cast, chen: actions.give_plates(by=chen, plates={cast.doors["3-101"]: ""})),
    "door.same_plate": Planted(a_plate_like_anothers),
    "door.recheck": Planted(nobody_answered),
    "door.verified": Planted(a_new_door),
}


def plant_all(cast: Cast, chen: Actor) -> None:
    """One fault of every kind; the worker leaves last, since nothing can be given to one who left."""
    for code in sorted(PLANTED, key=lambda code: code == "door.worker"):
        PLANTED[code].plant(cast, chen)
