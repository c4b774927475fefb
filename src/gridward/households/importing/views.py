"""The pages of an import: choose a file, see how far it is, look at every row, say yes or no."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridward.accounts.guards import signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.naming import worker_names
from gridward.households.importing import queries, runs
from gridward.households.importing.forms import RosterForm
from gridward.households.importing.runs import IMPORTS, State
from gridward.households.models import RosterImport
from gridward.shared.htmx import progress_or_page

ROWS_A_PAGE = 50


@require_http_methods(["GET", "POST"])
@signed_in
def roster_imports(request: ActorRequest) -> HttpResponse:
    """The imports so far, and the way in for a new one."""
    found = list(queries.runs_for(request.actor)[:ROWS_A_PAGE])
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    if form.is_valid():
        upload = form.cleaned_data["file"]
        run = runs.begin_import(by=request.actor, file_name=upload.name, content=upload.read())
        return redirect("roster_import", run.id)
    context = {
        "form": form,
        "files": files_of(found),
        "operation_id": queries.purpose_of(request.actor),
    }
    return render(request, "households/roster_imports.html", context, status=422 if form.is_bound else 200)


def files_of(found: Sequence[RosterImport]) -> list[dict[str, Any]]:
    """The rosters as lines of a list."""
    names = worker_names(run.by_id for run in found)
    return [
        {
            "name": run.file_name,
            "state": run.state,
            "word": run.get_state_display(),
            "at": run.started_at,
            "by": names.get(run.by_id, ""),
            "count": run.summary.get("rows"),
            "url": reverse("roster_import", args=[run.id]),
        }
        for run in found
    ]


@require_GET
@signed_in
def roster_import(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """One import, wherever it stands; every row of the file opens by what became of it."""
    run = queries.run_or_404(request.actor, import_id)
    counts = queries.counts_by_verdict(run)
    shown = shown_of(request.GET.get("rows", ""))
    page = Paginator(queries.rows_of(run, shown), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "steps": steps_of(run),
        "job": job_of(run),
        "earlier": queries.earlier_run_of(run),
        "problem": queries.finding_words(run.problem) if run.problem else "",
        "figures": figures_of(run),
        "tabs": tabs_of(run, shown, counts),
        "page": page,
        "rows": queries.views_of(page),
        "hidden_sheets": [s["name"] for s in run.summary.get("sheets", ()) if not s["read"]],
    }
    return render(request, "households/roster_import.html", context)


@require_GET
@signed_in
def roster_progress(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """How far the work is, for the page that waits; once it is over the whole page comes anew."""
    return progress_or_page(request, job_of(queries.run_or_404(request.actor, import_id)))


@require_POST
@signed_in
def roster_confirm(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Yes: let it go in."""
    runs.confirm_import(by=request.actor, run=queries.run_or_404(request.actor, import_id))
    return redirect("roster_import", import_id)


@require_POST
@signed_in
def roster_cancel(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """No: nothing of it stays."""
    runs.cancel_import(by=request.actor, run=queries.run_or_404(request.actor, import_id))
    messages.success(request, _("The import was stopped. Nothing of it went in."))
    return redirect("roster_imports")


@require_POST
@signed_in
def roster_hidden(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Read the same file again with the hidden sheets somebody asked for; the first preview is dropped."""
    run = queries.run_or_404(request.actor, import_id)
    wanted = frozenset(request.POST.getlist("sheet"))
    again = runs.read_again(by=request.actor, run=run, hidden_sheets=wanted)
    return redirect("roster_import", again.id)


def steps_of(run: RosterImport) -> list[dict[str, Any]]:
    """The three steps, with the one the import stands at."""
    at = {State.WAITING: 1, State.READING: 1, State.READY: 1, State.APPLYING: 2, State.APPLIED: 3}.get(
        State(run.state), 1
    )
    words = [_("Choose the file"), _("Look at every row"), _("Into the register")]
    return [{"label": label, "is_done": n < at, "is_current": n == at} for n, label in enumerate(words)]


def job_of(run: RosterImport) -> dict[str, Any]:
    """The import as a piece of work that is under way."""
    label = _("Going into the register") if run.state == State.APPLYING else _("Reading the file")
    return {
        "label": label,
        "done": run.done,
        "total": run.total,
        "is_running": run.state in IMPORTS.working,
        "poll_url": reverse("roster_progress", args=[run.id]),
        "cancel_url": reverse("roster_cancel", args=[run.id]),
    }


def figures_of(run: RosterImport) -> list[dict[str, Any]]:
    """What would go in, or went in."""
    said = run.summary
    if not said:
        return []
    figures = [
        {"label": _("New people"), "value": said["persons"]["new"]},
        {"label": _("Already in the register"), "value": said["persons"]["known"]},
        {"label": _("Households"), "value": said["households"]},
        {"label": _("Doors"), "value": said["doors"]["all"]},
        {"label": _("of which vacant"), "value": said["doors"]["vacant"]},
        {"label": _("Areas"), "value": len(said["areas"])},
    ]
    if alike := said["look_alikes"]:
        figures.append({"label": _("Look alike, yours to decide"), "value": alike, "state": "open"})
    return figures


def shown_of(asked: str) -> str:
    """Which rows to show: those to look at unless others are asked for."""
    return asked if asked in (*queries.VERDICTS, queries.ALL) else queries.LOOK


def tabs_of(run: RosterImport, shown: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The rows by what became of them, those to look at first."""
    here = reverse("roster_import", args=[run.id])
    tabs = [(queries.LOOK, _("To look at"), queries.rows_of(run, queries.LOOK).count())]
    tabs += [
        (name, queries.verdict_words(name), counts[name]) for name in queries.VERDICTS if counts.get(name)
    ]
    tabs.append((queries.ALL, _("All rows"), sum(counts.values())))
    return [
        {"label": label, "url": f"{here}?rows={name}", "is_current": name == shown, "count": count}
        for name, label, count in tabs
    ]
