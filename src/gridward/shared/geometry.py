"""Outlines on the earth: read, mended where that is safe, and asked what lies in them. GeoJSON in, GeoJSON out.

Coordinates are WGS 84 degrees, east before north. Distances and surfaces are reckoned on a flat piece of map about
a middle latitude: good to a few parts in a thousand over a county.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import cos, radians
from typing import Any

import numpy
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from gridward.shared.problems import Problem, problem_code

BAD_OUTLINE = problem_code("shared.bad_outline", 422, "This outline cannot be used: {reason}")
METRES_A_DEGREE = 111_320.0
# Seven decimals are a centimetre; more is noise that only makes pages longer.
DECIMALS = 7


def outline_of(value: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """A Polygon or MultiPolygon fit to be kept, and codes of what was mended (`mended`: it crossed itself).

    Raises shared.bad_outline where it is no outline, lies off the earth or has no surface.
    """
    kind = value.get("type")
    if kind == "Feature":
        return outline_of(value.get("geometry") or {})
    if kind not in ("Polygon", "MultiPolygon"):
        raise Problem(BAD_OUTLINE, {"reason": f"{kind or 'nothing'} is no Polygon"})
    try:
        drawn = shape(value)
    except (
        TypeError,
        ValueError,
        IndexError,
        AttributeError,
        KeyError,
        shapely.errors.ShapelyError,
    ) as error:
        raise Problem(BAD_OUTLINE, {"reason": "its points cannot be read"}) from error
    mended = [] if drawn.is_valid else ["mended"]
    whole = only_surfaces(drawn if drawn.is_valid else shapely.make_valid(drawn))
    if whole is None:
        raise Problem(BAD_OUTLINE, {"reason": "it encloses nothing"})
    refuse_off_earth(whole)
    return as_geojson(whole), mended


def only_surfaces(drawn: BaseGeometry) -> BaseGeometry | None:
    """The polygons in a geometry as one Polygon or MultiPolygon, or None where there is none."""
    parts = [part for part in shapely.get_parts(drawn, return_index=False).tolist() if not part.is_empty]
    polygons: list[BaseGeometry] = []
    for part in parts:
        if part.geom_type == "Polygon":
            polygons.append(part)
        elif part.geom_type in ("MultiPolygon", "GeometryCollection"):
            inner = only_surfaces(part)
            polygons += [] if inner is None else shapely.get_parts(inner).tolist()
    polygons = [polygon for polygon in polygons if polygon.area > 0]
    if not polygons:
        return None
    return polygons[0] if len(polygons) == 1 else shapely.union_all(polygons)


def refuse_off_earth(drawn: BaseGeometry) -> None:
    """Raise shared.bad_outline where a point has no longitude or latitude."""
    west, south, east, north = drawn.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Problem(BAD_OUTLINE, {"reason": "its points are not longitude and latitude"})


def as_geojson(drawn: BaseGeometry) -> dict[str, Any]:
    """A geometry as GeoJSON with seven decimals."""
    kept: dict[str, Any] = mapping(shapely.transform(drawn, lambda points: numpy.round(points, DECIMALS)))
    return _lists(kept)  # type: ignore[no-any-return]


def _lists(value: Any) -> Any:
    """Tuples as lists, so that what is kept equals what comes back from the database."""
    if isinstance(value, dict):
        return {name: _lists(each) for name, each in value.items()}
    return [_lists(each) for each in value] if isinstance(value, tuple | list) else value


def point_in(outline: Mapping[str, Any]) -> tuple[float, float]:
    """A point that surely lies inside (lng, lat), also of a courtyard."""
    point = shape(outline).representative_point()
    return round(point.x, DECIMALS), round(point.y, DECIMALS)


def which_outline(
    outlines: Sequence[Mapping[str, Any]], points: Sequence[tuple[float, float]]
) -> list[list[int]]:
    """For each point (lng, lat) the positions of the outlines it lies in; a point on a border lies in both."""
    found: list[list[int]] = [[] for _point in points]
    if not outlines or not points:
        return found
    tree = shapely.STRtree([shape(outline) for outline in outlines])
    at_points, at_outlines = tree.query(shapely.points(points), predicate="intersects")
    for point, outline in zip(at_points.tolist(), at_outlines.tolist(), strict=True):
        found[point].append(outline)
    return [sorted(each) for each in found]


def in_metres(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points (lng, lat) as metres east and north of their middle."""
    if not points:
        return []
    array = numpy.asarray(points, dtype=float)
    middle = array.mean(axis=0)
    scale = numpy.array([METRES_A_DEGREE * cos(radians(middle[1])), METRES_A_DEGREE])
    return [(float(x), float(y)) for x, y in (array - middle) * scale]


def box_of(outlines: Iterable[Mapping[str, Any]]) -> tuple[float, float, float, float] | None:
    """West, south, east and north of everything, or None where there is nothing."""
    boxes = [shape(outline).bounds for outline in outlines]
    if not boxes:
        return None
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)
