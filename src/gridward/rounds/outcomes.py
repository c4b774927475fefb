"""What the field says of a due, and the judgement on each fact: accepted, flagged, duplicate, conflict or refused."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.facts.answers import Answer, Verdict
from gridward.facts.envelope import are_placed, corrected, receipt
from gridward.facts.models import FactConflict
from gridward.rounds import access
from gridward.rounds.answers import NUMBER, PLACE, answer_of
from gridward.rounds.models import Due, How, Outcome, OutcomeKind, Round, RoundKind
from gridward.shared.problems import NOT_FOUND, problem_code
from gridward.vault.seals import seal

UNREADABLE = problem_code("rounds.unreadable", 422, "This record could not be read; nothing of it was kept.")
NOT_YOUR_DOOR = problem_code("rounds.not_your_door", 403, "This door was not yours then and is not now.")
CONFLICT = problem_code(
    "rounds.conflict",
    409,
    "We hold this record with other words; yours is kept and somebody will look at both.",
)
CLOSED = problem_code(
    "rounds.closed", 409, "The round is closed. What comes now is kept and added to it as an addendum."
)
NO_LONGER_YOURS = problem_code(
    "rounds.no_longer_yours", 409, "Somebody else answers for this door now; the record is kept."
)
ALREADY_SETTLED = problem_code(
    "rounds.already_settled", 409, "This was settled before; the record is kept beside the other."
)

# A due somebody signed off may still be done; done, exempt and left stand.
CAN_BE_DONE: Final = (Due.State.OPEN, Due.State.SIGNED_OFF)
KIND: Final = "outcome"
LONGEST_NOTE: Final = 500
MOST_COUNTED: Final = 100_000


@dataclass(frozen=True)
class OutcomeFact:
    """What somebody saw at one due.

    `id` is the sender's and makes repeating safe. `happened_at` and `sent_at` are readings of the sender's clock
    (None: now, by ours); `door_state` is the state the door was found in, where it is another than before. Where the
    kind of round has answers of its own, `answer` is the code of one, `number` and `place_id` (a site) what it asks.
    `flags` are codes the way in found.
    """

    id: UUID
    due_id: UUID
    kind: str
    how: str = ""
    happened_at: datetime | None = None
    sent_at: datetime | None = None
    device_id: UUID | None = None
    note: str = ""
    has_changes: bool = False
    door_state: str = ""
    answer: str = ""
    number: int | None = None
    place_id: UUID | None = None
    flags: tuple[str, ...] = ()

    def body(self) -> dict[str, Any]:
        """All that was seen: without the id, and without the clock at sending, which differs each time it is sent."""
        more = {"answer": self.answer, "number": self.number, "place": str(self.place_id or "") or None}
        return {
            **{word: value for word, value in more.items() if value not in ("", None)},
            "due": str(self.due_id),
            "kind": self.kind,
            "how": self.how,
            "at": self.happened_at.isoformat() if self.happened_at else None,
            "device": str(self.device_id) if self.device_id else None,
            "note": self.note,
            "changes": self.has_changes,
            "door_state": self.door_state,
        }

    def digest(self, community_id: UUID) -> str:
        """The receipt of the body: 32 hex digits, keyed, for a note may be guessed."""
        return receipt(community_id, self.body())

    def is_readable(self, door_states: Collection[str]) -> bool:
        """Whether every word is one we know and both clocks say where on earth they stand."""
        return (
            self.kind in OutcomeKind.values
            and (self.how in How.values or (not self.how and self.kind != OutcomeKind.DONE))
            and are_placed(self.happened_at, self.sent_at)
            and (not self.door_state or self.door_state in door_states)
            and len(self.note) <= LONGEST_NOTE
            and (self.number is None or 0 <= self.number <= MOST_COUNTED)
        )

    def suits(self, kind: RoundKind, places: Collection[UUID]) -> bool:
        """Whether the answer is one the kind of round offers, of this kind of outcome, with what it asks for.

        Where another room's act settles the dues, an outcome can only be an attempt.
        """
        if kind.recorded_by and self.kind == OutcomeKind.DONE:
            return False
        if not self.answer:
            return not kind.answers and self.number is None and self.place_id is None
        answer = answer_of(kind, self.answer)
        return (
            answer is not None
            and answer.kind == self.kind
            and (NUMBER not in answer.asks or self.number is not None)
            and (PLACE not in answer.asks or self.place_id in places)
        )

    def corrected_at(self, now: datetime) -> datetime:
        """When it happened by our clock: the sender's claim moved by how far its clock was off when sending."""
        return corrected(self.happened_at, self.sent_at, now)


