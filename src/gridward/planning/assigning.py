"""Assigning blocks to parts: compact, balanced, hanging together, and the present kept where change is not worth it."""

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from math import ceil

import numpy

from gridward.planning import Cancelled
from gridward.planning.centres import centres_of, spread_out
from gridward.planning.measures import (
    broken_parts,
    broken_rules,
    excess,
    in_pieces,
    loads_of,
    members_of,
    weighted_middle,
)
from gridward.planning.pieces import Block, Part, Plan, Task
from gridward.planning.solver import Solution, cost_of, solve

Progress = Callable[[int, int], bool | None]
"""Told (done, total) in steps; False stops the work."""
# So many parts are solved in one go; more are parted into districts first.
TOGETHER = 16
# How often borders between districts are reconsidered at most.
POLISHINGS = 12
# After so many turns in which no fault went away the rest is taken as it is.
PATIENCE = 3
NEAREST = (8, 12, 20)
# What limits that cannot be kept are worth, as a share of the effort: longer brings hardly less.
SOFT_EFFORT = 0.25
# How much room, as a share, limits get beyond what all parts together would need to keep them.
EASE = 0.1


def assign(task: Task, *, on_progress: Progress | None = None) -> Plan:
    """The best plan found within `task.effort`; the same task gives the same plan on every machine.

    Where limits cannot be kept the plan breaks them as little as it can and counts that in `broken`; blocks that no
    part may take are left out and counted. Raises planning.Cancelled where `on_progress` says no.
    """
    if not task.blocks or not task.parts:
        return _plan(task, Solution([None] * len(task.blocks), 0.0, None, True), "nothing")
    tell = _Teller(on_progress, ceil(len(task.parts) / TOGETHER) + POLISHINGS)
    tell()
    possible = eased(task)
    centres = centres_of(possible)
    if len(task.parts) <= TOGETHER * 2.5:
        solution, method = _together(possible, centres, task.effort, tell.still)
    else:
        solution, method = _polished(possible, _in_districts(possible, centres, tell), tell)
    tell.all_done()
    if possible is not task:
        # Proved for other limits than those asked for.
        solution, method = replace(solution, bound=None), f"{method} eased"
    return _plan(task, solution, method)


def eased(task: Task) -> Task:
    """The same task where its limits can be kept by all parts together; else one that can.

    A block heavier than the most of anybody counts as that most. Too much or too little for all is borne in proportion
    to the limits.
    """
    blocks = [_no_heavier(task, block) for block in task.blocks]
    total = sum(block.weight for block in blocks)
    fewest, most = sum(part.fewest for part in task.parts), sum(part.most for part in task.parts)
    parts = list(task.parts)
    if most < total or fewest > total:
        room = max((block.weight for block in blocks), default=0.0) / 2
        shares = [
            total
            * ((part.most / most if most > 0 else 1 / len(parts)) if most < total else part.fewest / fewest)
            for part in parts
        ]
        parts = [
            replace(
                part, fewest=max(0.0, share - max(share * EASE, room)), most=share + max(share * EASE, room)
            )
            for part, share in zip(parts, shares, strict=True)
        ]
    is_as_asked = parts == list(task.parts) and blocks == list(task.blocks)
    return task if is_as_asked else replace(task, blocks=blocks, parts=parts)


def _no_heavier(task: Task, block: Block) -> Block:
    """The block as heavy as anybody who may take it can carry; without weight where nobody may."""
    takers = [
        part.most
        for part in task.parts
        if (part.id == block.now if block.is_pinned else not block.needs & part.cannot)
    ]
    return (
        block if takers and block.weight <= max(takers) else replace(block, weight=max(takers, default=0.0))
    )


class _Teller:
    """Counts steps and says so; a no becomes Cancelled."""

    def __init__(self, on_progress: Progress | None, total: int) -> None:
        self.on_progress, self.total, self.done = on_progress, total, 0

    def __call__(self) -> None:
        self.done = min(self.done + 1, self.total)
        self.still()

    def still(self) -> None:
        """Say again how far it is: the work goes on, unless nobody wants it any more."""
        if self.on_progress is not None and self.on_progress(self.done, self.total) is False:
            raise Cancelled

    def all_done(self) -> None:
        """Say that nothing is left to do."""
        self.done = self.total - 1
        self()


