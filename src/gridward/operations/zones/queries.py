"""Reads of zones: which there are, what lies in them now and on a day, what became of them, when they test."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import shapely
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from shapely.geometry import shape

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.areas.models import Area, Building, Site
from gridward.facts.versions import true_at
from gridward.households.access import doors_for
from gridward.households.models import Door, DoorVersion
from gridward.households.queries import end_of
from gridward.operations.models import Measure, Zone, ZoneBuilding, ZoneLevel, ZoneVersion
from gridward.shared.geometry import as_geojson
from gridward.shared.problems import NOT_FOUND, Problem

AnyZone = Zone | ZoneVersion


def levels_of(community_id: UUID) -> list[ZoneLevel]:
    """The levels of zones, the gravest first."""
    return list(ZoneLevel.objects.of(community_id).order_by("order", "code"))


def measures_of(community_id: UUID) -> list[Measure]:
    """The measures that may hold in a zone, in their order."""
    return list(Measure.objects.of(community_id).order_by("order", "code"))


def zone_or_404(actor: Actor, zone_id: UUID) -> Zone:
    """One zone; raises shared.not_found."""
    zone = Zone.objects.with_ids(actor.community_id, [zone_id]).first()
    if zone is None:
        raise Problem(NOT_FOUND)
    return zone


def zones_on(community_id: UUID, day: date | None = None) -> list[Any]:
    """Zones as they stand, or as they stood at the end of a day (versions; `entity_id` is the zone's id)."""
    if day is None:
        return list(Zone.objects.of(community_id).order_by("is_closed", "name", "id"))
    return list(true_at(ZoneVersion, community_id, end_of(day)).order_by("is_closed", "name", "id"))


def id_of(zone: AnyZone) -> UUID:
    """The zone's id, also of a version of it."""
    id: UUID = getattr(zone, "entity_id", zone.id)
    return id


def in_force(zone: AnyZone, day: date) -> bool:
    """Whether a zone holds on a day: not closed, begun, and not past its end."""
    return not zone.is_closed and zone.starts_on <= day and (zone.ends_on is None or day <= zone.ends_on)


def lying(community_id: UUID, zone_ids: Iterable[UUID], at: datetime | None = None) -> QuerySet[Any]:
    """Rows zone ↔ building of these zones, now or at a moment."""
    rows: QuerySet[Any] = ZoneBuilding.objects.of(community_id).filter(zone_id__in=list(zone_ids))
    if at is None:
        return rows.filter(until=None)
    return rows.filter(Q(until=None) | Q(until__gt=at), since__lte=at)


def doors_in(actor: Actor, zone_id: UUID) -> QuerySet[Door]:
    """Doors that lie in a zone now, as far as the actor sees them, in walking order."""
    inside = lying(actor.community_id, [zone_id]).filter(building_id=OuterRef("building_id"))
    return doors_for(actor).filter(Exists(inside)).order_by("walking_order", "address_key")


def doors_in_on(community_id: UUID, zone_id: UUID, day: date) -> QuerySet[Any]:
    """Versions of the doors that lay in a zone at the end of a day."""
    at = end_of(day)
    inside = lying(community_id, [zone_id], at).filter(building_id=OuterRef("building_id"))
    return (
        true_at(DoorVersion, community_id, at).filter(Exists(inside)).order_by("walking_order", "address_key")
    )


def zones_of_buildings(
    community_id: UUID, building_ids: Iterable[UUID], day: date | None = None
) -> dict[UUID, list[UUID]]:
    """The zones each building lies in, by building id: now, or at the end of a day. One statement."""
    rows: QuerySet[Any] = ZoneBuilding.objects.of(community_id).filter(building_id__in=list(building_ids))
    at = end_of(day) if day else None
    rows = rows.filter(Q(until=None) | Q(until__gt=at), since__lte=at) if at else rows.filter(until=None)
    found: dict[UUID, list[UUID]] = {}
    for building_id, zone_id in rows.order_by("building_id", "zone_id").values_list("building_id", "zone_id"):
        found.setdefault(building_id, []).append(zone_id)
    return found


def door_counts(
    community_id: UUID, zone_ids: Iterable[UUID], day: date | None = None
) -> dict[UUID, tuple[int, int]]:
    """Buildings and doors of each zone, now or at the end of a day; two statements."""
    at = end_of(day) if day else None
    pairs = list(lying(community_id, zone_ids, at).values_list("zone_id", "building_id"))
    doors: QuerySet[Any] = true_at(DoorVersion, community_id, at) if at else Door.objects.of(community_id)
    buildings = {building_id for _zone, building_id in pairs}
    rows = doors.filter(building_id__in=buildings).order_by().values("building_id").annotate(n=Count("id"))
    behind = {row["building_id"]: row["n"] for row in rows}
    counted: dict[UUID, tuple[int, int]] = {}
    for zone_id, building_id in pairs:
        count, total = counted.get(zone_id, (0, 0))
        counted[zone_id] = count + 1, total + behind.get(building_id, 0)
    return counted


@dataclass(frozen=True)
class ZoneLine:
    """A zone with its level and what lies in it."""

    zone: AnyZone
    id: UUID
    level: ZoneLevel | None
    buildings: int
    doors: int
    state: str
    next_test: date | None = None


def zone_lines(community_id: UUID, day: date | None = None) -> list[ZoneLine]:
    """Every zone with its counts, the gravest first, closed ones last; now or as of a day. Four statements."""
    zones = zones_on(community_id, day)
    levels = {level.code: level for level in levels_of(community_id)}
    counts = door_counts(community_id, [id_of(zone) for zone in zones], day)
    on = day or timezone.localdate()
    lines = [
        ZoneLine(
            zone,
            id_of(zone),
            levels.get(zone.level),
            *counts.get(id_of(zone), (0, 0)),
            state=state_of(zone, on),
            next_test=next(iter(test_days(zone, on)), None),
        )
        for zone in zones
    ]
    return sorted(lines, key=lambda line: (line.zone.is_closed, line.level.order if line.level else 99))


def state_of(zone: AnyZone, day: date) -> str:
    """How a zone stands on a day: in_force, coming, over or closed."""
    if zone.is_closed:
        return "closed"
    if zone.starts_on > day:
        return "coming"
    return "in_force" if in_force(zone, day) else "over"


def test_days(zone: AnyZone, since: date, most: int = 14) -> list[date]:
    """The days of testing from a day on, those named, and every so many days from its start."""
    if zone.is_closed:
        return []
    until = min(zone.ends_on or date.max, since + timedelta(days=60))
    days = {date.fromisoformat(day) for day in zone.test_dates}
    if zone.test_every_days:
        step = zone.test_every_days
        behind = max((since - zone.starts_on).days, 0)
        first = zone.starts_on + timedelta(days=-(-behind // step) * step)
        days |= {first + timedelta(days=step * turn) for turn in range(most)}
    return sorted(day for day in days if max(since, zone.starts_on) <= day <= until)[:most]


@dataclass(frozen=True)
class Told:
    """One act on a zone: when, by whom, by which decision, why, and what it changed."""

    at: datetime
    by: str
    decision: str
    reason: str
    changes: list[Any] = field(default_factory=list)


def versions_of_zone(zone: Zone) -> list[ZoneVersion]:
    """Its versions as known now, the oldest first."""
    versions = ZoneVersion.objects.of(zone.community_id).filter(entity_id=zone.id, known_to=None)
    return list(versions.order_by("true_from", "id"))


def history_of(zone: Zone, words: "Mapping[str, Any]") -> list[Told]:
    """What became of a zone, the newest first; `words` says each field's name."""
    versions = versions_of_zone(zone)
    names = worker_names(version.by_id for version in versions)
    told = [
        Told(
            new.true_from,
            names.get(new.by_id, ""),
            new.decision,
            new.reason,
            [words[name] for name in changed_fields(old, new) if name in words],
        )
        for old, new in zip([None, *versions], versions, strict=False)
    ]
    return told[::-1]


def changed_fields(old: ZoneVersion | None, new: ZoneVersion) -> Iterator[str]:
    """The fields in which a version differs from the one before it; none for the first."""
    if old is not None:
        names = [f.name for f in ZoneVersion._meta.concrete_fields if f.name not in ENVELOPE]
        yield from (name for name in names if getattr(old, name) != getattr(new, name))


ENVELOPE = frozenset(
    (
        "pk",
        "community_id",
        "id",
        "entity_id",
        "true_from",
        "true_to",
        "known_from",
        "known_to",
        "source",
        "by_id",
    )
)


def without_place(community_id: UUID) -> int:
    """How many buildings have no point yet, so that no outline can find them."""
    return int(Building.objects.of(community_id).filter(lng=None).count())


@dataclass(frozen=True)
class Places:
    """Names of what a zone lists, by id."""

    areas: dict[str, str]
    sites: dict[str, str]
    buildings: dict[str, str]

    def words(self, zone: AnyZone) -> list[str]:
        """What a zone lists, in words."""
        listed = ((self.areas, zone.areas), (self.sites, zone.sites), (self.buildings, zone.buildings))
        return [names[id] for names, ids in listed for id in ids if id in names]


def places_of(community_id: UUID) -> Places:
    """Open areas, sites and buildings by id with their names; three statements."""
    areas = Area.objects.of(community_id).filter(is_closed=False).order_by("number")
    sites = {site.id: site.name for site in Site.objects.of(community_id).order_by("name")}
    buildings = Building.objects.of(community_id).order_by("walking_order", "name")
    return Places(
        {str(area.id): area.name for area in areas},
        {str(id): name for id, name in sites.items()},
        {str(b.id): f"{sites.get(b.site_id, '')}{b.name}" for b in buildings},
    )


def outlines_of(community_id: UUID, zones: Sequence[AnyZone]) -> dict[UUID, dict[str, Any]]:
    """Each zone's outline: as drawn, else that of the areas, sites and buildings it lists; three statements or none."""
    found = {id_of(zone): zone.outline for zone in zones if zone.outline}
    listed = [zone for zone in zones if not zone.outline and (zone.areas or zone.sites or zone.buildings)]
    if not listed:
        return found
    drawn: dict[str, Any] = {}
    for table, name, column in (
        (Area, "areas", "outline"),
        (Site, "sites", "outline"),
        (Building, "buildings", "footprint"),
    ):
        ids = [UUID(id) for zone in listed for id in getattr(zone, name)]
        rows = table.objects.with_ids(community_id, ids) if ids else table.objects.none()
        drawn |= {str(row.id): getattr(row, column) for row in rows if getattr(row, column)}
    for zone in listed:
        parts = [shape(drawn[id]) for id in (*zone.areas, *zone.sites, *zone.buildings) if id in drawn]
        if parts:
            found[id_of(zone)] = as_geojson(shapely.union_all(parts))
    return found
