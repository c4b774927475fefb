"""What all benches share: timing a thing against its peer, turn by turn, and telling the ratios."""

import gc
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from statistics import median
from time import perf_counter, process_time

Deed = Callable[[], object]


@dataclass(frozen=True)
class Took:
    """What a deed took: seconds on the wall, and seconds of this process on a processor."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Ratio:
    """How often `against` goes into `what`, once for each time measured; `limit` is what was promised, if anything was.

    `cpu` holds the same ratios by processor time of this process, which other people's work on the machine disturbs
    less; a database server's own time is not in it.
    """

    what: str
    against: str
    wall: list[float]
    cpu: list[float] = field(default_factory=list)
    limit: float | None = None

    @property
    def is_over(self) -> bool:
        """Whether more than was promised."""
        return self.limit is not None and median(self.wall) > self.limit


@dataclass(frozen=True)
class Size:
    """How many there are of something where the promise is set: in full, and for a quick look."""

    full: int
    quick: int

    def of(self, is_quick: bool) -> int:
        """The one that is asked for."""
        return self.quick if is_quick else self.full


def clocked(deed: Deed, is_swept: bool = True) -> Took:
    """Do it once and say what it took; a collection of garbage left by others is not counted in."""
    if is_swept:
        gc.collect()
    wall, cpu = perf_counter(), process_time()
    deed()
    return Took(perf_counter() - wall, process_time() - cpu)


def turn_by_turn(
    what: str, deed: Deed, against: str, peer: Deed, times: int = 3, limit: float | None = None
) -> Ratio:
    """Do the peer and the deed in turns, so that both meet the same disturbances."""
    pairs = [(clocked(peer), clocked(deed)) for _ in range(times)]
    return ratio(what, [b for _, b in pairs], against, [a for a, _ in pairs], limit)


def ratio(what: str, took: list[Took], against: str, peers: list[Took], limit: float | None = None) -> Ratio:
    """The ratios of pairs that were timed one after another."""
    pairs = list(zip(took, peers, strict=True))
    return Ratio(
        what, against, [a.wall / b.wall for a, b in pairs], [a.cpu / b.cpu for a, b in pairs if b.cpu], limit
    )


def tell(ratios: Iterator[Ratio]) -> None:
    """Print each ratio as soon as it is known, one JSON object a line."""
    for one in ratios:
        print(json.dumps(asdict(one), ensure_ascii=False), flush=True)


def row(database: str, one: Ratio) -> str:
    """One line of the table."""
    promised = "" if one.limit is None else f"{number(one.limit)}{' — over' if one.is_over else ''}"
    cells = (one.what, one.against, database, spread(one.wall), spread(one.cpu), promised)
    return f"| {' | '.join(cells)} |"


TITLES = ("What", "against", "on", "ratio (lowest to highest)", "by processor time", "promised at most")
HEAD = f"| {' | '.join(TITLES)} |\n{'|---' * len(TITLES)}|"


def spread(values: list[float]) -> str:
    """The median, and how far the single ones lay apart."""
    if not values:
        return ""
    if len(values) == 1:
        return number(values[0])
    return f"{number(median(values))} ({number(min(values))} to {number(max(values))})"


def number(value: float) -> str:
    """Three figures that mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
