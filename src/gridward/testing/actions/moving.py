"""Putting right what was written into the wrong tube: samples moved or struck out, each with a reason."""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Exists, Value, When
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.facts.answers import Answer
from gridward.facts.bulk import insert
from gridward.facts.clock import hold
from gridward.rounds.settled import reopen_dues
from gridward.shared.problems import NOT_FOUND, NOT_YOURS
from gridward.testing import access
from gridward.testing.keeping import Kept, keep_aside, sort_out
from gridward.testing.models import Sample, Tube, TubeMove, TubeState
from gridward.testing.results.actions.again import count_swabs, invalid
from gridward.testing.results.actions.following import follow_tubes
from gridward.testing.results.actions.unproving import no_longer_proven
from gridward.testing.rights import PastRights
from gridward.testing.samples import tube_code, tube_id
from gridward.testing.steps import UNKNOWN_REASON, UNKNOWN_TUBE, MoveReason, SampleStep, VoidReason

Way = tuple[UUID, UUID | None]
Check = Callable[[SampleStep, Sample], tuple[str, UUID | None]]


@transaction.atomic
def move_samples(*, by: Actor, facts: Sequence[SampleStep]) -> list[Answer]:
    """Write samples into another tube that stands, with a reason; where they came from stays on record.

    Refused by testing.unknown_reason, testing.unknown_tube, shared.not_found, shared.not_yours.
    """
    hold(by.community_id)
    ids = {tube_id(by.community_id, tube_code(fact.to_code)) for fact in facts}
    targets = {tube.code: tube for tube in Tube.objects.with_ids(by.community_id, ids)}

    def check(fact: SampleStep, sample: Sample) -> tuple[str, UUID | None]:
        target = targets.get(tube_code(fact.to_code))
        if fact.reason not in MoveReason.values:
            return UNKNOWN_REASON.code, None
        if target is None or target.id == sample.tube_id:
            return UNKNOWN_TUBE.code, None
        return ("", target.id) if access.may_handle(by, target) else (NOT_YOURS.code, None)

    kept, ways = _sort_out(by, "sample.moved", facts, check)
    # The same sample again in one call: the last word counts.
    last = {fact.sample_id: ways[fact.id][1] for fact, _digest, _flags in kept.fresh}
    if last:
        to = [When(id=id, then=Value(tube)) for id, tube in last.items()]
        Sample.objects.with_ids(by.community_id, last).update(tube_id=Case(*to))
        count_swabs(by, [tube.id for tube in targets.values()])
        others = no_longer_proven(by, _subjects(by, last))
        follow_tubes(by, {tube.id for tube in targets.values() if tube.state == TubeState.RESULTED} | others)
    _keep(kept, ways, "sample.moved")
    return kept.answers


@transaction.atomic
def void_samples(*, by: Actor, facts: Sequence[SampleStep]) -> list[Answer]:
    """Strike out samples that never were; a due they settled stands open again, unless another sample settles it.

    Refused by testing.unknown_reason, shared.not_found, shared.not_yours.
    """
    hold(by.community_id)

    def check(fact: SampleStep, sample: Sample) -> tuple[str, UUID | None]:
        return "" if fact.reason in VoidReason.values else UNKNOWN_REASON.code, None

    kept, ways = _sort_out(by, "sample.voided", facts, check)
    ids = {fact.sample_id for fact, _digest, _flags in kept.fresh}
    if ids:
        samples: Any = Sample.objects.with_ids(by.community_id, ids)
        samples.update(is_void=True)
        _reopen(by.community_id, set(samples.values_list("due_id", flat=True)) - {None})
        follow_tubes(by, no_longer_proven(by, _subjects(by, ids)))
    _keep(kept, ways, "sample.voided")
    return kept.answers


def _subjects(by: Actor, ids: Collection[UUID]) -> set[UUID]:
    return set(Sample.objects.with_ids(by.community_id, ids).values_list("subject_id", flat=True))


def _reopen(community_id: UUID, due_ids: set[UUID]) -> None:
    others: Any = Sample.objects.of(community_id).filter(
        ~Exists(invalid(community_id)), due_id__in=due_ids, is_void=False
    )
    reopen_dues(community_id, due_ids - set(others.values_list("due_id", flat=True)))


def _sort_out(
    by: Actor, kind: str, facts: Sequence[SampleStep], check: Check
) -> tuple[Kept[SampleStep], dict[UUID, Way]]:
    """The facts judged, and for each the tube its sample was in and the one it goes into."""
    seen = TubeMove.objects.with_ids(by.community_id, {fact.id for fact in facts})
    rows: Any = Sample.objects.with_ids(by.community_id, {fact.sample_id for fact in facts})
    samples = {sample.id: sample for sample in rows.filter(is_void=False).select_related("tube")}
    past, now = PastRights(by), timezone.now()
    ways: dict[UUID, Way] = {}

    def judge(fact: SampleStep) -> tuple[str, list[str]]:
        sample = samples.get(fact.sample_id)
        if sample is None:
            return NOT_FOUND.code, []
        is_mine = access.may_handle(by, sample.tube)
        if not is_mine and not past.let_handle(sample.tube, fact.corrected_at(now)):
            return NOT_YOURS.code, []
        code, to = check(fact, sample)
        if code:
            return code, []
        ways[fact.id] = (sample.tube_id, to)
        # The same sample again in this call goes on from where it now is.
        sample.tube_id = to or sample.tube_id
        return "", [] if is_mine else [NOT_YOURS.code]

    return sort_out(by, kind, facts, dict(seen.values_list("id", "digest")), judge), ways


def _keep(kept: Kept[SampleStep], ways: dict[UUID, Way], deed: str) -> None:
    keep_aside(kept)
    moves = [
        TubeMove(
            **kept.envelope(fact, digest, flags),
            id=fact.id,
            sample_id=fact.sample_id,
            from_tube_id=ways[fact.id][0],
            to_tube_id=ways[fact.id][1],
            reason=fact.reason,
        )
        for fact, digest, flags in kept.fresh
    ]
    insert(TubeMove, moves)
    if how_many := len(moves) + kept.set_aside:
        changed = [("sample", id) for id in dict.fromkeys(move.sample_id for move in moves)]
        tubes = dict.fromkeys(id for move in moves for id in (move.from_tube_id, move.to_tube_id) if id)
        changed += [("tube", id) for id in tubes]
        us = kept.by.community_id
        announce(deed, community_id=us, by_id=kept.by.worker_id, changed=changed, how_many=how_many)
