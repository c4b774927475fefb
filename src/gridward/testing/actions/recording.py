"""Keeping samples: one answer a fact, a constant number of statements for many."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.facts.answers import Answer
from gridward.facts.bulk import insert, together
from gridward.facts.models import FactConflict, FactRefusal
from gridward.rounds.settled import settle_by_facts
from gridward.testing.conflicts import tell_both
from gridward.testing.ground import ground_for
from gridward.testing.judging import TUBE_ELSEWHERE, Ground, NewSample, SortedOut, sort_out
from gridward.testing.models import Sample, Tube, TubeDeed, TubeEvent, TubeState, Visitor
from gridward.testing.results.actions.answering import settle_answered
from gridward.testing.results.actions.following import follow_tubes
from gridward.testing.samples import SampleFact


@transaction.atomic
def record_samples(*, by: Actor, facts: Sequence[SampleFact], is_before: bool = False) -> list[Answer]:
    """Keep samples, one answer per fact in the order given. Safe to repeat: the sender chose the ids.

    A tube nobody opened is opened by its first sample; the first sample of a person settles the due. With `is_before`
    the swab is yet to be taken, so whatever breaks a rule is refused instead of flagged. Raises nothing for a single
    fact: its answer says what became of it.
    """
    ground = ground_for(by, facts, is_before)
    sorted_out = sort_out(facts, ground)
    with together():
        insert(Tube, sorted_out.tubes)
        insert(Visitor, sorted_out.visitors, ignores_known=True)
        insert(Sample, sorted_out.fresh)
        insert(TubeEvent, _openings(sorted_out))
        insert(FactConflict, sorted_out.conflicts, ignores_known=True)
        insert(FactRefusal, sorted_out.refused, ignores_known=True)
        _satisfy(by, sorted_out.counting)
        _announce(by, sorted_out, ground.clock)
    _mark_tubes(by.community_id, sorted_out)
    settle_answered(by, sorted_out.counting)
    _catch_late(by, sorted_out, ground)
    tell_both(by, sorted_out.fresh)
    return sorted_out.answers


def _catch_late(by: Actor, sorted_out: SortedOut, ground: Ground) -> None:
    """Who comes late into a tube that has its result is caught by it at once."""
    tubes = {sample.tube_id for sample in sorted_out.fresh}
    follow_tubes(by, [id for id in tubes if ground.tubes[id].tube.state == TubeState.RESULTED])


def _openings(sorted_out: SortedOut) -> list[TubeEvent]:
    """The step every tube begins with bears the clocks of the sample that opened it."""
    first: dict[UUID, NewSample] = {}
    for sample in sorted_out.fresh:
        first.setdefault(sample.tube_id, sample)
    return [
        TubeEvent(
            id=tube.id,
            community_id=tube.community_id,
            tube_id=tube.id,
            deed=TubeDeed.OPENED,
            station_id=tube.station_id,
            happened_at=first[tube.id].happened_at,
            corrected_at=first[tube.id].corrected_at,
            received_at=first[tube.id].received_at,
            device_id=first[tube.id].device_id,
            by_id=first[tube.id].by_id,
            digest=first[tube.id].digest,
        )
        for tube in sorted_out.tubes
    ]


def _mark_tubes(community_id: UUID, sorted_out: SortedOut) -> None:
    """A tube two stations used says so itself, for both to see."""
    ids = {sample.tube_id for sample in sorted_out.fresh if TUBE_ELSEWHERE.code in sample.flags}
    if ids:
        Tube.objects.with_ids(community_id, ids).update(flags=[TUBE_ELSEWHERE.code])


def _satisfy(by: Actor, samples: Sequence[NewSample]) -> None:
    """Settle open dues by their first sample; one that is settled already is left as it stands."""
    firsts: dict[UUID, datetime] = {}
    for sample in sorted(samples, key=lambda sample: sample.corrected_at):
        if sample.due_id:
            firsts.setdefault(sample.due_id, sample.corrected_at)
    settle_by_facts(by.community_id, [(due_id, at, by.worker_id) for due_id, at in firsts.items()])


def _announce(by: Actor, sorted_out: SortedOut, clock: int) -> None:
    kept = len(sorted_out.fresh) + len(sorted_out.conflicts) + len(sorted_out.refused)
    if not kept:
        return
    changed = [("due", id) for id in dict.fromkeys(s.due_id for s in sorted_out.fresh) if id]
    changed += [("sample", sample.id) for sample in sorted_out.fresh]
    changed += [("tube", id) for id in dict.fromkeys(s.tube_id for s in sorted_out.fresh)]
    announce(
        "sample.recorded",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=changed,
        subject_id=sorted_out.fresh[0].tube_id if sorted_out.fresh else None,
        how_many=kept,
        after=clock,
    )


@transaction.atomic
def look_at_samples(*, by: Actor, sample_ids: Sequence[UUID] = (), conflict_ids: Sequence[UUID] = ()) -> int:
    """Note by name that somebody looked at flagged samples and conflicts; returns how many were not looked at before.

    A coordinator looks at any, others at those under their own name; what is not theirs is left.
    """
    waiting: Any = Sample.objects.with_ids(by.community_id, sample_ids).filter(
        looked_at=None, owner_id__isnull=False
    )
    conflicts: Any = FactConflict.objects.with_ids(by.community_id, conflict_ids).filter(resolved_at=None)
    if not by.is_any_of(Role.COORDINATOR):
        waiting, conflicts = waiting.filter(owner_id=by.worker_id), conflicts.filter(owner_id=by.worker_id)
    now = timezone.now()
    looked = int(waiting.update(looked_at=now, looked_by_id=by.worker_id))
    looked += int(conflicts.update(resolved_at=now, resolved_by_id=by.worker_id))
    if looked:
        changed = [("sample", id) for id in sample_ids] + [("conflict", id) for id in conflict_ids]
        announce("sample.looked_at", community_id=by.community_id, by_id=by.worker_id, changed=changed)
    return looked
