"""What a device sends of a due, and how it becomes a fact of this room."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from gridward.accounts.actors import Actor
from gridward.facts.answers import Answer
from gridward.rounds.actions import OutcomeFact, record_outcomes
from gridward.rounds.models import Outcome
from gridward.rounds.outcomes import CONFLICT, LONGEST_NOTE, MOST_COUNTED
from gridward.shared.registries import FactKind, Incoming


class OutcomeBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What somebody saw at one due."""

    due_id: UUID
    kind: str
    how: str = ""
    answer: str = ""
    number: Annotated[int, Meta(ge=0, le=MOST_COUNTED)] | None = None
    place_id: UUID | None = None
    door_state: str = ""
    changes: bool = False
    note: Annotated[str, Meta(max_length=LONGEST_NOTE)] = ""


def keep(actor: Actor, facts: Sequence[Incoming]) -> list[Answer]:
    """Record what devices say of dues."""
    return record_outcomes(by=actor, facts=[_fact(fact, fact.body) for fact in facts])


def _fact(fact: Incoming, body: OutcomeBody) -> OutcomeFact:
    return OutcomeFact(
        id=fact.id,
        due_id=body.due_id,
        kind=body.kind,
        how=body.how,
        answer=body.answer,
        number=body.number,
        place_id=body.place_id,
        door_state=body.door_state,
        has_changes=body.changes,
        note=body.note,
        happened_at=fact.happened_at,
        sent_at=fact.sent_at,
        device_id=fact.device_id,
        flags=fact.flags,
    )


WORDS = "What was found at a door, person or place that a round owes"
OUTCOME = FactKind(WORDS, OutcomeBody, keep, Outcome, CONFLICT.code)
