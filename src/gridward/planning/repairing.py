"""Somebody is away: their doors go to the others, and little else moves."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from gridward.planning.assigning import Progress, assign, cut_out
from gridward.planning.centres import present_centres
from gridward.planning.measures import broken_rules
from gridward.planning.moves import moves
from gridward.planning.pieces import Block, Move, Plan, Task

# Metres a block must save to be moved although its own part is still there.
STAYING_PRICE = 400.0
# How many parts around are asked to take the doors, before all are.
CIRCLES = (8, 16)


def repair(
    task: Task, gone: Collection[str], *, on_progress: Progress | None = None
) -> tuple[Plan, list[Move]]:
    """A plan without the parts that are gone, and every move with its reason; positions are those of the task.

    The parts around are asked first, ever more of them until limits hold. Pins of parts that are gone fall. Raises
    planning.Cancelled where `on_progress` says no.
    """
    stay = [position for position, part in enumerate(task.parts) if part.id not in gone]
    blocks = [
        replace(block, now=None, is_pinned=False) if block.now in gone else block for block in task.blocks
    ]
    left = replace(
        task,
        blocks=blocks,
        parts=[task.parts[position] for position in stay],
        price=max(task.price, STAYING_PRICE),
    )
    plan = _from_around(left, on_progress) or assign(left, on_progress=on_progress)
    back = replace(plan, part_of=[None if part is None else stay[part] for part in plan.part_of])
    return back, moves(task, back, gone)


def _from_around(task: Task, on_progress: Progress | None) -> Plan | None:
    """A plan that changes only parts near the blocks that have none, or None where that breaks a limit."""
    at = {part.id: position for position, part in enumerate(task.parts)}
    now = [at.get(block.now) if block.now is not None else None for block in task.blocks]
    homeless = [block for block, part in zip(task.blocks, now, strict=True) if part is None]
    nearest = _nearest_parts(task, homeless)
    for circle in CIRCLES:
        if not homeless or circle >= len(nearest):
            return None
        group = sorted(nearest[:circle])
        members = [block for block, part in enumerate(now) if part is None or part in group]
        small = assign(cut_out(task, group, members), on_progress=on_progress)
        if small.is_feasible:
            for block, part in zip(members, small.part_of, strict=True):
                now[block] = None if part is None else group[part]
            broken = broken_rules(task, now)
            return replace(
                small, part_of=now, method=f"{small.method} around", is_feasible=not broken, broken=broken
            )
    return None


def _nearest_parts(task: Task, homeless: Sequence[Block]) -> list[int]:
    """Parts by how near the middle of what they have is to any block that has none."""
    centres = present_centres(task)

    def far(part: int) -> float:
        x, y = centres[part]
        return min((block.x - x) ** 2 + (block.y - y) ** 2 for block in homeless)

    known = sorted(centres, key=lambda part: (far(part), part)) if homeless else []
    return known + [part for part in range(len(task.parts)) if part not in centres]
