"""From the plan to the earth: the river bends, streets follow it, the edge of the fields is uneven."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import atan2, cos, pi, radians, sin
from typing import Final, TypeAlias

from .plan import Square

Point: TypeAlias = tuple[float, float]
# Near the latitude of a real county town; the place itself is invented.
LNG, LAT = 110.3312, 33.6924
METRES_A_DEGREE: Final = 111_320.0
MIDDLE: Final[Point] = (480.0, 110.0)
STEP, DECIMALS = 10, 7


def bent(u: float, v: float) -> Point:
    """Metres east and north of the plan's origin."""
    if v > 300:
        v = 300 + (v - 300) * (1 + 0.2 * sin(u / 83) + 0.09 * sin(u / 29))
    elif v < -120:
        v = -120 + (v + 120) * (1 + 0.16 * sin(u / 71))
    x = u + 0.06 * v + 8 * sin(v / 105)
    return x, v + 44 * sin((u - 130) / 320) + 5 * sin(u / 88)


def on_earth(u: float, v: float) -> Point:
    """Degrees east and north, WGS 84, to a centimetre."""
    x, y = bent(u, v)
    scale = METRES_A_DEGREE * cos(radians(LAT))
    lng, lat = LNG + (x - MIDDLE[0]) / scale, LAT + (y - MIDDLE[1]) / METRES_A_DEGREE
    return round(lng, DECIMALS), round(lat, DECIMALS)


def line(points: Iterable[Point]) -> list[Point]:
    """A line of the plan on the earth, with a point every ten metres so that neighbours share them."""
    corners = list(points)
    walked = [step for start, end in pairwise(corners) for step in _steps(start, end)]
    return [on_earth(u, v) for u, v in [*walked, corners[-1]]]


def _steps(start: Point, end: Point) -> Iterator[Point]:
    count = max(round(max(abs(end[0] - start[0]), abs(end[1] - start[1])) / STEP), 1)
    for step in range(count):
        yield (
            start[0] + (end[0] - start[0]) * step / count,
            start[1] + (end[1] - start[1]) * step / count,
        )


def ring_of(square: Square) -> list[Point]:
    """The border of a square on the earth, closed."""
    w, s, e, n = square.west, square.south, square.east, square.north
    return line([(w, s), (e, s), (e, n), (w, n), (w, s)])


def planted(at: Point, shape: Iterable[Point], turn: float = 0.0) -> list[Point]:
    """A shape in metres, set down at a point of the plan and turned as the ground lies there; closed."""
    u, v = at
    (x0, y0), (x1, y1) = bent(u - 1, v), bent(u + 1, v)
    angle = atan2(y1 - y0, x1 - x0) + turn
    scale = METRES_A_DEGREE * cos(radians(LAT))
    lng, lat = on_earth(u, v)
    ring = [
        (
            round(lng + (a * cos(angle) - b * sin(angle)) / scale, DECIMALS),
            round(lat + (a * sin(angle) + b * cos(angle)) / METRES_A_DEGREE, DECIMALS),
        )
        for a, b in shape
    ]
    return [*ring, ring[0]]


def degrees(angle: float) -> float:
    """An angle given in degrees, in radians."""
    return angle * pi / 180
