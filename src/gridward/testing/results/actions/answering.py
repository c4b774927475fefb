"""What one re-sample answers: every suspicion of its person that stood when it was taken, and none that came later."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.rounds.actions import named_due_id
from gridward.rounds.models import Due
from gridward.rounds.settled import settle_by_facts
from gridward.testing.models import Phase
from gridward.testing.results.models import Waiting, WaitState


class Swab(Protocol):
    """Of a sample, what says which suspicions it answers."""

    due_id: UUID | None
    subject_id: UUID
    phase: str
    corrected_at: datetime


def answers(swab: Swab, wait: Waiting) -> bool:
    """Whether a re-sample answers this waiting: taken for it, or at least since it began."""
    return swab.due_id == named_due_id(wait.round_id, wait.subject_id) or swab.corrected_at >= wait.since


def settle_answered(by: Actor, swabs: Iterable[Swab]) -> None:
    """Somebody in two tubes is owed two re-samples; one taken after both were suspected settles both."""
    again: dict[UUID, list[Swab]] = {}
    for swab in swabs:
        if swab.phase == Phase.RESAMPLE:
            again.setdefault(swab.subject_id, []).append(swab)
    if not again:
        return
    waits: Any = Waiting.objects.of(by.community_id).filter(
        subject_id__in=list(again), state=WaitState.WAITING
    )
    firsts = {
        named_due_id(wait.round_id, wait.subject_id): min(answering)
        for wait in waits
        if (answering := [s.corrected_at for s in again[wait.subject_id] if answers(s, wait)])
    }
    owed = Due.objects.with_ids(by.community_id, firsts).filter(state=Due.State.OPEN)
    ids: Sequence[UUID] = list(owed.values_list("id", flat=True)) if firsts else []
    if ids:
        settle_by_facts(by.community_id, [(id, firsts[id], by.worker_id) for id in ids])
        changed = [("due", id) for id in ids]
        announce("round.refreshed", community_id=by.community_id, by_id=by.worker_id, changed=changed)
