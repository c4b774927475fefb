"""The scope of a round is a rule: which doors, persons or places it owes a due to, now."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, UUIDField, Value

from gridward.accounts.models import Worker
from gridward.areas.models import Site
from gridward.households.models import LIVING_HERE, Door, Person
from gridward.households.workers_here.queries import living_here, said_same
from gridward.rounds.models import Due, Meaning, Subject
from gridward.rounds.rules import AnyOf, in_zones, marked

FIRST_WORDS: Final = ("areas", "categories", "door_states")


@dataclass(frozen=True)
class Scope:
    """Areas, categories, zones and sites by id, door states by code; an empty list leaves nothing out.

    Of persons a scope may also take `any_of` or everybody but `none_of`, and the workers of the community besides;
    `instead_of` is a round beside this one: whoever was settled there owes nothing here. `is_named`: its dues are given
    one by one, by name; nobody comes in or leaves by rule.
    """

    area_ids: tuple[UUID, ...] = ()
    category_ids: tuple[UUID, ...] = ()
    door_states: tuple[str, ...] = ()
    zone_ids: tuple[UUID, ...] = ()
    site_ids: tuple[UUID, ...] = ()
    moved_in: UUID | None = None
    any_of: AnyOf | None = None
    none_of: AnyOf | None = None
    with_workers: bool = False
    instead_of: UUID | None = None
    is_named: bool = False

    def as_json(self) -> dict[str, Any]:
        """The form kept with a round or a schedule; words that came later are kept only where they say something."""
        kept: dict[str, Any] = {
            "areas": sorted(str(id) for id in self.area_ids),
            "categories": sorted(str(id) for id in self.category_ids),
            "door_states": sorted(self.door_states),
            "zones": sorted(str(id) for id in self.zone_ids),
            "sites": sorted(str(id) for id in self.site_ids),
            "moved_in": [str(self.moved_in)] if self.moved_in else [],
            "any_of": self.any_of.as_json() if self.any_of else None,
            "none_of": self.none_of.as_json() if self.none_of else None,
            "with_workers": self.with_workers,
            "instead_of": [str(self.instead_of)] if self.instead_of else [],
            "named": self.is_named,
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
            AnyOf.from_json(kept["any_of"]) if "any_of" in kept else None,
            AnyOf.from_json(kept["none_of"]) if "none_of" in kept else None,
            bool(kept.get("with_workers")),
            next((UUID(id) for id in kept.get("instead_of", ())), None),
            bool(kept.get("named")),
        )


def subjects_in(
    community_id: UUID, subject: str, scope: Scope, round_id: UUID | None = None
) -> list[QuerySet[Any]]:
    """Doors, persons and workers, or sites in the scope, annotated with the due's `its_door`, `its_area`, `its_worker`.

    Each source of subjects is a set of its own; none shares an id with another. `round_id`: the round that asks.
    """
    if subject == Subject.DOOR:
        return [doors_in(community_id, scope)]
    if subject == Subject.PLACE:
        return [places_in(community_id, scope)]
    persons = persons_in(community_id, scope).filter(_not_settled_as_worker(community_id, scope, round_id))
    return [persons, workers_in(community_id, scope)] if scope.with_workers else [persons]


def is_in(sources: list[QuerySet[Any]], column: str) -> Q:
    """Whether the id in a column of the outer statement is one of these subjects."""
    found = Q()
    for source in sources:
        found |= Q(Exists(source.filter(id=OuterRef(column))))
    return found


def doors_in(community_id: UUID, scope: Scope) -> QuerySet[Any]:
    """Doors in the scope, those in no area included where no areas are named."""
    doors = Door.objects.of(community_id)
    if scope.area_ids:
        doors = doors.filter(area_id__in=scope.area_ids)
    if scope.door_states:
        doors = doors.filter(state__in=scope.door_states)
    if scope.category_ids:
        bearers = _living_here(community_id).filter(marked(community_id, scope.category_ids))
        doors = doors.filter(Exists(bearers.filter(door_id=OuterRef("id"))))
    if scope.site_ids:
        doors = doors.filter(site_id__in=scope.site_ids)
    if scope.zone_ids:
        doors = doors.filter(in_zones(community_id, scope.zone_ids, building_id=OuterRef("building_id")))
    if scope.moved_in:
        doors = doors.filter(_moved(community_id, scope, door_id=OuterRef("id")))
    return doors.annotate(its_door=F("id"), its_area=F("area_id"), its_worker=F("worker_id"))


def persons_in(community_id: UUID, scope: Scope) -> QuerySet[Any]:
    """Persons who really live here, in the scope; their door gives area and worker."""
    persons: QuerySet[Any] = _living_here(community_id)
    if scope.category_ids:
        persons = persons.filter(marked(community_id, scope.category_ids))
    if scope.area_ids:
        persons = persons.filter(door__area_id__in=scope.area_ids)
    if scope.door_states:
        persons = persons.filter(door__state__in=scope.door_states)
    if scope.site_ids:
        persons = persons.filter(door__site_id__in=scope.site_ids)
    if scope.zone_ids:
        persons = persons.filter(
            in_zones(community_id, scope.zone_ids, building_id=OuterRef("door__building_id"))
        )
    if scope.moved_in:
        persons = persons.filter(_moved(community_id, scope, subject_id=OuterRef("id")))
    if scope.any_of is not None:
        persons = persons.filter(scope.any_of.of_persons(community_id))
    if scope.none_of is not None:
        persons = persons.exclude(scope.none_of.of_persons(community_id))
    persons = persons.filter(_not_settled_beside(community_id, scope))
    found: QuerySet[Any] = persons.annotate(
        its_door=F("door_id"), its_area=F("door__area_id"), its_worker=F("door__worker_id")
    )
    return found


def workers_in(community_id: UUID, scope: Scope) -> QuerySet[Any]:
    """Everybody at work here: no door and no area, and each answers for oneself; who lives here owes as a resident."""
    nowhere = Value(None, output_field=UUIDField())
    residents = living_here(community_id).filter(worker_id=OuterRef("id"))
    workers = Worker.objects.filter(~Exists(residents), community_id=community_id, left_at=None)
    return workers.filter(_not_settled_beside(community_id, scope)).annotate(
        its_door=nowhere, its_area=nowhere, its_worker=F("id")
    )


def _not_settled_beside(community_id: UUID, scope: Scope) -> Q:
    """Whoever changes between two rounds owes one due in both together."""
    if scope.instead_of is None:
        return Q()
    beside = Due.objects.of(community_id).filter(round_id=scope.instead_of, subject_id=OuterRef("id"))
    return ~Q(Exists(beside.exclude(state__in=[Due.State.OPEN, Due.State.LEFT])))


def _not_settled_as_worker(community_id: UUID, scope: Scope, round_id: UUID | None) -> Q:
    """Whoever turned out to live here after being settled as a worker, in this round or the one beside it, is done."""
    if not scope.with_workers and scope.instead_of is None:
        return Q()
    rounds = [id for id in (round_id, scope.instead_of) if id]
    dues = Due.objects.of(community_id).filter(round_id__in=rounds, subject_id=OuterRef("worker_id"))
    settled = Exists(dues.exclude(state__in=[Due.State.OPEN, Due.State.LEFT]))
    return ~Q(Exists(said_same(community_id).filter(settled, person_id=OuterRef("id"))))


def places_in(community_id: UUID, scope: Scope) -> QuerySet[Any]:
    """Sites in the scope; the leader of a site's area answers for it."""
    sites = Site.objects.of(community_id)
    if scope.area_ids:
        sites = sites.filter(area_id__in=scope.area_ids)
    if scope.site_ids:
        sites = sites.filter(id__in=scope.site_ids)
    if scope.zone_ids:
        sites = sites.filter(in_zones(community_id, scope.zone_ids, building__site_id=OuterRef("id")))
    return sites.annotate(
        its_door=Value(None, output_field=UUIDField()), its_area=F("area_id"), its_worker=F("area__leader_id")
    )


def _moved(community_id: UUID, scope: Scope, **subject: OuterRef) -> Exists:
    """Whether somebody was moved out in the round named, as that round says now."""
    dues = Due.objects.of(community_id).filter(
        round_id__in=[scope.moved_in] if scope.moved_in else [], meaning=Meaning.MOVED
    )
    return Exists(dues.filter(**subject))


def _living_here(community_id: UUID) -> QuerySet[Any]:
    return Person.objects.of(community_id).filter(whereabouts__in=LIVING_HERE, merged_into_id=None)
