"""The scope of a round is a rule: which doors, persons or places it owes a due to, now."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, UUIDField, Value

from gridward.areas.models import Site
from gridward.households.models import LIVING_HERE, Door, Mark, Person
from gridward.rounds.models import Subject


@dataclass(frozen=True)
class Scope:
    """Areas and categories by id, door states by code; an empty list leaves nothing out."""

    area_ids: tuple[UUID, ...] = ()
    category_ids: tuple[UUID, ...] = ()
    door_states: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.area_ids or self.category_ids or self.door_states)

    def as_json(self) -> dict[str, list[str]]:
        """The form kept with a round or a schedule."""
        return {
            "areas": sorted(str(id) for id in self.area_ids),
            "categories": sorted(str(id) for id in self.category_ids),
            "door_states": sorted(self.door_states),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Scope":
        """Read the kept form; a word that is missing leaves nothing out."""
        return cls(
            tuple(UUID(id) for id in kept.get("areas", ())),
            tuple(UUID(id) for id in kept.get("categories", ())),
            tuple(kept.get("door_states", ())),
        )


def subjects_in(community_id: UUID, subject: str, scope: Scope) -> QuerySet[Any]:
    """Doors, persons or sites in the scope, annotated with the due's `its_door`, `its_area` and `its_worker`."""
    if subject == Subject.DOOR:
        return doors_in(community_id, scope)
    if subject == Subject.PERSON:
        return persons_in(community_id, scope)
    return places_in(community_id, scope)


def doors_in(community_id: UUID, scope: Scope) -> QuerySet[Any]:
    """Doors in the scope, those in no area included where no areas are named."""
    doors = Door.objects.of(community_id)
    if scope.area_ids:
        doors = doors.filter(area_id__in=scope.area_ids)
    if scope.door_states:
        doors = doors.filter(state__in=scope.door_states)
    if scope.category_ids:
        doors = doors.filter(Exists(_marked_persons(community_id, scope).filter(door_id=OuterRef("id"))))
    return doors.annotate(its_door=F("id"), its_area=F("area_id"), its_worker=F("worker_id"))


def persons_in(community_id: UUID, scope: Scope) -> QuerySet[Any]:
    """Persons who really live here, in the scope; their door gives area and worker."""
    persons: QuerySet[Any] = _living_here(community_id)
    if scope.category_ids:
        persons = _marked_persons(community_id, scope)
    if scope.area_ids:
        persons = persons.filter(door__area_id__in=scope.area_ids)
    if scope.door_states:
        persons = persons.filter(door__state__in=scope.door_states)
    found: QuerySet[Any] = persons.annotate(
        its_door=F("door_id"), its_area=F("door__area_id"), its_worker=F("door__worker_id")
    )
    return found


def places_in(community_id: UUID, scope: Scope) -> QuerySet[Any]:
    """Sites in the scope; the leader of a site's area answers for it."""
    sites = Site.objects.of(community_id)
    if scope.area_ids:
        sites = sites.filter(area_id__in=scope.area_ids)
    return sites.annotate(
        its_door=Value(None, output_field=UUIDField()), its_area=F("area_id"), its_worker=F("area__leader_id")
    )


def _living_here(community_id: UUID) -> QuerySet[Any]:
    return Person.objects.of(community_id).filter(whereabouts__in=LIVING_HERE, merged_into_id=None)


def _marked_persons(community_id: UUID, scope: Scope) -> QuerySet[Any]:
    """Persons living here who bear one of the categories themselves or through their household."""
    marks = Mark.objects.of(community_id).filter(category_id__in=scope.category_ids, is_on=True)
    on_person = Exists(marks.filter(subject_id=OuterRef("id")))
    on_household = Exists(marks.filter(subject_id=OuterRef("household_id")))
    return _living_here(community_id).filter(Q(on_person) | Q(on_household))
