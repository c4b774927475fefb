"""Who answers for how much, what each can take on, and the way each walks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridward.accounts.guards import must_be
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.allocation import actions, queries
from gridward.allocation.access import (
    PLANNERS,
    REASONS,
    areas_to_plan,
    may_plan_everywhere,
    may_see_limits,
)
from gridward.allocation.forms import LimitForm, start_of
from gridward.allocation.views.frames import ids_in, planning_page, show_form
from gridward.shared.problems import Problem
from gridward.shared.refusals import is_taken, sent

PLACES = {"allocation.bad_room": "fewest"}


@require_GET
@planning_page
def workers(request: ActorRequest) -> HttpResponse:
    """The workers of the areas one plans for, the fullest first, each against the limits."""
    areas = areas_to_plan(request.actor)
    asked = [id for id in ids_in(request.GET.getlist("area")) if id in {area.id for area in areas}]
    loads = queries.worker_loads(request.actor, asked)
    page: dict[str, Any] = {
        "loads": [(load, queries.load_bar(load)) for load in loads],
        "areas": areas,
        "asked": asked[0] if asked else None,
        "too_full": sum(load.state == "late" for load in loads),
        "away": sum(load.is_away for load in loads),
        "without": queries.doors_without_worker(request.actor, asked),
        "is_everywhere": may_plan_everywhere(request.actor),
    }
    return render(request, "allocation/workers.html", page)


@require_GET
@planning_page
def worker(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """One worker: load, limits as far as they are one's to see, and the walk from door to door."""
    return show_worker(request, worker_id)


@require_GET
@planning_page
def my_walk(request: ActorRequest) -> HttpResponse:
    """One's own walk."""
    return show_worker(request, request.actor.worker_id)


def show_worker(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """The page of one worker."""
    actor = request.actor
    found = queries.worker_or_404(actor, worker_id)
    page = {
        "worker": found,
        "walk": queries.walk_of(actor, worker_id),
        "limit": queries.limit_for(actor, worker_id),
        "sees_reasons": may_see_limits(actor, worker_id, REASONS),
        "is_away": queries.is_away_now(actor, worker_id),
        "may_limit": actor.is_any_of(Role.COORDINATOR),
        "may_plan": actor.is_any_of(*PLANNERS),
        "map_url": reverse("allocation:walk_map", args=[worker_id]),
    }
    return render(request, "allocation/worker.html", page)


@require_http_methods(["GET", "POST"])
@planning_page
def limits(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """What one worker can take on."""
    must_be(request.actor, Role.COORDINATOR)
    found = queries.worker_or_404(request.actor, worker_id)
    start = start_of(queries.limit_for(request.actor, worker_id))
    form = LimitForm(sent(request), initial=start)
    if form.is_valid() and is_taken(
        form, lambda: actions.set_limits(by=request.actor, limits=[form.fact(worker_id)]), PLACES
    ):
        messages.success(request, _("Kept."))
        return redirect("allocation:worker", worker_id)
    heading = _("What %(name)s can take on") % {"name": found.name}
    back_url = reverse("allocation:worker", args=[worker_id])
    return show_form(request, form, heading=heading, back=back_url, button=_("Keep"))


@require_POST
@planning_page
def back(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """A worker is back."""
    queries.worker_or_404(request.actor, worker_id)
    actions.is_back(by=request.actor, worker_ids=[worker_id])
    messages.success(
        request, _("Welcome back. Doors that others stand in for stay with them until you propose anew.")
    )
    return redirect("allocation:worker", worker_id)


@require_POST
@planning_page
def walk(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """Put a worker's doors into walking order."""
    queries.worker_or_404(request.actor, worker_id)
    try:
        metres = actions.set_walking_order(by=request.actor, worker_id=worker_id)
    except Problem as problem:
        if problem.status != 409:
            raise
        messages.error(request, problem.message)
    else:
        messages.success(
            request, _("Walking order kept: about %(metres)s metres in all.") % {"metres": round(metres)}
        )
    return redirect("allocation:worker", worker_id)


@require_GET
@planning_page
def walk_map(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """The walk on the map: a line from building to building, each with its numbers."""
    queries.worker_or_404(request.actor, worker_id)
    return JsonResponse(queries.map_of_walk(request.actor, worker_id))
