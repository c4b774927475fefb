"""Counts as lines of a page or a printed sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.areas.models import Area
from gridward.coverage.comparison import DoorChange
from gridward.coverage.queries import GapFilter, GapRow, gap_rows
from gridward.coverage.words import CHANGES, SAID_WORDS
from gridward.households.models import DoorState
from gridward.rounds.answers import answer_of
from gridward.rounds.choices import scope_words
from gridward.rounds.models import Due, How, Round, SignOffReason
from gridward.rounds.queries import addenda_of
from gridward.rounds.scopes import Scope
from gridward.rounds.tiles import note_of, state_of, word_of
from gridward.rounds.words import flag_words, named, outcome_words, reason_words

SIGN_OFF_REASONS: Final = SignOffReason.choices
Lines = list[dict[str, Any]]


@dataclass(frozen=True)
class GapLine:
    """A due in a list: the words for it, its state, and what to know before going."""

    row: GapRow
    state: str
    word: str
    note: str
    url: str


def gap_lines(actor: Actor, round_: Round, dues: Iterable[Due]) -> list[GapLine]:
    """Lines in the order of the dues."""
    now = timezone.now()
    return [
        GapLine(
            row,
            state_of(row.due, now),
            word_of(row.due),
            _("; ").join(filter(None, [note_of(row.due), settled_words(row.due)])),
            reverse("due", args=[row.due.id]),
        )
        for row in gap_rows(actor, round_, dues)
    ]


def settled_words(due: Due) -> str:
    """How a due was settled."""
    if due.state == Due.State.DONE and (answer := answer_of(due.round.kind, due.answer)):
        return answer.words
    if due.state == Due.State.DONE:
        return str(How(due.how).label) if due.how in How.values else ""
    return reason_words(due.reason) if due.reason else ""


def chosen_words(actor: Actor, chosen: GapFilter) -> list[str]:
    """What a list is narrowed to, in words."""
    words: list[str] = []
    if chosen.area_id:
        area = Area.objects.with_ids(actor.community_id, [chosen.area_id]).first()
        words.append(area.name if area else _("In no area"))
    if chosen.worker_id:
        words.append(worker_names([chosen.worker_id]).get(chosen.worker_id, _("Under no worker")))
    if chosen.said:
        words.append(str(SAID_WORDS[chosen.said]))
    if chosen.state:
        words.append(str(Due.State(chosen.state).label))
    return words


def sheet_of(actor: Actor, round_: Round) -> dict[str, Any]:
    """The closing statement as lines: counts, why, by whom, and what it rests on."""
    said = round_.statement or {}
    rests = said.get("rests_on", {})
    return {
        "coverage": said.get("coverage", {}),
        "counts": [
            _line(_("Due"), said.get("dues")),
            _line(pgettext("due", "Done"), said.get("done"), _joined(said.get("done_by_how", {}), _how)),
            _line(
                pgettext("due", "Exempt"),
                said.get("exempt"),
                _joined(said.get("exempt_by_reason", {}), reason_words),
            ),
            _line(
                pgettext("due", "Signed off"),
                said.get("signed_off"),
                _("; ").join(map(_signature, said.get("signed_off_by", []))),
            ),
            _line(
                pgettext("due", "Left the scope"),
                said.get("left"),
                _joined(said.get("left_by_reason", {}), reason_words),
            ),
            _line(_("Tried and not done"), _tried(said), _joined(said.get("attempts", {}), _attempt)),
            *_answer_lines(said),
        ],
        "rests_on": [
            _line(_("Doors in the register"), rests.get("doors")),
            _line(_("Doors in no area"), rests.get("doors_in_no_area")),
            _line(_("Doors changed since the opening"), rests.get("doors_changed_since_opening")),
            _line(
                _("Scope"),
                _("; ").join(scope_words(actor, Scope.from_json(rests.get("scope", {})))) or _("Everything"),
            ),
            _line(_("Lowest area"), _lowest(rests.get("lowest_area"))),
        ],
        "opened_by": said.get("opened_by", ""),
        "closed_by": said.get("closed_by", ""),
    }


def _line(label: str, value: Any, note: str = "") -> dict[str, Any]:
    return {"label": label, "value": str(value) if isinstance(value, int) else value, "note": note}


def _joined(counts: dict[str, int], words: Any) -> str:
    parts = [
        _("%(what)s %(count)s") % {"what": words(name), "count": count}
        for name, count in counts.items()
        if count
    ]
    return _("; ").join(parts)


def _answer_lines(said: dict[str, Any]) -> Lines:
    """What was answered, and what was counted, in rounds whose kind has answers of its own."""
    is_chinese = (get_language() or "zh").startswith("zh")
    answers = said.get("answers", [])
    words = {row["code"]: row["zh" if is_chinese else "en"] for row in answers}
    lines = []
    if answers:
        counts = {row["code"]: row["count"] for row in answers}
        lines.append(_line(_("Answered"), sum(counts.values()), _joined(counts, words.get)))
    if said.get("counted") is not None:
        lines.append(_line(_("Counted altogether"), said["counted"]))
    return lines


def _how(how: str) -> str:
    return str(How(how).label) if how in How.values else _("not said how")


def _attempt(kind: str) -> str:
    return _("never tried") if kind == "never" else outcome_words(kind)


def _tried(said: dict[str, Any]) -> int:
    return sum(count for kind, count in said.get("attempts", {}).items() if kind != "never")


def _signature(signed: dict[str, Any]) -> str:
    words = {"name": signed["by"], "reason": reason_words(signed["reason"]), "count": signed["count"]}
    return _("%(name)s: %(reason)s (%(count)s)") % words


def _lowest(area: dict[str, Any] | None) -> str:
    if not area:
        return "–"
    return _("%(area)s: %(done)s of %(of)s") % {"area": area["name"], "done": area["done"], "of": area["of"]}


def addenda_rows(round_: Round) -> Lines:
    """What became known after closing, for the timeline part."""
    addenda = addenda_of(round_)
    names = worker_names(addendum.by_id for addendum, _outcome in addenda)
    return [
        {
            "when": addendum.at,
            "title": _place(outcome.due) + _(": ") + outcome_words(outcome.kind, outcome.how),
            "text": _("; ").join(flag_words(code) for code in outcome.flags),
            "by": names.get(addendum.by_id, ""),
            "state": "conflict",
            "url": reverse("due", args=[outcome.due_id]),
        }
        for addendum, outcome in addenda
    ]


def _place(due: Due) -> str:
    return (due.door.plate or due.door.address) if due.door else ""


def change_lines(actor: Actor, changes: Iterable[DoorChange]) -> Lines:
    """Doors that changed, in words."""
    states = {state.code: named(state) for state in DoorState.objects.of(actor.community_id)}
    lines = []
    for change in changes:
        words = [
            f"{CHANGES[code]} ({count})" if count > 1 else str(CHANGES[code])
            for code, count in change.changes.items()
        ]
        before, after = states.get(change.state_before, ""), states.get(change.state_after, "")
        moved = f"{before} → {after}" if before and after and before != after else ""
        lines.append({"door": change.door, "url": _door_url(change.door.id), "words": words, "states": moved})
    return lines


def _door_url(door_id: UUID) -> str:
    return reverse("door", args=[door_id])
