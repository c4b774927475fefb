"""Dividing a community into areas: parts with limits, no past to be kept."""

from collections.abc import Sequence
from dataclasses import replace

from gridward.planning.assigning import Progress, assign
from gridward.planning.pieces import Block, Part, Plan, Task


def divide(
    blocks: Sequence[Block],
    parts: Sequence[Part],
    neighbours: Sequence[tuple[int, int]],
    *,
    seed: int = 1,
    effort: float = 10.0,
    on_progress: Progress | None = None,
) -> Plan:
    """Blocks shared out over parts afresh; what is pinned stays with the part it has.

    Raises planning.Cancelled where `on_progress` says no.
    """
    free = [block if block.is_pinned else replace(block, now=None) for block in blocks]
    return assign(
        Task(blocks=free, parts=parts, neighbours=neighbours, seed=seed, effort=effort),
        on_progress=on_progress,
    )


def parts_for(blocks: Sequence[Block], count: int, tolerance: float = 0.1) -> list[Part]:
    """`count` new parts (ids 1, 2, …), each to get an even share of the weight, within a tolerance (0.1: ± 10 %)."""
    share = sum(block.weight for block in blocks) / count
    heaviest = max((block.weight for block in blocks), default=0.0)
    # A share smaller than one block cannot be met more closely than by that block.
    most = max(share * (1 + tolerance), heaviest)
    return [Part(str(number), share * (1 - tolerance), most) for number in range(1, count + 1)]
