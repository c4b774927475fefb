"""What a day could be like before anybody typed a figure: who is due, what zones ask, stations, slots."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Avg, Count
from django.utils import timezone

from gridward.areas.models import Area, Building
from gridward.operations.models import Zone
from gridward.operations.zones.queries import in_force, test_days, zones_on
from gridward.planning.pooling import Pooling, best_of, pooled
from gridward.planning.slots import Group, Post, Timetable, timetable
from gridward.planning.staffing import Span, desks_needed, samplers_needed, spread, stations_needed
from gridward.rounds.actions import AnyOf
from gridward.rounds.scopes import Scope, persons_in, workers_in
from gridward.testing.models import DayStation, Norms, Phase, Station, StationKind, TestDay
from gridward.testing.setup import exempting
from gridward.testing.setup.entries import DayFact, Pool, SlotFact, Window, rule_of
from gridward.testing.setup.stations import norms_of

SIZES: Final = (1, 5, 10, 20)


@dataclass(frozen=True)
class Owing:
    """Who would be due: residents and workers, how they divide between the phases, and who is exempt of them."""

    residents: int
    workers: int
    door: int
    exempt: int

    @property
    def total(self) -> int:
        """Everybody."""
        return self.residents + self.workers

    @property
    def centre(self) -> int:
        """Whoever is not tested at the door."""
        return self.total - self.door


def owing(community_id: UUID, rule: AnyOf, has_workers: bool, on: date) -> Owing:
    """The counts before anything opens; four statements."""
    workers = workers_in(community_id, Scope()).count() if has_workers else 0
    exempt = exempting.in_force(community_id, on).values("subject_id").distinct().count()
    return Owing(
        residents=persons_in(community_id, Scope()).count(),
        workers=workers,
        door=persons_in(community_id, Scope(any_of=rule)).count(),
        exempt=exempt,
    )


@dataclass(frozen=True)
class ZoneAsks:
    """What a zone in force says of testing on a day."""

    zone: Zone
    is_today: bool

    @property
    def is_at_the_door(self) -> bool:
        """Whether it names a tube for the door and none for the central site."""
        return self.zone.pool_door is not None and self.zone.pool_central is None


def zones_asking(community_id: UUID, on: date) -> list[ZoneAsks]:
    """The zones in force on a day, with whether each tests then."""
    zones = [zone for zone in zones_on(community_id) if in_force(zone, on)]
    return [ZoneAsks(zone, on in test_days(zone, on)) for zone in zones]


def pools_asked(norms: Norms, zones: Iterable[ZoneAsks]) -> tuple[Pool, ...]:
    """Sizes by phase: the zones' own, elsewhere those of the norms."""
    pools = [Pool(Phase.DOOR, norms.pool_door), Pool(Phase.CENTRE, norms.pool_centre)]
    for asks in zones:
        for phase, size in ((Phase.DOOR, asks.zone.pool_door), (Phase.CENTRE, asks.zone.pool_central)):
            if size is not None:
                pools.append(Pool(phase, size, asks.zone.id))
    return tuple(pools)


def first_fact(community_id: UUID, on: date, name: str) -> DayFact:
    """A day nobody planned before, from the norms and the zones; stations as many as the norms ask."""
    norms, zones = norms_of(community_id), zones_asking(community_id, on)
    at_door = tuple(asks.zone.id for asks in zones if asks.is_at_the_door)
    return DayFact(
        date=on,
        name=name,
        door=Window(_at(on, norms.door_from), _at(on, norms.door_until)),
        centre=Window(_at(on, norms.centre_from), _at(on, norms.centre_until)),
        door_rule=AnyOf(zone_ids=at_door, whereabouts=("isolation",)),
        pools=pools_asked(norms, zones),
    )


def _at(on: date, clock: Any) -> datetime:
    return timezone.make_aware(datetime.combine(on, clock))


@dataclass(frozen=True)
class Staff:
    """What the norms ask for a number of people, and its parts for each station that is open."""

    stations: Span
    desks: Span
    samplers: int
    by_station: Mapping[UUID, tuple[int, int]]


