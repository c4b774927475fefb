"""One proposal: before and after, every move and why; changed, pinned, accepted or dropped."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gridward.accounts.guards import must_be
from gridward.accounts.middleware import ActorRequest
from gridward.allocation import actions, queries
from gridward.allocation.access import PLANNERS, may_decide, proposal_or_404
from gridward.allocation.models import Kind, Proposal
from gridward.allocation.runs import PROPOSALS
from gridward.allocation.views.frames import ids_in, planning_page
from gridward.allocation.words import MARKS, broken_words
from gridward.shared.htmx import progress_or_page
from gridward.shared.problems import NOT_FOUND, PROBLEM_CODES, Problem

MOVES, STAYS = "moves", "stays"
WHEN = ("before", "after")
LINES_A_PAGE = 50


@require_GET
@planning_page
def proposal(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    """One proposal, wherever it stands."""
    found = proposal_or_404(request.actor, proposal_id)
    view = queries.proposal_view(request.actor, found)
    shown = STAYS if request.GET.get("show") == STAYS else MOVES
    lines = view.moves if shown == MOVES else view.stays
    page_of = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "view": view,
        "proposal": found,
        "mark": MARKS[found.state],
        "job": job_of(found),
        "problem": _(PROBLEM_CODES[found.problem].message) if found.problem in PROBLEM_CODES else "",
        "is_ready": found.state == Proposal.State.READY,
        "may_decide": may_decide(request.actor, found),
        "is_about_areas": found.kind == Kind.AREAS,
        "figures": figures_of(view),
        "bars": queries.bars_of(view),
        "broken": broken_words(found.figures.get("broken", {})),
        "may_split": may_split(found),
        "new_areas": [part for part in view.parts if part.is_new and part.doors_after],
        "takers": [part for part in view.parts if not part.is_gone],
        "lines": page_of.object_list,
        "page": page_of,
        "shown": shown,
        "tabs": tabs_of(request, view, shown),
        "map_before": reverse("allocation:proposal_map", args=[found.id, "before"]),
        "map_after": reverse("allocation:proposal_map", args=[found.id, "after"]),
    }
    return render(request, "allocation/proposal.html", page)


def may_split(found: Proposal) -> bool:
    """Whether sharing buildings by staircases might keep limits that are broken."""
    is_broken = found.figures.get("broken", {}).keys() & {"too_few", "too_many"}
    return bool(is_broken) and found.kind == Kind.WORKERS and found.options.get("split") != "unit"


def job_of(found: Proposal) -> dict[str, Any]:
    """The planning as a piece of work that is under way."""
    return {
        "label": _("Being planned"),
        "done": found.done,
        "total": found.total,
        "is_running": found.state in PROPOSALS.working,
        "poll_url": reverse("allocation:progress", args=[found.id]),
        "cancel_url": reverse("allocation:cancel", args=[found.id]),
    }


def figures_of(view: queries.ProposalView) -> list[dict[str, Any]]:
    """How good it is, in a few numbers."""
    if not view.parts or view.proposal.state in PROPOSALS.working:
        return []
    before, after = view.proposal.figures.get("before", {}), view.proposal.figures.get("after", {})
    was = _("now %(number)s")
    (fewest_before, most_before), (fewest_after, most_after) = view.extremes(False), view.extremes(True)
    return [
        {"label": _("Doors that change hands"), "value": view.moved},
        {"label": _("Fewest doors"), "value": fewest_after, "note": was % {"number": fewest_before}},
        {"label": _("Most doors"), "value": most_after, "note": was % {"number": most_before}},
        {
            "label": _("Not in one piece"),
            "value": after.get("not_contiguous"),
            "note": was % {"number": before.get("not_contiguous", "–")},
        },
        {
            "label": _("Metres to the middle"),
            "value": round(after.get("compactness") or 0),
            "note": was % {"number": round(before.get("compactness") or 0)},
        },
    ]


def tabs_of(request: ActorRequest, view: queries.ProposalView, shown: str) -> list[dict[str, Any]]:
    """What moves, and what stays."""
    here = reverse("allocation:proposal", args=[view.proposal.id])
    tabs = [(MOVES, _("What moves"), len(view.moves)), (STAYS, _("What stays"), len(view.stays))]
    return [
        {"label": label, "url": f"{here}?show={name}#moves", "is_current": name == shown, "count": count}
        for name, label, count in tabs
    ]


@require_GET
@planning_page
def progress(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    """How far the planning is; once it is over the whole page comes anew."""
    return progress_or_page(request, job_of(proposal_or_404(request.actor, proposal_id)))


@require_GET
@planning_page
def proposal_map(request: ActorRequest, proposal_id: UUID, when: str) -> HttpResponse:
    """The buildings of a proposal, each in the colour of who has it before or after."""
    if when not in WHEN:
        raise Problem(NOT_FOUND)
    found = proposal_or_404(request.actor, proposal_id)
    return JsonResponse(queries.map_of_proposal(request.actor, found, is_after=when == "after"))


@require_POST
@planning_page
def change(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    """Give ticked pieces, or the buildings chosen on the map, to somebody else; or keep them where they are."""
    found = proposal_or_404(request.actor, proposal_id)
    back = redirect(f"{reverse('allocation:proposal', args=[found.id])}#moves")
    asked = ids_in(request.POST.getlist("piece"))
    on_map = ids_in([request.POST.get("buildings", "")])
    pieces = [piece.id for piece in queries.pieces_asked(request.actor, found, asked, on_map)]
    to, stays = ids_in([request.POST.get("to", "")]), request.POST.get("to") == "stay"
    if not pieces or not (to or stays):
        messages.error(request, _("First choose buildings, and who gets them."))
        return back
    number = actions.change(
        by=request.actor,
        proposal=found,
        moves={} if stays else dict.fromkeys(pieces, to[0]),
        stays=pieces if stays else (),
        is_pinned=request.POST.get("pin") == "yes",
    )
    words = ngettext("%(number)s building changed.", "%(number)s buildings changed.", number)
    messages.success(request, words % {"number": number})
    return back


@require_POST
@planning_page
def accept(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    """Yes: carry it out."""
    found = proposal_or_404(request.actor, proposal_id)
    try:
        number = actions.accept(by=request.actor, proposal=found)
    except Problem as problem:
        if problem.status != 409:
            raise
        messages.error(request, problem.message)
    else:
        words = ngettext(
            "Done: %(number)s door is in other hands now.",
            "Done: %(number)s doors are in other hands now.",
            number,
        )
        messages.success(request, words % {"number": number})
    return redirect("allocation:proposal", found.id)


@require_POST
@planning_page
def cancel(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    """No: drop it."""
    must_be(request.actor, *PLANNERS)
    actions.cancel(by=request.actor, proposal=proposal_or_404(request.actor, proposal_id))
    messages.success(request, _("The proposal was dropped. Nothing was changed."))
    return redirect("allocation:home")


@require_POST
@planning_page
def again(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    """The same once more, with the pins and the register as they stand now."""
    found = proposal_or_404(request.actor, proposal_id)
    by_unit = request.POST.get("by_unit") == "yes"
    fresh = actions.plan_again(by=request.actor, proposal=found, by_unit=by_unit)
    return redirect("allocation:proposal", fresh.id)
