"""OpenStreetMap files (.osm, .osm.gz, .osm.bz2, .osm.pbf) as a stream: tagged ways, areas of relations, nodes.

Ways become lines or surfaces from their own points, so that a ring that crosses itself is mended and named and not
lost; surfaces of relations are put together by osmium, and a relation it cannot close is refused by name.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import osmium
import shapely

from gridward.areas.maps.features import Feature, Reading
from gridward.areas.maps.reading.refusing import UNREADABLE
from gridward.areas.maps.shaping import shaped
from gridward.areas.maps.tags import describe
from gridward.areas.models import ShapeKind
from gridward.shared.problems import Problem

SURFACES = {"multipolygon", "boundary"}
LINES = (ShapeKind.ROAD, ShapeKind.WATER)
# Tags that say nothing of the thing itself.
SILENT = {"source", "created_by", "note", "fixme", "FIXME", "odbl", "type", "attribution"}
_WKB = osmium.geom.WKBFactory()


def read(path: Path) -> Reading:
    """Open a file of OpenStreetMap; raises areas.map_unreadable."""
    try:
        total, relations = _counted(path)
    except (RuntimeError, ValueError, OSError) as error:
        raise Problem(UNREADABLE) from error
    return Reading("osm", total, _features(path, relations))


def _counted(path: Path) -> tuple[int, set[int]]:
    """How many tagged objects there are, and which relations are surfaces."""
    total, relations = 0, set()
    tagged: Iterable[Any] = osmium.FileProcessor(str(path)).with_filter(osmium.filter.EmptyTagFilter())
    for thing in tagged:
        if not _speaks(thing):
            continue
        total += 1
        if thing.is_relation() and thing.tags.get("type") in SURFACES:
            relations.add(thing.id)
    return total, relations


def _speaks(thing: Any) -> bool:
    return any(tag.k not in SILENT for tag in thing.tags)


def _features(path: Path, relations: set[int]) -> Iterator[Feature]:
    position, open_relations = 0, dict[int, Feature]()
    things: Iterable[Any] = osmium.FileProcessor(str(path)).with_areas()
    for thing in things:
        is_surface = thing.is_area()
        if not thing.tags or not _speaks(thing) or (is_surface and thing.from_way()):
            continue
        if is_surface:
            feature = open_relations.pop(thing.orig_id(), None)
            if feature:
                shaped(feature, _surface(thing))
                describe(feature, dict(thing.tags), feature.geometry)
                yield feature
            continue
        position += 1
        feature = Feature(position, ref=f"{_word(thing)}/{thing.id}")
        if thing.is_relation() and thing.id in relations:
            open_relations[thing.id] = feature
            describe(feature, dict(thing.tags), None)
            continue
        yield _simple(feature, thing)
    for feature in open_relations.values():
        feature.refused = "incomplete"
        yield feature


def _word(thing: Any) -> str:
    return "node" if thing.is_node() else "way" if thing.is_way() else "relation"


def _simple(feature: Feature, thing: Any) -> Feature:
    """A node, a way, or a relation that is no surface."""
    tags = dict(thing.tags)
    if thing.is_relation():
        feature.aside = "not_ours"
        describe(feature, tags, None)
        feature.kind = ShapeKind.OTHER
        return feature
    if thing.is_node():
        describe(feature, tags, shapely.Point(thing.location.lon, thing.location.lat))
        shaped(feature, shapely.Point(thing.location.lon, thing.location.lat))
        return feature
    describe(feature, tags, None)
    points = [(node.location.lon, node.location.lat) for node in thing.nodes if node.location.valid()]
    if len(points) < len(thing.nodes):
        feature.findings.append("parts_missing")
    shaped(feature, _drawn(feature, points, tags, is_whole=len(points) == len(thing.nodes)))
    is_open = feature.geometry is not None and feature.geometry.geom_type == "LineString"
    if feature.kind == ShapeKind.BUILDING and is_open:
        feature.refused, feature.geometry = "unclosed", None
    if feature.refused and "parts_missing" in feature.findings:
        feature.refused = "incomplete"
    return feature


def _drawn(feature: Feature, points: list[tuple[float, float]], tags: dict[str, str], is_whole: bool) -> Any:
    """A surface where the way is a ring of something with a surface, else a line, a point, or nothing."""
    is_line = feature.kind in LINES and tags.get("area") != "yes" and tags.get("natural") != "water"
    if is_whole and len(points) >= 4 and points[0] == points[-1] and not is_line:
        return shapely.Polygon(points)
    if len(points) >= 2:
        return shapely.LineString(points)
    return None


def _surface(area: Any) -> Any:
    try:
        return shapely.from_wkb(_WKB.create_multipolygon(area))
    except RuntimeError:
        return None
