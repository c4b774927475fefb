"""Giving buildings and doors to a worker by hand, by list or on the map, with the load always in sight."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from gridward.accounts.middleware import ActorRequest
from gridward.allocation import queries
from gridward.allocation.access import areas_to_plan
from gridward.allocation.views.frames import ids_in, planning_page
from gridward.households.actions import assign_doors


@require_http_methods(["GET", "POST"])
@planning_page
def by_hand(request: ActorRequest) -> HttpResponse:
    """Choose buildings on the map, or doors from the list, and say who answers for them."""
    areas = areas_to_plan(request.actor)
    asked = asked_area(request, [area.id for area in areas])
    if request.method == "POST":
        return give(request, asked)
    page = {
        "areas": areas,
        "asked": asked,
        "groups": queries.doors_by_building(request.actor, asked) if asked else [],
        "loads": [(load, queries.load_bar(load)) for load in queries.worker_loads(request.actor)],
        "map_url": f"{reverse('allocation:by_hand_map')}?area={asked or ''}",
    }
    return render(request, "allocation/by_hand.html", page)


def asked_area(request: ActorRequest, mine: list[UUID]) -> UUID | None:
    """The area asked for, else the first of one's own."""
    said = request.POST if request.method == "POST" else request.GET
    asked = [id for id in ids_in([said.get("area", "")]) if id in mine]
    return asked[0] if asked else mine[0] if mine else None


def give(request: ActorRequest, asked: UUID | None) -> HttpResponse:
    """Give what was chosen to a worker."""
    back = redirect(f"{reverse('allocation:by_hand')}?area={asked or ''}")
    workers = ids_in([request.POST.get("worker", "")])
    on_map = ids_in([request.POST.get("buildings", "")])
    doors = queries.doors_asked(request.actor, ids_in(request.POST.getlist("door")), on_map)
    if not workers or not doors:
        messages.error(request, _("First choose doors or buildings, and a worker."))
        return back
    assign_doors(by=request.actor, worker_id=workers[0], door_ids=doors)
    load = next((one for one in queries.worker_loads(request.actor) if one.worker.id == workers[0]), None)
    words = ngettext(
        "%(number)s door given to %(name)s, who has %(all)s now.",
        "%(number)s doors given to %(name)s, who has %(all)s now.",
        len(doors),
    )
    if load is not None:
        messages.success(request, words % {"number": len(doors), "name": load.worker.name, "all": load.all})
    return back


@require_GET
@planning_page
def by_hand_map(request: ActorRequest) -> HttpResponse:
    """The buildings one may give away, each in the colour of who has most of it."""
    areas = [area.id for area in areas_to_plan(request.actor)]
    asked = [id for id in ids_in([request.GET.get("area", "")]) if id in areas]
    return JsonResponse(queries.map_of_holders(request.actor, asked or areas))
