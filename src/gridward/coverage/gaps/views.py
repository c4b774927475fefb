"""The page of gaps, and mending them there."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import reswap, retarget

from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.coverage.gaps.forms import Mending
from gridward.coverage.gaps.mending import Way, way_or_404
from gridward.coverage.gaps.on_map import map_of_gaps
from gridward.coverage.gaps.page import GapsPage
from gridward.coverage.gaps.report import report_of
from gridward.shared.gaps import Asked, Gap
from gridward.shared.htmx import part_or_page, wants_part
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.refusals import is_taken, sent

# The first so many of a whole list; the rest stands on the list that follows.
MOST_AT_ONCE = 2000


@require_GET
@signed_in
@never_cache
def gaps(request: ActorRequest) -> HttpResponse:
    """Every kind of gap with its count, and the list of one kind."""
    return render(request, "coverage/gaps.html", GapsPage(request.actor, request.GET).context())


@require_GET
@signed_in
@never_cache
def gaps_map(request: ActorRequest) -> HttpResponse:
    """The same gaps as points of the map."""
    shown = map_of_gaps(GapsPage(request.actor, request.GET))
    return JsonResponse(shown, json_dumps_params={"ensure_ascii": False})


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def gaps_mend(request: ActorRequest, kind: str, way: str) -> HttpResponse:
    """Mend one gap or many in one way; the list as it stands afterwards."""
    chosen = way_or_404(kind, way)
    must_be(request.actor, *chosen.roles)
    said = request.POST if request.method == "POST" else request.GET
    found = gaps_asked(request, kind, chosen, said)
    if not chosen.asks:
        found = [gap for gap in found if gap.proposed]
    prefix = "many" if said.get("many") else None
    # Ids of their own: the filters on the same page have fields of these names.
    form = chosen.form(sent(request), actor=request.actor, gaps=found, prefix=prefix, auto_id="mend_%s")
    if found and request.method == "POST" and form.is_valid() and kept(request, chosen, form):
        return after(request, said.get("here", ""), len(found))
    page = {
        "form": form,
        "way": chosen,
        "kind": kind,
        "found": found,
        "here": said.get("here", ""),
        "back": address_of(said.get("here", "")),
        "is_many": prefix is not None,
        "is_whole": is_whole(chosen, said),
    }
    if request.method == "POST":
        return refused(request, page)
    return part_or_page(request, "coverage/_gap_form.html", "coverage/gap_mend.html", page)


def refused(request: ActorRequest, page: dict[str, Any]) -> HttpResponse:
    """What is to be put right: in the row's own form, or, where many were ticked, as a message above the list."""
    if not wants_part(request):
        return render(request, "coverage/gap_mend.html", page, status=422)
    if page["found"] and not page["is_many"]:
        answer = render(request, "coverage/_gap_form.html", page, status=422)
        return retarget(reswap(answer, "outerHTML"), f"#gap-form-{page['found'][0].id}")
    said = [str(error) for errors in page["form"].errors.values() for error in errors]
    messages.error(request, " ".join(said) if page["found"] else _("First tick the gaps to mend."))
    answer = render(request, "parts/messages.html", {"is_out_of_band": True}, status=422)
    return reswap(answer, "none")


def gaps_asked(request: ActorRequest, kind: str, way: Way, said: QueryDict) -> Sequence[Gap]:
    """The gaps ticked, the one of the row, or the whole list; raises shared.not_found where one is none of theirs."""
    if is_whole(way, said):
        page = GapsPage(request.actor, QueryDict(said.get("here", "")))
        return report_of(request.actor, kind).kinds[0].found.named(slice(0, MOST_AT_ONCE), page.asked)
    try:
        ids = {UUID(text) for text in said.getlist("gap")[:MOST_AT_ONCE]}
    except ValueError:
        ids = set()
    report = report_of(request.actor, kind)
    found = report.kinds[0].found.named(slice(0, MOST_AT_ONCE), Asked(ids=list(ids))) if ids else []
    if ids and not found:
        raise Problem(NOT_FOUND)
    return found


def is_whole(way: Way, said: QueryDict) -> bool:
    """Whether the whole list is meant, not only what is ticked on the page that is shown."""
    return bool(way.is_many and said.get("many") and said.get("whole"))


def kept(request: ActorRequest, way: Way, form: Mending) -> bool:
    """Whether the verb took it."""
    return is_taken(form, lambda: way.do(request.actor, form.gaps, form.cleaned_data), PLACES)


PLACES = {
    "households.plate_taken": "plate",
    "households.unknown_worker": "worker",
    "areas.unknown_leader": "worker",
    "areas.unknown_area": "area",
    "households.address_taken": "room",
}


def after(request: ActorRequest, here: str, number: int) -> HttpResponse:
    """The list without what was mended: a part for htmx, the page for everybody else."""
    words = ngettext("%(number)s gap is mended.", "%(number)s gaps are mended.", number)
    messages.success(request, words % {"number": number})
    if not wants_part(request):
        return redirect(address_of(here))
    page: dict[str, Any] = GapsPage(request.actor, QueryDict(here)).context()
    return render(request, "coverage/_gaps_report.html", {**page, "is_part": True})


def address_of(here: str) -> str:
    """The page of gaps with these filters."""
    asked = QueryDict(here).urlencode()
    return f"{reverse('gaps')}?{asked}" if asked else reverse("gaps")
