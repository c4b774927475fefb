"""Putting sealed tubes into boxes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.facts.answers import Answer
from gridward.facts.clock import hold
from gridward.shared.ids import derived_id
from gridward.shared.problems import NOT_YOURS
from gridward.testing import access
from gridward.testing.keeping import Kept, keep_aside, sort_out
from gridward.testing.models import Box, BoxState, Tube, TubeDeed, TubeEvent, TubeState
from gridward.testing.samples import tube_code, tube_id
from gridward.testing.steps import UNKNOWN_TUBE
from gridward.testing.transport.facts import BoxFact
from gridward.testing.transport.judging import (
    BOX_GONE,
    IN_ANOTHER_BOX,
    NOT_SEALED,
    TUBE_GONE,
)

IN_HAND = (TubeState.OPEN, TubeState.SEALED)


def box_id(community_id: UUID, day_id: UUID, code: str) -> UUID:
    """The id of the box with a code on a day."""
    return derived_id("box", community_id, day_id, code)


@transaction.atomic
def box_tubes(*, by: Actor, facts: Sequence[BoxFact], is_before: bool = False) -> list[Answer]:
    """Put tubes into boxes of the tubes' own day; one answer a fact. A box nobody used yet is begun by its first tube.

    Only sealed tubes that are in no other box and still here: before the act (`is_before`) anything else is refused,
    after it flagged, and the last word on where a tube lies counts.
    """
    hold(by.community_id)
    ids = {tube_id(by.community_id, tube_code(fact.tube)) for fact in facts}
    tubes = {tube.code: tube for tube in Tube.objects.with_ids(by.community_id, ids)}
    boxes = _boxes(by, facts, tubes)

    def judge(fact: BoxFact) -> tuple[str, list[str]]:
        tube = tubes.get(tube_code(fact.tube))
        if tube is None:
            return UNKNOWN_TUBE.code, []
        if not access.may_handle(by, tube):
            return NOT_YOURS.code, []
        flags = _flags(tube, _box_of(by, fact, tube), boxes)
        if not (is_before and flags) and tube.state in IN_HAND:
            tube.box_id = _box_of(by, fact, tube)
        return "", flags

    seen = TubeEvent.objects.with_ids(by.community_id, {fact.id for fact in facts})
    kept = sort_out(by, "tube.boxed", facts, dict(seen.values_list("id", "digest")), judge, is_before)
    _keep(kept, tubes, boxes)
    return kept.answers


def _box_of(by: Actor, fact: BoxFact, tube: Tube) -> UUID:
    return box_id(by.community_id, tube.day_id, tube_code(fact.box))


def _boxes(by: Actor, facts: Sequence[BoxFact], tubes: dict[str, Tube]) -> dict[UUID, Box]:
    ids = {_box_of(by, fact, tube) for fact in facts if (tube := tubes.get(tube_code(fact.tube)))}
    return {box.id: box for box in Box.objects.with_ids(by.community_id, ids)}


def _flags(tube: Tube, into: UUID, boxes: Mapping[UUID, Box]) -> list[str]:
    flags, box = [], boxes.get(into)
    if tube.state == TubeState.OPEN:
        flags.append(NOT_SEALED.code)
    elif tube.state not in IN_HAND:
        flags.append(TUBE_GONE.code)
    if tube.box_id not in (None, into):
        flags.append(IN_ANOTHER_BOX.code)
    if box and box.state != BoxState.OPEN and tube.box_id != into:
        flags.append(BOX_GONE.code)
    return flags


def _keep(kept: Kept[BoxFact], tubes: dict[str, Tube], boxes: dict[UUID, Box]) -> None:
    by, fresh = kept.by, kept.fresh
    keep_aside(kept)
    if not fresh:
        return
    begun: dict[UUID, Box] = {}
    events: list[TubeEvent] = []
    for fact, digest, flags in fresh:
        tube = tubes[tube_code(fact.tube)]
        id = _box_of(by, fact, tube)
        if id not in boxes and id not in begun:
            begun[id] = _new_box(kept, fact, tube, id)
        step = {"tube_id": tube.id, "station_id": fact.station_id, "reason": tube_code(fact.box)}
        events.append(kept.event(fact, digest, flags, id=fact.id, deed=TubeDeed.BOXED, **step))
    Box.objects.bulk_create(begun.values())
    TubeEvent.objects.bulk_create(events)
    moved = {event.tube_id for event in events}
    lies: list[Any] = [
        When(id=tube.id, then=Value(tube.box_id)) for tube in tubes.values() if tube.box_id is not None
    ]
    Tube.objects.with_ids(by.community_id, moved).update(box_id=Case(*lies, default=F("box_id")))
    touched = {_box_of(by, fact, tubes[tube_code(fact.tube)]) for fact, _, _ in fresh}
    changed = [("tube", id) for id in moved] + [("box", id) for id in touched]
    announce(
        "tube.boxed", community_id=by.community_id, by_id=by.worker_id, changed=changed, how_many=len(fresh)
    )


def _new_box(kept: Kept[BoxFact], fact: BoxFact, tube: Tube, id: UUID) -> Box:
    return Box(
        id=id,
        community_id=kept.by.community_id,
        code=tube_code(fact.box),
        day_id=tube.day_id,
        station_id=fact.station_id or tube.station_id,
        made_at=fact.corrected_at(kept.now),
        made_by_id=kept.by.worker_id,
    )
