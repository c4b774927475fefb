"""Rights: given by somebody, over a scope, with the reason, and ended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import NARROW_ROLES, Grant, Role, Scope, Worker
from gridward.audit.actions import announce
from gridward.shared.ids import new_id
from gridward.shared.problems import NOT_FOUND, Problem, problem_code

SCOPE_DOES_NOT_FIT = problem_code(
    "accounts.scope_does_not_fit", 422, "The role {role} cannot be given over this scope."
)
LAST_DATA_OFFICER = problem_code(
    "accounts.last_data_officer", 409, "Nobody could give rights any more. Name another data officer first."
)
SCOPE_OF_ROLE = {
    Role.COORDINATOR: Scope.COMMUNITY,
    Role.DATA_OFFICER: Scope.COMMUNITY,
    Role.READER: Scope.COMMUNITY,
    Role.AREA_LEADER: Scope.AREA,
    Role.WORKER: Scope.OWN,
    **dict.fromkeys(NARROW_ROLES, Scope.COMMUNITY),
}
# Given by the command line alone, over a unit above communities: see `above.seat`.
NOT_IN_A_COMMUNITY = frozenset({Role.ABOVE})


@dataclass(frozen=True)
class GrantFact:
    """A role for a worker; its scope follows from the role, and an area leader's names the area."""

    worker_id: UUID
    role: str
    scope_id: UUID | None = None
    until: datetime | None = None
    why: str = ""
    id: UUID = field(default_factory=new_id)

    @property
    def key(self) -> tuple[UUID, str, UUID | None]:
        """What makes two grants say the same."""
        return (self.worker_id, self.role, self.scope_id)


@transaction.atomic
def grant(*, by: Actor, facts: Sequence[GrantFact]) -> list[Grant]:
    """Give roles; one that is in force already is not given twice. Returns those given now.

    Data officer only, but a coordinator may name area leaders and workers. Raises shared.not_found for a worker
    of another community, accounts.scope_does_not_fit.
    """
    _check_may_grant(by, {f.role for f in facts})
    _check_scopes(facts)
    _check_workers(by, {f.worker_id for f in facts})
    in_force = Grant.objects.in_force().filter(community_id=by.community_id)
    in_force = in_force.filter(worker_id__in=[f.worker_id for f in facts])
    standing = {(g.worker_id, g.role, g.scope_id) for g in in_force}
    fresh = {f.key: f for f in facts if f.key not in standing}
    grants = [_row(by, fact) for fact in fresh.values()]
    Grant.objects.bulk_create(grants)
    _announce(by, "grant.given", [g.id for g in grants])
    return grants


@transaction.atomic
def end_grants(*, by: Actor, ids: Collection[UUID]) -> int:
    """End grants now; ended ones stay as they are. Returns how many ended.

    Raises shared.not_found, accounts.last_data_officer.
    """
    found = Grant.objects.filter(id__in=ids, community_id=by.community_id)
    roles = dict(found.values_list("id", "role"))
    if set(roles) != set(ids):
        raise Problem(NOT_FOUND)
    _check_may_grant(by, set(roles.values()))
    ended = found.in_force().update(until=timezone.now(), ended_by_id=_giver(by))
    keep_a_data_officer(by.community_id)
    _announce(by, "grant.ended", sorted(roles))
    return int(ended)


def keep_a_data_officer(community_id: UUID) -> None:
    """Refuse a state in which no data officer is left; call after the change, inside its transaction."""
    officers = Grant.objects.in_force().filter(community_id=community_id, role=Role.DATA_OFFICER)
    if not officers.filter(worker__left_at=None).exclude(worker__account__is_active=False).exists():
        raise Problem(LAST_DATA_OFFICER)


def _check_may_grant(by: Actor, roles: set[str]) -> None:
    if roles <= {Role.AREA_LEADER, Role.WORKER}:
        must_be(by, Role.DATA_OFFICER, Role.COORDINATOR)
    else:
        must_be(by, Role.DATA_OFFICER)


def _check_scopes(facts: Sequence[GrantFact]) -> None:
    for fact in facts:
        names_area = fact.scope_id is not None
        if fact.role not in SCOPE_OF_ROLE or names_area != (SCOPE_OF_ROLE[Role(fact.role)] == Scope.AREA):
            raise Problem(SCOPE_DOES_NOT_FIT, {"role": fact.role})


def _check_workers(by: Actor, ids: set[UUID]) -> None:
    here = Worker.objects.filter(id__in=ids, community_id=by.community_id, left_at=None)
    if here.count() != len(ids):
        raise Problem(NOT_FOUND)


def _row(by: Actor, fact: GrantFact) -> Grant:
    return Grant(
        id=fact.id,
        worker_id=fact.worker_id,
        community_id=by.community_id,
        role=fact.role,
        scope=SCOPE_OF_ROLE[Role(fact.role)],
        scope_id=fact.scope_id,
        until=fact.until,
        by_id=_giver(by),
        why=fact.why,
    )


def _giver(by: Actor) -> UUID | None:
    return None if by.is_system else by.worker_id


def _announce(by: Actor, deed: str, ids: Sequence[UUID]) -> None:
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=[("grant", i) for i in ids])
