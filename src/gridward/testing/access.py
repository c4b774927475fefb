"""The only way in to days, tubes and samples: what the actor sees, and where it may sample."""

from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem
from gridward.testing.models import Sample, Station, TestDay, Tube

# Who may sample anybody; a leader and a worker sample at their own doors.
SAMPLERS: Final = (Role.SAMPLER, Role.COORDINATOR)
RECORDERS: Final = (*SAMPLERS, Role.AREA_LEADER, Role.WORKER)
# Who sees every tube by its code and state; who is in it is another matter.
TUBE_READERS: Final = (*SAMPLERS, Role.LABORATORY, Role.HEALTH_CONTACT, Role.DATA_OFFICER, Role.READER)


def days_for(actor: Actor) -> QuerySet[TestDay]:
    """Days of testing, the latest first; a day itself names nobody."""
    days: QuerySet[TestDay] = TestDay.objects.of(actor.community_id)
    return days.order_by("-date")


def day_or_404(actor: Actor, day_id: UUID) -> TestDay:
    """One day; raises shared.not_found."""
    day = days_for(actor).filter(id=day_id).first()
    if day is None:
        raise Problem(NOT_FOUND)
    return day


def stations_for(actor: Actor) -> QuerySet[Station]:
    """Stations, those open first, in their order."""
    stations: QuerySet[Station] = Station.objects.of(actor.community_id)
    return stations.order_by("-is_open", "order", "name")


def tubes_for(actor: Actor) -> QuerySet[Tube]:
    """Tubes the actor sees: all for those who handle tubes, else those one opened or that hold an own household."""
    tubes: QuerySet[Tube] = Tube.objects.of(actor.community_id)
    if actor.is_any_of(*TUBE_READERS):
        return tubes
    mine = samples_for(actor).filter(tube_id=OuterRef("id"))
    return tubes.filter(Q(opened_by_id=actor.worker_id) | Exists(mine))


def tube_or_404(actor: Actor, tube_id: UUID, to: str = "read") -> Tube:
    """One tube; `to`: read or write. Raises shared.not_found, shared.not_yours."""
    tube: Tube | None = tubes_for(actor).filter(id=tube_id).select_related("day", "station").first()
    if tube is None:
        raise Problem(NOT_FOUND)
    if to == "write" and not may_handle(actor, tube):
        raise Problem(NOT_YOURS)
    return tube


def samples_for(actor: Actor) -> QuerySet[Sample]:
    """Samples whose person the actor may see: all for samplers, else of the own areas, own doors and own hand."""
    samples: QuerySet[Sample] = Sample.objects.of(actor.community_id)
    if actor.is_any_of(*SAMPLERS, Role.DATA_OFFICER, Role.READER):
        return samples
    own = Q(by_id=actor.worker_id) | Q(due__worker_id=actor.worker_id, due__community_id=actor.community_id)
    return samples.filter(own | Q(area_id__in=list(actor.area_ids)))


def sees_people(actor: Actor) -> bool:
    """Whether the actor sees who is in a tube at all: to the laboratory a tube is a code."""
    return actor.is_any_of(*(role for role in Role.values if role != Role.LABORATORY))


def may_handle(actor: Actor, tube: Tube) -> bool:
    """Whether the actor may seal, move and strike out in this tube: samplers any, others those they opened."""
    if actor.is_any_of(*SAMPLERS):
        return True
    return actor.is_any_of(Role.AREA_LEADER, Role.WORKER) and tube.opened_by_id == actor.worker_id


def may_sample(actor: Actor, area_id: UUID | None, worker_id: UUID | None, is_of_the_register: bool) -> bool:
    """Whether the actor may sample somebody whose door lies in this area under this worker.

    Whoever stands at doors may take along somebody found there who is on no register.
    """
    if actor.is_any_of(*SAMPLERS):
        return True
    if not actor.is_any_of(Role.AREA_LEADER, Role.WORKER):
        return False
    leads = actor.is_any_of(Role.AREA_LEADER) and area_id in actor.area_ids
    return not is_of_the_register or leads or worker_id == actor.worker_id
