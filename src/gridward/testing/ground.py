"""What judging swabs needs to know, each kind of thing by one statement, however many swabs there are."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.facts.bulk import ask, fetch, moment_of, together, uuid_of
from gridward.facts.clock import ask_hold, hold
from gridward.households.models import DoorVersion, Mark, Person
from gridward.households.workers_here.queries import persons_of_workers
from gridward.rounds.models import Due, Round
from gridward.testing.judging import Day, Ground, Held, InTube, Owed, is_allowed
from gridward.testing.models import Phase, SubjectKind, Visitor
from gridward.testing.rights import PastRights
from gridward.testing.samples import SampleFact, tube_id

RESAMPLE_KIND: Final = "testing_resample"
# Constant texts on purpose: PostgreSQL keeps the plan of a statement it has seen before.
DAYS: Final = """
SELECT id, state, pools, singles, door_round_id, centre_round_id, opened_by_id, planned_by_id
FROM testing_testday WHERE community_id = %s AND id {any}"""
# Three reasons to know a sample: it bears an id that came, or is of a person or in a tube that was named.
SAMPLES: Final = """
SELECT 'id', id, digest, day_id, subject_id, phase, tube_id, household_id, place, is_void
FROM testing_sample WHERE community_id = %s AND id {any}
UNION ALL
SELECT 'person', id, '', day_id, subject_id, phase, tube_id, household_id, place, is_void
FROM testing_sample WHERE community_id = %s AND day_id {any} AND subject_id {any}
UNION ALL
SELECT 'tube', id, '', day_id, subject_id, phase, tube_id, household_id, place, is_void
FROM testing_sample WHERE community_id = %s AND tube_id {any}"""
TUBES: Final = """
SELECT id, capacity, phase, state, day_id, station_id, sealed_at
FROM testing_tube WHERE community_id = %s AND id {any}"""
PERSONS: Final = """
SELECT person.id, person.household_id, door.area_id, door.worker_id, person.whereabouts
FROM households_person AS person
LEFT JOIN households_door AS door ON door.community_id = person.community_id AND door.id = person.door_id
WHERE person.community_id = %s AND person.id {any}"""
# A due that left the one round stands in the other: the one that can still be done is the one meant.
DUES: Final = """
SELECT subject_id, id, round_id, area_id, worker_id, state FROM rounds_due
WHERE community_id = %s AND round_id {any} AND subject_id {any} AND state <> 'left'"""
# The rounds of a day never change once it is open, and every call asks for them.
_rounds_of_days: dict[UUID, list[UUID]] = {}
MOST_DAYS: Final = 10_000
Rows = list[tuple[Any, ...]]


def ground_for(
    by: Actor, facts: Sequence[SampleFact], is_before: bool = False, same: Mapping[UUID, UUID] | None = None
) -> Ground:
    """Hold the clock and read all about the days, people, tubes and earlier samples these facts speak of.

    `same`: the person each worker is, of those named who live here; read anew with them where there are any.
    """
    # The sender's clock is compared with ours as it was when the facts came, not when all about them was read.
    now = timezone.now()
    community_id = by.community_id
    day_ids = list({fact.day_id for fact in facts})
    subject_ids = list({fact.subject_id for fact in facts} | set((same or {}).values()))
    tube_ids = list({tube_id(community_id, fact.code) for fact in facts})
    sample_ids = [fact.id for fact in facts]
    round_ids = _rounds_of(community_id, day_ids)
    if any(fact.phase == Phase.RESAMPLE for fact in facts):
        round_ids += _open_resamples(community_id)
    us = community_id
    with together():
        asked_clock = ask_hold(us)
        asked_days = ask(DAYS, us, day_ids)
        asked_tubes = ask(TUBES, us, tube_ids)
        asked_samples = ask(SAMPLES, us, sample_ids, us, day_ids, subject_ids, us, tube_ids)
        asked_people = ask(PERSONS, us, subject_ids)
        asked_dues = ask(DUES, us, round_ids, subject_ids)
        clock, days, tubes = asked_clock(), _days(asked_days()), _tubes(asked_tubes())
        known, earlier = _samples(asked_samples(), tubes)
        people, dues = asked_people(), asked_dues()
    if clock is None:
        hold(community_id)
        return ground_for(by, facts, is_before)
    if same is None and (found := _same(community_id, subject_ids, people)):
        return ground_for(by, facts, is_before, found)
    ground = Ground(
        by=by,
        now=now,
        clock=clock,
        days=days,
        known=known,
        owed=_owed(community_id, set(subject_ids), days, people, dues),
        earlier=_that_count(earlier, days, dues) if earlier else earlier,
        tubes=tubes,
        is_before=is_before,
        same=same or {},
    )
    ground.past_rights.update(_past_rights(ground, facts))
    return ground


def _same(community_id: UUID, ids: Collection[UUID], people: Rows) -> dict[UUID, UUID]:
    """Workers among those who are no residents by their id, and who live here all the same."""
    strangers = set(ids) - {uuid_of(row[0]) for row in people}
    return persons_of_workers(community_id, strangers) if strangers else {}


def _rounds_of(community_id: UUID, day_ids: Collection[UUID]) -> list[UUID]:
    """The rounds of days; a statement only for days not met before."""
    unknown = [id for id in day_ids if id not in _rounds_of_days]
    if unknown:
        if len(_rounds_of_days) > MOST_DAYS:
            _rounds_of_days.clear()
        for day in _days(fetch(DAYS, community_id, unknown)).values():
            if day.door_round_id and day.centre_round_id:
                _rounds_of_days[day.id] = [day.door_round_id, day.centre_round_id]
    return [round_id for id in day_ids for round_id in _rounds_of_days.get(id, ())]


def _days(rows: Rows) -> dict[UUID, Day]:
    days = [
        Day(uuid_of(row[0]), row[1], json.loads(row[2]), json.loads(row[3]), *map(uuid_of, row[4:]))
        for row in rows
    ]
    return {day.id: day for day in days}


def _tubes(rows: Rows) -> dict[UUID, InTube]:
    """The tubes that stand, as yet without what is in them."""
    held = [
        Held(uuid_of(id), capacity, phase, state, uuid_of(day_id), uuid_of(station_id), moment_of(sealed_at))
        for id, capacity, phase, state, day_id, station_id, sealed_at in rows
    ]
    return {tube.id: InTube(tube) for tube in held}


def _samples(rows: Rows, tubes: dict[UUID, InTube]) -> tuple[dict[UUID, str], set[tuple[UUID, UUID, bool]]]:
    """Receipts by id, and who was sampled before; fills the tubes on the way."""
    known: dict[UUID, str] = {}
    earlier: set[tuple[UUID, UUID, bool]] = set()
    for why, id, digest, day_id, subject_id, phase, in_tube, household_id, place, is_void in rows:
        if why == "id":
            known[uuid_of(id)] = digest
        elif why == "person" and not is_void:
            earlier.add((uuid_of(day_id), uuid_of(subject_id), phase == Phase.RESAMPLE))
        elif why == "tube":
            _fill(tubes[uuid_of(in_tube)], uuid_of(household_id), place, is_void)
    return known, earlier


def _fill(held: InTube, household_id: UUID | None, place: int, is_void: bool) -> None:
    held.last_place = max(held.last_place, place)
    if not is_void:
        held.count += 1
        held.households.add(household_id)


def _that_count(
    earlier: set[tuple[UUID, UUID, bool]], days: dict[UUID, Day], dues: Rows
) -> set[tuple[UUID, UUID, bool]]:
    """Who was sampled before and owes nothing: where a due is open all the same, another swab is asked for."""
    phases = {id: day.id for day in days.values() for id in (day.door_round_id, day.centre_round_id)}
    owing = [(uuid_of(row[0]), phases.get(uuid_of(row[2]))) for row in dues if row[-1] == Due.State.OPEN]
    wanted = {(day_id, subject, False) for subject, day_id in owing if day_id}
    wanted |= {(id, subject, True) for subject, day_id in owing if day_id is None for id in days}
    return earlier - wanted


Who = tuple[str, UUID | None, UUID | None, UUID | None]


def _owed(
    community_id: UUID, ids: set[UUID], days: dict[UUID, Day], people_rows: Rows, dues: Rows
) -> dict[tuple[UUID, bool], Owed]:
    """Who each subject is and which due it has, by (subject, is a re-sample)."""
    people, whereabouts = _people(community_id, ids, people_rows)
    singles = _singles(community_id, days.values(), people, whereabouts)
    owed = {(id, False): Owed(*who, is_single=id in singles) for id, who in people.items()}
    of_the_day = {id for day in days.values() for id in (day.door_round_id, day.centre_round_id)}
    # Of several re-samples the one still open is meant.
    for *row, _state in sorted(dues, key=lambda row: row[-1] == Due.State.OPEN):
        subject_id, due_id, round_id, area_id, worker_id = map(uuid_of, row)
        who = people.get(subject_id, NOBODY_KNOWN)
        owed[subject_id, round_id not in of_the_day] = Owed(
            who[0], who[1], area_id or who[2], worker_id or who[3], due_id, round_id, subject_id in singles
        )
    return owed


NOBODY_KNOWN: Final[Who] = (SubjectKind.UNKNOWN, None, None, None)


def _people(community_id: UUID, ids: set[UUID], rows: Rows) -> tuple[dict[UUID, Who], dict[UUID, str]]:
    """Household, area and worker of each, and where residents are said to be."""
    people: dict[UUID, Who] = {}
    whereabouts: dict[UUID, str] = {}
    for *row, where in rows:
        id, household_id, area_id, worker_id = map(uuid_of, row)
        people[id] = (SubjectKind.PERSON, household_id, area_id, worker_id)
        whereabouts[id] = where
    strangers = ids - people.keys()
    return (people | _others(community_id, strangers) if strangers else people), whereabouts


def _others(community_id: UUID, ids: Collection[UUID]) -> dict[UUID, Who]:
    """Workers of the community, and visitors it met before."""
    workers = Worker.objects.filter(community_id=community_id, id__in=ids).values_list("id", flat=True)
    visitors = Visitor.objects.with_ids(community_id, ids).values_list("id", flat=True)
    found: dict[UUID, Who] = dict.fromkeys(visitors, (SubjectKind.VISITOR, None, None, None))
    return found | {id: (SubjectKind.WORKER, None, None, id) for id in workers}


def _open_resamples(community_id: UUID) -> list[UUID]:
    rounds: Any = Round.objects.of(community_id).filter(
        state=Round.State.OPEN, kind__code=RESAMPLE_KIND, kind__community_id=community_id
    )
    return list(rounds.values_list("id", flat=True))


def _singles(
    community_id: UUID, days: Iterable[Day], people: dict[UUID, Who], whereabouts: dict[UUID, str]
) -> set[UUID]:
    """Who must have a tube alone, by the days' rules; no statement where no day names a category."""
    rules = [day.singles for day in days]
    places = {word for rule in rules for word in rule.get("whereabouts", ())}
    categories = {id for rule in rules for id in rule.get("categories", ())}
    found = {id for id, where in whereabouts.items() if where in places}
    if categories:
        subjects = {id for who in people.items() for id in (who[0], who[1][1]) if id}
        marks = Mark.objects.of(community_id).filter(category_id__in=categories, is_on=True)
        marked = set(marks.filter(subject_id__in=subjects).values_list("subject_id", flat=True))
        found |= {id for id, who in people.items() if id in marked or who[1] in marked}
    return found


