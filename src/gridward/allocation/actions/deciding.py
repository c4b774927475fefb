"""What a person does with a proposal: changes and pins in it, accepts it whole, or drops it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.allocation.access import must_decide
from gridward.allocation.actions.limits import pin
from gridward.allocation.models import Kind, PinTo, Proposal, ProposalPiece
from gridward.allocation.outlines import redrawn
from gridward.allocation.pieces import digest, moved_doors
from gridward.allocation.queries.proposals import names_of_pieces, new_area_name
from gridward.areas.actions import AreaFact, BuildingFact, put_areas, put_buildings
from gridward.areas.models import Area, Building
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.households.actions import assign_doors
from gridward.households.models import Door
from gridward.shared.problems import Problem, problem_code

State = Proposal.State
NOT_READY = problem_code("allocation.not_ready", 409, "This proposal is not waiting for you: it is {state}.")
CHANGED = problem_code(
    "allocation.register_changed",
    409,
    "The register changed since this was planned: {what}. Nothing was done. Plan again, then accept.",
)
UNKNOWN_PART = problem_code(
    "allocation.unknown_part", 422, "Choose one of those who take part in this proposal."
)
MOST_NAMED = 5


def pieces_of(proposal: Proposal) -> "QuerySet[ProposalPiece]":
    """The pieces of a proposal in their order."""
    pieces: QuerySet[ProposalPiece] = ProposalPiece.objects.of(proposal.community_id)
    return pieces.filter(proposal_id=proposal.id).order_by("position")


def must_be_ready(proposal: Proposal) -> None:
    """Raise allocation.not_ready unless it waits for a person; holds the community's writers until commit."""
    hold(proposal.community_id)
    now = (
        Proposal.objects.with_ids(proposal.community_id, [proposal.id]).values_list("state", flat=True).get()
    )
    if now != State.READY:
        raise Problem(NOT_READY, {"state": State(now).label})


@transaction.atomic
def change(
    *,
    by: Actor,
    proposal: Proposal,
    moves: Mapping[UUID, UUID] | None = None,
    stays: Collection[UUID] = (),
    is_pinned: bool = False,
) -> int:
    """Give pieces of a proposal to another part, by piece id, or let them stay as they are now.

    `is_pinned`: from now on their buildings stay there; those that stay are pinned in any case. Returns how many
    changed. Raises allocation.not_ready, allocation.unknown_part, shared.not_yours.
    """
    must_decide(by, proposal)
    must_be_ready(proposal)
    moves = moves or {}
    parts = {UUID(part["id"]) for part in proposal.options["parts"]} - gone_of(proposal)
    if set(moves.values()) - parts:
        raise Problem(UNKNOWN_PART)
    found = list(pieces_of(proposal).filter(id__in=[*moves, *stays]))
    for piece in found:
        piece.after_id = moves.get(piece.id, piece.before_id)
        piece.changed_by_id = by.worker_id
        piece.moved = moved_doors(piece.held, piece.after_id) if piece.id in moves else 0
        piece.why = "by_hand" if piece.moved else ""
        piece.is_pinned = piece.is_pinned or is_pinned or piece.id in stays
    keep_pieces(found)
    pinned = {piece.building_id: piece.after_id for piece in found if is_pinned or piece.id in stays}
    pinned = {building: part for building, part in pinned.items() if part in parts}
    if pinned:
        pin(by=by, to=PinTo.AREA if proposal.kind == Kind.AREAS else PinTo.WORKER, parts=pinned)
    announced("proposal.changed", by, proposal)
    return len(found)


def gone_of(proposal: Proposal) -> set[UUID]:
    """The worker nobody can give anything to."""
    return {UUID(proposal.options["gone_id"])} if proposal.kind == Kind.REPAIR else set()


def keep_pieces(pieces: Sequence[ProposalPiece]) -> None:
    """Write what a person changed."""
    ProposalPiece.objects.bulk_create(
        pieces,
        update_conflicts=True,
        unique_fields=["community_id", "id"],
        update_fields=["after_id", "changed_by_id", "is_pinned", "moved", "why"],
    )


def holders(
    proposal: Proposal, pieces: Sequence[ProposalPiece]
) -> dict[str, tuple[UUID | None, UUID | None]]:
    """Area and worker of the doors of pieces as they stand now, by door id as text."""
    ids = [UUID(id) for piece in pieces for id in piece.door_ids]
    doors = Door.objects.with_ids(proposal.community_id, ids)
    return {str(id): (area, worker) for id, area, worker in doors.values_list("id", "area_id", "worker_id")}


@transaction.atomic
def accept(*, by: Actor, proposal: Proposal) -> int:
    """Carry a proposal out, in one transaction, through the verbs of areas and doors; returns how many doors moved.

    Raises allocation.register_changed naming what, where the register no longer is what the proposal was made of;
    allocation.not_ready, shared.not_yours.
    """
    must_decide(by, proposal)
    must_be_ready(proposal)
    moving = list(pieces_of(proposal).filter(moved__gt=0))
    refuse_gone(proposal, {piece.after_id for piece in moving if piece.after_id})
    refuse_changed(proposal, moving)
    if proposal.kind == Kind.AREAS:
        carry_out_areas(by, proposal, moving)
    else:
        carry_out_workers(by, moving)
    Proposal.objects.with_ids(by.community_id, [proposal.id]).update(
        state=State.ACCEPTED, decided_by_id=by.worker_id, decided_at=timezone.now()
    )
    announced("proposal.accepted", by, proposal)
    return sum(piece.moved for piece in moving)


