"""Typing in a paper form, row by row, by keyboard alone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gridward.accounts.guards import must_be, open_to, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.shared.ids import new_id
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.testing import access
from gridward.testing.models import Phase
from gridward.testing.sampling import paper as papers
from gridward.testing.sampling import sitting as seats
from gridward.testing.sampling.paper import ROWS, PaperRow
from gridward.testing.sampling.paper_forms import PaperHeadForm

KEPT = "testing_paper"


@require_http_methods(["GET", "POST"])
@signed_in
@open_to(Role.SAMPLER)
def paper(request: ActorRequest) -> HttpResponse:
    """A form: its head and twenty rows; all of it is kept, or all of it comes back with what is wrong."""
    actor = request.actor
    must_be(actor, *access.RECORDERS)
    if request.method == "GET":
        return shown(request, PaperHeadForm(actor=actor, initial=first_words(request)), empty_rows())
    form = PaperHeadForm(request.POST, actor=actor)
    is_whole = form.is_valid()
    day = form.day or seats.open_day(actor)
    rows = papers.rows_sent(request.POST.dict())
    rows = papers.twice([papers.resolved(actor, day, row) for row in rows]) if day else rows
    if not any(row.text for row in rows):
        form.add_error(None, _("Type at least one row."))
    is_whole = form.is_valid() and is_whole and not any(row.error for row in rows)
    if not is_whole:
        return shown(request, form, papers.named(actor, day, rows) if day else rows, status=422)
    head = form.head()
    count, odd = papers.keep(actor, head, rows)
    words = ngettext("Tube %(tube)s: %(count)s row kept.", "Tube %(tube)s: %(count)s rows kept.", count)
    messages.success(request, words % {"tube": head.tube, "count": count})
    for each in odd:
        messages.warning(request, each)
    said = form.cleaned_data
    request.session[KEPT] = {name: said[name] for name in ("station", "phase", "sampler")}
    return redirect("testing_paper")


def first_words(request: ActorRequest) -> dict[str, Any]:
    """Station, phase and sampler as on the form before; the time is now until somebody types another."""
    usual: dict[str, Any] = {"sampler": request.actor.name, "phase": Phase.CENTRE}
    usual.update(request.session.get(KEPT, {}), fact=new_id(), at=timezone.now())
    return usual


def empty_rows() -> list[PaperRow]:
    """As many rows as the paper has."""
    return [PaperRow(number) for number in range(1, ROWS + 1)]


def shown(
    request: ActorRequest, form: PaperHeadForm, rows: list[PaperRow], status: int = 200
) -> HttpResponse:
    """The page with everything that was typed."""
    context = {
        "form": form,
        "rows": rows,
        "day": seats.open_day(request.actor),
        "samplers": papers.sampler_names(request.actor),
        "wrong": [row for row in rows if row.error],
    }
    return render(request, "testing/paper.html", context, status=status)


@require_POST
@signed_in
@open_to(Role.SAMPLER)
def paper_row(request: ActorRequest, number: int) -> HttpResponse:
    """Whom one row means, at once; the words typed travel in the body, never in an address."""
    must_be(request.actor, *access.RECORDERS)
    day = seats.open_day(request.actor) or access.days_for(request.actor).first()
    if day is None or not 1 <= number <= ROWS:
        raise Problem(NOT_FOUND)
    row = papers.rows_sent(request.POST.dict())[number - 1]
    row = papers.named(request.actor, day, [papers.resolved(request.actor, day, row)])[0]
    return render(request, "testing/_paper_row.html", {"row": row})
