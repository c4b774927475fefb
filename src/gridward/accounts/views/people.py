"""People at work: who does what."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridward.accounts import actions, queries
from gridward.accounts.actions.people import KEEPERS
from gridward.accounts.forms import sent
from gridward.accounts.forms.people import PeopleFilter, WorkerForm
from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role


@require_GET
@signed_in
def people_at_work(request: ActorRequest) -> HttpResponse:
    """Everybody at work by unit or by team, with duty, areas and doors; those without duty apart."""
    units = [unit for unit in queries.units_of(request.actor) if unit.here]
    form = PeopleFilter(request.GET or None, units=units, teams=queries.teams_of(request.actor))
    people = queries.people_of(request.actor, form.choice())
    is_by_team = request.GET.get("by") == "team"
    page = {
        "people": people,
        "groups": people.by_team() if is_by_team else people.by_unit(),
        "form": form,
        "is_by_team": is_by_team,
        "tabs": people_tabs(request, is_by_team),
        "is_filtered": any(request.GET.get(name) for name in ("text", "unit", "team", "task")),
        "may_keep": request.actor.is_any_of(*KEEPERS),
    }
    return render(request, "accounts/people_at_work.html", page)


def people_tabs(request: ActorRequest, is_by_team: bool) -> list[dict[str, Any]]:
    """The two ways to group, keeping what is narrowed."""
    asked = request.GET.copy()
    tabs = []
    for by, label, is_current in (("unit", _("By unit"), not is_by_team), ("team", _("By team"), is_by_team)):
        asked["by"] = by
        tabs.append({"label": label, "url": f"?{asked.urlencode()}", "is_current": is_current, "count": None})
    return tabs


@require_GET
@signed_in
def worker(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """One worker: duty, teams, areas led, doors answered for, rights."""
    actor = request.actor
    line = queries.worker_or_404(actor, worker_id)
    page = {
        "line": line,
        "grants": queries.grants_with_names(actor, worker_id),
        "may_keep": actor.is_any_of(*KEEPERS),
        "may_call": actor.roles != {Role.READER},
    }
    return render(request, "accounts/worker.html", page)


@require_http_methods(["GET", "POST"])
@signed_in
def worker_new(request: ActorRequest) -> HttpResponse:
    """Put somebody in."""
    must_be(request.actor, *KEEPERS)
    form = WorkerForm(sent(request), units=queries.units_of(request.actor))
    if form.is_valid():
        fact = form.fact()
        # The same form sent again, perhaps corrected, is the same person.
        if not actions.add_workers(by=request.actor, facts=[fact]):
            actions.change_workers(by=request.actor, facts=[fact])
        messages.success(request, _("%(name)s is on the list.") % {"name": fact.name})
        return redirect("worker", fact.id)
    return show_form(request, form, _("Add a worker"), reverse("people_at_work"))


@require_http_methods(["GET", "POST"])
@signed_in
def worker_edit(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """Change what is recorded of a worker."""
    must_be(request.actor, *KEEPERS)
    line = queries.worker_or_404(request.actor, worker_id)
    known = line.worker
    party = {True: "yes", False: "no", None: ""}[known.is_party_member]
    start = {
        "id": known.id,
        "name": known.name,
        "unit": known.unit_id,
        "duty": known.duty,
        "phone": known.phone,
    }
    form = WorkerForm(
        sent(request),
        initial={**start, "is_party_member": party},
        units=queries.units_of(request.actor),
    )
    if form.is_valid():
        form.cleaned_data["id"] = worker_id
        actions.change_workers(by=request.actor, facts=[form.fact()])
        messages.success(request, _("The change is kept."))
        return redirect("worker", worker_id)
    return show_form(
        request, form, _("Change %(name)s") % {"name": known.name}, reverse("worker", args=[worker_id])
    )


@require_POST
@signed_in
def worker_leave(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """A worker leaves."""
    must_be(request.actor, *KEEPERS)
    line = queries.worker_or_404(request.actor, worker_id)
    actions.end_workers(by=request.actor, ids=[worker_id])
    messages.success(
        request,
        _("%(name)s has left; rights and account are closed. Thank you for the work.")
        % {"name": line.worker.name},
    )
    return redirect("worker", worker_id)


def show_form(request: ActorRequest, form: Any, heading: str, back: str) -> HttpResponse:
    """A page with one form."""
    page = {"form": form, "heading": heading, "cancel_url": back, "button": _("Keep")}
    return render(request, "accounts/form.html", page, status=422 if form.is_bound else 200)
