"""The kinds of fault of this room."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridward.accounts.naming import worker_names
from gridward.areas.answering import Answering
from gridward.areas.gaps.finding import BySet
from gridward.areas.gaps.telling import building_gap
from gridward.households.access import doors_for
from gridward.households.gaps import finding
from gridward.households.gaps.same_plates import doubles
from gridward.households.models import Door
from gridward.households.queries.loads import page_of
from gridward.shared.gaps import Found, Gap, GapKind, Look


def doors_seen(look: Look) -> "QuerySet[Door]":
    """Doors within sight in walking order, each with its building."""
    return doors_for(look.actor).select_related("building").order_by("walking_order", "id")


def door_gap(door: Door, who: Answering, url_name: str, note: str = "", **more: Any) -> Gap:
    """A fault of one door, named by address and plate; `is_doorstep`: its worker answers first."""
    area_id = who.open_area(door.area_id)
    is_doorstep = more.pop("is_doorstep", False)
    under = who.of_door(door.worker_id, area_id) if is_doorstep else who.of_area(area_id)
    stands = door.building
    point = (stands.lng, stands.lat) if stands and stands.lng is not None else None
    return Gap(
        id=door.id,
        thing=f"{door.address} ({door.plate})" if door.plate else door.address,
        short=door.plate,
        url=more.pop("url", "") or reverse(url_name, args=[door.id]),
        page=page_of(door.id),
        note=note,
        area_id=area_id,
        area=who.area_name(area_id),
        under_id=under,
        under=who.name(under),
        point=point,
        **more,
    )


def doors_nowhere(look: Look) -> Found:
    """Doors in no open area; they go where their building goes."""

    def tell(doors: Sequence[Door], who: Answering) -> list[Gap]:
        return [
            door_gap(door, who, "door", url=reverse("building_edit", args=[door.building_id]))
            for door in doors
        ]

    return BySet(look, finding.in_no_area(doors_seen(look)), tell)


def doors_without_plate(look: Look) -> Found:
    """Doors the community has not numbered."""

    def tell(doors: Sequence[Door], who: Answering) -> list[Gap]:
        return [door_gap(door, who, "door_plate") for door in doors]

    return BySet(look, finding.without_plate(doors_seen(look)), tell)


def doors_of_one_plate(look: Look) -> Found:
    """Doors whose plate is another's or reads like it; the first to bear it in walking order is not told."""
    twins = doubles(look.actor.community_id)

    def tell(doors: Sequence[Door], who: Answering) -> list[Gap]:
        firsts = Door.objects.with_ids(look.actor.community_id, {twins[door.id] for door in doors})
        places = dict(firsts.values_list("id", "address"))
        words = _("bears the plate of {address}, or one that reads like it")
        return [
            door_gap(door, who, "door_plate", words.format(address=places.get(twins[door.id], "")))
            for door in doors
        ]

    return BySet(look, doors_seen(look).filter(id__in=list(twins)), tell)


def doors_without_worker(look: Look) -> Found:
    """Doors nobody at work answers for, and why."""

    def tell(doors: Sequence[Door], who: Answering) -> list[Gap]:
        left = worker_names(door.worker_id for door in doors)
        return [door_gap(door, who, "door_assign", _why(door, left)) for door in doors]

    return BySet(look, finding.without_worker(doors_seen(look), look.actor.community_id), tell)


def _why(door: Door, left: dict[Any, str]) -> str:
    name = left.get(door.worker_id)
    return _("%(name)s has left") % {"name": name} if name else _("nobody was named")


def doors_not_seen_again(look: Look) -> Found:
    """Doors that were to be seen again on a day that is over."""
    today = timezone.localdate()

    def tell(doors: Sequence[Door], who: Answering) -> list[Gap]:
        return [
            door_gap(door, who, "door_state", days=_days(door.recheck_on, today), is_doorstep=True)
            for door in doors
        ]

    found = finding.recheck_missed(doors_seen(look), today)
    return BySet(look, found.order_by("recheck_on", "walking_order", "id"), tell, worker="worker_id")


def _days(since: date | None, today: date) -> int | None:
    return (today - since).days if since else None


def buildings_without_door(look: Look) -> Found:
    """Buildings that stand on the map and have no door."""

    def tell(buildings: Sequence[Any], who: Answering) -> list[Gap]:
        new_door = reverse("door_new")
        return [
            building_gap(building, who, url=f"{new_door}?building={building.id}") for building in buildings
        ]

    found = finding.buildings_without_door(look.actor.community_id)
    if not look.actor.is_community_wide:
        found = found.filter(area_id__in=list(look.actor.area_ids))
    return BySet(look, found, tell)


KINDS: tuple[GapKind, ...] = (
    GapKind(
        "building.door",
        gettext_noop("Buildings of the map without a door"),
        gettext_noop("Every building that stands on the map has its doors in the register."),
        "building",
        buildings_without_door,
    ),
    GapKind(
        "door.area",
        gettext_noop("Doors in no area"),
        gettext_noop("Every door lies in one open area."),
        "door",
        doors_nowhere,
    ),
    GapKind(
        "door.worker",
        gettext_noop("Doors without responsible worker"),
        gettext_noop("Somebody at work answers for every door."),
        "door",
        doors_without_worker,
    ),
    GapKind(
        "door.plate",
        gettext_noop("Doors without plate"),
        gettext_noop("Every door has the community's own number."),
        "door",
        doors_without_plate,
    ),
    GapKind(
        "door.same_plate",
        gettext_noop("Doors whose plates read alike"),
        gettext_noop("No two doors have one plate."),
        "door",
        doors_of_one_plate,
    ),
    GapKind(
        "door.recheck",
        gettext_noop("Doors to be seen again, overdue"),
        gettext_noop("Whoever did not answer is visited again on the day that was set."),
        "door",
        doors_not_seen_again,
    ),
)
