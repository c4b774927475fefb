"""The cast's three areas drawn side by side."""

from typing import Any

import pytest

from gridward.areas.actions import put_areas, put_buildings
from gridward.areas.entries import AreaFact, BuildingFact
from tests.cast import Cast, cast_id

# A new building in area 3, east of number 3; then where each stands.
EAST = "building 7"
POINTS = {
    "lane-29": (110.331, 33.6915),
    "yard-1": (110.332, 33.6915),
    "5": (110.334, 33.6915),
    "3": (110.3365, 33.6915),
}


def box(west: float, east: float) -> dict[str, Any]:
    """An outline between two meridians."""
    ring = [[west, 33.69], [east, 33.69], [east, 33.693], [west, 33.693], [west, 33.69]]
    return {"type": "Polygon", "coordinates": [ring]}


def line(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [list(point) for point in points]}


ACROSS = line((110.3375, 33.6895), (110.3375, 33.6935))


@pytest.fixture
def drawn(cast: Cast) -> Cast:
    """Areas 1, 2 and 3 side by side from west to east; area 3 holds building 3 and, without doors, building 7."""
    chen = cast.actor("chen")
    facts = [BuildingFact(id=cast_id(f"building {key}"), lng=x, lat=y) for key, (x, y) in POINTS.items()]
    facts.append(
        BuildingFact(
            site_id=cast_id("site xinhe"),
            number="7",
            name="7号楼",
            area_id=cast.areas[3],
            lng=110.3385,
            lat=33.6915,
            id=cast_id(EAST),
        )
    )
    put_buildings(by=chen, buildings=facts)
    edges = {1: (110.330, 110.333), 2: (110.333, 110.336), 3: (110.336, 110.339)}
    put_areas(by=chen, areas=[AreaFact(id=cast.areas[n], outline=box(*edge)) for n, edge in edges.items()])
    return cast
