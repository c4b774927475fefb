"""What the pages of a round are made of, put together from the counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridward.accounts.actors import Actor
from gridward.coverage.queries import Counts, CoverageRow, counts_of_rounds
from gridward.coverage.words import SAID_WORDS
from gridward.rounds import access
from gridward.rounds.answers import answers_of
from gridward.rounds.headcounts import counts_heads
from gridward.rounds.models import Due, Round
from gridward.rounds.scopes import Scope
from gridward.rounds.words import named

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class RoundRow:
    """A round in a list."""

    round: Round
    kind: str
    counts: Counts
    state: str


def round_rows(actor: Actor, rounds: Iterable[Round], now: datetime) -> list[RoundRow]:
    """Rounds with their counts, by one statement for all.

    A round whose dues were given by name is nobody's business in whose sight none of them lies.
    """
    listed = list(rounds)
    counts = counts_of_rounds(actor, listed, now)
    shown = [r for r in listed if counts[r.id].due or not Scope.from_json(r.scope).is_named]
    return [RoundRow(r, named(r.kind), counts[r.id], state_of_round(r, counts[r.id], now)) for r in shown]


def state_of_round(round_: Round, counts: Counts, now: datetime) -> str:
    """The state a page shows for a whole round."""
    if round_.state == Round.State.CLOSED:
        return "done"
    return "late" if counts.missing and round_.closes_at <= now else "open"


def figures_of(round_: Round, counts: Counts) -> list[dict[str, Any]]:
    """Each state with the list it counts."""
    said = [
        (pgettext("due", "Done"), "done", counts.done, Due.State.DONE),
        (pgettext("state", "Late"), "late", counts.late, Due.State.OPEN),
        (_("Still open"), "open", counts.open, Due.State.OPEN),
        (pgettext("due", "Exempt"), "exempt", counts.exempt, Due.State.EXEMPT),
        (pgettext("due", "Signed off"), "exempt", counts.signed_off, Due.State.SIGNED_OFF),
        (pgettext("due", "Left the scope"), "exempt", counts.left, Due.State.LEFT),
    ]
    always = (Due.State.DONE, Due.State.OPEN)
    figures = [
        {"label": words, "state": shape, "value": count, "url": list_url(round_, state=state)}
        for words, shape, count, state in said
        if count or (state in always and not (shape == "late" or (shape == "open" and counts.late)))
    ]
    return figures + figures_said(round_, counts)


def figures_said(round_: Round, counts: Counts) -> list[dict[str, Any]]:
    """What answers say besides: moved, refused, unaccounted for, gone up; where the kind can say so or somebody did."""
    meanings = {answer.meaning for answer in answers_of(round_.kind)}
    told = [
        (SAID_WORDS["moved"], "done", counts.moved, "moved"),
        (SAID_WORDS["unaccounted"], "late", counts.unaccounted, "unaccounted"),
        (SAID_WORDS["refused"], "late", counts.refused, "refused"),
        (SAID_WORDS["gone_up"], "late", counts.gone_up, "gone_up"),
    ]
    return [
        {"label": words, "state": shape, "value": count, "url": list_url(round_, said=name)}
        for words, shape, count, name in told
        if count or name in meanings
    ]


def list_url(round_: Round, **said: object) -> str:
    """The address of the round's list, narrowed."""
    words = {name: str(value) for name, value in said.items() if value}
    return f"{reverse('round', args=[round_.id])}?{urlencode({'show': 'gaps', **words})}"


def open_area_url(round_: Round, row: CoverageRow) -> str:
    """The list of an area's open dues."""
    return list_url(round_, area=row.id or NOBODY)


def open_worker_url(round_: Round, row: CoverageRow) -> str:
    """The list of a worker's open dues."""
    return list_url(round_, worker=row.id or NOBODY)


def tabs_of(round_: Round, show: str, counts: Counts, waiting: int) -> list[dict[str, Any]]:
    """What the round's page chooses between."""
    here = reverse("round", args=[round_.id])
    said = [
        ("areas", _("By area"), None),
        ("workers", _("By worker"), None),
        ("gaps", _("Still open"), counts.missing),
    ]
    if counts_heads(round_.kind):
        said.insert(0, ("heads", _("Head-count"), None))
    if waiting:
        said.append(("exemptions", _("Exemptions waiting"), waiting))
    if round_.state == Round.State.CLOSED:
        said.insert(0, ("statement", _("Closing statement"), None))
    return [
        {"label": words, "url": f"{here}?show={name}", "is_current": name == show, "count": count}
        for name, words, count in said
    ]


def may_rule(actor: Actor, round_: Round) -> bool:
    """Whether the actor may close this round."""
    return access.may_rule(actor, Scope.from_json(round_.scope))
