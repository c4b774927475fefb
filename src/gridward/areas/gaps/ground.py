"""What the outlines say: where buildings and sites really lie, and areas that claim the same ground."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any
from uuid import UUID

import shapely
from django.db.models import Exists, OuterRef, Q
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gridward.areas.gaps.finding import Spot
from gridward.areas.models import Area, Building, MapShape, ShapeKind, Site, Verdict
from gridward.shared.gaps import Look
from gridward.shared.geometry import METRES_A_DEGREE, as_geojson, only_surfaces
from gridward.shared.ids import derived_id

# Neighbours drawn by hand or copied from two maps lap over by a hair; that is no quarrel about a house.
SLIVER_M2 = 20.0
Point = tuple[float, float]


class Outlines:
    """The outlines of the open areas of one community, to be asked what lies in them."""

    def __init__(self, by_area: Mapping[UUID, Mapping[str, Any]]) -> None:
        self.ids = list(by_area)
        self.shapes = [shape(outline) for outline in by_area.values()]
        self.tree = shapely.STRtree(self.shapes)

    def __bool__(self) -> bool:
        return bool(self.ids)

    def holding(self, points: Sequence[Point], predicate: str = "intersects") -> list[list[UUID]]:
        """The areas each point (lng, lat) lies in; `within` leaves out those on whose border it stands."""
        found: list[list[UUID]] = [[] for _point in points]
        if not self or not points:
            return found
        at_points, at_shapes = self.tree.query(shapely.points(points), predicate=predicate)
        for point, outline in sorted(zip(at_points.tolist(), at_shapes.tolist(), strict=True)):
            found[point].append(self.ids[outline])
        return found

    def overlaps(self) -> list[tuple[UUID, UUID, float]]:
        """Pairs of areas that both claim more than a sliver, and how many square metres."""
        lefts, rights = self.tree.query(self.shapes, predicate="intersects")
        pairs = ((a, b) for a, b in zip(lefts.tolist(), rights.tolist(), strict=True) if a < b)
        laid = ((a, b, square_metres(self.shapes[a].intersection(self.shapes[b]))) for a, b in pairs)
        return [(self.ids[a], self.ids[b], surface) for a, b, surface in laid if surface > SLIVER_M2]


def without_ground_of(
    outline: Mapping[str, Any], others: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """An outline with the ground of others cut off; None where nothing is left of it."""
    left = only_surfaces(shape(outline).difference(shapely.union_all([shape(other) for other in others])))
    return None if left is None else as_geojson(left)


def square_metres(drawn: BaseGeometry) -> float:
    """The surface of a small piece of the earth drawn in degrees."""
    if drawn.is_empty:
        return 0.0
    return float(drawn.area * METRES_A_DEGREE**2 * cos(radians(drawn.centroid.y)))


@dataclass(frozen=True)
class Ground:
    """Where buildings and sites lie, held against the outlines; empty lists where no area has one."""

    in_two: Sequence[Spot] = ()
    elsewhere: Sequence[Spot] = ()
    outside: Sequence[Spot] = ()
    sites_outside: Sequence[Spot] = ()
    overlaps: Sequence[Spot] = ()


def outlines_of(look: Look) -> Outlines:
    """The outlines of the open areas; read once."""

    def read() -> Outlines:
        areas = Area.objects.of(look.actor.community_id).filter(is_closed=False, outline__isnull=False)
        rows = areas.order_by("number").values_list("id", "outline")
        return Outlines({id: outline for id, outline in rows if outline})

    return look.once("outlines", read)


def ground_of(look: Look) -> Ground:
    """Everything held against the outlines, as far as the actor sees it; three statements, once."""
    return look.once("ground", lambda: _ground_of(look))


def _ground_of(look: Look) -> Ground:
    outlines = outlines_of(look)
    if not outlines:
        return Ground()
    in_two, elsewhere, outside = _buildings(look, outlines)
    overlaps = [Spot(derived_id("overlap", a, b), a, (a, b), m2) for a, b, m2 in outlines.overlaps()]
    found = (in_two, elsewhere, outside, _sites_outside(look, outlines), overlaps)
    return Ground(*([spot for spot in spots if _sees(look, spot)] for spots in found))


def _sees(look: Look, spot: Spot) -> bool:
    areas = look.actor.area_ids
    return bool(look.actor.is_community_wide or spot.area_id in areas or areas.intersection(spot.others))


def _buildings(look: Look, outlines: Outlines) -> tuple[list[Spot], list[Spot], list[Spot]]:
    """Buildings in two outlines, in another than their own, in none."""
    placed = Building.objects.of(look.actor.community_id).filter(lng__isnull=False, lat__isnull=False)
    rows = list(placed.order_by("walking_order", "id").values_list("id", "area_id", "lng", "lat"))
    points = [(lng or 0.0, lat or 0.0) for _id, _area, lng, lat in rows]
    drawn = set(outlines.ids)
    in_two, elsewhere, outside = list[Spot](), list[Spot](), list[Spot]()
    for row, inside, touching in zip(
        rows, outlines.holding(points, "within"), outlines.holding(points), strict=True
    ):
        spot = Spot(row[0], row[1], tuple(inside or touching))
        if len(inside) > 1:
            in_two.append(spot)
        elif touching and row[1] not in touching:
            elsewhere.append(spot)
        # Where its area was never drawn, the outline is missing and not the building astray.
        elif not touching and (row[1] is None or row[1] in drawn):
            outside.append(spot)
    return in_two, elsewhere, outside


def _sites_outside(look: Look, outlines: Outlines) -> list[Spot]:
    """Sites drawn on the map that touch no area's outline."""
    sites = Site.objects.of(look.actor.community_id).filter(outline__isnull=False)
    rows = list(sites.order_by("name", "id").values_list("id", "area_id", "outline"))
    drawn = [shape(outline) for _id, _area, outline in rows]
    touched = set(outlines.tree.query(drawn, predicate="intersects")[0].tolist()) if drawn else set()
    known = set(outlines.ids)
    return [
        Spot(id, area_id)
        for at, (id, area_id, _outline) in enumerate(rows)
        if at not in touched and (area_id is None or area_id in known)
    ]


