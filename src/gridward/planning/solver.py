"""One task as a model of whole numbers: who gets which block, within limits, hanging together, compact.

k-means centres, capacity as constraints of CP-SAT, and contiguity along shortest-path trees: a block may go to a part
only where a neighbour that is nearer to the part's seed block goes there too. (The tree constraint is known from
districting; Zoltners and Sinha, 1983, call it contiguity by adjacency trees.)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, hypot, inf
from typing import Any

import numpy
from ortools.sat.python import cp_model

from gridward.planning.centres import points_of
from gridward.planning.neighbours import neighbours_of, steps_from
from gridward.planning.pieces import Block, Part, Task

# Weights are kept to a tenth (six seconds of a minute); distances to the square metre.
TENTHS = 10
GAP = 0.005
# A step over a block that belongs to another part now counts this much more, so that what a part has comes first.
FOREIGN_STEP = 100.0
# What a tenth over or under the limits costs, in square metres × weight: more than any walk through a town.
BREACH = 10**7
# What a block costs that does not hang together with its part: as much as ten doors over the limits.
APART = 10**9
# A price no gain of compactness reaches; more would only spoil the arithmetic.
DEAREST = 10**5


@dataclass(frozen=True, slots=True)
class Solution:
    """A part for each block by position (None: no part may take it), its cost and the bound the solver proved."""

    part_of: list[int | None]
    cost: float
    bound: float | None
    is_within_limits: bool


@dataclass(slots=True)
class Ground:
    """What the model is built from: which parts may take a block, what that costs, and the way back to a seed."""

    task: Task
    centres: numpy.ndarray
    seeds: list[int | None]
    candidates: list[list[int]]
    costs: numpy.ndarray
    closer: dict[tuple[int, int], list[int]]


def solve(
    task: Task,
    centres: numpy.ndarray,
    *,
    nearest: int,
    is_soft: bool,
    may_part: bool = False,
    effort: float,
    hint: Sequence[int | None] = (),
    tell: Callable[[], object] | None = None,
) -> Solution | None:
    """The best plan found for these centres within the effort, or None.

    `nearest`: how many parts a block may go to; `is_soft`: limits may be broken at a price; `may_part`: blocks may lie
    apart from their part at a price; `tell` is called whenever something better is found, and what it raises ends it.
    """
    ground = lay_out(task, centres, nearest)
    model = cp_model.CpModel()
    goes = _variables(model, ground)
    _to_one_part(model, ground, goes)
    breaches = _within_limits(model, ground, goes, is_soft)
    apart = _hanging_together(model, ground, goes, may_part)
    model.minimize(
        sum(int(ground.costs[block, part]) * each for (block, part), each in goes.items())
        + BREACH * sum(breaches)
        + APART * sum(apart)
    )
    for (block, part), each in goes.items():
        if hint:
            model.add_hint(each, hint[block] == part)
    solver = _solved(model, task.seed, effort, tell)
    return None if solver is None else _answer(ground, solver, goes, [*breaches, *apart])


class _Teller(cp_model.CpSolverSolutionCallback):
    """Says that something better was found; keeps what was raised, since nothing may be raised inside the solver."""

    def __init__(self, tell: Callable[[], object]) -> None:
        super().__init__()
        self.tell, self.raised = tell, list[Exception]()

    def on_solution_callback(self) -> None:
        """Called by the solver, in the thread that asked it."""
        try:
            self.tell()
        except Exception as raised:  # noqa: BLE001 — raised again as soon as the solver has come to its end
            self.raised.append(raised)
            self.stop_search()


def _solved(
    model: cp_model.CpModel, seed: int, effort: float, tell: Callable[[], object] | None
) -> cp_model.CpSolver | None:
    """The solver with an answer in it, or None."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.relative_gap_limit = GAP
    teller = None if tell is None else _Teller(tell)
    status = solver.solve(model, teller)
    if teller is not None and teller.raised:
        raise teller.raised[0]
    return solver if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def _answer(
    ground: Ground,
    solver: cp_model.CpSolver,
    goes: dict[tuple[int, int], cp_model.IntVar],
    breaches: Sequence[cp_model.IntVar],
) -> Solution:
    """What the solver found, by blocks."""
    part_of: list[int | None] = [None] * len(ground.task.blocks)
    for (block, part), each in goes.items():
        if solver.boolean_value(each):
            part_of[block] = part
    if any(solver.value(each) for each in breaches):
        # What limits are broken by is no distance: it is counted apart, and the bound says nothing.
        return Solution(part_of, cost_of(ground.task, ground.centres, part_of), None, False)
    return Solution(part_of, float(solver.objective_value), float(solver.best_objective_bound), True)


