"""The register as of a day, from versions: what was true when it ended, as known now or on another day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gridward.facts.models import VersionRow
from gridward.facts.versions import known_at, tracked_fields, true_at
from gridward.households.models import (
    LIVING_HERE,
    Category,
    DoorVersion,
    HouseholdVersion,
    MarkVersion,
    Person,
    PersonVersion,
)


@dataclass(frozen=True)
class DayCounts:
    """Counts as of the end of a day: people living here and away, tenants, households, doors by state."""

    living: int
    away: int
    tenants: int
    households: int
    tenant_households: int
    doors: int
    by_state: Mapping[str, int]


@dataclass(frozen=True)
class CategoryCount:
    """A category with both counts: people living here in it, and households they or it belong to."""

    category: Category
    persons: int
    households: int


def end_of(day: date) -> datetime:
    """The last moment of a day in the community's time zone."""
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    return midnight - timedelta(microseconds=1)


def _as_of(versions: type[VersionRow], community_id: UUID, day: date, known: date | None) -> "QuerySet[Any]":
    if known is None:
        return true_at(versions, community_id, end_of(day))
    return known_at(versions, community_id, end_of(day), end_of(known))


def persons_at(community_id: UUID, day: date, known: date | None = None) -> "QuerySet[PersonVersion]":
    """Everybody on the register when the day ended, wherever they were; not those merged into somebody else."""
    return _as_of(PersonVersion, community_id, day, known).filter(merged_into_id=None)


def living_at(community_id: UUID, day: date, known: date | None = None) -> "QuerySet[PersonVersion]":
    """People really living here when the day ended (LIVING_HERE says which whereabouts that means)."""
    return persons_at(community_id, day, known).filter(whereabouts__in=LIVING_HERE)


def tenants_at(community_id: UUID, day: date, known: date | None = None) -> "QuerySet[PersonVersion]":
    """People living here who are tenants, by themselves or by their household."""
    households = households_at(community_id, day, known).filter(is_tenant=True)
    by_household = Q(household_id__in=households.values("entity_id"))
    return living_at(community_id, day, known).filter(Q(is_tenant=True) | by_household)


def households_at(community_id: UUID, day: date, known: date | None = None) -> "QuerySet[HouseholdVersion]":
    """Households on the register when the day ended."""
    return _as_of(HouseholdVersion, community_id, day, known).filter(is_closed=False)


def doors_at(community_id: UUID, day: date, known: date | None = None) -> "QuerySet[DoorVersion]":
    """Doors as they were when the day ended."""
    return _as_of(DoorVersion, community_id, day, known)


def counts_at(community_id: UUID, day: date, known: date | None = None) -> DayCounts:
    """The main counts of a day; five statements."""
    everybody = persons_at(community_id, day, known).aggregate(
        living=Count("id", filter=Q(whereabouts__in=LIVING_HERE)),
        away=Count("id", filter=Q(whereabouts="away")),
    )
    households = households_at(community_id, day, known).aggregate(
        households=Count("id"), tenant_households=Count("id", filter=Q(is_tenant=True))
    )
    states = doors_at(community_id, day, known).values("state").annotate(count=Count("id"))
    by_state = dict(states.values_list("state", "count"))
    return DayCounts(
        **everybody,
        **households,
        tenants=tenants_at(community_id, day, known).count(),
        doors=sum(by_state.values()),
        by_state=by_state,
    )


def marks_at(community_id: UUID, day: date, known: date | None = None) -> "QuerySet[MarkVersion]":
    """Marks that were on when the day ended."""
    return _as_of(MarkVersion, community_id, day, known).filter(is_on=True)


def in_category_at(category: Category, day: date, known: date | None = None) -> "QuerySet[PersonVersion]":
    """People living here who were in a category, or whose household was."""
    community_id = category.community_id
    marks = marks_at(community_id, day, known).filter(category_id=category.id)
    subject = "entity_id" if category.subject == Category.Subject.PERSON else "household_id"
    marked = {f"{subject}__in": marks.values("subject_id")}
    return living_at(community_id, day, known).filter(**marked)


def households_in_category_at(
    category: Category, day: date, known: date | None = None
) -> "QuerySet[HouseholdVersion]":
    """Households in a category; of one that marks persons, those in which somebody living here is in it."""
    households = households_at(category.community_id, day, known)
    if category.subject == Category.Subject.HOUSEHOLD:
        marks = marks_at(category.community_id, day, known).filter(category_id=category.id)
        return households.filter(entity_id__in=marks.values("subject_id"))
    return households.filter(entity_id__in=in_category_at(category, day, known).values("household_id"))


def category_counts_at(community_id: UUID, day: date, known: date | None = None) -> list[CategoryCount]:
    """Both counts of every category; two statements for each."""
    return [
        CategoryCount(
            category,
            in_category_at(category, day, known).count(),
            households_in_category_at(category, day, known).count(),
        )
        for category in Category.objects.of(community_id).order_by("order", "code")
    ]


def person_as_it_was(version: PersonVersion) -> Person:
    """The person a version tells of, to be shown by `sight.views_of`; never written."""
    fields = {name: getattr(version, name) for name in tracked_fields(PersonVersion)}
    return Person(community_id=version.community_id, id=version.entity_id, **fields)
