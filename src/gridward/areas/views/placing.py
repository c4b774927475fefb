"""Putting buildings on the map by hand: one with a map to draw on, many in a list of coordinates."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.areas import queries
from gridward.areas.maps.place_forms import PlaceForm, PlacesForm, values_of_place
from gridward.areas.maps.placing import place_buildings
from gridward.areas.overview import KEEPERS
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.refusals import is_taken, sent

SHAPES = ("polygon", "point")
ROWS_A_PAGE = 50


@require_http_methods(["GET", "POST"])
@signed_in
def building_place(request: ActorRequest, building_id: UUID) -> HttpResponse:
    """Where one building stands: draw its footprint, set a point, or write the coordinates."""
    must_be(request.actor, *KEEPERS)
    building = queries.building_by_id(request.actor, building_id)
    if building is None:
        raise Problem(NOT_FOUND)
    form = PlaceForm(sent(request), initial=values_of_place(building))
    if form.is_bound and form.is_valid():
        facts = [form.fact(building_id)]
        if is_taken(form, lambda: place_buildings(by=request.actor, facts=facts)):
            messages.success(request, _("The place of %(name)s is kept.") % {"name": building.name})
            return redirect("site", building.site_id)
    has_point = building.footprint is None and building.lng is not None
    shape = request.GET.get("shape", "point" if has_point else "polygon")
    context = {
        "form": form,
        "building": building,
        "shape": shape if shape in SHAPES else "polygon",
        "source": reverse("map_features") + (f"?at={building_id}" if building.lng is not None else ""),
        "cancel_url": reverse("site", args=[building.site_id]),
    }
    return render(request, "areas/building_place.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def buildings_unplaced(request: ActorRequest) -> HttpResponse:
    """Every building without a place on the map, with a box for its coordinates."""
    must_be(request.actor, *KEEPERS)
    unplaced = queries.buildings_without_place(request.actor)
    page = Paginator(unplaced, ROWS_A_PAGE).get_page(request.GET.get("page"))
    form = PlacesForm(sent(request), buildings=list(page))
    if form.is_bound and form.is_valid():
        facts = form.facts()
        if form.is_valid() and is_taken(form, lambda: place_buildings(by=request.actor, facts=facts)):
            words = ngettext(
                "%(count)s building is on the map.", "%(count)s buildings are on the map.", len(facts)
            )
            messages.success(request, words % {"count": len(facts)})
            return redirect("buildings_unplaced")
    context = {"form": form, "lines": form.lines(), "page": page, "total": page.paginator.count}
    return render(request, "areas/buildings_unplaced.html", context, status=422 if form.is_bound else 200)
