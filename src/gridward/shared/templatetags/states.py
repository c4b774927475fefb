"""State as colour, shape and word together, and the bars that add states up."""

from dataclasses import dataclass
from typing import Final

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from gridward.shared.templatetags.icons import drawing
from gridward.shared.templatetags.words import count

register = template.Library()

WORDS: Final[dict[str, Promise]] = {
    "done": pgettext_lazy("state", "Done"),
    "open": pgettext_lazy("state", "Open"),
    "late": pgettext_lazy("state", "Late"),
    "exempt": pgettext_lazy("state", "Exempt"),
    "conflict": pgettext_lazy("state", "Conflict"),
}
# Signed off is told by its word; a bar draws it as it draws the exempt.
SPOKEN: Final[dict[str, Promise]] = {**WORDS, "signed_off": pgettext_lazy("state", "Signed off")}
DRAWN_AS: Final = {"signed_off": "exempt"}
# A sliver thinner than this cannot be seen on a phone, and one late door must be seen.
LEAST_SHARE: Final = 1.5


@dataclass(frozen=True)
class Segment:
    """One state's part of a bar: where it begins and how wide it is, in per cent."""

    state: str
    amount: int
    start: float
    width: float


@register.simple_tag
def state(name: str, word: str = "") -> SafeString:
    """Return the chip of one state: done, open, late, exempt or conflict; `word` replaces the usual word.

    Raises `TemplateSyntaxError` for any other name.
    """
    return format_html(
        '<span class="state state-{}">{}<span>{}</span></span>', name, state_shape(name), word or WORDS[name]
    )


@register.simple_tag
def state_shape(name: str) -> SafeString:
    """Return the shape of a state alone, for places where the word stands beside it already."""
    if name not in WORDS:
        raise template.TemplateSyntaxError(f"{name!r} is no state; choose one of {', '.join(WORDS)}.")
    return format_html(
        '<span class="shape shape-{}" aria-hidden="true">{}</span>', name, drawing(f"state-{name}")
    )


@register.simple_tag
def coverage_bar(done: int, open: int, late: int = 0, exempt: int = 0, signed_off: int = 0) -> SafeString:
    """Return a bar of separate counts; late ones are not counted among the open.

    The exempt are drawn but do not enter the percentage; what somebody signed off does, for it was not done:
    coverage = done ÷ (done + open + late + signed off).
    """
    amounts = {"done": done, "late": late, "open": open, "signed_off": signed_off, "exempt": exempt}
    rects = format_html_join(
        "",
        '<rect class="bar-{}" x="{}%" width="{}%" height="100%"{}/>',
        (
            (
                DRAWN_AS.get(part.state, part.state),
                f"{part.start:.2f}",
                f"{part.width:.2f}",
                _pattern(part.state),
            )
            for part in segments(amounts)
        ),
    )
    return format_html(
        '<span class="coverage"><svg class="bar" role="img" aria-label="{}" width="100%" height="14">{}</svg>'
        '<span class="coverage-share">{}</span></span>',
        bar_words(amounts),
        rects,
        share_words(done, done + open + late + signed_off),
    )


@register.filter
def share(done: int, due: int) -> str:
    """Return done ÷ due as a whole percentage: `{{ done|share:due }}`."""
    return share_words(done, due)


def share_words(done: int, due: int) -> str:
    """Return a percentage rounded down, so that 100 % is said only when nothing is missing."""
    return f"{done * 100 // due}%" if due > 0 else "–"


def bar_words(amounts: dict[str, int]) -> str:
    """Return what a bar shows as one sentence, for those who hear the page."""
    spoken = [f"{SPOKEN[name]} {count(amount)}" for name, amount in amounts.items() if amount]
    return _(", ").join(spoken) or _("Nothing to do")


def segments(amounts: dict[str, int]) -> list[Segment]:
    """Share the width among the states that occur; each of them gets at least a visible sliver."""
    present = {name: amount for name, amount in amounts.items() if amount > 0}
    total = sum(present.values())
    widths = {name: max(amount * 100 / total, LEAST_SHARE) for name, amount in present.items()}
    if widths:
        widest = max(widths, key=lambda name: widths[name])
        widths[widest] -= sum(widths.values()) - 100
    parts: list[Segment] = []
    start = 0.0
    for name, width in widths.items():
        parts.append(Segment(name, present[name], start, width))
        start += width
    return parts


def _pattern(name: str) -> SafeString:
    """Hatch the late part (the pattern is drawn once, in base.html), so that it survives a grey printer."""
    return SafeString(' fill="url(#hatch-late)"' if name == "late" else "")
