"""Many doors with area, site and building, but without what is drawn of these on the map: that is long to read."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gridward.areas.models import Area, Building, Site
from gridward.households.models import Door


def with_places(community_id: UUID, found: "QuerySet[Door]") -> list[Door]:
    """The doors of a query, each with its area, site and building; four statements."""
    doors = list(found)
    areas = _by_id(Area.objects.of(community_id).defer("outline", "duties"))
    sites = _by_id(Site.objects.of(community_id).defer("outline"))
    buildings = _by_id(Building.objects.of(community_id).defer("footprint"))
    for door in doors:
        # Set as Django itself does after reading: an assignment would touch the door's own columns.
        Door._meta.get_field("area").set_cached_value(door, areas.get(door.area_id))
        Door._meta.get_field("site").set_cached_value(door, sites.get(door.site_id))
        Door._meta.get_field("building").set_cached_value(door, buildings.get(door.building_id))
    return doors


def _by_id(rows: Iterable[Any]) -> dict[UUID | None, Any]:
    return {row.id: row for row in rows}
