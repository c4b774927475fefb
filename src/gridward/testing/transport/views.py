"""Pages of boxes, hand-overs and receipts: phone and desk, scanner or thumb; the sheets are the pages themselves."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gridward.accounts.guards import must_be, open_to, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.accounts.naming import worker_names
from gridward.facts.answers import Answer, Verdict
from gridward.shared.ids import new_id
from gridward.shared.problems import NOT_YOURS, PROBLEM_CODES, Problem
from gridward.testing import access
from gridward.testing.models import TestDay, TubeDeed
from gridward.testing.sampling.naming import names_of
from gridward.testing.transport import queries
from gridward.testing.transport.access import (
    HANDLERS,
    box_or_404,
    hand_over_or_404,
    tube_on_its_way_or_404,
)
from gridward.testing.transport.boxing import box_tubes
from gridward.testing.transport.forms import BoxForm, HandOverForm, ReceiptForm
from gridward.testing.transport.handing import GIVERS, hand_over
from gridward.testing.transport.receiving import RECEIVERS, receive


def day_of(request: ActorRequest) -> TestDay | None:
    """The day the address names, else the latest that was opened."""
    days = access.days_for(request.actor).exclude(state=TestDay.State.PLANNED)
    asked = request.POST.get("day") or request.GET.get("day", "")
    return next((day for day in days[:60] if str(day.id) == asked), None) or days.first()


@require_GET
@signed_in
@open_to(*HANDLERS)
def handovers(request: ActorRequest) -> HttpResponse:
    """Where the tubes of a day are between station and laboratory, and the next step for each."""
    day = day_of(request)
    return shown(request, day) if day else render(request, "testing/handovers.html", {"transport": None})


def shown(request: ActorRequest, day: TestDay, status: int = 200, **forms: Any) -> HttpResponse:
    """The page, with what was typed where something is to be put right."""
    actor = request.actor
    transport = queries.transport_of(actor, day)
    boxes = [(line.box.code, line) for line in transport.open_boxes if line.tubes]
    page = {
        "transport": transport,
        "day": day,
        "may_give": actor.is_any_of(*GIVERS),
        "may_receive": actor.is_any_of(*RECEIVERS),
        "box_form": BoxForm(
            actor=actor, initial={"box": request.GET.get("box", ""), "fact": new_id()}, auto_id="fill_%s"
        ),
        "hand_form": HandOverForm(
            actor=actor, boxes=box_choices(boxes), initial=hand_initial(boxes), auto_id="give_%s"
        ),
        **forms,
    }
    return render(request, "testing/handovers.html", page, status=status)


def box_choices(boxes: Any) -> list[tuple[str, str]]:
    """Open boxes with how many tubes are in each."""
    return [(code, _("%(box)s (%(n)s tubes)") % {"box": code, "n": line.tubes}) for code, line in boxes]


def hand_initial(boxes: Any) -> dict[str, Any]:
    """All of them go, unless somebody says otherwise; the count is for people to make."""
    return {"boxes": [code for code, _line in boxes], "fact": new_id()}


@require_POST
@signed_in
@open_to(Role.SAMPLER)
def box_fill(request: ActorRequest) -> HttpResponse:
    """Put a tube into a box; back to the page with the same box, ready for the next tube."""
    must_be(request.actor, *GIVERS)
    day, form = day_of(request), BoxForm(request.POST, actor=request.actor, auto_id="fill_%s")
    if form.is_valid():
        answer = box_tubes(by=request.actor, facts=[form.said()], is_before=True)[0]
        if is_taken(answer, form, "tube"):
            words = {"tube": form.cleaned_data["tube"], "box": form.cleaned_data["box"]}
            messages.success(request, _("%(tube)s is in box %(box)s.") % words)
            return to_page(day, form.cleaned_data["box"])
    if day is None:
        return render(request, "testing/handovers.html", {"transport": None}, status=422)
    return shown(request, day, 422, box_form=form)


def to_page(day: TestDay | None, box: str = "") -> HttpResponse:
    """Back to the page of the day."""
    query = urlencode({"day": str(day.id) if day else "", "box": box})
    return redirect(f"{reverse('testing_handovers')}?{query}")


@require_POST
@signed_in
@open_to(Role.SAMPLER)
def hand_over_new(request: ActorRequest) -> HttpResponse:
    """Give boxes to a carrier; on to the sheet both sign."""
    must_be(request.actor, *GIVERS)
    day = day_of(request)
    if day is None:
        return render(request, "testing/handovers.html", {"transport": None}, status=422)
    lines = queries.transport_of(request.actor, day).open_boxes
    form = HandOverForm(
        request.POST,
        actor=request.actor,
        boxes=box_choices((line.box.code, line) for line in lines),
        auto_id="give_%s",
    )
    if form.is_valid():
        fact = form.said(day.id)
        if is_taken(hand_over(by=request.actor, facts=[fact], is_before=True)[0], form, None):
            messages.success(request, _("Handed over. Print the sheet; both sign it."))
            return redirect("testing_hand_over", fact.id)
    return shown(request, day, 422, hand_form=form)


@require_GET
@signed_in
@open_to(*HANDLERS)
def box(request: ActorRequest, box_id: UUID) -> HttpResponse:
    """The sheet of a box: place in the box, tube, and the people in their order as far as they may be seen."""
    found = box_or_404(request.actor, box_id)
    tubes = queries.tubes_in(request.actor, found)
    named = names_of(request.actor, [sample for line in tubes for sample in line.samples])
    page = {
        "box": found,
        "tubes": [(line, [(s.place, named.get(s.subject_id)) for s in line.samples]) for line in tubes],
        "people": sum(line.people for line in tubes),
        "by": worker_names([found.made_by_id]).get(found.made_by_id, ""),
        "shows_people": access.sees_people(request.actor),
    }
    return render(request, "testing/box.html", page)


@require_GET
@signed_in
@open_to(*HANDLERS)
def hand_over_page(request: ActorRequest, hand_over_id: UUID) -> HttpResponse:
    """The hand-over sheet with both signatures, and what the laboratory says of each tube."""
    return show_hand_over(request, hand_over_id)


def show_hand_over(request: ActorRequest, hand_over_id: UUID, form: Any = None) -> HttpResponse:
    """The sheet, and below it the form of the laboratory."""
    view = queries.hand_over_view(request.actor, hand_over_or_404(request.actor, hand_over_id))
    page = {
        "view": view,
        "signed": view.signed,
        "may_receive": request.actor.is_any_of(*RECEIVERS) and view.received < view.tubes,
        "form": form or ReceiptForm(actor=request.actor, initial={"fact": new_id()}),
    }
    return render(request, "testing/hand_over.html", page, status=422 if form else 200)


@require_POST
@signed_in
@open_to(Role.LABORATORY)
def take_in(request: ActorRequest, hand_over_id: UUID) -> HttpResponse:
    """The laboratory takes a hand-over in."""
    found = hand_over_or_404(request.actor, hand_over_id)
    must_be(request.actor, *RECEIVERS)
    form = ReceiptForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return show_hand_over(request, hand_over_id, form)
    answer = receive(by=request.actor, facts=[form.said(found.id)])[0]
    if not is_taken(answer, form, None):
        return show_hand_over(request, hand_over_id, form)
    if answer.verdict == Verdict.FLAGGED:
        messages.warning(request, _("Kept. %(why)s") % {"why": words_of(answer)})
    else:
        messages.success(request, _("Received. Thank you."))
    return redirect("testing_hand_over", found.id)


@require_GET
@signed_in
@open_to(*HANDLERS)
def way(request: ActorRequest, tube_id: UUID) -> HttpResponse:
    """Every step of one tube, by its code alone."""
    tube = tube_on_its_way_or_404(request.actor, tube_id)
    events = queries.way_of(request.actor, tube)
    names = worker_names({event.by_id for event in events})
    entries = [
        {
            "when": event.corrected_at,
            "title": TubeDeed(event.deed).label,
            "text": event.reason if event.deed == TubeDeed.BOXED else "",
            "by": names.get(event.by_id, ""),
            "state": "conflict" if event.flags else "done",
        }
        for event in events
    ]
    return render(request, "testing/tube_way.html", {"tube": tube, "entries": entries})


def is_taken(answer: Answer, form: Any, field: str | None) -> bool:
    """Whether the fact was kept; what refused it stands beside the field."""
    if answer.code == NOT_YOURS.code:
        raise Problem(NOT_YOURS)
    if answer.verdict in (Verdict.REFUSED, Verdict.CONFLICT):
        form.add_error(field, words_of(answer))
        return False
    return True


def words_of(answer: Answer) -> str:
    """The answer's code in words."""
    return Problem(PROBLEM_CODES[answer.code], {"code": ""}).message
