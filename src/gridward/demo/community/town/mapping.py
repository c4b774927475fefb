"""The town as a map file, as a surveyor or a volunteer with OpenStreetMap would hand it over."""

import json
from collections.abc import Iterator
from typing import Any

from gridward.demo.community.records import Building, DemoCommunity, Site

from .drawing import Geometry, Ground, Town

TAGS_OF_GROUND = {
    "water": {"natural": "water", "water": "river"},
    "green": {"leisure": "park"},
}


def as_map_file(told: DemoCommunity, town: Town, without: frozenset[str] = frozenset()) -> bytes:
    """A GeoJSON file with the tags OpenStreetMap uses; `without`: refs of buildings the map does not know."""
    features = [*_ground(town), *_sites(told, town), *_buildings(told, town, without)]
    whole = {"type": "FeatureCollection", "name": "下湾社区", "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(ref: str, geometry: Geometry, **tags: Any) -> dict[str, Any]:
    said = {name.replace("__", ":"): value for name, value in tags.items() if value not in (None, "")}
    return {"type": "Feature", "id": ref, "geometry": geometry, "properties": {"@id": ref, **said}}


def _ground(town: Town) -> Iterator[dict[str, Any]]:
    for place, one in enumerate(town.ground, 1):
        yield _feature(f"way/{1000 + place}", one.geometry, name=one.name, **_tags(one))


def _tags(one: Ground) -> dict[str, Any]:
    if one.kind == "road":
        return {"highway": one.use}
    if one.kind == "bridge":
        return {"highway": "secondary", "bridge": "yes"}
    return dict(TAGS_OF_GROUND[one.kind])


def _sites(told: DemoCommunity, town: Town) -> Iterator[dict[str, Any]]:
    for place, site in enumerate(told.sites, 1):
        if site.ref in town.sites:
            landuse = "construction" if site.kind == "building_site" else "residential"
            yield _feature(f"way/{2000 + place}", town.sites[site.ref], name=site.name, landuse=landuse)


def _buildings(told: DemoCommunity, town: Town, without: frozenset[str]) -> Iterator[dict[str, Any]]:
    sites = {site.ref: site for site in told.sites}
    for place, building in enumerate(told.buildings, 1):
        if building.ref not in without:
            yield _feature(f"way/{3000 + place}", town.buildings[building.ref], **_address(sites, building))


def _address(sites: dict[str, Site], building: Building) -> dict[str, Any]:
    """Every building says its site and number; blocks their name and floors too."""
    site = sites[building.site_ref]
    key = "addr__street" if site.kind == "lane" else "addr__place"
    said = {key: site.name, "addr__housenumber": building.number}
    if building.floors is None:
        return {"building": "house", **said}
    use = "construction" if site.kind == "building_site" else "apartments"
    return {"building": use, "name": building.name, "building__levels": building.floors, **said}
