"""The town drawn: outlines of areas and sites, footprints of buildings, streets, river, greens, bounds in words."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal, TypeAlias

import shapely
from shapely.geometry import Polygon, mapping
from shapely.geometry.polygon import orient

from gridward.demo.community.records import Area, Building, DemoCommunity, Site

from . import houses, plan
from .houses import Ring
from .plan import BEYOND, GREENS, RIVER, SQUARES, STREETS, Side, Square
from .terrain import line, planted, ring_of

Geometry: TypeAlias = dict[str, Any]
GroundKind = Literal["road", "bridge", "water", "green"]
SIDES: tuple[Side, ...] = ("east", "south", "west", "north")
# A wall stands so many degrees inside the areas it encloses: about four metres.
WALL = 0.00004
LANE_OF_SITE = {street.name: float(street.at) for street in STREETS if street.use == "residential"}


@dataclass(frozen=True, slots=True)
class Ground:
    """Something on the ground that is no building: its kind, name, use and geometry."""

    kind: GroundKind
    name: str
    use: str
    geometry: Geometry


@dataclass(frozen=True, slots=True)
class Town:
    """Everything drawn, by the refs of the plain community; GeoJSON geometries in WGS 84."""

    areas: Mapping[str, Geometry]
    sites: Mapping[str, Geometry]
    buildings: Mapping[str, Geometry]
    bounds: Mapping[str, Mapping[Side, str]]
    ground: Sequence[Ground]


def draw_town(told: DemoCommunity) -> Town:
    """Draw the town of a community; the same seed gives the same town. Raises no problems."""
    rng = Random(f"town {told.seed}")
    sites = {site.ref: site for site in told.sites}
    in_area: dict[str, dict[str, list[Building]]] = {area.ref: {} for area in told.areas}
    for building in told.buildings:
        in_area[building.area_ref].setdefault(building.site_ref, []).append(building)
    footprints: dict[str, Geometry] = {}
    for area in told.areas:
        for building, ring in _buildings_of(rng, SQUARES[area.number], in_area[area.ref], sites):
            footprints[building.ref] = polygon(ring)
    names = {area.number: _main_site(sites, in_area[area.ref]) for area in told.areas}
    return Town(
        areas={area.ref: polygon(ring_of(SQUARES[area.number])) for area in told.areas},
        sites=dict(_site_outlines(told, in_area, footprints)),
        buildings=footprints,
        bounds={area.ref: _bounds(area, names) for area in told.areas},
        ground=(*_ground(), *_gardens(told, names)),
    )


def polygon(ring: Ring) -> Geometry:
    """A ring as GeoJSON."""
    return {"type": "Polygon", "coordinates": [[list(point) for point in ring]]}


def _main_site(sites: Mapping[str, Site], here: Mapping[str, Sequence[Building]]) -> Site:
    """The site an area is called after: the one with most houses, else its compound."""
    return sites[max(here, key=lambda ref: len(here[ref]))]


def _buildings_of(
    rng: Random, square: Square, here: Mapping[str, Sequence[Building]], sites: Mapping[str, Site]
) -> Iterator[tuple[Building, Ring]]:
    """The buildings of one area with their footprints."""
    kept = sum(plan.KEPT.get(sites[ref].name, 0) for ref in here)
    rest = Square(square.west + kept, square.south, square.east, square.north)
    for ref, buildings in here.items():
        site = sites[ref]
        if site.name in plan.KEPT:
            rings = [_within(square, site, building) for building in buildings]
        elif site.kind == "compound":
            rings = houses.slabs(rest, [building.units for building in buildings], _kept_south(square))
        elif site.kind == "lane":
            rings = houses.lane_houses(rng, rest, LANE_OF_SITE[site.name], len(buildings))
        else:
            rings = houses.village_houses(rng, rest, len(buildings))
        yield from zip(buildings, rings, strict=True)


def _kept_south(square: Square) -> float:
    """Along the river the embankment road runs in front of the houses."""
    return 22.0 if square.south == plan.RIVER_NORTH else 0.0


def _within(square: Square, site: Site, building: Building) -> Ring:
    across, up, width, depth = plan.WITHIN[site.name, building.number]
    return planted((square.west + across, square.south + up), houses.box(width, depth))


def _site_outlines(
    told: DemoCommunity,
    in_area: Mapping[str, Mapping[str, Sequence[Building]]],
    footprints: Mapping[str, Geometry],
) -> Iterator[tuple[str, Geometry]]:
    """Walled sites have an outline: compounds all of their areas, the others what was kept for them."""
    numbers = {area.ref: area.number for area in told.areas}
    for site in told.sites:
        refs = [ref for ref, here in in_area.items() if site.ref in here]
        if site.name in plan.KEPT:
            s = SQUARES[numbers[refs[0]]]
            south = 22 if s.south == plan.RIVER_NORTH else s.south
            squares = [Square(s.west, south, s.west + plan.KEPT[site.name], s.north)]
        elif site.kind == "compound":
            squares = [_behind_the_road(SQUARES[numbers[ref]]) for ref in refs]
        else:
            continue
        whole = shapely.union_all([Polygon(ring_of(square)) for square in squares])
        wall = whole.buffer(-WALL, join_style="mitre").simplify(WALL / 20)
        yield site.ref, _lists(mapping(orient(wall)))


def _behind_the_road(square: Square) -> Square:
    south = square.south + (20 if square.south == plan.RIVER_NORTH else 0)
    return Square(square.west, south, square.east, square.north)


def _lists(geometry: Mapping[str, Any]) -> Geometry:
    rounded = [[[round(x, 7), round(y, 7)] for x, y in ring] for ring in geometry["coordinates"]]
    return {"type": "Polygon", "coordinates": rounded}


def _bounds(area: Area, names: Mapping[int, Site]) -> dict[Side, str]:
    """The four bounds in words: a street, the river, the neighbour, or what lies beyond."""
    square = SQUARES[area.number]
    return {side: _bound(area.number, square, side, names) for side in SIDES}


def _bound(number: int, square: Square, side: Side, names: Mapping[int, Site]) -> str:
    point = square.just_outside(side)
    if plan.RIVER_SOUTH < point[1] < plan.RIVER_NORTH:
        return RIVER
    for street in STREETS:
        if street.bounds(side, point):
            return street.name
    for other, neighbour in SQUARES.items():
        if neighbour.holds(point):
            is_same = names[other].ref == names[number].ref
            return f"第{other}片区" if is_same else names[other].name
    return BEYOND[side]


def _ground() -> Iterator[Ground]:
    """Streets, river and greens."""
    banks = line([(plan.RIVER_WEST, plan.RIVER_SOUTH), (plan.RIVER_EAST, plan.RIVER_SOUTH)])
    north = line([(plan.RIVER_EAST, plan.RIVER_NORTH), (plan.RIVER_WEST, plan.RIVER_NORTH)])
    yield Ground("water", RIVER, "river", polygon([*banks, *north, banks[0]]))
    for name, west, south, east, top in GREENS:
        yield Ground("green", name, "park", polygon(ring_of(Square(west, south, east, top))))
    for street in STREETS:
        ends = [(street.start, street.at), (street.end, street.at)]
        points = line(ends if street.along == "u" else [(at, run) for run, at in ends])
        kind: GroundKind = "bridge" if street.use == "bridge" else "road"
        yield Ground(
            kind, street.name, street.use, {"type": "LineString", "coordinates": [list(p) for p in points]}
        )


def _gardens(told: DemoCommunity, names: Mapping[int, Site]) -> Iterator[Ground]:
    """A garden before the single block of an area, and fields between the rows of a village."""
    blocks = Counter(building.area_ref for building in told.buildings)
    for area in told.areas:
        square, kind = SQUARES[area.number], names[area.number].kind
        if kind == "compound" and blocks[area.ref] == 1:
            south = square.south + _kept_south(square) + 6
            yield _garden("小区花园", (square.west + 20, south, square.east - 20, south + 12))
        elif kind == "village_group" and square.north - square.south > 100:
            rows = houses.rows_in(square)
            deep = (square.north - square.south - 12) / rows
            for row in range(1, rows):
                middle = square.south + 6 + deep * row
                yield _garden("菜地", (square.west + 14, middle - 5, square.east - 14, middle + 5))


def _garden(name: str, box: tuple[float, float, float, float]) -> Ground:
    west, south, east, north = box
    ring = line([(west, south), (east, south), (east, north), (west, north), (west, south)])
    return Ground("green", name, "garden", polygon(ring))