def staff_for(norms: Norms, people: Owing, stations: Iterable[Station], desks: Mapping[UUID, int]) -> Staff:
    """The proposal beside each figure: the centre's desks and samplers shared out by the desks that stand there."""
    need_desks = desks_needed(people.centre, norms.people_per_desk_low, norms.people_per_desk_high)
    samplers = samplers_needed(people.total, norms.people_per_sampler)
    door = samplers_needed(people.door, norms.people_per_sampler)
    shares: dict[UUID, tuple[int, int]] = {}
    for kind, desks_there, hands in (
        (StationKind.CENTRE, need_desks.proposed, max(samplers - door, 0)),
        (StationKind.DOOR, 0, door),
    ):
        those = [station for station in stations if station.kind == kind and station.is_open]
        weights = [float(desks.get(station.id, 0) or 1) for station in those]
        parts = zip(those, spread(desks_there, weights), spread(hands, weights), strict=True)
        shares |= {station.id: (desk, hand) for station, desk, hand in parts}
    return Staff(
        stations_needed(people.centre, norms.people_per_station_low, norms.people_per_station_high),
        need_desks,
        samplers,
        shares,
    )


@dataclass(frozen=True)
class PoolHint:
    """What each size costs at the share of positive people expected, and the best of those offered."""

    share: float
    best: Pooling
    all: tuple[Pooling, ...]


def pool_hint(norms: Norms) -> PoolHint:
    """Which size needs the fewest tests a person."""
    share = norms.prevalence_per_10000 / 10_000
    return PoolHint(share, best_of(SIZES, share), tuple(pooled(size, share) for size in SIZES))


def slots_for(day: TestDay) -> tuple[list[SlotFact], Timetable]:
    """Time slots of the central phase by area, at the stations and desks of the day; six statements."""
    norms, community_id = norms_of(day.community_id), day.community_id
    lines = DayStation.objects.of(community_id).filter(
        day_id=day.id, station__kind=StationKind.CENTRE, station__community_id=community_id
    )
    posts = [
        Post(str(line.station_id), line.desks, _place(line.station.lng, line.station.lat))
        for line in lines.select_related("station").order_by("station__order", "station__name", "id")
    ]
    window = int((slots_until(day, norms) - day.centre_opens_at) / timedelta(minutes=1))
    found = timetable(
        groups_of(day),
        posts,
        window=window,
        seconds_each=norms.seconds_per_person,
        longest_wait=norms.longest_wait_minutes,
    )
    facts = [
        SlotFact(
            UUID(call.post),
            UUID(call.group) if call.group else None,
            call.people,
            day.centre_opens_at + timedelta(minutes=call.begins),
            day.centre_opens_at + timedelta(minutes=call.ends),
            call.part,
            call.parts,
        )
        for call in found.calls
    ]
    return sorted(facts, key=lambda fact: (fact.begins_at, str(fact.station_id))), found


def slots_until(day: TestDay, norms: Norms) -> datetime:
    """When the last slot ends: with the phase, or at the usual hour where the phase stays open overnight."""
    begins = timezone.localtime(day.centre_opens_at)
    if (
        timezone.localtime(day.centre_closes_at).date() == begins.date()
        or norms.centre_until <= begins.time()
    ):
        return day.centre_closes_at
    return _at(begins.date(), norms.centre_until)


def groups_of(day: TestDay) -> list[Group]:
    """The people of the central phase by area in the areas' order; those in no area and workers come last."""
    community_id = day.community_id
    persons: Any = persons_in(community_id, Scope(none_of=rule_of(day))).order_by()
    rows = persons.values("its_area").annotate(people=Count("id"))
    counted: dict[UUID | None, int] = {row["its_area"]: row["people"] for row in rows}
    others = counted.pop(None, 0) + (workers_in(community_id, Scope()).count() if day.has_workers else 0)
    areas = Area.objects.with_ids(community_id, [id for id in counted if id]).order_by("number")
    places = area_places(community_id)
    groups = [Group(str(id), counted[id], places.get(id)) for id in areas.values_list("id", flat=True)]
    return [*groups, Group("", others)] if others else groups


def area_places(community_id: UUID) -> dict[UUID, tuple[float, float]]:
    """The middle of each area's buildings, where they have points."""
    buildings: Any = Building.objects.of(community_id).filter(area_id__isnull=False, lng__isnull=False)
    rows = buildings.order_by().values("area_id").annotate(x=Avg("lng"), y=Avg("lat"))
    return {row["area_id"]: (row["x"], row["y"]) for row in rows}


def _place(lng: float | None, lat: float | None) -> tuple[float, float] | None:
    return None if lng is None or lat is None else (lng, lat)
