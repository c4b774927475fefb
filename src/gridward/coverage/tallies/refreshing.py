"""The job that keeps tallies up: only communities that changed, or whose windows may have run out, are counted."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from gridward.accounts.models import Unit, UnitKind
from gridward.coverage.models import ALL_COUNTS, Tally
from gridward.coverage.tallies.counting import count_afresh, days_counted, tally_of
from gridward.facts.clock import last_number
from gridward.facts.models import CommunityClock
from gridward.rounds.models import Round

# What nobody touched is counted again this often, so that the time shown is never long ago.
AGAIN_AFTER = timedelta(minutes=10)
AT_ONCE = 50


def refresh_tallies() -> int:
    """Count what needs it; returns how many communities were counted. The rest comes with the next run."""
    now = timezone.now()
    waiting = list(stale(now)[:AT_ONCE])
    for community_id in waiting:
        refresh(community_id, now)
    return len(waiting)


def stale(now: datetime) -> "QuerySet[Any, UUID]":
    """Communities never counted, changed or with a window run out since, or counted long ago; oldest first."""
    clock = CommunityClock.objects.filter(community_id=OuterRef("id")).values("seq")
    counted = Tally.objects.filter(community_id=OuterRef("id"), id=OuterRef("id"))
    communities = Unit.objects.filter(kind=UnitKind.COMMUNITY).annotate(
        seq=Subquery(clock), at_seq=Subquery(counted.values("seq")), at=Subquery(counted.values("counted_at"))
    )
    # Late is a matter of time, not of a change.
    run_out = Round.objects.filter(
        community_id=OuterRef("id"), state=Round.State.OPEN, closes_at__gt=OuterRef("at"), closes_at__lte=now
    )
    is_old = Q(at=None) | Q(at__lt=now - AGAIN_AFTER) | ~Q(at_seq=F("seq")) | Exists(run_out)
    return (
        communities.filter(is_old).order_by(F("at").asc(nulls_first=True), "id").values_list("id", flat=True)
    )


def refresh(community_id: UUID, now: datetime) -> None:
    """Count one community and keep what it came to, unless a later count was kept meanwhile.

    The number of the clock is read before the counting: a change during it leaves the community stale. The row of the
    whole is taken first, so that two who count at once wait for each other there and nowhere else.
    """
    seq = last_number(community_id)
    fresh = count_afresh(community_id, now)
    days = days_counted(community_id, now)
    rows = [tally_of(community_id, id, counts | days, seq, now) for id, counts in sorted(fresh.items())]
    with transaction.atomic():
        Tally.objects.bulk_create([row for row in rows if row.id == community_id], ignore_conflicts=True)
        if not Tally.objects.of(community_id).filter(id=community_id, seq__lte=seq).update(seq=seq):
            return
        Tally.objects.of(community_id).exclude(id__in=fresh).delete()
        Tally.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["community_id", "id"],
            update_fields=[*ALL_COUNTS, *days, "seq", "counted_at"],
        )