def _together(
    task: Task, centres: numpy.ndarray, effort: float, tell: Callable[[], None]
) -> tuple[Solution, str]:
    """One solve over all parts: strict limits with ever more candidates; broken ones where nothing else goes."""
    for nearest in NEAREST:
        found = solve(task, centres, nearest=nearest, is_soft=False, effort=effort, tell=tell)
        if found is not None:
            return found, "kmeans cpsat"
        if nearest >= len(task.parts):
            break
    effort *= SOFT_EFFORT
    found = solve(task, centres, nearest=NEAREST[0], is_soft=True, effort=effort, tell=tell)
    if found is None:
        # Where parts cannot hang together, a middle of all that flows there lies in nobody's midst.
        apart = centres_of(task, is_even=False)
        found = solve(task, apart, nearest=NEAREST[-1], is_soft=True, may_part=True, effort=effort, tell=tell)
    if found is None:
        return _nearest(task, centres), "nearest"
    # Limits as far as they had to give way hold for a second look, which only shortens ways.
    given = _as_wide_as_needed(task, found.part_of)
    shorter = solve(
        given, centres, nearest=NEAREST[0], is_soft=False, effort=effort, hint=found.part_of, tell=tell
    )
    return replace(shorter or found, bound=None, is_within_limits=False), "kmeans cpsat soft"


def _as_wide_as_needed(task: Task, part_of: Sequence[int | None]) -> Task:
    """The task with limits that this plan keeps."""
    loads = loads_of(task, part_of)
    return replace(
        task,
        parts=[
            replace(part, fewest=min(part.fewest, load), most=max(part.most, load))
            for part, load in zip(task.parts, loads, strict=True)
        ],
    )


def _nearest(task: Task, centres: numpy.ndarray) -> Solution:
    """Each block to the nearest part that may take it and has room, the hardest first; else just to the nearest."""
    part_of: list[int | None] = [None] * len(task.blocks)
    loads = [0.0] * len(task.parts)
    at = {part.id: position for position, part in enumerate(task.parts)}
    order = sorted(
        range(len(task.blocks)),
        key=lambda block: (not task.blocks[block].is_pinned, -task.blocks[block].hardness, block),
    )
    cost = 0.0
    for block in order:
        one = task.blocks[block]
        squares = ((numpy.array([one.x, one.y]) - centres) ** 2).sum(axis=1)
        may = [part for part, each in enumerate(task.parts) if not one.needs & each.cannot]
        if one.is_pinned and one.now in at:
            may = [at[one.now]]
        if not may:
            continue
        chosen = min(
            may, key=lambda part: (loads[part] + one.weight > task.parts[part].most, squares[part], part)
        )
        part_of[block] = chosen
        loads[chosen] += one.weight
        cost += one.weight * float(squares[chosen])
    return Solution(part_of, cost, None, False)


def _in_districts(task: Task, centres: numpy.ndarray, tell: _Teller) -> Solution:
    """Parts gathered into districts by their centres, blocks given to districts, each district solved by itself."""
    count = ceil(len(task.parts) / TOGETHER)
    middles = spread_out(centres, numpy.ones(len(centres)), count, task.seed)
    groups = _even_groups(centres, middles)
    districts = [_district(task, number, group) for number, group in enumerate(groups)]
    coarse = _coarse(task, districts, groups)
    middles = numpy.array([centres[group].mean(axis=0) for group in groups])
    split, _method = _together(coarse, middles, task.effort, tell.still)
    part_of: list[int | None] = [None] * len(task.blocks)
    cost, bound = 0.0, 0.0
    for number, group in enumerate(groups):
        tell()
        members = [block for block, district in enumerate(split.part_of) if district == number]
        solution = _solved_alone(task, centres, (group, members), tell.still)
        cost += solution.cost
        bound += solution.bound or 0.0
        for block, part in zip(members, solution.part_of, strict=True):
            part_of[block] = part
    return Solution(part_of, cost, bound, True)


def _even_groups(centres: numpy.ndarray, middles: numpy.ndarray) -> list[list[int]]:
    """Parts by district, none larger than can be solved together."""
    squares = ((centres[:, None, :] - middles[None, :, :]) ** 2).sum(axis=2)
    groups: list[list[int]] = [[] for _middle in middles]
    most = ceil(len(centres) / len(middles)) + 2
    for part in sorted(range(len(centres)), key=lambda part: (float(squares[part].min()), part)):
        free = [group for group in range(len(groups)) if len(groups[group]) < most]
        groups[min(free, key=lambda group: (squares[part, group], group))].append(part)
    return [sorted(group) for group in groups if group]


def _district(task: Task, number: int, group: Sequence[int]) -> Part:
    """A district as one part: what its parts can take together, with a little room for whole buildings."""
    parts = [task.parts[part] for part in group]
    fewest, most = sum(part.fewest for part in parts), sum(part.most for part in parts)
    room = (most - fewest) * 0.15
    cannot = frozenset.intersection(*(part.cannot for part in parts))
    return Part(str(number), fewest + room, most - room, cannot)


def _coarse(task: Task, districts: Sequence[Part], groups: Sequence[Sequence[int]]) -> Task:
    """The same blocks, to be given to districts."""
    district_of = {task.parts[part].id: str(number) for number, group in enumerate(groups) for part in group}
    blocks = [
        replace(block, now=None if block.now is None else district_of.get(block.now)) for block in task.blocks
    ]
    return replace(task, blocks=blocks, parts=districts)


