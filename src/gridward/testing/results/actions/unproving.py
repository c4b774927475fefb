"""A re-sample that is struck out or lies in another tube proves nothing: its person waits on, and is owed another."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Case, UUIDField, Value, When

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.rounds.actions import NamedDue, named_due_id
from gridward.rounds.models import Round
from gridward.rounds.settled import reopen_dues
from gridward.testing.models import Phase, Sample
from gridward.testing.results.actions.answering import settle_answered
from gridward.testing.results.actions.closing import round_ids_for
from gridward.testing.results.actions.resampling import due_for, open_resamples
from gridward.testing.results.models import Result, Waiting, WaitState


def no_longer_proven(by: Actor, subject_ids: Collection[UUID]) -> set[UUID]:
    """Take back releases proposed by a re-sample that no longer lies in its tube; the tubes that may prove them anew.

    Call inside the verb's transaction. Who was let go already stays so: that was somebody's decision.
    """
    us = by.community_id
    proposed: Any = Waiting.objects.of(us).filter(subject_id__in=list(subject_ids), state=WaitState.PROPOSED)
    waits = list(proposed.select_related("result"))
    if not waits:
        return set()
    proofs = Result.objects.with_ids(us, {wait.resample_result_id for wait in waits})
    tube_of = dict(proofs.values_list("id", "tube_id"))
    swabs: Any = Sample.objects.of(us).filter(
        subject_id__in={wait.subject_id for wait in waits}, phase=Phase.RESAMPLE, is_void=False
    )
    standing = list(swabs)
    there = {(swab.subject_id, swab.tube_id) for swab in standing}
    gone = [wait for wait in waits if (wait.subject_id, tube_of[wait.resample_result_id]) not in there]
    if not gone:
        return set()
    Waiting.objects.with_ids(us, [wait.id for wait in gone]).update(
        state=WaitState.WAITING, resample_result_id=None, proposed_by_id=None, proposed_at=None
    )
    _owe_again(by, gone)
    settle_answered(by, standing)
    changed = [("waiting", wait.id) for wait in gone]
    announce("waiting.begun", community_id=us, by_id=by.worker_id, changed=changed, how_many=len(gone))
    return {swab.tube_id for swab in standing}


def _owe_again(by: Actor, waits: list[Waiting]) -> None:
    """The due stands open again; where its round is closed, there is one in another."""
    us = by.community_id
    reopen_dues(us, {named_due_id(wait.round_id, wait.subject_id) for wait in waits})
    closed = Round.objects.with_ids(us, {wait.round_id for wait in waits}).filter(state=Round.State.CLOSED)
    ended = set(closed.values_list("id", flat=True))
    late = [wait for wait in waits if wait.round_id in ended]
    if not late:
        return
    results = {wait.result_id: wait.result for wait in late}
    rounds = round_ids_for(us, results.values())
    dues: dict[UUID, list[NamedDue]] = {}
    for wait in late:
        dues.setdefault(wait.result_id, []).append(due_for(wait))
    moved = [When(id=wait.id, then=Value(rounds[wait.result_id])) for wait in late]
    Waiting.objects.with_ids(us, [wait.id for wait in late]).update(
        round_id=Case(*moved, output_field=UUIDField())
    )
    open_resamples(by, results, rounds, dues)
