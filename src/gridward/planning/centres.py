"""Where the middle of each part is before anything is given out: weighted k-means, the same on every run."""

from collections.abc import Sequence

import numpy

from gridward.planning.pieces import Task

ROUNDS = 40


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


def centres_of(task: Task) -> numpy.ndarray:
    """A centre for each part (parts × 2, metres).

    With a price the middle of what a part has now, so that little moves; parts that have nothing, and all of them
    without a price, get theirs where the weight is.
    """
    points, weights = points_of(task), weights_of(task)
    present = present_centres(task)
    if task.price <= 0:
        return _named(task, spread_out(points, weights, len(task.parts), task.seed), present)
    if len(present) == len(task.parts):
        return numpy.array([present[part] for part in range(len(task.parts))])
    known = sorted(present)
    spread = spread_out(points, weights, len(task.parts), task.seed, [present[part] for part in known])
    centres = numpy.zeros((len(task.parts), 2))
    new = iter(spread[len(known) :])
    for part in range(len(task.parts)):
        centres[part] = present[part] if part in present else next(new)
    return centres


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