def _solved_alone(
    task: Task,
    centres: numpy.ndarray,
    district: tuple[Sequence[int], Sequence[int]],
    tell: Callable[[], None],
) -> Solution:
    """Some parts and some blocks of a task solved by themselves; positions of parts are the task's."""
    group, members = district
    small = cut_out(task, group, members)
    if not members:
        return Solution([], 0.0, 0.0, False)
    own = centres[list(group)] if task.price > 0 else centres_of(small)
    solution, _method = _together(small, own, task.effort / 2, tell)
    return Solution(
        [None if part is None else group[part] for part in solution.part_of],
        solution.cost,
        solution.bound,
        solution.is_within_limits,
    )


def _polished(task: Task, solution: Solution, tell: _Teller) -> tuple[Solution, str]:
    """The same plan with the borders between districts reconsidered, and again around limits that are still broken."""
    method = "kmeans districts cpsat polish"
    since, least = 0, _faults(task, solution)
    for turn in range(1, POLISHINGS + 1):
        tell()
        broken = None if turn == 1 else broken_parts(task, solution.part_of)
        if broken == set():
            return (solution if turn == 2 else _polished_once(task, solution, task.seed, None)), method
        solution = _polished_once(task, solution, task.seed + turn, broken)
        since = 0 if _faults(task, solution) < least else since + 1
        least = min(least, _faults(task, solution))
        if since >= PATIENCE:
            break
    # The last turns saw only a part of the plan, so what they count and prove says nothing about the whole.
    whole = cost_of(task, _middles(task, solution.part_of), solution.part_of)
    return replace(solution, cost=whole, bound=None), method


def _middles(task: Task, part_of: Sequence[int | None]) -> numpy.ndarray:
    """The middle of what each part has in a plan."""
    return numpy.array(
        [weighted_middle(task, each) if each else (0.0, 0.0) for each in members_of(task, part_of)]
    )


def _polished_once(task: Task, solution: Solution, seed: int, only: Set[int] | None) -> Solution:
    """Every part once more in another group than before; or only the groups that hold one of these parts."""
    centres = _middles(task, solution.part_of)
    middles = spread_out(centres, numpy.ones(len(centres)), ceil(len(centres) / TOGETHER), seed)
    part_of = list(solution.part_of)
    cost, bounds = 0.0, []
    for group in _even_groups(centres, middles):
        if only is not None and not only & set(group):
            continue
        blocks = [block for block, part in enumerate(part_of) if part in group]
        better = _again(task, centres, group, blocks, part_of)
        cost += better.cost
        bounds.append(better.bound)
        for block, part in zip(blocks, better.part_of, strict=True):
            part_of[block] = part
    return Solution(part_of, cost, None if None in bounds else sum(bounds), True)  # type: ignore[arg-type]


def _again(
    task: Task,
    centres: numpy.ndarray,
    group: Sequence[int],
    blocks: Sequence[int],
    part_of: Sequence[int | None],
) -> Solution:
    """A group of parts solved once more from what it has; what it has where nothing better is found."""
    small = cut_out(task, group, blocks)
    place = {part: position for position, part in enumerate(group)}
    old = [place.get(part) if (part := part_of[block]) is not None else None for block in blocks]
    own = centres[list(group)]
    best = Solution(old, cost_of(small, own, old), None, False)
    is_broken = bool(excess(small, old) or in_pieces(small, old))
    for is_soft in (False, True) if is_broken else (False,):
        found = solve(small, own, nearest=8, is_soft=is_soft, effort=task.effort / 2, hint=old)
        if found is not None and _rank(small, found) <= _rank(small, best):
            best = found
            break
    return replace(best, part_of=[None if part is None else group[part] for part in best.part_of])


def _rank(task: Task, solution: Solution) -> tuple[int, int, float]:
    """What counts first: limits, then hanging together, then short ways."""
    return *_faults(task, solution), solution.cost


def _faults(task: Task, solution: Solution) -> tuple[int, int]:
    return excess(task, solution.part_of), len(in_pieces(task, solution.part_of))


def cut_out(task: Task, group: Sequence[int], members: Sequence[int]) -> Task:
    """A task of some of the parts and some of the blocks, by positions, with the neighbours among them."""
    place = {block: position for position, block in enumerate(members)}
    return replace(
        task,
        blocks=[task.blocks[block] for block in members],
        parts=[task.parts[part] for part in group],
        neighbours=[(place[a], place[b]) for a, b in task.neighbours if a in place and b in place],
    )


def _plan(task: Task, solution: Solution, method: str) -> Plan:
    broken = broken_rules(task, solution.part_of)
    return Plan(
        part_of=solution.part_of,
        cost=solution.cost,
        bound=solution.bound,
        method=method,
        is_feasible=not broken,
        broken=broken,
    )
