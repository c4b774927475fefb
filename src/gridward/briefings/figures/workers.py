"""Who works here, from where, in which team, and what each answers for (mission items 15, 16, 17).

Workers have no versions: those on the list now are counted, less those who had left by the day.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.accounts.models import Team, TeamMember, Unit, UnitKind, Worker
from gridward.briefings import rows
from gridward.briefings.figures.people import lived_in_at
from gridward.households.queries import doors_at, end_of
from gridward.shared.registries import Figure, FigureRows, FigureValue

Found = Callable[[date], "QuerySet[Worker]"]
SENT_DOWN = [kind.value for kind in UnitKind if kind != UnitKind.COMMUNITY]


def figures_of_workers(community_id: UUID) -> Iterator[Figure]:
    """All workers, the Party members among them, by level and by unit, and by team."""

    def at_work(day: date) -> "QuerySet[Worker]":
        here = Q(left_at=None) | Q(left_at__gt=end_of(day))
        return Worker.objects.filter(here, community_id=community_id)

    yield worker_figure("workers", _("People at work"), _("Workers on the list of the community."), at_work)
    yield worker_figure(
        "workers.party_members",
        _("Party members"),
        _("Workers who are marked as Party members; the mark is optional."),
        lambda day: at_work(day).filter(is_party_member=True),
    )
    yield from figures_by_level(community_id, at_work)
    yield from figures_by_unit(community_id, at_work)
    yield from figures_by_team(community_id)


def worker_figure(code: str, label: str, words: str, found: Found, group: str = "") -> Figure:
    """A number of workers."""
    return Figure(
        code,
        label,
        words,
        group or _("People at work"),
        lambda day: FigureValue(found(day).count()),
        lambda actor, day: rows.workers(found(day)),
    )


def figures_by_level(community_id: UUID, at_work: Found) -> Iterator[Figure]:
    """Workers by the level or kind of unit they come from, as far as there are any."""
    kinds = set(Worker.objects.filter(community_id=community_id).values_list("unit__kind", flat=True))
    for kind in UnitKind:
        if kind in kinds:
            yield worker_figure(
                f"workers.level.{kind.value}",
                _("From: %(level)s") % {"level": kind.label},
                _("Workers whose unit is of the kind “%(level)s”.") % {"level": kind.label},
                lambda day, kind=kind: at_work(day).filter(unit__kind=kind),  # type: ignore[misc]
                _("People at work, by level"),
            )


def units_of(community_id: UUID) -> list[Unit]:
    """Units that workers of the community come from."""
    mine = Worker.objects.filter(community_id=community_id).values("unit_id")
    return list(Unit.objects.filter(id__in=mine).order_by("name", "id"))


def figures_by_unit(community_id: UUID, at_work: Found) -> Iterator[Figure]:
    """Workers by unit."""
    for unit in units_of(community_id):
        yield worker_figure(
            f"workers.unit.{unit.id}",
            unit.name,
            _("Workers who come from %(unit)s.") % {"unit": unit.name},
            lambda day, unit=unit: at_work(day).filter(unit=unit),  # type: ignore[misc]
            _("People at work, by unit"),
        )


def figures_by_team(community_id: UUID) -> Iterator[Figure]:
    """Members of each team as of the day."""
    for team in Team.objects.filter(community_id=community_id).order_by("order", "name"):
        yield worker_figure(
            f"workers.team.{team.id}",
            team.name,
            _("Members of the team %(team)s on that day.") % {"team": team.name},
            lambda day, team=team: members_on(team, day),  # type: ignore[misc]
            _("Teams"),
        )


def members_on(team: Team, day: date) -> "QuerySet[Worker]":
    """Workers who were in a team when the day ended."""
    end = end_of(day)
    places = TeamMember.objects.filter(Q(until=None) | Q(until__gt=end), team=team, since__lte=end)
    return Worker.objects.filter(Exists(places.filter(worker_id=OuterRef("id"))))


def figures_of_load(community_id: UUID) -> Iterator[Figure]:
    """Households per sent-down worker, over all of them and by unit."""

    @cache
    def loads(day: date) -> dict[UUID, int]:
        return households_of_workers(community_id, day)

    group = _("Households per sent-down worker")
    yield load_figure(
        "load.average",
        _("Households per sent-down worker"),
        _(
            "Households of all doors answered for by sent-down workers, divided by the number of those workers."
        ),
        lambda day: sent_down(loads(day)),
        loads,
        group,
    )
    for unit in units_of(community_id):
        if unit.kind != UnitKind.COMMUNITY:
            yield load_figure(
                f"load.unit.{unit.id}",
                unit.name,
                _("Households per worker sent down by %(unit)s who answers for doors.") % {"unit": unit.name},
                lambda day, unit=unit: sent_down(loads(day)).filter(unit=unit),  # type: ignore[misc]
                loads,
                group,
            )


def households_of_workers(community_id: UUID, day: date) -> dict[UUID, int]:
    """Households somebody lives in, by the worker who answered for their door that day; two statements."""
    per_door = dict(lived_in_at(community_id, day).values_list("door_id").annotate(Count("id")))
    loads: dict[UUID, int] = {}
    for door_id, worker_id in doors_at(community_id, day).values_list("entity_id", "worker_id"):
        if worker_id is not None:
            loads[worker_id] = loads.get(worker_id, 0) + per_door.get(door_id, 0)
    return loads


def sent_down(loads: dict[UUID, int]) -> "QuerySet[Worker]":
    """Workers who answer for doors and come from a unit that is no community."""
    return Worker.objects.filter(id__in=list(loads), unit__kind__in=SENT_DOWN)


def load_figure(
    code: str, label: str, words: str, found: Found, loads: Callable[[date], dict[UUID, int]], group: str
) -> Figure:
    """An average to one place, set against the number of workers it is over."""

    def count(day: date) -> FigureValue:
        ids = list(found(day).values_list("id", flat=True))
        households = sum(loads(day)[i] for i in ids)
        return FigureValue(round(households / len(ids), 1) if ids else 0, len(ids))

    def listed(actor: Any, day: date) -> FigureRows:
        notes = {i: households_words(n) for i, n in loads(day).items()}
        return rows.workers(found(day), notes)

    return Figure(code, label, words, group, count, listed)


def households_words(count: int) -> str:
    """A number of households in words."""
    return ngettext("%(count)d household", "%(count)d households", count) % {"count": count}
