"""What settles a due without its being done: an exemption somebody else approves, or a name put under it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.rounds import access
from gridward.rounds.models import Due, ExemptReason, Meaning, Round, RoundKind, SignOffReason
from gridward.rounds.outcomes import CLOSED
from gridward.shared.problems import Problem, problem_code

UNKNOWN_REASON = problem_code("rounds.unknown_reason", 422, "Please choose a reason from the list.")
NOT_OPEN = problem_code("rounds.not_open", 409, "{count} of these are settled already; please look again.")
NOT_ASKED = problem_code("rounds.not_asked", 409, "For {count} of these nobody has asked for an exemption.")
OWN_EXEMPTION = problem_code(
    "rounds.own_exemption",
    403,
    "An exemption is approved by somebody other than the worker and whoever asked for it.",
)

UNACCOUNTED = problem_code(
    "rounds.unaccounted",
    409,
    "{count} are not accounted for. In this round a signature does not do: each is found, moved, refuses by name, or "
    "is exempted by somebody else.",
)


@transaction.atomic
def ask_exemption(*, by: Actor, due_ids: Collection[UUID], reason: str) -> int:
    """Ask for open dues to be exempted; they stay open until somebody else approves. Asking twice asks once.

    Raises rounds.unknown_reason, rounds.not_open, rounds.closed, shared.not_found, shared.not_yours.
    """
    _refuse_reason(reason, ExemptReason.values)
    _open_dues(by, due_ids, to="record")
    asked = _still_open(by, due_ids).update(asked_by_id=by.worker_id, asked_reason=reason)
    return _announced(by, "exemption.asked", due_ids, asked)


@transaction.atomic
def approve_exemption(*, by: Actor, due_ids: Collection[UUID]) -> int:
    """Exempt dues for the reason that was asked for. All of them or none.

    By the area's leader or a coordinator, never by the worker or whoever asked. Raises rounds.own_exemption,
    rounds.not_asked, rounds.not_open, rounds.closed, shared.not_found, shared.not_yours.
    """
    dues = _open_dues(by, due_ids, to="decide")
    if unasked := sum(due.asked_by_id is None for due in dues):
        raise Problem(NOT_ASKED, {"count": unasked})
    if any(by.worker_id in (due.asked_by_id, due.worker_id) for due in dues):
        raise Problem(OWN_EXEMPTION)
    exempted = _settle(by, due_ids, Due.State.EXEMPT, F("asked_reason"))
    return _announced(by, "exemption.approved", due_ids, exempted)


@transaction.atomic
def decline_exemption(*, by: Actor, due_ids: Collection[UUID]) -> int:
    """Leave dues open that somebody asked to exempt. Raises as `approve_exemption` does."""
    _open_dues(by, due_ids, to="decide")
    declined = _still_open(by, due_ids).exclude(asked_by_id=None).update(asked_by_id=None, asked_reason="")
    return _announced(by, "exemption.declined", due_ids, declined)


@transaction.atomic
def sign_off(*, by: Actor, due_ids: Collection[UUID], reason: str) -> int:
    """Put one's name under dues that were not done. They leave the gap list, and coverage still misses them.

    Raises rounds.unknown_reason, rounds.not_open, rounds.closed, rounds.unaccounted, shared.not_found,
    shared.not_yours.
    """
    _refuse_reason(reason, SignOffReason.values)
    _open_dues(by, due_ids, to="decide")
    _refuse_unaccounted(by, due_ids)
    signed = _settle(by, due_ids, Due.State.SIGNED_OFF, reason)
    return _announced(by, "due.signed_off", due_ids, signed)


def _refuse_reason(reason: str, known: Collection[str]) -> None:
    if reason not in known:
        raise Problem(UNKNOWN_REASON)


def _open_dues(by: Actor, due_ids: Collection[UUID], to: str) -> list[Due]:
    hold(by.community_id)
    dues = access.dues_or_refuse(by, due_ids, to)
    if any(due.round.state == Round.State.CLOSED for due in dues):
        raise Problem(CLOSED)
    if settled := sum(due.state != Due.State.OPEN for due in dues):
        raise Problem(NOT_OPEN, {"count": settled})
    return dues


def _refuse_unaccounted(by: Actor, due_ids: Collection[UUID]) -> None:
    """Where everybody must be accounted for, only a refusal to somebody's face may be signed off."""
    strict = RoundKind.objects.of(by.community_id).filter(id=OuterRef("round__kind_id"), must_account=True)
    dues = _still_open(by, due_ids).filter(Exists(strict), round__community_id=by.community_id)
    if count := dues.exclude(meaning=Meaning.REFUSED).count():
        raise Problem(UNACCOUNTED, {"count": count})


def _still_open(by: Actor, due_ids: Collection[UUID]) -> Any:
    return Due.objects.with_ids(by.community_id, due_ids).filter(state=Due.State.OPEN)


def _settle(by: Actor, due_ids: Collection[UUID], state: str, reason: Any) -> int:
    """Compare-and-set: only what is still open."""
    return int(
        _still_open(by, due_ids).update(
            state=state, reason=reason, settled_at=timezone.now(), settled_by_id=by.worker_id
        )
    )


def _announced(by: Actor, deed: str, due_ids: Collection[UUID], how_many: int) -> int:
    if how_many:
        changed = [("due", id) for id in dict.fromkeys(due_ids)]
        announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=changed, how_many=how_many)
    return how_many
