"""The pages of zones: the list, one zone, opening, changing and closing it, the words they use."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.households.queries import end_of
from gridward.operations.queries import open_operation_of
from gridward.operations.zones import actions, maps, pages, queries
from gridward.operations.zones.forms import PLACES, CloseForm, LevelForm, MeasureForm, ZoneForm, values_of
from gridward.operations.zones.words import STATES
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.refusals import is_taken, sent

PAGE = 50


def day_asked(request: ActorRequest) -> date | None:
    """The past day a page is asked for, if one is."""
    try:
        day = parse_date(request.GET.get("day", ""))
    except ValueError:
        return None
    return day if day and day < timezone.localdate() else None


@require_GET
@signed_in
def zones(request: ActorRequest) -> HttpResponse:
    """Every zone with its level and its doors, now or as of a day."""
    day = day_asked(request)
    lines = queries.zone_lines(request.actor.community_id, day)
    context = {
        "lines": pages.line_rows(lines),
        "in_force": sum(line.state == "in_force" for line in lines),
        "doors": sum(line.doors for line in lines if line.state == "in_force"),
        "day": day,
        "today": timezone.localdate(),
        "may_keep": request.actor.is_any_of(*actions.KEEPERS),
        "operation": open_operation_of(request.actor.community_id),
        "has_levels": bool(queries.levels_of(request.actor.community_id)),
    }
    return render(request, "operations/zones.html", context)


@require_GET
@signed_in
def zone(request: ActorRequest, zone_id: UUID) -> HttpResponse:
    """One zone: what holds there, which doors lie in it, and all that became of it."""
    current = queries.zone_or_404(request.actor, zone_id)
    day = day_asked(request)
    shown = pages.zone_as_of(current, day)
    doors: Any = (
        queries.doors_in_on(request.actor.community_id, zone_id, day)
        if day
        else queries.doors_in(request.actor, zone_id)
    )
    context = {
        "zone": current,
        "shown": shown,
        "facts": pages.facts_of(shown) if shown else [],
        "measures": pages.measure_words(shown) if shown else [],
        "page": Paginator(doors, PAGE).get_page(request.GET.get("page")),
        "day": day,
        "day_words": day.isoformat() if day else "",
        "may_list": day is None or request.actor.is_community_wide,
        "history": pages.entries_of(current),
        "without_place": queries.without_place(current.community_id) if current.outline else 0,
        "may_keep": request.actor.is_any_of(*actions.KEEPERS) and not current.is_closed,
        "state": STATES[queries.state_of(shown or current, day or timezone.localdate())],
    }
    return render(request, "operations/zone.html", context)


@require_GET
@signed_in
def zone_map(request: ActorRequest, zone_id: UUID) -> HttpResponse:
    """What the map of one zone shows, as GeoJSON; `day` shows it as it was."""
    current = queries.zone_or_404(request.actor, zone_id)
    day = day_asked(request)
    shown = pages.zone_as_of(current, day) or current
    told = maps.zone_map(request.actor, shown, end_of(day) if day else None)
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@require_http_methods(["GET", "POST"])
@signed_in
def zone_new(request: ActorRequest) -> HttpResponse:
    """Open a zone."""
    must_be(request.actor, *actions.KEEPERS)
    form = ZoneForm(
        sent(request), initial={"starts_on": timezone.localdate()}, **pages.choices_of(request.actor)
    )
    if form.is_valid() and is_taken(
        form,
        lambda: actions.open_zone(by=request.actor, fact=form.fact(), id=form.cleaned_data["id"]),
        PLACES,
    ):
        messages.success(request, _("%(name)s is open.") % {"name": form.cleaned_data["name"]})
        return redirect("zone", form.cleaned_data["id"])
    return show(request, form, _("Open a zone"), reverse("zones"), _("Open the zone"))


@require_http_methods(["GET", "POST"])
@signed_in
def zone_edit(request: ActorRequest, zone_id: UUID) -> HttpResponse:
    """Change a zone: its outline, its level, what holds there."""
    must_be(request.actor, *actions.KEEPERS)
    standing = queries.zone_or_404(request.actor, zone_id)
    form = ZoneForm(sent(request), initial=values_of(standing), **pages.choices_of(request.actor))
    if form.is_valid() and is_taken(
        form, lambda: actions.change_zone(by=request.actor, zone_id=zone_id, fact=form.fact()), PLACES
    ):
        messages.success(request, _("The change is kept; what stood before is in the history."))
        return redirect("zone", zone_id)
    heading = _("Change %(name)s") % {"name": standing.name}
    return show(request, form, heading, reverse("zone", args=[zone_id]), _("Keep"))


def show(request: ActorRequest, form: ZoneForm, heading: str, back: str, button: str) -> HttpResponse:
    """The page with the form of a zone."""
    page = {"form": form, "heading": heading, "cancel_url": back, "button": button}
    return render(request, "operations/zone_edit.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def zone_close(request: ActorRequest, zone_id: UUID) -> HttpResponse:
    """Close a zone by a decision."""
    must_be(request.actor, *actions.KEEPERS)
    standing = queries.zone_or_404(request.actor, zone_id)
    form = CloseForm(sent(request))
    if form.is_valid() and is_taken(
        form, lambda: actions.close_zone(by=request.actor, zone_id=zone_id, **form.cleaned_data), PLACES
    ):
        messages.success(request, _("%(name)s is closed; its history stays.") % {"name": standing.name})
        return redirect("zone", zone_id)
    page = {
        "form": form,
        "heading": _("Close %(name)s") % {"name": standing.name},
        "button": _("Close the zone"),
    }
    page["cancel_url"] = reverse("zone", args=[zone_id])
    return render(request, "operations/form.html", page, status=422 if form.is_bound else 200)


@require_GET
@signed_in
def zone_words(request: ActorRequest) -> HttpResponse:
    """The levels and measures the community has."""
    must_be(request.actor, *actions.KEEPERS)
    community_id = request.actor.community_id
    context = {"levels": queries.levels_of(community_id), "measures": queries.measures_of(community_id)}
    return render(request, "operations/zone_words.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def zone_level(request: ActorRequest, code: str = "") -> HttpResponse:
    """Add a level, or change one."""
    rows = {level.code: level for level in queries.levels_of(request.actor.community_id)}
    return keep_word(request, LevelForm, rows.get(code), code, _("Level of zones"))


@require_http_methods(["GET", "POST"])
@signed_in
def zone_measure(request: ActorRequest, code: str = "") -> HttpResponse:
    """Add a measure, or change one."""
    rows = {measure.code: measure for measure in queries.measures_of(request.actor.community_id)}
    return keep_word(request, MeasureForm, rows.get(code), code, _("Measure"))


def keep_word(request: ActorRequest, kind: Any, row: Any, code: str, heading: str) -> HttpResponse:
    """Keep a level or a measure; the code of one that stands stays."""
    must_be(request.actor, *actions.KEEPERS)
    if code and row is None:
        raise Problem(NOT_FOUND)
    initial = {name: getattr(row, name) for name in kind.base_fields} if row else {"order": 1, "colour": 3}
    form = kind(sent(request), initial=initial)
    form.fields["code"].disabled = row is not None
    put = actions.put_levels if kind is LevelForm else actions.put_measures
    if form.is_valid() and is_taken(form, lambda: put(by=request.actor, facts=[form.fact()]), PLACES):
        messages.success(request, _("Kept."))
        return redirect("zone_words")
    page = {"form": form, "heading": heading, "cancel_url": reverse("zone_words"), "button": _("Keep")}
    return render(request, "operations/form.html", page, status=422 if form.is_bound else 200)
