"""What a device sends of boxes, hand-overs and receipts, and how it becomes a fact of this room."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from msgspec import Meta, Struct

from gridward.accounts.actors import Actor
from gridward.facts.answers import Answer
from gridward.shared.registries import FactKind, Incoming
from gridward.testing.models import HandOver, Receipt, TubeEvent
from gridward.testing.steps import STEP_CONFLICT
from gridward.testing.transport.boxing import box_tubes
from gridward.testing.transport.facts import (
    LONGEST_NAME,
    MOST_TUBES,
    BoxFact,
    HandOverFact,
    ReceiptFact,
    TransportFact,
)
from gridward.testing.transport.handing import hand_over
from gridward.testing.transport.receiving import receive

Word = Annotated[str, Meta(max_length=LONGEST_NAME)]
Codes = Annotated[tuple[Word, ...], Meta(max_length=MOST_TUBES)]


class BoxedBody(Struct, forbid_unknown_fields=True, frozen=True):
    """A sealed tube that was put into a box."""

    box: Word
    tube: Word
    station_id: UUID | None = None


class HandOverBody(Struct, forbid_unknown_fields=True, frozen=True):
    """Boxes and loose tubes given to a carrier: a worker, or somebody by name and phone."""

    day_id: UUID
    boxes: Codes = ()
    tubes: Codes = ()
    carrier_id: UUID | None = None
    carrier: Word = ""
    phone: Word = ""
    counted: int | None = None
    station_id: UUID | None = None


class ReceiptBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What the laboratory took in of a hand-over; without tubes: all of the list, and no other."""

    hand_over_id: UUID
    tubes: Codes | None = None
    receiver: Word = ""


def _keeping(
    make: type[TransportFact], verb: Callable[..., list[Answer]]
) -> Callable[[Actor, Sequence[Incoming]], list[Answer]]:
    def fact_of(fact: Incoming) -> Any:
        said = {name: getattr(fact.body, name) for name in fact.body.__struct_fields__}
        clocks: dict[str, Any] = {
            "happened_at": fact.happened_at,
            "sent_at": fact.sent_at,
            "device_id": fact.device_id,
        }
        return make(id=fact.id, flags=fact.flags, **clocks, **said)

    return lambda actor, facts: verb(by=actor, facts=[fact_of(fact) for fact in facts])


KINDS: Final = {
    "tube.boxed": FactKind(
        "A tube was put into a box", BoxedBody, _keeping(BoxFact, box_tubes), TubeEvent, STEP_CONFLICT.code
    ),
    "hand_over": FactKind(
        "Tubes were given to a carrier",
        HandOverBody,
        _keeping(HandOverFact, hand_over),
        HandOver,
        STEP_CONFLICT.code,
    ),
    "receipt": FactKind(
        "The laboratory took tubes in",
        ReceiptBody,
        _keeping(ReceiptFact, receive),
        Receipt,
        STEP_CONFLICT.code,
    ),
}
