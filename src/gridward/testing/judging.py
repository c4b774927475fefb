"""The judgement on each swab: accepted, flagged, duplicate, conflict or refused."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.facts.answers import Answer, Verdict
from gridward.facts.models import FactConflict, FactRefusal
from gridward.shared.problems import NOT_FOUND, problem_code
from gridward.shared.registries import purposes
from gridward.testing import access
from gridward.testing.models import (
    HOUSEHOLD,
    Phase,
    SubjectKind,
    TestDay,
    Tube,
    TubeState,
    Visitor,
    pool_size,
)
from gridward.testing.samples import KIND, SampleFact, tube_id
from gridward.vault.seals import seal

UNREADABLE = problem_code("testing.unreadable", 422, "This sample could not be read; nothing of it was kept.")
NOT_YOUR_PERSON = problem_code(
    "testing.not_your_person", 403, "This person was not yours to sample then and is not now."
)
CONFLICT = problem_code(
    "testing.conflict",
    409,
    "We hold this sample with other words; yours is kept and somebody will look at both.",
)
DAY_CLOSED = problem_code(
    "testing.day_closed", 409, "The day is closed. The sample is kept and added to it afterwards."
)
SAMPLED_BEFORE = problem_code(
    "testing.sampled_before", 409, "This person has a sample of this day in another tube already."
)
TUBE_FULL = problem_code("testing.tube_full", 409, "The tube holds as many as it may.")
TUBE_NOT_OPEN = problem_code("testing.tube_not_open", 409, "The tube is sealed already.")
TUBE_ELSEWHERE = problem_code("testing.tube_elsewhere", 409, "Another station uses the same tube.")
TUBE_OF_ANOTHER_DAY = problem_code(
    "testing.tube_of_another_day", 409, "The tube was used on another day or in another phase."
)
MUST_BE_SINGLE = problem_code("testing.must_be_single", 409, "This person has a tube of their own.")
OTHER_HOUSEHOLD = problem_code("testing.other_household", 409, "The tube is for one household.")
UNKNOWN_PERSON = problem_code(
    "testing.unknown_person", 404, "We know nobody under this id; the sample is kept until it is settled."
)


@dataclass(frozen=True, slots=True)
class Day:
    """Of a day of testing, what judging needs."""

    id: UUID
    state: str
    pools: list[dict[str, Any]]
    singles: dict[str, list[str]]
    door_round_id: UUID | None
    centre_round_id: UUID | None
    opened_by_id: UUID | None
    planned_by_id: UUID


@dataclass(slots=True)
class NewSample:
    """A sample about to be kept: the columns of the table, without what a model instance costs."""

    community_id: UUID
    id: UUID
    happened_at: datetime
    corrected_at: datetime
    received_at: datetime
    device_id: UUID | None
    by_id: UUID
    digest: str
    flags: list[str]
    day_id: UUID
    round_id: UUID | None
    due_id: UUID | None
    subject: str
    subject_id: UUID
    household_id: UUID | None
    area_id: UUID | None
    tube_id: UUID
    place: int
    phase: str
    station_id: UUID | None
    desk_id: UUID | None
    how: str
    is_late_fact: bool
    owner_id: UUID | None
    is_void: bool = False
    looked_by_id: UUID | None = None
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """What a person of the day owes, or who a person is that owes nothing."""

    subject: str
    household_id: UUID | None = None
    area_id: UUID | None = None
    worker_id: UUID | None = None
    due_id: UUID | None = None
    round_id: UUID | None = None
    is_single: bool = False


@dataclass(slots=True)
class Held:
    """Of a tube, what judging needs."""

    id: UUID
    capacity: int
    phase: str
    state: str
    day_id: UUID
    station_id: UUID | None
    sealed_at: datetime | None = None


@dataclass(slots=True)
class InTube:
    """A tube as it fills while facts are judged."""

    tube: Held
    count: int = 0
    last_place: int = 0
    households: set[UUID | None] = field(default_factory=set)
    has_single: bool = False


@dataclass(frozen=True)
class Ground:
    """What judging needs to know, fetched once for all facts.

    `owed` is by (subject, is a re-sample); `earlier` are the samples that stand, by (day, subject, is a re-sample);
    `same` is the person each worker is who lives here.
    """

    by: Actor
    now: datetime
    clock: int
    days: Mapping[UUID, Day]
    known: Mapping[UUID, str]
    owed: Mapping[tuple[UUID, bool], Owed]
    earlier: Collection[tuple[UUID, UUID, bool]]
    tubes: dict[UUID, InTube]
    past_rights: set[UUID] = field(default_factory=set)
    is_before: bool = False
    same: Mapping[UUID, UUID] = field(default_factory=dict)

    def subject_of(self, fact: SampleFact) -> UUID:
        """Who was sampled: a worker who lives here as the resident, unless a re-sample waits for the worker."""
        is_again = fact.phase == Phase.RESAMPLE
        if is_again and (fact.subject_id, True) in self.owed:
            return fact.subject_id
        return self.same.get(fact.subject_id, fact.subject_id)


@dataclass
class SortedOut:
    """Facts by what becomes of them, and one answer each in the order they came."""

    answers: list[Answer] = field(default_factory=list)
    fresh: list[NewSample] = field(default_factory=list)
    tubes: list[Tube] = field(default_factory=list)
    visitors: list[Visitor] = field(default_factory=list)
    conflicts: list[FactConflict] = field(default_factory=list)
    refused: list[FactRefusal] = field(default_factory=list)

    @property
    def counting(self) -> list[NewSample]:
        """Fresh samples of days that are still open."""
        return [sample for sample in self.fresh if not sample.is_late_fact]


def key_scope(community_id: UUID) -> UUID:
    """Under whose keys words of people go: those of the operation, asked for only where there are such words."""
    return next((p.id for find in purposes if (p := find(community_id))), community_id)


def sort_out(facts: Sequence[SampleFact], ground: Ground) -> SortedOut:
    """Judge each fact: what happened is refused only when unreadable, or when its sender never had the right.

    Before the act (`ground.is_before`) a broken rule refuses too.
    """
    out, known, earlier = SortedOut(), dict(ground.known), set(ground.earlier)
    for fact in facts:
        digest = fact.digest(ground.by.community_id)
        if known.get(fact.id) == digest:
            out.answers.append(Answer(fact.id, Verdict.DUPLICATE))
        elif code := _refusal(fact, ground):
            _refuse(out, fact, code, ground)
        elif fact.id in known:
            out.conflicts.append(_conflict(fact, digest, ground))
            out.answers.append(Answer(fact.id, Verdict.CONFLICT, CONFLICT.code))
        else:
            flags = [*_flags(fact, ground, earlier), *fact.flags]
            if flags and ground.is_before:
                _refuse(out, fact, flags[0], ground)
                continue
            known[fact.id] = digest
            earlier.add((fact.day_id, ground.subject_of(fact), fact.phase == Phase.RESAMPLE))
            _keep(out, fact, digest, flags, ground)
            verdict = Verdict.FLAGGED if flags else Verdict.ACCEPTED
            out.answers.append(Answer(fact.id, verdict, flags[0] if flags else ""))
    return out


def _refuse(out: SortedOut, fact: SampleFact, code: str, ground: Ground) -> None:
    """What broke a rule before the act never happened, so nothing of it needs a row."""
    out.answers.append(Answer(fact.id, Verdict.REFUSED, code))
    if not ground.is_before:
        out.refused.append(
            FactRefusal(
                community_id=ground.by.community_id,
                kind=KIND,
                fact_id=fact.id,
                by_id=ground.by.worker_id,
                code=code,
            )
        )


def owed_by(fact: SampleFact, ground: Ground) -> Owed:
    """What this fact's subject owes; a visitor or nobody we know owes nothing."""
    subject_id = ground.subject_of(fact)
    found = ground.owed.get((subject_id, fact.phase == Phase.RESAMPLE))
    found = found or ground.owed.get((subject_id, False))
    return found or Owed(SubjectKind.VISITOR if fact.visitor else SubjectKind.UNKNOWN)


