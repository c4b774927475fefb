"""Each verification: when, how much of what was owed is confirmed, and what changed since the one before (item 10)."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from gridward.briefings import rows
from gridward.coverage.comparison import compare
from gridward.facts.versions import true_at
from gridward.households.access import doors_for
from gridward.households.models import Door, DoorVersion, PersonVersion
from gridward.households.queries import door_states_of, end_of
from gridward.rounds.models import Due, Round, Subject
from gridward.rounds.words import named
from gridward.shared.registries import Figure, FigureRows, FigureValue
from gridward.shared.templatetags.dates import zhdate


def figures_of_verifications(community_id: UUID) -> Iterator[Figure]:
    """Three figures for every verification in the order of their beginnings: confirmed, missing, changed since."""
    found = Round.objects.of(community_id).filter(kind__is_verification=True).select_related("kind")
    before: Round | None = None
    for number, round_ in enumerate(found.order_by("opens_at", "id"), start=1):
        yield from figures_of_round(round_, f"verification.{number}")
        if before is not None and round_.kind.subject == Subject.DOOR:
            yield changed_since(before, round_, f"verification.{number}.changed")
        before = round_


def figures_of_round(round_: Round, code: str) -> Iterator[Figure]:
    """What was confirmed up to the day, of what was owed; and what was still missing."""
    about = {"name": round_.name, "first": zhdate(round_.opens_at), "last": zhdate(round_.closes_at)}

    @cache
    def counts(day: date) -> tuple[int, int, int]:
        return counts_on(round_, day)

    yield Figure(
        f"{code}.done",
        _("%(name)s: confirmed") % about,
        _("%(name)s, %(first)s to %(last)s: done up to that day, of what was due less what was exempt.")
        % about,
        _("Verifications"),
        lambda day: FigureValue(counts(day)[0], counts(day)[1]),
        lambda actor, day: rows.dues(actor, done_by(dues_on(round_, day), end_of(day))),
    )
    yield Figure(
        f"{code}.missing",
        _("%(name)s: still open") % about,
        _("%(name)s: what was neither done, exempt nor signed off by the end of that day.") % about,
        _("Verifications"),
        lambda day: FigureValue(counts(day)[2]),
        lambda actor, day: rows.dues(actor, open_on(dues_on(round_, day), end_of(day))),
    )


def dues_on(round_: Round, day: date) -> "QuerySet[Any]":
    """What the round owed as of a day: subjects on the register by then, less those who had left its scope."""
    end = end_of(day)
    dues: QuerySet[Any] = Due.objects.of(round_.community_id).filter(round_id=round_.id)
    if round_.opens_at > end:
        return dues.none()
    dues = dues.exclude(state=Due.State.LEFT, settled_at__lte=end)
    if round_.kind.subject == Subject.PLACE:
        return dues
    versions: Any = DoorVersion if round_.kind.subject == Subject.DOOR else PersonVersion
    there = true_at(versions, round_.community_id, end).filter(entity_id=OuterRef("subject_id"))
    return dues.filter(Exists(there))


def done_by(dues: "QuerySet[Any]", end: datetime) -> "QuerySet[Any]":
    """Those done by then."""
    return dues.filter(state=Due.State.DONE, settled_at__lte=end)


def open_on(dues: "QuerySet[Any]", end: datetime) -> "QuerySet[Any]":
    """Those still open then, whatever became of them later."""
    return dues.filter(Q(state=Due.State.OPEN) | Q(settled_at__gt=end))


def counts_on(round_: Round, day: date) -> tuple[int, int, int]:
    """Done, due less exempt, and open as of a day; one statement."""
    end = end_of(day)
    settled = Q(settled_at__lte=end)
    counted = dues_on(round_, day).aggregate(
        all=Count("id"),
        done=Count("id", filter=settled & Q(state=Due.State.DONE)),
        exempt=Count("id", filter=settled & Q(state=Due.State.EXEMPT)),
        open=Count("id", filter=Q(state=Due.State.OPEN) | Q(settled_at__gt=end)),
    )
    return counted["done"], counted["all"] - counted["exempt"], counted["open"]


def changed_since(before: Round, round_: Round, code: str) -> Figure:
    """Doors at which something changed between the ends of two verifications, as far as the day reaches."""
    about = {"name": round_.name, "before": before.name}

    def changed(doors: "QuerySet[Door]", day: date) -> list[UUID]:
        since, until = before.closes_at, min(round_.closes_at, end_of(day))
        return [change.door.id for change in compare(doors, since, until).doors] if since < until else []

    def listed(actor: Any, day: date) -> FigureRows:
        states = {state.code: named(state) for state in door_states_of(round_.community_id)}
        ids = changed(doors_for(actor), day)
        versions = true_at(DoorVersion, round_.community_id, end_of(day)).filter(entity_id__in=ids)
        return rows.doors(actor, versions, states)

    return Figure(
        code,
        _("%(name)s: changed since") % about,
        _(
            "Doors at which people, telephones or the state changed from the end of “%(before)s” to that of “%(name)s”."
        )
        % about,
        _("Verifications"),
        lambda day: FigureValue(len(changed(Door.objects.of(round_.community_id), day))),
        listed,
    )