def refuse_gone(proposal: Proposal, part_ids: set[UUID]) -> None:
    """Raise allocation.register_changed where an area was closed, or a worker left, who was to get something."""
    fresh = {UUID(part["id"]) for part in proposal.options["parts"] if part.get("number")}
    if proposal.kind == Kind.AREAS:
        closed = Area.objects.with_ids(proposal.community_id, part_ids - fresh).filter(is_closed=True)
        gone = list(closed.values_list("name", flat=True))
    else:
        gone = list(
            Worker.objects.filter(id__in=part_ids).exclude(left_at=None).values_list("name", flat=True)
        )
    if gone:
        raise Problem(CHANGED, {"what": "、".join(sorted(gone))})


def refuse_changed(proposal: Proposal, moving: Sequence[ProposalPiece]) -> None:
    """Raise allocation.register_changed where what is to move is no longer what it was."""
    is_about_areas = proposal.kind == Kind.AREAS
    now_with = {} if is_about_areas else holders(proposal, moving)
    buildings = Building.objects.with_ids(proposal.community_id, {piece.building_id for piece in moving})
    areas = dict(buildings.values_list("id", "area_id"))
    changed = []
    for piece in moving:
        doors = [(UUID(id), now_with[id][1]) for id in piece.door_ids if id in now_with]
        if piece.seen != digest(areas.get(piece.building_id), doors):
            changed.append(piece)
    if changed:
        names = names_of_pieces(proposal.community_id, changed[:MOST_NAMED])
        more = "…" if len(changed) > MOST_NAMED else ""
        raise Problem(CHANGED, {"what": "、".join(names) + more})


def carry_out_workers(by: Actor, moving: Sequence[ProposalPiece]) -> None:
    """Give the doors to those who get them, one call of the verb each."""
    given: dict[UUID | None, list[UUID]] = defaultdict(list)
    for piece in moving:
        given[piece.after_id] += [UUID(id) for id in piece.door_ids]
    for worker_id, door_ids in given.items():
        assign_doors(by=by, worker_id=worker_id, door_ids=door_ids, source="proposal")


def carry_out_areas(by: Actor, proposal: Proposal, moving: Sequence[ProposalPiece]) -> None:
    """Open the areas that are new, put the buildings into them with the ground about them, and close empty ones."""
    parts: list[dict[str, Any]] = proposal.options["parts"]
    used = set(pieces_of(proposal).values_list("after_id", flat=True))
    fresh = [
        AreaFact(number=part["number"], name=new_area_name(part["number"]), id=UUID(part["id"]))
        for part in parts
        if part.get("number") and UUID(part["id"]) in used
    ]
    if fresh:
        put_areas(by=by, areas=fresh, source="proposal")
    facts = [BuildingFact(id=piece.building_id, area_id=piece.after_id) for piece in moving]
    put_buildings(by=by, buildings=facts, source="proposal")
    touched = {id for piece in moving for id in (piece.before_id, piece.after_id) if id}
    redraw(by, touched, [piece.building_id for piece in moving])
    close_empty(by, {piece.before_id for piece in moving if piece.before_id})


def redraw(by: Actor, area_ids: set[UUID], moved: Collection[UUID]) -> None:
    """Let outlines follow the buildings that moved, where these have a place on the map."""
    areas = Area.objects.of(by.community_id).filter(is_closed=False)
    outlines = {area.id: area.outline for area in areas if area.id in area_ids}
    others = [area.outline for area in areas if area.id not in area_ids and area.outline]
    placed = Building.objects.of(by.community_id).filter(area_id__in=area_ids).exclude(lng=None)
    points: dict[UUID, tuple[float, float]] = {}
    after: dict[UUID, UUID] = {}
    for id, lng, lat, area in placed.values_list("id", "lng", "lat", "area_id"):
        if lng is not None and lat is not None and area is not None:
            points[id], after[id] = (lng, lat), area
    drawn = redrawn(outlines, points, after, moved, others)
    facts = [AreaFact(id=id, outline=outline) for id, outline in drawn.items()]
    if facts:
        put_areas(by=by, areas=facts, source="proposal")


def close_empty(by: Actor, area_ids: set[UUID]) -> None:
    """Close areas that lost their last building; their history stays."""
    full = Building.objects.of(by.community_id).filter(area_id__in=area_ids).values_list("area_id", flat=True)
    empty = area_ids - set(full)
    still_open = Area.objects.with_ids(by.community_id, empty).filter(is_closed=False)
    facts = [AreaFact(id=id, is_closed=True) for id in still_open.values_list("id", flat=True)]
    if facts:
        put_areas(by=by, areas=facts, source="proposal")


@transaction.atomic
def cancel(*, by: Actor, proposal: Proposal) -> None:
    """Drop a proposal that is not accepted; a planning under way stops.

    Raises allocation.not_ready, shared.not_yours.
    """
    must_decide(by, proposal)
    stoppable = [State.WAITING, State.PLANNING, State.READY, State.FAILED]
    mine = Proposal.objects.with_ids(by.community_id, [proposal.id]).filter(state__in=stoppable)
    now = timezone.now()
    if not mine.update(state=State.CANCELLED, finished_at=now, decided_by_id=by.worker_id, decided_at=now):
        state = (
            Proposal.objects.with_ids(by.community_id, [proposal.id]).values_list("state", flat=True).get()
        )
        raise Problem(NOT_READY, {"state": State(state).label})
    announced("proposal.cancelled", by, proposal)


def announced(deed: str, by: Actor, proposal: Proposal) -> None:
    """One line of the log."""
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=[("proposal", proposal.id)])
