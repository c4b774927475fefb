"""The only way in: doors and people within sight, and what may be done at a door."""

from collections.abc import Callable, Iterable
from typing import Literal, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.households.models import Door, Household, Person
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem

Deed = Literal["read", "record", "assign"]
Row = TypeVar("Row", Door, Household, Person)


def scope_of_doors(actor: Actor, door: str = "") -> Q:
    """The actor's sight as a condition on doors; `door` is the way to them (`door__`)."""
    if actor.is_community_wide:
        return Q()
    seen = Q(**{f"{door}area_id__in": list(actor.area_ids)})
    return seen | Q(**{f"{door}worker_id": actor.worker_id}) if Role.WORKER in actor.roles else seen


def doors_for(actor: Actor) -> "QuerySet[Door]":
    """Doors within sight: all of the community, one's areas, one's own doors."""
    doors: QuerySet[Door] = Door.objects.of(actor.community_id)
    return doors.filter(scope_of_doors(actor))


def doors_to_assign(actor: Actor) -> "QuerySet[Door]":
    """Doors whose worker and plate the actor decides on; raises shared.not_yours for whoever decides on none."""
    if not actor.is_any_of(Role.COORDINATOR, Role.AREA_LEADER):
        raise Problem(NOT_YOURS)
    doors: QuerySet[Door] = Door.objects.of(actor.community_id)
    if actor.is_community_wide and Role.COORDINATOR in actor.roles:
        return doors
    return doors.filter(area_id__in=list(actor.area_ids))


def households_for(actor: Actor) -> "QuerySet[Household]":
    """Open households behind the doors within sight."""
    households: QuerySet[Household] = Household.objects.of(actor.community_id)
    return households.filter(scope_of_doors(actor, "door__"), is_closed=False)


def persons_for(actor: Actor) -> "QuerySet[Person]":
    """Persons behind the doors within sight, each with the door; not those merged into somebody else."""
    persons: QuerySet[Person] = Person.objects.of(actor.community_id)
    return persons.filter(scope_of_doors(actor, "door__"), merged_into_id=None).select_related("door")


def can_record(actor: Actor, door: Door) -> bool:
    """Whether the actor may write down what is at this door."""
    if actor.is_community_wide and actor.is_any_of(Role.COORDINATOR, Role.DATA_OFFICER):
        return True
    if actor.is_any_of(Role.AREA_LEADER, Role.WORKER) and door.area_id in actor.area_ids:
        return True
    return Role.WORKER in actor.roles and door.worker_id == actor.worker_id


def can_assign(actor: Actor, door: Door) -> bool:
    """Whether the actor may say who answers for this door, and what its plate is."""
    if actor.is_community_wide and Role.COORDINATOR in actor.roles:
        return True
    return Role.AREA_LEADER in actor.roles and door.area_id in actor.area_ids


_MAY: dict[str, Callable[[Actor, Door], bool]] = {
    "read": lambda actor, door: True,
    "record": can_record,
    "assign": can_assign,
}


def door_or_404(actor: Actor, door_id: UUID, to: Deed = "read") -> Door:
    """One door within sight, with building, site and area; raises shared.not_found, shared.not_yours."""
    door = doors_for(actor).filter(id=door_id).select_related("building", "site", "area").first()
    if door is None:
        raise Problem(NOT_FOUND)
    if not _MAY[to](actor, door):
        raise Problem(NOT_YOURS)
    return door


def doors_by_id(actor: Actor, door_ids: Iterable[UUID], to: Deed = "read") -> dict[UUID, Door]:
    """Doors by id, all or none: raises shared.not_found if one is out of sight, shared.not_yours."""
    ids = set(door_ids)
    doors = {door.id: door for door in doors_for(actor).filter(id__in=ids)} if ids else {}
    return _all_or_none(actor, ids, doors, doors.values(), to)


def households_by_id(actor: Actor, household_ids: Iterable[UUID], to: Deed = "read") -> dict[UUID, Household]:
    """Households by id, closed ones too, each with its door; raises shared.not_found, shared.not_yours."""
    ids = set(household_ids)
    found = Household.objects.with_ids(actor.community_id, ids).filter(scope_of_doors(actor, "door__"))
    households = {h.id: h for h in found.select_related("door")} if ids else {}
    return _all_or_none(actor, ids, households, [h.door for h in households.values()], to)


def persons_by_id(actor: Actor, person_ids: Iterable[UUID], to: Deed = "read") -> dict[UUID, Person]:
    """Persons by id, each with the door; raises shared.not_found, shared.not_yours."""
    ids = set(person_ids)
    persons = {p.id: p for p in persons_for(actor).filter(id__in=ids)} if ids else {}
    return _all_or_none(actor, ids, persons, [p.door for p in persons.values()], to)


def _all_or_none(
    actor: Actor, ids: set[UUID], found: dict[UUID, Row], doors: Iterable[Door], to: Deed
) -> dict[UUID, Row]:
    if ids - found.keys():
        raise Problem(NOT_FOUND)
    if not all(_MAY[to](actor, door) for door in doors):
        raise Problem(NOT_YOURS)
    return found
