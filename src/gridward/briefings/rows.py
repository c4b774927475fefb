"""Lists behind figures: read slice by slice, as far as the viewer sees, and masked."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.accounts.naming import worker_names
from gridward.areas.models import Area
from gridward.areas.queries import page_of as area_page
from gridward.households.access import doors_for
from gridward.households.models import Door
from gridward.households.queries import person_as_it_was
from gridward.households.queries.loads import page_of as door_page
from gridward.households.sight import views_of
from gridward.shared.registries import FigureRow

Shown = Callable[[Sequence[Any]], list[FigureRow]]


class Rows:
    """What a query finds, turned into rows only where a slice of it is shown."""

    def __init__(self, found: "QuerySet[Any]", show: Shown) -> None:
        self._found = found
        self._show = show

    @cached_property
    def _count(self) -> int:
        return self._found.count()

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> list[FigureRow]:
        return self._show(list(self._found[part]))


def seen(actor: Actor, versions: "QuerySet[Any]", column: str = "door_id") -> "QuerySet[Any]":
    """Those behind a door the actor sees now."""
    if actor.is_community_wide:
        return versions
    return versions.filter(**{f"{column}__in": doors_for(actor).values("id")})


def doors_by_id(community_id: UUID, ids: Iterable[UUID | None]) -> dict[UUID, Door]:
    """Doors with their area, as they stand now: rows open to pages of today."""
    doors = Door.objects.with_ids(community_id, {i for i in ids if i}).select_related("area")
    return {door.id: door for door in doors}


def place_of(door: Any) -> str:
    """Plate and address."""
    return " ".join(part for part in (door.plate, door.address) if part)


def area_names(community_id: UUID, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of areas by id."""
    rows = Area.objects.with_ids(community_id, {i for i in ids if i})
    return dict(rows.values_list("id", "name"))


def people(actor: Actor, versions: "QuerySet[Any]") -> Rows:
    """People behind their doors, in the order of the doors' ids so that a household stays together."""

    def show(page: Sequence[Any]) -> list[FigureRow]:
        doors = doors_by_id(actor.community_id, (v.door_id for v in page))
        views = views_of(actor, [person_as_it_was(v) for v in page])
        return [person_row(view.name, doors.get(view.door.id)) for view in views]

    return Rows(seen(actor, versions).order_by("door_id", "household_id", "order", "entity_id"), show)


def person_row(name: str, door: Door | None) -> FigureRow:
    """A person in one line."""
    words = name or _("(name not shown)")
    if door is None:
        return FigureRow(words)
    area = door.area.name if door.area else ""
    return FigureRow(words, door_page(door.id), area, place_of(door))


def doors(actor: Actor, versions: "QuerySet[Any]", state_words: dict[str, str]) -> Rows:
    """Doors in walking order, each with its state on that day."""

    def show(page: Sequence[Any]) -> list[FigureRow]:
        areas = area_names(actor.community_id, (v.area_id for v in page))
        return [
            FigureRow(
                place_of(v),
                door_page(v.entity_id),
                areas.get(v.area_id, ""),
                state_words.get(v.state, v.state),
            )
            for v in page
        ]

    return Rows(seen(actor, versions, "entity_id").order_by("walking_order", "entity_id"), show)


def households(actor: Actor, versions: "QuerySet[Any]", persons: "QuerySet[Any]") -> Rows:
    """Households by door, with how many of `persons` belong to each, and under whose name each stands."""

    def show(page: Sequence[Any]) -> list[FigureRow]:
        found = doors_by_id(actor.community_id, (v.door_id for v in page))
        sizes = sizes_of(persons, [v.entity_id for v in page])
        names = worker_names(door_name(d) for d in found.values())
        return [household_row(found.get(v.door_id), sizes.get(v.entity_id, 0), names) for v in page]

    return Rows(seen(actor, versions).order_by("door_id", "entity_id"), show)


def sizes_of(persons: "QuerySet[Any]", household_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many people each household has."""
    sizes: dict[UUID, int] = {}
    for household_id in persons.filter(household_id__in=household_ids).values_list("household_id", flat=True):
        sizes[household_id] = sizes.get(household_id, 0) + 1
    return sizes


def door_name(door: Door) -> UUID | None:
    """The worker a door stands under: the responsible one, else the leader of its area."""
    leader: UUID | None = door.area.leader_id if door.area else None
    return door.worker_id or leader


def household_row(door: Door | None, size: int, names: dict[UUID, str]) -> FigureRow:
    """A household in one line, without a name of those who live there."""
    size_words = ngettext("%(count)d person", "%(count)d people", size) % {"count": size}
    if door is None:
        return FigureRow(_("(door not shown)"), note=size_words)
    under = names.get(door_name(door) or UUID(int=0), "")
    note = _("%(size)s · under %(name)s") % {"size": size_words, "name": under} if under else size_words
    return FigureRow(place_of(door), door_page(door.id), door.area.name if door.area else "", note)


def areas(actor: Actor, versions: "QuerySet[Any]") -> Rows:
    """Areas by number, each with its leader on that day."""

    def show(page: Sequence[Any]) -> list[FigureRow]:
        names = worker_names(v.leader_id for v in page)
        return [
            FigureRow(v.name, area_page(v.entity_id), "", names.get(v.leader_id, "") or _("no leader"))
            for v in page
        ]

    found = versions if actor.is_community_wide else versions.filter(entity_id__in=list(actor.area_ids))
    return Rows(found.order_by("number", "entity_id"), show)


def sites(actor: Actor, versions: "QuerySet[Any]") -> Rows:
    """Sites by name; a site is public knowledge, so everybody who sees figures sees all of them."""

    def show(page: Sequence[Any]) -> list[FigureRow]:
        return [FigureRow(v.name, note=f"{v.get_kind_display()} · {v.get_managed_display()}") for v in page]

    return Rows(versions.order_by("name", "entity_id"), show)


def workers(found: "QuerySet[Worker]", notes: dict[UUID, str] | None = None) -> Rows:
    """Workers with unit and duty; who works here is no secret among those who work here."""

    def show(page: Sequence[Any]) -> list[FigureRow]:
        return [
            FigureRow(w.name, f"/workers/{w.id}/", w.unit.name, (notes or {}).get(w.id, "") or w.duty)
            for w in page
        ]

    return Rows(found.select_related("unit").order_by("unit__name", "name", "id"), show)


def dues(actor: Actor, found: "QuerySet[Any]") -> Rows:
    """Dues with their door and the worker each stood under."""

    def show(page: Sequence[Any]) -> list[FigureRow]:
        names = worker_names(d.worker_id for d in page)
        return [
            FigureRow(
                place_of(d.door) if d.door else _("(no door)"),
                f"/dues/{d.id}/",
                d.area.name if d.area else "",
                names.get(d.worker_id, ""),
            )
            for d in page
        ]

    chosen = found.select_related("door", "area")
    return Rows(seen(actor, chosen).order_by("door__walking_order", "id"), show)
