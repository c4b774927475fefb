"""One person or household as their forms need them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.accounts.field_groups import Group, Level, level
from gridward.households.access import doors_for, households_by_id, households_for, persons_by_id, persons_for
from gridward.households.models import LIVING_HERE, Category, Door, Household, Mark, Person
from gridward.households.queries.doors import categories_of
from gridward.households.sight import PersonView, views_of


@dataclass(frozen=True)
class PersonEntry:
    """A person with the view of whoever writes, and the categories on."""

    person: Person
    view: PersonView

    @property
    def door(self) -> Door:
        """The door the person is recorded at."""
        door: Door = self.person.door
        return door


def person_to_read(actor: Actor, person_id: UUID) -> PersonEntry:
    """A person within sight; raises shared.not_found."""
    person = persons_by_id(actor, [person_id])[person_id]
    return PersonEntry(person, views_of(actor, [person])[0])


def person_to_record(actor: Actor, person_id: UUID) -> PersonEntry:
    """A person the actor may write about; raises shared.not_found, shared.not_yours."""
    person = persons_by_id(actor, [person_id], to="record")[person_id]
    return PersonEntry(person, views_of(actor, [person])[0])


def household_to_record(actor: Actor, household_id: UUID) -> Household:
    """A household with its door that the actor may write about; raises shared.not_found, shared.not_yours."""
    return households_by_id(actor, [household_id], to="record")[household_id]


def households_at(actor: Actor, door_id: UUID) -> list[Household]:
    """The open households behind a door within sight."""
    return list(households_for(actor).filter(door_id=door_id).order_by("number", "id"))


def living_ids(actor: Actor, household_id: UUID) -> list[UUID]:
    """Ids of those of a household who live here."""
    here = persons_for(actor).filter(household_id=household_id, whereabouts__in=LIVING_HERE)
    return list(here.values_list("id", flat=True))


def heads_of(actor: Actor, household_ids: Collection[UUID]) -> dict[UUID, str]:
    """The name of each household's head as the actor may see it."""
    heads = persons_for(actor).filter(household_id__in=list(household_ids), is_head=True)
    return {view.household_id: view.name for view in views_of(actor, heads)}


def area_ids_with_doors(actor: Actor) -> list[UUID | None]:
    """The areas that doors within sight lie in; one statement."""
    return list(doors_for(actor).order_by().values_list("area_id", flat=True).distinct())


def may_see_categories(actor: Actor) -> bool:
    """Whether categories are anything of the actor's at all: a list narrowed by one tells who is in it."""
    return level(actor, Group.CATEGORY, is_own_door=True, is_in_own_area=True) is Level.CLEAR


def marks_on(actor: Actor, subject_id: UUID) -> set[UUID]:
    """Ids of the categories a person or household is in."""
    marks = Mark.objects.of(actor.community_id).filter(subject_id=subject_id, is_on=True)
    return set(marks.values_list("category_id", flat=True))


def categories_for(actor: Actor, subject: str) -> list[Category]:
    """The categories that mark persons, or households."""
    return list(categories_of(actor.community_id, subject))
