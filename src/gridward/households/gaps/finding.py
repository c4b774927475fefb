"""The queries behind faults of doors; lists, checks and pages ask these and no others."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gridward.areas.answering import workers_at_work
from gridward.areas.gaps.ground import current_shapes
from gridward.areas.models import Building
from gridward.households.models import Door


def in_no_area(doors: "QuerySet[Door]") -> "QuerySet[Door]":
    """Doors that lie in no open area."""
    return doors.exclude(area__is_closed=False)


def without_plate(doors: "QuerySet[Door]") -> "QuerySet[Door]":
    """Doors the community has not numbered, whatever is behind them."""
    return doors.filter(plate="")


def without_worker(doors: "QuerySet[Door]", community_id: UUID) -> "QuerySet[Door]":
    """Doors nobody at work answers for: no worker was named, or the one named has left."""
    return doors.exclude(worker_id__in=workers_at_work(community_id).values("id"))


def recheck_missed(doors: "QuerySet[Door]", today: date) -> "QuerySet[Door]":
    """Doors that were to be seen again on a day that is over."""
    return doors.filter(recheck_on__lt=today)


def buildings_without_door(community_id: UUID) -> "QuerySet[Building]":
    """Buildings that stand on the map and have no door in the register."""
    doors = Door.objects.of(community_id).filter(building_id=OuterRef("id"))
    shapes = current_shapes(community_id).filter(building_id=OuterRef("id"))
    on_map = Building.objects.of(community_id).filter(Q(Exists(shapes)) | ~Q(map_ref=""))
    found: QuerySet[Building] = on_map.filter(~Exists(doors)).select_related("site")
    return found.order_by("walking_order", "id")
