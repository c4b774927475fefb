"""What a worker can take on, who is away, what stays where it is, and how long a visit takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.allocation.access import may_plan_everywhere, must_plan, workers_by_id
from gridward.allocation.models import AwayReason, Pin, PinTo, Weights, WorkerLimit
from gridward.allocation.queries.ground import weights_of
from gridward.areas.models import Area, Building
from gridward.audit.actions import announce
from gridward.facts.said import EMPTY, Said, tell
from gridward.households.models import Category, Door
from gridward.shared.ids import derived_id
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem, problem_code

BAD_ROOM = problem_code(
    "allocation.bad_room", 422, "The fewest doors of a worker may not be more than the most."
)
BAD_AWAY = problem_code(
    "allocation.bad_away", 422, "Say from which day and why; the last day away may not lie before the first."
)
BAD_WEIGHTS = problem_code(
    "allocation.bad_weights",
    422,
    "Minutes and factors are numbers from 0 up, a factor at least 1; the fewest may not be more than the most.",
)


@dataclass(frozen=True, slots=True)
class LimitFact:
    """What a worker can take on; None leaves what stands, EMPTY clears it."""

    worker_id: UUID
    fewest: Said[int] = None
    most: Said[int] = None
    most_minutes: Said[int] = None
    highest_floor: Said[int] = None
    no_nights: bool | None = None


@dataclass(frozen=True, slots=True)
class AwayFact:
    """A worker is away from a day on, until a last day where that is known, and why (AwayReason)."""

    worker_id: UUID
    since: date
    reason: str
    until: date | None = None


@transaction.atomic
def set_limits(*, by: Actor, limits: Sequence[LimitFact]) -> None:
    """Say what workers can take on. Raises allocation.bad_room, shared.not_found, shared.not_yours."""
    must_be(by, Role.COORDINATOR)
    workers_by_id(by, [fact.worker_id for fact in limits])
    rows = limit_rows(by, [fact.worker_id for fact in limits])
    for fact in limits:
        row = rows[fact.worker_id]
        tell(row, fewest=fact.fewest, most=fact.most, most_minutes=fact.most_minutes)
        tell(row, highest_floor=fact.highest_floor, no_nights=fact.no_nights)
        if row.fewest is not None and row.most is not None and row.fewest > row.most:
            raise Problem(BAD_ROOM)
    keep_limits(list(rows.values()))
    announced("worker_limit.set", by, rows)


@transaction.atomic
def set_away(*, by: Actor, away: Sequence[AwayFact]) -> None:
    """Write down who is away. Raises allocation.bad_away, shared.not_found, shared.not_yours."""
    must_plan(by)
    for fact in away:
        write_away(by, fact)


@transaction.atomic
def is_back(*, by: Actor, worker_ids: Sequence[UUID]) -> None:
    """Write down that workers are back; who stands in stays. Raises shared.not_found, shared.not_yours."""
    must_plan(by)
    refuse_outside(by, worker_ids)
    rows = limit_rows(by, worker_ids)
    for row in rows.values():
        row.away_from, row.away_until, row.away_reason = None, None, ""
    keep_limits(list(rows.values()))
    announced("worker.back", by, rows)


def write_away(by: Actor, fact: AwayFact) -> None:
    """Keep that somebody is away; the log says so, and never why."""
    refuse_outside(by, [fact.worker_id])
    if fact.reason not in AwayReason.values or (fact.until is not None and fact.until < fact.since):
        raise Problem(BAD_AWAY)
    rows = limit_rows(by, [fact.worker_id])
    row = rows[fact.worker_id]
    row.away_from, row.away_until, row.away_reason = fact.since, fact.until, fact.reason
    keep_limits([row])
    announced("worker.away", by, rows)


def refuse_outside(by: Actor, worker_ids: Sequence[UUID]) -> None:
    """The whole community for its coordinator; for an area leader those with doors in the own areas."""
    workers_by_id(by, worker_ids)
    if may_plan_everywhere(by):
        return
    inside = Door.objects.of(by.community_id).filter(area_id__in=list(by.area_ids), worker_id__in=worker_ids)
    if Role.AREA_LEADER not in by.roles or set(worker_ids) - set(inside.values_list("worker_id", flat=True)):
        raise Problem(NOT_YOURS)


def limit_rows(by: Actor, worker_ids: Sequence[UUID]) -> dict[UUID, WorkerLimit]:
    """The rows of workers, new ones where there was none."""
    standing = WorkerLimit.objects.of(by.community_id).filter(worker_id__in=worker_ids)
    known = {row.worker_id: row for row in standing}
    return {
        id: known.get(id)
        or WorkerLimit(
            community_id=by.community_id, id=derived_id(by.community_id, "limit", id), worker_id=id
        )
        for id in worker_ids
    }


LIMIT_FIELDS = [
    *("fewest", "most", "most_minutes", "highest_floor", "no_nights"),
    *("away_from", "away_until", "away_reason"),
]


def keep_limits(rows: Sequence[WorkerLimit]) -> None:
    """Write rows of limits, new or known."""
    WorkerLimit.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["community_id", "id"], update_fields=LIMIT_FIELDS
    )


def announced(deed: str, by: Actor, rows: Mapping[UUID, WorkerLimit]) -> None:
    """Say whom it was about."""
    if rows:
        changed = [("worker_limit", id) for id in rows]
        announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=changed)


@transaction.atomic
def pin(*, by: Actor, to: str, parts: Mapping[UUID, UUID | None]) -> None:
    """Let buildings stay with an area or a worker whatever is proposed (None: no longer), by building id.

    Raises shared.not_found, shared.not_yours.
    """
    must_plan(by)
    buildings = Building.objects.with_ids(by.community_id, parts)
    inside = buildings if may_plan_everywhere(by) else buildings.filter(area_id__in=list(by.area_ids))
    if inside.count() < len(parts):
        raise Problem(NOT_FOUND)
    refuse_unknown_parts(by, to, {id for id in parts.values() if id})
    Pin.objects.of(by.community_id).filter(to=to, building_id__in=list(parts)).delete()
    now = timezone.now()
    Pin.objects.bulk_create(
        Pin(
            community_id=by.community_id,
            building_id=id,
            to=to,
            part_id=part,
            by_id=by.worker_id,
            pinned_at=now,
        )
        for id, part in parts.items()
        if part
    )
    changed = [("building", id) for id in parts]
    announce("pin.set", community_id=by.community_id, by_id=by.worker_id, changed=changed)


def refuse_unknown_parts(by: Actor, to: str, ids: set[UUID]) -> None:
    """Pinned to areas and workers of ours alone; whole areas are the coordinator's."""
    if to == PinTo.WORKER:
        workers_by_id(by, list(ids))
        return
    if not may_plan_everywhere(by):
        raise Problem(NOT_YOURS)
    if Area.objects.with_ids(by.community_id, ids).filter(is_closed=False).count() < len(ids):
        raise Problem(NOT_FOUND)


