"""The story of September 2022: a first survey, a second verification, a third still open, changes between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from random import Random

from . import measure
from .papers import Papers
from .records import (
    Area,
    Door,
    DoorSeen,
    DoorStateFound,
    Event,
    ExemptionApproved,
    ExemptionAsked,
    How,
    OutcomeKind,
    Person,
    PersonArrived,
    PersonMoved,
    PhoneChanged,
    Verification,
)
from .residents import Residents

BEIJING = timezone(timedelta(hours=8))
DONE_OF_THIRD = 0.7
LATE_OF_THIRD = 0.06
_FIRST_DAYS = (date(2022, 9, 12), date(2022, 9, 13), date(2022, 9, 14))
_SECOND, _THIRD = date(2022, 9, 16), date(2022, 9, 20)
# How a verification was done, by weight: plates were put up after the first survey.
_HOW_FIRST: dict[How, int] = {"seen": 88, "phone": 12}
_HOW_LATER: dict[How, int] = {"plate": 58, "seen": 24, "phone": 18}


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment in China Standard Time."""
    return datetime.combine(day, time(hour, minute), BEIJING)


def rounds(coordinator_ref: str) -> tuple[Verification, ...]:
    """The three rounds over every door; the third is open when the story ends."""
    by = coordinator_ref
    return (
        Verification(
            "R1",
            "第一轮入户摸排",
            "First survey",
            at(_FIRST_DAYS[0], 8),
            at(_FIRST_DAYS[-1], 22),
            by,
            at(_FIRST_DAYS[-1], 22, 30),
            by,
        ),
        Verification(
            "R2",
            "第二轮核查",
            "Second verification",
            at(_SECOND, 8),
            at(_SECOND, 21),
            by,
            at(_SECOND, 22),
            by,
        ),
        Verification("R3", "第三轮核查", "Third verification", at(_THIRD, 8), at(_THIRD, 18), by),
    )


@dataclass(slots=True)
class Told:
    """What has been told so far, and what is still to come out at which round and door."""

    rng: Random
    papers: Papers
    doors: Sequence[Door]
    leaders: dict[str, str]
    found_vacant: frozenset[str]
    arrived: frozenset[str]
    changes: dict[tuple[str, str], list[Person]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)


def tell(
    rng: Random,
    papers: Papers,
    doors: Sequence[Door],
    areas: Sequence[Area],
    residents: Residents,
    arrived: Sequence[str],
) -> tuple[Event, ...]:
    """Tell the story in order of time; residents are as they are at its end."""
    vacant = [door.ref for door in doors if door.state == "vacant"]
    found = frozenset(measure.draw(rng, vacant, measure.DOORS_FOUND_VACANT))
    leaders = {area.ref: area.leader_ref for area in areas}
    told = Told(rng, papers, doors, leaders, found, frozenset(arrived))
    _plan_changes(told, residents)
    _tell_first(told)
    _tell_second(told)
    _tell_third(told)
    return tuple(sorted(told.events, key=_order))


def _order(event: Event) -> tuple[datetime, str, str]:
    subject = (
        event.person_ref if isinstance(event, PersonMoved | PersonArrived | PhoneChanged) else event.door_ref
    )
    return event.at, type(event).__name__, subject


def _plan_changes(told: Told, residents: Residents) -> None:
    """Say at which of the two later checks, and at which door, each change comes to light."""
    moved = [person for person in residents.persons if person.whereabouts == "moved"]
    arrived = [person for person in residents.persons if person.ref in told.arrived]
    stayed = [
        person
        for person in residents.persons
        if person.whereabouts == "home" and person.phones and person.ref not in told.arrived
    ]
    others = measure.draw(told.rng, stayed, measure.PHONES_CHANGED)
    for turn, person in enumerate([*moved, *arrived, *others]):
        household = residents.households[int(person.household_ref[1:]) - 1]
        told.changes.setdefault((("R2", "R3")[turn % 2], household.door_ref), []).append(person)


def _change(
    told: Told, person: Person, door: Door, moment: datetime
) -> PersonMoved | PersonArrived | PhoneChanged:
    """What the worker learned at the door."""
    if person.ref in told.arrived:
        return PersonArrived(moment, person.ref, door.ref, door.worker_ref)
    if person.whereabouts == "moved":
        return PersonMoved(moment, person.ref, door.ref, door.worker_ref, person.moved_to)
    was = (told.papers.phone(), *person.phones[1:])
    return PhoneChanged(moment, person.ref, door.worker_ref, was, person.phones)


def _how(told: Told, weights: dict[How, int]) -> How:
    return told.rng.choices(list(weights), list(weights.values()))[0]


def _walks(told: Told) -> Iterator[list[Door]]:
    """Each worker's doors in walking order."""
    walks: dict[str, list[Door]] = {}
    for door in told.doors:
        walks.setdefault(door.worker_ref, []).append(door)
    yield from walks.values()


def _answers(door: Door) -> bool:
    """Say whether a visit can settle this door: somebody opens, or it is plain that nobody lives there."""
    return door.state not in ("no_answer", "refused")


