"""The four bounds of an outline in words, proposed from what the map has around it: roads, water, neighbours."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry import shape

from gridward.areas.models import Area, MapShape, ShapeKind
from gridward.shared.geometry import METRES_A_DEGREE

# How far from the border something still bounds it, and in how many places the border is asked.
REACH = 40 / METRES_A_DEGREE
STEPS = 160
NAMED_GROUND = (ShapeKind.ROAD, ShapeKind.WATER)
Thing = tuple[str, Any]


def propose_bounds(community_id: UUID, outline: Mapping[str, Any], but: UUID | None = None) -> dict[str, str]:
    """`bound_east` and so on; a side with nothing named near it is empty. Two statements."""
    border = shape(outline).convex_hull.exterior
    things = [*_ground_near(community_id, border), *_neighbours(community_id, but)]
    votes: dict[str, Counter[str]] = {side: Counter() for side in ("east", "south", "west", "north")}
    west, south, east, north = border.bounds
    middle, width, height = ((west + east) / 2, (south + north) / 2), east - west, north - south
    for step in range(STEPS):
        at = border.interpolate(step / STEPS, normalized=True)
        across, along = (at.x - middle[0]) / width, (at.y - middle[1]) / height
        sides = ("west", "east") if abs(across) > abs(along) else ("south", "north")
        side = sides[(across if abs(across) > abs(along) else along) > 0]
        if name := _nearest(at, things):
            votes[side][name] += 1
    return {
        f"bound_{side}": counted.most_common(1)[0][0] if counted else "" for side, counted in votes.items()
    }


def _nearest(at: Any, things: Sequence[Thing]) -> str:
    """What is named and nearest to a point of the border, within reach; ground before neighbours."""
    near = ((shapely.distance(at, drawn), place, name) for place, (name, drawn) in enumerate(things))
    within = [(distance, place, name) for distance, place, name in near if distance < REACH]
    return min(within)[2] if within else ""


def _ground_near(community_id: UUID, border: Any) -> list[Thing]:
    west, south, east, north = border.buffer(REACH).bounds
    rows = MapShape.objects.of(community_id).filter(is_current=True, kind__in=NAMED_GROUND).exclude(name="")
    near = rows.filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
    return [
        (name, shape(geometry))
        for name, geometry in near.exclude(geometry=None).order_by("position").values_list("name", "geometry")
    ]


def _neighbours(community_id: UUID, but: UUID | None) -> list[Thing]:
    areas = Area.objects.of(community_id).filter(is_closed=False).exclude(outline=None)
    rows = areas.order_by("number").values_list("id", "name", "outline")
    return [(name, shape(outline)) for id, name, outline in rows if id != but]
