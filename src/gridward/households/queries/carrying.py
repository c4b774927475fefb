"""A list of doors as people carry it away: areas, plates and counts, and not one name."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gridward.accounts.actors import Actor
from gridward.areas.models import Building
from gridward.households.access import doors_by_id
from gridward.households.queries.doors import DoorFilter, filtered_doors

MOST_PLATES = 200


def doors_text(actor: Actor, choice: DoorFilter) -> str:
    """The doors of a list by area: plates (else addresses) while they are few, then counts alone; one statement."""
    rows = filtered_doors(actor, choice).values_list("area__number", "area__name", "plate", "address")
    areas: dict[tuple[int, str], list[str]] = {}
    for number, name, plate, address in rows:
        areas.setdefault((number or 0, name or ""), []).append(plate or address)
    total = sum(len(places) for places in areas.values())
    lines = [_line(name, areas[number, name], total) for number, name in sorted(areas)]
    return "\n".join([*lines, _("%(number)s doors in all") % {"number": total}])


def _line(name: str, places: list[str], total: int) -> str:
    count = ngettext("%(number)s door", "%(number)s doors", len(places)) % {"number": len(places)}
    words = _("%(area)s: %(count)s") % {"area": name or _("In no area"), "count": count}
    if total > MOST_PLATES:
        return words
    plates = pgettext("between names", ", ").join(places)
    return f"{words} {plates}"


@dataclass(frozen=True)
class Moving:
    """A building that would go into another area, and how many doors go along."""

    building: Building
    door_count: int


def buildings_behind(actor: Actor, door_ids: Collection[UUID]) -> list[Moving]:
    """The buildings of doors the actor may assign, in walking order; raises shared.not_found, shared.not_yours."""
    ids = {door.building_id for door in doors_by_id(actor, door_ids, to="assign").values()}
    found = Building.objects.with_ids(actor.community_id, ids).select_related("site")
    counted = found.annotate(door_count=Count("doors__id")).order_by("walking_order", "id")
    return [Moving(building, building.door_count) for building in counted]
