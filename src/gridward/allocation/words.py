"""Words of proposals that several pages use."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridward.allocation.models import Proposal

State = Proposal.State
# Which of the five marks a proposal bears.
MARKS: Final[dict[str, str]] = {
    State.WAITING: "open",
    State.PLANNING: "open",
    State.READY: "open",
    State.ACCEPTED: "done",
    State.CANCELLED: "exempt",
    State.FAILED: "late",
}
# Why something moves; `cannot` is the worker's own affair and is told to nobody who may not see it.
WHY: Final[dict[str, Promise]] = {
    "ill": gettext_lazy("%(before)s is away"),
    "too_many": gettext_lazy("%(before)s had too much"),
    "too_few": gettext_lazy("%(after)s had too little"),
    "nearer": gettext_lazy("nearer to what %(after)s has"),
    "makes_room": gettext_lazy("%(before)s makes room for something nearer"),
    "joins": gettext_lazy("nobody had it"),
    "no_part": gettext_lazy("%(before)s takes no part"),
    "together": gettext_lazy("a building stays in one hand"),
    "cannot": gettext_lazy("does not fit the limits of %(before)s"),
    "by_hand": gettext_lazy("changed by hand"),
}
BROKEN: Final[dict[str, Promise]] = {
    "too_few": gettext_lazy("have less than the fewest"),
    "too_many": gettext_lazy("have more than the most"),
    "not_contiguous": gettext_lazy("do not lie in one piece"),
    "unplaced": gettext_lazy("could be given to nobody"),
}


def why_words(why: str, before: str, after: str) -> str:
    """Why something moves, with names."""
    if not before and why != "by_hand":
        why = "joins"
    return str(WHY.get(why, why)) % {"before": before, "after": after}


def broken_words(broken: dict[str, int]) -> list[str]:
    """What could not be kept, a line a rule."""
    return [
        _("%(number)s %(words)s") % {"number": number, "words": BROKEN.get(rule, rule)}
        for rule, number in broken.items()
        if number
    ]
