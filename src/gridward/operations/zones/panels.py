"""The zones a door lies in, on its own page; never on its plate. And what ids of zones and plans mean in the log."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.households.models import Door
from gridward.operations.models import PlanDocument, Zone
from gridward.operations.zones import queries
from gridward.operations.zones.maps import words_of
from gridward.shared.registries import DoorPanel, Named


def zones_at(actor: Actor, door: Door) -> dict[str, Any]:
    """The zones in force over a door, the gravest first; three statements, or one where no zone is near."""
    ids = queries.zones_of_buildings(actor.community_id, [door.building_id]).get(door.building_id, [])
    if not ids:
        return {"zones": []}
    levels = {level.code: level for level in queries.levels_of(actor.community_id)}
    zones = [
        {
            "zone": zone,
            "level": words_of(levels.get(zone.level), zone.level),
            "order": levels[zone.level].order,
        }
        for zone in Zone.objects.with_ids(actor.community_id, ids)
        if queries.in_force(zone, timezone.localdate()) and zone.level in levels
    ]
    return {"zones": sorted(zones, key=lambda row: row["order"])}


def named(community_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """Registered: what ids of zones and plan documents mean."""
    zones = Zone.objects.with_ids(community_id, ids)
    plans = PlanDocument.objects.with_ids(community_id, ids)
    found = {zone.id: Named(zone.name, reverse("zone", args=[zone.id])) for zone in zones}
    return found | {plan.id: Named(plan.title, reverse("plan", args=[plan.id])) for plan in plans}


ZONES = DoorPanel("operations/_door_zones.html", zones_at, 20)
