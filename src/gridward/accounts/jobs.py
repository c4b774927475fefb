"""What this room does by itself, and how a job goes through every community."""

from collections.abc import Callable
from uuid import UUID

from gridward.accounts.models import Unit, UnitKind
from gridward.audit.chain import seal_entries


def in_each_community(work: Callable[[UUID], int]) -> int:
    """Do the same for every community; returns how much was done in all."""
    communities = Unit.objects.filter(kind=UnitKind.COMMUNITY).values_list("id", flat=True)
    return sum(work(community_id) for community_id in communities)


def seal_logs() -> int:
    """Seal the fresh entries of every community's log; returns how many."""
    return in_each_community(seal_entries)