def _see(told: Told, round_ref: str, door: Door, moment: datetime, how: How) -> None:
    """Enter a visit that settles the door, and what came to light; where nobody lives it can only be seen."""
    how = how if door.state == "lived_in" else "seen"
    changes: list[Event] = [
        _change(told, person, door, moment) for person in told.changes.get((round_ref, door.ref), ())
    ]
    if round_ref == "R2" and door.ref in told.found_vacant:
        changes.append(DoorStateFound(moment, door.ref, door.worker_ref, "no_answer", "vacant"))
    told.events += changes
    told.events.append(DoorSeen(moment, round_ref, door.ref, door.worker_ref, how, "done", bool(changes)))


def _try(told: Told, round_ref: str, door: Door, moment: datetime) -> None:
    """Enter a visit that settles nothing."""
    outcome: OutcomeKind = "refused" if door.state == "refused" else "absent"
    told.events.append(DoorSeen(moment, round_ref, door.ref, door.worker_ref, "", outcome))


def _exempt(told: Told, round_ref: str, door: Door, moment: datetime) -> None:
    """The worker asks, the area's leader approves; the leader never answers for doors of their own."""
    reason = "refused" if door.state == "refused" else "no_answer"
    leader = told.leaders[door.area_ref]
    told.events.append(ExemptionAsked(moment, round_ref, door.ref, door.worker_ref, reason))
    later = moment + timedelta(minutes=told.rng.randint(3, 12))
    told.events.append(ExemptionApproved(later, round_ref, door.ref, leader, reason))


def _tell_first(told: Told) -> None:
    """Three days; who does not open is tried every evening, then exempted with a notice on the door."""
    for walk in _walks(told):
        for turn, door in enumerate(walk):
            stays_shut = not _answers(door) or door.ref in told.found_vacant
            if stays_shut:
                _try_each_evening(told, door)
                continue
            day = _FIRST_DAYS[turn * 3 // len(walk)]
            moment = at(day, 9) + timedelta(
                minutes=turn * 3 % len(walk) * 540 // len(walk) + told.rng.randrange(8)
            )
            if door.state == "lived_in" and told.rng.random() < 0.05:
                _absent(told, "R1", door, moment)
                moment = at(day, 19, told.rng.randrange(60))
            _see(told, "R1", door, moment, _how(told, _HOW_FIRST))


def _absent(told: Told, round_ref: str, door: Door, moment: datetime) -> None:
    told.events.append(DoorSeen(moment, round_ref, door.ref, door.worker_ref, "", "absent"))


def _try_each_evening(told: Told, door: Door) -> None:
    shown = replace(door, state="no_answer") if door.ref in told.found_vacant else door
    for day in _FIRST_DAYS:
        _try(told, "R1", shown, at(day, 19, told.rng.randrange(60)))
    _exempt(told, "R1", shown, at(_FIRST_DAYS[-1], 20, told.rng.randrange(5, 50)))


def _in_turn(told: Told, day: date, walk: list[Door], turn: int) -> datetime:
    """When a door's turn comes on a day's walk, between half past eight and half past five."""
    return at(day, 8, 30) + timedelta(minutes=turn * 530 // len(walk) + told.rng.randrange(8))


def _tell_second(told: Told) -> None:
    """One day; doors that stay shut are tried twice; two of them prove to be vacant."""
    for walk in _walks(told):
        for turn, door in enumerate(walk):
            moment = _in_turn(told, _SECOND, walk, turn)
            if _answers(door):
                _see(told, "R2", door, moment, _how(told, _HOW_LATER))
                continue
            _try(told, "R2", door, moment)
            _try(told, "R2", door, at(_SECOND, 19, told.rng.randrange(50)))
            _exempt(told, "R2", door, at(_SECOND, 20, told.rng.randrange(5, 40)))


def _tell_third(told: Told) -> None:
    """The day the story ends on: seven doors in ten are done, a few of them after the window, some tried in vain."""
    done = _done_by_now(told)
    late = set(measure.draw(told.rng, done, round(len(done) * LATE_OF_THIRD)))
    done_refs = set(done)
    for walk in _walks(told):
        for turn, door in enumerate(walk):
            moment = _in_turn(told, _THIRD, walk, turn)
            if door.ref in late:
                _absent(told, "R3", door, moment)
                moment = at(_THIRD, 18, told.rng.randrange(10, 60))
            if door.ref in done_refs:
                _see(told, "R3", door, moment, _how(told, _HOW_LATER))
            elif not _answers(door) or told.rng.random() < 0.2:
                _try(told, "R3", door, moment)


def _done_by_now(told: Told) -> list[str]:
    """The doors of the third round that are done: all where something changed, else by each worker's pace."""
    changed = {door_ref for round_ref, door_ref in told.changes if round_ref == "R3"}
    sure = [door.ref for door in told.doors if door.ref in changed]
    count = round(len(told.doors) * DONE_OF_THIRD) - len(sure)
    others = [door for door in told.doors if _answers(door) and door.ref not in changed]
    pace: dict[str, float] = {}
    ranked = []
    for door in others:
        speed = pace.setdefault(door.worker_ref, told.rng.uniform(0.7, 1.3))
        ranked.append((told.rng.random() / speed, door.ref))
    return [*sure, *(ref for _, ref in sorted(ranked)[:count])]
