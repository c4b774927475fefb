"""The board of a day, live; the lists behind its numbers; what to put up; what waits to be looked at."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from gridward.accounts.guards import signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.rounds.inbox import ids_in
from gridward.shared.htmx import part_or_page, wants_part
from gridward.testing import access, actions
from gridward.testing.board import flags, lists, pages, queries, words
from gridward.testing.board.forms import ListForm
from gridward.testing.board.places import places_for
from gridward.testing.board.sharing import counts_of, mark_now, shared_counts

PAGE = 50


@require_GET
@signed_in
def board(request: ActorRequest, day_id: UUID | None = None) -> HttpResponse:
    """A day, live, today's without an id: 204 to htmx while nothing changed."""
    actor, now = request.actor, timezone.now()
    day = access.day_or_404(actor, day_id) if day_id else queries.day_of_today(actor, now)
    if day is None:
        return render(request, "testing/no_day.html", {"may_plan": actor.is_any_of(Role.COORDINATOR)})
    is_poll = wants_part(request) and "mark" in request.GET
    if is_poll and request.GET["mark"] == mark_now(actor, now):
        return HttpResponse(status=204)
    counts = shared_counts(actor, day, now) if is_poll else counts_of(actor, day, now)
    if is_poll and counts.mark == request.GET["mark"]:
        return HttpResponse(status=204)
    shown = pages.board_of(actor, day, request.GET.get("by", ""), now, counts)
    shown = replace(shown, is_all="all" in request.GET)
    context: dict[str, Any] = {"board": shown, "is_part": is_poll}
    if not is_poll:
        plates = queries.plates_missing(actor, day) if shown.total.missing else {}
        context["carry_text"] = words.group_text(day, shown.total, shown.areas, plates, now)
        context["days"] = queries.latest_days(actor)
        context["places"] = places_for(actor)
    return part_or_page(request, "testing/_board.html", "testing/board.html", context)


@require_GET
@signed_in
def people(request: ActorRequest, day_id: UUID) -> HttpResponse:
    """The people a number counted, masked as the viewer may see."""
    actor, now = request.actor, timezone.now()
    day = access.day_or_404(actor, day_id)
    chosen = ListForm(request.GET).chosen()
    if chosen.what == "released":
        page = Paginator(lists.released_listed(actor, day, chosen), PAGE).get_page(request.GET.get("page"))
        rows = lists.lines_of_released(actor, page.object_list)
    elif chosen.is_of_samples:
        page = Paginator(lists.samples_listed(actor, day, chosen), PAGE).get_page(request.GET.get("page"))
        rows = lists.lines_of_samples(actor, page.object_list)
    else:
        page = Paginator(lists.dues_listed(actor, day, chosen), PAGE).get_page(request.GET.get("page"))
        rows = lists.lines_of_dues(actor, day, page.object_list, now)
    context = {
        "day": day,
        "page": page,
        "rows": rows,
        "chosen": chosen,
        "narrowed": queries.chosen_words(actor, chosen),
    }
    return render(request, "testing/people.html", context)


@require_GET
@signed_in
def tubes(request: ActorRequest, day_id: UUID) -> HttpResponse:
    """The tubes a number counted, those opened first in front."""
    actor, now = request.actor, timezone.now()
    day = access.day_or_404(actor, day_id)
    chosen = ListForm(request.GET).chosen()
    page = Paginator(lists.tubes_listed(actor, day, chosen, now), PAGE).get_page(request.GET.get("page"))
    context = {
        "day": day,
        "page": page,
        "rows": lists.tube_lines(actor, page.object_list, now),
        "chosen": chosen,
        "narrowed": queries.chosen_words(actor, chosen),
    }
    return render(request, "testing/tubes.html", context)


@require_GET
@signed_in
def poster(request: ActorRequest, day_id: UUID) -> HttpResponse:
    """The version to put up: buildings and counts."""
    day = access.day_or_404(request.actor, day_id)
    buildings = queries.missing_by_building(request.actor, day)
    context = {
        "day": day,
        "buildings": buildings,
        "total": sum(building.count for building in buildings),
        "now": timezone.now(),
    }
    return render(request, "testing/poster.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def flagged(request: ActorRequest) -> HttpResponse:
    """Samples and conflicts that wait to be looked at; looking at them takes a name."""
    if request.method == "POST":
        looked = actions.look_at_samples(
            by=request.actor,
            sample_ids=ids_in(request.POST.getlist("sample")),
            conflict_ids=ids_in(request.POST.getlist("conflict")),
        )
        said = ngettext("%(count)d was looked at.", "%(count)d were looked at.", looked) % {"count": looked}
        messages.success(request, said)
        return redirect("testing_flags")
    return render(request, "testing/flags.html", flags.waiting_for(request.actor))