@dataclass(frozen=True, slots=True)
class WeightsFact:
    """How long a visit takes and the usual limits; None leaves what stands. `categories` by category id."""

    per_door: float | None = None
    per_floor: float | None = None
    per_person: float | None = None
    empty_share: float | None = None
    isolation_factor: float | None = None
    categories: Mapping[str, Mapping[str, Any]] | None = None
    fewest: int | None = None
    most: int | None = None
    stretch: float | None = None


@transaction.atomic
def set_weights(*, by: Actor, weights: WeightsFact) -> Weights:
    """Say how long a visit takes and what the usual limits are. Raises allocation.bad_weights, shared.not_yours."""
    must_be(by, Role.COORDINATOR)
    row = weights_of(by.community_id)
    row.id = derived_id(by.community_id, "weights")
    for name in WEIGHT_FIELDS:
        if (said := getattr(weights, name)) is not None:
            setattr(row, name, dict(said) if isinstance(said, Mapping) else said)
    refuse_nonsense(by, row)
    Weights.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["community_id", "id"], update_fields=WEIGHT_FIELDS
    )
    announce("weights.set", community_id=by.community_id, by_id=by.worker_id, changed=[("weights", row.id)])
    return row


WEIGHT_FIELDS = [
    *("per_door", "per_floor", "per_person", "empty_share", "isolation_factor"),
    *("categories", "fewest", "most", "stretch"),
]


def refuse_nonsense(by: Actor, row: Weights) -> None:
    """Raise allocation.bad_weights for what no visit can be."""
    numbers = [row.per_door, row.per_floor, row.per_person, row.empty_share, row.stretch]
    numbers += [said.get("minutes", 0) for said in row.categories.values()]
    if min(numbers) < 0 or row.isolation_factor < 1 or row.fewest > row.most or row.per_door == 0:
        raise Problem(BAD_WEIGHTS)
    ids = [UUID(id) for id in row.categories]
    if Category.objects.with_ids(by.community_id, ids).count() < len(ids):
        raise Problem(NOT_FOUND)


def found_weights(community_id: UUID, by_id: UUID) -> None:
    """Give a new community the usual weights and limits."""
    row = Weights(community_id=community_id, id=derived_id(community_id, "weights"))
    Weights.objects.bulk_create([row], ignore_conflicts=True)


def cleared(value: int | None) -> Said[int]:
    """A number a form was sent with, or that it stands empty."""
    return EMPTY if value is None else value
