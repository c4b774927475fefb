"""What a device sends of swabs and tubes, and how it becomes a fact of this room."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from msgspec import Meta, Struct

from gridward.accounts.actors import Actor
from gridward.facts.answers import Answer
from gridward.shared.registries import FactKind, Incoming
from gridward.testing.actions import move_samples, open_tubes, record_samples, seal_tubes, void_samples
from gridward.testing.judging import CONFLICT
from gridward.testing.models import Sample, TubeEvent, TubeMove
from gridward.testing.samples import LONGEST_WORD, MOST_IN_A_TUBE, SampleFact, VisitorWords
from gridward.testing.steps import STEP_CONFLICT, SampleStep, TubeFact

Word = Annotated[str, Meta(max_length=LONGEST_WORD)]
Capacity = Annotated[int, Meta(ge=0, le=MOST_IN_A_TUBE)]


class VisitorBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What is known of somebody on no register."""

    name: Word = ""
    id_number: Word = ""
    phone: Word = ""
    where_from: Word = ""


class SampleBody(Struct, forbid_unknown_fields=True, frozen=True):
    """A swab that was taken, and the tube it is in."""

    day_id: UUID
    subject_id: UUID
    tube: Word
    phase: Word
    station_id: UUID | None = None
    desk_id: UUID | None = None
    place: int | None = None
    how: Word = ""
    capacity: Capacity | None = None
    visitor: VisitorBody | None = None
    door_id: UUID | None = None


class TubeBody(Struct, forbid_unknown_fields=True, frozen=True):
    """A tube that was opened or sealed."""

    tube: Word
    day_id: UUID | None = None
    phase: Word = ""
    capacity: Capacity | None = None
    station_id: UUID | None = None


class StepBody(Struct, forbid_unknown_fields=True, frozen=True):
    """A sample written into another tube, or struck out, with the reason."""

    sample_id: UUID
    reason: Word
    to: Word = ""


def _sample(fact: Incoming, body: SampleBody) -> SampleFact:
    words = body.visitor
    return SampleFact(
        id=fact.id,
        day_id=body.day_id,
        subject_id=body.subject_id,
        tube_code=body.tube,
        phase=body.phase,
        station_id=body.station_id,
        desk_id=body.desk_id,
        place=body.place,
        how=body.how,
        capacity=body.capacity,
        visitor=VisitorWords(words.name, words.id_number, words.phone, words.where_from) if words else None,
        door_id=body.door_id,
        happened_at=fact.happened_at,
        sent_at=fact.sent_at,
        device_id=fact.device_id,
        flags=fact.flags,
    )


def _tube(fact: Incoming, body: TubeBody) -> TubeFact:
    return TubeFact(
        id=fact.id,
        code=body.tube,
        day_id=body.day_id,
        phase=body.phase,
        capacity=body.capacity,
        station_id=body.station_id,
        happened_at=fact.happened_at,
        sent_at=fact.sent_at,
        device_id=fact.device_id,
        flags=fact.flags,
    )


def _step(fact: Incoming, body: StepBody) -> SampleStep:
    return SampleStep(
        id=fact.id,
        sample_id=body.sample_id,
        reason=body.reason,
        to_code=body.to,
        happened_at=fact.happened_at,
        sent_at=fact.sent_at,
        device_id=fact.device_id,
        flags=fact.flags,
    )


def _keeping(
    make: Callable[[Incoming, Any], Any], verb: Callable[..., list[Answer]]
) -> Callable[[Actor, Sequence[Incoming]], list[Answer]]:
    return lambda actor, facts: verb(by=actor, facts=[make(fact, fact.body) for fact in facts])


# In the order in which one call's facts are kept: what opens a tube before what goes in, what seals it last.
KINDS: Final = {
    "tube.opened": FactKind(
        "A tube was opened", TubeBody, _keeping(_tube, open_tubes), TubeEvent, STEP_CONFLICT.code
    ),
    "sample": FactKind(
        "A swab in a tube", SampleBody, _keeping(_sample, record_samples), Sample, CONFLICT.code
    ),
    "sample.moved": FactKind(
        "A sample goes into another tube",
        StepBody,
        _keeping(_step, move_samples),
        TubeMove,
        STEP_CONFLICT.code,
    ),
    "sample.voided": FactKind(
        "There never was such a swab", StepBody, _keeping(_step, void_samples), TubeMove, STEP_CONFLICT.code
    ),
    "tube.sealed": FactKind(
        "A tube was sealed", TubeBody, _keeping(_tube, seal_tubes), TubeEvent, STEP_CONFLICT.code
    ),
}
