"""The pages of plates: where they stand, how numbers are made, giving them, and every stair and lane in order."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridward.accounts.guards import must_be
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.areas.queries import open_areas, site_lines
from gridward.households.access import door_or_404
from gridward.households.entries import PlateStateFact
from gridward.households.plates import examples, giving, lines, marking, queries, schemes
from gridward.households.plates.forms import PLACES, MarkForm, SchemeForm, WhichForm, values_of_scheme
from gridward.households.plates.models import PlateState
from gridward.households.plates.words import REASONS, scheme_words
from gridward.households.views.frames import register_page
from gridward.shared.problems import Problem
from gridward.shared.refusals import is_taken, sent
from gridward.shared.registries import NamedArea

SEERS = (Role.COORDINATOR, Role.AREA_LEADER, Role.DATA_OFFICER, Role.READER)
DECIDERS = (Role.COORDINATOR, Role.AREA_LEADER)
ROWS_A_PAGE, LINES_A_PAGE = 100, 40


@require_GET
@register_page
def plates(request: ActorRequest) -> HttpResponse:
    """How many doors have a number and a plate, by area; the scheme; and what is to be done next."""
    actor = request.actor
    must_be(actor, *SEERS)
    areas = queries.plates_by_area(actor)
    every = schemes.schemes_of(actor.community_id)
    page = {
        "areas": areas,
        "total": queries.in_all(areas),
        "scheme": every[0] if every else None,
        "scheme_words": scheme_words(every[0]) if every else (),
        "earlier": every[1:],
        "examples": examples.examples_of(actor, fact_of(every[0])) if every else (),
        "which": which_form(request, None),
        "may_decide": actor.is_any_of(*DECIDERS),
        "may_make": actor.is_any_of(Role.COORDINATOR),
    }
    return render(request, "households/plates.html", page)


def fact_of(scheme: Any) -> schemes.SchemeFact:
    """A version of the scheme as somebody would say it anew."""
    return schemes.SchemeFact(**{name: getattr(scheme, name) for name in schemes.SAID})


def areas_of(request: ActorRequest) -> list[NamedArea]:
    """The open areas within the actor's sight."""
    actor = request.actor
    every = open_areas(actor.community_id)
    return every if actor.is_community_wide else [area for area in every if area.id in actor.area_ids]


def which_form(request: ActorRequest, said: Any) -> WhichForm:
    """Which doors, with the choices the actor has."""
    return WhichForm(said, areas=areas_of(request), sites=[line.site for line in site_lines(request.actor)])


@require_http_methods(["GET", "POST"])
@register_page
def plates_scheme(request: ActorRequest) -> HttpResponse:
    """Say how numbers are made; the first ones are shown before anything is kept."""
    must_be(request.actor, Role.COORDINATOR)
    standing = schemes.scheme_of(request.actor.community_id)
    form = SchemeForm(sent(request), initial=values_of_scheme(standing))
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        fact = form.fact()
        if is_taken(form, lambda: schemes.put_scheme(by=request.actor, scheme=fact), PLACES):
            messages.success(request, _("The scheme is kept. No number that was given changed by it."))
            return redirect("plates")
    said = request.POST if request.method == "POST" else {name: form[name].value() for name in form.fields}
    page = {"form": form, "standing": standing, **preview_of(request, said)}
    return render(request, "households/plates_scheme.html", page, status=422 if form.errors else 200)


@require_GET
@register_page
def plates_preview(request: ActorRequest) -> HttpResponse:
    """The first numbers of a scheme as it is being written, or what is wrong with it in words."""
    must_be(request.actor, Role.COORDINATOR)
    return render(request, "households/_plates_preview.html", preview_of(request, request.GET))


def preview_of(request: ActorRequest, said: Any) -> dict[str, Any]:
    """Numbers and sentences of what a form says, or the refusal."""
    form = SchemeForm(said)
    if not form.is_valid():
        wrong = [str(error) for errors in form.errors.values() for error in errors]
        return {"wrong": wrong[0] if wrong else ""}
    try:
        return {
            "examples": examples.examples_of(request.actor, form.fact()),
            "told": scheme_words(form.fact()),
        }
    except Problem as problem:
        return {"wrong": problem.message}


