"""The geometry of redrawing: outlines cut by a line or around points, and ground passed between neighbours."""

from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from gridward.shared.geometry import METRES_A_DEGREE, as_geojson, only_surfaces

Outline = dict[str, Any]
# A square metre in square degrees at middle latitudes, and half a metre: less than this is a slip of the hand.
SLIVER = 1e-10
REACH = 0.5 / METRES_A_DEGREE


def cut_by_line(outline: Mapping[str, Any], line: Mapping[str, Any]) -> list[Outline]:
    """The pieces a drawn line cuts an outline into, from west to east; one piece where it does not cross."""
    whole, cut = shape(outline), longer(shape(line))
    pieces = [
        part
        for polygon in shapely.get_parts(whole).tolist()
        for part in split(polygon, cut).geoms
        if part.area > SLIVER
    ]
    pieces.sort(key=lambda piece: piece.centroid.coords[0])
    return [as_geojson(piece) for piece in pieces]


def longer(line: BaseGeometry) -> BaseGeometry:
    """A line with five metres more at both ends, so that one drawn up to the border crosses it."""
    points = shapely.get_coordinates(line)
    first, last = points[0] - points[1], points[-1] - points[-2]
    reach = 5 / METRES_A_DEGREE
    start = points[0] + first / max(float(abs(first).max()), 1e-12) * reach
    end = points[-1] + last / max(float(abs(last).max()), 1e-12) * reach
    return shapely.LineString([start, *points, end])


def cut_around(
    outline: Mapping[str, Any], groups: Sequence[Sequence[tuple[float, float]]]
) -> list[Outline | None]:
    """The outline shared out among groups of points: each gets the ground nearer to its own points than to others'."""
    whole = shape(outline)
    points = [point for group in groups for point in group]
    if len(set(points)) < 2:
        return [None for _group in groups]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=whole))
    tree = shapely.STRtree(cells)
    shared: list[Outline | None] = []
    for group in groups:
        _, found = tree.query(shapely.points(list(group)), predicate="intersects")
        ground = (
            only_surfaces(shapely.intersection(shapely.union_all(cells[found]), whole)) if group else None
        )
        shared.append(as_geojson(ground) if ground is not None else None)
    return shared


def joined(outlines: Sequence[Mapping[str, Any]]) -> Outline | None:
    """Outlines made one, with the hairlines between them closed."""
    if not outlines:
        return None
    grown = [shape(outline).buffer(REACH, join_style="mitre") for outline in outlines]
    whole = only_surfaces(shapely.union_all(grown).buffer(-REACH, join_style="mitre"))
    return as_geojson(whole) if whole is not None else None


def exchanged(
    old: Mapping[str, Any] | None, new: Mapping[str, Any], others: Mapping[Any, Mapping[str, Any]]
) -> dict[Any, Outline | None]:
    """The neighbours' outlines that change when `old` becomes `new`.

    They give up what `new` takes; what `old` gives up goes to whoever it borders on most, if to anybody.
    """
    before, after = (shape(old) if old else shapely.Polygon()), shape(new)
    shapes = {id: shape(outline) for id, outline in others.items()}
    changed = {
        id: other.difference(after)
        for id, other in shapes.items()
        if other.intersection(after.difference(before)).area > SLIVER
    }
    for part in shapely.get_parts(before.difference(after)).tolist():
        heir = bordering(part, shapes) if part.area > SLIVER else None
        if heir is not None:
            standing = changed.get(heir, shapes[heir])
            grown = standing.union(part.buffer(REACH, join_style="mitre"))
            changed[heir] = grown.difference(after)
    whole = {id: only_surfaces(other) for id, other in changed.items()}
    return {id: as_geojson(other) if other is not None else None for id, other in whole.items()}


def bordering(part: BaseGeometry, shapes: Mapping[Any, BaseGeometry]) -> Any | None:
    """Who shares the longest border with a piece of ground."""
    rim = part.boundary.buffer(REACH * 2)
    lengths = {id: other.boundary.intersection(rim).length for id, other in shapes.items()}
    longest = max(lengths, key=lambda id: lengths[id], default=None)
    return longest if longest is not None and lengths[longest] > REACH * 8 else None
