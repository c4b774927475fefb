"""One counting for many who look: pages count afresh, what asks again by itself shares a count for a few seconds."""

from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.facts.clock import last_number
from gridward.testing.access import SAMPLERS
from gridward.testing.board.counting import DayCounts, count_day
from gridward.testing.models import TestDay

# While a crowd of samples comes in, a board is never older than this, and is counted no more often.
SHARED_FOR: Final = timedelta(seconds=5)
KEPT_SECONDS: Final = 600
# What is late, and when a phase will end, changes without anybody writing.
AGAIN_AFTER: Final = 300
SEE_ALL: Final = (*SAMPLERS, "health_contact", Role.DATA_OFFICER, Role.READER)


def mark_now(actor: Actor, now: datetime) -> str:
    """Changes whenever something was written, and every five minutes; one statement."""
    return f"{last_number(actor.community_id)}-{int(now.timestamp()) // AGAIN_AFTER}"


def counts_of(actor: Actor, day: TestDay, now: datetime) -> DayCounts:
    """The day counted afresh, kept for those who ask again."""
    fresh = count_day(actor, day, now, mark_now(actor, now))
    cache.set(_key(actor, day), fresh, KEPT_SECONDS)
    return fresh


def shared_counts(actor: Actor, day: TestDay, now: datetime) -> DayCounts:
    """The day as it was counted last when nothing changed since or that was seconds ago, else afresh."""
    kept: DayCounts | None = cache.get(_key(actor, day))
    if kept and now - kept.counted_at < SHARED_FOR:
        return kept
    if kept and kept.mark == mark_now(actor, now):
        return kept
    return counts_of(actor, day, now)


def _key(actor: Actor, day: TestDay) -> str:
    """Whoever sees everything shares with the others who do; everybody else has a count of their own."""
    sees_all = actor.is_community_wide and actor.is_any_of(*SEE_ALL)
    # Flags and conflicts are counted by owner, except for a coordinator.
    who = "all" if sees_all and actor.is_any_of(Role.COORDINATOR) else str(actor.worker_id)
    return f"testing.board.{actor.community_id}.{day.id}.{who}"
