"""The course of one proposal: claimed, planned with progress, stopped, failed; states move by compare-and-set."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gridward.accounts.models import Unit, UnitKind
from gridward.allocation.models import Proposal, ProposalPiece
from gridward.allocation.planner import plan, rows_of
from gridward.facts.clock import last_number
from gridward.shared.problems import Problem, problem_code

State = Proposal.State
CANCELLED = problem_code("allocation.cancelled", 409, "The proposal was cancelled. Nothing was changed.")
BROKEN = problem_code(
    "allocation.broken",
    500,
    "The planning broke off. Nothing was changed; please tell whoever looks after this installation.",
)
# A process that has not beaten for this long is taken for dead and its proposal is begun again.
SILENCE = timedelta(seconds=180)
WORKING = (State.WAITING, State.PLANNING)
log = logging.getLogger(__name__)


def work_on_proposals() -> int:
    """A job: plan every proposal that waits or whose process died; returns how many."""
    worked = 0
    for community_id in Unit.objects.filter(kind=UnitKind.COMMUNITY).values_list("id", flat=True):
        for proposal in Proposal.objects.of(community_id).filter(state__in=WORKING).order_by("started_at"):
            worked += work_on(proposal)
    return worked


def work_on(proposal: Proposal) -> bool:
    """Plan a proposal here and now, if nobody else does; what goes wrong is kept on it."""
    if not claim(proposal.community_id, proposal.id):
        return False
    proposal.refresh_from_db()
    try:
        plan_and_keep(proposal)
    except Problem as problem:
        if problem.kind != CANCELLED:
            fail(proposal, problem.code)
    except Exception:
        log.exception("proposal %s broke", proposal.id)
        fail(proposal, BROKEN.code)
    return True


def claim(community_id: UUID, proposal_id: UUID) -> bool:
    """Whether this process now plans the proposal: it was waiting, or its process fell silent."""
    now = timezone.now()
    silent = Q(state=State.WAITING) | Q(state=State.PLANNING, beat_at__lt=now - SILENCE)
    mine = Proposal.objects.with_ids(community_id, [proposal_id]).filter(silent)
    return mine.update(state=State.PLANNING, beat_at=now) == 1


def plan_and_keep(proposal: Proposal) -> None:
    """Plan, and keep pieces and figures until somebody looks; raises allocation.cancelled."""
    number = last_number(proposal.community_id)
    planned = plan(proposal, on_progress=lambda done, total: beat(proposal, done, total))
    rows = rows_of(proposal, planned)
    with transaction.atomic():
        ProposalPiece.objects.of(proposal.community_id).filter(proposal_id=proposal.id).delete()
        ProposalPiece.objects.bulk_create(rows, batch_size=1000)
        mine = Proposal.objects.with_ids(proposal.community_id, [proposal.id]).filter(state=State.PLANNING)
        figures = planned.figures | {"register_at": number}
        if not mine.update(
            state=State.READY, figures=figures, finished_at=timezone.now(), beat_at=None, problem=""
        ):
            raise Problem(CANCELLED)


def beat(proposal: Proposal, done: int, total: int) -> None:
    """Say how far the planning is; raises allocation.cancelled when somebody stopped it."""
    alive = Proposal.objects.with_ids(proposal.community_id, [proposal.id]).filter(state=State.PLANNING)
    if not alive.update(done=done, total=total, beat_at=timezone.now()):
        raise Problem(CANCELLED)


def fail(proposal: Proposal, code: str) -> None:
    """Keep why a proposal could not be planned."""
    mine = Proposal.objects.with_ids(proposal.community_id, [proposal.id]).filter(state=State.PLANNING)
    mine.update(state=State.FAILED, problem=code, finished_at=timezone.now())
