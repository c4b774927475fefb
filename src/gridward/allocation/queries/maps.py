"""What maps show of assignments: each building in the colour of who has it, and a worker's walk as a line."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.allocation.models import Proposal, ProposalPiece
from gridward.allocation.queries.proposals import buildings_by_id, names_of_parts
from gridward.allocation.queries.workers import walk_of
from gridward.areas.models import Area, Building
from gridward.households.access import doors_for
from gridward.shared.geometry import box_of


def map_of_proposal(actor: Actor, proposal: Proposal, *, is_after: bool) -> dict[str, Any]:
    """The buildings of a proposal by who has them before or after; what changes hands is marked."""
    pieces = ProposalPiece.objects.of(actor.community_id).filter(proposal_id=proposal.id).order_by("position")
    held: dict[UUID, Counter[UUID | None]] = defaultdict(Counter)
    moving: set[UUID] = set()
    for piece in pieces:
        held[piece.building_id][piece.after_id if is_after else piece.before_id] += piece.doors
        if piece.moved:
            moving.add(piece.building_id)
    areas = dict(Area.objects.of(actor.community_id).values_list("id", "name"))
    names = names_of_parts(proposal, areas)
    return collection(
        buildings_by_id(actor.community_id, held),
        {id: _holder(votes, names) for id, votes in held.items()},
        moving,
    )


def map_of_holders(actor: Actor, area_ids: Collection[UUID]) -> dict[str, Any]:
    """The buildings of some areas by who answers for most of their doors."""
    held: dict[UUID, Counter[UUID | None]] = defaultdict(Counter)
    doors = doors_for(actor).filter(area_id__in=list(area_ids)).order_by()
    for building, worker in doors.values_list("building_id", "worker_id"):
        held[building][worker] += 1
    ids = {id for votes in held.values() for id in votes if id}
    names = dict(Worker.objects.filter(id__in=ids).values_list("id", "name"))
    buildings = buildings_by_id(actor.community_id, held)
    return collection(buildings, {id: _holder(votes, names) for id, votes in held.items()}, set())


def _holder(votes: Counter[UUID | None], names: dict[UUID, str]) -> tuple[str, str]:
    """Who has most of a building, as group and words."""
    part, _count = votes.most_common(1)[0]
    if part is None:
        return "", _("nobody")
    words = names.get(part, "–")
    return str(part), words if len(votes) == 1 else _("%(name)s and others") % {"name": words}


def collection(
    buildings: dict[UUID, Building], holders: dict[UUID, tuple[str, str]], moving: set[UUID]
) -> dict[str, Any]:
    """A GeoJSON collection of buildings that have a place, with its box."""
    features = [
        building_feature(building, *holders[id], is_moving=id in moving)
        for id, building in buildings.items()
        if building.lng is not None
    ]
    box = box_of(feature["geometry"] for feature in features)
    return {"type": "FeatureCollection", "features": features, "bounds": box, "legend": legend_of(moving)}


def legend_of(moving: set[UUID]) -> list[dict[str, Any]]:
    """What the marks of such a map mean."""
    return [{"state": "open", "words": _("Changes hands")}] if moving else []


def building_feature(building: Building, group: str, holder: str, *, is_moving: bool) -> dict[str, Any]:
    """A building with its holder."""
    label = f"{building.site.name}{building.name}"
    paint = {"level": None, "state": "open", "words": holder} if is_moving else None
    return feature(
        building.id,
        building.footprint or point(building.lng, building.lat),
        kind="building",
        label=_("%(building)s: %(name)s") % {"building": label, "name": holder},
        group=group,
        paint=paint,
    )


def feature(
    id: object, geometry: Any, *, kind: str, label: str, group: str = "", paint: dict[str, Any] | None = None
) -> dict[str, Any]:
    """One feature as the map part reads it."""
    return {
        "type": "Feature",
        "id": str(id),
        "geometry": geometry,
        "properties": {"kind": kind, "label": label, "url": "", "paint": paint, "group": group},
    }


def point(lng: float | None, lat: float | None) -> dict[str, Any]:
    """A point in GeoJSON."""
    return {"type": "Point", "coordinates": [lng, lat]}


def map_of_walk(actor: Actor, worker_id: UUID) -> dict[str, Any]:
    """A worker's walk: a line through the buildings in walking order, and each building with its numbers."""
    ground = walk_of(actor, worker_id)
    rows = buildings_by_id(actor.community_id, [building.id for building in ground.buildings])
    visits: dict[UUID, list[int]] = defaultdict(list)
    stops: list[UUID] = []
    ordered = sorted(ground.doors, key=lambda door: (door.walking_order, str(door.id)))
    for number, door in enumerate(ordered, 1):
        visits[door.building_id].append(number)
        if rows[door.building_id].lng is not None and (not stops or stops[-1] != door.building_id):
            stops.append(door.building_id)
    features = [
        feature(
            id,
            rows[id].footprint or point(rows[id].lng, rows[id].lat),
            kind="building",
            label=label,
            group="walk",
        )
        for id, numbers in visits.items()
        if rows[id].lng is not None and (label := walk_label(rows[id], numbers))
    ]
    if len(stops) > 1:
        path = {"type": "LineString", "coordinates": [[rows[id].lng, rows[id].lat] for id in stops]}
        features.append(feature("walk", path, kind="ground", label=_("Walk"), group="walk"))
    box = box_of(one["geometry"] for one in features)
    return {"type": "FeatureCollection", "features": features, "bounds": box, "legend": []}


def walk_label(building: Building, numbers: list[int]) -> str:
    """A building on the walk: which doors of the order it holds."""
    first, last = min(numbers), max(numbers)
    words = ngettext("%(building)s: stop %(first)s", "%(building)s: stops %(first)s–%(last)s", len(numbers))
    return words % {"building": f"{building.site.name}{building.name}", "first": first, "last": last}
