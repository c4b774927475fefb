"""Weights and limits that every proposal reckons with, and what is pinned."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gridward.accounts.guards import must_be
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.allocation import actions, queries
from gridward.allocation.access import must_plan
from gridward.allocation.forms import WeightsForm, start_of_weights
from gridward.allocation.models import PinTo
from gridward.allocation.views.frames import ids_in, planning_page, show_form
from gridward.households.queries import categories_of
from gridward.shared.refusals import is_taken, sent

PLACES = {"allocation.bad_weights": "per_door"}


@require_http_methods(["GET", "POST"])
@planning_page
def weights(request: ActorRequest) -> HttpResponse:
    """How long a visit takes, and how many doors one worker should have."""
    must_be(request.actor, Role.COORDINATOR)
    start = start_of_weights(queries.weights_of(request.actor.community_id))
    form = WeightsForm(sent(request), categories=categories_of(request.actor.community_id), initial=start)
    if form.is_valid() and is_taken(
        form, lambda: actions.set_weights(by=request.actor, weights=form.fact()), PLACES
    ):
        messages.success(request, _("Kept. Proposals from now on reckon with it."))
        return redirect("allocation:home")
    heading, back = _("Weights and limits"), reverse("allocation:home")
    template = "allocation/weights.html"
    return show_form(request, form, heading=heading, back=back, button=_("Keep"), template=template)


@require_http_methods(["GET", "POST"])
@planning_page
def pins(request: ActorRequest) -> HttpResponse:
    """What stays where it is whatever is proposed; ticked ones are let go."""
    must_plan(request.actor)
    if request.method == "POST":
        for to in PinTo.values:
            ids = queries.pinned_ids(request.actor, to, ids_in(request.POST.getlist("pin")))
            if ids:
                actions.pin(by=request.actor, to=to, parts=dict.fromkeys(ids))
        messages.success(request, _("What was ticked is free to move again."))
        return redirect("allocation:pins")
    return render(request, "allocation/pins.html", {"pins": queries.pin_lines(request.actor)})
