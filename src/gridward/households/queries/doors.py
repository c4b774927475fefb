"""Lists of doors within sight: filtered, counted and cut into pages by the database, in walking order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.households.access import doors_for, persons_for
from gridward.households.gaps import finding
from gridward.households.models import (
    LIVING_HERE,
    Category,
    Door,
    DoorState,
    Household,
    Mark,
    Person,
)

PAGE = 50


@dataclass(frozen=True)
class DoorFilter:
    """What a list of doors is narrowed to; empty means all."""

    area_id: UUID | None = None
    worker_id: UUID | None = None
    site_id: UUID | None = None
    building_id: UUID | None = None
    state: str = ""
    category_id: UUID | None = None
    is_without_worker: bool = False
    is_without_plate: bool = False
    is_recheck_due: bool = False


@dataclass(frozen=True)
class DoorLine:
    """A door of a list with its counts, the state's row and the responsible worker."""

    door: Door
    state: DoorState | None
    worker: Worker | None
    households: int
    living: int


@dataclass(frozen=True)
class DoorPage:
    """One page of a list of doors."""

    lines: list[DoorLine]
    total: int
    page: int
    pages: int

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        return self.page < self.pages

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before this one."""
        return self.page > 1


def filtered_doors(actor: Actor, choice: DoorFilter = DoorFilter()) -> "QuerySet[Door]":
    """Doors within sight that fit, in walking order, with building, site and area."""
    doors = doors_for(actor)
    plain = ("area_id", "worker_id", "site_id", "building_id", "state")
    said = {name: getattr(choice, name) for name in plain if getattr(choice, name)}
    doors = doors.filter(**said)
    if choice.is_without_worker:
        doors = finding.without_worker(doors, actor.community_id)
    if choice.is_without_plate:
        doors = finding.without_plate(doors)
    if choice.is_recheck_due:
        doors = doors.filter(recheck_on__lte=timezone.localdate())
    if choice.category_id:
        doors = doors.filter(_has_mark(actor.community_id, choice.category_id))
    return doors.select_related("building", "site", "area").order_by("walking_order", "id")


def _has_mark(community_id: UUID, category_id: UUID) -> Q:
    """Doors with a marked household, or a marked person living there."""
    marked = Mark.objects.of(community_id).filter(category_id=category_id, is_on=True).values("subject_id")
    persons = Person.objects.of(community_id).filter(id__in=marked, whereabouts__in=LIVING_HERE)
    households = Household.objects.of(community_id).filter(id__in=marked, is_closed=False)
    return Q(Exists(persons.filter(door_id=OuterRef("id")))) | Q(
        Exists(households.filter(door_id=OuterRef("id")))
    )


def _count_of(rows: "QuerySet[Any]") -> Coalesce:
    counted = rows.filter(door_id=OuterRef("id")).order_by().values("door_id").annotate(count=Count("id"))
    return Coalesce(Subquery(counted.values("count"), output_field=IntegerField()), 0)


def with_counts(doors: "QuerySet[Door]", community_id: UUID) -> "QuerySet[Door]":
    """Doors with `household_count` and `living_count`."""
    return doors.annotate(
        household_count=_count_of(Household.objects.of(community_id).filter(is_closed=False)),
        living_count=_count_of(
            Person.objects.of(community_id).filter(whereabouts__in=LIVING_HERE, merged_into_id=None)
        ),
    )


def door_page(actor: Actor, choice: DoorFilter = DoorFilter(), page: int = 1, size: int = PAGE) -> DoorPage:
    """One page; a page beyond the end is the last one. Five statements."""
    doors = filtered_doors(actor, choice)
    total = doors.count()
    pages = max((total + size - 1) // size, 1)
    page = min(max(page, 1), pages)
    # Ids first: a page far down would otherwise count the people of every door before it.
    ids = doors.select_related(None).values_list("id", flat=True)[(page - 1) * size : page * size]
    shown = list(with_counts(doors.filter(id__in=list(ids)), actor.community_id))
    return DoorPage(_lines(actor.community_id, shown), total, page, pages)


def _lines(community_id: UUID, doors: list[Door]) -> list[DoorLine]:
    states = {state.code: state for state in door_states_of(community_id)}
    ids = {door.worker_id for door in doors if door.worker_id}
    workers = {worker.id: worker for worker in Worker.objects.filter(id__in=ids)}
    return [
        DoorLine(
            door,
            states.get(door.state),
            workers.get(door.worker_id) if door.worker_id else None,
            door.household_count,  # type: ignore[attr-defined]
            door.living_count,  # type: ignore[attr-defined]
        )
        for door in doors
    ]


def door_states_of(community_id: UUID) -> "QuerySet[DoorState]":
    """The states doors can be in, in the community's order."""
    states: QuerySet[DoorState] = DoorState.objects.of(community_id)
    return states.order_by("order", "code")


def categories_of(community_id: UUID, subject: str = "") -> "QuerySet[Category]":
    """The community's classes and groups in its order, those of one kind of subject if said."""
    categories: QuerySet[Category] = Category.objects.of(community_id)
    categories = categories.filter(subject=subject) if subject else categories
    return categories.order_by("order", "code")


def state_counts(actor: Actor, choice: DoorFilter = DoorFilter()) -> Mapping[str, int]:
    """How many doors are in each state, every state of the community named, 0 included."""
    doors = filtered_doors(actor, choice).select_related(None).order_by()
    counted = dict(doors.values("state").annotate(count=Count("id")).values_list("state", "count"))
    return {state.code: counted.get(state.code, 0) for state in door_states_of(actor.community_id)} | counted


def whereabouts_counts(actor: Actor) -> Mapping[str, int]:
    """How many of the persons within sight are where."""
    persons = persons_for(actor).select_related(None).order_by()
    return dict(persons.values("whereabouts").annotate(count=Count("id")).values_list("whereabouts", "count"))


def workers_with_doors(actor: Actor) -> "QuerySet[Worker]":
    """Workers responsible for doors within sight, by name: the choices of a filter."""
    ids = doors_for(actor).exclude(worker_id=None).values("worker_id")
    return Worker.objects.filter(id__in=ids).order_by("name", "id")
