"""待办核实: what waits for somebody to look, with counts and the next step of each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gridward.accounts.middleware import ActorRequest
from gridward.households import actions
from gridward.households.access import can_assign, can_record
from gridward.households.forms.people import DecisionForm
from gridward.households.purpose import Purpose
from gridward.households.queries.checking import Waiting, pair_or_404, wards_of
from gridward.households.sight import views_of
from gridward.households.views.frames import register_page
from gridward.households.words import finding_words
from gridward.shared.problems import NOT_YOURS, Problem
from gridward.shared.refusals import sent

PAGE = 30
KINDS = ("look-alikes", "entries", "minors", "gaps")


@require_GET
@register_page
def to_check(request: ActorRequest) -> HttpResponse:
    """One list for each kind of thing that waits; only the page shown is opened."""
    waiting = Waiting(request.actor)
    counts = waiting.counts
    first = next((kind for kind in KINDS if counts[kind]), KINDS[0])
    what = request.GET.get("what") if request.GET.get("what") in KINDS else first
    listed: Page[Any] = Paginator(found_of(waiting, str(what)), PAGE).get_page(request.GET.get("page"))
    page = {
        "what": what,
        "counts": counts,
        "total": sum(counts.values()),
        "tabs": tabs_of(counts, str(what)),
        "page": listed,
        "rows": rows_of(request, str(what), list(listed)),
    }
    return render(request, "households/to_check.html", page)


def found_of(waiting: Waiting, what: str) -> Any:
    """All that waits of one kind."""
    if what == "look-alikes":
        return waiting.look_alikes
    if what == "entries":
        return waiting.flagged
    return waiting.minors if what == "minors" else waiting.gaps


def tabs_of(counts: dict[str, int], what: str) -> list[dict[str, Any]]:
    """The kinds with their counts."""
    words = {
        "look-alikes": _("Perhaps one person"),
        "entries": _("Entries to check"),
        "minors": _("Children without guardian"),
        "gaps": _("Doors with gaps"),
    }
    return [
        {"label": words[kind], "url": f"?what={kind}", "is_current": kind == what, "count": counts[kind]}
        for kind in KINDS
    ]


def rows_of(request: ActorRequest, what: str, found: list[Any]) -> list[dict[str, Any]]:
    """The rows of one page, each with its next step."""
    actor = request.actor
    if what == "look-alikes":
        return [{"pair": pair, "why": finding_words(pair.look_alike.reason)} for pair in found]
    if what == "entries":
        return [
            {
                "view": v,
                "findings": [finding_words(code) for code in v.flags],
                "can": can_record(actor, v.door),
            }
            for v in views_of(actor, found)
        ]
    if what == "minors":
        return [{"ward": ward} for ward in wards_of(actor, found)]
    return [{"gap": gap, "can": can_assign(actor, gap.door), "url": gap_url(gap)} for gap in found]


def gap_url(gap: Any) -> str:
    """Where the first thing a door lacks is given."""
    return reverse("door_assign" if "worker" in gap.missing else "door_plate", args=[gap.door.id])


@require_http_methods(["GET", "POST"])
@register_page
def look_alike(request: ActorRequest, look_alike_id: UUID) -> HttpResponse:
    """Two people side by side; a person says whether they are one."""
    pair = pair_or_404(request.actor, look_alike_id)
    if not all(can_record(request.actor, view.door) for view in (pair.person, pair.other)):
        raise Problem(NOT_YOURS)
    form = DecisionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        return decide(request, look_alike_id, form)
    page = {
        "pair": pair,
        "form": form,
        "why": finding_words(pair.look_alike.reason),
        "people": [pair.person, pair.other],
        "purposes": Purpose.choices,
        "sees_people": True,
        "back": f"{reverse('to_check')}?what=look-alikes",
    }
    return render(request, "households/look_alike.html", page, status=422 if form.errors else 200)


def decide(request: ActorRequest, look_alike_id: UUID, form: DecisionForm) -> HttpResponse:
    """Keep what was decided; of two who decide at once, one is told."""
    said = form.cleaned_data
    try:
        actions.decide_look_alike(
            by=request.actor,
            look_alike_id=look_alike_id,
            decision=said["decision"],
            keep_id=said["keep"] if said["decision"] == "same" else None,
        )
    except Problem as problem:
        if problem.status in (403, 404):
            raise
        messages.error(request, problem.message)
    else:
        words = _("Kept as one person.") if said["decision"] == "same" else _("They stay two people.")
        messages.success(request, words)
    return redirect(f"{reverse('to_check')}?what=look-alikes")
