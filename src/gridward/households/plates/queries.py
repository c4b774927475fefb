"""How far plates are, by area and at one door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.areas.queries import open_areas
from gridward.households.access import doors_for
from gridward.households.models import Door, DoorVersion
from gridward.households.plates.models import PlateState
from gridward.shared.registries import Paint


@dataclass(frozen=True)
class AreaPlates:
    """The plates of one area's doors (`id` None: doors in no open area)."""

    id: UUID | None
    words: str
    doors: int = 0
    none: int = 0
    assigned: int = 0
    printed: int = 0
    posted: int = 0
    to_remake: int = 0

    @property
    def given(self) -> int:
        """Doors that have a number."""
        return self.doors - self.none

    @property
    def waits(self) -> tuple[int, int]:
        """How many plates wait to be made, and to be put up."""
        return self.assigned + self.to_remake, self.printed


@dataclass(frozen=True)
class PlateSince:
    """Since when a plate is in its state, and who said so."""

    at: datetime
    by: str


def plates_by_area(actor: Actor) -> list[AreaPlates]:
    """The areas within sight that have doors, in their order; then the doors in none. Two statements."""
    counted: dict[UUID | None, dict[str, int]] = {}
    names = {area.id: area.words for area in open_areas(actor.community_id)}
    rows = doors_for(actor).order_by().values("area_id", "plate_state")
    for row in rows.annotate(all=Count("id"), none=Count("id", filter=Q(plate=""))):
        id = row["area_id"] if row["area_id"] in names else None
        sums = counted.setdefault(id, {})
        for name, number in _sorted_out(row).items():
            sums[name] = sums.get(name, 0) + number
    ordered = [id for id in (*names, None) if id in counted]
    return [AreaPlates(id, names[id] if id else _("In no area"), **counted[id]) for id in ordered]


def _sorted_out(row: Mapping[str, Any]) -> dict[str, int]:
    state = str(row["plate_state"])
    name = "to_remake" if state in (PlateState.LOST, PlateState.DAMAGED) else state
    return {"doors": row["all"], "none": row["none"], name: row["all"] - row["none"]}


def in_all(areas: Sequence[AreaPlates]) -> AreaPlates:
    """All of them together."""
    names = ("doors", "none", "assigned", "printed", "posted", "to_remake")
    return AreaPlates(None, "", *(sum(getattr(area, name) for area in areas) for name in names))


def state_since(door: Door) -> PlateSince | None:
    """Since when a door's plate is in the state it is in; two statements, none where it has no plate."""
    if not door.plate:
        return None
    believed = DoorVersion.objects.of(door.community_id).filter(entity_id=door.id, known_to=None)
    found = None
    for version in believed.order_by("-true_from", "-known_from", "-id"):
        if (version.plate, version.plate_state) != (door.plate, door.plate_state):
            break
        found = version
    if found is None:
        return None
    worker = Worker.objects.filter(id=found.by_id).first()
    return PlateSince(found.true_from, worker.name if worker else "")


def area_paints(actor: Actor) -> dict[UUID, Paint]:
    """How far each area is with putting plates up."""
    return {area.id: _paint(area) for area in plates_by_area(actor) if area.id}


def _paint(area: AreaPlates) -> Paint:
    """A step of the scale with its words, of which there are few: the legend has a line for each."""
    if area.posted == area.doors:
        return Paint(pgettext("plates", "all are up"), level=5)
    if area.posted * 2 >= area.doors:
        return Paint(pgettext("plates", "half or more are up"), level=4)
    if area.posted:
        return Paint(pgettext("plates", "less than half are up"), level=2)
    return Paint(pgettext("plates", "none is up"), level=0)
