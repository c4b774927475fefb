"""What maps show of assignments: each building in the colour of who has it, and a worker's walk as a line."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.allocation.models import Proposal, ProposalPiece
from gridward.allocation.queries.proposals import buildings_by_id, names_of_parts
from gridward.allocation.queries.workers import walk_of
from gridward.areas.maps.payload import Feature, collection, feature, point
from gridward.areas.models import Building
from gridward.areas.queries import area_names
from gridward.households.access import doors_for
from gridward.shared.registries import Paint

Votes = dict[UUID, Counter[UUID | None]]


def map_of_proposal(actor: Actor, proposal: Proposal, *, is_after: bool) -> dict[str, Any]:
    """The buildings of a proposal by who has them before or after; what changes hands says from whom to whom."""
    pieces = ProposalPiece.objects.of(actor.community_id).filter(proposal_id=proposal.id).order_by("position")
    before: Votes = defaultdict(Counter)
    after: Votes = defaultdict(Counter)
    moving: set[UUID] = set()
    for piece in pieces:
        for part, doors, _minutes in piece.held:
            before[piece.building_id][UUID(part) if part else None] += doors
        after[piece.building_id][piece.after_id] += piece.doors
        if piece.moved:
            moving.add(piece.building_id)
    areas = area_names(actor.community_id)
    names = names_of_parts(proposal, areas)
    notes = {
        id: _("now %(before)s, then %(after)s")
        % {"before": holder(before[id], names)[1], "after": holder(after[id], names)[1]}
        for id in moving
    }
    parts = [UUID(part["id"]) for part in proposal.options["parts"]]
    return map_of(actor, after if is_after else before, names, parts, notes)


def map_of_holders(actor: Actor, area_ids: Collection[UUID]) -> dict[str, Any]:
    """The buildings of some areas by who answers for most of their doors."""
    held: Votes = defaultdict(Counter)
    doors = doors_for(actor).filter(area_id__in=list(area_ids)).order_by()
    for building, worker in doors.values_list("building_id", "worker_id"):
        held[building][worker] += 1
    ids = {id for votes in held.values() for id in votes if id}
    names = dict(Worker.objects.filter(id__in=ids).order_by("name", "id").values_list("id", "name"))
    return map_of(actor, held, names, list(names), {})


def map_of(
    actor: Actor,
    held: Votes,
    names: Mapping[UUID, str],
    parts: Collection[UUID],
    notes: Mapping[UUID, str],
) -> dict[str, Any]:
    """Buildings that have a place, coloured by who has most of each; parts keep their colour from map to map."""
    features: list[Feature] = []
    used: set[str] = set()
    for id, building in buildings_by_id(actor.community_id, held).items():
        if building.lng is None:
            continue
        group, words = holder(held[id], names)
        used.add(group)
        note = Paint(notes[id]) if id in notes else None
        label = _("%(building)s: %(name)s") % {"building": name_of(building), "name": words}
        features.append(feature(id, "building", label, place_of(building), paint=note, group=group))
    groups = [str(part) for part in parts]
    legend = [{"group": str(part), "words": names.get(part, "–")} for part in parts if str(part) in used]
    return collection(features, legend=legend, groups=groups)


def holder(votes: Counter[UUID | None], names: Mapping[UUID, str]) -> tuple[str, str]:
    """Who has most of a building, as group and words."""
    part, _count = votes.most_common(1)[0]
    if part is None:
        return "", _("nobody")
    words = names.get(part, "–")
    return str(part), words if len(votes) == 1 else _("%(name)s and others") % {"name": words}


def name_of(building: Building) -> str:
    """A building with its site."""
    return building.whole_name


def place_of(building: Building) -> Mapping[str, Any]:
    """Where a building lies: its footprint, else its point."""
    outline: Mapping[str, Any] = building.footprint or point(building.lng or 0.0, building.lat or 0.0)
    return outline


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
        feature(id, "building", walk_label(rows[id], numbers), place_of(rows[id]), group="walk")
        for id, numbers in visits.items()
        if rows[id].lng is not None
    ]
    if len(stops) > 1:
        path = {"type": "LineString", "coordinates": [[rows[id].lng, rows[id].lat] for id in stops]}
        features.append(feature("", "walk", "", path))
    return collection(features)


def walk_label(building: Building, numbers: list[int]) -> str:
    """A building on the walk: which doors of the order it holds, and its name."""
    first, last = min(numbers), max(numbers)
    return f"{first if first == last else f'{first}–{last}'} {name_of(building)}"
