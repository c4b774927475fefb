"""Setting up a day on one page; its days, slots, stations, norms and standing exemptions."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.rounds.inbox import ids_in
from gridward.shared.htmx import wants_part
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.refusals import is_taken, sent
from gridward.testing import access
from gridward.testing.models import TestDay
from gridward.testing.setup import actions, exempting, pages, proposals, workers_here
from gridward.testing.setup.forms import (
    PLACES,
    CopyForm,
    DayForm,
    LivesHereForm,
    NormsForm,
    SlotsForm,
    StandingForm,
    StationForm,
    values_of_station,
)
from gridward.testing.setup.places import points_of
from gridward.testing.setup.stations import desk_counts, norms_of, put_norms, put_station


def date_in(text: str) -> date:
    """The date of an address; today where it says none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


@require_GET
@signed_in
def days(request: ActorRequest) -> HttpResponse:
    """Every day of testing, and the next to set up."""
    lines = pages.day_lines(request.actor)
    today = timezone.localdate()
    context = {
        "lines": lines,
        "today": today,
        "has_today": any(line.day.date == today for line in lines),
        "may_plan": request.actor.is_any_of(Role.COORDINATOR),
    }
    return render(request, "testing/days.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def set_up(request: ActorRequest) -> HttpResponse:
    """One page to set up a day: who is due, phases, tubes, stations; saved, or opened with one click."""
    actor = request.actor
    must_be(actor, Role.COORDINATOR)
    on = date_in(request.POST.get("date", "") or request.GET.get("date", ""))
    day = pages.day_on(actor, on)
    laid = pages.laid_for(actor, on, day)
    fact = pages.fact_for(actor, on, day)
    form = DayForm(laid, on, sent(request), fact if day else pages.with_staff(actor, fact, laid))
    deed = request.POST.get("deed", "")
    is_whole = request.method == "POST" and form.is_valid() and deed != "count"
    if is_whole and is_taken(form, lambda: actions.plan_day(by=actor, fact=form.fact()), PLACES):
        return kept(request, on, deed)
    return show_set_up(request, on, day, form, fact)


def kept(request: ActorRequest, on: date, deed: str) -> HttpResponse:
    """Go on to the day, opened where that was asked for, with slots where it has none yet."""
    day = pages.day_on(request.actor, on)
    assert day is not None
    if deed == "open":
        day = actions.open_day(by=request.actor, day_id=day.id)
        messages.success(
            request, _("“%(day)s” is open: everybody who is due owes one sample.") % {"day": day}
        )
    else:
        messages.success(request, _("Kept."))
    if not pages.slots_by_station(day):
        facts, _found = proposals.slots_for(day)
        actions.put_slots(by=request.actor, day_id=day.id, facts=facts)
    return redirect("testing_day", day.id)


def show_set_up(
    request: ActorRequest, on: date, day: TestDay | None, form: DayForm, fact: Any
) -> HttpResponse:
    """The page, or only its counts where htmx asks while something is being ticked."""
    community_id = request.actor.community_id
    is_said = form.is_bound and hasattr(form, "cleaned_data")
    rule = form.rule() if is_said else fact.door_rule
    has_workers = form.cleaned_data.get("has_workers", False) if is_said else fact.has_workers
    owing = proposals.owing(community_id, rule, has_workers, on)
    norms = norms_of(community_id)
    staff = proposals.staff_for(norms, owing, form.laid.stations, desk_counts(community_id))
    rows = [{**row, "proposed": staff.by_station.get(row["station"].id, (0, 0))} for row in form.station_rows]
    context = {
        "date": on,
        "day": day,
        "form": form,
        "owing": owing,
        "norms": norms,
        "staff": staff,
        "station_rows": rows,
        "hint": proposals.pool_hint(norms),
        "zones": proposals.zones_asking(community_id, on),
        "last": None if day else pages.last_before(request.actor, on),
        "look_resident": workers_here.how_many_look_so(community_id) if has_workers else 0,
    }
    if wants_part(request):
        return render(request, "testing/_owing.html", context)
    is_wrong = form.is_bound and bool(form.errors)
    return render(request, "testing/set_up.html", context, status=422 if is_wrong else 200)


@require_GET
@signed_in
def day(request: ActorRequest, day_id: UUID) -> HttpResponse:
    """A day at a glance: phases, tubes, stations, and what may be done about it."""
    shown = access.day_or_404(request.actor, day_id)
    context = {
        "day": shown,
        "state": pages.STATES[shown.state],
        "phases": pages.phases_of(shown),
        "facts": pages.day_facts(request.actor, shown),
        "stations": pages.stations_of(shown),
        "slots": pages.slots_by_station(shown),
        "copy_form": CopyForm(initial={"to": max(shown.date + timedelta(days=1), timezone.localdate())}),
        "may_plan": request.actor.is_any_of(Role.COORDINATOR),
        "look_resident": looking_resident(request, shown),
    }
    return render(request, "testing/day.html", context)


def looking_resident(request: ActorRequest, day: TestDay) -> int:
    """How many workers look as if they lived here, for whoever may say so while it matters to the day."""
    is_asked = day.has_workers and day.state != TestDay.State.CLOSED
    may_say = is_asked and request.actor.is_any_of(Role.COORDINATOR)
    return workers_here.how_many_look_so(request.actor.community_id) if may_say else 0


@require_POST
@signed_in
def day_open(request: ActorRequest, day_id: UUID) -> HttpResponse:
    """Open both rounds of a planned day."""
    opened = actions.open_day(by=request.actor, day_id=day_id)
    messages.success(request, _("“%(day)s” is open: everybody who is due owes one sample.") % {"day": opened})
    return redirect("testing_day", day_id)


@require_POST
@signed_in
def day_copy(request: ActorRequest, day_id: UUID) -> HttpResponse:
    """Plan another date as this day was."""
    must_be(request.actor, Role.COORDINATOR)
    access.day_or_404(request.actor, day_id)
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose the date to copy the day to."))
        return redirect("testing_day", day_id)
    copied = actions.copy_day(by=request.actor, day_id=day_id, to=form.cleaned_data["to"])
    messages.success(request, _("Copied. Look it over, then open it."))
    return redirect(f"{reverse('testing_setup')}?date={copied.date.isoformat()}")


@require_POST
@signed_in
def day_close(request: ActorRequest, day_id: UUID) -> HttpResponse:
    """Close both rounds and the day."""
    closed = actions.close_day(by=request.actor, day_id=day_id)
    messages.success(request, _("“%(day)s” is closed.") % {"day": closed})
    return redirect("testing_day", day_id)


@require_http_methods(["GET", "POST"])
@signed_in
def slots(request: ActorRequest, day_id: UUID) -> HttpResponse:
    """When each area comes to which station, to be printed; worked out anew, or put right by hand."""
    actor = request.actor
    shown = access.day_or_404(actor, day_id)
    by_station = pages.slots_by_station(shown)
    listed = [slot for at in by_station for slot in at.slots]
    form = SlotsForm(listed, list(access.stations_for(actor)))
    if request.method == "POST":
        must_be(actor, Role.COORDINATOR)
        if request.POST.get("deed") != "save":
            return work_out(request, shown)
        form = SlotsForm(listed, list(access.stations_for(actor)), request.POST)
        if form.is_valid():
            actions.put_slots(by=actor, day_id=day_id, facts=form.facts(shown.date))
            messages.success(request, _("Kept."))
            return redirect("testing_slots", day_id)
    context = {
        "day": shown,
        "stations": by_station,
        "form": form,
        "norms": norms_of(actor.community_id),
        "may_plan": actor.is_any_of(Role.COORDINATOR) and shown.state != TestDay.State.CLOSED,
    }
    return render(request, "testing/slots.html", context, status=422 if form.errors else 200)


def work_out(request: ActorRequest, day: TestDay) -> HttpResponse:
    """Slots from the desks of the day; says by how much they run over, and what would mend that."""
    facts, found = proposals.slots_for(day)
    count = actions.put_slots(by=request.actor, day_id=day.id, facts=facts)
    said = ngettext("%(count)d slot.", "%(count)d slots.", count) % {"count": count}
    if found.minutes_over:
        late = _("They run %(minutes)d minutes over; %(desks)d more desks would do.")
        over = late % {"minutes": found.minutes_over, "desks": found.desks_missing}
        messages.warning(request, f"{said} {over}")
    else:
        messages.success(request, said)
    return redirect("testing_slots", day.id)


@require_http_methods(["GET", "POST"])
@signed_in
def stations(request: ActorRequest) -> HttpResponse:
    """Stations with their desks, and which of them are on the map; one more can be added."""
    form = StationForm(pages.site_choices(request.actor), sent(request))
    if request.method == "POST":
        must_be(request.actor, Role.COORDINATOR)
        if form.is_valid() and is_taken(
            form, lambda: put_station(by=request.actor, fact=form.fact()), PLACES
        ):
            messages.success(request, _("Kept."))
            return redirect("testing_stations")
    context = {
        "rows": pages.station_lines(request.actor),
        "form": form,
        "may_plan": request.actor.is_any_of(Role.COORDINATOR),
    }
    return render(request, "testing/stations.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def station(request: ActorRequest, station_id: UUID) -> HttpResponse:
    """Change a station, set its point on the map, or put it out of use."""
    must_be(request.actor, Role.COORDINATOR)
    shown = access.stations_for(request.actor).filter(id=station_id).first()
    if shown is None:
        raise Problem(NOT_FOUND)
    said = values_of_station(shown, desk_counts(request.actor.community_id).get(station_id, 0))
    form = StationForm(pages.site_choices(request.actor), sent(request), initial=said, has_map=True)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and is_taken(form, lambda: put_station(by=request.actor, fact=form.fact(shown)), PLACES):
        messages.success(request, _("Kept."))
        return redirect("testing_stations")
    context = {
        "form": form,
        "station": shown,
        "is_at_site": shown.id in points_of(shown.community_id, [shown]),
        "source": reverse("map_features"),
        "back_url": reverse("testing_stations"),
    }
    return render(request, "testing/station.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def norms(request: ActorRequest) -> HttpResponse:
    """The figures days are planned by."""
    must_be(request.actor, Role.COORDINATOR)
    form = NormsForm(sent(request), norms_of(request.actor.community_id))
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and is_taken(form, lambda: put_norms(by=request.actor, said=form.cleaned_data)):
        messages.success(request, _("Kept. The next proposal follows it."))
        return redirect("testing_norms")
    return render(request, "testing/norms.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def exemptions(request: ActorRequest) -> HttpResponse:
    """Exemptions over several days: asked for, waiting, in force."""
    actor = request.actor
    form = StandingForm(request.POST) if request.method == "POST" else None
    if form is not None:
        must_be(actor, *exempting.ASKERS)
        wish = form
        if wish.is_valid() and is_taken(
            wish, lambda: exempting.ask_standing(by=actor, facts=[wish.fact()]), PLACES
        ):
            messages.success(request, _("Asked. It holds as soon as somebody else approves."))
            return redirect("testing_exemptions")
    wanted = request.GET.get("q", "")
    context = {
        "lines": pages.standings(actor),
        "found": pages.found_for(actor, wanted),
        "wanted": wanted,
        "form": form or StandingForm(initial=pages.week_from()),
        "may_ask": actor.is_any_of(*exempting.ASKERS),
    }
    return render(request, "testing/exemptions.html", context, status=422 if form else 200)


@require_POST
@signed_in
def exemptions_decide(request: ActorRequest) -> HttpResponse:
    """Approve or end the exemptions ticked."""
    must_be(request.actor, Role.COORDINATOR, Role.AREA_LEADER)
    ids = ids_in(request.POST.getlist("exemption"))
    if not ids:
        messages.error(request, _("Please tick at least one line, then choose what to do."))
    elif request.POST.get("deed") == "approve":
        count = exempting.approve_standing(by=request.actor, ids=ids)
        said = ngettext("%(count)d exemption approved.", "%(count)d exemptions approved.", count)
        messages.success(request, said % {"count": count})
    else:
        count = exempting.end_standing(by=request.actor, ids=ids)
        said = ngettext("%(count)d exemption ended.", "%(count)d exemptions ended.", count)
        messages.success(request, said % {"count": count})
    return redirect("testing_exemptions")


@require_http_methods(["GET", "POST"])
@signed_in
def live_here(request: ActorRequest) -> HttpResponse:
    """Workers who live here: who looks as if, one by one to be said yes or no; who was said to; and any other."""
    actor = request.actor
    must_be(actor, Role.COORDINATOR)
    if request.method == "POST":
        form = LivesHereForm(request.POST)
        if not form.is_valid():
            raise Problem(NOT_FOUND)
        say_lives_here(request, form)
        return redirect("testing_workers_here")
    wanted = request.GET.get("q", "")
    context = {
        "asked": workers_here.asked_about(actor),
        "said": workers_here.said_so(actor),
        "workers": workers_here.workers_to_choose(actor),
        "chosen": request.GET.get("worker", ""),
        "wanted": wanted,
        "found": workers_here.people_like(actor, wanted),
    }
    return render(request, "testing/workers_here.html", context)


def say_lives_here(request: ActorRequest, form: LivesHereForm) -> None:
    """Keep what was said; of two who say it at once, one is told."""
    try:
        workers_here.say(request.actor, form.fact())
    except Problem as problem:
        if problem.status in (403, 404):
            raise
        messages.error(request, problem.message)
    else:
        is_same = form.fact().is_same
        words = _("Kept: one swab, as a resident.") if is_same else _("Kept: they are two people.")
        messages.success(request, words)
