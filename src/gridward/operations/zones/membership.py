"""Which buildings lie in which zone: worked out once, in sets, and kept as rows with since and until when."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import NOBODY
from gridward.accounts.jobs import in_each_community
from gridward.areas.models import Building
from gridward.audit.actions import announce
from gridward.facts.clock import hold, last_number
from gridward.facts.versions import Stamp
from gridward.operations.models import Zone, ZoneBuilding
from gridward.shared.geometry import which_outline
from gridward.shared.ids import new_id

Placed = tuple[UUID, UUID, UUID | None, float | None, float | None]
# The number of the last change each community's zones were worked out at, in this process.
_seen: dict[UUID, int] = {}


def refresh_zones(
    community_id: UUID, zones: Sequence[Zone], at: datetime, building_ids: Iterable[UUID] | None = None
) -> list[UUID]:
    """Work out what lies in these zones, all of it or these buildings only; ids of the zones in which it changed.

    Five statements however many zones and buildings. Call inside the transaction of the verb, which announces.
    """
    ids = [zone.id for zone in zones]
    buildings = Building.objects.of(community_id)
    kept = ZoneBuilding.objects.of(community_id).filter(zone_id__in=ids, until=None)
    if building_ids is not None:
        chosen = list(building_ids)
        buildings, kept = buildings.filter(id__in=chosen), kept.filter(building_id__in=chosen)
    places: list[Placed] = list(buildings.values_list("id", "site_id", "area_id", "lng", "lat"))
    wanted = lying_in([zone for zone in zones if not zone.is_closed], places)
    standing = {(row.zone_id, row.building_id): row.id for row in kept}
    gone = [id for pair, id in standing.items() if pair not in wanted]
    new = sorted(wanted - standing.keys())
    if gone:
        ZoneBuilding.objects.with_ids(community_id, gone).update(until=at)
    ZoneBuilding.objects.bulk_create(
        ZoneBuilding(
            community_id=community_id, id=new_id(), zone_id=zone_id, building_id=building_id, since=at
        )
        for zone_id, building_id in new
    )
    left = set(gone)
    changed = {zone_id for zone_id, _building in new}
    return sorted(changed | {zone_id for (zone_id, _building), id in standing.items() if id in left})


def lying_in(zones: Sequence[Zone], places: Sequence[Placed]) -> set[tuple[UUID, UUID]]:
    """Pairs (zone, building): by its point inside the outline, by its area or site, or by name."""
    found: set[tuple[UUID, UUID]] = set()
    for zone in zones:
        named = [set(map(UUID, listed)) for listed in (zone.buildings, zone.sites, zone.areas)]
        if any(named):
            found |= {
                (zone.id, place[0])
                for place in places
                if any(id in listed for id, listed in zip(place[:3], named, strict=True))
            }
    drawn = [zone for zone in zones if zone.outline]
    pinned = [
        (id, (lng, lat)) for id, _site, _area, lng, lat in places if lng is not None and lat is not None
    ]
    hits = which_outline([zone.outline or {} for zone in drawn], [point for _id, point in pinned])
    for (building_id, _point), positions in zip(pinned, hits, strict=True):
        found |= {(drawn[position].id, building_id) for position in positions}
    return found


def strayed(community_id: UUID) -> Iterator[tuple[Zone, int]]:
    """Open zones with the number of buildings kept wrongly, or wrongly not kept; three statements."""
    zones = open_zones(community_id)
    places: list[Placed] = list(
        Building.objects.of(community_id).values_list("id", "site_id", "area_id", "lng", "lat")
    )
    kept = ZoneBuilding.objects.of(community_id).filter(until=None)
    wrong = lying_in(zones, places) ^ set(kept.values_list("zone_id", "building_id"))
    counted = Counter(zone_id for zone_id, _building in wrong)
    yield from ((zone, counted[zone.id]) for zone in zones if counted[zone.id])


def open_zones(community_id: UUID) -> list[Zone]:
    """The zones that are not closed."""
    return list(Zone.objects.of(community_id).filter(is_closed=False).order_by("id"))


def follow_buildings(community_id: UUID, building_ids: list[UUID], stamp: Any) -> list[tuple[str, UUID]]:
    """Registered: buildings that changed are in other zones at once; the zones in which something changed."""
    zones = open_zones(community_id)
    at = stamp.true_from if isinstance(stamp, Stamp) else timezone.now()
    return [("zone", id) for id in refresh_zones(community_id, zones, at, building_ids)] if zones else []


def refresh_all() -> int:
    """Job: work out every open zone again after its community changed; returns how many zones that changed."""
    return in_each_community(_refresh_community)


def _refresh_community(community_id: UUID) -> int:
    number = last_number(community_id)
    if _seen.get(community_id) == number:
        return 0
    changed: list[UUID] = []
    if open_zones(community_id):
        changed = _refresh_open(community_id)
    _seen[community_id] = last_number(community_id)
    return len(changed)


@transaction.atomic
def _refresh_open(community_id: UUID) -> list[UUID]:
    hold(community_id)
    changed = refresh_zones(community_id, open_zones(community_id), timezone.now())
    if changed:
        moved = [("zone", id) for id in changed]
        announce("zone.refreshed", community_id=community_id, by_id=NOBODY, changed=moved)
    return changed
