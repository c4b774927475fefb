"""Units and teams."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gridward.accounts import actions, queries
from gridward.accounts.actions.people import KEEPERS
from gridward.accounts.forms import sent
from gridward.accounts.forms.people import TeamForm, UnitForm
from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.views.people import show_form
from gridward.shared.problems import NOT_FOUND, Problem


@require_GET
@signed_in
def units(request: ActorRequest) -> HttpResponse:
    """The units people come from."""
    page = {"units": queries.units_of(request.actor), "may_keep": request.actor.is_any_of(*KEEPERS)}
    return render(request, "accounts/units.html", page)


@require_http_methods(["GET", "POST"])
@signed_in
def unit_new(request: ActorRequest) -> HttpResponse:
    """Put a unit in."""
    must_be(request.actor, *KEEPERS)
    form = UnitForm(sent(request))
    if form.is_valid():
        if not actions.add_units(by=request.actor, facts=[form.fact()]):
            actions.change_unit(by=request.actor, fact=form.fact())
        messages.success(request, _("%(name)s is on the list.") % {"name": form.fact().name})
        return redirect("units")
    return show_form(request, form, _("Add a unit"), reverse("units"))


@require_http_methods(["GET", "POST"])
@signed_in
def unit_edit(request: ActorRequest, unit_id: UUID) -> HttpResponse:
    """Rename a unit."""
    must_be(request.actor, *KEEPERS)
    known = queries.units_of(request.actor).exclude(kind="community").filter(id=unit_id).first()
    if known is None:
        raise Problem(NOT_FOUND)
    start = {"id": known.id, "name": known.name, "kind": known.kind}
    form = UnitForm(sent(request), initial=start)
    if form.is_valid():
        form.cleaned_data["id"] = unit_id
        try:
            actions.change_unit(by=request.actor, fact=form.fact())
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The change is kept."))
            return redirect("units")
    return show_form(request, form, _("Change %(name)s") % {"name": known.name}, reverse("units"))


@require_GET
@signed_in
def teams(request: ActorRequest) -> HttpResponse:
    """The working groups, their duty and who is in them."""
    page = {"teams": queries.teams_of(request.actor), "may_keep": request.actor.is_any_of(*KEEPERS)}
    return render(request, "accounts/teams.html", page)


@require_http_methods(["GET", "POST"])
@signed_in
def team_new(request: ActorRequest) -> HttpResponse:
    """Put a team together."""
    must_be(request.actor, *KEEPERS)
    form = TeamForm(sent(request), workers=queries.worker_choices(request.actor))
    return keep_team(request, form, _("Add a team"))


@require_http_methods(["GET", "POST"])
@signed_in
def team_edit(request: ActorRequest, team_id: UUID) -> HttpResponse:
    """Change a team and its people."""
    must_be(request.actor, *KEEPERS)
    start = {"id": team_id, **queries.team_form_start(request.actor, team_id)}
    form = TeamForm(sent(request), initial=start, workers=queries.worker_choices(request.actor))
    if form.is_valid():
        form.cleaned_data["id"] = team_id
    return keep_team(request, form, _("Change %(name)s") % {"name": start["name"]})


def keep_team(request: ActorRequest, form: TeamForm, heading: str) -> HttpResponse:
    """Keep a team with its members, or show what is wrong."""
    if form.is_bound and form.is_valid():
        try:
            actions.keep_team(by=request.actor, fact=form.fact(), members=form.members_facts())
        except Problem as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, _("The team %(name)s is set.") % {"name": form.fact().name})
            return redirect("teams")
    return show_form(request, form, heading, reverse("teams"))
