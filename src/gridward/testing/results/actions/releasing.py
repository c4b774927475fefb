"""The end of a waiting is a decision by name; a negative re-sample proposes it, and never makes it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.rounds.actions import end_named_dues, named_due_id
from gridward.rounds.models import LeaveReason
from gridward.shared.problems import NOT_FOUND, Problem, problem_code
from gridward.testing.models import Sample
from gridward.testing.results import access, telling
from gridward.testing.results.models import OPEN_WAITS, Case, ReleaseBasis, Waiting, WaitState
from gridward.testing.steps import UNKNOWN_REASON

NOT_PROPOSED = problem_code(
    "testing.not_proposed",
    409,
    "There is no negative re-sample yet for {count} of these; nobody is released without.",
)
RELEASED_BY_ANOTHER = problem_code(
    "testing.released_by_another",
    403,
    "Whoever entered the re-sample does not decide on it; please ask somebody else.",
)
STILL_IN_TUBE = problem_code("testing.still_in_tube", 409, "The sample still stands in this tube.")
OTHER_TUBE = problem_code(
    "testing.other_tube_open",
    409,
    "{count} of these were in another positive or grey tube too, and no re-sample taken since then is negative yet; "
    "they wait on.",
)
NO_TRACING = problem_code(
    "testing.no_tracing",
    422,
    "Please say by name that tracing found no close contact; without it nobody is released.",
)


@transaction.atomic
def release(
    *, by: Actor, wait_ids: Collection[UUID], basis: str = ReleaseBasis.NEGATIVE, is_traced: bool = False
) -> list[Waiting]:
    """Let people go: each on the own negative re-sample and a tracing that found no close contact, or because the
    sample was struck out or moved. All of them or none; one released before is left as it is.

    Whoever was in several such tubes is let go from all of them at once, and from none before the last is answered.
    Raises testing.other_tube_open, testing.not_proposed, testing.released_by_another, testing.no_tracing,
    testing.still_in_tube, testing.unknown_reason, shared.not_found, shared.not_yours.
    """
    must_be(by, *access.DECIDERS)
    hold(by.community_id)
    waits: list[Waiting] = list(Waiting.objects.with_ids(by.community_id, wait_ids).select_related("result"))
    if len(waits) < len(set(wait_ids)):
        raise Problem(NOT_FOUND)
    waits = [wait for wait in waits if wait.state != WaitState.RELEASED]
    _refuse(by, waits, basis, is_traced)
    if basis == ReleaseBasis.NEGATIVE and (beside := _beside(by, waits)):
        waits += beside
        _refuse(by, waits, basis, is_traced)
    if not waits:
        return []
    now = timezone.now()
    ids = [wait.id for wait in waits]
    Waiting.objects.with_ids(by.community_id, ids).filter(state__in=OPEN_WAITS).update(
        state=WaitState.RELEASED, basis=basis, decided_by_id=by.worker_id, decided_at=now
    )
    dues = [named_due_id(wait.round_id, wait.subject_id) for wait in waits]
    end_named_dues(by=by, due_ids=dues, reason=LeaveReason.RELEASED)
    telling.tell_released(by, waits)
    announce(
        "waiting.released",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=[("waiting", id) for id in ids],
        how_many=len(ids),
    )
    return waits


def _refuse(by: Actor, waits: list[Waiting], basis: str, is_traced: bool) -> None:
    if basis not in ReleaseBasis.values:
        raise Problem(UNKNOWN_REASON)
    if basis == ReleaseBasis.NOT_IN_TUBE:
        _refuse_inside(by, waits)
        return
    if not is_traced:
        raise Problem(NO_TRACING)
    if unproven := sum(wait.state != WaitState.PROPOSED for wait in waits):
        raise Problem(NOT_PROPOSED, {"count": unproven})
    if any(wait.proposed_by_id == by.worker_id for wait in waits):
        raise Problem(RELEASED_BY_ANOTHER)


def _beside(by: Actor, waits: list[Waiting]) -> list[Waiting]:
    """What else the re-samples of these people answered; refused while a suspicion of theirs is not answered."""
    others: Any = Waiting.objects.of(by.community_id).filter(
        subject_id__in={wait.subject_id for wait in waits}
    )
    others = others.exclude(id__in=[wait.id for wait in waits])
    found = list(others.filter(access.staying(by.community_id)).select_related("result"))
    if unanswered := {wait.subject_id for wait in found if wait.state != WaitState.PROPOSED}:
        raise Problem(OTHER_TUBE, {"count": len(unanswered)})
    return found


def _refuse_inside(by: Actor, waits: list[Waiting]) -> None:
    if any(wait.state not in OPEN_WAITS for wait in waits):
        raise Problem(NOT_PROPOSED, {"count": len(waits)})
    inside: Any = Sample.objects.with_ids(by.community_id, [wait.sample_id for wait in waits])
    standing = dict(inside.filter(is_void=False).values_list("id", "tube_id"))
    if any(standing.get(wait.sample_id) == wait.tube_id for wait in waits):
        raise Problem(STILL_IN_TUBE)


@transaction.atomic
def tell_household(*, by: Actor, case_id: UUID) -> None:
    """Note that the health contact told the household of its positive result; the second time changes nothing.

    Raises shared.not_found, shared.not_yours.
    """
    must_be(by, Role.HEALTH_CONTACT)
    _stamp(by, case_id, "told", "case.told")


@transaction.atomic
def report_case(*, by: Actor, case_id: UUID) -> None:
    """Note that the case was reported to the health authority; the second time changes nothing.

    Raises shared.not_found, shared.not_yours.
    """
    _stamp(by, case_id, "reported", "case.reported")


def _stamp(by: Actor, case_id: UUID, what: str, deed: str) -> None:
    must_be(by, *access.DECIDERS)
    hold(by.community_id)
    access.case_or_404(by, case_id)
    mine: Any = Case.objects.with_ids(by.community_id, [case_id]).filter(**{f"{what}_at": None})
    if mine.update(**{f"{what}_at": timezone.now(), f"{what}_by_id": by.worker_id}):
        announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=[("case", case_id)])
