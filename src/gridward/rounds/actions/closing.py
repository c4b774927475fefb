"""Closing a round: only when nothing is open any more, and with a statement that is never rewritten."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.rounds import access, queries
from gridward.rounds.actions.opening import refresh_round
from gridward.rounds.models import Due, Round
from gridward.rounds.scopes import Scope
from gridward.rounds.statements import statement_of
from gridward.shared.problems import NOT_YOURS, Problem, problem_code

OPEN_DUES = problem_code(
    "rounds.open_dues",
    409,
    "{count} are still open. Each must be done, exempted or signed off by name before the round can be closed.",
)
ALREADY_CLOSED = problem_code("rounds.already_closed", 409, "This round is closed; its statement stands.")


@transaction.atomic
def close_round(*, by: Actor, round_id: UUID) -> Round:
    """Refresh the round, and close it with its statement unless a due is open.

    A coordinator closes any, an area leader those within the own areas. Raises rounds.open_dues with the count,
    rounds.already_closed, shared.not_found, shared.not_yours.
    """
    hold(by.community_id)
    closing = access.round_or_404(by, round_id)
    if not access.may_rule(by, Scope.from_json(closing.scope)):
        raise Problem(NOT_YOURS)
    if closing.state == Round.State.CLOSED:
        raise Problem(ALREADY_CLOSED)
    refresh_round(by=by, round_id=round_id)
    check_can_close(closing)
    rounds = Round.objects.with_ids(by.community_id, [round_id]).filter(state=Round.State.OPEN)
    closed = rounds.update(
        state=Round.State.CLOSED,
        closed_at=timezone.now(),
        closed_by_id=by.worker_id,
        statement=statement_of(closing, by.worker_id),
    )
    if not closed:
        raise Problem(ALREADY_CLOSED)
    announce("round.closed", community_id=by.community_id, by_id=by.worker_id, changed=[("round", round_id)])
    return access.round_or_404(by, round_id)


def check_can_close(round_: Round) -> None:
    """Refuse while a due is open; raises rounds.open_dues with the count."""
    if count := queries.dues_of(round_).filter(state=Due.State.OPEN).count():
        raise Problem(OPEN_DUES, {"count": count})


def can_close(round_: Round) -> bool:
    """Whether nothing is open, as the dues stand now."""
    try:
        check_can_close(round_)
    except Problem:
        return False
    return round_.state == Round.State.OPEN
