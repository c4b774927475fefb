"""Buildings put on the map by hand: a point, or a footprint that was drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from shapely.geometry import Point, shape

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.areas.actions import put_buildings
from gridward.areas.entries import BuildingFact
from gridward.areas.maps.runs import KEEPERS
from gridward.areas.models import Building
from gridward.facts.clock import hold
from gridward.facts.said import EMPTY, Empty
from gridward.shared.geometry import DECIMALS, outline_of, point_in
from gridward.shared.problems import Problem, problem_code

UNKNOWN_BUILDING = problem_code("areas.unknown_building", 422, "This building does not exist here.")
BAD_PLACE = problem_code(
    "areas.bad_place",
    422,
    "This is no place: write longitude and latitude as 110.33210, 33.69540, or draw it.",
)


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """Where a building stands: `footprint` (GeoJSON Polygon or MultiPolygon), or a point (degrees, WGS 84), or both.

    EMPTY as footprint and no point takes the building off the map.
    """

    building_id: UUID
    footprint: dict[str, Any] | Empty | None = None
    lng: float | None = None
    lat: float | None = None


@transaction.atomic
def place_buildings(
    *, by: Actor, facts: Sequence[PlaceFact], at: datetime | None = None, source: str = "page"
) -> list[UUID]:
    """Put buildings on the map, or take them off; ids in the order of the facts. The same twice changes nothing.

    A footprint gives the point inside it; a point outside the footprint that stands takes that footprint away.
    Raises areas.unknown_building, areas.bad_place, shared.bad_outline, shared.not_yours.
    """
    must_be(by, *KEEPERS)
    hold(by.community_id)
    ids = {fact.building_id for fact in facts}
    standing = {building.id: building for building in Building.objects.with_ids(by.community_id, ids)}
    if len(standing) < len(ids):
        raise Problem(UNKNOWN_BUILDING)
    placed = [_placed(fact, standing[fact.building_id]) for fact in facts]
    return put_buildings(by=by, buildings=placed, at=at, source=source)


def _placed(fact: PlaceFact, standing: Building) -> BuildingFact:
    if isinstance(fact.footprint, dict):
        outline, _mended = outline_of(fact.footprint)
        lng, lat = _point(fact) if fact.lng is not None else point_in(outline)
        return BuildingFact(id=fact.building_id, footprint=outline, lng=lng, lat=lat)
    if fact.lng is None and fact.lat is None:
        if fact.footprint is not EMPTY:
            raise Problem(BAD_PLACE)
        return BuildingFact(id=fact.building_id, footprint=EMPTY, lng=EMPTY, lat=EMPTY)
    lng, lat = _point(fact)
    keeps = standing.footprint is not None and shape(standing.footprint).intersects(Point(lng, lat))
    drawn = None if keeps and fact.footprint is None else EMPTY
    return BuildingFact(id=fact.building_id, footprint=drawn, lng=lng, lat=lat)


def _point(fact: PlaceFact) -> tuple[float, float]:
    if fact.lng is None or fact.lat is None or not (-180 <= fact.lng <= 180 and -90 <= fact.lat <= 90):
        raise Problem(BAD_PLACE)
    return round(fact.lng, DECIMALS), round(fact.lat, DECIMALS)
