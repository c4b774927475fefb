"""The scope of a round is a rule: which doors, persons or places it owes a due to, now."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, UUIDField, Value

from gridward.areas.models import Site
from gridward.households.models import LIVING_HERE, Door, Mark, Person
from gridward.operations.models import ZoneBuilding
from gridward.rounds.models import Due, Meaning, Subject

FIRST_WORDS: Final = ("areas", "categories", "door_states")


@dataclass(frozen=True)
class Scope:
    """Areas, categories, zones and sites by id, door states by code; an empty list leaves nothing out."""

    area_ids: tuple[UUID, ...] = ()
    category_ids: tuple[UUID, ...] = ()
    door_states: tuple[str, ...] = ()
    zone_ids: tuple[UUID, ...] = ()
    site_ids: tuple[UUID, ...] = ()
    moved_in: UUID | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Scope()

    def as_json(self) -> dict[str, list[str]]:
        """The form kept with a round or a schedule; words that came later are kept only where they say something."""
        kept = {
            "areas": sorted(str(id) for id in self.area_ids),
            "categories": sorted(str(id) for id in self.category_ids),
            "door_states": sorted(self.door_states),
            "zones": sorted(str(id) for id in self.zone_ids),
            "sites": sorted(str(id) for id in self.site_ids),
            "moved_in": [str(self.moved_in)] if self.moved_in else [],
        }
        return {word: ids for word, ids in kept.items() if ids or word in FIRST_WORDS}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Scope":
        """Read the kept form; a word that is missing leaves nothing out."""
        return cls(
            tuple(UUID(id) for id in kept.get("areas", ())),
            tuple(UUID(id) for id in kept.get("categories", ())),
            tuple(kept.get("door_states", ())),
            tuple(UUID(id) for id in kept.get("zones", ())),
            tuple(UUID(id) for id in kept.get("sites", ())),
            next((UUID(id) for id in kept.get("moved_in", ())), None),
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
    if scope.site_ids:
        doors = doors.filter(site_id__in=scope.site_ids)
    if scope.zone_ids:
        doors = doors.filter(_in_zones(community_id, scope, building_id=OuterRef("building_id")))
    if scope.moved_in:
        doors = doors.filter(_moved(community_id, scope, door_id=OuterRef("id")))
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
    if scope.site_ids:
        persons = persons.filter(door__site_id__in=scope.site_ids)
    if scope.zone_ids:
        persons = persons.filter(_in_zones(community_id, scope, building_id=OuterRef("door__building_id")))
    if scope.moved_in:
        persons = persons.filter(_moved(community_id, scope, subject_id=OuterRef("id")))
    found: QuerySet[Any] = persons.annotate(
        its_door=F("door_id"), its_area=F("door__area_id"), its_worker=F("door__worker_id")
    )
    return found


def places_in(community_id: UUID, scope: Scope) -> QuerySet[Any]:
    """Sites in the scope; the leader of a site's area answers for it."""
    sites = Site.objects.of(community_id)
    if scope.area_ids:
        sites = sites.filter(area_id__in=scope.area_ids)
    if scope.site_ids:
        sites = sites.filter(id__in=scope.site_ids)
    if scope.zone_ids:
        sites = sites.filter(_in_zones(community_id, scope, building__site_id=OuterRef("id")))
    return sites.annotate(
        its_door=Value(None, output_field=UUIDField()), its_area=F("area_id"), its_worker=F("area__leader_id")
    )


def _in_zones(community_id: UUID, scope: Scope, **place: OuterRef) -> Exists:
    """Whether a place lies in one of the zones now."""
    rows = ZoneBuilding.objects.of(community_id).filter(zone_id__in=scope.zone_ids, until=None)
    if "building__site_id" in place:
        rows = rows.filter(building__community_id=community_id)
    return Exists(rows.filter(**place))


def _moved(community_id: UUID, scope: Scope, **subject: OuterRef) -> Exists:
    """Whether somebody was moved out in the round named, as that round says now."""
    dues = Due.objects.of(community_id).filter(
        round_id__in=[scope.moved_in] if scope.moved_in else [], meaning=Meaning.MOVED
    )
    return Exists(dues.filter(**subject))


def _living_here(community_id: UUID) -> QuerySet[Any]:
    return Person.objects.of(community_id).filter(whereabouts__in=LIVING_HERE, merged_into_id=None)


def _marked_persons(community_id: UUID, scope: Scope) -> QuerySet[Any]:
    """Persons living here who bear one of the categories themselves or through their household."""
    marks = Mark.objects.of(community_id).filter(category_id__in=scope.category_ids, is_on=True)
    on_person = Exists(marks.filter(subject_id=OuterRef("id")))
    on_household = Exists(marks.filter(subject_id=OuterRef("household_id")))
    return _living_here(community_id).filter(Q(on_person) | Q(on_household))
