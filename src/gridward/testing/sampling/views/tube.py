"""The page of a tube: who is in it, its history, and what is put right afterwards."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gridward.accounts.guards import open_to, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.shared.ids import new_id
from gridward.testing import access
from gridward.testing.models import TubeState
from gridward.testing.sampling import tube_page, tubes
from gridward.testing.sampling.forms import MoveForm, VoidForm
from gridward.testing.sampling.pictures import picture_of


@require_GET
@signed_in
@open_to(Role.SAMPLER)
def tube(request: ActorRequest, tube_id: UUID) -> HttpResponse:
    """One tube: code, state, members in their order, history."""
    return shown(request, tube_id)


def shown(
    request: ActorRequest, tube_id: UUID, move: MoveForm | None = None, void: VoidForm | None = None
) -> HttpResponse:
    """The page of a tube, with what was typed where a field was wrong."""
    found = access.tube_or_404(request.actor, tube_id)
    picture = picture_of(request.actor, found)
    context = {
        "picture": picture,
        "facts": tube_page.facts_of(picture),
        "entries": tube_page.history_of(found),
        "may_handle": access.may_handle(request.actor, found),
        "is_open": found.state == TubeState.OPEN,
        "move": move or MoveForm(),
        "void": void or VoidForm(),
        "fact": new_id(),
    }
    return render(request, "testing/tube.html", context, status=422 if move or void else 200)


@require_POST
@signed_in
@open_to(Role.SAMPLER)
def tube_seal(request: ActorRequest, tube_id: UUID) -> HttpResponse:
    """Seal a tube from its page."""
    found = access.tube_or_404(request.actor, tube_id, to="write")
    refused = tubes.seal(request.actor, found, new_id()) if found.state == TubeState.OPEN else None
    if refused:
        messages.error(request, f"{refused.title} {refused.text}")
    else:
        messages.success(request, _("Tube %(code)s is sealed") % {"code": found.code})
    return redirect("testing_tube", tube_id)


@require_POST
@signed_in
@open_to(Role.SAMPLER)
def tube_move(request: ActorRequest, tube_id: UUID) -> HttpResponse:
    """Write those ticked, or all, into another tube."""
    found = access.tube_or_404(request.actor, tube_id, to="write")
    form = MoveForm(request.POST)
    if not form.is_valid():
        return shown(request, tube_id, move=form)
    said = form.cleaned_data
    ids = tube_page.inside(found) if said["whole"] else said["sample"]
    is_done, words = tube_page.move(request.actor, found, ids, said["to"], said["reason"], said["fact"])
    if not is_done:
        form.add_error("to", words)
        return shown(request, tube_id, move=form)
    messages.success(request, words)
    return redirect("testing_tube", tube_id)


@require_POST
@signed_in
@open_to(Role.SAMPLER)
def tube_void(request: ActorRequest, tube_id: UUID) -> HttpResponse:
    """Strike out samples that never were."""
    access.tube_or_404(request.actor, tube_id, to="write")
    form = VoidForm(request.POST)
    if not form.is_valid():
        return shown(request, tube_id, void=form)
    said = form.cleaned_data
    is_done, words = tube_page.strike_out(request.actor, said["sample"], said["reason"], said["fact"])
    if not is_done:
        form.add_error(None, words)
        return shown(request, tube_id, void=form)
    messages.success(request, words)
    return redirect("testing_tube", tube_id)
