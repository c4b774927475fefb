"""Asking for a proposal: into areas, to workers, or because somebody is away. A job plans it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role, Worker
from gridward.allocation.access import areas_to_plan, may_plan_everywhere, workers_by_id
from gridward.allocation.actions.limits import AwayFact, write_away
from gridward.allocation.models import Balance, Kind, Proposal, WorkerLimit
from gridward.allocation.pieces import Piece, whole_buildings
from gridward.allocation.planner import total_of
from gridward.allocation.queries.ground import ground_of, weights_of
from gridward.allocation.queries.limits import Candidate, candidates, is_away, limits_of
from gridward.allocation.weighing import usual_around
from gridward.areas.models import Area
from gridward.audit.actions import announce
from gridward.households.models import Door
from gridward.shared.ids import new_id
from gridward.shared.problems import NOT_YOURS, Problem, problem_code

NOTHING_TO_PLAN = problem_code(
    "allocation.nothing_to_plan",
    409,
    "There is no building with doors here that can be planned. Put buildings and doors into the register first.",
)
NOBODY = problem_code("allocation.nobody", 422, "Choose at least one worker who is not away for these days.")
CANNOT_FIT = problem_code(
    "allocation.cannot_fit",
    422,
    "{total} in all ({what}) shared by {parts} cannot come out with {fewest} to {most} each: that takes {from_parts}"
    " to {to_parts} of them. Choose more, fewer or wider limits.",
)
NEVER_FITS = problem_code(
    "allocation.never_fits",
    422,
    "{total} in all ({what}): however many share them, it never comes out with {fewest} to {most} each. Choose wider"
    " limits.",
)
BAD_LIMITS = problem_code("allocation.bad_limits", 422, "The fewest may not be more than the most.")
NO_DOORS = problem_code(
    "allocation.no_doors", 409, "This person answers for no doors, so nobody has to stand in."
)
# Metres that moving a building must save, by the words of the form: plan afresh, keep what stands, keep it if possible.
PRICES = {"afresh": 0.0, "keep": 100.0, "hold": 400.0}
MOST_AREAS = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """Fewest and most a part may have, in doors or minutes; None: about the average."""

    fewest: int | None = None
    most: int | None = None


@transaction.atomic
def propose_areas(
    *,
    by: Actor,
    count: int,
    limits: Limits = Limits(),
    balance: str = Balance.DOORS,
    area_ids: Sequence[UUID] = (),
    price: float = PRICES["keep"],
    seed: int = 1,
    id: UUID | None = None,
) -> Proposal:
    """Ask to divide the community, or some of its areas, into `count` areas; dividing is the coordinator's alone.

    Raises allocation.nothing_to_plan, allocation.cannot_fit, allocation.never_fits, allocation.bad_limits,
    shared.not_found, shared.not_yours.
    """
    must_be(by, Role.COORDINATOR)
    if not may_plan_everywhere(by):
        raise Problem(NOT_YOURS)
    areas = areas_to_plan(by, area_ids)
    ground = ground_of(by.community_id, [area.id for area in areas] if area_ids else None, with_loose=True)
    pieces = whole_buildings(ground.placed)
    fewest, most = fitting(pieces, balance, count, limits)
    kept, fresh = parts_for_areas(by.community_id, areas, count)
    parts = [{"id": str(id), "fewest": fewest, "most": most, **more} for id, more in (*kept, *fresh)]
    is_fresh = price == 0 or len(areas) != count
    options = {"balance": balance, "count": count, "parts": parts, "price": price, "is_fresh": is_fresh}
    asked = [str(area.id) for area in areas] if area_ids else []
    return begun(by, Proposal(kind=Kind.AREAS, area_ids=asked, options=options, seed=seed, id=id or new_id()))


def parts_for_areas(
    community_id: UUID, areas: Sequence[Area], count: int
) -> tuple[list[tuple[UUID, dict[str, Any]]], list[tuple[UUID, dict[str, Any]]]]:
    """The areas that stay in use (the largest, in their order), and new ones with the next free numbers."""
    doors = Door.objects.of(community_id).filter(area_id__in=[area.id for area in areas]).order_by()
    sizes = dict(doors.values("area_id").annotate(count=Count("id")).values_list("area_id", "count"))
    largest = sorted(areas, key=lambda area: -sizes.get(area.id, 0))[:count]
    kept: list[tuple[UUID, dict[str, Any]]] = [(area.id, {}) for area in areas if area in largest]
    taken = set(Area.objects.of(community_id).filter(is_closed=False).values_list("number", flat=True))
    fresh: list[tuple[UUID, dict[str, Any]]] = []
    number = 0
    while len(kept) + len(fresh) < count:
        number += 1
        if number not in taken:
            fresh.append((new_id(), {"number": number}))
    return kept, fresh


def fitting(pieces: Sequence[Piece], balance: str, how_many: int, limits: Limits) -> tuple[int, int]:
    """Fewest and most, about the average where nothing is said; raises where that cannot come out even."""
    total = total_of(pieces, balance)
    if not pieces or not total:
        raise Problem(NOTHING_TO_PLAN)
    usual = usual_around(total, how_many)
    fewest = usual[0] if limits.fewest is None else limits.fewest
    most = usual[1] if limits.most is None else limits.most
    if fewest > most:
        raise Problem(BAD_LIMITS)
    if fewest * how_many > total or most * how_many < total:
        refuse_to_fit(total, balance, how_many, fewest, most)
    return fewest, most


def refuse_to_fit(total: float, balance: str, how_many: int, fewest: int, most: int) -> None:
    """Say how many parts it would take."""
    words = Balance(balance).label
    details = {"total": round(total), "what": words, "parts": how_many, "fewest": fewest, "most": most}
    from_parts, to_parts = -(-round(total) // max(most, 1)), round(total) // max(fewest, 1)
    if from_parts > to_parts:
        raise Problem(NEVER_FITS, details)
    raise Problem(CANNOT_FIT, {**details, "from_parts": from_parts, "to_parts": to_parts})


@transaction.atomic
def propose_workers(
    *,
    by: Actor,
    worker_ids: Sequence[UUID],
    area_ids: Sequence[UUID] = (),
    limits: Limits = Limits(),
    balance: str = Balance.DOORS,
    price: float = PRICES["keep"],
    by_unit: bool = False,
    seed: int = 1,
    id: UUID | None = None,
) -> Proposal:
    """Ask to give the doors of some areas to some workers. Area leaders within their areas.

    Whoever is away is left aside; a worker's own limits, and the doors answered for elsewhere, count.
    Raises allocation.nothing_to_plan, allocation.nobody, allocation.cannot_fit, allocation.never_fits,
    allocation.bad_limits, shared.not_found, shared.not_yours.
    """
    areas = areas_to_plan(by, area_ids)
    workers_by_id(by, worker_ids)
    inside = [area.id for area in areas]
    people = [c for c in candidates_by_id(by, inside, worker_ids) if not c.is_away]
    if not people:
        raise Problem(NOBODY)
    ground = ground_of(by.community_id, inside)
    pieces = whole_buildings(ground.placed)
    fewest, most = fitting(pieces, balance, len(people), limits)
    each = total_of(pieces, Balance.MINUTES) / max(total_of(pieces), 1)
    own = limits_of(by.community_id)
    parts = [part_of(c, own.get(c.worker.id), fewest, most, balance, each) for c in people]
    options = {"balance": balance, "parts": parts, "price": price, "split": "unit" if by_unit else ""}
    asked = [str(id) for id in inside] if area_ids or not may_plan_everywhere(by) else []
    return begun(
        by, Proposal(kind=Kind.WORKERS, area_ids=asked, options=options, seed=seed, id=id or new_id())
    )


def candidates_by_id(by: Actor, area_ids: Sequence[UUID], worker_ids: Sequence[UUID]) -> list[Candidate]:
    """The chosen workers with the doors they have inside and elsewhere; those without any doors or role too."""
    known = {c.worker.id: c for c in candidates(by.community_id, area_ids)}
    others = set(worker_ids) - known.keys()
    away = limits_of(by.community_id) if others else {}
    for worker in Worker.objects.filter(id__in=others):
        known[worker.id] = Candidate(worker, 0, 0, is_away(away.get(worker.id)))
    return [known[id] for id in dict.fromkeys(worker_ids)]


def part_of(
    candidate: Candidate, own: WorkerLimit | None, fewest: int, most: int, balance: str, each: float
) -> dict[str, Any]:
    """A worker as a part: the usual limits or the worker's own, less what the worker has elsewhere."""
    scale = each if balance == Balance.MINUTES else 1.0
    low, high = float(fewest), float(most)
    more: dict[str, Any] = {}
    if own is not None:
        high = own.most * scale if own.most is not None else high
        if balance == Balance.MINUTES and own.most_minutes is not None:
            high = min(high, float(own.most_minutes))
        low = min(own.fewest * scale if own.fewest is not None else low, high)
        more = {"floor": own.highest_floor, "no_nights": own.no_nights}
    elsewhere = candidate.outside * scale
    low, high = max(low - elsewhere, 0.0), max(high - elsewhere, 0.0)
    return {"id": str(candidate.worker.id), "fewest": round(low, 1), "most": round(high, 1), **more}


