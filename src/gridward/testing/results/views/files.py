"""A laboratory's file, row by row, before anything of it goes in."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gridward.accounts.guards import must_be, open_to, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.shared.problems import BAD_INPUT, Problem
from gridward.shared.refusals import is_taken
from gridward.testing.results import access, importing, queries
from gridward.testing.results.forms import ColumnsForm, FileForm, RowForm
from gridward.testing.results.models import ResultImport, StagedResult
from gridward.testing.results.views.entering import ENTERERS, shown

ROWS_A_PAGE = 100


@require_POST
@signed_in
@open_to(*ENTERERS)
def upload(request: ActorRequest) -> HttpResponse:
    """Take a file in and look at it."""
    must_be(request.actor, *access.ENTERERS)
    form = FileForm(request.POST, request.FILES)
    begun: list[ResultImport] = []
    if form.is_valid():
        file, laboratory = form.cleaned_data["file"], form.cleaned_data["laboratory"]

        def begin() -> None:
            run = importing.begin(
                by=request.actor, laboratory=laboratory, file_name=file.name, content=file.read()
            )
            begun.append(run)

        if is_taken(form, begin):
            return redirect("testing_result_import", begun[0].id)
    return shown(request, file_form=form)


@require_GET
@signed_in
@open_to(*ENTERERS)
def result_import(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Every row of a file and what becomes of it; those that need a hand first."""
    return show_import(request, queries.import_or_404(request.actor, import_id))


def show_import(request: ActorRequest, run: ResultImport, form: ColumnsForm | None = None) -> HttpResponse:
    """The page of a file."""
    counts = queries.rows_by_verdict(run)
    chosen = request.GET.get("rows", "")
    rows = queries.rows_of(run, chosen)
    here = reverse("testing_result_import", args=[run.id])
    look = sum(counts.get(verdict, 0) for verdict in queries.TO_LOOK_AT)
    tabs = [{"label": _("To look at"), "url": here, "is_current": not chosen, "count": look}]
    tabs += [
        {
            "label": StagedResult.Verdict(verdict).label,
            "url": f"{here}?rows={verdict}",
            "is_current": chosen == verdict,
            "count": counts[verdict],
        }
        for verdict in StagedResult.Verdict.values
        if verdict in counts
    ]
    context = {
        "run": run,
        "tabs": tabs,
        "going_in": queries.going_in(run),
        "total": sum(counts.values()),
        "look": look,
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "form": form or ColumnsForm(run=run),
        "may_choose": run.state in ("choosing", "ready"),
        "may_decide": run.state in ("ready", "applied"),
    }
    return render(request, "testing/results/import.html", context, status=422 if form is not None else 200)


@require_POST
@signed_in
@open_to(*ENTERERS)
def columns(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Read the file again with other columns."""
    run = queries.import_or_404(request.actor, import_id)
    form = ColumnsForm(request.POST, run=run)
    if form.is_valid() and is_taken(
        form, lambda: importing.choose_columns(by=request.actor, run=run, columns=form.columns())
    ):
        return redirect("testing_result_import", run.id)
    return show_import(request, run, form)


@require_POST
@signed_in
@open_to(*ENTERERS)
def decide(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Say which tube a row means, or leave it out."""
    run = queries.import_or_404(request.actor, import_id)
    form = RowForm(request.POST)
    if not form.is_valid():
        raise Problem(BAD_INPUT)
    said = form.cleaned_data
    importing.decide_row(
        by=request.actor, run=run, row_id=said["row"], code=said["code"], leave_out=said["leave_out"]
    )
    return redirect("testing_result_import", run.id)


@require_POST
@signed_in
@open_to(*ENTERERS)
def apply(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Yes: let it go in."""
    run = queries.import_or_404(request.actor, import_id)
    counts = importing.apply(by=request.actor, run=run)
    new = counts["accepted"] + counts["flagged"]
    messages.success(
        request,
        _("%(new)s results went in; %(same)s stood already.") % {"new": new, "same": counts["duplicate"]},
    )
    return redirect("testing_result_import", run.id)


@require_POST
@signed_in
@open_to(*ENTERERS)
def cancel(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """No: nothing of it stays."""
    importing.cancel(by=request.actor, run=queries.import_or_404(request.actor, import_id))
    messages.success(request, _("Put aside. Nothing of it went in."))
    return redirect("testing_results")
