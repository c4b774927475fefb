"""What stands so far while a demonstration is filled: ids and actors by the refs of the plain community."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from gridward.accounts.actors import Actor, actor_with
from gridward.accounts.models import Grant, Worker
from gridward.demo.community import DemoCommunity
from gridward.demo.dates import Dates


@dataclass
class Known:
    """The community as told and as begun, its dates, and the ids its refs were given."""

    told: DemoCommunity
    began: DemoCommunity
    dates: Dates
    community_id: UUID
    workers: dict[str, UUID]
    areas: dict[str, UUID] = field(default_factory=dict)
    sites: dict[str, UUID] = field(default_factory=dict)
    buildings: dict[str, UUID] = field(default_factory=dict)
    doors: dict[str, UUID] = field(default_factory=dict)
    households: dict[str, UUID] = field(default_factory=dict)
    persons: dict[str, UUID] = field(default_factory=dict)
    categories: dict[str, UUID] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def coordinator(self) -> Actor:
        """Who coordinates."""
        return self.actors[self.told.coordinator_ref]

    @property
    def officer(self) -> Actor:
        """Who keeps the roster, the accounts and the rights."""
        return self.actors[self.told.data_officer_ref]

    def meet(self) -> None:
        """Know everybody with rights as an actor, with the grants in force now. Two statements."""
        refs = {id: ref for ref, id in self.workers.items()}
        grants: dict[UUID, list[Grant]] = {}
        for grant in Grant.objects.in_force().filter(community_id=self.community_id).order_by("since", "id"):
            grants.setdefault(grant.worker_id, []).append(grant)
        for worker in Worker.objects.filter(id__in=list(grants)):
            if actor := actor_with(worker, self.community_id, grants[worker.id]):
                self.actors[refs[worker.id]] = actor

    def moment(self, told: datetime) -> datetime:
        """When something told happens."""
        return self.dates.moment(told)
