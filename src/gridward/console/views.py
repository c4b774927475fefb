"""Today and the board."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from gridward.accounts.guards import for_above, open_to, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import NARROW_ROLES, Role
from gridward.accounts.role_words import help_for
from gridward.console.boards import board_of, mark_of, today_of
from gridward.rounds.access import DECIDERS
from gridward.shared.htmx import part_or_page, wants_part


@require_GET
@signed_in
@for_above
@open_to(*NARROW_ROLES)
def today(request: ActorRequest) -> HttpResponse:
    """What is open now, what is late, what is mine, what changed.

    A street or county goes to its communities; whoever has one task finds its pages.
    """
    actor = request.actor
    if actor.is_above:
        return redirect("above")
    if actor.is_narrow:
        return render(request, "console/today_task.html", {"roles": help_for(actor)})
    context = {
        "today": today_of(actor, timezone.now()),
        "may_open": actor.is_any_of(*DECIDERS),
        "walks": actor.is_any_of(Role.WORKER),
    }
    return render(request, "console/today.html", context)


@require_GET
@signed_in
def board(request: ActorRequest) -> HttpResponse:
    """Coverage by area and worker, live: 204 to htmx while nothing changed."""
    actor, now = request.actor, timezone.now()
    mark = mark_of(actor, now)
    if wants_part(request) and request.GET.get("mark") == mark:
        return HttpResponse(status=204)
    shown = board_of(actor, request.GET.get("round", ""), request.GET.get("by", ""), now, mark)
    return part_or_page(request, "console/_board.html", "console/board.html", {"board": shown})