def middles_of(look: Look, site_ids: Sequence[UUID]) -> dict[UUID, Point]:
    """A point within each of these sites that is drawn on the map."""
    sites = Site.objects.with_ids(look.actor.community_id, site_ids).filter(outline__isnull=False)
    drawn = {id: shape(outline).representative_point() for id, outline in sites.values_list("id", "outline")}
    return {id: (point.x, point.y) for id, point in drawn.items()}


def unknown_shapes(look: Look) -> list[Spot]:
    """Buildings of the map that no building of the register was matched to, nor left aside by somebody."""
    community_id = look.actor.community_id
    known = Building.objects.of(community_id).filter(id=OuterRef("building_id"))
    shapes = current_shapes(community_id).filter(Q(building_id=None) | ~Exists(known))
    rows = list(shapes.order_by("name", "ref", "id").values_list("id", "lng", "lat"))
    # A shape without a point lies in no area, and is told all the same.
    points = [(lng or 0.0, lat or 0.0) for _id, lng, lat in rows]
    held = outlines_of(look).holding(points)
    spots = [
        Spot(row[0], areas[0] if areas else None, tuple(areas)) for row, areas in zip(rows, held, strict=True)
    ]
    return [spot for spot in spots if _sees(look, spot)]


def current_shapes(community_id: UUID) -> Any:
    """The buildings of the map as it stands, but for those left aside."""
    shapes = MapShape.objects.of(community_id).filter(is_current=True, kind=ShapeKind.BUILDING)
    return shapes.exclude(verdict__in=[Verdict.ASIDE, Verdict.REFUSED, Verdict.GROUND])


def has_map(look: Look) -> bool:
    """Whether there is a map to place buildings on: a map that went in, or a building that was placed."""

    def read() -> bool:
        placed = Building.objects.of(look.actor.community_id).filter(lng__isnull=False)
        return bool(current_shapes(look.actor.community_id).exists() or placed.exists())

    return look.once("has_map", read)
