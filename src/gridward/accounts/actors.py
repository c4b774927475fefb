"""The actor of a request, command or job: a worker in one community with the grants in force."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from gridward.accounts.models import NARROW_ROLES, Grant, Role, Scope, Worker
from gridward.shared.problems import NOT_YOURS, Problem

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Actor:
    """Who acts: `worker_id` (nil for the system), the community, the roles held in it and where they reach.

    `is_community_wide`: a role held reaches every door, person and due; a narrow role never does.
    """

    worker_id: UUID
    name: str
    community_id: UUID
    roles: frozenset[str]
    area_ids: frozenset[UUID] = field(default_factory=frozenset)
    is_community_wide: bool = False

    def is_any_of(self, *roles: str) -> bool:
        """Whether one of the roles is held."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_above(self) -> bool:
        """Whether a street or county looks: figures of the communities below, never a door or a person."""
        return self.roles == {Role.ABOVE}

    @property
    def is_narrow(self) -> bool:
        """Whether only roles of one task are held: what was not opened to them is not theirs."""
        return bool(self.roles) and self.roles <= NARROW_ROLES

    @property
    def is_system(self) -> bool:
        """Whether no person acts."""
        return self.worker_id == NOBODY


def grants_of(worker: Worker) -> list[Grant]:
    """All grants of a worker in force now, the oldest first. One query."""
    return list(Grant.objects.in_force().filter(worker=worker).order_by("since", "id"))


def actor_with(worker: Worker, community_id: UUID, grants: Iterable[Grant]) -> Actor | None:
    """The worker as an actor in a community under given grants; None for a stranger to it, or one who left."""
    here = [g for g in grants if g.community_id == community_id]
    if not here or worker.left_at is not None:
        return None
    return Actor(
        worker_id=worker.id,
        name=worker.name,
        community_id=community_id,
        roles=frozenset(g.role for g in here),
        area_ids=frozenset(g.scope_id for g in here if g.scope == Scope.AREA and g.scope_id),
        is_community_wide=any(g.scope == Scope.COMMUNITY and g.role not in NARROW_ROLES for g in here),
    )


def actor_of(worker: Worker, community_id: UUID) -> Actor | None:
    """The worker as an actor in a community, or None for a stranger to it. One query."""
    return actor_with(worker, community_id, grants_of(worker))


def actor_behind(worker_id: UUID, community_id: UUID) -> Actor:
    """Who began something that goes on without them, with the rights held now; raises shared.not_yours for none."""
    actor = actor_of(Worker.objects.get(id=worker_id), community_id)
    if actor is None:
        raise Problem(NOT_YOURS)
    return actor


def system_actor(community_id: UUID) -> Actor:
    """The system itself, for jobs."""
    return Actor(
        NOBODY, "Gridward", community_id, frozenset(Role.values) - {Role.ABOVE}, is_community_wide=True
    )
