"""Turning the story back to the day before the first survey, and telling it again."""

from dataclasses import replace

from .records import (
    DemoCommunity,
    Door,
    DoorStateFound,
    Event,
    Person,
    PersonArrived,
    PersonMoved,
    PhoneChanged,
)


def as_it_began(community: DemoCommunity) -> DemoCommunity:
    """The community before its story: nobody has moved or arrived, no door was tried; events are kept to be told.

    Newcomers are missing from `persons` and from the categories; door states are as they were held.
    """
    doors = {door.ref: replace(door, attempts=0, recheck_on=None) for door in community.doors}
    persons = {person.ref: person for person in community.persons}
    for event in reversed(community.events):
        _undo(event, doors, persons)
    categories = tuple(
        replace(
            category,
            members=tuple(ref for ref in category.members if category.subject != "person" or ref in persons),
        )
        for category in community.categories
    )
    return replace(
        community, doors=tuple(doors.values()), persons=tuple(persons.values()), categories=categories
    )


def _undo(event: Event, doors: dict[str, Door], persons: dict[str, Person]) -> None:
    if isinstance(event, DoorStateFound):
        doors[event.door_ref] = replace(doors[event.door_ref], state=event.was)
    elif isinstance(event, PersonMoved):
        stayed = replace(persons[event.person_ref], whereabouts="home", whereabouts_from=None, moved_to="")
        persons[event.person_ref] = stayed
    elif isinstance(event, PersonArrived):
        del persons[event.person_ref]
    elif isinstance(event, PhoneChanged):
        persons[event.person_ref] = replace(persons[event.person_ref], phones=event.was)
