"""What a device keeps for its worker: doors, people, dues, tubes, stations and days, each within the worker's sight."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gridward.accounts.actors import Actor
from gridward.households.access import doors_for, persons_for
from gridward.households.sight import PersonView, views_of
from gridward.rounds.access import dues_for, rounds_for
from gridward.rounds.models import Round
from gridward.testing.access import days_for, stations_for, tubes_for
from gridward.testing.finding.offline import dues_offline, rows_offline
from gridward.testing.models import TestDay

Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One kind of thing in a slice.

    `kinds`: the change rows that speak of it; `through`: what else makes its rows new, as (kind, field); `leaves`:
    whether it can leave the worker's sight, so that ids that did are told.
    """

    name: str
    kinds: tuple[str, ...]
    seen: Callable[[Actor], QuerySet[Any]]
    rows: Callable[[Actor, Sequence[Any]], Iterable[Row]]
    through: tuple[tuple[str, str], ...] = ()
    leaves: bool = True

    def changed(self, actor: Actor, ids: dict[str, Collection[UUID]]) -> list[Any]:
        """What is in sight and among the changed, itself or through what it hangs on."""
        own = {id for kind in self.kinds for id in ids.get(kind, ())}
        asked = Q(id__in=own)
        through = [(field, list(ids[kind])) for kind, field in self.through if ids.get(kind)]
        for field, changed in through:
            asked |= Q(**{f"{field}__in": changed})
        return list(self.seen(actor).filter(asked).order_by("id")) if own or through else []


def _doors(actor: Actor, doors: Sequence[Any]) -> Iterable[Row]:
    names = ("id", "building_id", "area_id", "worker_id", "unit", "room", "address", "plate", "state")
    for door in doors:
        yield {name: getattr(door, name) for name in (*names, "walking_order")}


def _people(actor: Actor, persons: Sequence[Any]) -> Iterable[Row]:
    return [_person(view) for view in views_of(actor, persons)]


def _person(view: PersonView) -> Row:
    """As masked as on the worker's pages."""
    names = ("id", "household_id", "name", "sex", "id_number", "relation", "is_head", "is_minor", "order")
    return {
        **{name: getattr(view, name) for name in names},
        "door_id": view.door.id,
        "whereabouts": view.whereabouts,
        "phones": [phone.number for phone in view.phones],
        "categories": [category.code for category in view.categories],
    }


def _dues(actor: Actor, dues: Sequence[Any]) -> Iterable[Row]:
    names = ("id", "round_id", "subject_id", "door_id", "state", "attempts", "last_kind", "last_at", "how")
    for due in dues:
        yield {name: getattr(due, name) for name in (*names, "settled_at")}


def _tubes(actor: Actor, tubes: Sequence[Any]) -> Iterable[Row]:
    for tube in tubes:
        names = ("id", "code", "day_id", "phase", "capacity", "station_id", "state", "flags")
        yield {name: getattr(tube, name) for name in names}


def _stations(actor: Actor, stations: Sequence[Any]) -> Iterable[Row]:
    for station in stations:
        yield {name: getattr(station, name) for name in ("id", "kind", "name", "place", "is_open")}


def _days(actor: Actor, days: Sequence[Any]) -> Iterable[Row]:
    names = ("id", "date", "name", "state", "pools", "singles", "door_round_id", "centre_round_id")
    windows = ("door_opens_at", "door_closes_at", "centre_opens_at", "centre_closes_at")
    for day in days:
        yield {name: getattr(day, name) for name in (*names, *windows)}


def _rounds(actor: Actor, rounds: Sequence[Any]) -> Iterable[Row]:
    for round_ in rounds:
        kind = round_.kind
        words = {"kind": kind.code, "subject": kind.subject, "answers": kind.answers}
        yield {name: getattr(round_, name) for name in ("id", "name", "opens_at", "closes_at")} | words


def _open_rounds(actor: Actor) -> QuerySet[Any]:
    return rounds_for(actor).filter(state=Round.State.OPEN)


def _days_at_work(actor: Actor) -> QuerySet[Any]:
    return days_for(actor).exclude(state=TestDay.State.PLANNED)


def _dues_of_open_rounds(actor: Actor) -> QuerySet[Any]:
    return dues_for(actor).filter(round_id__in=_open_rounds(actor).order_by().values("id"))


def _tubes_at_work(actor: Actor) -> QuerySet[Any]:
    return tubes_for(actor).filter(day_id__in=days_for(actor).filter(state=TestDay.State.OPEN).values("id"))


PARTS: Final = (
    Part("days", ("test_day",), _days_at_work, _days),
    Part("stations", ("station",), stations_for, _stations, leaves=False),
    Part("rounds", ("round",), _open_rounds, _rounds),
    Part("doors", ("door",), doors_for, _doors),
    # All rows of a door come with it: it may have come into sight just now.
    Part("people", ("person",), persons_for, _people, (("door", "door_id"), ("household", "household_id"))),
    Part("dues", ("due",), _dues_of_open_rounds, _dues, (("door", "door_id"), ("round", "round_id"))),
    Part(
        "due_people",
        ("due",),
        dues_offline,
        rows_offline,
        (("person", "subject_id"), ("door", "door_id"), ("round", "round_id")),
        # Who is not due any more is told by a row that says so.
        leaves=False,
    ),
    Part("tubes", ("tube",), _tubes_at_work, _tubes, (("test_day", "day_id"),), leaves=False),
)