@require_http_methods(["GET", "POST"])
@register_page
def plates_give(request: ActorRequest) -> HttpResponse:
    """Numbers for many doors: first shown, then given in one go."""
    must_be(request.actor, *DECIDERS)
    form = which_form(request, request.POST or request.GET)
    if not form.is_valid():
        messages.error(request, _("Choose an area or site of the list."))
        return redirect("plates")
    which, seen = form.which(), form.cleaned_data["seen"]
    if request.method == "POST" and is_taken(
        form, lambda: giving.give_all(by=request.actor, which=which, seen=seen)
    ):
        messages.success(request, _("The numbers are given."))
        return redirect("plates")
    plan = planned(request, which)
    if plan is None:
        messages.error(request, schemes.NO_SCHEME.message)
        return redirect("plates")
    shown = Paginator(plan.given, ROWS_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "form": form,
        "which": which,
        "plan": plan,
        "page": shown,
        "left": [(door, REASONS[reason]) for door, reason in plan.left],
    }
    return render(request, "households/plates_give.html", page, status=422 if form.errors else 200)


def planned(request: ActorRequest, which: giving.Which) -> giving.Giving | None:
    """What giving would do; None where there is no scheme."""
    try:
        return giving.plan_numbers(request.actor, which)
    except Problem as problem:
        if problem.code != schemes.NO_SCHEME.code:
            raise
        return None


@require_POST
@register_page
def plates_mark(request: ActorRequest) -> HttpResponse:
    """All plates of an area are made, or put up."""
    must_be(request.actor, *DECIDERS)
    form = MarkForm(request.POST, areas=areas_of(request))
    if not form.is_valid():
        messages.error(request, _("Choose an area, and what happened to its plates."))
        return redirect("plates")
    state = form.cleaned_data["state"]
    done = marking.mark_area(by=request.actor, area_id=form.area_id(), state=state)
    words = ngettext("%(number)d plate: %(state)s.", "%(number)d plates: %(state)s.", len(done))
    messages.success(request, words % {"number": len(done), "state": PlateState(state).label})
    return redirect("plates")


@require_POST
@register_page
def door_plate_state(request: ActorRequest, door_id: UUID) -> HttpResponse:
    """Say at the door how far its plate is."""
    found = door_or_404(request.actor, door_id, to="record")
    facts = [PlateStateFact(found.id, request.POST.get("state", ""))]
    try:
        marking.mark_plates(by=request.actor, plates=facts)
    except Problem as problem:
        if problem.status in (403, 404):
            raise
        messages.error(request, problem.message)
        return redirect("door", door_id)
    messages.success(request, _("On record: %(state)s.") % {"state": PlateState(facts[0].state).label})
    return redirect("door", door_id)


@require_GET
@register_page
def plates_lines(request: ActorRequest) -> HttpResponse:
    """Every stair and lane as a line of numbers; those in which something is amiss first, or an area's."""
    must_be(request.actor, *SEERS)
    every = lines.lines_for(request.actor)
    amiss = [line for line in every if not line.is_fine]
    areas = areas_of(request)
    chosen = next((area for area in areas if str(area.id) == request.GET.get("area")), None)
    listed = [line for line in every if chosen.id in line.area_ids] if chosen else amiss
    states = (lines.MISSING, lines.BARE, lines.DOUBLED)
    page = {
        "lines": every,
        "amiss": amiss,
        "counts": {state: sum(line.how_many(state) for line in every) for state in states},
        "areas": areas,
        "chosen": chosen,
        "page": Paginator(listed, LINES_A_PAGE).get_page(request.GET.get("page")),
        "may_add": request.actor.is_any_of(Role.COORDINATOR, Role.DATA_OFFICER),
        "may_assign": request.actor.is_any_of(*DECIDERS),
        "new_door": reverse("door_new"),
    }
    return render(request, "households/plates_lines.html", page)
