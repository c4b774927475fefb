"""Small towns for the tests of planning: places on a bent grid, the same for a seed."""

from collections.abc import Mapping
from random import Random

from gridward.planning.neighbours import gabriel
from gridward.planning.pieces import Block, Part, Plan, Task


def town(buildings: int, parts: int, *, seed: int = 1, fewest: float = 0, most: float = 10**6) -> Task:
    """Buildings of one to six doors, each door weighing one."""
    chance = Random(seed)
    blocks = []
    for number in range(buildings):
        doors = chance.randint(1, 6)
        blocks.append(
            Block(
                str(number),
                60 * (number % 9) + chance.uniform(-20, 20),
                60 * (number // 9) + chance.uniform(-20, 20),
                float(doors),
                doors,
            )
        )
    pairs = gabriel([(block.x, block.y) for block in blocks])
    return Task(blocks, [Part(str(part), fewest, most) for part in range(parts)], pairs, effort=3.0)


def evenly(task: Task, tolerance: float = 0.25) -> tuple[float, float]:
    """Limits that an even share keeps."""
    share = sum(block.weight for block in task.blocks) / len(task.parts)
    return share * (1 - tolerance), share * (1 + tolerance)


def by_id(task: Task, plan: Plan) -> Mapping[str, str | None]:
    """The plan as ids."""
    return {
        block.id: None if part is None else task.parts[part].id
        for block, part in zip(task.blocks, plan.part_of, strict=True)
    }
