"""Opening and sealing tubes; either may come before the samples do."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.facts.answers import Answer
from gridward.facts.bulk import insert
from gridward.facts.clock import hold
from gridward.shared.problems import NOT_FOUND, NOT_YOURS
from gridward.testing import access
from gridward.testing.judging import DAY_CLOSED, TUBE_ELSEWHERE
from gridward.testing.keeping import Kept, keep_aside, sort_out
from gridward.testing.models import Phase, TestDay, Tube, TubeDeed, TubeEvent, TubeState
from gridward.testing.rights import PastRights
from gridward.testing.samples import MOST_IN_A_TUBE, tube_id
from gridward.testing.steps import SEALED_BEFORE, STEP_UNREADABLE, UNKNOWN_TUBE, TubeFact


@transaction.atomic
def open_tubes(*, by: Actor, facts: Sequence[TubeFact]) -> list[Answer]:
    """Open tubes before anybody is in them; a code in use is flagged where another station or day used it.

    Refused by testing.step_unreadable, shared.not_found (a day nobody opened), shared.not_yours.
    """
    hold(by.community_id)
    tubes, days = _tubes_of(by, facts), _days_of(by, facts)
    past, now = PastRights(by), timezone.now()
    fresh: list[Tube] = []

    def judge(fact: TubeFact) -> tuple[str, list[str]]:
        if code := _refusal(fact, days):
            return code, []
        flags = [DAY_CLOSED.code] if _day_of(fact, days).state == TestDay.State.CLOSED else []
        if not by.is_any_of(*access.RECORDERS):
            if not past.at(fact.corrected_at(now)):
                return NOT_YOURS.code, []
            flags.append(NOT_YOURS.code)
        tube = tubes.get(fact.kept_code)
        if tube is None:
            fresh.append(_put(by, fact, days, tubes))
        elif (tube.station_id, tube.day_id) != (fact.station_id, fact.day_id):
            flags.append(TUBE_ELSEWHERE.code)
        return "", flags

    kept = sort_out(by, "tube.opened", facts, _known(by, facts), judge)
    insert(Tube, fresh)
    _keep(kept, TubeDeed.OPENED, tubes, "tube.opened")
    return kept.answers


@transaction.atomic
def seal_tubes(*, by: Actor, facts: Sequence[TubeFact]) -> list[Answer]:
    """Seal tubes: nobody else goes in. One sealed before is flagged.

    A tube we have not heard of yet is made where the fact names day and phase: its samples come later. Refused by
    testing.step_unreadable, testing.unknown_tube, shared.not_yours.
    """
    hold(by.community_id)
    tubes, days = _tubes_of(by, facts), _days_of(by, facts)
    past, now = PastRights(by), timezone.now()
    sealed = {tube.id for tube in tubes.values() if tube.state != TubeState.OPEN}
    fresh: list[Tube] = []

    def judge(fact: TubeFact) -> tuple[str, list[str]]:
        tube = tubes.get(fact.kept_code)
        if tube is None:
            if _refusal(fact, days):
                return UNKNOWN_TUBE.code, []
            tube = _put(by, fact, days, tubes)
            fresh.append(tube)
        flags = [SEALED_BEFORE.code] if tube.id in sealed else []
        if not access.may_handle(by, tube):
            if not past.let_handle(tube, fact.corrected_at(now)):
                return NOT_YOURS.code, []
            flags.append(NOT_YOURS.code)
        sealed.add(tube.id)
        return "", flags

    kept = sort_out(by, "tube.sealed", facts, _known(by, facts), judge)
    insert(Tube, [tube for tube in fresh if tube.id in sealed])
    _seal(kept, tubes)
    _keep(kept, TubeDeed.SEALED, tubes, "tube.sealed")
    return kept.answers


def _seal(kept: Kept[TubeFact], tubes: Mapping[str, Tube]) -> None:
    """The first word on when a tube was sealed counts."""
    when: dict[UUID, Any] = {}
    for fact, _digest, _flags in kept.fresh:
        when.setdefault(tubes[fact.kept_code].id, Value(fact.corrected_at(kept.now)))
    if when:
        open_ones = Tube.objects.with_ids(kept.by.community_id, when).filter(state=TubeState.OPEN)
        open_ones.update(
            state=TubeState.SEALED,
            sealed_at=Case(*[When(id=id, then=at) for id, at in when.items()]),
            sealed_by_id=kept.by.worker_id,
        )


def _tubes_of(by: Actor, facts: Iterable[TubeFact]) -> dict[str, Tube]:
    ids = {tube_id(by.community_id, fact.kept_code) for fact in facts}
    return {tube.code: tube for tube in Tube.objects.with_ids(by.community_id, ids)}


def _days_of(by: Actor, facts: Iterable[TubeFact]) -> dict[UUID, TestDay]:
    days = TestDay.objects.with_ids(by.community_id, {fact.day_id for fact in facts if fact.day_id})
    return {day.id: day for day in days.exclude(state=TestDay.State.PLANNED)}


def _known(by: Actor, facts: Iterable[TubeFact]) -> dict[UUID, str]:
    seen = TubeEvent.objects.with_ids(by.community_id, {fact.id for fact in facts})
    return dict(seen.values_list("id", "digest"))


def _refusal(fact: TubeFact, days: Mapping[UUID, TestDay]) -> str:
    if fact.day_id not in days:
        return NOT_FOUND.code
    if fact.phase not in Phase.values or not 0 <= (fact.capacity or 0) <= MOST_IN_A_TUBE:
        return STEP_UNREADABLE.code
    return ""


def _day_of(fact: TubeFact, days: Mapping[UUID, TestDay]) -> TestDay:
    assert fact.day_id is not None
    return days[fact.day_id]


def _put(by: Actor, fact: TubeFact, days: Mapping[UUID, TestDay], tubes: dict[str, Tube]) -> Tube:
    """A tube we hear of for the first time."""
    day = _day_of(fact, days)
    tube = Tube(
        id=tube_id(by.community_id, fact.kept_code),
        community_id=by.community_id,
        code=fact.kept_code,
        day_id=day.id,
        phase=fact.phase,
        capacity=day.pool_size(fact.phase) if fact.capacity is None else fact.capacity,
        station_id=fact.station_id,
        opened_at=fact.corrected_at(timezone.now()),
        opened_by_id=by.worker_id,
    )
    tubes[fact.kept_code] = tube
    return tube


def _keep(kept: Kept[TubeFact], step: str, tubes: Mapping[str, Tube], deed: str) -> None:
    keep_aside(kept)
    events = [
        kept.event(
            fact,
            digest,
            flags,
            id=fact.id,
            tube_id=tubes[fact.kept_code].id,
            deed=step,
            station_id=fact.station_id,
        )
        for fact, digest, flags in kept.fresh
    ]
    insert(TubeEvent, events)
    if how_many := len(events) + kept.set_aside:
        changed = [("tube", id) for id in dict.fromkeys(event.tube_id for event in events)]
        us = kept.by.community_id
        announce(deed, community_id=us, by_id=kept.by.worker_id, changed=changed, how_many=how_many)
