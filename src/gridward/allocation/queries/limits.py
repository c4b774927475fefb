"""What workers can take on, who is away, and who could answer for doors."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from gridward.accounts.models import Grant, Role, Worker
from gridward.allocation.models import WorkerLimit
from gridward.households.models import Door

# Doors of somebody away may wait this long for who stands in.
PATIENCE = timedelta(days=2)


def limits_of(community_id: UUID) -> dict[UUID, WorkerLimit]:
    """Every worker's own limits, by worker id."""
    return {limit.worker_id: limit for limit in WorkerLimit.objects.of(community_id)}


def is_away(limit: WorkerLimit | None, day: date | None = None) -> bool:
    """Whether a worker is away on a day (today unless said)."""
    if limit is None or limit.away_from is None:
        return False
    day = day or timezone.localdate()
    return limit.away_from <= day and (limit.away_until is None or day <= limit.away_until)


def away_ids(community_id: UUID) -> set[UUID]:
    """Who is away today."""
    today = timezone.localdate()
    away = WorkerLimit.objects.of(community_id).filter(away_from__lte=today)
    away = away.filter(Q(away_until=None) | Q(away_until__gte=today))
    return set(away.values_list("worker_id", flat=True))


def long_away_ids(community_id: UUID) -> set[UUID]:
    """Who is away today, and has been for longer than doors may wait for who stands in."""
    away = WorkerLimit.objects.of(community_id).filter(worker_id__in=away_ids(community_id))
    return set(away.filter(away_from__lt=timezone.localdate() - PATIENCE).values_list("worker_id", flat=True))


@dataclass(frozen=True)
class Candidate:
    """Somebody who answers for doors or could: how many now, of these in the areas asked about, and whether away."""

    worker: Worker
    doors: int
    inside: int
    is_away: bool

    @property
    def outside(self) -> int:
        """Doors elsewhere."""
        return self.doors - self.inside


def candidates(community_id: UUID, area_ids: Collection[UUID] | None = None) -> list[Candidate]:
    """Workers at work who answer for doors or have the role of doing so, by name; four statements."""
    doors = Door.objects.of(community_id).exclude(worker_id=None).order_by()
    inside = Count("id", filter=Q(area_id__in=list(area_ids)) if area_ids is not None else None)
    rows = doors.values("worker_id").annotate(all=Count("id"), inside=inside)
    counted = {row["worker_id"]: (row["all"], row["inside"]) for row in rows}
    granted = Grant.objects.in_force().filter(community_id=community_id, role=Role.WORKER)
    ids: set[UUID] = {*granted.values_list("worker_id", flat=True), *(id for id in counted if id)}
    away = away_ids(community_id)
    workers = Worker.objects.filter(id__in=ids, left_at=None).select_related("unit").order_by("name", "id")
    return [Candidate(worker, *counted.get(worker.id, (0, 0)), worker.id in away) for worker in workers]
