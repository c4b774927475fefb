"""Faults of areas, sites, buildings and shapes of the map in words."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gridward.areas.answering import Answering
from gridward.areas.gaps.finding import Spot
from gridward.areas.models import Area, Building, MapShape, Site
from gridward.areas.queries import page_of
from gridward.shared.gaps import Gap


def of_buildings(buildings: Iterable[Building], who: Answering, note: str = "") -> list[Gap]:
    """Faults of buildings, each mended at the building's form."""
    return [building_gap(building, who, note) for building in buildings]


def building_gap(building: Building, who: Answering, note: str = "", **more: Any) -> Gap:
    """A fault of one building, read with its site."""
    area_id = who.open_area(building.area_id)
    under = who.of_area(area_id)
    point = (building.lng, building.lat) if building.lng is not None and building.lat is not None else None
    return Gap(
        id=building.id,
        thing=building.whole_name,
        url=more.pop("url", "") or reverse("building_edit", args=[building.id]),
        page=reverse("site", args=[building.site_id]),
        note=note,
        area_id=area_id,
        area=who.area_name(area_id),
        under_id=under,
        under=who.name(under),
        point=point,
        **more,
    )


def of_sites(sites: Iterable[Site], who: Answering, note: str = "") -> list[Gap]:
    """Faults of sites, each mended at the site's form."""
    return [site_gap(site, who, note) for site in sites]


def site_gap(
    site: Site,
    who: Answering,
    note: str = "",
    point: tuple[float, float] | None = None,
    proposed: UUID | None = None,
) -> Gap:
    """A fault of one site."""
    area_id = who.open_area(site.area_id)
    under = who.of_area(area_id)
    return Gap(
        id=site.id,
        thing=site.name,
        url=reverse("site_edit", args=[site.id]),
        page=reverse("site", args=[site.id]),
        note=note,
        area_id=area_id,
        area=who.area_name(area_id),
        under_id=under,
        under=who.name(under),
        point=point,
        proposed=proposed,
    )


def of_areas(areas: Iterable[Area], who: Answering, note: str = "") -> list[Gap]:
    """Faults of areas, each mended at the area's form."""
    return [area_gap(area, who, note) for area in areas]


def area_gap(area: Area, who: Answering, note: str = "", *, is_drawn: bool = False) -> Gap:
    """A fault of one area; where it is one of its outline, it is mended where borders are drawn."""
    under = who.of_area(area.id)
    return Gap(
        id=area.id,
        thing=area.name,
        url=reverse("area_border" if is_drawn else "area_edit", args=[area.id]),
        page=page_of(area.id),
        note=note,
        area_id=area.id,
        area=area.name,
        under_id=under,
        under=who.name(under),
    )


def of_shapes(spots: Sequence[Spot], who: Answering, community_id: UUID) -> list[Gap]:
    """Buildings of the map that the register does not know."""
    found = MapShape.objects.with_ids(community_id, [spot.id for spot in spots]).defer("geometry")
    shapes = {shape.id: shape for shape in found}
    return [shape_gap(shapes[spot.id], spot, who) for spot in spots if spot.id in shapes]


def shape_gap(shape: MapShape, spot: Spot, who: Answering) -> Gap:
    """A fault of one shape of the map."""
    area_id = who.open_area(spot.area_id)
    under = who.of_area(area_id)
    place = shape.name or f"{shape.street}{shape.number}"
    words = (
        _("Building on the map: %(place)s") if place else _("Building on the map without a name: %(place)s")
    )
    return Gap(
        id=shape.id,
        thing=words % {"place": place or shape.ref},
        url=reverse("map_import", args=[shape.import_id]),
        area_id=area_id,
        area=who.area_name(area_id),
        under_id=under,
        under=who.name(under),
        point=(shape.lng, shape.lat) if shape.lng is not None and shape.lat is not None else None,
    )
