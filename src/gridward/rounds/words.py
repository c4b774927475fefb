"""Rounds and outcomes put into words."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from gridward.rounds.answers import answer_of
from gridward.rounds.models import (
    Due,
    ExemptReason,
    How,
    LeaveReason,
    Outcome,
    OutcomeKind,
    RoundKind,
    SignOffReason,
)
from gridward.rounds.outcomes import (
    ALREADY_SETTLED,
    CLOSED,
    CONFLICT,
    NO_LONGER_YOURS,
    NOT_YOUR_DOOR,
    UNREADABLE,
)
from gridward.shared.problems import PROBLEM_CODES

# The five states a page knows; signed off and left are told by their word.
SHAPES: Final = {
    Due.State.OPEN: "open",
    Due.State.DONE: "done",
    Due.State.EXEMPT: "exempt",
    Due.State.SIGNED_OFF: "exempt",
    Due.State.LEFT: "exempt",
}
FLAGS: Final[dict[str, Promise]] = {
    CLOSED.code: gettext_lazy("Came after the round was closed"),
    ALREADY_SETTLED.code: gettext_lazy("Was settled before by somebody else"),
    NO_LONGER_YOURS.code: gettext_lazy("The door had passed to somebody else"),
    CONFLICT.code: gettext_lazy("The same record with other words"),
    UNREADABLE.code: gettext_lazy("Could not be read"),
    NOT_YOUR_DOOR.code: gettext_lazy("Not the sender's door"),
}


def named(row: Any) -> str:
    """The name of a row that has one in Chinese and may have one in English."""
    is_chinese = (get_language() or "zh").startswith("zh")
    return str(row.name_zh if is_chinese or not row.name_en else row.name_en)


def outcome_words(kind: str, how: str = "") -> str:
    """What was found, and how, where it was done."""
    found = str(OutcomeKind(kind).label) if kind in OutcomeKind.values else kind
    return f"{found} · {How(how).label}" if how in How.values else found


def said_words(outcome: Outcome, kind: RoundKind) -> str:
    """What was said at a due: the kind's own answer with its number, else what was found and how."""
    answer = answer_of(kind, outcome.answer)
    if answer is None:
        return outcome_words(outcome.kind, outcome.how)
    return answer.words if outcome.number is None else f"{answer.words} · {outcome.number}"


def reason_words(reason: str) -> str:
    """A reason of an exemption, a sign-off or leaving."""
    for reasons in (ExemptReason, SignOffReason, LeaveReason):
        if reason in reasons.values:
            return str(reasons(reason).label)
    return reason


def flag_words(code: str) -> str:
    """What a flag means."""
    if code in FLAGS:
        return str(FLAGS[code])
    return PROBLEM_CODES[code].message if code in PROBLEM_CODES else code
