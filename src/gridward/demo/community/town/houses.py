"""What buildings look like from above: slabs with their stairs, houses of a lane, courtyards of a village."""

from collections.abc import Sequence
from random import Random

from .plan import Square
from .terrain import Point, degrees, planted

Ring = list[Point]
UNIT_WIDTH, SLAB_DEPTH = 19.0, 12.5
LANE_WIDTH, HOUSE_DEPTH = 5.0, (13.0, 19.0)


def box(width: float, depth: float) -> list[Point]:
    """A rectangle about its middle."""
    a, b = width / 2, depth / 2
    return [(-a, -b), (a, -b), (a, b), (-a, b)]


def slab(units: int) -> list[Point]:
    """A block of flats from above: it faces south, and each stair stands out to the north."""
    a, b = units * UNIT_WIDTH / 2, SLAB_DEPTH / 2
    north: list[Point] = []
    for unit in range(units):
        middle = a - (unit + 0.5) * UNIT_WIDTH
        north += [(middle + 2, b), (middle + 2, b + 1.6), (middle - 2, b + 1.6), (middle - 2, b)]
    return [(-a, -b), (a, -b), (a, b), *north, (-a, b)]


def courtyard(width: float, depth: float) -> list[Point]:
    """A house about a yard that opens to the south."""
    a, b, wing = width / 2, depth / 2, width / 3.6
    return [(-a, -b), (wing - a, -b), (wing - a, 0), (a - wing, 0), (a - wing, -b), (a, -b), (a, b), (-a, b)]


def slabs(square: Square, units: Sequence[int], floor_of: float) -> list[Ring]:
    """The blocks of one area of flats, one behind the other; `floor_of`: what the south side keeps free."""
    u, _ = square.middle
    south, north = square.south + floor_of, square.north
    apart = (north - south) / len(units)
    return [planted((u, south + apart * (place + 0.5)), slab(count)) for place, count in enumerate(units)]


def lane_houses(rng: Random, square: Square, lane_at: float, count: int) -> list[Ring]:
    """Houses on both sides of a lane in the order of their numbers: odd ones north, even ones south."""
    pairs = (count + 1) // 2
    lot = (square.east - square.west - 8) / pairs
    width = min(lot - 1.2, 13.0)
    rings = []
    for place in range(count):
        depth = rng.uniform(*HOUSE_DEPTH)
        u = square.west + 4 + lot * (place // 2 + 0.5)
        away = LANE_WIDTH / 2 + 1.5 + depth / 2
        v = lane_at + (away if place % 2 == 0 else -away)
        shape = courtyard(width, depth) if rng.random() < 0.3 else box(width, depth)
        if place % 2:
            shape = [(-a, -b) for a, b in shape]
        rings.append(planted((u, v), shape))
    return rings


def rows_in(square: Square) -> int:
    """How many rows of courtyards a village group has."""
    return max(round((square.north - square.south) / 42), 2)


def village_houses(rng: Random, square: Square, count: int) -> list[Ring]:
    """Courtyard houses in rows that all face south, a little uneven, to and fro along the rows."""
    rows = rows_in(square)
    across = -(-count // rows)
    wide, deep = (square.east - square.west - 12) / across, (square.north - square.south - 12) / rows
    rings = []
    for place in range(count):
        row, column = divmod(place, across)
        column = column if row % 2 == 0 else across - 1 - column
        u = square.west + 6 + wide * (column + 0.5) + rng.uniform(-0.1, 0.1) * (wide - 13)
        v = square.south + 6 + deep * (row + 0.5) + rng.uniform(-0.25, 0.25) * (deep - 16)
        width, depth = rng.uniform(10.0, min(wide - 3.0, 13.0)), rng.uniform(9.5, 13.0)
        rings.append(planted((u, v), courtyard(width, depth), degrees(rng.uniform(-5, 5))))
    return rings
