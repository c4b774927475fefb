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
    facts: dict[UUID, DoorStateFact] = {}
    states: dict[UUID, str] = {}
    for outcome in sorted(outcomes, key=lambda o: o.corrected_at):
        due = dues[outcome.due_id]
        if due.door is None:
            continue
        state = state_found(outcome, due, states.get(due.door.id, due.door.state))
        if state:
            # What the same sending said earlier counts: absent at noon, done in the evening is a door that answers.
            states[due.door.id] = state
            facts[outcome.id] = DoorStateFact(due.door.id, state)
            by_day.setdefault(timezone.localdate(outcome.corrected_at), []).append(outcome)
    changed: list[UUID] = []
    for found in by_day.values():
        stamp = Stamp(by.worker_id, SOURCE, found[-1].corrected_at)
        changed += write_door_states(by.community_id, [facts[o.id] for o in found], stamp).touched
    return changed


def state_found(outcome: Outcome, due: Due, state: str) -> str:
    """The state this outcome puts a door in that was in `state`; empty where it says nothing of the door, or something
    newer does."""
    if outcome.answer and not due.round.kind.is_verification:
        return ""
    is_outdated = due.last_at is not None and due.last_at > outcome.corrected_at
    if due.round.kind.subject != Subject.DOOR or is_outdated:
        return ""
    if outcome.door_state:
        return "" if outcome.door_state == state else outcome.door_state
    if outcome.kind == OutcomeKind.ABSENT:
        return NO_ANSWER
    if outcome.kind == OutcomeKind.REFUSED:
        return "" if state == REFUSED else REFUSED
    if outcome.kind == OutcomeKind.DONE and state in (NO_ANSWER, REFUSED):
        return LIVED_IN
    return ""
