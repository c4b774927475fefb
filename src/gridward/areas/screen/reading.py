"""What the map shows: areas, sites, buildings and ground in a box, as far as the actor sees; few statements."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import numpy
import shapely
from django.db.models import F, QuerySet
from django.urls import reverse
from shapely.geometry import shape

from gridward.accounts.actors import Actor
from gridward.areas.access import areas_for
from gridward.areas.maps.payload import Box, Feature, collection, feature, legend_of, point
from gridward.areas.models import Area, Building, MapShape, ShapeKind, Site, whole_name
from gridward.areas.screen.colours import colour_of
from gridward.shared.geometry import METRES_A_DEGREE, as_geojson, box_of
from gridward.shared.registries import MapOutline, MapPoint, Paint, map_outlines, map_points

# More buildings than this in one view are dots without a name until one moves closer.
MOST_BUILDINGS = 4000
MOST_GROUND = 3000
GROUND = (ShapeKind.WATER, ShapeKind.GREEN, ShapeKind.ROAD)
Paints = Mapping[UUID, Paint]


def whole_map(
    actor: Actor, *, box: Box | None = None, colour: str = "", at: UUID | None = None
) -> dict[str, Any]:
    """The map within the actor's sight; `box` limits ground and buildings, `at` is what it opens on."""
    painting = colour_of(colour)
    paints: Paints = painting.paints(actor) if painting else {}
    is_of_areas = bool(painting and painting.paints_what.startswith("area"))
    opened_on = place_of(actor, at)
    buildings, are_dots = building_features(actor, box or opened_on, {} if is_of_areas else paints)
    areas = area_features(actor, paints if is_of_areas else {})
    ground, is_cut = ground_features(actor.community_id, box or opened_on)
    zones = [zone_feature(each) for outlines in map_outlines for each in outlines(actor)]
    points = [point_feature(each) for listed in map_points for each in listed(actor)]
    return collection(
        [*ground, *areas, *site_features(actor), *buildings, *zones, *points],
        bounds=opened_on or bounds_of(actor, areas),
        legend=[*legend_of(paints.values()), *group_legend([*zones, *points])],
        partial=are_dots or is_cut or (box or opened_on) is not None,
        at=str(at) if opened_on else None,
    )


def opened_on(id: UUID) -> str:
    """Where a map gets its shapes that opens on one area, site or building."""
    return f"{reverse('map_features')}?at={id}"


def zone_feature(outline: MapOutline) -> Feature:
    """What another room lays over the map; zones of one level share a colour."""
    words = str(outline.paint.words)
    return feature(
        outline.id, "zone", str(outline.words), outline.outline, url=outline.url, group=words or outline.kind
    )


def point_feature(place: MapPoint) -> Feature:
    """What another room shows as a dot."""
    paint = Paint(place.words) if place.words else None
    return feature(
        place.id,
        place.kind,
        place.name,
        point(place.lng, place.lat),
        url=place.url,
        paint=paint,
        group=place.group or place.kind,
    )


def group_legend(shapes: Iterable[Feature]) -> list[dict[str, Any]]:
    """What the colours of zones and dots mean."""
    groups = dict.fromkeys(each["properties"]["group"] for each in shapes)
    return [{"group": group, "words": group} for group in groups]


def area_features(actor: Actor, paints: Paints, ids: Iterable[UUID] | None = None) -> list[Feature]:
    """Open areas: their outline, or what their buildings span where none is drawn."""
    areas = areas_for(actor).filter(is_closed=False)
    chosen = list(areas if ids is None else areas.filter(id__in=list(ids)))
    undrawn = {area.id for area in chosen if area.outline is None}
    spans = spans_of(actor.community_id, undrawn) if undrawn else {}
    return [
        feature(area.id, "area", area.name, drawn, url=page_of(area), paint=paints.get(area.id))
        for area in sorted(chosen, key=lambda area: area.number)
        if (drawn := area.outline or spans.get(area.id))
    ]


def page_of(area: Area) -> str:
    """Where an area's page is."""
    return reverse("area", args=[area.id])


