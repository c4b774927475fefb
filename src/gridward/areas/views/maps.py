"""The map page, what it is made of, and the file it may lie on."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from gridward.accounts.guards import signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.areas import queries
from gridward.areas.maps.credits import credits_of
from gridward.areas.maps.payload import Box
from gridward.areas.overview import may_keep
from gridward.areas.screen import base, finding, reading
from gridward.areas.screen.colours import USUAL
from gridward.areas.screen.paper import SHEETS, sheet_of
from gridward.shared.problems import NOT_FOUND, Problem, problem_code
from gridward.shared.registries import map_colours

BAD_BOX = problem_code(
    "areas.bad_box", 422, "The box is four numbers, west, south, east, north: 110.32,33.68,110.35,33.70."
)


@require_GET
@signed_in
def map_page(request: ActorRequest) -> HttpResponse:
    """The whole map, coloured as one likes, and a box that finds a place on it."""
    words = request.GET.get("q", "").strip()
    found = finding.find(request.actor, words)
    at = request.GET.get("at", "") or (str(found[0].id) if len(found) == 1 and found[0].has_place else "")
    source = reverse("map_features") + (f"?at={at}" if at else "")
    page = {
        "source": source,
        "colours": list(map_colours),
        "colour": request.GET.get("colour", USUAL),
        "words": words,
        "found": found,
        "above": queries.units_above(request.actor.community_id),
        "credits": credits_of(request.actor.community_id),
        "may_keep": may_keep(request.actor),
    }
    return render(request, "areas/map.html", page)


@require_GET
@signed_in
def map_features(request: ActorRequest) -> HttpResponse:
    """What the map shows as GeoJSON; `bbox` limits it, `colour` paints it, `at` opens it on one thing."""
    shown = reading.whole_map(
        request.actor,
        box=box_asked(request.GET.get("bbox", "")),
        colour=request.GET.get("colour", USUAL),
        at=id_asked(request.GET.get("at", "")),
    )
    return JsonResponse(shown, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@require_GET
@signed_in
def map_print(request: ActorRequest) -> HttpResponse:
    """The map for A4 or A3, of the community or one area: drawn here, since paper wants lines and not pictures."""
    paper = request.GET.get("paper", "a4")
    paper = paper if paper in SHEETS else "a4"
    area_id, colour = id_asked(request.GET.get("area", "")), request.GET.get("colour", USUAL)
    seen = {line.area.id for line in queries.area_lines(request.actor)}
    page = {
        "sheet": sheet_of(request.actor, paper=paper, area_id=area_id, colour=colour),
        "paper": paper,
        "papers": list(SHEETS),
        "areas": [area for area in queries.open_areas(request.actor.community_id) if area.id in seen],
        "area_id": area_id,
        "colours": list(map_colours),
        "colour": colour,
        "above": queries.units_above(request.actor.community_id),
        "credits": credits_of(request.actor.community_id),
        "today": timezone.localtime(),
    }
    return render(request, "areas/map_print.html", page)


def box_asked(text: str) -> Box | None:
    """The box in an address; raises areas.bad_box."""
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise Problem(BAD_BOX) from error
    return west, south, east, north


def id_asked(text: str) -> UUID | None:
    """The id in an address, or None where it is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


@require_GET
@signed_in
@cache_control(private=True, max_age=86400)
def map_tile(request: ActorRequest, zoom: int, x: int, y: int) -> HttpResponse:
    """One tile of the base map, to those who work here alone; 204 where the file has none."""
    under = base.base_map()
    if under is None or under.is_picture:
        raise Problem(NOT_FOUND)
    picture = base.tile(under, zoom, x, y) if zoom <= 30 else None
    if picture is None:
        return HttpResponse(status=204)
    return HttpResponse(picture, content_type=base.kind_of(picture) or "application/octet-stream")


@require_GET
@signed_in
@cache_control(private=True, max_age=86400)
def map_picture(request: ActorRequest) -> HttpResponse:
    """The picture under the map, to those who work here alone."""
    under = base.base_map()
    if under is None or not under.is_picture:
        raise Problem(NOT_FOUND)
    picture = under.path.read_bytes()
    return HttpResponse(picture, content_type=base.kind_of(picture) or "application/octet-stream")
