"""The only way in: who may propose where, whose limits are whose to see, and which proposals are within sight."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role, Worker
from gridward.allocation.models import Kind, Proposal
from gridward.areas.access import areas_for
from gridward.areas.models import Area
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem

# Field group "worker's own limits": what each role sees of another worker's row. The worker sees all of the own.
# `room`: how many doors or minutes, and whether away now; `reasons`: floors, nights, and why and since when away.
ROOM, REASONS = "room", "reasons"
LIMITS: dict[str, frozenset[str]] = {
    Role.COORDINATOR: frozenset({ROOM, REASONS}),
    Role.AREA_LEADER: frozenset({ROOM}),
    Role.DATA_OFFICER: frozenset(),
    Role.WORKER: frozenset(),
    Role.READER: frozenset(),
    Role.ABOVE: frozenset(),
    Role.SAMPLER: frozenset(),
    Role.LABORATORY: frozenset(),
    Role.HEALTH_CONTACT: frozenset(),
    Role.PATROL: frozenset(),
}
PLANNERS = (Role.COORDINATOR, Role.AREA_LEADER)


def may_see_limits(actor: Actor, worker_id: UUID, what: str = REASONS) -> bool:
    """Whether the actor sees this part of a worker's limits."""
    return worker_id == actor.worker_id or any(what in LIMITS[role] for role in actor.roles)


def may_plan_everywhere(actor: Actor) -> bool:
    """Whether the actor proposes for the whole community."""
    return actor.is_community_wide and Role.COORDINATOR in actor.roles


def must_plan(actor: Actor) -> None:
    """Refuse with 403 whoever neither coordinates nor leads an area."""
    must_be(actor, *PLANNERS)


def areas_to_plan(actor: Actor, area_ids: Iterable[UUID] = ()) -> list[Area]:
    """The open areas a proposal is about, by number: those asked for, else all the actor may plan in.

    Raises shared.not_found, shared.not_yours.
    """
    must_plan(actor)
    asked = set(area_ids)
    areas = areas_for(actor).filter(is_closed=False).order_by("number", "id")
    found = [area for area in areas if not asked or area.id in asked]
    if len(found) < len(asked):
        raise Problem(NOT_FOUND)
    if not may_plan_everywhere(actor) and not {area.id for area in found} <= actor.area_ids:
        raise Problem(NOT_YOURS)
    return found


def proposals_for(actor: Actor) -> "QuerySet[Proposal]":
    """Proposals within sight, newest first: all for the coordinator, those of one's own areas for their leader."""
    must_plan(actor)
    proposals: QuerySet[Proposal] = Proposal.objects.of(actor.community_id)
    proposals = proposals.order_by("-started_at", "-id")
    if may_plan_everywhere(actor):
        return proposals
    return proposals.filter(id__in=[p.id for p in proposals if is_within(actor, p)])


def is_within(actor: Actor, proposal: Proposal) -> bool:
    """Whether a proposal is about nothing but what the actor leads."""
    ids = {UUID(id) for id in proposal.area_ids}
    return may_plan_everywhere(actor) or (bool(ids) and ids <= actor.area_ids)


def proposal_or_404(actor: Actor, proposal_id: UUID) -> Proposal:
    """One proposal; raises shared.not_found, shared.not_yours."""
    must_plan(actor)
    proposal = Proposal.objects.with_ids(actor.community_id, [proposal_id]).first()
    if proposal is None or not is_within(actor, proposal):
        raise Problem(NOT_FOUND)
    return proposal


def may_decide(actor: Actor, proposal: Proposal) -> bool:
    """Whether the actor may change and accept it: dividing into areas is the coordinator's alone."""
    return is_within(actor, proposal) and (proposal.kind != Kind.AREAS or may_plan_everywhere(actor))


def must_decide(actor: Actor, proposal: Proposal) -> None:
    """Refuse with 403 whoever may not decide about a proposal."""
    if not may_decide(actor, proposal):
        raise Problem(NOT_YOURS)


def workers_by_id(actor: Actor, worker_ids: Sequence[UUID]) -> dict[UUID, Worker]:
    """Workers of the community still at work, by id, all or none; raises shared.not_found."""
    found = Worker.objects.filter(id__in=set(worker_ids), community_id=actor.community_id, left_at=None)
    workers = {worker.id: worker for worker in found}
    if set(worker_ids) - workers.keys():
        raise Problem(NOT_FOUND)
    return workers
