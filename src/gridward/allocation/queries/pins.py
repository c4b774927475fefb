"""What a person pinned."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.allocation.access import may_plan_everywhere, must_plan
from gridward.allocation.models import Pin, PinTo
from gridward.areas.models import Building
from gridward.areas.queries import area_names


@dataclass(frozen=True)
class PinLine:
    """A building that stays, with whom, and who said so."""

    pin: Pin
    building: str
    part: str
    by_name: str


def pin_lines(actor: Actor) -> list[PinLine]:
    """The pins within sight, in walking order; four statements."""
    must_plan(actor)
    buildings = Building.objects.of(actor.community_id).select_related("site")
    if not may_plan_everywhere(actor):
        buildings = buildings.filter(area_id__in=list(actor.area_ids))
    pins: dict[UUID, list[Pin]] = {}
    for pin in Pin.objects.of(actor.community_id).order_by("to"):
        pins.setdefault(pin.building_id, []).append(pin)
    every = [pin for found in pins.values() for pin in found]
    people = worker_names({p.part_id for p in every} | {p.by_id for p in every})
    areas = area_names(actor.community_id)
    return [
        PinLine(
            pin,
            building.whole_name,
            (areas if pin.to == PinTo.AREA else people).get(pin.part_id, "–"),
            people.get(pin.by_id, ""),
        )
        for building in buildings.filter(id__in=list(pins)).order_by("walking_order", "id")
        for pin in pins[building.id]
    ]


def pinned_ids(actor: Actor, to: str, pin_ids: Sequence[UUID]) -> list[UUID]:
    """The buildings of some pins."""
    pins = Pin.objects.with_ids(actor.community_id, pin_ids).filter(to=to)
    return list(pins.values_list("building_id", flat=True))
