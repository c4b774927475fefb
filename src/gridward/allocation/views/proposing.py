"""The list of proposals, and the forms that ask for one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gridward.accounts.guards import must_be
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.allocation import actions, queries
from gridward.allocation.access import areas_to_plan, may_plan_everywhere
from gridward.allocation.forms import AreasForm, AwayForm, WorkersForm, first_day
from gridward.allocation.models import Balance, Proposal
from gridward.allocation.views.frames import ids_in, planning_page, show_form
from gridward.shared.ids import new_id
from gridward.shared.refusals import is_taken, sent
from gridward.shared.templatetags.words import count

PLACES = {
    "allocation.bad_limits": "fewest",
    "allocation.cannot_fit": "most",
    "allocation.never_fits": "most",
    "allocation.nobody": "workers",
    "allocation.no_doors": "worker",
    "allocation.bad_away": "until",
}


@require_GET
@planning_page
def home(request: ActorRequest) -> HttpResponse:
    """Where dividing and assigning begin: what is proposed, who is away, what is under way."""
    lines = queries.proposal_lines(request.actor)
    page = {
        "lines": lines,
        "standing": queries.standing_for(request.actor),
        "waiting": [line for line in lines if line.proposal.state == Proposal.State.READY],
        "may_divide": may_plan_everywhere(request.actor),
    }
    return render(request, "allocation/home.html", page)


@require_http_methods(["GET", "POST"])
@planning_page
def new_workers(request: ActorRequest) -> HttpResponse:
    """Ask to assign doors to workers; the usual choices are made already."""
    actor = request.actor
    areas = areas_to_plan(actor)
    asked = [id for id in ids_in(request.GET.getlist("area")) if id in {area.id for area in areas}]
    people = queries.candidates(actor.community_id, asked or [area.id for area in areas])
    form = WorkersForm(
        sent(request), areas=areas, candidates=people, initial=start_of_workers(request, asked, people)
    )
    made: list[Proposal] = []
    if form.is_valid() and is_taken(form, lambda: made.append(ask_workers(request, form)), PLACES):
        return redirect("allocation:proposal", made[0].id)
    doors = queries.standing_for(actor).doors
    words = {
        "doors": count(doors),
        "workers": count(len(people)),
        "each": round(doors / max(len(people), 1), 1),
    }
    answer = _("%(doors)s doors, %(workers)s people who could answer for them: %(each)s each.") % words
    return show_proposal_form(request, form, _("Assign doors to workers"), answer)


def start_of_workers(
    request: ActorRequest, asked: list[UUID], people: list[queries.Candidate]
) -> dict[str, object]:
    """The usual limits where they come out even, everybody who has doors there or could, and nobody who is away."""
    chosen = [c for c in people if c.inside and not c.is_away] or [c for c in people if not c.is_away]
    fewest, most = queries.sensible_limits(request.actor, asked, len(chosen))
    return {
        "proposal_id": new_id(),
        "areas": [str(id) for id in asked],
        "workers": [str(c.worker.id) for c in chosen],
        "balance": Balance.DOORS,
        "fewest": fewest,
        "most": most,
        "keep": "keep",
    }


def ask_workers(request: ActorRequest, form: WorkersForm) -> Proposal:
    """The proposal a form asks for."""
    said = form.cleaned_data
    return actions.propose_workers(
        by=request.actor,
        worker_ids=said["workers"],
        area_ids=said["areas"],
        limits=form.limits(),
        balance=said["balance"],
        price=form.price(),
        by_unit=said["by_unit"],
        id=said["proposal_id"],
    )


@require_http_methods(["GET", "POST"])
@planning_page
def new_areas(request: ActorRequest) -> HttpResponse:
    """Ask to divide the community, or some areas, anew."""
    must_be(request.actor, Role.COORDINATOR)
    areas = areas_to_plan(request.actor)
    start = {"proposal_id": new_id(), "count": len(areas) or 1, "balance": Balance.DOORS, "keep": "keep"}
    form = AreasForm(sent(request), areas=areas, initial=start)
    made: list[Proposal] = []
    if form.is_valid() and is_taken(form, lambda: made.append(ask_areas(request, form)), PLACES):
        return redirect("allocation:proposal", made[0].id)
    doors = queries.standing_for(request.actor).doors
    words = {"doors": count(doors), "areas": count(len(areas)), "each": round(doors / max(len(areas), 1), 1)}
    answer = _("%(doors)s doors in %(areas)s areas now: %(each)s each.") % words
    return show_proposal_form(request, form, _("Divide into areas"), answer)


def show_proposal_form(
    request: ActorRequest, form: WorkersForm | AreasForm, heading: str, answer: str
) -> HttpResponse:
    """The page of a form that asks for a proposal; long lists of areas and workers are folded."""
    return show_form(
        request,
        form,
        heading=heading,
        back=reverse("allocation:home"),
        button=_("Propose"),
        answer=answer,
        long_lists=("areas", "workers"),
        template="allocation/propose.html",
    )


def ask_areas(request: ActorRequest, form: AreasForm) -> Proposal:
    """The proposal a form asks for."""
    said = form.cleaned_data
    return actions.propose_areas(
        by=request.actor,
        count=said["count"],
        limits=form.limits(),
        balance=said["balance"],
        area_ids=said["areas"],
        price=form.price(),
        id=said["proposal_id"],
    )


@require_http_methods(["GET", "POST"])
@planning_page
def away(request: ActorRequest) -> HttpResponse:
    """Somebody is away: written down, and who stands in is proposed."""
    areas = areas_to_plan(request.actor)
    people = queries.candidates(request.actor.community_id, [area.id for area in areas])
    start = {"proposal_id": new_id(), "since": first_day(), "worker": request.GET.get("worker", "")}
    form = AwayForm(sent(request), candidates=people, initial=start)
    made: list[Proposal] = []
    if form.is_valid() and is_taken(form, lambda: made.append(ask_stand_in(request, form)), PLACES):
        return redirect("allocation:proposal", made[0].id)
    heading = _("Somebody is away")
    button = _("Propose who stands in")
    return show_form(request, form, heading=heading, back=reverse("allocation:home"), button=button)


def ask_stand_in(request: ActorRequest, form: AwayForm) -> Proposal:
    """The proposal a form asks for."""
    return actions.somebody_away(by=request.actor, away=form.fact(), id=form.cleaned_data["proposal_id"])