def is_allowed(fact: SampleFact, ground: Ground) -> bool:
    """Whether the actor may sample this subject now."""
    owed = owed_by(fact, ground)
    is_of_the_register = owed.subject == SubjectKind.PERSON
    return access.may_sample(ground.by, owed.area_id, owed.worker_id, is_of_the_register)


def _refusal(fact: SampleFact, ground: Ground) -> str:
    if not fact.is_readable:
        return UNREADABLE.code
    day = ground.days.get(fact.day_id)
    if day is None or day.state == TestDay.State.PLANNED:
        return NOT_FOUND.code
    if is_allowed(fact, ground) or fact.id in ground.past_rights:
        return ""
    return NOT_YOUR_PERSON.code


def _flags(fact: SampleFact, ground: Ground, earlier: Collection[tuple[UUID, UUID, bool]]) -> list[str]:
    flags = []
    owed = owed_by(fact, ground)
    if ground.days[fact.day_id].state == TestDay.State.CLOSED and fact.phase != Phase.RESAMPLE:
        flags.append(DAY_CLOSED.code)
    is_again = fact.phase == Phase.RESAMPLE
    if any((fact.day_id, id, is_again) in earlier for id in (ground.subject_of(fact), fact.subject_id)):
        flags.append(SAMPLED_BEFORE.code)
    if owed.subject == SubjectKind.UNKNOWN:
        flags.append(UNKNOWN_PERSON.code)
    held = ground.tubes.get(tube_id(ground.by.community_id, fact.code))
    flags += _tube_flags(fact, owed, held, _capacity(fact, owed, held, ground), fact.corrected_at(ground.now))
    if not is_allowed(fact, ground):
        flags.append(NOT_YOUR_PERSON.code)
    return flags


