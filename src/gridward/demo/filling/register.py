"""The operation, and the register as it stood on the eve of the first survey: areas, doors, people, categories."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.utils import translation

from gridward.demo.community.records import Person
from gridward.households.actions import (
    CategoryFact,
    DoorFact,
    HouseholdFact,
    MarkFact,
    PersonFact,
    add_category,
    put_doors,
    put_households,
    put_persons,
    set_marks,
)
from gridward.households.identity import Phone
from gridward.operations.actions import open_operation
from gridward.operations.exercise import exercise_fact
from gridward.shared.batches import in_batches
from gridward.shared.ids import new_id

from .known import ROSTER, Known, by_ref

BATCH = 400
REVIEW_AFTER = timedelta(days=60)


def begin_operation(known: Known) -> None:
    """Open the exercise that says what the data is for."""
    with translation.override("zh-hans"):
        fact = exercise_fact(known.told.locality[-1])
    open_operation(by=known.officer, fact=replace(fact, name="疫情防控入户核查演练"))


def hang_doors(known: Known) -> None:
    """Put in the doors with state and responsible worker; their numbers come by the scheme."""
    for doors in in_batches(known.began.doors, BATCH):
        facts = [
            DoorFact(
                building_id=known.buildings[door.building_ref],
                unit=door.unit,
                room=door.room,
                sub=door.sub,
                state=door.state,
                worker_id=known.workers[door.worker_ref],
                walking_order=door.walking_order,
            )
            for door in doors
        ]
        known.doors.update(by_ref(doors, put_doors(by=known.officer, doors=facts, source=ROSTER)))


def settle_people(known: Known) -> None:
    """Put in households, and the people in them in batches that hold no other writer up."""
    households = [
        HouseholdFact(known.doors[one.door_ref], one.number, one.is_tenant) for one in known.began.households
    ]
    ids = put_households(by=known.officer, households=households, source=ROSTER)
    known.households = by_ref(known.began.households, ids)
    known.persons = {person.ref: new_id() for person in known.told.persons}
    for persons in in_batches(known.began.persons, BATCH):
        put_persons(by=known.officer, persons=[person_fact(known, one) for one in persons], source=ROSTER)


def person_fact(known: Known, told: Person) -> PersonFact:
    """All that is told of a person."""
    person = known.dates.person(told)
    return PersonFact(
        id=known.persons[person.ref],
        household_id=known.households[person.household_ref],
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        id_kind=person.id_kind,
        id_number=person.id_number,
        phones=phones_of(person.phones),
        registered_address=person.registered_address or None,
        moved_to=person.moved_to or None,
        relation=person.relation,
        is_head=person.is_head,
        is_tenant=person.is_tenant,
        whereabouts=person.whereabouts,
        whereabouts_from=person.whereabouts_from,
        whereabouts_until=person.whereabouts_until,
        guardian_id=known.persons[person.guardian_ref] if person.guardian_ref else None,
        order=person.order,
    )


def phones_of(numbers: Sequence[str]) -> tuple[Phone, ...]:
    """Telephone numbers as the register takes them."""
    return tuple(Phone(number) for number in numbers)


def define_categories(known: Known) -> None:
    """Define classes and groups with purpose and end, and mark who is in them."""
    ends_on = known.dates.day(known.told.rounds[0].opens_at.date()) + REVIEW_AFTER
    facts = [
        CategoryFact(one.code, one.name, one.subject, one.purpose, one.name_en, ends_on, order)
        for order, one in enumerate(known.told.categories, 1)
    ]
    known.categories = by_ref(known.told.categories, add_category(by=known.officer, categories=facts))
    marks = [
        MarkFact(known.categories[one.ref], _subject_id(known, one.subject, ref))
        for one in known.began.categories
        for ref in one.members
    ]
    for batch in in_batches(marks, BATCH):
        set_marks(by=known.officer, marks=batch, source=ROSTER)


def _subject_id(known: Known, subject: str, ref: str) -> UUID:
    return known.persons[ref] if subject == "person" else known.households[ref]
