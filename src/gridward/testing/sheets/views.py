"""Pages that are made to be printed; what names people is asked for with a purpose, and logged."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridward.accounts.guards import must_be, open_to
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.accounts.naming import worker_names
from gridward.households.views.frames import register_page
from gridward.shared.ids import new_id
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.testing import access
from gridward.testing.codes.reserving import codes_of, range_of, reserve_codes
from gridward.testing.models import Phase, TestDay
from gridward.testing.sheets import forms20
from gridward.testing.sheets.cards import Card, door_cards, many_cards, personal_cards
from gridward.testing.sheets.forms import CodesForm, PaperForm, PurposeForm, WhichForm
from gridward.testing.sheets.labels import labels_of
from gridward.testing.sheets.lists import Choice, Line, sections_of, state_word
from gridward.testing.sheets.people import write_down

PRINTERS = (Role.COORDINATOR, Role.DATA_OFFICER, Role.AREA_LEADER, Role.WORKER)


def which_of(request: ActorRequest) -> WhichForm:
    """What the address asks for; the latest day where it names none."""
    form = WhichForm(request.GET, actor=request.actor)
    if "day" not in request.GET and form.days:
        asked = request.GET.copy()
        asked["day"] = next(iter(form.days))
        form = WhichForm(asked, actor=request.actor)
    return form


@require_GET
@register_page
@open_to(Role.SAMPLER)
def sheets(request: ActorRequest) -> HttpResponse:
    """Everything that can be printed for a day."""
    must_be(request.actor, *PRINTERS, Role.SAMPLER)
    form = which_of(request)
    form.is_valid()
    page = {
        "form": form,
        "paper_form": PaperForm(auto_id="paper_%s"),
        "codes_form": CodesForm(initial={"id": new_id()}, auto_id="codes_%s"),
        "may_name": request.actor.is_any_of(*PRINTERS),
        "may_code": request.actor.is_any_of(*access.SAMPLERS),
        "has_day": bool(form.days),
    }
    return render(request, "testing/sheets.html", page)


@require_http_methods(["GET", "POST"])
@register_page
def lists(request: ActorRequest) -> HttpResponse:
    """The day's lists: masked; with names in full after a purpose was given."""
    must_be(request.actor, *PRINTERS)
    which, purpose = which_of(request), PurposeForm(request.POST or None)
    if not which.is_valid():
        return redirect("testing_sheets")
    day, is_clear = which.day_chosen, request.method == "POST" and purpose.is_valid()
    sections = sections_of(request.actor, day, which.choice(), is_clear)
    lines = [line for section in sections for line in section.lines]
    if is_clear:
        said = purpose.cleaned_data["purpose"]
        write_down(by=request.actor, day_id=day.id, purpose=said, how_many=len(lines))
    page = {
        "day": day,
        "sections": [(section, [(line, state_word(line)) for line in section.lines]) for section in sections],
        "total": len(lines),
        "still_due": sum(section.still_due for section in sections),
        **_frame(request, which, purpose, is_clear),
    }
    return render(request, "testing/sheet_list.html", page, status=_status(request, purpose))


def _frame(request: ActorRequest, which: WhichForm, purpose: PurposeForm, is_clear: bool) -> dict[str, Any]:
    shown = purpose if purpose.is_bound else PurposeForm()
    query = request.GET.urlencode()
    return {"which": which, "purpose_form": shown, "is_clear": is_clear, "query": query}


def _status(request: ActorRequest, purpose: PurposeForm) -> int:
    return 422 if request.method == "POST" and not purpose.is_valid() else 200


