"""What is missing and under whose name it stands: doors, guardians, doubtful numbers, people who may be one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.areas.answering import Answering
from gridward.households.access import doors_for, persons_for
from gridward.households.ages import AGE, is_under_14
from gridward.households.gaps import finding
from gridward.households.models import LIVING_HERE, Door, IdState, LookAlike, Person
from gridward.households.sight import PersonView, views_of


@dataclass(frozen=True)
class Gap:
    """A door that lacks something (`plate`, `worker`), and who can mend it: its area's leader, else the coordinator."""

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
    """Doors within sight without plate or a responsible worker at work, in walking order; a few statements."""
    seen = doors_for(actor)
    without_worker = finding.without_worker(seen, actor.community_id).values("id")
    lacking = seen.filter(Q(id__in=finding.without_plate(seen).values("id")) | Q(id__in=without_worker))
    shown = list(lacking.select_related("area", "site", "building").order_by("walking_order", "id"))
    who = Answering(actor.community_id)
    ids = {who.of_area(door.area_id) for door in shown}
    workers = {worker.id: worker for worker in Worker.objects.filter(id__in=[id for id in ids if id])}
    named = [(door, who.of_area(door.area_id)) for door in shown]
    return [Gap(door, _missing(door, who), workers.get(id) if id else None) for door, id in named]


def _missing(door: Door, who: Answering) -> tuple[str, ...]:
    lacks = {"plate": not door.plate, "worker": door.worker_id not in who.at_work}
    return tuple(name for name, is_lacking in lacks.items() if is_lacking)


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