@transaction.atomic
def somebody_away(
    *, by: Actor, away: AwayFact, balance: str = Balance.DOORS, seed: int = 1, id: UUID | None = None
) -> Proposal:
    """Write down that a worker is away, and ask who stands in: few doors move, and only that worker's.

    Raises allocation.no_doors, allocation.nobody, allocation.bad_away, shared.not_found, shared.not_yours.
    """
    areas = areas_to_plan(by)
    workers_by_id(by, [away.worker_id])
    inside = [area.id for area in areas]
    people = candidates(by.community_id, inside)
    gone = next((c for c in people if c.worker.id == away.worker_id), None)
    if gone is None or not gone.inside:
        raise Problem(NO_DOORS)
    write_away(by, away)
    others = [c for c in people if c.inside and not c.is_away and c.worker.id != away.worker_id]
    if not others:
        raise Problem(NOBODY)
    own, usual = limits_of(by.community_id), weights_of(by.community_id)
    parts = [part_of(c, own.get(c.worker.id), 0, usual.most, Balance.DOORS, 1.0) for c in (gone, *others)]
    options = {"balance": Balance.DOORS, "parts": parts, "gone_id": str(away.worker_id), "price": 0}
    options |= {"usual": usual.most, "stretch": usual.stretch}
    asked = [] if may_plan_everywhere(by) else [str(id) for id in inside]
    return begun(
        by, Proposal(kind=Kind.REPAIR, area_ids=asked, options=options, seed=seed, id=id or new_id())
    )


def begun(by: Actor, proposal: Proposal) -> Proposal:
    """Keep a proposal that waits; the same id twice is the same proposal."""
    known = Proposal.objects.with_ids(by.community_id, [proposal.id]).first()
    if known is not None:
        return known
    proposal.community_id, proposal.by_id, proposal.started_at = by.community_id, by.worker_id, timezone.now()
    Proposal.objects.bulk_create([proposal])
    announce(
        "proposal.begun",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=[("proposal", proposal.id)],
    )
    return proposal


@transaction.atomic
def plan_again(*, by: Actor, proposal: Proposal, by_unit: bool = False, id: UUID | None = None) -> Proposal:
    """Ask for the same once more, with the pins and the register as they stand now; the old one stays as it is.

    `by_unit`: this time staircases of one building may go to several workers.
    """
    areas_to_plan(by, [UUID(id) for id in proposal.area_ids])
    options: dict[str, Any] = proposal.options | ({"split": "unit"} if by_unit else {})
    fresh = Proposal(kind=proposal.kind, area_ids=proposal.area_ids, options=options, seed=proposal.seed)
    fresh.id = id or new_id()
    return begun(by, fresh)
