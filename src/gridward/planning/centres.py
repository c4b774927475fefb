"""Where the middle of each part is before anything is given out: weighted k-means, the same on every run.

Plain k-means puts as many middles into a village as into a tower; a flow of weight to the middles within the limits,
and the middles moved to what flows to them, leaves the solver little to shift.
"""

from collections.abc import Collection, Sequence

import numpy
from ortools.graph.python import min_cost_flow

from gridward.planning.pieces import Task

ROUNDS = 40
# How often weight flows to the middles before they are taken as they are, and to how many of the nearest it may.
FLOWS = 12
NEAREST = 12
# The share of the room between fewest and most that the flow leaves free on either side, for blocks are whole.
SPARED = 0.2
# The longest way costs this much a tenth of weight; a tenth outside the limits costs ten times that.
LONGEST, OUTSIDE = 10**7, 10**8


def points_of(task: Task) -> numpy.ndarray:
    """Where the blocks are: n × 2, metres."""
    points: numpy.ndarray = numpy.array([(block.x, block.y) for block in task.blocks], dtype=float)
    points.shape = (len(task.blocks), 2)
    return points


def weights_of(task: Task) -> numpy.ndarray:
    """What the blocks weigh: n, never nothing, so that a centre always has something to be the middle of."""
    weights: numpy.ndarray = numpy.array([max(block.weight, 1e-6) for block in task.blocks], dtype=float)
    return weights


def spread_out(
    points: numpy.ndarray,
    weights: numpy.ndarray,
    count: int,
    seed: int,
    fixed: Sequence[Sequence[float]] = (),
) -> numpy.ndarray:
    """`count` centres (count × 2, metres) by weighted k-means with k-means++ seeding; the fixed ones stay first.

    Arthur and Vassilvitskii, 2007; Lloyd, 1982. Deterministic for a seed.
    """
    chance = numpy.random.RandomState(seed)
    centres = [numpy.asarray(each, dtype=float) for each in fixed][:count]
    if not centres:
        centres.append(points[int(numpy.argmax(weights))])
    nearest = numpy.min([_squares(points, centre) for centre in centres], axis=0)
    while len(centres) < count:
        pull = nearest * weights
        total = pull.sum()
        at = int(chance.choice(len(points), p=pull / total)) if total > 0 else len(centres) % len(points)
        centres.append(points[at])
        nearest = numpy.minimum(nearest, _squares(points, points[at]))
    return _settled(points, weights, numpy.array(centres), len(fixed))


