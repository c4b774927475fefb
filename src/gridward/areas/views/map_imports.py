"""The pages of a map's way in: choose a file, see how far it is, look at every shape, decide, say yes or no."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.naming import worker_names
from gridward.areas import queries as places
from gridward.areas.maps import deciding, queries, runs
from gridward.areas.maps.features import ASIDE_BY_HAND, finding_words
from gridward.areas.maps.forms import MapForm, OptionsForm, decisions_of
from gridward.areas.maps.runs import MAPS, State
from gridward.areas.maps.warning import note_words
from gridward.areas.models import MapImport, ShapeKind, Verdict
from gridward.areas.views.maps import box_asked
from gridward.shared.htmx import progress_or_page
from gridward.shared.problems import problem_code

NOTHING_TICKED = problem_code("areas.map_nothing_ticked", 422, "First tick the shapes you decide about.")
ROWS_A_PAGE = 50


@require_http_methods(["GET", "POST"])
@signed_in
def map_imports(request: ActorRequest) -> HttpResponse:
    """The maps so far, and the way in for a new one."""
    must_be(request.actor, *runs.KEEPERS)
    found = list(queries.runs_for(request.actor)[:ROWS_A_PAGE])
    sites = places.sites_of(request.actor)
    form = (
        MapForm(request.POST, request.FILES, sites=sites)
        if request.method == "POST"
        else MapForm(sites=sites)
    )
    if form.is_valid():
        upload = form.cleaned_data["file"]
        run = runs.take_in(
            by=request.actor, file_name=upload.name, content=upload.read(), options=form.options()
        )
        return redirect("map_import", run.id)
    context = {"form": form, "files": files_of(found)}
    return render(request, "areas/map_imports.html", context, status=422 if form.is_bound else 200)


def files_of(found: Sequence[MapImport]) -> list[dict[str, Any]]:
    """The maps as lines of a list."""
    names = worker_names(run.by_id for run in found)
    return [
        {
            "name": run.file_name,
            "state": run.state,
            "word": run.get_state_display(),
            "at": run.started_at,
            "by": names.get(run.by_id, ""),
            "count": run.summary.get("features"),
            "url": reverse("map_import", args=[run.id]),
        }
        for run in found
    ]


@require_GET
@signed_in
def map_import(request: ActorRequest, map_id: UUID) -> HttpResponse:
    """One map, wherever it stands; every shape of the file opens by what became of it."""
    run = queries.run_or_404(request.actor, map_id)
    return render(request, "areas/map_import.html", context_of(request, run))


def context_of(request: ActorRequest, run: MapImport) -> dict[str, Any]:
    """What the page of a map shows."""
    verdict = shown_of(run, request.GET.get("shown", ""))
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in ShapeKind.values else ""
    page = Paginator(queries.shapes_of(run, verdict, kind), ROWS_A_PAGE).get_page(request.GET.get("page"))
    decides = queries.has_decisions(run) and verdict in (
        Verdict.PROPOSED,
        Verdict.NEW,
        Verdict.SURE,
        Verdict.ASIDE,
    )
    return {
        "run": run,
        "steps": steps_of(run),
        "job": job_of(run),
        "earlier": queries.earlier_run_of(run) if run.state == State.READY else None,
        "problem": queries.problem_words(run) if run.problem else "",
        "notes": [note_words(note) for note in run.summary.get("notes", ())],
        "figures": figures_of(run),
        "tabs": tabs_of(run, verdict),
        "kinds": kinds_of(run, verdict, kind),
        "page": page,
        "rows": queries.views_of(run.community_id, list(page)),
        "decides": decides and bool(page.paginator.count),
        "known": list(queries.buildings_by_words(run.community_id)) if decides else [],
        "sites": places.sites_of(request.actor) if decides else [],
        "reasons": [(code, finding_words(code)) for code in ASIDE_BY_HAND],
        "here": request.get_full_path(),
        "source": reverse("map_import_features", args=[run.id]),
        "again_form": OptionsForm(initial=run.options, sites=places.sites_of(request.actor)),
    }


@require_GET
@signed_in
def map_import_features(request: ActorRequest, map_id: UUID) -> HttpResponse:
    """The shapes of a map as GeoJSON for the map part."""
    run = queries.run_or_404(request.actor, map_id)
    shown = queries.on_map(run, box_asked(request.GET.get("bbox", "")))
    return JsonResponse(shown, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@require_GET
@signed_in
def map_import_progress(request: ActorRequest, map_id: UUID) -> HttpResponse:
    """How far the work is, for the page that waits; once it is over the whole page comes anew."""
    return progress_or_page(request, job_of(queries.run_or_404(request.actor, map_id)))


@require_POST
@signed_in
def map_import_confirm(request: ActorRequest, map_id: UUID) -> HttpResponse:
    """Yes: let it go in."""
    runs.confirm(by=request.actor, run=queries.run_or_404(request.actor, map_id))
    return redirect("map_import", map_id)


@require_POST
@signed_in
def map_import_cancel(request: ActorRequest, map_id: UUID) -> HttpResponse:
    """No: nothing of it stays."""
    runs.cancel(by=request.actor, run=queries.run_or_404(request.actor, map_id))
    messages.success(request, _("The map was stopped. Nothing of it went in."))
    return redirect("map_imports")


@require_POST
@signed_in
def map_import_again(request: ActorRequest, map_id: UUID) -> HttpResponse:
    """Read the same file again with other coordinates or options; the first preview is dropped."""
    run = queries.run_or_404(request.actor, map_id)
    form = OptionsForm(request.POST, sites=places.sites_of(request.actor))
    if not form.is_valid():
        context = context_of(request, run) | {"again_form": form}
        return render(request, "areas/map_import.html", context, status=422)
    again = runs.read_again(by=request.actor, run=run, options=form.options())
    return redirect("map_import", again.id)


@require_POST
@signed_in
def map_import_decide(request: ActorRequest, map_id: UUID) -> HttpResponse:
    """What a person decided about the ticked shapes."""
    run = queries.run_or_404(request.actor, map_id)
    decisions = decisions_of(request.POST, queries.buildings_by_words(run.community_id))
    here = reverse("map_import", args=[map_id])
    back = request.POST.get("next", "")
    if not decisions:
        context = context_of(request, run) | {"refusal": _(NOTHING_TICKED.message)}
        return render(request, "areas/map_import.html", context, status=422)
    count = deciding.decide(by=request.actor, run=run, decisions=decisions)
    words = ngettext("%(count)s shape is decided.", "%(count)s shapes are decided.", count)
    messages.success(request, words % {"count": count})
    is_ours = back.startswith(here) and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else here)


def steps_of(run: MapImport) -> list[dict[str, Any]]:
    """The three steps, with the one the map stands at."""
    at = {State.APPLYING: 2, State.APPLIED: 3}.get(State(run.state), 1)
    words = [_("Choose the file"), _("Look at every shape"), _("Onto the map")]
    return [{"label": label, "is_done": n < at, "is_current": n == at} for n, label in enumerate(words)]


def job_of(run: MapImport) -> dict[str, Any]:
    """The map as a piece of work that is under way."""
    is_going_in = run.state == State.APPLYING
    return {
        "label": _("Going into the register") if is_going_in else _("Reading the map"),
        "done": run.done,
        "total": run.total,
        "is_running": run.state in MAPS.working,
        "poll_url": reverse("map_import_progress", args=[run.id]),
        "cancel_url": "" if is_going_in else reverse("map_import_cancel", args=[run.id]),
    }


def figures_of(run: MapImport) -> list[dict[str, Any]]:
    """How many buildings and sites the map has, and what became of them; each opens its list."""
    kinds = run.summary.get("kinds", {})
    here = reverse("map_import", args=[run.id])
    figures = []
    for verdict in (Verdict.SURE, Verdict.PROPOSED, Verdict.NEW, Verdict.ASIDE, Verdict.REFUSED):
        count = kinds.get(ShapeKind.BUILDING, {}).get(verdict, 0)
        if count or verdict in (Verdict.SURE, Verdict.NEW):
            label = _("Buildings: %(verdict)s") % {"verdict": verdict.label}
            url = f"{here}?shown={verdict}&kind={ShapeKind.BUILDING}#shapes"
            figures.append({"label": label, "value": count, "url": url, "state": queries.STATES[verdict]})
    return figures if run.summary.get("features") else []


def shown_of(run: MapImport, asked: str) -> str:
    """Which shapes to show: those asked for, else the first that need a hand."""
    counts = run.summary.get("verdicts", {})
    if asked in Verdict.values:
        return asked
    return next((str(verdict) for verdict in queries.VERDICTS if counts.get(verdict)), str(Verdict.SURE))


def tabs_of(run: MapImport, shown: str) -> list[dict[str, Any]]:
    """The shapes by what became of them, those to look at first."""
    here, counts = reverse("map_import", args=[run.id]), run.summary.get("verdicts", {})
    return [
        {
            "label": verdict.label,
            "url": f"{here}?shown={verdict}#shapes",
            "is_current": verdict == shown,
            "count": counts[verdict],
        }
        for verdict in queries.VERDICTS
        if counts.get(verdict)
    ]


def kinds_of(run: MapImport, shown: str, kind: str) -> list[dict[str, Any]]:
    """The kinds among the shapes shown, to narrow them."""
    here, counts = reverse("map_import", args=[run.id]), queries.counts_of(run, shown)
    if len(counts) < 2:
        return []
    every = [{"label": _("All"), "url": f"{here}?shown={shown}#shapes", "is_current": not kind}]
    return every + [
        {
            "label": ShapeKind(each).label,
            "url": f"{here}?shown={shown}&kind={each}#shapes",
            "is_current": each == kind,
            "count": count,
        }
        for each, count in counts
    ]
