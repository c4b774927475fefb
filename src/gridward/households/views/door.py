"""One door: 一户一档, and what is done at it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gridward.accounts.middleware import ActorRequest
from gridward.households import actions, queries
from gridward.households.access import can_assign, door_or_404
from gridward.households.forms.doors import PLACES, AssignForm, DoorEditForm, PlateForm, StateForm, seen_of
from gridward.households.models import Door
from gridward.households.plates import queries as plates
from gridward.households.plates.forms import NUMBER_PLACES
from gridward.households.plates.giving import number_for
from gridward.households.plates.marking import plate_steps
from gridward.households.purpose import Purpose
from gridward.households.queries import DoorDetail, persons
from gridward.households.views.frames import register_page, show_form
from gridward.households.words import mark_of, name_of
from gridward.shared.refusals import is_taken, sent
from gridward.shared.registries import Moment, door_panels, timelines

RECENT = 8


@require_GET
@register_page
def door(request: ActorRequest, door_id: UUID) -> HttpResponse:
    """Plate and address, who answers for it, who lives there, what it is owed, what has happened."""
    detail = queries.door_detail(request.actor, door_id)
    entries = timeline_of(request, detail.door)
    shows_all = request.GET.get("history") == "all"
    page = {
        "detail": detail,
        "door": detail.door,
        "living": sum(household.living for household in detail.households),
        "mark": mark_of(detail.state, detail.door),
        "state_word": name_of(detail.state) if detail.state else detail.door.state,
        "states": state_buttons(request, detail) if detail.can_record else (),
        "seen": seen_of(detail.door),
        "plate_since": plates.state_since(detail.door),
        "plate_steps": plate_steps(detail.door, can_record=detail.can_record, can_assign=detail.can_assign),
        "panels": panels_of(request, detail.door),
        "entries": entries if shows_all else entries[:RECENT],
        "earlier": 0 if shows_all else max(len(entries) - RECENT, 0),
        "purposes": Purpose.choices,
        "sees_area": request.actor.is_community_wide or detail.door.area_id in request.actor.area_ids,
        "sees_people": persons.may_see_categories(request.actor),
        "names": {view.id: view.name for h in detail.households for view in h.persons},
    }
    return render(request, "households/door.html", page)


def state_buttons(request: ActorRequest, detail: DoorDetail) -> list[dict[str, Any]]:
    """One button for each state a door can be found in."""
    return [
        {
            "code": state.code,
            "words": name_of(state),
            "is_current": state.code == detail.door.state,
            "counts_visits": state.needs_recheck,
        }
        for state in queries.door_states_of(request.actor.community_id)
    ]


def panels_of(request: ActorRequest, shown: Door) -> list[SafeString]:
    """What other rooms know of this door; they are given the token for their forms."""
    common = {"csrf_token": get_token(request), "request": request, "actor": request.actor, "door": shown}
    ordered = sorted(door_panels, key=lambda panel: panel.order)
    return [
        render_to_string(panel.template, {**common, **panel.context(request.actor, shown)})
        for panel in ordered
    ]


def timeline_of(request: ActorRequest, shown: Door) -> list[dict[str, Any]]:
    """What happened here, told by every room that knows, newest first."""
    moments: list[Moment] = queries.history_of_door(request.actor, shown)
    for tell in timelines:
        moments += tell(request.actor, shown)
    ordered = sorted(moments, key=lambda moment: moment.at, reverse=True)
    return [{"when": m.at, "title": m.words, "by": m.by, "state": m.state} for m in ordered]


@require_http_methods(["GET", "POST"])
@register_page
def door_state(request: ActorRequest, door_id: UUID) -> HttpResponse:
    """Say in which state a door was found; what the page had shown before is not counted twice."""
    found = door_or_404(request.actor, door_id, to="record")
    states = list(queries.door_states_of(request.actor.community_id))
    form = StateForm(sent(request), states=states)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] not in ("", seen_of(found)):
            messages.info(request, _("This visit is on record already; nothing was counted twice."))
            return redirect("door", door_id)
        if is_taken(
            form, lambda: actions.set_door_states(by=request.actor, states=[form.fact(found)]), PLACES
        ):
            messages.success(request, _("On record: %(state)s.") % {"state": words_of_state(form)})
            return redirect("door", door_id)
    page = {"door": found, "form": form, "states": states, "seen": seen_of(found)}
    page["buttons"] = [
        {"code": s.code, "words": name_of(s), "is_current": s.code == found.state} for s in states
    ]
    return render(request, "households/door_state.html", page, status=422 if form.errors else 200)


def words_of_state(form: StateForm) -> str:
    """The state chosen, in words."""
    return str(dict(form.fields["state"].choices)[form.cleaned_data["state"]])  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@register_page
def door_assign(request: ActorRequest, door_id: UUID) -> HttpResponse:
    """Say who answers for one door."""
    found = door_or_404(request.actor, door_id, to="assign")
    form = AssignForm(sent(request), initial={"worker": found.worker_id}, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        worker_id = form.worker_id()
        if is_taken(
            form,
            lambda: actions.assign_doors(by=request.actor, worker_id=worker_id, door_ids=[door_id]),
            PLACES,
        ):
            messages.success(request, _("The change is kept."))
            return redirect("door", door_id)
    heading = _("Who answers for %(address)s") % {"address": found.address}
    return show_form(request, form, heading=heading, back=reverse("door", args=[door_id]), button=_("Keep"))


@require_http_methods(["GET", "POST"])
@register_page
def door_plate(request: ActorRequest, door_id: UUID) -> HttpResponse:
    """Give a door the community's own number."""
    found = door_or_404(request.actor, door_id, to="assign")
    form = PlateForm(sent(request), initial={"plate": found.plate or number_for(found)})
    if request.method == "POST" and form.is_valid():
        given = {door_id: form.cleaned_data["plate"]}
        if is_taken(form, lambda: actions.give_plates(by=request.actor, plates=given), NUMBER_PLACES):
            messages.success(request, _("The change is kept."))
            return redirect("door", door_id)
    heading = _("Plate of %(address)s") % {"address": found.address}
    return show_form(request, form, heading=heading, back=reverse("door", args=[door_id]), button=_("Keep"))


@require_http_methods(["GET", "POST"])
@register_page
def door_edit(request: ActorRequest, door_id: UUID) -> HttpResponse:
    """Put the parts of a door's address right."""
    found = door_or_404(request.actor, door_id, to="assign")
    names = ("unit", "room", "sub", "address_as_written", "walking_order")
    form = DoorEditForm(sent(request), initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        fact = form.fact(found)
        if is_taken(form, lambda: actions.put_doors(by=request.actor, doors=[fact]), PLACES):
            messages.success(request, _("The change is kept."))
            return redirect("door", door_id)
    heading = _("Address of %(address)s") % {"address": found.address}
    return show_form(
        request,
        form,
        heading=heading,
        back=reverse("door", args=[door_id]),
        button=_("Keep"),
        may_assign=can_assign(request.actor, found),
    )