@dataclass(frozen=True)
class Ground:
    """What judging needs to know, fetched once for all facts."""

    by: Actor
    now: datetime
    scope: UUID
    dues: Mapping[UUID, Due]
    known: Mapping[UUID, str]
    door_states: Collection[str]
    past_rights: Collection[UUID] = ()
    places: Collection[UUID] = ()
    owners: Mapping[UUID, UUID] = field(default_factory=dict)


@dataclass
class SortedOut:
    """Facts by what becomes of them, and one answer each in the order they came."""

    answers: list[Answer] = field(default_factory=list)
    fresh: list[Outcome] = field(default_factory=list)
    conflicts: list[FactConflict] = field(default_factory=list)
    refused: dict[UUID, str] = field(default_factory=dict)

    @property
    def counting(self) -> list[Outcome]:
        """Fresh outcomes of rounds that are still open."""
        return [outcome for outcome in self.fresh if not outcome.is_late_fact]

    @property
    def late(self) -> list[Outcome]:
        """Fresh outcomes that came after their round was closed."""
        return [outcome for outcome in self.fresh if outcome.is_late_fact]


def sort_out(facts: Sequence[OutcomeFact], ground: Ground) -> SortedOut:
    """Judge each fact: what happened is refused only when unreadable, or when its sender never had the right."""
    out = SortedOut()
    known = dict(ground.known)
    settled = {due.id for due in ground.dues.values() if due.state not in CAN_BE_DONE}
    for fact in facts:
        digest, due = fact.digest(ground.by.community_id), ground.dues.get(fact.due_id)
        if known.get(fact.id) == digest:
            out.answers.append(Answer(fact.id, Verdict.DUPLICATE))
        elif code := _refusal(fact, due, ground):
            out.refused[fact.id] = code
            out.answers.append(Answer(fact.id, Verdict.REFUSED, code))
        elif fact.id in known:
            out.conflicts.append(_conflict(fact, digest, ground))
            out.answers.append(Answer(fact.id, Verdict.CONFLICT, CONFLICT.code))
        else:
            assert due is not None
            flags = [*_flags(fact, due, ground, fact.due_id in settled), *fact.flags]
            known[fact.id] = digest
            out.fresh.append(_outcome(fact, due, digest, flags, ground))
            verdict = Verdict.FLAGGED if flags else Verdict.ACCEPTED
            out.answers.append(Answer(fact.id, verdict, flags[0] if flags else ""))
            if fact.kind == OutcomeKind.DONE and CLOSED.code not in flags:
                settled.add(fact.due_id)
    return out


def _refusal(fact: OutcomeFact, due: Due | None, ground: Ground) -> str:
    if not fact.is_readable(ground.door_states):
        return UNREADABLE.code
    if due is None:
        return NOT_FOUND.code
    if not fact.suits(due.round.kind, ground.places):
        return UNREADABLE.code
    has_right = access.may_record(ground.by, due) or fact.id in ground.past_rights
    return "" if has_right else NOT_YOUR_DOOR.code


def _flags(fact: OutcomeFact, due: Due, ground: Ground, is_settled: bool) -> list[str]:
    flags = []
    if due.round.state == Round.State.CLOSED:
        flags.append(CLOSED.code)
    elif is_settled:
        flags.append(ALREADY_SETTLED.code)
    if not access.may_record(ground.by, due):
        flags.append(NO_LONGER_YOURS.code)
    return flags


def _outcome(fact: OutcomeFact, due: Due, digest: str, flags: list[str], ground: Ground) -> Outcome:
    return Outcome(
        id=fact.id,
        community_id=ground.by.community_id,
        due_id=due.id,
        round_id=due.round_id,
        kind=fact.kind,
        how=fact.how,
        answer=fact.answer,
        meaning=answer.meaning if (answer := answer_of(due.round.kind, fact.answer)) else "",
        number=fact.number,
        place_id=fact.place_id,
        happened_at=fact.happened_at or ground.now,
        corrected_at=fact.corrected_at(ground.now),
        received_at=ground.now,
        device_id=fact.device_id,
        by_id=ground.by.worker_id,
        digest=digest,
        flags=flags,
        has_changes=fact.has_changes,
        door_state=fact.door_state,
        is_late_fact=due.round.state == Round.State.CLOSED,
        owner_id=ground.owners.get(due.id) if flags else None,
        sealed_note=seal(ground.scope, fact.id, "note", {"note": fact.note} if fact.note else {}),
    )


def _conflict(fact: OutcomeFact, digest: str, ground: Ground) -> FactConflict:
    return FactConflict(
        community_id=ground.by.community_id,
        kind=KIND,
        fact_id=fact.id,
        received_at=ground.now,
        by_id=ground.by.worker_id,
        owner_id=ground.owners.get(fact.due_id),
        digest=digest,
        sealed_body=seal(ground.scope, fact.id, "body", fact.body()),
    )
