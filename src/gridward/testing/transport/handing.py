"""Handing boxes and tubes over to a carrier."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.audit.actions import announce
from gridward.facts.answers import Answer
from gridward.facts.clock import hold
from gridward.shared.ids import derived_id
from gridward.shared.problems import NOT_FOUND, NOT_YOURS
from gridward.testing import access
from gridward.testing.keeping import Kept, keep_aside, sort_out
from gridward.testing.models import (
    Box,
    BoxState,
    HandOver,
    HandOverLine,
    TestDay,
    Tube,
    TubeDeed,
    TubeEvent,
    TubeState,
)
from gridward.testing.samples import tube_code, tube_id
from gridward.testing.transport.boxing import IN_HAND, box_id
from gridward.testing.transport.facts import HandOverFact
from gridward.testing.transport.judging import (
    BOX_GONE,
    COUNT_DIFFERS,
    EMPTY,
    NOT_SEALED,
    TUBE_GONE,
    UNKNOWN_BOX,
    UNKNOWN_TUBES,
)
from gridward.vault.seals import seal

GIVERS = access.RECORDERS


@dataclass
class Load:
    """What a call speaks of: its days, boxes by id, tubes by code, and the codes in each box."""

    days: dict[UUID, TestDay]
    boxes: dict[UUID, Box]
    tubes: dict[str, Tube]
    carriers: set[UUID]
    inside: dict[UUID, list[str]] = field(default_factory=dict)

    def boxes_of(self, by: Actor, fact: HandOverFact) -> dict[UUID, str]:
        """The boxes a fact names, by id; some may be unknown."""
        return {box_id(by.community_id, fact.day_id, code): code for code in map(tube_code, fact.boxes)}

    def codes_of(self, by: Actor, fact: HandOverFact) -> dict[str, UUID | None]:
        """Every tube a fact hands over, by its code, with the box it lies in."""
        found: dict[str, UUID | None] = dict.fromkeys(map(tube_code, fact.tubes))
        for id in self.boxes_of(by, fact):
            found |= dict.fromkeys(self.inside.get(id, ()), id)
        return found


@transaction.atomic
def hand_over(*, by: Actor, facts: Sequence[HandOverFact], is_before: bool = False) -> list[Answer]:
    """Give boxes and loose tubes to carriers; one answer a fact, with every tube on a line of its own.

    Before the act (`is_before`) an open or unknown tube, one that is gone, an unknown or gone box and a count that
    differs refuse; after it they are flagged. Refused always: shared.not_found (no such day or carrier),
    shared.not_yours, testing.step_unreadable, testing.nothing_to_hand_over.
    """
    hold(by.community_id)
    load = _load(by, facts)

    def judge(fact: HandOverFact) -> tuple[str, list[str]]:
        if not by.is_any_of(*GIVERS):
            return NOT_YOURS.code, []
        day = load.days.get(fact.day_id)
        if day is None or day.state == TestDay.State.PLANNED:
            return NOT_FOUND.code, []
        if fact.carrier_id and fact.carrier_id not in load.carriers:
            return NOT_FOUND.code, []
        codes = load.codes_of(by, fact)
        if not codes:
            return EMPTY.code, []
        flags = _flags(by, fact, load, codes)
        if not (is_before and flags):
            _take_along(by, fact, load, codes)
        return "", flags

    seen = HandOver.objects.with_ids(by.community_id, {fact.id for fact in facts})
    kept = sort_out(by, "hand_over", facts, dict(seen.values_list("id", "digest")), judge, is_before)
    _keep(kept, load)
    return kept.answers


def _load(by: Actor, facts: Sequence[HandOverFact]) -> Load:
    community_id = by.community_id
    box_ids = {box_id(community_id, fact.day_id, tube_code(code)) for fact in facts for code in fact.boxes}
    loose = {tube_id(community_id, tube_code(code)) for fact in facts for code in fact.tubes}
    boxed = list(Tube.objects.of(community_id).filter(box_id__in=box_ids))
    days = TestDay.objects.with_ids(community_id, {fact.day_id for fact in facts})
    named = {fact.carrier_id for fact in facts if fact.carrier_id}
    carriers = Worker.objects.filter(community_id=community_id, id__in=named).values_list("id", flat=True)
    load = Load(
        days={day.id: day for day in days},
        boxes={box.id: box for box in Box.objects.with_ids(community_id, box_ids)},
        tubes={tube.code: tube for tube in (*boxed, *Tube.objects.with_ids(community_id, loose))},
        carriers=set(carriers),
    )
    for tube in sorted(boxed, key=lambda tube: tube.code):
        if tube.box_id:
            load.inside.setdefault(tube.box_id, []).append(tube.code)
    return load


def _flags(by: Actor, fact: HandOverFact, load: Load, codes: dict[str, UUID | None]) -> list[str]:
    boxes = load.boxes_of(by, fact)
    known = [load.tubes[code] for code in codes if code in load.tubes]
    broken = {
        UNKNOWN_BOX.code: any(id not in load.boxes for id in boxes),
        BOX_GONE.code: any(load.boxes[id].state != BoxState.OPEN for id in boxes if id in load.boxes),
        NOT_SEALED.code: any(tube.state == TubeState.OPEN for tube in known),
        TUBE_GONE.code: any(tube.state not in IN_HAND for tube in known),
        UNKNOWN_TUBES.code: len(known) < len(codes),
        COUNT_DIFFERS.code: fact.counted is not None and fact.counted != len(codes),
    }
    return [code for code, is_broken in broken.items() if is_broken]


def _take_along(by: Actor, fact: HandOverFact, load: Load, codes: Iterable[str]) -> None:
    """What went with this fact is gone for the next one of the call."""
    for id in load.boxes_of(by, fact):
        if id in load.boxes and load.boxes[id].state == BoxState.OPEN:
            load.boxes[id].state, load.boxes[id].hand_over_id = BoxState.HANDED_OVER, fact.id
    for code in codes:
        if code in load.tubes and load.tubes[code].state in IN_HAND:
            load.tubes[code].state = TubeState.HANDED_OVER


def _keep(kept: Kept[HandOverFact], load: Load) -> None:
    by = kept.by
    keep_aside(kept)
    if not kept.fresh:
        return
    HandOver.objects.bulk_create(_hand_over(kept, load, *each) for each in kept.fresh)
    lines: list[HandOverLine] = []
    events: list[TubeEvent] = []
    for fact, digest, flags in kept.fresh:
        for code, box in load.codes_of(by, fact).items():
            lines.append(_line(by, fact, code, box))
            if code in load.tubes:
                step: dict[str, Any] = {"id": derived_id(fact.id, code), "tube_id": load.tubes[code].id}
                step |= {"deed": TubeDeed.HANDED_OVER, "station_id": fact.station_id}
                events.append(kept.event(fact, digest, flags, **step))
    HandOverLine.objects.bulk_create(lines)
    TubeEvent.objects.bulk_create(events)
    _move_on(by, kept, load, {event.tube_id for event in events})
    changed = [("hand_over", fact.id) for fact, _, _ in kept.fresh]
    changed += [("tube", id) for id in dict.fromkeys(event.tube_id for event in events)]
    announce(
        "tube.handed_over",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=changed,
        subject_id=kept.fresh[0][0].id if len(kept.fresh) == 1 else None,
        how_many=len(lines),
    )


def _move_on(by: Actor, kept: Kept[HandOverFact], load: Load, tube_ids: set[UUID]) -> None:
    """Tubes and boxes that were here are on the way now."""
    tubes = Tube.objects.with_ids(by.community_id, tube_ids).filter(state__in=IN_HAND)
    tubes.update(state=TubeState.HANDED_OVER)
    ids = {id for fact, _, _ in kept.fresh for id in load.boxes_of(by, fact) if id in load.boxes}
    went: list[Any] = [When(id=id, then=Value(load.boxes[id].hand_over_id)) for id in ids]
    if went:
        Box.objects.with_ids(by.community_id, ids).filter(state=BoxState.OPEN).update(
            state=BoxState.HANDED_OVER, hand_over_id=Case(*went, default=F("hand_over_id"))
        )


def _hand_over(
    kept: Kept[HandOverFact], load: Load, fact: HandOverFact, digest: str, flags: list[str]
) -> HandOver:
    words = {} if fact.carrier_id else fact.carrier_words
    return HandOver(
        **kept.envelope(fact, digest, flags),
        id=fact.id,
        day_id=fact.day_id,
        station_id=fact.station_id,
        carrier_id=fact.carrier_id,
        sealed_carrier=seal(kept.scope, fact.id, "carrier", words),
        counted=fact.counted,
        owner_id=load.days[fact.day_id].opened_by_id if flags else None,
    )


def _line(by: Actor, fact: HandOverFact, code: str, box: UUID | None) -> HandOverLine:
    return HandOverLine(
        id=derived_id("hand-over line", fact.id, code),
        community_id=by.community_id,
        hand_over_id=fact.id,
        tube_id=tube_id(by.community_id, code),
        code=code,
        box_id=box,
    )
