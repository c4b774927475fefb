"""Zones on the map: their outlines, and buildings coloured by the gravest zone they lie in."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop

from gridward.accounts.actors import Actor
from gridward.areas.maps.payload import collection, feature
from gridward.areas.screen.reading import area_features, buildings_for, named_buildings
from gridward.operations.models import Zone, ZoneLevel
from gridward.operations.zones.membership import open_zones
from gridward.operations.zones.queries import AnyZone, id_of, in_force, levels_of, lying, outlines_of
from gridward.shared.geometry import box_of
from gridward.shared.registries import MapColour, MapOutline, Paint


def words_of(level: ZoneLevel | None, code: str = "") -> str:
    """A level in the reader's language."""
    if level is None:
        return code
    return level.name_zh if (get_language() or "zh").startswith("zh") else level.name_en


def paint_of(zone: Zone, levels: Mapping[str, ZoneLevel]) -> Paint:
    """A zone's colour and what it says."""
    level = levels.get(zone.level)
    return Paint(words_of(level, zone.level), level.colour if level else None)


def outlines(actor: Actor) -> Iterator[MapOutline]:
    """Registered: the zones in force today."""
    zones = [zone for zone in open_zones(actor.community_id) if in_force(zone, timezone.localdate())]
    levels = {level.code: level for level in levels_of(actor.community_id)}
    shapes = outlines_of(actor.community_id, zones)
    for zone in zones:
        if zone.id in shapes:
            page = reverse("zone", args=[zone.id])
            yield MapOutline(zone.id, "zone", zone.name, shapes[zone.id], paint_of(zone, levels), page)


def paints(actor: Actor) -> dict[UUID, Paint]:
    """Registered: each building's paint by the gravest zone in force it lies in; three statements."""
    zones = [zone for zone in open_zones(actor.community_id) if in_force(zone, timezone.localdate())]
    levels = {level.code: level for level in levels_of(actor.community_id)}
    graveness = {code: level.order for code, level in levels.items()}
    zones.sort(key=lambda zone: -graveness.get(zone.level, 99))
    by_zone = {zone.id: paint_of(zone, levels) for zone in zones}
    pairs = lying(actor.community_id, by_zone).values_list("zone_id", "building_id")
    order = {id: place for place, id in enumerate(by_zone)}
    return {building: by_zone[zone] for zone, building in sorted(pairs, key=lambda pair: order[pair[0]])}


def zone_map(actor: Actor, zone: AnyZone, at: datetime | None = None) -> dict[str, Any]:
    """A zone among the areas, with the buildings that lie in it now or at a moment, within the actor's sight."""
    levels = {level.code: level for level in levels_of(actor.community_id)}
    level = levels.get(zone.level)
    paint = Paint(words_of(level, zone.level), level.colour if level else None)
    inside = lying(actor.community_id, [id_of(zone)], at).filter(building_id=OuterRef("id"))
    buildings = named_buildings(buildings_for(actor).filter(Exists(inside)), {})
    drawn = outlines_of(actor.community_id, [zone]).get(id_of(zone))
    shown = [feature(id_of(zone), "zone", zone.name, drawn, paint=paint, group=paint.words)] if drawn else []
    bounds = box_of(each["geometry"] for each in [*shown, *buildings])
    legend = [{"group": paint.words, "words": paint.words}]
    return collection([*area_features(actor, {}), *buildings, *shown], bounds=bounds, legend=legend)


BY_ZONE = MapColour("zones", gettext_noop("Zone"), "building", paints)
