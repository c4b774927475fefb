"""Areas split or merged that lie in a zone: the zone reaches as far as it did, and no farther."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from gridward.areas.models import Building
from gridward.facts.versions import Stamp, write
from gridward.operations.zones.membership import open_zones


def follow_areas(
    community_id: UUID, heirs: Mapping[UUID, Sequence[UUID]], stamp: Stamp
) -> list[tuple[str, UUID]]:
    """Registered: a zone that names an area that was split names its parts; of one that closes, its buildings."""
    splits = {str(area): {*map(str, those)} for area, those in heirs.items() if area in those}
    closing = {str(area) for area in heirs} - splits.keys()
    zones = [zone for zone in open_zones(community_id) if set(zone.areas) & (splits.keys() | closing)]
    buildings = _buildings_in(community_id, closing & {area for zone in zones for area in zone.areas})
    for zone in zones:
        named = set(zone.areas)
        kept = {part for area in named for part in splits.get(area, {area})} - closing
        zone.areas = sorted(kept)
        zone.buildings = sorted({*zone.buildings, *(id for area in named for id in buildings.get(area, ()))})
    return [("zone", id) for id in write(zones, stamp).changed]


def _buildings_in(community_id: UUID, area_ids: set[str]) -> dict[str, list[str]]:
    rows = Building.objects.of(community_id).filter(area_id__in=area_ids) if area_ids else []
    found: dict[str, list[str]] = {}
    for building in rows:
        found.setdefault(str(building.area_id), []).append(str(building.id))
    return found
