"""What follows from a result that stands: who was in the tube waits in place and is owed a re-sample of their own.

Repeating it changes nothing, so whoever comes into such a tube later is caught by the same call.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as When_
from django.db.models import F, Q, UUIDField, Value, When
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.rounds.actions import NamedDue
from gridward.shared.ids import derived_id
from gridward.testing.models import Phase, Sample, SubjectKind
from gridward.testing.results import norms, telling
from gridward.testing.results.actions.again import sample_again
from gridward.testing.results.actions.answering import answers
from gridward.testing.results.actions.closing import round_ids_for
from gridward.testing.results.actions.resampling import due_for, open_resamples
from gridward.testing.results.lying import places_of
from gridward.testing.results.models import (
    OPEN_WAITS,
    TO_COMPARE,
    Case,
    Result,
    ResultState,
    ResultValue,
    Waiting,
    WaitState,
)


def follow(by: Actor, results: Sequence[Result]) -> None:
    """Draw the consequences of results that stand, in the caller's transaction and under its clock."""
    propose(by, [result for result in results if result.value == ResultValue.NEGATIVE])
    catch(by, [result for result in results if result.value in TO_COMPARE])
    sample_again(by, [result for result in results if result.value == ResultValue.INVALID])


def follow_tubes(by: Actor, tube_ids: Collection[UUID]) -> None:
    """Draw the consequences for whoever is in these tubes now: somebody was recorded late, or moved in."""
    if tube_ids:
        standing = Result.objects.of(by.community_id).filter(
            tube_id__in=list(tube_ids), state=ResultState.FINAL
        )
        follow(by, list(standing))


def propose(by: Actor, results: Sequence[Result]) -> None:
    """A negative re-sample proposes the release of its own person, from every suspicion it answers."""
    if not results:
        return
    of_tube = {result.tube_id: result for result in results}
    samples: Any = Sample.objects.of(by.community_id).filter(
        tube_id__in=list(of_tube), phase=Phase.RESAMPLE, is_void=False
    )
    taken: dict[UUID, list[Sample]] = {}
    for sample in samples.order_by("corrected_at", "id"):
        taken.setdefault(sample.subject_id, []).append(sample)
    if not taken:
        return
    waits: Any = Waiting.objects.of(by.community_id).filter(
        subject_id__in=list(taken), state=WaitState.WAITING
    )
    proof = {
        wait: of_tube[answering[-1].tube_id].id
        for wait in waits
        if (answering := [sample for sample in taken[wait.subject_id] if answers(sample, wait)])
    }
    if not proof:
        return
    proven = list(proof)
    results_of = [When(id=wait.id, then=Value(result_id)) for wait, result_id in proof.items()]
    Waiting.objects.with_ids(by.community_id, [wait.id for wait in proven]).update(
        state=WaitState.PROPOSED,
        resample_result_id=When_(*results_of, output_field=UUIDField()),
        proposed_by_id=by.worker_id,
        proposed_at=timezone.now(),
    )
    telling.tell_proposed(by, proven, list(proof.values()))
    _announce(by, "waiting.proposed", proven)


@dataclass
class Net:
    """Who is caught by results that stand: newly, again by the own re-sample, or as a case; `rounds` by result."""

    rounds: Mapping[UUID, UUID]
    fresh: list[Waiting] = field(default_factory=list)
    again: list[tuple[Waiting, Result]] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    dues: dict[UUID, list[NamedDue]] = field(default_factory=dict)


def catch(by: Actor, results: Sequence[Result]) -> None:
    """Everybody in tubes that are positive or grey waits in place from now on, each once, and is owed a re-sample."""
    if not results:
        return
    of_tube = {result.tube_id: result for result in results}
    samples: Any = Sample.objects.of(by.community_id).filter(tube_id__in=list(of_tube), is_void=False)
    inside = list(samples.order_by("tube_id", "place", "id"))
    if not inside:
        return
    net = _net(by, of_tube, inside)
    Waiting.objects.bulk_create(net.fresh)
    _go_on(by, net.again)
    Case.objects.bulk_create(net.cases, ignore_conflicts=True)
    open_resamples(by, {result.id: result for result in results}, net.rounds, net.dues)
    telling.tell_waiting(by, net.fresh)
    telling.tell_cases(by, net.cases)
    caught = [*net.fresh, *(wait for wait, _result in net.again)]
    if caught:
        _announce(by, "waiting.begun", caught)


