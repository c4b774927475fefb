"""The day of testing as a street or county sees it, live, with a map."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from gridward.accounts.guards import for_above, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.coverage.tallies.mapping import areas_of_all
from gridward.shared.htmx import part_or_page, wants_part
from gridward.testing.above.queries import paint_of_tally, testing_level
from gridward.testing.above.words import carry_text


@require_GET
@signed_in
@for_above
def above_testing(request: ActorRequest, unit_id: UUID | None = None) -> HttpResponse:
    """The latest day below the unit, worst first: 204 to htmx while no tally was counted anew."""
    level = testing_level(request.actor, unit_id)
    is_poll = wants_part(request) and "mark" in request.GET
    if is_poll and request.GET["mark"] == level.mark:
        return HttpResponse(status=204)
    context: dict[str, Any] = {"level": level, "total": level.total.tested, "is_part": is_poll}
    context["is_all"] = "all" in request.GET
    if not is_poll:
        context["back"] = level.trail[-1] if level.trail else None
        context["carry_text"] = carry_text(level) if level.on else ""
        context["source"] = reverse("above_testing_features_of", args=[level.unit.id])
    return part_or_page(request, "testing/_above.html", "testing/above.html", context)


@require_GET
@signed_in
@for_above
def above_testing_features(request: ActorRequest, unit_id: UUID) -> HttpResponse:
    """The outlines of all areas below the unit, painted by the share sampled."""
    on = testing_level(request.actor, unit_id).on
    paint = partial(paint_of_tally, on=on)
    return JsonResponse(areas_of_all(request.actor, unit_id, paint=paint, page="above_testing_of"))
