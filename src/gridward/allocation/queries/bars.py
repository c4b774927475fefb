"""Loads as bars: widths in hundredths of a common scale, drawn as shapes without any style."""

from dataclasses import dataclass

from gridward.allocation.models import Balance
from gridward.allocation.queries.proposals import PartLoad, ProposalView
from gridward.allocation.queries.workers import WorkerLoad


@dataclass(frozen=True)
class Bar:
    """A load before and after, with the limits as marks; all in hundredths of the widest."""

    before: str
    after: str
    fewest: str
    most: str
    state: str


def bar(before: float, after: float, fewest: float, most: float, scale: float) -> Bar:
    """One bar; the state says on which side of the limits the load after lies."""
    state = "done"
    if most:
        state = "late" if after > most else "open" if after < fewest else "done"
    return Bar(
        before=_share(before, scale),
        after=_share(after, scale),
        fewest=_share(fewest, scale),
        most=_share(most, scale),
        state=state,
    )


def _share(value: float, scale: float) -> str:
    return f"{100 * value / scale if scale else 0:.1f}"


def bars_of(view: ProposalView) -> list[tuple[PartLoad, Bar]]:
    """Everybody of a proposal with a bar, in doors or minutes as it was balanced."""
    balance = view.proposal.options.get("balance", Balance.DOORS)
    loads = [value for part in view.parts for value in (part.before(balance), part.after(balance), part.most)]
    scale = max(loads, default=0.0) * 1.05
    return [
        (part, bar(part.before(balance), part.after(balance), part.fewest, part.most, scale))
        for part in view.parts
    ]


def load_bar(load: WorkerLoad) -> Bar:
    """A worker's load now against the limits."""
    return bar(load.doors, load.all, load.fewest, load.most, load.most_of_all * 1.05)
