"""The list of doors, and what is done to many at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gridward.accounts.guards import must_be
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role, Worker
from gridward.areas.actions import BuildingFact, put_buildings
from gridward.areas.models import whole_name
from gridward.areas.queries import open_areas
from gridward.households import actions, queries
from gridward.households.access import can_assign, can_record
from gridward.households.forms.doors import AssignForm, DoorsFilter
from gridward.households.plates.views import SEERS
from gridward.households.queries import DoorFilter, DoorLine, DoorPage, carrying, persons
from gridward.households.views.frames import register_page
from gridward.households.words import mark_of, name_of

KEPT = ("area", "state", "worker", "category", "lacking", "site", "building")


@dataclass(frozen=True)
class Row:
    """One line of the list with its mark and its next step."""

    line: DoorLine
    mark: str
    word: str
    step_url: str
    step: str


@require_GET
@register_page
def doors(request: ActorRequest) -> HttpResponse:
    """Doors within sight in walking order, narrowed and counted."""
    actor = request.actor
    form = filter_form(request, request.GET)
    choice = form.choice()
    listed = queries.door_page(actor, choice, page_number(request))
    assigns = actor.is_any_of(Role.COORDINATOR, Role.AREA_LEADER) and bool(listed.lines)
    page = {
        "form": form,
        "choice": choice,
        "is_filtered": any(request.GET.get(name) for name in KEPT),
        "narrowed_to": narrowed_words(listed, choice),
        "listed": listed,
        "page": page_of(listed),
        "rows": [row_of(request, line) for line in listed.lines],
        "answer": answer_of(request, choice),
        "assigns": assigns,
        "may_place": actor.is_community_wide and actor.is_any_of(Role.COORDINATOR),
        "may_see_plates": actor.is_any_of(*SEERS),
        "may_add": actor.is_any_of(Role.COORDINATOR, Role.DATA_OFFICER),
        "answering": AssignForm.of_many(actor) if assigns else "",
        "areas": open_areas(actor.community_id) if assigns else (),
        "kept": {name: request.GET[name] for name in KEPT if request.GET.get(name)},
        "carry_text": carrying.doors_text(actor, choice),
    }
    return render(request, "households/doors.html", page)


def filter_form(request: ActorRequest, said: QueryDict) -> DoorsFilter:
    """The filters with the choices this actor has."""
    actor = request.actor
    with_doors = set(persons.area_ids_with_doors(actor))
    return DoorsFilter(
        said,
        areas=[area for area in open_areas(actor.community_id) if area.id in with_doors],
        states=queries.door_states_of(actor.community_id),
        workers=queries.workers_with_doors(actor),
        categories=queries.categories_of(actor.community_id) if persons.may_see_categories(actor) else (),
    )


def page_number(request: ActorRequest) -> int:
    """The page asked for; the first where that cannot be read."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 1


def page_of(listed: DoorPage) -> "Page[int]":
    """The page as the pagination part asks for it."""
    return Paginator(range(listed.total), queries.doors.PAGE).page(listed.page)


def narrowed_words(listed: DoorPage, choice: DoorFilter) -> str:
    """The site or building a list was narrowed to by a link, of which no filter tells."""
    if not listed.lines or not (choice.site_id or choice.building_id):
        return ""
    door = listed.lines[0].door
    return whole_name(door.site.name, door.building.name) if choice.building_id else door.site.name


def answer_of(request: ActorRequest, choice: DoorFilter) -> dict[str, Any]:
    """Where things stand: doors by state, and how many are to be seen again today."""
    counts = queries.state_counts(request.actor, choice)
    states = list(queries.door_states_of(request.actor.community_id))
    due = queries.filtered_doors(request.actor, replace(choice, is_recheck_due=True)).count()
    asked = request.GET.copy()
    asked.pop("page", None)
    return {
        "total": sum(counts.values()),
        "parts": [
            (name_of(s), counts[s.code], linked(asked, state=s.code)) for s in states if counts[s.code]
        ],
        "due": due,
        "due_url": linked(asked, lacking="recheck"),
    }


