"""The worker's phone: my doors, one tap each, and the page of one due."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gridward.accounts.guards import signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.facts.answers import Answer, Verdict
from gridward.rounds import access, actions, doorsteps
from gridward.rounds.forms import AskForm, TapForm
from gridward.rounds.models import Due
from gridward.rounds.tiles import DueTile, tiles_of
from gridward.rounds.words import flag_words
from gridward.shared.htmx import wants_part
from gridward.shared.problems import PROBLEM_CODES, Problem


@require_GET
@signed_in
def mine(request: ActorRequest) -> HttpResponse:
    """The doors I answer for, in walking order, with one big button each."""
    now = timezone.now()
    walk = doorsteps.walk_of(request.actor, request.GET.get("round", ""))
    context = {
        "walk": walk,
        "tiles": tiles_of(request.actor, walk.open_dues, now),
        "settled": tiles_of(request.actor, walk.settled_dues, now),
    }
    return render(request, "rounds/mine.html", context)


@require_POST
@signed_in
def record(request: ActorRequest, due_id: UUID) -> HttpResponse:
    """One tap: a fact with the id the page was given. The fresh tile for htmx, back to the list otherwise."""
    due = access.due_or_404(request.actor, due_id)
    form = TapForm(request.POST, kind=due.round.kind)
    is_tile = wants_part(request) and "tile" in request.POST
    if not form.is_valid():
        return wrong_tile(request, due, form) if is_tile else show_due(request, due, form, status=422)
    answer = actions.record_outcomes(by=request.actor, facts=[form.outcome(due.id)])[0]
    if answer.verdict == Verdict.REFUSED:
        raise Problem(PROBLEM_CODES[answer.code])
    if is_tile:
        return fresh_tile(request, due_id, answer)
    say(request, answer)
    return redirect(next_of(request, due_id))


def fresh_tile(request: ActorRequest, due_id: UUID, answer: Answer) -> HttpResponse:
    """The tile as it stands now, and how far the walk is, beside it."""
    due = access.due_or_404(request.actor, due_id)
    tile = tiles_of(request.actor, [due], timezone.now())[0]
    walk = doorsteps.walk_of(request.actor, str(due.round_id))
    flag = flag_words(answer.code) if answer.verdict in (Verdict.FLAGGED, Verdict.CONFLICT) else ""
    context = {"tile": tile, "walk": walk, "flag": flag, "is_fresh": True}
    return render(request, "rounds/_tile_answer.html", context)


def wrong_tile(request: ActorRequest, due: Due, form: TapForm) -> HttpResponse:
    """The tile again, with what is missing on it."""
    tile = tiles_of(request.actor, [due], timezone.now())[0]
    flag = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return render(request, "rounds/_tile.html", {"tile": tile, "flag": flag, "is_wrong": True}, status=422)


def say(request: ActorRequest, answer: Answer) -> None:
    """The answer in words for the next page."""
    if answer.verdict in (Verdict.FLAGGED, Verdict.CONFLICT):
        messages.warning(
            request, _("Kept. %(why)s; somebody will look at it.") % {"why": flag_words(answer.code)}
        )
    else:
        messages.success(request, _("Kept. Thank you."))


def next_of(request: ActorRequest, due_id: UUID) -> str:
    """Where the page wanted to go on, if that is on this site; else the due."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return reverse("due", args=[due_id])


@require_GET
@signed_in
def due(request: ActorRequest, due_id: UUID) -> HttpResponse:
    """One due: what may be done about it, and its history."""
    return show_due(request, access.due_or_404(request.actor, due_id))


def show_due(request: ActorRequest, due: Due, form: Any = None, status: int = 200) -> HttpResponse:
    """The page of a due, with what was typed where a field was wrong."""
    actor = request.actor
    tile: DueTile = tiles_of(actor, [due], timezone.now())[0]
    context = {
        "due": due,
        "tile": tile,
        "form": form or TapForm(kind=due.round.kind, initial={"fact": tile.fact}),
        "fact": form["fact"].value() if form else tile.fact,
        "ask_form": AskForm(),
        "facts": doorsteps.facts_of(due),
        "entries": doorsteps.history_of(due),
        "may_record": access.may_record(actor, due),
        "may_decide": access.may_decide(actor, due),
        "may_approve": actor.worker_id not in (due.asked_by_id, due.worker_id),
        "sign_off_reasons": doorsteps.SIGN_OFF_REASONS,
    }
    return render(request, "rounds/due.html", context, status=status)


@require_POST
@signed_in
def ask(request: ActorRequest, due_id: UUID) -> HttpResponse:
    """Ask for an exemption of one due."""
    asked = access.due_or_404(request.actor, due_id)
    form = AskForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose a reason from the list."))
        return redirect("due", due_id)
    actions.ask_exemption(by=request.actor, due_ids=[asked.id], reason=form.cleaned_data["reason"])
    messages.success(request, _("Asked. It stays on the list until somebody else approves."))
    return redirect("due", due_id)