@require_http_methods(["GET", "POST"])
@register_page
@open_to(Role.SAMPLER)
def paper_form(request: ActorRequest) -> HttpResponse:
    """The form of twenty rows: blank, or filled in; own tube codes are given out by POST alone."""
    must_be(request.actor, *PRINTERS, Role.SAMPLER)
    which, paper = which_of(request), PaperForm(request.POST or request.GET)
    if not (which.is_valid() and paper.is_valid()):
        return redirect("testing_sheets")
    said, day = paper.cleaned_data, which.day_chosen
    if said["is_filled"]:
        must_be(request.actor, *PRINTERS)
    purpose = PurposeForm(request.POST or None)
    is_clear = request.method == "POST" and said["is_filled"] and purpose.is_valid()
    lines = _lines(request, day, which, is_clear) if said["is_filled"] else []
    phase = which.choice().phase or Phase.CENTRE
    pages = _pages(request, day, phase, said, lines)
    if is_clear:
        reason = purpose.cleaned_data["purpose"]
        write_down(by=request.actor, day_id=day.id, purpose=reason, how_many=len(lines))
    page = {
        "day": day,
        "phase": Phase(phase).label,
        "pages": pages,
        "people": len(lines),
        "is_filled": said["is_filled"],
        "has_codes": said["has_codes"],
        **_frame(request, which, purpose, is_clear),
    }
    status = _status(request, purpose) if said["is_filled"] else 200
    return render(request, "testing/sheet_form.html", page, status=status)


def _lines(request: ActorRequest, day: TestDay, which: WhichForm, is_clear: bool) -> list[Line]:
    sections = sections_of(request.actor, day, which.choice(), is_clear)
    return [line for section in sections for line in section.lines if not state_word(line)]


def _pages(
    request: ActorRequest, day: TestDay, phase: str, said: dict[str, Any], lines: list[Line]
) -> list[forms20.FormPage]:
    capacity = day.pool_size(phase)
    count = said["count"] or 1

    def made(codes: Any = ()) -> list[forms20.FormPage]:
        if said["is_filled"]:
            return forms20.filled_pages(lines, capacity, codes)
        return forms20.blank_pages(count, capacity, codes)

    pages = made()
    if not (said["has_codes"] and request.method == "POST" and pages):
        return pages
    return made(reserve_codes(by=request.actor, count=len(pages)).codes)


@require_http_methods(["GET", "POST"])
@register_page
def cards(request: ActorRequest) -> HttpResponse:
    """Personal codes, or those of doors, for one area or one worker: first how many, then, logged, the sheets."""
    must_be(request.actor, *PRINTERS)
    which, kind = which_of(request), request.GET.get("kind", "person")
    if not which.is_valid():
        return redirect("testing_sheets")
    day, choice = which.day_chosen, which.choice()
    page: dict[str, Any] = {"day": day, "kind": kind, "is_part": choice.is_part, "cards": []}
    if request.method == "POST" and choice.is_part:
        page["cards"] = _cards(request, day, choice, kind)
        many = len(page["cards"])
        write_down(by=request.actor, day_id=day.id, purpose="testing", how_many=many, deed="cards.printed")
    elif choice.is_part:
        page["count"] = many_cards(request.actor, day, choice, kind)
    return render(request, "testing/sheet_cards.html", page)


def _cards(request: ActorRequest, day: TestDay, choice: Choice, kind: str) -> list[Card]:
    if kind == "door":
        return door_cards(request.actor, choice)
    lines = [line for section in sections_of(request.actor, day, choice) for line in section.lines]
    return personal_cards(request.actor, lines)


@require_POST
@register_page
@open_to(Role.SAMPLER)
def codes(request: ActorRequest) -> HttpResponse:
    """Give out own tube codes and go to their sheet; the same form twice gives the same codes."""
    must_be(request.actor, *access.SAMPLERS)
    form = CodesForm(request.POST, auto_id="codes_%s")
    if not form.is_valid():
        page = {"codes_form": form, "may_code": True, "form": which_of(request)}
        return render(request, "testing/sheets.html", page, status=422)
    given = reserve_codes(by=request.actor, count=form.cleaned_data["count"], id=form.cleaned_data["id"])
    return redirect("testing_sheet_codes", given.range.id)


@require_GET
@register_page
@open_to(Role.SAMPLER)
def code_sheet(request: ActorRequest, range_id: UUID) -> HttpResponse:
    """The labels of one run of own tube codes."""
    given = range_of(request.actor, range_id)
    if given is None:
        raise Problem(NOT_FOUND)
    must_be(request.actor, *access.SAMPLERS)
    page = {
        "labels": labels_of(codes_of(given).codes),
        "given": given,
        "by": worker_names([given.by_id]).get(given.by_id, _("somebody")),
    }
    return render(request, "testing/sheet_codes.html", page)
