"""Which places are neighbours: the graph that parts are to hang together in."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from math import hypot, inf

import numpy
import shapely

Points = Sequence[tuple[float, float]]


def gabriel(points: Points) -> list[tuple[int, int]]:
    """Pairs of positions of neighbours: no third place lies in the circle between the two; points in metres.

    Places on one spot are neighbours of each other. The graph hangs together, whatever the points.
    Gabriel and Sokal, 1969; it is a part of the Delaunay triangulation and holds the least spanning tree.
    """
    spots: dict[tuple[float, float], int] = {}
    pairs: set[tuple[int, int]] = set()
    for position, (x, y) in enumerate(points):
        # A millimetre: what is nearer is the same spot.
        first = spots.setdefault((round(x, 3), round(y, 3)), position)
        if first != position:
            pairs.add((first, position))
    pairs |= _of_spots(spots)
    return sorted(pairs | _joining(points, pairs))


def _of_spots(spots: dict[tuple[float, float], int]) -> set[tuple[int, int]]:
    """The Gabriel pairs of distinct spots."""
    if len(spots) < 2:
        return set()
    edges = shapely.get_parts(shapely.delaunay_triangles(shapely.multipoints(list(spots)), only_edges=True))
    if len(edges) == 0:
        # All on one line: each is a neighbour of the next.
        along = [spots[spot] for spot in sorted(spots)]
        return {_pair(a, b) for a, b in pairwise(along)}
    ends = shapely.get_coordinates(edges).reshape(-1, 2, 2)
    middles = ends.mean(axis=1)
    radii = numpy.hypot(*(ends[:, 0] - ends[:, 1]).T) / 2
    tree = shapely.STRtree(shapely.points(list(spots)))
    within, _places = tree.query(
        shapely.points(middles), predicate="dwithin", distance=numpy.maximum(radii - 1e-6, 0)
    )
    crowded = set(within.tolist())
    return {_pair(spots[_spot(a)], spots[_spot(b)]) for at, (a, b) in enumerate(ends) if at not in crowded}


def _spot(point: numpy.ndarray) -> tuple[float, float]:
    return round(float(point[0]), 3), round(float(point[1]), 3)


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _joining(points: Points, pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """The shortest pairs that join what does not hang together, as rounding may leave it."""
    around = neighbours_of(len(points), pairs)
    pieces = components(range(len(points)), around)
    joined: set[tuple[int, int]] = set()
    for piece in pieces[1:]:
        rest = pieces[0]
        nearest = min(
            (hypot(points[a][0] - points[b][0], points[a][1] - points[b][1]), _pair(a, b))
            for a in piece
            for b in rest
        )
        joined.add(nearest[1])
        pieces[0] = rest + piece
    return joined


def neighbours_of(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """For each position its neighbours, in order."""
    around: list[list[int]] = [[] for _each in range(count)]
    for a, b in pairs:
        around[a].append(b)
        around[b].append(a)
    return [sorted(set(each)) for each in around]


def components(members: Iterable[int], around: Sequence[Sequence[int]]) -> list[list[int]]:
    """The pieces that some places fall into when only they themselves join each other."""
    left = set(members)
    found = []
    while left:
        piece, queue = [], [min(left)]
        left.remove(queue[0])
        while queue:
            at = queue.pop()
            piece.append(at)
            for other in around[at]:
                if other in left:
                    left.remove(other)
                    queue.append(other)
        found.append(sorted(piece))
    return found


def steps_from(start: int, around: Sequence[Sequence[int]], costs: Sequence[Sequence[float]]) -> list[float]:
    """How far every place is from one, over the graph (Dijkstra, 1959); `costs` beside `around`."""
    far = [inf] * len(around)
    far[start] = 0.0
    queue = [(0.0, start)]
    while queue:
        so_far, at = heappop(queue)
        if so_far > far[at]:
            continue
        for other, cost in zip(around[at], costs[at], strict=True):
            if so_far + cost < far[other]:
                far[other] = so_far + cost
                heappush(queue, (far[other], other))
    return far
