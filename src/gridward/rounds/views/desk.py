"""The desk: opening a round, deciding over dues, closing, what runs by itself, what needs looking at."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.rounds import access, actions, inbox, schedules
from gridward.rounds.forms import DecideForm, RoundForm
from gridward.rounds.models import Round
from gridward.rounds.outcomes import CLOSED
from gridward.shared.problems import BAD_INPUT, Problem


@require_http_methods(["GET", "POST"])
@signed_in
def round_new(request: ActorRequest) -> HttpResponse:
    """Open a round, once or again and again."""
    must_be(request.actor, *access.DECIDERS)
    form = RoundForm(request.actor, request.POST or None, wanted=request.GET)
    if request.method == "POST" and form.is_valid():
        opened = open_as_said(request.actor, form)
        messages.success(request, _("“%(name)s” is open.") % {"name": opened.name})
        return redirect("round", opened.id)
    status = 422 if form.errors else 200
    return render(request, "rounds/round_new.html", {"form": form}, status=status)


def open_as_said(actor: Actor, form: RoundForm) -> Round:
    """The round, and the schedule that opens the next ones by itself; both ids came with the form."""
    said, scope = form.cleaned_data, form.scope()
    opened = actions.open_round(
        by=actor,
        kind_code=said["kind"],
        name=said["name"],
        scope=scope,
        opens_at=said["opens_at"],
        closes_at=said["closes_at"],
        id=said["round_id"],
    )
    if said["every"]:
        schedules.repeat(actor, opened, said["every"], scope)
    return opened


@require_POST
@signed_in
def decide(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """Approve, leave open or sign off the dues ticked."""
    round_ = access.round_or_404(request.actor, round_id)
    if round_.state == Round.State.CLOSED:
        raise Problem(CLOSED)
    form = DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please tick at least one line, then choose what to do."))
        return redirect(back_to(request, reverse("round", args=[round_id])))
    messages.success(request, decided(request.actor, form.cleaned_data))
    return redirect(back_to(request, reverse("round", args=[round_id])))


def decided(actor: Actor, said: dict[str, Any]) -> str:
    """Let the verb decide, and say how many it was."""
    due_ids = said["due"]
    if said["deed"] == "approve":
        count = actions.approve_exemption(by=actor, due_ids=due_ids)
        return ngettext("%(count)s exemption approved.", "%(count)s exemptions approved.", count) % {
            "count": count
        }
    if said["deed"] == "decline":
        count = actions.decline_exemption(by=actor, due_ids=due_ids)
        return ngettext("%(count)s stays open.", "%(count)s stay open.", count) % {"count": count}
    count = actions.sign_off(by=actor, due_ids=due_ids, reason=said["reason"])
    return ngettext("%(count)s signed off.", "%(count)s signed off.", count) % {"count": count}


def back_to(request: ActorRequest, otherwise: str) -> str:
    """Where the form came from, if that is on this site."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return otherwise


@require_POST
@signed_in
def close(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """Close a round; what is missing is said on its page."""
    try:
        closed = actions.close_round(by=request.actor, round_id=round_id)
    except Problem as problem:
        if problem.code != "rounds.open_dues":
            raise
        messages.error(request, problem.message)
        return redirect(f"{reverse('round', args=[round_id])}?show=gaps")
    messages.success(request, _("“%(name)s” is closed. Its statement stands.") % {"name": closed.name})
    return redirect("round", round_id)


@require_POST
@signed_in
def refresh(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """Bring a round up to the register now, without waiting for the job."""
    must_be(request.actor, *access.DECIDERS)
    done = actions.refresh_round(by=request.actor, round_id=round_id)
    words = _("%(added)s added, %(left)s left, %(passed)s passed on.")
    messages.success(request, words % {"added": done.added, "left": done.left, "passed": done.passed})
    return redirect("round", round_id)


@require_GET
@signed_in
def schedule_list(request: ActorRequest) -> HttpResponse:
    """Rounds that open by themselves."""
    must_be(request.actor, *access.DECIDERS)
    return render(request, "rounds/schedules.html", {"rows": schedules.rows_for(request.actor)})


@require_POST
@signed_in
def schedule_switch(request: ActorRequest, schedule_id: UUID) -> HttpResponse:
    """Switch a schedule on or off."""
    must_be(request.actor, *access.DECIDERS)
    word = request.POST.get("is_on", "")
    if word not in ("yes", "no"):
        raise Problem(BAD_INPUT)
    actions.switch_schedule(by=request.actor, schedule_id=schedule_id, is_on=word == "yes")
    return redirect("schedules")


@require_http_methods(["GET", "POST"])
@signed_in
def flags(request: ActorRequest) -> HttpResponse:
    """Records that were kept though something was wrong with them, under the name of who looks at them."""
    actor = request.actor
    must_be(actor, *access.DECIDERS)
    if request.method == "POST":
        looked = actions.look_at(
            by=actor,
            outcome_ids=inbox.ids_in(request.POST.getlist("outcome")),
            conflict_ids=inbox.ids_in(request.POST.getlist("conflict")),
        )
        messages.success(
            request, ngettext("%(count)s looked at.", "%(count)s looked at.", looked) % {"count": looked}
        )
        return redirect("flags")
    return render(request, "rounds/flags.html", inbox.waiting_for(actor, timezone.now()))
