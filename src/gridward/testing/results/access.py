"""The only way in to results and to those who wait: who enters, who sees names, who decides, who sees a door alone."""

from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem
from gridward.testing.results.models import OPEN_WAITS, Case, Result, Waiting, WaitState

ENTERERS: Final = (Role.COORDINATOR, Role.SAMPLER, Role.LABORATORY, Role.HEALTH_CONTACT)
"""Who enters and compares results: tubes and words, never people."""
TEAM: Final = (Role.COORDINATOR, Role.SAMPLER, Role.HEALTH_CONTACT)
"""Who sees the names of all who wait."""
DECIDERS: Final = (Role.COORDINATOR, Role.HEALTH_CONTACT)
"""Who withdraws, releases, and sees cases."""
FIELD: Final = (Role.AREA_LEADER, Role.WORKER)
"""Who sees those who wait behind the own doors."""
WATCHERS: Final = (Role.PATROL, *TEAM)
"""Who sees at which doors people stay, and until when."""


def results_for(actor: Actor) -> QuerySet[Any]:
    """Results of tubes, the newest first; raises shared.not_yours for whoever enters none."""
    must_be(actor, *ENTERERS)
    results: QuerySet[Any] = Result.objects.of(actor.community_id)
    return results.order_by("-received_at", "-id")


def result_or_404(actor: Actor, result_id: UUID) -> Result:
    """One result; raises shared.not_found, shared.not_yours."""
    found: Result | None = results_for(actor).filter(id=result_id).select_related("tube").first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def waits_for(actor: Actor) -> QuerySet[Any]:
    """Waitings whose person the actor may see: all for the team, else of the own areas and doors.

    Raises shared.not_yours for everybody else.
    """
    must_be(actor, *TEAM, *FIELD)
    waits: QuerySet[Any] = Waiting.objects.of(actor.community_id).order_by("since", "id")
    if actor.is_any_of(*TEAM):
        return waits
    mine = waits.filter(worker_id=actor.worker_id)
    if actor.is_any_of(Role.AREA_LEADER) and actor.area_ids:
        mine = mine | waits.filter(area_id__in=list(actor.area_ids))
    return mine


def wait_or_404(actor: Actor, wait_id: UUID, to: str = "read") -> Waiting:
    """One waiting; `to`: read or decide. Raises shared.not_found, shared.not_yours."""
    found: Waiting | None = (
        waits_for(actor).filter(id=wait_id).select_related("tube", "result", "door", "area").first()
    )
    if found is None:
        raise Problem(NOT_FOUND)
    if to == "decide" and not actor.is_any_of(*DECIDERS):
        raise Problem(NOT_YOURS)
    return found


def staying(community_id: UUID) -> Q:
    """A condition on waitings: who stays in place now. A positive re-sample changes nothing about it, so that nobody
    can read it from a list, until the health authority has the case."""
    unreported = Case.objects.of(community_id).filter(
        waiting_id=OuterRef("id"), reported_at=None, withdrawn_at=None
    )
    return Q(state__in=OPEN_WAITS) | Q(Exists(unreported), state=WaitState.CASE)


def stays_for(actor: Actor) -> QuerySet[Any]:
    """Open waitings behind doors, for who watches over doors and learns nothing of the people behind them."""
    must_be(actor, *WATCHERS)
    waits: QuerySet[Any] = Waiting.objects.of(actor.community_id)
    return waits.filter(staying(actor.community_id), door_id__isnull=False)


def cases_for(actor: Actor) -> QuerySet[Any]:
    """Cases for the health authority, the newest first; raises shared.not_yours."""
    must_be(actor, *DECIDERS)
    cases: QuerySet[Any] = Case.objects.of(actor.community_id)
    return cases.select_related("waiting__door", "waiting__tube", "result").order_by("-opened_at", "id")


def case_or_404(actor: Actor, case_id: UUID) -> Case:
    """One case; raises shared.not_found, shared.not_yours."""
    found: Case | None = cases_for(actor).filter(id=case_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found
