"""Areas with their history, and the sites that lie in them (mission items 3, 5, 6, 17)."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from gridward.areas.models import AreaVersion, Managed, SiteKind, SiteVersion
from gridward.briefings import rows
from gridward.facts.versions import true_at
from gridward.households.queries import end_of
from gridward.shared.registries import Figure, FigureValue

DIFFICULTIES = (3, 2, 1)
Versions = Callable[[date], "QuerySet[Any]"]


def figures_of_places(community_id: UUID) -> Iterator[Figure]:
    """Areas, their difficulty and leaders; sites."""

    def areas_at(day: date) -> "QuerySet[Any]":
        return true_at(AreaVersion, community_id, end_of(day)).filter(is_closed=False)

    yield area_figure("areas", _("Areas"), _("Areas of the community that were open."), areas_at)
    yield area_figure(
        "areas.without_leader",
        _("Areas without leader"),
        _("Open areas nobody leads. There must be none."),
        lambda day: areas_at(day).filter(leader_id=None),
    )
    for mark in DIFFICULTIES:
        yield difficulty_figure(mark, areas_at)
    yield from figures_of_sites(community_id)


def area_figure(code: str, label: str, words: str, found: Versions) -> Figure:
    """A number of areas."""
    return Figure(
        code,
        label,
        words,
        _("Grid"),
        lambda day: FigureValue(found(day).count()),
        lambda actor, day: rows.areas(actor, found(day)),
    )


def difficulty_figure(mark: int, areas_at: Versions) -> Figure:
    """Areas of one difficulty, of all areas."""
    labels = {3: _("Hardest areas"), 2: _("Harder areas"), 1: _("Ordinary areas")}

    def count(day: date) -> FigureValue:
        by_mark = dict(areas_at(day).values_list("difficulty").annotate(Count("id")))
        return FigureValue(by_mark.get(mark, 0), sum(by_mark.values()))

    return Figure(
        f"areas.difficulty.{mark}",
        labels[mark],
        _("Open areas whose difficulty is marked %(mark)d of 3, of all open areas.") % {"mark": mark},
        _("Grid"),
        count,
        lambda actor, day: rows.areas(actor, areas_at(day).filter(difficulty=mark)),
    )


def figures_of_sites(community_id: UUID) -> Iterator[Figure]:
    """Sites, those that nobody clearly manages, and building sites, which are full members of the grid."""

    def sites_at(day: date, **chosen: str) -> "QuerySet[Any]":
        return true_at(SiteVersion, community_id, end_of(day)).filter(**chosen)

    kinds: list[tuple[str, str, str, dict[str, str]]] = [
        ("sites", _("Sites"), _("Compounds, lanes, village groups, building sites and other places."), {}),
        (
            "sites.unclear",
            _("Managing body unclear"),
            _("Sites nobody is known to manage."),
            {"managed": Managed.UNCLEAR.value},
        ),
        (
            "sites.building_sites",
            _("Building sites"),
            _("Building sites, full members of the grid."),
            {"kind": SiteKind.BUILDING_SITE.value},
        ),
    ]
    for code, label, words, chosen in kinds:
        yield site_figure(code, label, words, lambda day, chosen=chosen: sites_at(day, **chosen))  # type: ignore[misc]


def site_figure(code: str, label: str, words: str, found: Versions) -> Figure:
    """A number of sites."""
    return Figure(
        code,
        label,
        words,
        _("Grid"),
        lambda day: FigureValue(found(day).count()),
        lambda actor, day: rows.sites(actor, found(day)),
    )
