"""Figures of a day, the list behind each, the written briefing, and the check of the register."""

from datetime import date
from functools import partial
from itertools import groupby
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.briefings.briefing import sections_of
from gridward.briefings.figures import READERS, Counted, counted_on, figure_or_404, opens_for
from gridward.briefings.forms import DayForm
from gridward.briefings.proofs import broken, prove_all
from gridward.households.queries import categories_of
from gridward.operations.queries import community_named, open_operation_of
from gridward.operations.settings_pages import KEEPERS
from gridward.operations.views import language_tabs
from gridward.rounds.words import named
from gridward.shared.problems import NOT_YOURS, Problem
from gridward.shared.registries import FigureRow

A_PAGE = 50
HEADLINES = ("people.living_here", "households", "doors", "areas")


@require_GET
@signed_in
def figures(request: ActorRequest) -> HttpResponse:
    """All figures of a day."""
    must_be(request.actor, *READERS)
    form = DayForm(request.GET)
    day = form.day()
    counted = counted_on(request.actor.community_id, day)
    shown = {c.code: c for c in counted}
    context = {
        "form": form,
        "day": day,
        "headlines": [tile(shown[code], day) for code in HEADLINES if code in shown],
        "people": shown["people.living_here"],
        "households": shown["households"],
        "gaps": sum(int(c.value) for c in counted if c.code.startswith("gaps.")),
        "groups": grouped(request.actor, counted, day),
    }
    return render(request, "briefings/figures.html", context, status=422 if form.errors else 200)


def address_of(counted: Counted, day: date) -> str:
    """Where the list behind a figure is."""
    return f"{reverse('figure', args=[counted.code])}?as_of={day.isoformat()}"


def tile(counted: Counted, day: date) -> dict[str, Any]:
    """A figure as a tile."""
    return {"label": counted.figure.label, "value": counted.value, "url": address_of(counted, day)}


def grouped(actor: Actor, counted: list[Counted], day: date) -> list[dict[str, Any]]:
    """Figures by group in their order, each with its address where the actor may open it."""

    def line(c: Counted) -> dict[str, Any]:
        return {"counted": c, "url": address_of(c, day) if opens_for(actor, c.figure) else ""}

    groups = groupby(counted, key=lambda c: c.figure.group)
    return [{"name": name, "lines": [line(c) for c in members]} for name, members in groups]


@require_GET
@signed_in
def figure(request: ActorRequest, code: str) -> HttpResponse:
    """The list a figure counts, as far as the reader sees it."""
    actor = request.actor
    must_be(actor, *READERS)
    chosen = figure_or_404(actor.community_id, code)
    if not opens_for(actor, chosen):
        raise Problem(NOT_YOURS)
    form = DayForm(request.GET)
    day = form.day()
    rows = chosen.rows(actor, day)
    value = chosen.count(day)
    page: Page[FigureRow] = Paginator(cast(Any, rows), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "day": day,
        "figure": chosen,
        "value": value,
        "seen": len(rows),
        "page": page,
        "total_words": _("%(count)d in all") % {"count": len(rows)},
    }
    return render(request, "briefings/figure.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def briefing(request: ActorRequest) -> HttpResponse:
    """The figures of a day as a written page, in either language whatever the reader's is."""
    must_be(request.actor, *READERS)
    form = DayForm(request.GET)
    day = form.day()
    language = request.GET.get("language", translation.get_language())
    language = language if language in ("zh-hans", "en") else "zh-hans"
    with translation.override(language):
        community_id = request.actor.community_id
        names = {category.code: named(category) for category in categories_of(community_id)}
        counted = counted_on(community_id, day)
        sections = sections_of(counted, day, names, partial(opens_for, request.actor))
        context = {
            "form": form,
            "day": day,
            "language": language,
            "tabs": [{**t, "url": f"{t['url']}&as_of={day.isoformat()}"} for t in language_tabs(language)],
            "sections": sections,
            "community": community_named(request.actor.community_id),
            "operation": open_operation_of(request.actor.community_id),
        }
    return render(request, "briefings/briefing.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def check(request: ActorRequest) -> HttpResponse:
    """Every rule proved, every exception named."""
    must_be(request.actor, *KEEPERS)
    proofs = prove_all(request.actor.community_id)
    found = broken(proofs)
    context = {
        "broken": found,
        "sound": [proof for proof in proofs if not proof.findings],
        "count": sum(len(proof.findings) for proof in found),
        "rules": len(proofs),
    }
    return render(request, "briefings/check.html", context)
