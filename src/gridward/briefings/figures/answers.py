"""What rounds with answers of their own say as of a day: moved to safety, refused, unaccounted for, counted heads."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from gridward.briefings import rows
from gridward.briefings.figures.verifications import dues_on, open_on
from gridward.households.queries import end_of
from gridward.rounds.answers import answers_of
from gridward.rounds.headcounts import counts_heads
from gridward.rounds.models import Meaning, Outcome, Round
from gridward.shared.registries import Figure, FigureValue


def figures_of_answers(community_id: UUID) -> Iterator[Figure]:
    """A figure for each thing a round's answers can say, and the heads that were counted."""
    found = Round.objects.of(community_id).exclude(kind__answers=[]).select_related("kind")
    for number, round_ in enumerate(found.order_by("opens_at", "id"), start=1):
        yield from figures_of_round(round_, f"answers.{number}")


def figures_of_round(round_: Round, code: str) -> Iterator[Figure]:
    """What was said up to the day."""
    meanings = {answer.meaning for answer in answers_of(round_.kind)}
    about = {"name": round_.name}
    told = (
        (
            Meaning.MOVED,
            _("%(name)s: moved to safety"),
            _("%(name)s: moved to a shelter or to relatives by that day."),
        ),
        (
            Meaning.REFUSED,
            _("%(name)s: refused"),
            _("%(name)s: refused, and nothing else since, by that day."),
        ),
        (
            Meaning.UNACCOUNTED,
            _("%(name)s: unaccounted for"),
            _("%(name)s: nobody knew by the end of that day where they were."),
        ),
    )
    for meaning, label, words in told:
        if meaning in meanings:
            yield figure_of(round_, f"{code}.{meaning.value}", meaning, label % about, words % about)
    if counts_heads(round_.kind):
        yield Figure(
            f"{code}.counted",
            _("%(name)s: heads counted") % about,
            _("%(name)s: the last number of each place up to that day, added up.") % about,
            _("Emergency"),
            lambda day: FigureValue(heads_on(round_, day)),
            lambda actor, day: rows.dues(actor, counted_on_day(round_, day)),
        )


def figure_of(round_: Round, code: str, meaning: str, label: str, words: str) -> Figure:
    """One figure with its list."""
    return Figure(
        code,
        label,
        words,
        _("Emergency"),
        lambda day: FigureValue(said_on(round_, meaning, day).count()),
        lambda actor, day: rows.dues(actor, said_on(round_, meaning, day)),
        is_sensitive=True,
    )


def said_on(round_: Round, meaning: str, day: date) -> "QuerySet[Any]":
    """Dues of which this was the word as of a day: moved at any time before its end, the others still open then."""
    said = outcomes_by(round_, day).filter(due_id=OuterRef("id"))
    dues = dues_on(round_, day)
    found: QuerySet[Any] = dues.filter(Exists(said.filter(meaning=meaning)))
    if meaning == Meaning.MOVED:
        return found
    last = said.order_by("-corrected_at", "-id").values("meaning")[:1]
    still = open_on(dues, end_of(day)).annotate(said_last=Subquery(last))
    found = still.filter(said_last=meaning)
    return found


def outcomes_by(round_: Round, day: date) -> "QuerySet[Any]":
    """What was recorded in a round up to the end of a day, in its time."""
    outcomes: QuerySet[Any] = Outcome.objects.of(round_.community_id).filter(round_id=round_.id)
    return outcomes.filter(is_late_fact=False, corrected_at__lte=end_of(day))


def counted_on_day(round_: Round, day: date) -> "QuerySet[Any]":
    """Places of which a number is known as of a day, with it as `heads`."""
    said = outcomes_by(round_, day).filter(due_id=OuterRef("id"), number__isnull=False)
    last = said.order_by("-corrected_at", "-id").values("number")[:1]
    found: QuerySet[Any] = dues_on(round_, day).annotate(heads=Subquery(last)).filter(heads__isnull=False)
    return found


def heads_on(round_: Round, day: date) -> int:
    """The heads counted as of a day."""
    return sum(counted_on_day(round_, day).annotate(n=F("heads")).values_list("n", flat=True))
