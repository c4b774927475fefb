"""The community clock: taken by every verb as its last statement."""

from uuid import UUID

from django.db.models import F

from gridward.facts.models import CommunityClock


def take_numbers(community_id: UUID, how_many: int) -> int:
    """Take numbers inside the caller's transaction and return the first; the row stays locked until commit."""
    clock = CommunityClock.objects.filter(community_id=community_id)
    if clock.update(seq=F("seq") + how_many) == 0:
        _begin(community_id)
        clock.update(seq=F("seq") + how_many)
    return clock.values_list("seq", flat=True).get() - how_many + 1


def hold(community_id: UUID) -> None:
    """Let writers of one community's register go one after another, from reading what stands to commit.

    On SQLite a transaction does so by itself (IMMEDIATE); without it two writers on PostgreSQL would each
    put a version on top of the same one.
    """
    clock = CommunityClock.objects.filter(community_id=community_id)
    if not clock.select_for_update().values_list("seq", flat=True):
        _begin(community_id)
        list(clock.select_for_update().values_list("seq", flat=True))


def _begin(community_id: UUID) -> None:
    CommunityClock.objects.bulk_create([CommunityClock(community_id=community_id)], ignore_conflicts=True)


def last_number(community_id: UUID) -> int:
    """The number of the last change, 0 before the first: what pages poll against."""
    return CommunityClock.objects.filter(community_id=community_id).values_list("seq", flat=True).first() or 0
