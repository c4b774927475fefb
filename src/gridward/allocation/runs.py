"""The planning of a proposal, by a job: claimed, planned with progress, kept or failed."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gridward.accounts.jobs import in_each_community
from gridward.allocation.models import Proposal, ProposalPiece
from gridward.allocation.planner import plan, rows_of
from gridward.facts.clock import last_number
from gridward.shared.problems import Problem, problem_code
from gridward.shared.runs import Course

State = Proposal.State
CANCELLED = problem_code("allocation.cancelled", 409, "The proposal was cancelled. Nothing was changed.")
BROKEN = problem_code(
    "allocation.broken",
    500,
    "The planning broke off. Nothing was changed; please tell whoever looks after this installation.",
)
PROPOSALS = Course(
    model=Proposal,
    states=State,
    working={State.WAITING: State.PLANNING, State.PLANNING: State.PLANNING},
    over=frozenset(State) - {State.WAITING, State.PLANNING},
    cancelled=CANCELLED,
    silence=timedelta(seconds=180),
)
log = logging.getLogger(__name__)


def work_on_proposals() -> int:
    """A job: plan every proposal that waits or whose process died; returns how many."""
    return in_each_community(lambda community_id: PROPOSALS.take_up(community_id, plan_claimed))


def work_on(proposal: Proposal) -> bool:
    """Plan a proposal here and now, if nobody else does."""
    return PROPOSALS.take_up_one(proposal, plan_claimed)


def plan_claimed(proposal: Proposal) -> None:
    """Plan a proposal this process has claimed; what goes wrong is kept on it."""
    try:
        plan_and_keep(proposal)
    except Problem as problem:
        if problem.kind != CANCELLED:
            PROPOSALS.fail(proposal, problem.code)
    except Exception:
        log.exception("proposal %s broke", proposal.id)
        PROPOSALS.fail(proposal, BROKEN.code)


def plan_and_keep(proposal: Proposal) -> None:
    """Plan, and keep pieces and figures until somebody looks; raises allocation.cancelled."""
    number = last_number(proposal.community_id)
    planned = plan(proposal, on_progress=lambda done, total: PROPOSALS.beat(proposal, done, total))
    rows = rows_of(proposal, planned)
    with transaction.atomic():
        ProposalPiece.objects.of(proposal.community_id).filter(proposal_id=proposal.id).delete()
        ProposalPiece.objects.bulk_create(rows, batch_size=1000)
        figures = planned.figures | {"register_at": number}
        ended = {"figures": figures, "finished_at": timezone.now(), "beat_at": None, "problem": ""}
        if not PROPOSALS.move(proposal, State.PLANNING, State.READY, **ended):
            raise Problem(CANCELLED)
