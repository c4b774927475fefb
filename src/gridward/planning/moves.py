"""What a plan changes, block by block, with the reason of each."""

from collections.abc import Collection

from gridward.planning.centres import present_centres
from gridward.planning.measures import members_of
from gridward.planning.pieces import Move, Plan, Task


def moves(task: Task, plan: Plan, gone: Collection[str] = ()) -> list[Move]:
    """Every block whose part changes, in the order of the task; `gone`: parts that are no longer there."""
    at = {part.id: position for position, part in enumerate(task.parts)}
    before = [at.get(block.now) if block.now is not None else None for block in task.blocks]
    loads = [sum(task.blocks[each].weight for each in members) for members in members_of(task, before)]
    centres = present_centres(task)
    found = []
    for block, (old, new) in enumerate(zip(before, plan.part_of, strict=True)):
        if old != new or _lost(task, block, gone):
            found.append(Move(block, old, new, _why(task, block, (old, new), gone, loads, centres)))
    return found


def _lost(task: Task, block: int, gone: Collection[str]) -> bool:
    return task.blocks[block].now in gone


def _why(
    task: Task,
    block: int,
    change: tuple[int | None, int | None],
    gone: Collection[str],
    loads: list[float],
    centres: dict[int, tuple[float, float]],
) -> str:
    old, new = change
    one = task.blocks[block]
    if _lost(task, block, gone):
        return "ill"
    if old is None:
        return "joins"
    if one.needs & task.parts[old].cannot or new is None:
        return "cannot"
    if loads[old] > task.parts[old].most:
        return "too_many"
    if loads[new] < task.parts[new].fewest:
        return "too_few"
    if new in centres and _square(one.x, one.y, centres[new]) < _square(one.x, one.y, centres[old]):
        return "nearer"
    return "makes_room"


def _square(x: float, y: float, centre: tuple[float, float]) -> float:
    return (x - centre[0]) ** 2 + (y - centre[1]) ** 2