def _net(by: Actor, of_tube: dict[UUID, Result], inside: Sequence[Sample]) -> Net:
    now, net = timezone.now(), Net(rounds=round_ids_for(by.community_id, of_tube.values()))
    subjects = {sample.subject_id for sample in inside}
    standing: Any = Waiting.objects.of(by.community_id).filter(
        Q(result_id__in=[result.id for result in of_tube.values()])
        | Q(subject_id__in=subjects, state__in=OPEN_WAITS)
        | Q(resample_result_id__in=[result.id for result in of_tube.values()])
    )
    waits = list(standing)
    known = {(wait.result_id, wait.subject_id) for wait in waits}
    known |= {(wait.resample_result_id, wait.subject_id) for wait in waits}
    waiting: dict[UUID, list[Waiting]] = {}
    for wait in waits:
        if wait.state in OPEN_WAITS:
            waiting.setdefault(wait.subject_id, []).append(wait)
    how_many = Counter(sample.tube_id for sample in inside)
    places = places_of(by.community_id, inside)
    ends = now + norms.norms_of(by.community_id).result_within
    for sample in inside:
        result = of_tube[sample.tube_id]
        if (result.id, sample.subject_id) in known:
            continue
        known.add((result.id, sample.subject_id))
        is_own = sample.phase == Phase.RESAMPLE and how_many[sample.tube_id] == 1
        own = waiting.get(sample.subject_id, []) if is_own else []
        met = [wait for wait in own if answers(sample, wait)] or own
        if not met:
            met = [_waiting(net, sample, result, places, now, ends)]
            net.fresh += met
        else:
            net.again += [(wait, result) for wait in met]
        if is_own and result.value == ResultValue.POSITIVE:
            _as_case(by, net, met, result, now)
            continue
        for wait in met:
            wait.round_id, wait.state, wait.expected_until = net.rounds[result.id], WaitState.WAITING, ends
        net.dues.setdefault(result.id, []).append(due_for(met[0]))
    return net


def _waiting(
    net: Net, sample: Sample, result: Result, places: dict[UUID, Any], now: datetime, ends: datetime
) -> Waiting:
    door_id, area_id, worker_id = places.get(sample.subject_id, (None, sample.area_id, None))
    if sample.subject == SubjectKind.WORKER:
        worker_id = sample.subject_id
    return Waiting(
        id=derived_id("waiting", result.id, sample.subject_id),
        community_id=result.community_id,
        result_id=result.id,
        tube_id=sample.tube_id,
        sample_id=sample.id,
        subject=sample.subject,
        subject_id=sample.subject_id,
        door_id=door_id,
        area_id=area_id,
        worker_id=worker_id,
        since=now,
        expected_until=ends,
        round_id=net.rounds[result.id],
    )


def _as_case(by: Actor, net: Net, waits: Sequence[Waiting], result: Result, now: datetime) -> None:
    """One case, however many tubes the person was in."""
    for wait in waits:
        wait.state, wait.resample_result_id = WaitState.CASE, result.id
    net.cases.append(
        Case(
            id=derived_id("case", result.id),
            community_id=by.community_id,
            waiting_id=waits[0].id,
            result_id=result.id,
            opened_at=now,
            opened_by_id=by.worker_id,
        )
    )


def _go_on(by: Actor, again: list[tuple[Waiting, Result]]) -> None:
    """Those whose own re-sample was not negative wait on, or are a case now."""
    if not again:
        return
    ids = [wait.id for wait, _result in again]
    waits = Waiting.objects.with_ids(by.community_id, ids)
    of_result = [When(id=wait.id, then=Value(result.id)) for wait, result in again]
    of_round = [When(id=wait.id, then=Value(wait.round_id)) for wait, _result in again]
    waits.update(
        resample_result_id=When_(*of_result, output_field=UUIDField()),
        round_id=When_(*of_round, default=F("round_id"), output_field=UUIDField()),
        state=WaitState.WAITING,
        expected_until=max(wait.expected_until for wait, _result in again),
        proposed_by_id=None,
        proposed_at=None,
    )
    gone = [wait.id for wait, _result in again if wait.state == WaitState.CASE]
    if gone:
        waits.filter(id__in=gone).update(state=WaitState.CASE)


def _announce(by: Actor, deed: str, waits: Sequence[Waiting]) -> None:
    announce(
        deed,
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=[("waiting", wait.id) for wait in waits],
        how_many=len(waits),
    )
