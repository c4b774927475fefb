"""The job that keeps tallies up: only communities that changed, or whose windows may have run out, are counted."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from gridward.accounts.models import Unit, UnitKind
from gridward.coverage.models import COUNTS, Tally
from gridward.coverage.tallies.counting import count_afresh, tally_of
from gridward.facts.clock import last_number
from gridward.facts.models import CommunityClock

# Late is a matter of time, not of a change: what nobody touched is counted again this often.
AGAIN_AFTER = timedelta(minutes=1)
AT_ONCE = 50


def refresh_tallies() -> int:
    """Count what needs it; returns how many communities were counted. The rest comes with the next run."""
    now = timezone.now()
    waiting = list(stale(now)[:AT_ONCE])
    for community_id in waiting:
        refresh(community_id, now)
    return len(waiting)


def stale(now: datetime) -> "QuerySet[Any, UUID]":
    """Communities whose clock has gone on since they were counted, never counted, or counted long ago; oldest first."""
    clock = CommunityClock.objects.filter(community_id=OuterRef("id")).values("seq")
    counted = Tally.objects.filter(community_id=OuterRef("id"), id=OuterRef("id"))
    communities = Unit.objects.filter(kind=UnitKind.COMMUNITY).annotate(
        seq=Subquery(clock), at_seq=Subquery(counted.values("seq")), at=Subquery(counted.values("counted_at"))
    )
    is_old = Q(at=None) | Q(at__lt=now - AGAIN_AFTER) | ~Q(at_seq=F("seq"))
    return (
        communities.filter(is_old).order_by(F("at").asc(nulls_first=True), "id").values_list("id", flat=True)
    )


def refresh(community_id: UUID, now: datetime) -> None:
    """Count one community and keep what it came to; the number of the clock is read before the counting."""
    seq = last_number(community_id)
    fresh = count_afresh(community_id, now)
    rows = [tally_of(community_id, id, counts, seq, now) for id, counts in sorted(fresh.items())]
    with transaction.atomic():
        Tally.objects.of(community_id).exclude(id__in=fresh).delete()
        Tally.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["community_id", "id"],
            update_fields=[*COUNTS, "seq", "counted_at"],
        )
