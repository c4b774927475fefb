"""The story of three rounds, told by those who were there: one deed after the other, each under its own clock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from itertools import groupby
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.demo.clock import clock_at
from gridward.demo.community.records import (
    DoorSeen,
    DoorStateFound,
    ExemptionApproved,
    ExemptionAsked,
    PersonArrived,
    PersonMoved,
    PhoneChanged,
    Verification,
)
from gridward.households.actions import (
    MarkFact,
    PersonFact,
    WhereaboutsFact,
    put_persons,
    set_marks,
    set_whereabouts,
)
from gridward.rounds.actions import (
    OutcomeFact,
    Scope,
    approve_exemption,
    ask_exemption,
    close_round,
    open_round,
    record_outcomes,
    sign_off,
)
from gridward.rounds.models import ExemptReason, SignOffReason
from gridward.rounds.queries import dues_of
from gridward.shared.ids import new_id

from .known import Known
from .register import person_fact, phones_of

# Phones send what was recorded at noon, in the evening, and when the day is over.
SENDINGS = (time(12, 30), time(18))
A_MINUTE = timedelta(minutes=1)
# One in four doors that stay shut belongs to people known to be away: these are exempted, the rest signed off.
EXEMPTED = 4


@dataclass(frozen=True)
class Deed:
    """Something done at a moment."""

    at: datetime
    do: Callable[[], object]


@dataclass
class Story:
    """What is to be done, and the dues the rounds made."""

    known: Known
    deeds: list[Deed] = field(default_factory=list)
    round_ids: dict[str, UUID] = field(default_factory=dict)
    dues: dict[tuple[str, str], UUID] = field(default_factory=dict)

    def plan(self, at: datetime, do: Callable[[], object]) -> None:
        """Do something when its moment has come."""
        self.deeds.append(Deed(at, do))

    def tell(self) -> Iterator[Deed]:
        """Do everything in order of time; what was planned first goes first at the same moment."""
        for deed in sorted(self.deeds, key=lambda one: one.at):
            with clock_at(deed.at):
                deed.do()
            yield deed

    def actor(self, worker_ref: str) -> Actor:
        """Whoever did it."""
        return self.known.actors[worker_ref]

    def due(self, round_ref: str, door_ref: str) -> UUID:
        """What a round owes a door."""
        return self.dues[round_ref, door_ref]


def plan_story(known: Known) -> Story:
    """Plan all that the plain community tells of its rounds."""
    story = Story(known)
    for verification in known.told.rounds:
        plan_opening(story, verification)
    plan_changes(story)
    plan_visits(story)
    plan_shut_doors(story)
    for verification in known.told.rounds:
        plan_closing(story, verification)
    return story


def plan_opening(story: Story, told: Verification) -> None:
    """Open a round over every door, and know its dues."""
    known, round_id = story.known, new_id()
    story.round_ids[told.ref] = round_id
    opens_at = known.moment(told.opens_at)
    closes_at = known.moment(told.closes_at) if told.closed_at else known.dates.last_close
    refs = {id: ref for ref, id in known.doors.items()}

    def do() -> None:
        opened = open_round(
            by=story.actor(told.opened_by),
            kind_code="verification",
            name=told.name,
            scope=Scope(),
            opens_at=opens_at,
            closes_at=closes_at,
            id=round_id,
        )
        dues = dues_of(opened).values_list("subject_id", "id")
        story.dues.update({(told.ref, refs[door_id]): due_id for door_id, due_id in dues})

    story.plan(opens_at, do)


def plan_closing(story: Story, told: Verification) -> None:
    """Close a round that was closed."""
    if told.closed_at is not None:
        by, round_id = story.actor(told.closed_by), story.round_ids[told.ref]
        story.plan(story.known.moment(told.closed_at), partial(close_round, by=by, round_id=round_id))


def plan_visits(story: Story) -> None:
    """Record what was seen at the doors, a sending of a worker's phone at a time.

    Where nobody lives, nobody can be absent: such an outcome would turn a vacant door into one without an answer.
    """
    told = story.known.told
    empty = {door.ref for door in told.doors if door.state in ("vacant", "under_construction")}
    seen = [event for event in told.events if isinstance(event, DoorSeen)]
    seen = [event for event in seen if event.outcome == "done" or event.door_ref not in empty]
    found = {(e.door_ref, e.at): e.now for e in told.events if isinstance(e, DoorStateFound)}
    sendings = groupby(sorted(seen, key=_sending), key=_sending)
    for (_, _, _, worker_ref), events in sendings:
        plan_sending(story, story.actor(worker_ref), [(e, found.get((e.door_ref, e.at), "")) for e in events])


def _sending(event: DoorSeen) -> tuple[str, str, int, str]:
    part = sum(event.at.time() >= end for end in SENDINGS)
    return event.round_ref, event.at.date().isoformat(), part, event.worker_ref


def plan_sending(story: Story, by: Actor, seen: list[tuple[DoorSeen, str]]) -> None:
    """Send what a worker saw, a minute after the last of it."""

    def do() -> None:
        facts = [
            OutcomeFact(
                id=new_id(),
                due_id=story.due(event.round_ref, event.door_ref),
                kind=event.outcome,
                how=event.how,
                happened_at=story.known.moment(event.at),
                has_changes=event.has_changes,
                door_state=state,
            )
            for event, state in seen
        ]
        refused = [answer for answer in record_outcomes(by=by, facts=facts) if not answer.is_kept]
        assert not refused, refused

    story.plan(story.known.moment(max(event.at for event, _ in seen)) + A_MINUTE, do)


def plan_changes(story: Story) -> None:
    """Write down who moved, who came, and whose telephone changed, as it came to light at the door."""
    for event in story.known.told.events:
        if isinstance(event, PersonMoved):
            story.plan(story.known.moment(event.at), partial(move_away, story, event))
        elif isinstance(event, PersonArrived):
            story.plan(story.known.moment(event.at), partial(arrive, story, event))
        elif isinstance(event, PhoneChanged):
            story.plan(story.known.moment(event.at), partial(change_phone, story, event))


def move_away(story: Story, event: PersonMoved) -> None:
    """A person lives elsewhere now."""
    fact = WhereaboutsFact(story.known.persons[event.person_ref], "moved", moved_to=event.moved_to)
    set_whereabouts(by=story.actor(event.worker_ref), whereabouts=[fact])


def arrive(story: Story, event: PersonArrived) -> None:
    """A person is put on the register, in the categories of the community they belong to."""
    known, by = story.known, story.actor(event.worker_ref)
    told = next(person for person in known.told.persons if person.ref == event.person_ref)
    put_persons(by=by, persons=[person_fact(known, told)])
    marks = [
        MarkFact(known.categories[one.ref], known.persons[told.ref])
        for one in known.told.categories
        if one.subject == "person" and told.ref in one.members
    ]
    if marks:
        set_marks(by=by, marks=marks)


def change_phone(story: Story, event: PhoneChanged) -> None:
    """A person has other telephone numbers now."""
    fact = PersonFact(id=story.known.persons[event.person_ref], phones=phones_of(event.now))
    put_persons(by=story.actor(event.worker_ref), persons=[fact])


def plan_shut_doors(story: Story) -> None:
    """Settle doors that stayed shut: away, asked by the worker and approved by the leader; or signed off by name."""
    events = story.known.told.events
    shut = [e for e in events if isinstance(e, ExemptionAsked) and e.reason == "no_answer"]
    away = {(e.round_ref, e.door_ref) for e in shut[::EXEMPTED]}
    for event in events:
        if isinstance(event, ExemptionAsked | ExemptionApproved):
            is_away = (event.round_ref, event.door_ref) in away
            if is_away or isinstance(event, ExemptionApproved):
                story.plan(story.known.moment(event.at), partial(settle, story, event, is_away))


def settle(story: Story, event: ExemptionAsked | ExemptionApproved, is_away: bool) -> None:
    """What the worker asked, or the leader decided, about one shut door."""
    by, due_ids = story.actor(event.worker_ref), [story.due(event.round_ref, event.door_ref)]
    if isinstance(event, ExemptionAsked):
        ask_exemption(by=by, due_ids=due_ids, reason=ExemptReason.AWAY)
    elif is_away:
        approve_exemption(by=by, due_ids=due_ids)
    else:
        reason = SignOffReason.REFUSED if event.reason == "refused" else SignOffReason.UNANSWERED
        sign_off(by=by, due_ids=due_ids, reason=reason)
