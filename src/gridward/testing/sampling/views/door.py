"""The door on a phone: my doors with who is due, one tap into the tube."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from gridward.accounts.guards import must_be, open_to, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.shared.htmx import wants_part
from gridward.shared.problems import BAD_INPUT, NOT_FOUND, Problem
from gridward.testing import access
from gridward.testing.models import TestDay
from gridward.testing.sampling import sitting as seats
from gridward.testing.sampling.doors import counted, tile_or_404, walk_of
from gridward.testing.sampling.doorsteps import AtDoor, DoorTap, take_at_door, try_at_door
from gridward.testing.sampling.forms import DoorForm
from gridward.testing.sampling.pictures import TubePicture, picture_of
from gridward.testing.sampling.saying import standing_tube

IN_HAND = "testing_door_tube"


@require_GET
@signed_in
@open_to(Role.SAMPLER)
def door(request: ActorRequest) -> HttpResponse:
    """Doors in walking order with who is due there."""
    must_be(request.actor, *access.RECORDERS)
    day = seats.open_day(request.actor)
    if day is None:
        return render(request, "testing/door.html", {"walk": None})
    walk = walk_of(request.actor, day, request.GET.get("area", ""))
    context = {"walk": walk, "tube": in_hand(request, day), "may_try": not request.actor.is_narrow}
    return render(request, "testing/door.html", context)


@require_POST
@signed_in
@open_to(Role.SAMPLER)
def door_take(request: ActorRequest, household_id: UUID) -> HttpResponse:
    """One tap at one household: the fresh tile for htmx, back to the list otherwise."""
    must_be(request.actor, *access.RECORDERS)
    day = seats.open_day(request.actor)
    if day is None:
        raise Problem(NOT_FOUND)
    tile = tile_or_404(request.actor, day, household_id)
    form = DoorForm(request.POST)
    if not form.is_valid():
        raise Problem(BAD_INPUT)
    said = form.cleaned_data
    tap = DoorTap(day, tile, said["fact"], said["subject"], said["tube"], said["do"] == "anyway")
    is_try = said["do"] in ("absent", "refused")
    answer = try_at_door(request.actor, tap, said["do"]) if is_try else take_at_door(request.actor, tap)
    keep_in_hand(request, answer)
    if not wants_part(request):
        level = messages.SUCCESS if answer.said.tone == "good" else messages.WARNING
        messages.add_message(request, level, f"{answer.said.title} {answer.said.text}")
        return redirect("testing_door")
    return fresh(request, day, household_id, answer, said)


def fresh(
    request: ActorRequest, day: TestDay, household_id: UUID, answer: AtDoor, said: dict[str, Any]
) -> HttpResponse:
    """The tile as it stands now with the answer on it, and what is in hand beside it."""
    is_good = answer.said.tone == "good"
    context = {
        "tile": tile_or_404(request.actor, day, household_id),
        "walk": counted(request.actor, day, said["area"]),
        "said": answer.said,
        "tube": in_hand(request, day),
        "typed": "" if is_good else said["tube"],
        "ticked": set() if is_good else set(said["subject"]),
        "may_try": not request.actor.is_narrow,
        "is_fresh": True,
    }
    return render(request, "testing/_door_answer.html", context)


def in_hand(request: ActorRequest, day: TestDay) -> TubePicture | None:
    """The pooled tube one carries from door to door, while it is open and not full."""
    code = request.session.get(IN_HAND, "")
    tube = standing_tube(request.actor, code) if code else None
    if tube is None or tube.day_id != day.id:
        return None
    picture = picture_of(request.actor, tube)
    return picture if picture.is_open else None


def keep_in_hand(request: ActorRequest, answer: AtDoor) -> None:
    """Remember a tube that others may go into; one of a household or of one person is left with them."""
    if answer.tube and answer.tube.capacity > 1:
        request.session[IN_HAND] = answer.tube.code
