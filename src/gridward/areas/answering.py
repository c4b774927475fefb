"""Who answers for what: the leader of an area while at work, else whoever coordinates longest."""

from uuid import UUID

from django.db.models import QuerySet

from gridward.accounts.models import Grant, Role, Worker
from gridward.areas.models import Area


def workers_at_work(community_id: UUID) -> "QuerySet[Worker]":
    """People of the community who have not left."""
    return Worker.objects.filter(community_id=community_id, left_at=None)


def able_to_lead(community_id: UUID) -> "QuerySet[Worker]":
    """People at work whose account, where they have one, is not suspended."""
    return workers_at_work(community_id).exclude(account__is_active=False)


def coordinator_of(community_id: UUID) -> Worker | None:
    """Whoever coordinates longest: the last name something can stand under."""
    grants = Grant.objects.in_force().filter(community_id=community_id, role=Role.COORDINATOR)
    first = grants.select_related("worker").order_by("since", "id").first()
    return first.worker if first else None


def areas_unled(community_id: UUID) -> "QuerySet[Area]":
    """Open areas whose leader is nobody, has left, or has a suspended account."""
    areas: QuerySet[Area] = Area.objects.of(community_id).filter(is_closed=False)
    return areas.exclude(leader_id__in=able_to_lead(community_id).values("id"))


class Answering:
    """The open areas, their leaders, the people at work and the coordinator of one community; four statements."""

    def __init__(self, community_id: UUID) -> None:
        self.at_work: dict[UUID, str] = dict(workers_at_work(community_id).values_list("id", "name"))
        able = set(able_to_lead(community_id).values_list("id", flat=True))
        areas = Area.objects.of(community_id).filter(is_closed=False).defer("outline", "duties")
        self.areas: dict[UUID, Area] = {area.id: area for area in areas.order_by("number", "id")}
        self.leaders: dict[UUID, UUID] = {
            area.id: area.leader_id
            for area in self.areas.values()
            if area.leader_id in able and area.leader_id
        }
        coordinator = coordinator_of(community_id)
        self.coordinator_id = coordinator.id if coordinator else None
        self.names = self.at_work | ({coordinator.id: coordinator.name} if coordinator else {})

    def of_area(self, area_id: UUID | None) -> UUID | None:
        """The leader of an area, else the coordinator."""
        return self.leaders.get(area_id) or self.coordinator_id if area_id else self.coordinator_id

    def of_door(self, worker_id: UUID | None, area_id: UUID | None) -> UUID | None:
        """The responsible worker while at work, else the leader of the area, else the coordinator."""
        return worker_id if worker_id in self.at_work else self.of_area(area_id)

    def open_area(self, area_id: UUID | None) -> UUID | None:
        """The area where it is open, else none."""
        return area_id if area_id in self.areas else None

    def area_name(self, area_id: UUID | None) -> str:
        """What an open area is called."""
        area = self.areas.get(area_id) if area_id else None
        return area.name if area else ""

    def name(self, worker_id: UUID | None) -> str:
        """The name of somebody who answers."""
        return self.names.get(worker_id, "") if worker_id else ""

    def led_by(self, worker_id: UUID) -> list[UUID]:
        """The areas this person leads."""
        return [area_id for area_id, leader_id in self.leaders.items() if leader_id == worker_id]
