"""The board and today: what stands where, put together from the counts; the number to poll against."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.coverage import pages, queries
from gridward.coverage.pages import RoundRow
from gridward.facts.clock import last_number
from gridward.rounds import access
from gridward.rounds.doorsteps import dues_of_mine
from gridward.rounds.models import Due, Outcome, OutcomeKind
from gridward.rounds.queries import (
    conflicts_waiting,
    exemptions_waiting,
    flags_waiting,
    latest_outcomes,
    open_rounds,
)
from gridward.rounds.words import said_words
from gridward.testing.board.today import TestedToday, tested_today

A_DAY: Final = timedelta(days=1)
BY: Final = ("areas", "workers")
MOST_GONE_UP: Final = 12


@dataclass(frozen=True)
class Board:
    """One round's coverage by area or worker, with the other open rounds beside it."""

    mark: str
    by: str
    now: datetime
    chosen: RoundRow | None = None
    rounds: list[RoundRow] = field(default_factory=list)
    rows: list[tuple[queries.CoverageRow, str]] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)
    gone_up: list[dict[str, Any]] = field(default_factory=list)

    @property
    def round_tabs(self) -> list[dict[str, Any]]:
        """The open rounds to choose between."""
        current = self.chosen.round.id if self.chosen else None
        return [
            {
                "label": row.round.name,
                "url": f"{reverse('board')}?round={row.round.id}&by={self.by}",
                "is_current": row.round.id == current,
                "count": row.counts.missing,
            }
            for row in self.rounds
        ]

    @property
    def by_tabs(self) -> list[dict[str, Any]]:
        """By area or by worker."""
        words = {"areas": _("By area"), "workers": _("By worker")}
        here = f"{reverse('board')}?round={self.chosen.round.id}" if self.chosen else reverse("board")
        return [
            {"label": words[by], "url": f"{here}&by={by}", "is_current": by == self.by, "count": None}
            for by in BY
        ]

    @property
    def poll_url(self) -> str:
        """Where the live part asks again; the mark says what it has."""
        chosen = f"&round={self.chosen.round.id}" if self.chosen else ""
        return f"{reverse('board')}?by={self.by}&mark={self.mark}{chosen}"


def mark_of(actor: Actor, now: datetime) -> str:
    """Changes whenever something was written, and when the window of an open round ends: two statements."""
    late = open_rounds(actor.community_id).filter(closes_at__lte=now).count()
    return f"{last_number(actor.community_id)}-{late}"


def board_of(actor: Actor, round_id: str, by: str, now: datetime, mark: str) -> Board:
    """The round asked for, else the verification that ends first, else any open round."""
    by = by if by in BY else BY[0]
    rounds = pages.round_rows(actor, open_rounds(actor.community_id), now)
    chosen = next((row for row in rounds if str(row.round.id) == round_id), None)
    chosen = chosen or next((row for row in rounds if row.round.kind.is_verification), None)
    chosen = chosen or (rounds[0] if rounds else None)
    if chosen is None:
        return Board(mark, by, now)
    read = queries.by_area if by == "areas" else queries.by_worker
    url = pages.open_area_url if by == "areas" else pages.open_worker_url
    rows = [(row, url(chosen.round, row)) for row in read(actor, chosen.round, now)]
    said = pages.figures_said(chosen.round, chosen.counts)
    return Board(mark, by, now, chosen, rounds, rows, said, gone_up_in(actor, chosen))


def gone_up_in(actor: Actor, chosen: RoundRow) -> list[dict[str, Any]]:
    """What went up and is open: plate, since when, and under whose name now; the longest waiting first."""
    if not chosen.counts.gone_up:
        return []
    dues = list(queries.listed_dues(actor, chosen.round, queries.GapFilter(said="gone_up"))[:MOST_GONE_UP])
    names = worker_names(due.escalated_to_id for due in dues)
    return [
        {
            "place": (due.door.plate or due.door.address) if due.door else "",
            "at": due.escalated_at,
            "to": names.get(due.escalated_to_id, ""),
            "url": reverse("due", args=[due.id]),
        }
        for due in sorted(dues, key=lambda due: due.escalated_at)
    ]


@dataclass(frozen=True)
class Today:
    """What is open now, what is late, what is mine, what waits for me, what changed."""

    rounds: list[RoundRow]
    mine: int
    mine_late: int
    waiting: list[dict[str, Any]]
    changes: list[dict[str, Any]]
    testing: TestedToday | None = None

    @property
    def missing(self) -> int:
        """What stands open in all rounds together."""
        return sum(row.counts.missing for row in self.rounds)

    @property
    def late(self) -> int:
        """Of it, what is past its window."""
        return sum(row.counts.late for row in self.rounds)


def today_of(actor: Actor, now: datetime) -> Today:
    """Today as one actor sees it."""
    mine = dues_of_mine(actor).filter(state=Due.State.OPEN)
    return Today(
        rounds=pages.round_rows(actor, open_rounds(actor.community_id), now),
        mine=mine.count(),
        mine_late=mine.filter(round__closes_at__lte=now).count(),
        waiting=_waiting(actor) if actor.is_any_of(*access.DECIDERS) else [],
        changes=_changes(latest_outcomes(actor, now - A_DAY)),
        testing=tested_today(actor, now),
    )


def _waiting(actor: Actor) -> list[dict[str, Any]]:
    """What waits for a decision, each with its list; nothing that is empty."""
    exemptions = exemptions_waiting(actor).order_by().values_list("round_id", flat=True)
    found = [
        {
            "label": _("Exemptions waiting"),
            "value": sum(1 for id in exemptions if id == round_id),
            "url": f"{reverse('round', args=[round_id])}?show=exemptions",
            "note": "",
        }
        for round_id in sorted(set(exemptions))
    ]
    odd = flags_waiting(actor).count() + conflicts_waiting(actor).count()
    if odd:
        found.append({"label": _("Records to look at"), "value": odd, "url": reverse("flags"), "note": ""})
    return found


def _changes(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """What was recorded last, for the timeline part: plates and workers, no residents."""
    names = worker_names(outcome.by_id for outcome in outcomes)
    return [
        {
            "when": outcome.corrected_at,
            "title": _place(outcome) + _(": ") + said_words(outcome, outcome.due.round.kind),
            "by": names.get(outcome.by_id, ""),
            "state": "conflict" if outcome.flags else "done" if outcome.kind == OutcomeKind.DONE else "open",
            "url": reverse("due", args=[outcome.due_id]),
        }
        for outcome in outcomes
    ]


def _place(outcome: Outcome) -> str:
    door = outcome.due.door
    return str((door.plate or door.address) if door else outcome.due.round.name)
