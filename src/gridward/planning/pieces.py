"""The plain data that planning works on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Block:
    """Something that goes to one part whole: a building, or a single door where a building may be split.

    `x`, `y` in metres; `weight` what is balanced (minutes or doors), `doors` how many doors are in it; `now` the part
    that has it at present; `needs` what its carrier must be able to (`stairs`, `nights`); `is_pinned`: it stays with
    `now`; `hardness` 1 to 3: hardest are placed first.
    """

    id: str
    x: float
    y: float
    weight: float
    doors: int = 1
    now: str | None = None
    needs: frozenset[str] = frozenset()
    is_pinned: bool = False
    hardness: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One that blocks go to: an area to be drawn, or a worker. `cannot` names needs it cannot meet."""

    id: str
    fewest: float
    most: float
    cannot: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be shared out: blocks, parts, which blocks are neighbours (pairs of positions), and what a move costs.

    `price`, in metres: a block leaves the part it has now only where that saves more than `weight × price²` of
    compactness; 0 plans afresh.
    """

    blocks: Sequence[Block]
    parts: Sequence[Part]
    neighbours: Sequence[tuple[int, int]]
    price: float = 0.0
    seed: int = 1
    effort: float = 10.0
    """Work of the solver at most, in its own deterministic measure: one is one to four seconds of a core."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which part each block goes to (by position in `parts`, None: nobody can take it), and how good that is.

    `cost` is the sum of weight × squared distance to the part's centre in metres, and the price of what moves; `bound`
    the least possible cost the solver proved for its centres (planned in districts: each by itself; None where nothing
    was proved), `method` the steps taken in words of the code.
    """

    part_of: Sequence[int | None]
    cost: float
    bound: float | None
    method: str
    is_feasible: bool
    broken: Mapping[str, int] = field(default_factory=dict)
    """What could not be kept, counted by rule: too_few, too_many, not_contiguous (parts), unplaced (blocks)."""


@dataclass(frozen=True, slots=True)
class Move:
    """A block that changes its part, by positions, and why.

    ill: its part is gone; cannot: its part may not take it; joins: it had none; too_many, too_few: its part had more
    than the most, or the new one less than the fewest; nearer: the new part's centre is; makes_room: it gives way.
    """

    block: int
    before: int | None
    after: int | None
    why: str
