"""The areas: which there are, who leads them, what lies in them and what lies in none."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.queries import worker_choices
from gridward.areas import actions, history, overview, queries
from gridward.areas.access import area_or_404
from gridward.areas.entries import AreaFact
from gridward.areas.forms import PLACES, AreaForm, MoveForm, values_of_area
from gridward.areas.loads import AreaLoad, coverage_for, loads_of
from gridward.areas.overview import KEEPERS, may_keep
from gridward.areas.screen.bounds import propose_bounds
from gridward.areas.screen.colours import USUAL
from gridward.areas.screen.reading import opened_on
from gridward.shared.problems import Problem
from gridward.shared.refusals import is_taken, sent


@require_GET
@signed_in
def areas(request: ActorRequest) -> HttpResponse:
    """All areas within sight with leader, difficulty, load and coverage; then what lies in no area."""
    seen = overview.overview_for(request.actor)
    keeps = may_keep(request.actor)
    page = {
        "overview": seen,
        "total": seen.total,
        "may_keep": keeps,
        "choices": queries.open_areas(request.actor.community_id) if keeps and seen.unplaced else [],
        "carry_text": carry_text(seen),
    }
    return render(request, "areas/areas.html", page)


def carry_text(seen: overview.Overview) -> str:
    """The areas for the work group: areas, counts and who leads, nobody who lives there."""
    lines = [
        _("%(area)s: %(doors)s doors, %(people)s people, leader %(leader)s")
        % {
            "area": row.line.area.name,
            "doors": row.load.doors,
            "people": row.load.living,
            "leader": row.line.leader.name if row.line.leader else _("nobody yet"),
        }
        for row in seen.rows
    ]
    return "\n".join(lines)


@require_GET
@signed_in
def area(request: ActorRequest, area_id: UUID) -> HttpResponse:
    """One area: leader and duties, the buildings in it, its history."""
    detail = queries.area_detail(request.actor, area_id)
    covered = coverage_for(request.actor)
    keeps = may_keep(request.actor)
    page = {
        "detail": detail,
        "area": detail.area,
        "load": loads_of(request.actor.community_id).get(area_id, AreaLoad()),
        "covered": covered,
        "coverage": covered.by_area.get(area_id) if covered else None,
        "may_keep": keeps,
        "choices": [a for a in queries.open_areas(request.actor.community_id) if a.id != area_id]
        if keeps
        else [],
        "entries": entries_of(detail),
        "source": f"{opened_on(area_id)}&colour={USUAL}",
        "workers": queries.workers_of(request.actor.community_id, area_id),
        "above": queries.units_above(request.actor.community_id),
    }
    return render(request, "areas/area.html", page)


def entries_of(detail: queries.AreaDetail) -> list[dict[str, Any]]:
    """The history as the timeline part shows it."""
    return [
        {"when": moment.at, "title": moment.words, "by": moment.by, "state": moment.state}
        for moment in history.history_of_area(detail.area)
    ]


@require_http_methods(["GET", "POST"])
@signed_in
def area_new(request: ActorRequest) -> HttpResponse:
    """Open an area."""
    must_be(request.actor, *KEEPERS)
    used = [line.area.number for line in queries.area_lines(request.actor)]
    form = AreaForm(
        sent(request),
        initial={"number": max(used, default=0) + 1},
        workers=worker_choices(request.actor),
    )
    if wants_bounds(request):
        return propose(request, form, None, _("Open an area"), reverse("areas"), _("Open the area"))
    if request.method == "POST" and form.is_valid() and kept(request, form):
        messages.success(request, _("%(name)s is open.") % {"name": form.cleaned_data["name"]})
        return redirect("area", form.cleaned_data["id"])
    return show_area_form(request, form, _("Open an area"), reverse("areas"), _("Open the area"))


@require_http_methods(["GET", "POST"])
@signed_in
def area_edit(request: ActorRequest, area_id: UUID) -> HttpResponse:
    """Change an area's name, leader, duties, difficulty."""
    must_be(request.actor, *KEEPERS)
    standing = area_or_404(request.actor, area_id)
    form = AreaForm(sent(request), initial=values_of_area(standing), workers=worker_choices(request.actor))
    heading, back = _("Change %(name)s") % {"name": standing.name}, reverse("area", args=[area_id])
    if wants_bounds(request):
        return propose(request, form, area_id, heading, back, _("Keep"))
    if request.method == "POST" and form.is_valid() and kept(request, form, area_id):
        messages.success(request, _("The change is kept; what stood before is in the history."))
        return redirect("area", area_id)
    return show_area_form(request, form, heading, back, _("Keep"), area_id)