def _settled(
    points: numpy.ndarray, weights: numpy.ndarray, centres: numpy.ndarray, fixed: int
) -> numpy.ndarray:
    for _round in range(ROUNDS):
        owners = numpy.argmin(((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2), axis=1)
        heavy = numpy.bincount(owners, weights, len(centres))
        moved = centres.copy()
        has_some = heavy > 0
        for axis in (0, 1):
            sums = numpy.bincount(owners, weights * points[:, axis], len(centres))
            moved[has_some, axis] = sums[has_some] / heavy[has_some]
        moved[:fixed] = centres[:fixed]
        if numpy.allclose(moved, centres, atol=0.01):
            break
        centres = moved
    return centres


def _squares(points: numpy.ndarray, centre: numpy.ndarray) -> numpy.ndarray:
    squares: numpy.ndarray = ((points - centre) ** 2).sum(axis=1)
    return squares


def present_centres(task: Task) -> dict[int, tuple[float, float]]:
    """The middle of what each part has now, by its position; parts that have nothing are left out."""
    at = {part.id: position for position, part in enumerate(task.parts)}
    sums: dict[int, list[float]] = {}
    for block in task.blocks:
        part = at.get(block.now) if block.now is not None else None
        if part is not None:
            weight = max(block.weight, 1e-6)
            each = sums.setdefault(part, [0.0, 0.0, 0.0])
            each[0] += weight * block.x
            each[1] += weight * block.y
            each[2] += weight
    return {part: (x / weight, y / weight) for part, (x, y, weight) in sums.items()}


def centres_of(task: Task, *, is_even: bool = True) -> numpy.ndarray:
    """A centre for each part (parts × 2, metres).

    With a price the middle of what a part has now, so that little moves; parts that have nothing, and all of them
    without a price, get theirs where the weight is, and where it would flow within the limits unless not `is_even`.
    """
    points, weights = points_of(task), weights_of(task)
    present = present_centres(task)
    if task.price <= 0:
        spread = spread_out(points, weights, len(task.parts), task.seed)
        named = _named(task, spread, present)
        return _evened(task, named) if is_even else named
    if len(present) == len(task.parts):
        return numpy.array([present[part] for part in range(len(task.parts))])
    known = sorted(present)
    spread = spread_out(points, weights, len(task.parts), task.seed, [present[part] for part in known])
    centres = numpy.zeros((len(task.parts), 2))
    new = iter(spread[len(known) :])
    for part in range(len(task.parts)):
        centres[part] = present[part] if part in present else next(new)
    return _evened(task, centres, present) if is_even else centres


def _named(task: Task, centres: numpy.ndarray, present: dict[int, tuple[float, float]]) -> numpy.ndarray:
    """Fresh centres given to the parts that are nearest by now; the rest in order from the south-west."""
    free = sorted(range(len(centres)), key=lambda at: (centres[at][0] + centres[at][1], at))
    given = numpy.zeros_like(centres)
    for part in sorted(range(len(task.parts)), key=lambda part: (part not in present, part)):
        middle = present.get(part)
        nearest = (
            min(free, key=lambda at: float(((centres[at] - numpy.array(middle)) ** 2).sum()))
            if middle
            else free[0]
        )
        free.remove(nearest)
        given[part] = centres[nearest]
    return given


def _evened(task: Task, centres: numpy.ndarray, fixed: Collection[int] = ()) -> numpy.ndarray:
    """Centres moved to the middle of what flows to them within the limits, until they rest; the fixed ones stay."""
    points = points_of(task)
    for _flow in range(FLOWS):
        mass = _flows(task, ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2))
        moved = centres.copy()
        for part in range(len(centres)):
            if part not in fixed and mass[:, part].any():
                moved[part] = mass[:, part] @ points / mass[:, part].sum()
        if numpy.allclose(moved, centres, atol=1.0):
            break
        centres = moved
    return centres


def _flows(task: Task, squares: numpy.ndarray) -> numpy.ndarray:
    """How much of each block's weight, in tenths, goes to each part on the shortest ways (blocks × parts)."""
    count, parts = squares.shape
    open_to = _open_to(task)
    order = numpy.argsort(numpy.where(open_to, squares, numpy.inf), axis=1, kind="stable")[:, :NEAREST]
    blocks, to = numpy.repeat(numpy.arange(count), order.shape[1]), order.ravel()
    is_open = open_to[blocks, to]
    blocks, to = blocks[is_open], to[is_open]
    weights = numpy.array([max(1, round(block.weight * 10)) for block in task.blocks]) * open_to.any(axis=1)
    costs = numpy.rint(squares[blocks, to] * (LONGEST / max(float(squares.max()), 1.0))).astype(int)
    flow, sink, total = min_cost_flow.SimpleMinCostFlow(), count + parts, int(weights.sum())
    arcs = flow.add_arcs_with_capacity_and_unit_cost(blocks, count + to, weights[blocks], costs)
    ends = (count + numpy.arange(parts), numpy.full(parts, sink))
    low, high = _room(task, total)
    for room, cost in ((low, -OUTSIDE), (high - low, 0), (numpy.full(parts, total), OUTSIDE)):
        flow.add_arcs_with_capacity_and_unit_cost(*ends, room, numpy.full(parts, cost))
    flow.set_nodes_supplies(numpy.arange(count), weights)
    flow.set_node_supply(sink, -total)
    mass = numpy.zeros((count, parts))
    if flow.solve() == flow.OPTIMAL:
        mass[blocks, to] = flow.flows(arcs)
    return mass


def _open_to(task: Task) -> numpy.ndarray:
    """Which parts may take each block (blocks × parts); a pinned one stays."""
    return numpy.array(
        [
            [
                part.id == block.now if block.is_pinned else not block.needs & part.cannot
                for part in task.parts
            ]
            for block in task.blocks
        ]
    )


def _room(task: Task, total: int) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Fewest and most of each part in tenths, drawn in a little."""
    low = numpy.array([min(part.fewest * 10, total) for part in task.parts])
    high = numpy.maximum(numpy.array([min(part.most * 10, total) for part in task.parts]), low)
    spared = (high - low) * SPARED
    return numpy.rint(low + spared).astype(int), numpy.rint(high - spared).astype(int)
