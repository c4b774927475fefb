"""Units and the people who work: put in, changed, and taken leave of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actions.communities import UnitFact
from gridward.accounts.actions.grants import keep_a_data_officer
from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Account, Grant, Role, TeamMember, Unit, Worker
from gridward.audit.actions import announce
from gridward.shared.ids import new_id
from gridward.shared.problems import NOT_FOUND, Problem, problem_code

UNIT_IS_SHARED = problem_code(
    "accounts.unit_is_shared",
    409,
    "{name} also has people of other communities; it is changed by the street office.",
)
KEEPERS = (Role.COORDINATOR, Role.DATA_OFFICER)


@dataclass(frozen=True)
class WorkerFact:
    """Somebody who works for the community; the sender chooses the id."""

    name: str
    unit_id: UUID
    phone: str = ""
    is_party_member: bool | None = None
    duty: str = ""
    id: UUID = field(default_factory=new_id)

    def row(self, community_id: UUID) -> Worker:
        """The row it becomes."""
        return Worker(
            id=self.id,
            name=self.name,
            unit_id=self.unit_id,
            community_id=community_id,
            phone=self.phone,
            is_party_member=self.is_party_member,
            duty=self.duty,
        )


@transaction.atomic
def add_units(*, by: Actor, facts: Sequence[UnitFact]) -> list[Unit]:
    """Put in units people come from; one whose id is known stays as it is. Coordinator or data officer."""
    must_be(by, *KEEPERS)
    known = set(Unit.objects.filter(id__in=[f.id for f in facts]).values_list("id", flat=True))
    fresh = [
        Unit(id=f.id, kind=f.kind, name=f.name, code=f.code, parent_id=f.parent_id)
        for f in facts
        if f.id not in known
    ]
    Unit.objects.bulk_create(fresh)
    announce(
        "unit.added",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=[("unit", u.id) for u in fresh],
    )
    return fresh


@transaction.atomic
def change_unit(*, by: Actor, fact: UnitFact) -> None:
    """Rename a unit or set its kind. Raises accounts.unit_is_shared when others' people belong to it too."""
    must_be(by, *KEEPERS)
    unit = Unit.objects.filter(id=fact.id).exclude(kind="community").first()
    if unit is None:
        raise Problem(NOT_FOUND)
    if unit.children.exists() or unit.workers.exclude(community_id=by.community_id).exists():
        raise Problem(UNIT_IS_SHARED, {"name": unit.name})
    Unit.objects.filter(id=fact.id).update(kind=fact.kind, name=fact.name)
    announce("unit.changed", community_id=by.community_id, by_id=by.worker_id, changed=[("unit", fact.id)])


@transaction.atomic
def add_workers(*, by: Actor, facts: Sequence[WorkerFact]) -> list[Worker]:
    """Put in people who work; one whose id is known stays as it is. Coordinator or data officer."""
    must_be(by, *KEEPERS)
    known = set(Worker.objects.filter(id__in=[f.id for f in facts]).values_list("id", flat=True))
    fresh = [f.row(by.community_id) for f in facts if f.id not in known]
    Worker.objects.bulk_create(fresh)
    _announce(by, "worker.added", [w.id for w in fresh])
    return fresh


@transaction.atomic
def change_workers(*, by: Actor, facts: Sequence[WorkerFact]) -> None:
    """Change name, unit, phone, mark and duty of workers of the own community; raises shared.not_found else."""
    must_be(by, *KEEPERS)
    _own_workers(by, {f.id for f in facts})
    names = ["name", "unit", "phone", "is_party_member", "duty"]
    Worker.objects.bulk_update([f.row(by.community_id) for f in facts], names)
    _announce(by, "worker.changed", [f.id for f in facts])


@transaction.atomic
def end_workers(*, by: Actor, ids: Collection[UUID], left_at: datetime | None = None) -> None:
    """Workers leave: their grants and team places end and their accounts close; what they did stays.

    Raises shared.not_found, and accounts.last_data_officer when nobody would be left to give rights.
    """
    must_be(by, *KEEPERS)
    workers = _own_workers(by, set(ids))
    now = left_at or timezone.now()
    Worker.objects.filter(id__in=workers).update(left_at=now)
    in_force = Grant.objects.in_force().filter(worker__in=workers, community_id=by.community_id)
    in_force.update(until=now, ended_by_id=None if by.is_system else by.worker_id)
    TeamMember.objects.filter(worker__in=workers, until=None).update(until=now)
    still_elsewhere = Grant.objects.in_force().filter(worker__in=workers).values("worker")
    Account.objects.filter(worker__in=workers).exclude(worker__in=still_elsewhere).update(is_active=False)
    keep_a_data_officer(by.community_id)
    _announce(by, "worker.left", list(workers))


def _own_workers(by: Actor, ids: set[UUID]) -> set[UUID]:
    found = set(Worker.objects.filter(id__in=ids, community_id=by.community_id).values_list("id", flat=True))
    if found != ids:
        raise Problem(NOT_FOUND)
    return found


def _announce(by: Actor, deed: str, ids: Sequence[UUID]) -> None:
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=[("worker", i) for i in ids])