def linked(asked: QueryDict, **more: str) -> str:
    """The same list, narrowed further."""
    narrowed = asked.copy()
    for name, value in more.items():
        narrowed[name] = value
    return f"?{narrowed.urlencode()}"


def row_of(request: ActorRequest, line: DoorLine) -> Row:
    """A line with what is to be done next at this door."""
    door, actor = line.door, request.actor
    word = name_of(line.state) if line.state else door.state
    steps = [
        (door.worker_id is None and can_assign(actor, door), "door_assign", _("Name a worker")),
        (not door.plate and can_assign(actor, door), "door_plate", _("Give a plate")),
        (
            mark_of(line.state, door) == "late" and can_record(actor, door),
            "door_state",
            _("Record the visit"),
        ),
    ]
    url_name, step = next(((url, words) for is_next, url, words in steps if is_next), ("door", _("Open")))
    return Row(line, mark_of(line.state, door), word, reverse(url_name, args=[door.id]), step)


def is_id(text: str) -> bool:
    """Whether a text is an id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def back_to_list(request: ActorRequest) -> HttpResponse:
    """The list as it was narrowed."""
    kept = QueryDict(mutable=True)
    kept.update({name: request.POST[f"list_{name}"] for name in KEPT if request.POST.get(f"list_{name}")})
    return redirect(f"{reverse('doors')}?{kept.urlencode()}" if kept else reverse("doors"))


@require_POST
@register_page
def doors_assign(request: ActorRequest) -> HttpResponse:
    """Make one worker responsible for many doors."""
    must_be(request.actor, Role.COORDINATOR, Role.AREA_LEADER)
    ids = ticked(request)
    form = AssignForm({"worker": request.POST.get("worker"), "sent": "yes"}, actor=request.actor)
    if not ids or not form.is_valid() or not form.worker_id():
        messages.error(request, _("First tick doors and choose a worker."))
        return back_to_list(request)
    actions.assign_doors(by=request.actor, worker_id=form.worker_id(), door_ids=ids)
    worker: Worker = form.cleaned_data["worker"]
    words = ngettext(
        "%(worker)s answers for %(number)s door now.",
        "%(worker)s answers for %(number)s doors now.",
        len(ids),
    )
    messages.success(request, words % {"worker": worker.name, "number": len(ids)})
    return back_to_list(request)


def ticked(request: ActorRequest) -> Sequence[UUID]:
    """The doors ticked, or all of the narrowed list where that was ticked."""
    if request.POST.get("all") != "yes":
        return [UUID(text) for text in request.POST.getlist("door") if is_id(text)]
    kept = QueryDict(mutable=True)
    kept.update({name: request.POST.get(f"list_{name}", "") for name in KEPT})
    found = queries.filtered_doors(request.actor, filter_form(request, kept).choice())
    return list(found.values_list("id", flat=True))


@require_POST
@register_page
def doors_area(request: ActorRequest) -> HttpResponse:
    """Put the buildings of ticked doors into an area: first shown, then done, for whole buildings go."""
    must_be(request.actor, Role.COORDINATOR)
    areas = {str(area.id): area for area in open_areas(request.actor.community_id)}
    area = areas.get(request.POST.get("area", ""))
    ids = ticked(request)
    if area is None or not ids:
        messages.error(request, _("First tick doors and choose an area."))
        return back_to_list(request)
    moving = carrying.buildings_behind(request.actor, ids)
    if request.POST.get("sure") != "yes":
        kept = {f"list_{name}": request.POST.get(f"list_{name}", "") for name in KEPT}
        page = {
            "area": area,
            "moving": moving,
            "doors": sum(b.door_count for b in moving),
            "ids": ids,
            "kept": kept,
        }
        return render(request, "households/doors_area.html", page)
    put_buildings(
        by=request.actor, buildings=[BuildingFact(id=b.building.id, area_id=area.id) for b in moving]
    )
    words = ngettext(
        "%(number)s building lies in %(area)s now; its doors went along.",
        "%(number)s buildings lie in %(area)s now; their doors went along.",
        len(moving),
    )
    messages.success(request, words % {"number": len(moving), "area": area.words})
    return back_to_list(request)