def spans_of(community_id: UUID, area_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """What the buildings of each area span, with fifteen metres around."""
    placed = Building.objects.of(community_id).filter(area_id__in=list(area_ids)).exclude(lng=None)
    points: dict[UUID, list[tuple[float, float]]] = {}
    for area_id, lng, lat in placed.values_list("area_id", "lng", "lat"):
        if area_id and lng is not None and lat is not None:
            points.setdefault(area_id, []).append((lng, lat))
    margin = 15 / METRES_A_DEGREE
    return {
        id: as_geojson(shapely.MultiPoint(each).convex_hull.buffer(margin, quad_segs=2))
        for id, each in points.items()
    }


def site_features(actor: Actor) -> list[Feature]:
    """Sites with an outline."""
    sites = Site.objects.of(actor.community_id).exclude(outline=None).order_by("name", "id")
    if not actor.is_community_wide:
        mine = Building.objects.of(actor.community_id).filter(area_id__in=list(actor.area_ids))
        sites = sites.filter(id__in=mine.values("site_id"))
    return [
        feature(site.id, "site", site.name, site.outline or {}, url=reverse("site", args=[site.id]))
        for site in sites
    ]


def buildings_for(actor: Actor) -> "QuerySet[Building]":
    """Buildings with a place, within sight."""
    placed: QuerySet[Building] = Building.objects.of(actor.community_id).exclude(lng=None)
    return placed if actor.is_community_wide else placed.filter(area_id__in=list(actor.area_ids))


def building_features(actor: Actor, box: Box | None, paints: Paints) -> tuple[list[Feature], bool]:
    """Buildings in a box; and whether they are only dots, being so many."""
    within = buildings_for(actor)
    if box is not None:
        west, south, east, north = box
        within = within.filter(lng__range=(west, east), lat__range=(south, north))
    if within.count() > MOST_BUILDINGS:
        return crowd(within, paints), True
    return named_buildings(within, paints), False


def named_buildings(buildings: "QuerySet[Building]", paints: Paints) -> list[Feature]:
    """Buildings with name and their site's page, in walking order: each its footprint, or a dot."""
    rows = buildings.order_by("walking_order", "id").values_list(
        "id", "site_id", "site__name", "name", "footprint", "lng", "lat"
    )
    return [
        feature(
            id,
            "building",
            whole_name(site, name),
            footprint or point(lng or 0.0, lat or 0.0),
            url=reverse("site", args=[site_id]),
            paint=paints.get(id),
        )
        for id, site_id, site, name, footprint, lng, lat in rows
    ]


def crowd(buildings: "QuerySet[Building]", paints: Paints) -> list[Feature]:
    """Many buildings as dots without name or page, those of one paint together; five decimals are a metre."""
    by_paint: dict[Paint | None, list[list[float]]] = {}
    for id, lng, lat in buildings.values_list("id", "lng", "lat"):
        by_paint.setdefault(paints.get(id), []).append([round(lng or 0.0, 5), round(lat or 0.0, 5)])
    return [
        feature("", "building", "", {"type": "MultiPoint", "coordinates": points}, paint=paint)
        for paint, points in by_paint.items()
    ]


def ground_features(community_id: UUID, box: Box | None) -> tuple[list[Feature], bool]:
    """Water, green and roads of the map that is in force, the largest first; and whether some were left off."""
    shapes = MapShape.objects.of(community_id).filter(is_current=True, kind__in=GROUND)
    if box is not None:
        west, south, east, north = box
        shapes = shapes.filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
    spread = F("east") - F("west") + F("north") - F("south")
    rows = shapes.exclude(geometry=None).order_by(spread.desc())[: MOST_GROUND + 1]
    found = list(rows.values_list("ref", "kind", "name", "geometry"))
    shown = [
        feature(f"ground-{ref}", "ground", name, geometry, group=kind)
        for ref, kind, name, geometry in found[:MOST_GROUND]
        if geometry
    ]
    return shown, len(found) > MOST_GROUND


def bounds_of(actor: Actor, areas: Iterable[Feature]) -> Box | None:
    """The box around what the actor sees, whatever part of it is asked for."""
    boxes = [box] if (box := box_of(each["geometry"] for each in areas)) else []
    points = numpy.array(list(buildings_for(actor).values_list("lng", "lat")))
    if len(points):
        boxes.append((*points.min(axis=0).tolist(), *points.max(axis=0).tolist()))
    if not boxes:
        return None
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def place_of(actor: Actor, id: UUID | None) -> Box | None:
    """The box of one area, site or building within sight, with some ground around it."""
    if id is None:
        return None
    drawn = area_features(actor, {}, [id]) or [each for each in site_features(actor) if each["id"] == str(id)]
    if not drawn:
        drawn = named_buildings(buildings_for(actor).filter(id=id), {})
    if not drawn:
        return None
    west, south, east, north = shape(drawn[0]["geometry"]).bounds
    margin = max(60 / METRES_A_DEGREE, (north - south) / 4)
    return west - margin, south - margin, east + margin, north + margin
