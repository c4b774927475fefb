"""Outlines of areas after buildings went from one to another: each building takes the ground nearest to it along."""

from collections.abc import Iterable, Mapping
from math import cos, radians
from typing import Any
from uuid import UUID

import numpy
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gridward.shared.geometry import METRES_A_DEGREE, as_geojson, only_surfaces

Point = tuple[float, float]
Outline = Mapping[str, Any]
# Ground about a building that no outline holds yet, in metres.
ABOUT = 25.0
# What is narrower than this is no ground but a remainder of reckoning, in metres.
SLIVER = 0.5


def redrawn(
    outlines: Mapping[UUID, Outline | None],
    points: Mapping[UUID, Point],
    after: Mapping[UUID, UUID],
    moved: Iterable[UUID],
    others: Iterable[Outline] = (),
) -> dict[UUID, dict[str, Any]]:
    """New outlines (WGS 84) of areas that gain or lose buildings; borders that no move touches stay as they were drawn.

    `outlines` of the areas concerned, `points` (lng, lat) of all their buildings, `after` the area of each, `moved`
    which of them moved, `others` the outlines of areas that nothing may be taken from.
    """
    if not points:
        return {}
    flat = Flat(list(points.values()))
    old = {id: flat.down(shape(outline)) for id, outline in outlines.items() if outline}
    cells = cells_of({id: flat.spot(point) for id, point in points.items()}, list(old.values()))
    taken = [flat.down(shape(outline)) for outline in others]
    found: dict[UUID, dict[str, Any]] = {}
    undrawn = {id for id, area in after.items() if area not in old}
    gains = gained(after, set(moved) | undrawn, cells)
    for id in outlines:
        away = [ground for area, ground in gains.items() if area != id]
        mine = [ground for ground in (old.get(id), gains.get(id)) if ground is not None]
        new = shapely.union_all(mine).difference(shapely.union_all([*away, *taken]))
        whole = only_surfaces(shapely.make_valid(new.buffer(-SLIVER).buffer(SLIVER)))
        if whole is not None:
            found[id] = as_geojson(flat.up(whole))
    return found


class Flat:
    """The map laid flat about the middle of some points, in metres, and back."""

    def __init__(self, points: list[Point]) -> None:
        self.middle = numpy.asarray(points, dtype=float).mean(axis=0)
        self.scale = numpy.array([METRES_A_DEGREE * cos(radians(self.middle[1])), METRES_A_DEGREE])

    def spot(self, point: Point) -> Point:
        """A point in metres."""
        x, y = (numpy.asarray(point) - self.middle) * self.scale
        return float(x), float(y)

    def down(self, drawn: BaseGeometry) -> BaseGeometry:
        """A shape in metres."""
        return shapely.transform(drawn, lambda at: (at - self.middle) * self.scale)

    def up(self, drawn: BaseGeometry) -> BaseGeometry:
        """A shape in degrees again."""
        return shapely.transform(drawn, lambda at: at / self.scale + self.middle)


def cells_of(spots: Mapping[UUID, Point], outlines: list[BaseGeometry]) -> dict[UUID, BaseGeometry]:
    """The ground nearer to each building than to any other, within the outlines and a little about each building."""
    places = {id: shapely.Point(spot) for id, spot in spots.items()}
    about = shapely.union_all([place.buffer(ABOUT) for place in places.values()])
    if not outlines:
        about = shapely.union_all(list(places.values())).convex_hull.buffer(ABOUT)
    region = shapely.union_all([*(shapely.make_valid(each) for each in outlines), about])
    unlike = {(place.x, place.y): place for place in places.values()}
    if len(unlike) < 2:
        return dict.fromkeys(places, region)
    drawn = shapely.voronoi_polygons(shapely.MultiPoint(list(unlike.values())), extend_to=region)
    parts = list(drawn.geoms)
    tree = shapely.STRtree(parts)
    return {id: parts[int(tree.nearest(place))].intersection(region) for id, place in places.items()}


def gained(
    after: Mapping[UUID, UUID], moved: set[UUID], cells: Mapping[UUID, BaseGeometry]
) -> dict[UUID, BaseGeometry]:
    """The ground that comes to each area with the buildings that moved into it."""
    grounds: dict[UUID, list[BaseGeometry]] = {}
    for building in moved:
        if building in cells and building in after:
            grounds.setdefault(after[building], []).append(cells[building])
    return {area: shapely.union_all(found) for area, found in grounds.items()}
