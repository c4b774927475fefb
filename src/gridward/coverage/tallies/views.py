"""The pages of a street or county."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gridward.accounts.guards import for_above, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.coverage.tallies.mapping import areas_of_all
from gridward.coverage.tallies.queries import level_of
from gridward.coverage.tallies.words import carry_text


@require_GET
@signed_in
@for_above
def above(request: ActorRequest, unit_id: UUID | None = None) -> HttpResponse:
    """What stands below the unit: streets, communities, or one community's areas, most missing first."""
    level = level_of(request.actor, unit_id)
    return render(
        request,
        "coverage/above.html",
        {
            "level": level,
            "total": level.total,
            "back": level.trail[-1] if level.trail else None,
            "carry_text": carry_text(level),
            "source": reverse("above_features_of", args=[level.unit.id]),
        },
    )


@require_GET
@signed_in
@for_above
def above_features(request: ActorRequest, unit_id: UUID | None = None) -> HttpResponse:
    """The outlines of all areas below the unit, painted by what is missing."""
    return JsonResponse(areas_of_all(request.actor, unit_id))
