"""Who tests and where: samplers, a laboratory, two stations, the norms; and two days, planned and opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.areas.models import Site, SiteKind
from gridward.operations.zones.queries import id_of, zones_on
from gridward.rounds.actions import AnyOf
from gridward.testing.models import Desk, Phase, StationKind, TestDay
from gridward.testing.setup.actions import open_day, plan_day, put_slots
from gridward.testing.setup.entries import AtStation, DayFact, Pool, StationFact, Window
from gridward.testing.setup.proposals import slots_for
from gridward.testing.setup.stations import put_station

from .decisions import HIGH_ZONE
from .known import Known
from .people import task_holders

STATIONS = (("社区广场采样点", "社区广场", 3), ("小学操场采样点", "第二小学操场", 2))
DOOR, CENTRE = (time(6, 30), time(11, 30)), (time(9), time(20))
POOL = 10


@dataclass(frozen=True)
class Place:
    """A desk with whoever samples there."""

    station_id: UUID
    desk_id: UUID
    actor: Actor


@dataclass(frozen=True)
class Testing:
    """What the days of testing need: desks with their samplers, the laboratory, and who tells people of results."""

    places: Sequence[Place]
    laboratory: Actor
    contact: Actor


def set_up_testing(known: Known) -> Testing:
    """Set up the stations; every desk has a sampler of its own."""
    holders = task_holders(known.told)
    places = [
        Place(station_id, desk_id, known.actors[ref])
        for (station_id, desk_id), ref in zip(put_stations(known), holders[Role.SAMPLER], strict=False)
    ]
    laboratory, contact = (holders[role][0] for role in (Role.LABORATORY, Role.HEALTH_CONTACT))
    return Testing(places, known.actors[laboratory], known.actors[contact])


def put_stations(known: Known) -> list[tuple[UUID, UUID]]:
    """The two stations; every desk with its station."""
    found = []
    sites = list(
        Site.objects.of(known.community_id)
        .filter(kind=SiteKind.COMPOUND)
        .order_by("name")
        .values_list("id", flat=True)
    )
    for order, (name, place, desks) in enumerate(STATIONS, 1):
        fact = StationFact(name, StationKind.CENTRE, desks, site_id=sites[-order], place=place, order=order)
        station = put_station(by=known.coordinator, fact=fact)
        at = Desk.objects.of(known.community_id).filter(station_id=station.id).order_by("number")
        found += [(station.id, desk_id) for desk_id in at.values_list("id", flat=True)]
    return found


def open_testing(
    known: Known, testing: Testing, on: date, name: str, door: Window, centre: Window
) -> TestDay:
    """Plan a day and open it: class C and the high-risk zone at the door, a household a tube; others at the centre."""
    high = [id_of(zone) for zone in zones_on(known.community_id) if zone.name == HIGH_ZONE]
    class_c = next(one for one in known.told.categories if one.code == "class_c")
    stations = {place.station_id for place in testing.places}
    desks = {id: sum(place.station_id == id for place in testing.places) for id in stations}
    fact = DayFact(
        date=on,
        name=name,
        door=door,
        centre=centre,
        door_rule=AnyOf(zone_ids=tuple(high), category_ids=(known.categories[class_c.ref],)),
        pools=(Pool(Phase.DOOR, 0), Pool(Phase.CENTRE, POOL)),
        stations=tuple(AtStation(id, desks[id], desks[id]) for id in sorted(stations, key=str)),
    )
    day = plan_day(by=known.coordinator, fact=fact)
    put_slots(by=known.coordinator, day_id=day.id, facts=slots_for(day)[0])
    return open_day(by=known.coordinator, day_id=day.id)