def who_is_alone(community_id: UUID, day_id: UUID, ids: Collection[UUID]) -> set[UUID]:
    """Who of some subjects must have a tube alone on a day; a constant number of statements."""
    days = _days(fetch(DAYS, community_id, [day_id]))
    people, whereabouts = _people(community_id, set(ids), fetch(PERSONS, community_id, list(ids)))
    return _singles(community_id, days.values(), people, whereabouts)


def _past_rights(ground: Ground, facts: Sequence[SampleFact]) -> set[UUID]:
    """Facts whose sender had the right at the time, among those without it now: two statements, or none."""
    asked = [f for f in facts if f.is_readable and f.day_id in ground.days and not is_allowed(f, ground)]
    if not asked:
        return set()
    by, past = ground.by, PastRights(ground.by)
    persons = Person.objects.with_ids(by.community_id, {ground.subject_of(f) for f in asked})
    doors: dict[Any, Any] = dict(persons.values_list("id", "door_id"))
    versions: Any = DoorVersion.objects.of(by.community_id).filter(
        entity_id__in=set(doors.values()), known_to=None
    )
    spans = list(versions.values_list("entity_id", "worker_id", "area_id", "true_from", "true_to"))
    return {
        f.id
        for f in asked
        if _had_right(by, doors.get(ground.subject_of(f)), f.corrected_at(ground.now), past, spans)
    }


def _had_right(
    by: Actor,
    door_id: UUID | None,
    at: datetime,
    past: PastRights,
    spans: list[tuple[UUID, UUID | None, UUID | None, datetime, datetime | None]],
) -> bool:
    """Whether a grant then in force let its holder sample anybody, or reached the door as it lay then."""
    if past.let_sample_anybody(at):
        return True
    led = past.areas_led(at)
    return bool(past.at(at)) and any(
        worker_id == by.worker_id or area_id in led
        for id, worker_id, area_id, since, until in spans
        if id == door_id and since <= at and (until is None or until > at)
    )
