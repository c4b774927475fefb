"""How good a plan is, in figures a person can hold against another's."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from gridward.planning.neighbours import components, neighbours_of
from gridward.planning.pieces import Plan, Task


@dataclass(frozen=True, slots=True)
class Measures:
    """A plan in figures: loads by part, the fewest and most of them, and how they are spread (most − fewest).

    `compactness`: mean distance of the weight to the centre of its part, metres; `not_contiguous`: parts in more than
    one piece; `gap`: share of the cost that is not proved to be needed, None where no solver ran.
    """

    loads: Sequence[float]
    fewest: float
    most: float
    spread: float
    compactness: float
    not_contiguous: int
    cost: float
    bound: float | None
    gap: float | None


def measure(task: Task, plan: Plan) -> Measures:
    """The figures of a plan for a task."""
    members, loads = members_of(task, plan.part_of), loads_of(task, plan.part_of)
    gap = None if plan.bound is None else _gap(plan.cost, plan.bound)
    return Measures(
        loads=loads,
        fewest=min(loads, default=0.0),
        most=max(loads, default=0.0),
        spread=max(loads, default=0.0) - min(loads, default=0.0),
        compactness=_compactness(task, members),
        not_contiguous=len(in_pieces(task, plan.part_of)),
        cost=plan.cost,
        bound=plan.bound,
        gap=gap,
    )


def _gap(cost: float, bound: float) -> float:
    return max(0.0, (cost - bound) / cost) if cost > 0 else 0.0


def members_of(task: Task, part_of: Sequence[int | None]) -> list[list[int]]:
    """The blocks of each part, by positions."""
    members: list[list[int]] = [[] for _part in task.parts]
    for block, part in enumerate(part_of):
        if part is not None:
            members[part].append(block)
    return members


def loads_of(task: Task, part_of: Sequence[int | None]) -> list[float]:
    """What each part has in a plan, in the weight's unit."""
    return [sum(task.blocks[at].weight for at in each) for each in members_of(task, part_of)]


def in_pieces(task: Task, part_of: Sequence[int | None]) -> list[int]:
    """The parts whose blocks do not hang together over neighbours."""
    around = neighbours_of(len(task.blocks), task.neighbours)
    return [
        part for part, members in enumerate(members_of(task, part_of)) if len(components(members, around)) > 1
    ]


def broken_rules(task: Task, part_of: Sequence[int | None]) -> dict[str, int]:
    """What a plan does not keep, counted by rule; rules that are kept are left out."""
    loads = loads_of(task, part_of)
    # A thousandth of a minute is rounding.
    counted = {
        "too_few": sum(load < part.fewest - 1e-3 for load, part in zip(loads, task.parts, strict=True)),
        "too_many": sum(load > part.most + 1e-3 for load, part in zip(loads, task.parts, strict=True)),
        "not_contiguous": len(in_pieces(task, part_of)),
        "unplaced": sum(part is None for part in part_of),
    }
    return {rule: count for rule, count in counted.items() if count}


def broken_parts(task: Task, part_of: Sequence[int | None]) -> set[int]:
    """The parts outside their limits or in more than one piece, by positions."""
    loads = loads_of(task, part_of)
    outside = {
        position
        for position, (load, part) in enumerate(zip(loads, task.parts, strict=True))
        if not part.fewest - 1e-3 <= load <= part.most + 1e-3
    }
    return outside | set(in_pieces(task, part_of))


def excess(task: Task, part_of: Sequence[int | None]) -> int:
    """By how much limits are broken over all parts, in tenths of the weight's unit."""
    loads = loads_of(task, part_of)
    return round(
        10
        * sum(
            max(0.0, part.fewest - load, load - part.most)
            for load, part in zip(loads, task.parts, strict=True)
        )
    )


def _compactness(task: Task, members: Sequence[Sequence[int]]) -> float:
    total = weights = 0.0
    for each in members:
        if not each:
            continue
        heavy = sum(task.blocks[at].weight for at in each)
        x, y = weighted_middle(task, each)
        total += sum(
            task.blocks[at].weight * hypot(task.blocks[at].x - x, task.blocks[at].y - y) for at in each
        )
        weights += heavy
    return total / weights if weights else 0.0


def weighted_middle(task: Task, members: Sequence[int]) -> tuple[float, float]:
    """The middle of the weight of some blocks, in metres; of the blocks themselves where none weighs anything."""
    weights = [task.blocks[at].weight for at in members]
    heavy = sum(weights)
    if heavy <= 0:
        weights, heavy = [1.0] * len(members), float(len(members))
    x = sum(weight * task.blocks[at].x for weight, at in zip(weights, members, strict=True)) / heavy
    y = sum(weight * task.blocks[at].y for weight, at in zip(weights, members, strict=True)) / heavy
    return x, y
