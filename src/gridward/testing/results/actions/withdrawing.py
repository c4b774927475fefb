"""Taking a result back with a reason: the waiting ends, open re-samples end, everybody told is told again."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.rounds.actions import end_named_dues, named_due_id
from gridward.rounds.models import LeaveReason
from gridward.shared.problems import NOT_FOUND, Problem, problem_code
from gridward.testing.results import access, telling
from gridward.testing.results.actions.again import no_longer_again
from gridward.testing.results.actions.following import follow
from gridward.testing.results.actions.tubes import mark_resulted, mark_withdrawn
from gridward.testing.results.models import (
    OPEN_WAITS,
    TO_COMPARE,
    Case,
    Result,
    ResultState,
    Waiting,
    WaitState,
    WithdrawReason,
)
from gridward.testing.steps import UNKNOWN_REASON

ALREADY_WITHDRAWN = problem_code("testing.already_withdrawn", 409, "This result was withdrawn before.")


@transaction.atomic
def withdraw_result(*, by: Actor, result_id: UUID, reason: str) -> Result:
    """Take a result back; another word on the same tube that lay beside it takes its place.

    Raises testing.unknown_reason, testing.already_withdrawn, shared.not_found, shared.not_yours.
    """
    must_be(by, *access.DECIDERS)
    hold(by.community_id)
    if reason not in WithdrawReason.values:
        raise Problem(UNKNOWN_REASON)
    result: Result | None = Result.objects.with_ids(by.community_id, [result_id]).first()
    if result is None:
        raise Problem(NOT_FOUND)
    if result.state == ResultState.WITHDRAWN:
        raise Problem(ALREADY_WITHDRAWN)
    was = result.state
    result.state, result.reason = ResultState.WITHDRAWN, reason
    result.withdrawn_by_id, result.withdrawn_at = by.worker_id, timezone.now()
    _keep(result)
    if was == ResultState.FINAL:
        _undo(by, result)
    if was not in (ResultState.BESIDE, ResultState.REPLACED):
        _promote(by, result.tube_id)
    telling.tell_withdrawn(by, result)
    changed = [("result", result.id), ("tube", result.tube_id)]
    announce("result.withdrawn", community_id=by.community_id, by_id=by.worker_id, changed=changed)
    return result


def _keep(result: Result) -> None:
    Result.objects.with_ids(result.community_id, [result.id]).update(
        state=result.state,
        reason=result.reason,
        withdrawn_by_id=result.withdrawn_by_id,
        withdrawn_at=result.withdrawn_at,
    )


def _undo(by: Actor, result: Result) -> None:
    """What followed from it no longer does."""
    mark_withdrawn(by, [result])
    if result.value in TO_COMPARE:
        _end_waits(by, result)
    _undo_resample(by, result)
    no_longer_again(by, [result])


def _end_waits(by: Actor, result: Result) -> None:
    waits: Any = Waiting.objects.of(by.community_id).filter(
        result_id=result.id, state__in=[*OPEN_WAITS, WaitState.CASE]
    )
    ended = list(waits)
    waits.update(state=WaitState.WITHDRAWN, decided_by_id=by.worker_id, decided_at=timezone.now())
    Case.objects.of(by.community_id).filter(
        waiting_id__in=[wait.id for wait in ended], withdrawn_at=None
    ).update(withdrawn_at=timezone.now())
    dues = [named_due_id(wait.round_id, wait.subject_id) for wait in ended]
    if dues:
        end_named_dues(by=by, due_ids=dues, reason=LeaveReason.WITHDRAWN)


def _undo_resample(by: Actor, result: Result) -> None:
    """A re-sample that is taken back proposes nothing and proves nothing; who was released by it is told of anew."""
    waits: Any = Waiting.objects.of(by.community_id).filter(resample_result_id=result.id)
    waits.filter(state__in=[WaitState.PROPOSED, WaitState.CASE]).exclude(result_id=result.id).update(
        state=WaitState.WAITING, resample_result_id=None, proposed_by_id=None, proposed_at=None
    )
    Case.objects.of(by.community_id).filter(result_id=result.id, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )


def _promote(by: Actor, tube_id: UUID) -> None:
    """Of what lay beside, the first that came takes the place; positive and grey are compared first."""
    beside = Result.objects.of(by.community_id).filter(tube_id=tube_id, state=ResultState.BESIDE)
    heir: Result | None = beside.order_by("received_at", "id").first()
    if heir is None:
        return
    heir.state = ResultState.COMPARING if heir.value in TO_COMPARE else ResultState.FINAL
    Result.objects.with_ids(by.community_id, [heir.id]).update(state=heir.state)
    if heir.state == ResultState.FINAL:
        mark_resulted(by, [heir])
        follow(by, [heir])