def wants_bounds(request: ActorRequest) -> bool:
    """Whether the bounds are to be proposed and nothing is to be kept yet."""
    return request.method == "POST" and request.POST.get("propose") == "bounds"


def propose(
    request: ActorRequest, form: AreaForm, area_id: UUID | None, heading: str, back: str, button: str
) -> HttpResponse:
    """The form again as it was typed, the bounds filled in from the map where there is an outline."""
    form.is_valid()
    outline = form.cleaned_data.get("outline")
    if outline:
        found = propose_bounds(request.actor.community_id, outline, but=area_id)
        typed = request.POST.copy()
        for name, words in found.items():
            typed[name] = words or typed.get(name, "")
        form.data = typed
    else:
        messages.warning(request, _("Draw the outline first; the bounds come from what lies around it."))
    return show_area_form(request, form, heading, back, button, area_id, status=200)


def show_area_form(
    request: ActorRequest,
    form: AreaForm,
    heading: str,
    back: str,
    button: str,
    area_id: UUID | None = None,
    status: int | None = None,
) -> HttpResponse:
    """The form of an area with its map."""
    source = opened_on(area_id) if area_id else reverse("map_features")
    page = {"form": form, "heading": heading, "cancel_url": back, "button": button, "source": source}
    return render(request, "areas/area_form.html", page, status=status or (422 if form.is_bound else 200))


def kept(request: ActorRequest, form: AreaForm, area_id: UUID | None = None) -> bool:
    """Whether the verb took the area."""
    return is_taken(form, lambda: actions.put_areas(by=request.actor, areas=[form.fact(area_id)]), PLACES)


@require_POST
@signed_in
def area_close(request: ActorRequest, area_id: UUID) -> HttpResponse:
    """Close an area that holds no building any more, or open it again."""
    must_be(request.actor, *KEEPERS)
    standing = area_or_404(request.actor, area_id)
    try:
        actions.put_areas(by=request.actor, areas=[AreaFact(id=area_id, is_closed=not standing.is_closed)])
    except Problem as problem:
        messages.error(request, problem.message)
    return redirect("area", area_id)


@require_POST
@signed_in
def buildings_move(request: ActorRequest) -> HttpResponse:
    """Put buildings into another area; their doors go with them."""
    must_be(request.actor, *KEEPERS)
    asked = request.POST.getlist("building")
    form = MoveForm(
        request.POST,
        areas=queries.open_areas(request.actor.community_id),
        buildings=queries.building_ids(request.actor, asked),
    )
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    elif is_taken(form, lambda: actions.put_buildings(by=request.actor, buildings=form.facts())):
        number = len(form.cleaned_data["building"])
        words = ngettext(
            "%(number)s building lies in its new area; its doors went along.",
            "%(number)s buildings lie in their new area; their doors went along.",
            number,
        )
        messages.success(request, words % {"number": number})
    return redirect(way_back(request, reverse("areas")))


def way_back(request: ActorRequest, otherwise: str) -> str:
    """The page of ours that the form came from."""
    back = request.POST.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else otherwise


def show_form(request: ActorRequest, form: Any, heading: str, back: str, button: str) -> HttpResponse:
    """A page with one form."""
    page = {"form": form, "heading": heading, "cancel_url": back, "button": button}
    return render(request, "areas/form.html", page, status=422 if form.is_bound else 200)
