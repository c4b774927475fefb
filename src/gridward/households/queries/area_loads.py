"""What lies behind the doors of each area: for the pages of areas, which know no doors."""

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from gridward.areas.loads import AreaLoad
from gridward.households.models import LIVING_HERE, Door, Household, Person


def loads_by_area(community_id: UUID) -> dict[UUID, AreaLoad]:
    """Doors, open households and people really living there, by area; three statements."""
    doors = _counted(Door.objects.of(community_id), "area_id")
    households = _counted(Household.objects.of(community_id).filter(is_closed=False), "door__area_id")
    here = Person.objects.of(community_id).filter(whereabouts__in=LIVING_HERE, merged_into_id=None)
    living = _counted(here, "door__area_id")
    return {id: AreaLoad(doors[id], households.get(id, 0), living.get(id, 0)) for id in doors if id}


def _counted(rows: "QuerySet[Any]", column: str) -> dict[UUID, int]:
    counted = rows.order_by().values(column).annotate(count=Count("id"))
    return dict(counted.values_list(column, "count"))


def workers_in(community_id: UUID, area_id: UUID) -> dict[UUID, int]:
    """How many doors of an area each worker answers for; one statement."""
    return _counted(
        Door.objects.of(community_id).filter(area_id=area_id).exclude(worker_id=None), "worker_id"
    )
