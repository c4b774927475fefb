"""A door's state follows what was found there: it belongs to the register, so it is written with its version."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.facts.versions import Stamp
from gridward.households.entries import DoorStateFact
from gridward.households.writing import write_door_states
from gridward.rounds.models import Due, Outcome, OutcomeKind, Subject

SOURCE = "round"
LIVED_IN, NO_ANSWER, REFUSED = "lived_in", "no_answer", "refused"


def follow_outcomes(by: Actor, outcomes: Iterable[Outcome], dues: Mapping[UUID, Due]) -> list[UUID]:
    """Write the door states that outcomes of a day speak of, one write a day; ids of the doors that changed."""
    by_day: dict[date, list[Outcome]] = {}
    for outcome in sorted(outcomes, key=lambda o: o.corrected_at):
        if state_found(outcome, dues[outcome.due_id]):
            by_day.setdefault(timezone.localdate(outcome.corrected_at), []).append(outcome)
    changed: list[UUID] = []
    for found in by_day.values():
        facts = [DoorStateFact(_door_id(o, dues), state_found(o, dues[o.due_id])) for o in found]
        stamp = Stamp(by.worker_id, SOURCE, found[-1].corrected_at)
        changed += write_door_states(by.community_id, facts, stamp).touched
    return changed


def state_found(outcome: Outcome, due: Due) -> str:
    """The state this outcome puts its door in; empty where it says nothing of the door, or something newer does."""
    door = due.door
    is_outdated = due.last_at is not None and due.last_at > outcome.corrected_at
    if door is None or due.round.kind.subject != Subject.DOOR or is_outdated:
        return ""
    if outcome.door_state:
        return "" if outcome.door_state == door.state else outcome.door_state
    if outcome.kind == OutcomeKind.ABSENT:
        return NO_ANSWER
    if outcome.kind == OutcomeKind.REFUSED:
        return "" if door.state == REFUSED else REFUSED
    if outcome.kind == OutcomeKind.DONE and door.state in (NO_ANSWER, REFUSED):
        return LIVED_IN
    return ""


def _door_id(outcome: Outcome, dues: Mapping[UUID, Due]) -> UUID:
    door_id = dues[outcome.due_id].door_id
    assert door_id is not None
    return door_id
