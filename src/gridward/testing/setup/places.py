"""Where stations stand on the map: at their own point, else in the middle of their site."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Avg
from shapely.geometry import shape

from gridward.areas.models import Building, Site
from gridward.testing.models import Station

Point = tuple[float, float]


def points_of(community_id: UUID, stations: Iterable[Station]) -> dict[UUID, Point]:
    """Longitude and latitude of each station that has a place; two statements for those without their own."""
    listed = list(stations)
    own = {s.id: (s.lng, s.lat) for s in listed if s.lng is not None and s.lat is not None}
    sites = {s.id: s.site_id for s in listed if s.id not in own and s.site_id}
    middles = middles_of(community_id, set(sites.values())) if sites else {}
    return own | {id: middles[site_id] for id, site_id in sites.items() if site_id in middles}


def middles_of(community_id: UUID, site_ids: Iterable[UUID]) -> dict[UUID, Point]:
    """A point of each site that is drawn or whose buildings are: inside its outline, else amid its buildings."""
    ids = list(site_ids)
    placed: Any = Building.objects.of(community_id).filter(site_id__in=ids).exclude(lng=None).order_by()
    rows = placed.values("site_id").annotate(x=Avg("lng"), y=Avg("lat"))
    found = {row["site_id"]: (row["x"], row["y"]) for row in rows}
    outlines = Site.objects.with_ids(community_id, ids).exclude(outline=None).values_list("id", "outline")
    for id, outline in outlines:
        inside = shape(outline).representative_point()
        found[id] = (inside.x, inside.y)
    return found
