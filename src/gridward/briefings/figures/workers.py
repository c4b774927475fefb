"""Who works here, from where, in which team, and what each answers for (mission items 15, 16, 17).

Workers have no versions: those on the list now are counted, less those who had left by the day.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
from gridward.households.models import Door
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


def part_figure(
    code: str,
    label: str,
    words: str,
    group: str,
    counts: Callable[[date], dict[Any, int]],
    key: Any,
    found: Found,
) -> Figure:
    """One part of a number of workers that is counted in one statement for all its parts."""
    return Figure(
        code,
        label,
        words,
        group,
        lambda day: FigureValue(counts(day).get(key, 0)),
        lambda actor, day: rows.workers(found(day)),
    )


def figures_by_level(community_id: UUID, at_work: Found) -> Iterator[Figure]:
    """Workers by the level or kind of unit they come from, as far as there are any."""

    @cache
    def counts(day: date) -> dict[Any, int]:
        return dict(at_work(day).values_list("unit__kind").annotate(Count("id")))

    kinds = set(Worker.objects.filter(community_id=community_id).values_list("unit__kind", flat=True))
    for kind in UnitKind:
        if kind in kinds:
            yield part_figure(
                f"workers.level.{kind.value}",
                _("From: %(level)s") % {"level": kind.label},
                _("Workers whose unit is of the kind “%(level)s”.") % {"level": kind.label},
                _("People at work, by level"),
                counts,
                kind.value,
                lambda day, kind=kind: at_work(day).filter(unit__kind=kind),  # type: ignore[misc]
            )


def figures_by_unit(community_id: UUID, at_work: Found) -> Iterator[Figure]:
    """Workers by unit."""

    @cache
    def counts(day: date) -> dict[Any, int]:
        return dict(at_work(day).values_list("unit_id").annotate(Count("id")))

    mine = Worker.objects.filter(community_id=community_id).values("unit_id")
    for unit in Unit.objects.filter(id__in=mine).order_by("name", "id"):
        yield part_figure(
            f"workers.unit.{unit.id}",
            unit.name,
            _("Workers who come from %(unit)s.") % {"unit": unit.name},
            _("People at work, by unit"),
            counts,
            unit.id,
            lambda day, unit=unit: at_work(day).filter(unit=unit),  # type: ignore[misc]
        )


def figures_by_team(community_id: UUID) -> Iterator[Figure]:
    """Members of each team as of the day."""

    @cache
    def counts(day: date) -> dict[Any, int]:
        places = places_on(day).filter(team__community_id=community_id)
        return dict(places.values_list("team_id").annotate(Count("worker_id", distinct=True)))

    for team in Team.objects.filter(community_id=community_id).order_by("order", "name"):
        yield part_figure(
            f"workers.team.{team.id}",
            team.name,
            _("Members of the team %(team)s on that day.") % {"team": team.name},
            _("Teams"),
            counts,
            team.id,
            lambda day, team=team: members_on(team, day),  # type: ignore[misc]
        )


def places_on(day: date) -> "QuerySet[TeamMember]":
    """Places in teams that were held when the day ended."""
    end = end_of(day)
    return TeamMember.objects.filter(Q(until=None) | Q(until__gt=end), since__lte=end)


def members_on(team: Team, day: date) -> "QuerySet[Worker]":
    """Workers who were in a team when the day ended."""
    places = places_on(day).filter(team=team)
    return Worker.objects.filter(Exists(places.filter(worker_id=OuterRef("id"))))


def figures_of_load(community_id: UUID) -> Iterator[Figure]:
    """Households per sent-down worker, over all of them and by the units whose workers answer for doors."""

    @cache
    def loads(day: date) -> list[Load]:
        return loads_on(community_id, day)

    words = _(
        "Households of all doors answered for by sent-down workers, divided by the number of those workers."
    )
    yield load_figure("load.average", _("Households per sent-down worker"), words, loads)
    answering = Door.objects.of(community_id).exclude(worker_id=None).values("worker_id")
    for unit in (
        Unit.objects.filter(workers__id__in=answering, kind__in=SENT_DOWN).distinct().order_by("name", "id")
    ):
        words = _("Households per worker sent down by %(unit)s who answers for doors.") % {"unit": unit.name}
        yield load_figure(f"load.unit.{unit.id}", unit.name, words, loads, unit.id)


@dataclass(frozen=True)
class Load:
    """A sent-down worker who answered for doors, and the households somebody lived in behind them."""

    worker_id: UUID
    unit_id: UUID
    households: int


def loads_on(community_id: UUID, day: date) -> list[Load]:
    """Every sent-down worker with doors that day; three statements."""
    per_door = dict(lived_in_at(community_id, day).values_list("door_id").annotate(Count("id")))
    counts: dict[UUID, int] = {}
    for door_id, worker_id in doors_at(community_id, day).values_list("entity_id", "worker_id"):
        if worker_id is not None:
            counts[worker_id] = counts.get(worker_id, 0) + per_door.get(door_id, 0)
    sent_down = Worker.objects.filter(id__in=list(counts), unit__kind__in=SENT_DOWN)
    return [Load(id, unit_id, counts[id]) for id, unit_id in sent_down.values_list("id", "unit_id")]


def load_figure(
    code: str, label: str, words: str, loads: Callable[[date], list[Load]], unit_id: UUID | None = None
) -> Figure:
    """An average to one place, set against the number of workers it is over."""

    def chosen(day: date) -> list[Load]:
        return [load for load in loads(day) if unit_id in (None, load.unit_id)]

    def count(day: date) -> FigureValue:
        counts = [load.households for load in chosen(day)]
        return FigureValue(round(sum(counts) / len(counts), 1) if counts else 0, len(counts))

    def listed(actor: Any, day: date) -> FigureRows:
        notes = {load.worker_id: households_words(load.households) for load in chosen(day)}
        return rows.workers(Worker.objects.filter(id__in=list(notes)), notes)

    return Figure(code, label, words, _("Households per sent-down worker"), count, listed)


def households_words(count: int) -> str:
    """A number of households in words."""
    return ngettext("%(count)d household", "%(count)d households", count) % {"count": count}