def _capacity(fact: SampleFact, owed: Owed, held: InTube | None, ground: Ground) -> int:
    """What the tube holds: as it was opened, else as the sender says, else as the day says."""
    if held:
        return held.tube.capacity
    if fact.capacity is not None:
        return fact.capacity
    return 1 if owed.is_single else pool_size(ground.days[fact.day_id].pools, fact.phase)


def _tube_flags(fact: SampleFact, owed: Owed, held: InTube | None, capacity: int, at: datetime) -> list[str]:
    flags = []
    must_be_alone = owed.is_single or fact.phase == Phase.RESAMPLE
    if held is None:
        return [MUST_BE_SINGLE.code] if must_be_alone and capacity != 1 else []
    tube = held.tube
    # A swab from before the sealing may well come after it: phones send in any order.
    if tube.state != TubeState.OPEN and not (tube.sealed_at and at <= tube.sealed_at):
        flags.append(TUBE_NOT_OPEN.code)
    if tube.day_id != fact.day_id or tube.phase != fact.phase:
        flags.append(TUBE_OF_ANOTHER_DAY.code)
    if tube.station_id != fact.station_id:
        flags.append(TUBE_ELSEWHERE.code)
    if capacity != HOUSEHOLD and held.count >= capacity:
        flags.append(TUBE_FULL.code)
    elif (must_be_alone and (capacity != 1 or held.count)) or (held.has_single and held.count):
        flags.append(MUST_BE_SINGLE.code)
    if capacity == HOUSEHOLD and held.count and owed.household_id not in held.households:
        flags.append(OTHER_HOUSEHOLD.code)
    return flags


def _keep(out: SortedOut, fact: SampleFact, digest: str, flags: list[str], ground: Ground) -> None:
    owed = owed_by(fact, ground)
    held = _tube_of(out, fact, owed, ground)
    place = fact.place or held.last_place + 1
    held.count += 1
    held.last_place = max(held.last_place, place)
    held.households.add(owed.household_id)
    held.has_single = held.has_single or owed.is_single
    if fact.visitor and owed.subject == SubjectKind.VISITOR:
        out.visitors.append(_visitor(fact, ground))
    out.fresh.append(_sample(fact, owed, held.tube, place, digest, flags, ground))


def _tube_of(out: SortedOut, fact: SampleFact, owed: Owed, ground: Ground) -> InTube:
    community_id = ground.by.community_id
    id = tube_id(community_id, fact.code)
    if id in ground.tubes:
        return ground.tubes[id]
    tube = Tube(
        id=id,
        community_id=community_id,
        code=fact.code,
        day_id=fact.day_id,
        phase=fact.phase,
        capacity=_capacity(fact, owed, None, ground),
        station_id=fact.station_id,
        opened_at=fact.corrected_at(ground.now),
        opened_by_id=ground.by.worker_id,
    )
    out.tubes.append(tube)
    ground.tubes[id] = InTube(Held(id, tube.capacity, tube.phase, tube.state, tube.day_id, tube.station_id))
    return ground.tubes[id]


def _sample(
    fact: SampleFact, owed: Owed, tube: Held, place: int, digest: str, flags: list[str], ground: Ground
) -> NewSample:
    day = ground.days[fact.day_id]
    return NewSample(
        community_id=ground.by.community_id,
        id=fact.id,
        happened_at=fact.happened_at or ground.now,
        corrected_at=fact.corrected_at(ground.now),
        received_at=ground.now,
        device_id=fact.device_id,
        by_id=ground.by.worker_id,
        digest=digest,
        flags=flags,
        day_id=fact.day_id,
        round_id=owed.round_id,
        due_id=owed.due_id,
        subject=owed.subject,
        subject_id=ground.subject_of(fact),
        household_id=owed.household_id,
        area_id=owed.area_id,
        tube_id=tube.id,
        place=place,
        phase=fact.phase,
        station_id=fact.station_id,
        desk_id=fact.desk_id,
        how=fact.how,
        is_late_fact=day.state == TestDay.State.CLOSED and fact.phase != Phase.RESAMPLE,
        owner_id=day.opened_by_id if flags else None,
    )


def _visitor(fact: SampleFact, ground: Ground) -> Visitor:
    day = ground.days[fact.day_id]
    words = fact.visitor.as_bundle() if fact.visitor else {}
    return Visitor(
        id=fact.subject_id,
        community_id=ground.by.community_id,
        sealed_identity=seal(key_scope(ground.by.community_id), fact.subject_id, "identity", words),
        day_id=fact.day_id,
        door_id=fact.door_id,
        noted_at=fact.corrected_at(ground.now),
        by_id=ground.by.worker_id,
        owner_id=day.opened_by_id or day.planned_by_id,
    )


def _conflict(fact: SampleFact, digest: str, ground: Ground) -> FactConflict:
    day = ground.days[fact.day_id]
    return FactConflict(
        community_id=ground.by.community_id,
        kind=KIND,
        fact_id=fact.id,
        received_at=ground.now,
        by_id=ground.by.worker_id,
        owner_id=day.opened_by_id,
        digest=digest,
        sealed_body=seal(key_scope(ground.by.community_id), fact.id, "body", fact.body()),
    )
