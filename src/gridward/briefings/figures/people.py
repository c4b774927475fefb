"""Who really lives here, in which households, and in which of the community's own categories (mission items 8, 9)."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gridward.briefings import rows
from gridward.households.models import Category, Whereabouts
from gridward.households.queries import (
    categories_of,
    households_at,
    in_category_at,
    living_at,
    persons_at,
    tenants_at,
)
from gridward.households.queries.days import households_in_category_at
from gridward.rounds.words import named
from gridward.shared.registries import Figure, FigureValue

Versions = Callable[[date], "QuerySet[Any]"]


def figures_of_people(community_id: UUID) -> Iterator[Figure]:
    """People living here, tenants, people away, and the households they make."""
    yield person_figure(
        "people.living_here",
        _("Really living here"),
        _(
            "People who really live here, whatever their registered address: at home, in hospital, in central "
            "isolation, staying as visitors or out of reach; not those away or moved."
        ),
        lambda day: living_at(community_id, day),
    )
    yield person_figure(
        "people.tenants",
        _("Tenants"),
        _("People really living here who rent, by themselves or with their household."),
        lambda day: tenants_at(community_id, day),
    )
    yield person_figure(
        "people.away",
        _("Away for a while"),
        _("People on the register who are away and will be back; not counted as living here."),
        lambda day: persons_at(community_id, day).filter(whereabouts=Whereabouts.AWAY),
        is_sensitive=True,
    )
    yield from figures_of_households(community_id)


def lived_in_at(community_id: UUID, day: date) -> "QuerySet[Any]":
    """Households with at least one person really living here; asked as a set, for no index joins the two."""
    found: QuerySet[Any] = households_at(community_id, day)
    return found.filter(entity_id__in=living_at(community_id, day).values("household_id"))


def figures_of_households(community_id: UUID) -> Iterator[Figure]:
    """Households on the register, and those somebody lives in."""

    yield household_figure(
        "households",
        _("Households living here"),
        _("Households on the register with at least one person really living here."),
        community_id,
        lambda day: lived_in_at(community_id, day),
    )
    yield household_figure(
        "households.tenants",
        _("Tenant households"),
        _("Households that rent, with at least one person really living here."),
        community_id,
        lambda day: lived_in_at(community_id, day).filter(is_tenant=True),
    )


def person_figure(
    code: str, label: str, words: str, found: Versions, group: str = "", is_sensitive: bool = False
) -> Figure:
    """A number of people."""
    return Figure(
        code,
        label,
        words,
        group or _("People and households"),
        lambda day: FigureValue(found(day).count()),
        lambda actor, day: rows.people(actor, found(day)),
        is_sensitive,
    )


def household_figure(
    code: str,
    label: str,
    words: str,
    community_id: UUID,
    found: Versions,
    group: str = "",
    is_sensitive: bool = False,
) -> Figure:
    """A number of households."""
    return Figure(
        code,
        label,
        words,
        group or _("People and households"),
        lambda day: FigureValue(found(day).count()),
        lambda actor, day: rows.households(actor, found(day), living_at(community_id, day)),
        is_sensitive,
    )


def figures_of_categories(community_id: UUID) -> Iterator[Figure]:
    """Both counts of every category the community defines."""
    for category in categories_of(community_id):
        yield from figures_of_category(category)


def figures_of_category(category: Category) -> Iterator[Figure]:
    """Households and persons of one category."""
    name, group = named(category), _("Categories the community defines")
    marks_people = category.subject == Category.Subject.PERSON
    words_households = (
        _("Households in which somebody living here is in the category “%(name)s”.")
        if marks_people
        else _("Households in the category “%(name)s”.")
    )
    words_persons = (
        _("People really living here who are in the category “%(name)s”.")
        if marks_people
        else _("People really living here in households of the category “%(name)s”.")
    )
    yield household_figure(
        f"category.{category.code}.households",
        _("%(name)s: households") % {"name": name},
        words_households % {"name": name},
        category.community_id,
        lambda day: households_in_category_at(category, day),
        group,
        is_sensitive=True,
    )
    yield person_figure(
        f"category.{category.code}.persons",
        _("%(name)s: persons") % {"name": name},
        words_persons % {"name": name},
        lambda day: in_category_at(category, day),
        group,
        is_sensitive=True,
    )
