"""The words a community defines: categories with purpose and end, and the states of a door."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gridward.accounts.guards import must_be
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.households import actions, queries
from gridward.households.forms.categories import (
    PLACES,
    CategoryForm,
    DoorStateForm,
    values_of_category,
    values_of_state,
)
from gridward.households.models import Category, DoorState
from gridward.households.views.frames import register_page, show_form
from gridward.households.words import name_of
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.refusals import is_taken, sent

KEEPERS = (Role.COORDINATOR, Role.DATA_OFFICER)


@require_GET
@register_page
def categories(request: ActorRequest) -> HttpResponse:
    """Categories with both counts, and the states of a door with how many are in each."""
    must_be(request.actor, *KEEPERS)
    today = timezone.localdate()
    counted = queries.category_counts_at(request.actor.community_id, today)
    doors = queries.state_counts(request.actor)
    page = {
        "counted": [(line, name_of(line.category)) for line in counted],
        "ended": [line for line in counted if line.category.ends_on and line.category.ends_on < today],
        "today": today,
        "states": [
            (state, name_of(state), doors.get(state.code, 0))
            for state in queries.door_states_of(request.actor.community_id)
        ],
    }
    return render(request, "households/categories.html", page)


@require_http_methods(["GET", "POST"])
@register_page
def category_new(request: ActorRequest) -> HttpResponse:
    """Define a class or special group."""
    must_be(request.actor, *KEEPERS)
    form = CategoryForm(sent(request))
    return keep_category(request, form, None, _("Define a category"))


@require_http_methods(["GET", "POST"])
@register_page
def category_edit(request: ActorRequest, category_id: UUID) -> HttpResponse:
    """Change a category's words, purpose or end."""
    must_be(request.actor, *KEEPERS)
    standing = next(
        (c for c in queries.categories_of(request.actor.community_id) if c.id == category_id), None
    )
    if standing is None:
        raise Problem(NOT_FOUND)
    form = CategoryForm(sent(request), initial=values_of_category(standing))
    return keep_category(request, form, standing, _("Change %(name)s") % {"name": name_of(standing)})


def keep_category(
    request: ActorRequest, form: CategoryForm, standing: Category | None, heading: str
) -> HttpResponse:
    """The form of a category."""
    if request.method == "POST" and form.is_valid():
        facts = [form.fact(standing)]
        if is_taken(form, lambda: actions.add_category(by=request.actor, categories=facts), PLACES):
            messages.success(request, _("The change is kept."))
            return redirect("categories")
    return show_form(request, form, heading=heading, back=reverse("categories"), button=_("Keep"))


@require_http_methods(["GET", "POST"])
@register_page
def door_state_new(request: ActorRequest) -> HttpResponse:
    """Add a state for doors."""
    must_be(request.actor, *KEEPERS)
    return keep_door_state(request, None)


@require_http_methods(["GET", "POST"])
@register_page
def door_state_edit(request: ActorRequest, code: str) -> HttpResponse:
    """Change the words of a state and what they mean."""
    must_be(request.actor, *KEEPERS)
    states = {state.code: state for state in queries.door_states_of(request.actor.community_id)}
    if code not in states:
        raise Problem(NOT_FOUND)
    return keep_door_state(request, states[code])


def keep_door_state(request: ActorRequest, standing: DoorState | None) -> HttpResponse:
    """The form of a door state."""
    form = DoorStateForm(sent(request), initial=values_of_state(standing))
    if request.method == "POST" and form.is_valid():
        if standing:
            form.cleaned_data["code"] = standing.code
        facts = [form.fact()]
        if is_taken(form, lambda: actions.add_door_state(by=request.actor, states=facts), PLACES):
            messages.success(request, _("The change is kept."))
            return redirect("categories")
    heading = _("Change %(name)s") % {"name": name_of(standing)} if standing else _("Add a state of a door")
    return show_form(request, form, heading=heading, back=reverse("categories"), button=_("Keep"))
