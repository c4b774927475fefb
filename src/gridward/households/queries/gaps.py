"""What is missing and under whose name it stands: doors, guardians, doubtful numbers, people who may be one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Grant, Role, Worker
from gridward.households.access import doors_for, persons_for
from gridward.households.ages import AGE, is_under_14
from gridward.households.models import LIVING_HERE, Door, DoorState, IdState, LookAlike, Person
from gridward.households.sight import PersonView, views_of


@dataclass(frozen=True)
class Gap:
    """A lived-in door that lacks something (`plate`, `worker`), and the person it stands under.

    That is the responsible worker, else the leader of its area, else the coordinator.
    """

    door: Door
    missing: tuple[str, ...]
    under: Worker | None


@dataclass(frozen=True)
class LookAlikePair:
    """Two people who may be one, as the actor may see them, and why (a finding's code)."""

    look_alike: LookAlike
    person: PersonView
    other: PersonView


def gaps_of(actor: Actor) -> list[Gap]:
    """Lived-in doors within sight without plate or responsible worker, in walking order; four statements."""
    doors = doors_for(actor).filter(state__in=lived_in_codes(actor.community_id))
    lacking = doors.filter(Q(plate="") | Q(worker_id=None)).select_related("area", "site", "building")
    shown = list(lacking.order_by("walking_order", "id"))
    coordinator = coordinator_of(actor.community_id)
    ids = {door.worker_id for door in shown} | {door.area.leader_id for door in shown if door.area}
    at_work = Worker.objects.filter(id__in=[id for id in ids if id], left_at=None)
    workers = {worker.id: worker for worker in at_work}
    return [Gap(door, _missing(door), _answers_for(door, workers, coordinator)) for door in shown]


def lived_in_codes(community_id: UUID) -> list[str]:
    """Codes of the states that mean somebody lives there."""
    states = DoorState.objects.of(community_id).filter(is_lived_in=True)
    return list(states.values_list("code", flat=True))


def coordinator_of(community_id: UUID) -> Worker | None:
    """Whoever coordinates longest: the last name something can stand under."""
    grants = Grant.objects.in_force().filter(community_id=community_id, role=Role.COORDINATOR)
    first = grants.select_related("worker").order_by("since", "id").first()
    return first.worker if first else None


def _missing(door: Door) -> tuple[str, ...]:
    lacks = {"plate": not door.plate, "worker": door.worker_id is None}
    return tuple(name for name, is_lacking in lacks.items() if is_lacking)


def _answers_for(door: Door, workers: dict[UUID, Worker], coordinator: Worker | None) -> Worker | None:
    leader = workers.get(door.area.leader_id) if door.area and door.area.leader_id else None
    return (workers.get(door.worker_id) if door.worker_id else None) or leader or coordinator


def possible_minors(persons: "QuerySet[Person]") -> "QuerySet[Person]":
    """Persons who may be under 14 by their year of birth; `ages.is_under_14` decides in the boundary year."""
    return persons.filter(birth_year__gte=timezone.localdate().year - AGE)


def minors_without_guardian(actor: Actor) -> list[Person]:
    """People under 14 within sight with nobody on record who answers for them, in walking order."""
    persons = possible_minors(persons_for(actor)).filter(guardian_id=None, whereabouts__in=LIVING_HERE)
    ordered = persons.order_by("door__walking_order", "door_id", "order", "id")
    return [person for person in ordered if is_under_14(person)]


def proposed_guardians(community_id: UUID, persons: Sequence[Person]) -> dict[UUID, UUID]:
    """Who might answer for each: the head of the household if not under 14. Proposed, never set by itself."""
    household_ids = {person.household_id for person in persons}
    heads = Person.objects.of(community_id).filter(
        household_id__in=household_ids, is_head=True, merged_into_id=None
    )
    by_household = {head.household_id: head.id for head in heads if not is_under_14(head)}
    proposed = {person.id: by_household.get(person.household_id) for person in persons}
    return {ward: head for ward, head in proposed.items() if head and head != ward}


def flagged_persons(actor: Actor) -> "QuerySet[Person]":
    """People within sight whose entry asks for a look: a doubtful number or another finding."""
    doubtful = persons_for(actor).filter(Q(id_state=IdState.FLAGGED) | ~Q(flags=[]))
    return doubtful.order_by("door__walking_order", "door_id", "order", "id")


def waiting_look_alikes(actor: Actor) -> list[LookAlikePair]:
    """Pairs that wait for a decision, both of whom the actor may see; oldest first."""
    waiting = list(LookAlike.objects.of(actor.community_id).filter(decision="").order_by("found_at", "id"))
    ids = {id for pair in waiting for id in (pair.person_id, pair.other_id)}
    views = {view.id: view for view in views_of(actor, persons_for(actor).filter(id__in=ids))}
    return list(_both_seen(waiting, views))


def _both_seen(waiting: Sequence[LookAlike], views: dict[UUID, PersonView]) -> Iterator[LookAlikePair]:
    for pair in waiting:
        if pair.person_id in views and pair.other_id in views:
            yield LookAlikePair(pair, views[pair.person_id], views[pair.other_id])
