"""The community clock: taken by every verb as its last statement."""

from uuid import UUID

from django.db.models import F

from gridward.facts.models import CommunityClock


def take_numbers(community_id: UUID, how_many: int) -> int:
    """Take numbers inside the caller's transaction and return the first; the row stays locked until commit."""
    clock = CommunityClock.objects.filter(community_id=community_id)
    if clock.update(seq=F("seq") + how_many) == 0:
        CommunityClock.objects.bulk_create([CommunityClock(community_id=community_id)], ignore_conflicts=True)
        clock.update(seq=F("seq") + how_many)
    return clock.values_list("seq", flat=True).get() - how_many + 1


def last_number(community_id: UUID) -> int:
    """The number of the last change, 0 before the first: what pages poll against."""
    return CommunityClock.objects.filter(community_id=community_id).values_list("seq", flat=True).first() or 0
