"""Opening and sealing tubes, and putting right what was written into the wrong one."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.facts.answers import Answer, Verdict
from gridward.facts.clock import hold
from gridward.rounds.settled import reopen_dues
from gridward.shared.problems import NOT_FOUND, NOT_YOURS
from gridward.testing import access
from gridward.testing.judging import TUBE_ELSEWHERE
from gridward.testing.models import Phase, Sample, TestDay, Tube, TubeDeed, TubeEvent, TubeMove, TubeState
from gridward.testing.results.actions.following import follow_tubes
from gridward.testing.samples import MOST_IN_A_TUBE, tube_code, tube_id
from gridward.testing.steps import (
    SEALED_BEFORE,
    STEP_UNREADABLE,
    UNKNOWN_REASON,
    UNKNOWN_TUBE,
    MoveReason,
    SampleStep,
    TubeFact,
    VoidReason,
    corrected,
    digest_of,
    kept_answer,
    known_answer,
)


@transaction.atomic
def open_tubes(*, by: Actor, facts: Sequence[TubeFact]) -> list[Answer]:
    """Open tubes before anybody is in them; a code in use is flagged where another station or day used it.

    Refused by testing.step_unreadable, shared.not_found (no such open day), shared.not_yours.
    """
    hold(by.community_id)
    standing = _tubes_of(by, facts)
    days = {
        day.id: day
        for day in TestDay.objects.with_ids(by.community_id, {f.day_id for f in facts if f.day_id})
    }
    fresh: list[Tube] = []

    def judge(fact: TubeFact) -> tuple[str, list[str]]:
        day = days.get(fact.day_id) if fact.day_id else None
        if day is None or day.state != TestDay.State.OPEN:
            return NOT_FOUND.code, []
        if fact.phase not in Phase.values or not 0 <= (fact.capacity or 0) <= MOST_IN_A_TUBE:
            return STEP_UNREADABLE.code, []
        tube = standing.get(fact.kept_code)
        if tube is None:
            tube = _new_tube(by, fact, day)
            standing[fact.kept_code] = tube
            fresh.append(tube)
            return "", []
        is_same = (tube.station_id, tube.day_id) == (fact.station_id, day.id)
        return "", [] if is_same else [TUBE_ELSEWHERE.code]

    answers, events = _sort_out(by, facts, TubeDeed.OPENED, standing, judge)
    Tube.objects.bulk_create(fresh)
    _keep(by, events, "tube.opened")
    return answers


@transaction.atomic
def seal_tubes(*, by: Actor, facts: Sequence[TubeFact]) -> list[Answer]:
    """Seal tubes: nobody else goes in. One sealed before is flagged.

    Refused by testing.step_unreadable, testing.unknown_tube, shared.not_yours.
    """
    hold(by.community_id)
    standing = _tubes_of(by, facts)
    sealed = {tube.id for tube in standing.values() if tube.state != TubeState.OPEN}

    def judge(fact: TubeFact) -> tuple[str, list[str]]:
        tube = standing.get(fact.kept_code)
        if tube is None:
            return UNKNOWN_TUBE.code, []
        if not access.may_handle(by, tube):
            return NOT_YOURS.code, []
        flags = [SEALED_BEFORE.code] if tube.id in sealed else []
        sealed.add(tube.id)
        return "", flags

    answers, events = _sort_out(by, facts, TubeDeed.SEALED, standing, judge)
    when: list[Any] = [When(id=event.tube_id, then=Value(event.corrected_at)) for event in events]
    if events:
        tubes = Tube.objects.with_ids(by.community_id, {event.tube_id for event in events})
        tubes.filter(state=TubeState.OPEN).update(
            state=TubeState.SEALED, sealed_at=Case(*when), sealed_by_id=by.worker_id
        )
    _keep(by, events, "tube.sealed")
    return answers


def _tubes_of(by: Actor, facts: Iterable[TubeFact]) -> dict[str, Tube]:
    ids = {tube_id(by.community_id, fact.kept_code) for fact in facts}
    return {tube.code: tube for tube in Tube.objects.with_ids(by.community_id, ids)}


def _new_tube(by: Actor, fact: TubeFact, day: TestDay) -> Tube:
    return Tube(
        id=tube_id(by.community_id, fact.kept_code),
        community_id=by.community_id,
        code=fact.kept_code,
        day_id=day.id,
        phase=fact.phase,
        capacity=day.pool_size(fact.phase) if fact.capacity is None else fact.capacity,
        station_id=fact.station_id,
        opened_at=corrected(fact, timezone.now()),
        opened_by_id=by.worker_id,
    )


def _sort_out(
    by: Actor,
    facts: Sequence[TubeFact],
    deed: str,
    standing: dict[str, Tube],
    judge: Callable[[TubeFact], tuple[str, list[str]]],
) -> tuple[list[Answer], list[TubeEvent]]:
    """Answers in the order of the facts, and the steps to keep."""
    now = timezone.now()
    seen = TubeEvent.objects.with_ids(by.community_id, {fact.id for fact in facts})
    known = dict(seen.values_list("id", "digest"))
    answers: list[Answer] = []
    events: list[TubeEvent] = []
    for fact in facts:
        digest = digest_of(fact, by.community_id)
        if answer := known_answer(fact, digest, known):
            answers.append(answer)
            continue
        code, flags = (STEP_UNREADABLE.code, []) if not fact.is_readable else _judged(by, fact, judge)
        if code:
            answers.append(Answer(fact.id, Verdict.REFUSED, code))
            continue
        flags = [*flags, *fact.flags]
        known[fact.id] = digest
        answers.append(kept_answer(fact, flags))
        events.append(_event(by, fact, standing[fact.kept_code], deed, digest, flags, now))
    return answers, events


def _judged(
    by: Actor, fact: TubeFact, judge: Callable[[TubeFact], tuple[str, list[str]]]
) -> tuple[str, list[str]]:
    return judge(fact) if by.is_any_of(*access.RECORDERS) else (NOT_YOURS.code, [])


def _event(
    by: Actor, fact: TubeFact, tube: Tube, deed: str, digest: str, flags: list[str], now: Any
) -> TubeEvent:
    return TubeEvent(
        id=fact.id,
        community_id=by.community_id,
        tube_id=tube.id,
        deed=deed,
        station_id=fact.station_id,
        happened_at=fact.happened_at or now,
        corrected_at=corrected(fact, now),
        received_at=now,
        device_id=fact.device_id,
        by_id=by.worker_id,
        digest=digest,
        flags=flags,
    )


def _keep(by: Actor, events: list[TubeEvent], deed: str) -> None:
    if not events:
        return
    TubeEvent.objects.bulk_create(events)
    changed = [("tube", id) for id in dict.fromkeys(event.tube_id for event in events)]
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=changed, how_many=len(events))


@transaction.atomic
def move_samples(*, by: Actor, facts: Sequence[SampleStep]) -> list[Answer]:
    """Write samples into another tube that stands, with a reason; where they came from stays on record.

    Refused by testing.unknown_reason, testing.unknown_tube, shared.not_found, shared.not_yours.
    """
    hold(by.community_id)
    codes = {tube_code(fact.to_code) for fact in facts}
    targets = {
        tube.code: tube
        for tube in Tube.objects.with_ids(by.community_id, [tube_id(by.community_id, code) for code in codes])
    }

    def judge(fact: SampleStep, sample: Sample) -> tuple[str, UUID | None]:
        target = targets.get(tube_code(fact.to_code))
        if fact.reason not in MoveReason.values:
            return UNKNOWN_REASON.code, None
        if target is None or target.id == sample.tube_id:
            return UNKNOWN_TUBE.code, None
        if not access.may_handle(by, target):
            return NOT_YOURS.code, None
        return "", target.id

    answers, moves = _sort_steps(by, facts, judge)
    if moves:
        to: list[Any] = [When(id=move.sample_id, then=Value(move.to_tube_id)) for move in moves]
        samples = Sample.objects.with_ids(by.community_id, {move.sample_id for move in moves})
        samples.update(tube_id=Case(*to, default=F("tube_id")))
        resulted = [tube.id for tube in targets.values() if tube.state == TubeState.RESULTED]
        follow_tubes(by, resulted)
    _keep_moves(by, moves, "sample.moved")
    return answers


@transaction.atomic
def void_samples(*, by: Actor, facts: Sequence[SampleStep]) -> list[Answer]:
    """Strike out samples that never were; a due they settled stands open again, unless another sample settles it.

    Refused by testing.unknown_reason, shared.not_found, shared.not_yours.
    """
    hold(by.community_id)

    def judge(fact: SampleStep, sample: Sample) -> tuple[str, UUID | None]:
        return "" if fact.reason in VoidReason.values else UNKNOWN_REASON.code, None

    answers, moves = _sort_steps(by, facts, judge)
    if moves:
        samples: Any = Sample.objects.with_ids(by.community_id, {move.sample_id for move in moves})
        samples.update(is_void=True)
        _reopen(by.community_id, set(samples.values_list("due_id", flat=True)) - {None})
    _keep_moves(by, moves, "sample.voided")
    return answers


def _reopen(community_id: UUID, due_ids: set[UUID]) -> None:
    others: Any = Sample.objects.of(community_id).filter(due_id__in=due_ids, is_void=False)
    reopen_dues(community_id, due_ids - set(others.values_list("due_id", flat=True)))


def _sort_steps(
    by: Actor,
    facts: Sequence[SampleStep],
    judge: Callable[[SampleStep, Sample], tuple[str, UUID | None]],
) -> tuple[list[Answer], list[TubeMove]]:
    now = timezone.now()
    seen = TubeMove.objects.with_ids(by.community_id, {fact.id for fact in facts})
    known = dict(seen.values_list("id", "digest"))
    rows: Any = Sample.objects.with_ids(by.community_id, {fact.sample_id for fact in facts})
    samples = {sample.id: sample for sample in rows.filter(is_void=False).select_related("tube")}
    answers: list[Answer] = []
    moves: list[TubeMove] = []
    for fact in facts:
        digest = digest_of(fact, by.community_id)
        if answer := known_answer(fact, digest, known):
            answers.append(answer)
            continue
        sample = samples.get(fact.sample_id)
        code, to = _judged_step(by, fact, sample, judge)
        if code or sample is None:
            answers.append(Answer(fact.id, Verdict.REFUSED, code))
            continue
        known[fact.id] = digest
        answers.append(kept_answer(fact, fact.flags))
        moves.append(_move(by, fact, sample, to, digest, now))
        # The same sample again in this call goes on from where it now is.
        sample.tube_id = to or sample.tube_id
    return answers, moves


def _judged_step(
    by: Actor,
    fact: SampleStep,
    sample: Sample | None,
    judge: Callable[[SampleStep, Sample], tuple[str, UUID | None]],
) -> tuple[str, UUID | None]:
    if sample is None:
        return NOT_FOUND.code, None
    if not access.may_handle(by, sample.tube):
        return NOT_YOURS.code, None
    return judge(fact, sample)


def _move(by: Actor, fact: SampleStep, sample: Sample, to: UUID | None, digest: str, now: Any) -> TubeMove:
    return TubeMove(
        id=fact.id,
        community_id=by.community_id,
        sample_id=sample.id,
        from_tube_id=sample.tube_id,
        to_tube_id=to,
        reason=fact.reason,
        happened_at=fact.happened_at or now,
        corrected_at=corrected(fact, now),
        received_at=now,
        device_id=fact.device_id,
        by_id=by.worker_id,
        digest=digest,
        flags=list(fact.flags),
    )


def _keep_moves(by: Actor, moves: list[TubeMove], deed: str) -> None:
    if not moves:
        return
    TubeMove.objects.bulk_create(moves)
    changed = [("sample", id) for id in dict.fromkeys(move.sample_id for move in moves)]
    tubes = dict.fromkeys(id for move in moves for id in (move.from_tube_id, move.to_tube_id) if id)
    changed += [("tube", id) for id in tubes]
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=changed, how_many=len(moves))
