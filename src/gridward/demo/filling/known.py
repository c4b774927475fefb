"""What stands so far while a demonstration is filled: ids and actors by the refs of the plain community."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeAlias
from uuid import UUID

from gridward.accounts.actors import Actor, actor_with
from gridward.accounts.models import Grant, Worker
from gridward.demo.community import DemoCommunity
from gridward.demo.community.records import Area, Building, Category, Door, Household, Site
from gridward.demo.community.town import Town, draw_town
from gridward.demo.dates import Dates

Told: TypeAlias = Area | Site | Building | Door | Household | Category
# How the register is said to have come in.
ROSTER = "roster"


def by_ref(told: Sequence[Told], ids: Sequence[UUID]) -> dict[str, UUID]:
    """The ids that rows told of were given."""
    return {row.ref: id for row, id in zip(told, ids, strict=True)}


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

    @cached_property
    def town(self) -> Town:
        """Where everything lies."""
        return draw_town(self.told)

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