def lay_out(task: Task, centres: numpy.ndarray, nearest: int) -> Ground:
    """Candidates, costs, seeds and the shortest-path trees of a task."""
    squares = _squares(task, centres)
    may = _may_take(task)
    candidates = [
        _candidates(task, block, squares[block], may[block], nearest) for block in range(len(task.blocks))
    ]
    seeds = _seeds(task, squares, candidates)
    for part, seed in enumerate(seeds):
        if seed is not None and part not in candidates[seed]:
            candidates[seed].append(part)
    return Ground(
        task=task,
        centres=centres,
        seeds=seeds,
        candidates=candidates,
        costs=_costs(task, squares),
        closer=_closer(task, seeds, candidates),
    )


def _squares(task: Task, centres: numpy.ndarray) -> numpy.ndarray:
    squares: numpy.ndarray = ((points_of(task)[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    return squares


def _costs(task: Task, squares: numpy.ndarray) -> numpy.ndarray:
    """Weight × squared metres, and the price of leaving the part a block has now."""
    at = {part.id: position for position, part in enumerate(task.parts)}
    weights = numpy.array([max(block.weight, 0.1) for block in task.blocks])
    costs = squares * weights[:, None]
    price = min(task.price, DEAREST) ** 2
    for block, one in enumerate(task.blocks):
        now = at.get(one.now) if one.now is not None else None
        if now is not None and task.price > 0:
            costs[block] += weights[block] * price
            costs[block, now] -= weights[block] * price
    whole: numpy.ndarray = numpy.rint(costs)
    return whole


def cost_of(task: Task, centres: numpy.ndarray, part_of: Sequence[int | None]) -> float:
    """What a plan costs as the solver counts it."""
    costs = _costs(task, _squares(task, centres))
    return float(sum(costs[block, part] for block, part in enumerate(part_of) if part is not None))


def _may_take(task: Task) -> list[list[int]]:
    """For each block the parts that can meet its needs; a pinned one stays where it is, whatever the needs."""
    at = {part.id: position for position, part in enumerate(task.parts)}
    return [
        [at[block.now]]
        if block.is_pinned and block.now in at
        else [position for position, part in enumerate(task.parts) if not block.needs & part.cannot]
        for block in task.blocks
    ]


def _candidates(task: Task, block: int, squares: numpy.ndarray, may: list[int], nearest: int) -> list[int]:
    chosen = sorted(may, key=lambda part: (squares[part], part))[:nearest]
    now = next((part for part in may if task.parts[part].id == task.blocks[block].now), None)
    return chosen if now is None or now in chosen else [*chosen, now]


def _seeds(task: Task, squares: numpy.ndarray, candidates: list[list[int]]) -> list[int | None]:
    """For each part the block nearest to its centre that it may take; the hardest blocks are given a part first."""
    seeds: list[int | None] = [None] * len(task.parts)
    taken: set[int] = set()
    order = sorted(range(len(task.parts)), key=lambda part: (float(squares[:, part].min()), part))
    for part in order:
        of_mine = [
            block
            for block in range(len(task.blocks))
            if block not in taken and (part in candidates[block] or _is_free(task, block, part))
        ]
        if of_mine:
            seeds[part] = min(
                of_mine,
                key=lambda block: (
                    _is_foreign(task, block, part),
                    squares[block, part] / task.blocks[block].hardness,
                    block,
                ),
            )
            taken.add(seeds[part])  # type: ignore[arg-type]
    return seeds


def _is_free(task: Task, block: int, part: int) -> bool:
    one = task.blocks[block]
    return not one.is_pinned and not one.needs & task.parts[part].cannot


def _is_foreign(task: Task, block: int, part: int) -> bool:
    """Whether a block has another part now, and the price of leaving it counts."""
    now = task.blocks[block].now
    if task.blocks[block].is_pinned:
        return now != task.parts[part].id
    has_some = any(one.now == task.parts[part].id for one in task.blocks) if task.price > 0 else False
    return has_some and now != task.parts[part].id


def _closer(
    task: Task, seeds: Sequence[int | None], candidates: Sequence[Sequence[int]]
) -> dict[tuple[int, int], list[int]]:
    """For each (block, part) the neighbours on a shorter way to the part's seed."""
    around = neighbours_of(len(task.blocks), task.neighbours)
    plain = [
        [hypot(task.blocks[a].x - task.blocks[b].x, task.blocks[a].y - task.blocks[b].y) + 1.0 for b in each]
        for a, each in enumerate(around)
    ]
    closer: dict[tuple[int, int], list[int]] = {}
    wanted: list[list[int]] = [[] for _part in task.parts]
    for block, parts in enumerate(candidates):
        for part in parts:
            wanted[part].append(block)
    for part, seed in enumerate(seeds):
        if seed is None:
            continue
        far = steps_from(seed, around, _costs_for(task, around, plain, part))
        for block in wanted[part]:
            closer[block, part] = [other for other in around[block] if far[other] < far[block] < inf]
    return closer


def _costs_for(
    task: Task, around: Sequence[Sequence[int]], plain: list[list[float]], part: int
) -> list[list[float]]:
    """Steps as one part sees them: where the present is kept, the way over its own blocks comes first."""
    if task.price <= 0:
        return plain
    mine = [block.now == task.parts[part].id for block in task.blocks]
    return [
        [
            cost if mine[a] and mine[b] else cost * FOREIGN_STEP
            for b, cost in zip(around[a], costs, strict=True)
        ]
        for a, costs in enumerate(plain)
    ]


def _variables(model: cp_model.CpModel, ground: Ground) -> dict[tuple[int, int], cp_model.IntVar]:
    return {
        (block, part): model.new_bool_var(f"{block}/{part}")
        for block, parts in enumerate(ground.candidates)
        for part in parts
    }


def _to_one_part(
    model: cp_model.CpModel, ground: Ground, goes: dict[tuple[int, int], cp_model.IntVar]
) -> None:
    for block, parts in enumerate(ground.candidates):
        if parts:
            model.add_exactly_one(goes[block, part] for part in parts)
    for part, seed in enumerate(ground.seeds):
        if seed is not None:
            model.add(goes[seed, part] == 1)


def _within_limits(
    model: cp_model.CpModel, ground: Ground, goes: dict[tuple[int, int], cp_model.IntVar], is_soft: bool
) -> list[cp_model.IntVar]:
    """Each part's load within its limits; soft ones give back what they are broken by, in tenths."""
    breaches: list[cp_model.IntVar] = []
    loads: list[list[cp_model.LinearExprT]] = [[] for _part in ground.task.parts]
    whole = 0
    for (block, part), each in goes.items():
        loads[part].append(tenths(ground.task.blocks[block]) * each)
    whole = sum(tenths(block) for block in ground.task.blocks)
    for part, one in enumerate(ground.task.parts):
        load: Any = sum(loads[part])
        low, high = limits(one)
        if not is_soft:
            model.add_linear_constraint(load, low, max(low, high))
            continue
        under = model.new_int_var(0, max(low, 0), f"under {part}")
        over = model.new_int_var(0, whole, f"over {part}")
        model.add(load + under >= low)
        model.add(load - over <= max(low, high))
        breaches += [under, over]
    return breaches


def tenths(block: Block) -> int:
    """A block's weight in whole tenths."""
    return max(0, round(block.weight * TENTHS))


def limits(part: Part) -> tuple[int, int]:
    """A part's limits in whole tenths, inwards."""
    return ceil(part.fewest * TENTHS - 1e-6), floor(min(part.most, 10**9) * TENTHS + 1e-6)


def _hanging_together(
    model: cp_model.CpModel, ground: Ground, goes: dict[tuple[int, int], cp_model.IntVar], may_part: bool
) -> list[cp_model.IntVar]:
    """A block goes to a part only behind a neighbour nearer to the part's seed; pinned blocks stay where they are.

    Where they may lie apart, gives back which do.
    """
    apart = {block: model.new_bool_var(f"apart {block}") for block, _part in goes} if may_part else {}
    for (block, part), each in goes.items():
        if block == ground.seeds[part] or ground.task.blocks[block].is_pinned:
            continue
        behind = [
            goes[other, part] for other in ground.closer.get((block, part), ()) if (other, part) in goes
        ]
        model.add_bool_or([*behind, each.negated(), *([apart[block]] if may_part else [])])
    return list(apart.values())
