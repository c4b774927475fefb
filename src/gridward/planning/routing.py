"""The order in which a worker walks from door to door: OR-Tools' routing over places, stairs inside each place."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

# Metres of level ground that one floor of stairs is worth.
METRES_A_FLOOR = 12.0
# So many places are routed in one go; more are cut along a curve through the plane first.
TOGETHER = 150
DECIMETRES = 10


@dataclass(frozen=True, slots=True)
class Stop:
    """A door to be walked to: its id, place in metres, and floor (1: at the ground)."""

    id: str
    x: float
    y: float
    floor: int = 1


@dataclass(frozen=True, slots=True)
class Walk:
    """The stops in their order (positions), and how long the walk is: metres, stairs counted as metres."""

    order: Sequence[int]
    metres: float


def walking_order(
    stops: Sequence[Stop], start: tuple[float, float] | None = None, *, metres_a_floor: float = METRES_A_FLOOR
) -> Walk:
    """A short open walk over all stops, from a start where one is given; stops of one place stay together.

    Inside a place: up floor by floor, in the order given. Without a start, the walk begins at the end whose stops come
    first in the order given, so that a lane goes by its house numbers. The same stops give the same walk.
    """
    places = _places(stops)
    spots = list(places)
    path = _path(spots, start)
    if start is None and _comes_late(path, spots, places):
        path.reverse()
    order = [
        position
        for spot in path
        for position in sorted(places[spots[spot]], key=lambda position: (stops[position].floor, position))
    ]
    return Walk(order, _length(stops, order, start, metres_a_floor))


def _places(stops: Sequence[Stop]) -> dict[tuple[float, float], list[int]]:
    """Stops by place, to the decimetre."""
    places: dict[tuple[float, float], list[int]] = {}
    for position, stop in enumerate(stops):
        places.setdefault((round(stop.x, 1), round(stop.y, 1)), []).append(position)
    return places


def _comes_late(
    path: Sequence[int], spots: Sequence[tuple[float, float]], places: dict[tuple[float, float], list[int]]
) -> bool:
    if len(path) < 2:
        return False
    return min(places[spots[path[0]]]) > min(places[spots[path[-1]]])


def _path(spots: Sequence[tuple[float, float]], start: tuple[float, float] | None) -> list[int]:
    """Places in their order, by positions."""
    if len(spots) <= 2 and start is None:
        return list(range(len(spots)))
    if len(spots) <= TOGETHER:
        return _routed(spots, start)
    path: list[int] = []
    at = start
    along = _along_a_curve(spots)
    for first in range(0, len(along), TOGETHER):
        part = along[first : first + TOGETHER]
        path += [part[each] for each in _routed([spots[each] for each in part], at)]
        at = spots[path[-1]]
    return path


def _routed(spots: Sequence[tuple[float, float]], start: tuple[float, float] | None) -> list[int]:
    """An open path over a few hundred places by OR-Tools: node 0 is the start, or nowhere."""
    begin = [0 if start is None else _decimetres(start, spot) for spot in spots]
    far = [[0, *begin], *([0, *(_decimetres(a, b) for b in spots)] for a in spots)]
    manager = pywrapcp.RoutingIndexManager(len(spots) + 1, 1, 0)
    routing = pywrapcp.RoutingModel(manager)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(far))
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PATH_CHEAPEST_ARC
    solution = routing.SolveWithParameters(search)
    path, index = [], solution.Value(routing.NextVar(routing.Start(0)))
    while not routing.IsEnd(index):
        path.append(manager.IndexToNode(index) - 1)
        index = solution.Value(routing.NextVar(index))
    return path


def _decimetres(a: tuple[float, float], b: tuple[float, float]) -> int:
    return round(hypot(a[0] - b[0], a[1] - b[1]) * DECIMETRES)


def _along_a_curve(spots: Sequence[tuple[float, float]]) -> list[int]:
    """Places along a Hilbert curve (1891), so that those cut apart are few and what stays together is near."""
    west, south = min(x for x, _y in spots), min(y for _x, y in spots)
    side = max(max(x for x, _y in spots) - west, max(y for _x, y in spots) - south, 1.0)
    cells = 1 << 12
    return sorted(
        range(len(spots)),
        key=lambda at: (
            _on_the_curve(
                cells,
                int((spots[at][0] - west) / side * (cells - 1)),
                int((spots[at][1] - south) / side * (cells - 1)),
            ),
            at,
        ),
    )


def _on_the_curve(cells: int, x: int, y: int) -> int:
    far, half = 0, cells // 2
    while half:
        right, up = int(x & half > 0), int(y & half > 0)
        far += half * half * ((3 * right) ^ up)
        if not up:
            if right:
                x, y = cells - 1 - x, cells - 1 - y
            x, y = y, x
        half //= 2
    return far


def _length(
    stops: Sequence[Stop], order: Sequence[int], start: tuple[float, float] | None, metres_a_floor: float
) -> float:
    """Metres over level ground and stairs, from the start where there is one; the way home is not counted."""
    total = 0.0
    x, y, floor = (start[0], start[1], 1) if start else (None, None, 1)
    for position in order:
        stop = stops[position]
        if x is not None and y is not None:
            level = hypot(stop.x - x, stop.y - y)
            climbed = abs(stop.floor - floor) if level < 0.2 else stop.floor + floor - 2
            total += level + climbed * metres_a_floor
        else:
            total += (stop.floor - 1) * metres_a_floor
        x, y, floor = stop.x, stop.y, stop.floor
    return total
