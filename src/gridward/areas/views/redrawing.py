"""Splitting, merging and redrawing areas: first a look at what would happen, then the act."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.queries import worker_choices
from gridward.areas import queries
from gridward.areas.overview import KEEPERS
from gridward.areas.redrawing import actions, plans
from gridward.areas.redrawing.forms import BorderForm, MergeForm, NewAreaForm, SplitForm
from gridward.areas.redrawing.plans import Redrawn
from gridward.areas.redrawing.preview import Preview, preview_of
from gridward.areas.screen.reading import opened_on
from gridward.shared.refusals import is_taken, sent


def looked_at(request: ActorRequest, form: forms.Form, plan: Callable[[], Redrawn]) -> Preview | None:
    """What would happen, or None where the form does not say it; a refusal stands in the form."""
    found: list[Redrawn] = []
    if form.is_bound and form.is_valid():
        is_taken(form, lambda: found.append(plan()))
    return preview_of(request.actor, found[0]) if found else None


def is_final(request: ActorRequest) -> bool:
    """Whether the act itself was asked for, and not the look before it."""
    return request.method == "POST" and request.POST.get("step") == "do"


@require_http_methods(["GET", "POST"])
@signed_in
def area_split(request: ActorRequest, area_id: UUID) -> HttpResponse:
    """Split an area by a line or around some of its buildings."""
    must_be(request.actor, *KEEPERS)
    detail = queries.area_detail(request.actor, area_id)
    form = SplitForm(sent(request), buildings=detail.buildings)
    preview = looked_at(request, form, lambda: plans.plan_split(request.actor, area_id, **said_of(form)))
    new = new_areas(request, preview)
    if is_final(request) and preview and all(each.is_valid() for each in new):
        named = [each.named() for each in new]
        act = {"by": request.actor, "area_id": area_id, "named": named, **said_of(form)}
        if is_taken(form, lambda: actions.split_area(**act)):
            messages.success(
                request, _("%(name)s is split; its doors went along.") % {"name": detail.area.name}
            )
            return redirect("areas")
    page = {
        "form": form,
        "detail": detail,
        "area": detail.area,
        "preview": preview,
        "source": opened_on(area_id),
        "new": list(zip(preview.opening, new, strict=True)) if preview else [],
        "ticked": set(form["building"].value() or []) if form.is_bound else set(),
    }
    return render(request, "areas/split.html", page, status=422 if form.errors else 200)


def said_of(form: SplitForm) -> dict[str, Any]:
    """The line or the buildings."""
    return {"line": form.cleaned_data["line"], "chosen": form.chosen()}


def new_areas(request: ActorRequest, preview: Preview | None) -> list[NewAreaForm]:
    """A form for each area that would be new, as it was sent or as it is proposed."""
    workers = worker_choices(request.actor)
    return [
        NewAreaForm(
            request.POST if is_final(request) else None,
            prefix=f"new{place}",
            initial={"number": area.number, "name": area.name},
            workers=workers,
        )
        for place, area in enumerate(preview.opening if preview else [])
    ]


@require_http_methods(["GET", "POST"])
@signed_in
def areas_merge(request: ActorRequest) -> HttpResponse:
    """Merge areas into one of them."""
    must_be(request.actor, *KEEPERS)
    areas = queries.open_areas(request.actor.community_id)
    form = MergeForm(sent(request), initial={"area": request.GET.getlist("area")}, areas=areas)

    def plan() -> Redrawn:
        return plans.plan_merge(request.actor, form.cleaned_data["area"], form.cleaned_data["into"])

    preview = looked_at(request, form, plan)
    if is_final(request) and preview:
        said = {"area_ids": form.cleaned_data["area"], "into": form.cleaned_data["into"]}
        if is_taken(form, lambda: actions.merge_areas(by=request.actor, **said)):
            messages.success(request, _("The areas are one; their doors went along."))
            return redirect("area", form.cleaned_data["into"])
    page = {"form": form, "preview": preview}
    return render(request, "areas/merge.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def area_border(request: ActorRequest, area_id: UUID) -> HttpResponse:
    """Draw an area anew between its neighbours."""
    must_be(request.actor, *KEEPERS)
    detail = queries.area_detail(request.actor, area_id)
    standing = json.dumps(detail.area.outline) if detail.area.outline else ""
    form = BorderForm(sent(request), initial={"outline": standing})

    def plan() -> Redrawn:
        return plans.plan_border(request.actor, area_id, form.cleaned_data["outline"])

    preview = looked_at(request, form, plan)
    if is_final(request) and preview:
        said = {"area_id": area_id, "outline": form.cleaned_data["outline"]}
        if is_taken(form, lambda: actions.redraw_border(by=request.actor, **said)):
            messages.success(request, _("The border is drawn anew."))
            return redirect("area", area_id)
    page = {"form": form, "area": detail.area, "preview": preview, "source": opened_on(area_id)}
    return render(request, "areas/border.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def areas_by_outline(request: ActorRequest) -> HttpResponse:
    """Put every building into the area whose outline it lies in."""
    must_be(request.actor, *KEEPERS)
    if request.method == "POST":
        moved = len(actions.put_by_outlines(by=request.actor))
        words = ngettext(
            "%(number)s building lies in its new area; its doors went along.",
            "%(number)s buildings lie in their new area; their doors went along.",
            moved,
        )
        messages.success(request, words % {"number": moved})
        return redirect("areas")
    preview = preview_of(request.actor, plans.plan_by_outlines(request.actor))
    return render(request, "areas/by_outline.html", {"preview": preview})
