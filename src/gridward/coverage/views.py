"""Rounds to watch: the list, one round with its gaps, what to put up, what to print, what changed."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from gridward.accounts.actors import Actor
from gridward.accounts.guards import signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.naming import worker_names
from gridward.coverage import pages, queries, sheets
from gridward.coverage.comparison import compare
from gridward.coverage.forms import GapForm
from gridward.coverage.words import CHANGES, group_text
from gridward.households.access import doors_for
from gridward.rounds import access
from gridward.rounds.choices import scope_words
from gridward.rounds.headcounts import counts_heads, head_counts
from gridward.rounds.models import Due, Round
from gridward.rounds.queries import exemptions_waiting, previous_verification
from gridward.rounds.scopes import Scope
from gridward.rounds.words import named
from gridward.shared.problems import NOT_FOUND, Problem

PAGE, SHOWN = 50, ("heads", "areas", "workers", "gaps", "exemptions", "statement")


@require_GET
@signed_in
def rounds(request: ActorRequest) -> HttpResponse:
    """All rounds: the open ones first, then those closed."""
    actor, now = request.actor, timezone.now()
    listed = access.rounds_for(actor)
    open_rows = pages.round_rows(actor, listed.filter(state=Round.State.OPEN), now)
    closed = Paginator(listed.filter(state=Round.State.CLOSED), 20).get_page(request.GET.get("page"))
    context = {
        "open_rows": open_rows,
        "missing": sum(row.counts.missing for row in open_rows),
        "page": closed,
        "closed_rows": pages.round_rows(actor, closed.object_list, now),
        "may_open": actor.is_any_of(*access.DECIDERS),
    }
    return render(request, "coverage/rounds.html", context)


@require_GET
@signed_in
def round_page(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """One round: where it stands, by area and worker, down to names; closed, its statement."""
    actor, now = request.actor, timezone.now()
    round_ = access.round_or_404(actor, round_id)
    counts = queries.counts_of(actor, round_, now)
    waiting = exemptions_waiting(actor).filter(round_id=round_.id)
    show = request.GET.get("show", "")
    if show not in SHOWN or (show == "statement" and round_.state == Round.State.OPEN):
        first = "heads" if counts_heads(round_.kind) else "areas"
        show = "statement" if round_.state == Round.State.CLOSED else first
    areas = queries.by_area(actor, round_, now)
    waiting_count = waiting.count() if round_.state == Round.State.OPEN else 0
    context: dict[str, Any] = {
        "round": round_,
        "kind": named(round_.kind),
        "scope": scope_words(actor, Scope.from_json(round_.scope)),
        "opened_by": worker_names([round_.opened_by_id]).get(round_.opened_by_id, ""),
        "counts": counts,
        "figures": pages.figures_of(round_, counts),
        "show": show,
        "tabs": pages.tabs_of(round_, show, counts, waiting_count),
        "may_close": round_.state == Round.State.OPEN and pages.may_rule(actor, round_),
        "previous": previous_verification(round_) if round_.kind.is_verification else None,
        "may_open": actor.is_any_of(*access.DECIDERS),
        "state": pages.state_of_round(round_, counts, now),
        "worst": next((row for row in areas if row.counts.missing), None),
        **parts(request, actor, round_, show, areas),
    }
    return render(request, "coverage/round.html", context)


def parts(
    request: ActorRequest, actor: Actor, round_: Round, show: str, areas: list[queries.CoverageRow]
) -> dict[str, Any]:
    """What the chosen tab shows."""
    if show == "areas":
        return {"rows": [(row, pages.open_area_url(round_, row)) for row in areas]}
    if show == "workers":
        return {
            "rows": [(row, pages.open_worker_url(round_, row)) for row in queries.by_worker(actor, round_)]
        }
    if show == "heads":
        rows = head_counts(round_)
        return {
            "rows": rows,
            "counted": sum(row.number or 0 for row in rows),
            "moved": sum(r.moved for r in rows),
        }
    if show == "exemptions":
        waiting = gap_parts(request, actor, round_, exemptions_waiting(actor).filter(round_id=round_.id))
        return {**waiting, "carry_text": ""}
    if show == "statement":
        return {"sheet": sheets.sheet_of(actor, round_), "addenda": sheets.addenda_rows(round_)}
    chosen = GapForm(request.GET).chosen()
    listed = gap_parts(request, actor, round_, queries.listed_dues(actor, round_, chosen), chosen.state)
    return {
        **listed,
        "chosen": sheets.chosen_words(actor, chosen),
        "is_open_list": not chosen.said and chosen.state in ("", Due.State.OPEN),
    }


def gap_parts(
    request: ActorRequest, actor: Actor, round_: Round, dues: Any, state: str = ""
) -> dict[str, Any]:
    """One page of dues with the words for them, and what to carry away."""
    page = Paginator(dues, PAGE).get_page(request.GET.get("page"))
    is_open = state in ("", Due.State.OPEN) and round_.state == Round.State.OPEN
    return {
        "page": page,
        "rows": sheets.gap_lines(actor, round_, page.object_list),
        "carry_text": group_text(round_, queries.gaps_by_area(actor, round_), timezone.now())
        if is_open
        else "",
        "sign_off_reasons": sheets.SIGN_OFF_REASONS,
        "may_decide": is_open and actor.is_any_of(*access.DECIDERS),
        "here": request.get_full_path(),
    }


@require_GET
@signed_in
def poster(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """The version to put up: buildings and counts."""
    round_ = access.round_or_404(request.actor, round_id)
    buildings = queries.gaps_by_building(request.actor, round_)
    context = {
        "round": round_,
        "buildings": buildings,
        "total": sum(b.count for b in buildings),
        "now": timezone.now(),
    }
    return render(request, "coverage/poster.html", context)


@require_GET
@signed_in
def comparison(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """What changed in the register between this verification and the one before it."""
    actor = request.actor
    round_ = access.round_or_404(actor, round_id)
    previous = previous_verification(round_) if round_.kind.is_verification else None
    if previous is None:
        raise Problem(NOT_FOUND)
    since = previous.closed_at or previous.closes_at
    found = compare(doors_for(actor), since, round_.closed_at or timezone.now())
    code = request.GET.get("what", "")
    listed = [change for change in found.doors if not code or code in change.changes]
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "round": round_,
        "previous": previous,
        "found": found,
        "figures": [
            {"label": words, "value": found.totals[name], "url": f"?what={name}"}
            for name, words in CHANGES.items()
            if name in found.totals
        ],
        "page": page,
        "rows": sheets.change_lines(actor, page.object_list),
        "what": CHANGES.get(code),
        "counts": queries.counts_of_rounds(actor, [previous, round_]),
    }
    return render(request, "coverage/comparison.html", context)
