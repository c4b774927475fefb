"""What other rooms ask by id alone: who answers for how much, and what an id of the log means."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from gridward.households.models import Category, Door, Household, Person
from gridward.shared.registries import Load, Named


def page_of(door_id: UUID) -> str:
    """Where a door's page is."""
    return f"/doors/{door_id}/"


def loads_of(community_id: UUID) -> Mapping[UUID, Load]:
    """Doors and households each worker is responsible for; one statement."""
    doors: Any = Door.objects.of(community_id).exclude(worker_id=None).order_by()
    counted = doors.values("worker_id").annotate(
        door_count=Count("id", distinct=True),
        household_count=Count("households__id", filter=Q(households__is_closed=False), distinct=True),
    )
    return {row["worker_id"]: Load(row["door_count"], row["household_count"]) for row in counted}


def named(community_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """Doors by address, households and people by their door (never by name), categories by name."""
    found = {
        door.id: Named(door.address, page_of(door.id)) for door in Door.objects.with_ids(community_id, ids)
    }
    for table in (Household, Person):
        for row in table.objects.with_ids(community_id, ids).select_related("door"):
            found[row.id] = Named(row.door.address, page_of(row.door_id))
    categories = Category.objects.with_ids(community_id, ids)
    return found | {category.id: Named(category.name_zh) for category in categories}
