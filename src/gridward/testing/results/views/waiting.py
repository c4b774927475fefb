"""Who waits in place, the decision that ends it, the notice that prints; doors for patrol; one's own doors."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gridward.accounts.guards import must_be, open_to, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.shared.refusals import is_taken
from gridward.shared.templatetags.dates import zhdate
from gridward.testing.board.queries import day_of_today
from gridward.testing.results import access, mine, queries
from gridward.testing.results.actions import release as release_waits
from gridward.testing.results.actions import report_case, tell_household
from gridward.testing.results.forms import ReleaseForm
from gridward.testing.results.models import ReleaseBasis, Waiting

TEAM = (Role.SAMPLER, Role.HEALTH_CONTACT)


@require_GET
@signed_in
@open_to(*TEAM)
def waits(request: ActorRequest) -> HttpResponse:
    """Who waits, since when, what to decide, who has been told; a leader and a worker see their own doors."""
    actor = request.actor
    rows = queries.wait_rows(actor, queries.open_waits(actor))
    is_team = actor.is_any_of(*access.TEAM)
    context = {
        "rows": rows,
        "people": len({row.wait.subject_id for row in rows}),
        "unsampled": len({row.wait.subject_id for row in rows if row.is_waiting and not row.is_sampled}),
        "told": queries.told_words(actor, [row.wait for row in rows]) if is_team else {},
        "to_decide": sum(row.is_to_decide for row in rows),
        "is_team": is_team,
        "may_decide": actor.is_any_of(*access.DECIDERS),
        "ended": queries.wait_rows(actor, queries.ended_waits(actor)[:30]),
    }
    return render(request, "testing/results/waits.html", context)


@require_GET
@signed_in
@open_to(*TEAM)
def wait(request: ActorRequest, wait_id: UUID) -> HttpResponse:
    """One person who waits."""
    return show_wait(request, access.wait_or_404(request.actor, wait_id))


def show_wait(request: ActorRequest, found: Waiting, form: ReleaseForm | None = None) -> HttpResponse:
    """The page of a waiting, with what was wrong about the decision."""
    actor = request.actor
    is_team = actor.is_any_of(*access.TEAM)
    row = queries.wait_row(actor, found)
    context = {
        "row": row,
        "entries": queries.steps_of(actor, found),
        "told": queries.told_words(actor, [found])[found.id] if is_team else [],
        "form": form or ReleaseForm(is_answered=row.is_to_decide),
        "is_team": is_team,
        "may_decide": actor.is_any_of(*access.DECIDERS) and found.state in ("waiting", "proposed"),
    }
    return render(request, "testing/results/wait.html", context, status=422 if form is not None else 200)


@require_POST
@signed_in
@open_to(Role.HEALTH_CONTACT)
def release(request: ActorRequest, wait_id: UUID) -> HttpResponse:
    """The decision, under the name of whoever is signed in."""
    must_be(request.actor, *access.DECIDERS)
    found = access.wait_or_404(request.actor, wait_id, to="decide")
    form = ReleaseForm(request.POST)
    places = {"testing.no_tracing": "is_traced", "testing.still_in_tube": "basis"}
    if form.is_valid() and is_taken(
        form,
        lambda: release_waits(by=request.actor, wait_ids=[found.id], **form.cleaned_data),
        places | {"testing.released_by_another": "__all__", "testing.other_tube_open": "__all__"},
    ):
        messages.success(request, _("Released. Everyone told of the waiting is told."))
        return redirect("testing_wait_notice", found.id)
    return show_wait(request, found, form)


@require_GET
@signed_in
@open_to(*TEAM)
def wait_notice(request: ActorRequest, wait_id: UUID) -> HttpResponse:
    """The notice of release, to print for the resident."""
    found = access.wait_or_404(request.actor, wait_id)
    row = queries.wait_row(request.actor, found)
    return render(request, "testing/results/notice.html", {"row": row, "facts": notice_facts(row)})


def notice_facts(row: queries.WaitRow) -> list[dict[str, str]]:
    """What the notice says: who, where, how long, and who decided on what grounds."""
    wait = row.wait
    span = {"from": zhdate(wait.since), "to": zhdate(wait.decided_at)}
    facts = [
        (_("Person"), row.name),
        (_("Door"), f"{row.plate} {row.place}".strip()),
        (_("Waited in place"), _("from %(from)s to %(to)s") % span),
        (_("Decision"), str(ReleaseBasis(wait.basis).label) if wait.basis else ""),
        (_("Decided by"), row.decided_by),
        (_("Date"), zhdate(wait.decided_at)),
    ]
    return [{"label": label, "value": value} for label, value in facts]


@require_GET
@signed_in
@open_to(Role.PATROL, *TEAM)
def stays(request: ActorRequest) -> HttpResponse:
    """At which doors people stay, and until when; nothing else."""
    context = {"stays": queries.stays(request.actor), "now": timezone.now()}
    return render(request, "testing/results/stays.html", context)


@require_GET
@signed_in
def own(request: ActorRequest) -> HttpResponse:
    """The worker's phone: what may be told at each own door."""
    must_be(request.actor, Role.WORKER)
    day = day_of_today(request.actor, timezone.now())
    doors = mine.own_doors(request.actor, day)
    people = [member for door in doors for member in door.members]
    context = {
        "day": day,
        "oneself": mine.oneself(request.actor, day),
        "doors": doors,
        "people": len(people),
        "negative": sum(member.is_negative for member in people),
        "waiting": sum(member.is_waiting for member in people),
    }
    return render(request, "testing/results/mine.html", context)


@require_GET
@signed_in
@open_to(Role.HEALTH_CONTACT)
def cases(request: ActorRequest) -> HttpResponse:
    """Cases for the health authority."""
    rows = queries.case_rows(request.actor)
    context = {
        "rows": rows,
        "untold": sum(row.case.told_at is None for row in rows),
        "may_tell": request.actor.is_any_of(Role.HEALTH_CONTACT),
    }
    return render(request, "testing/results/cases.html", context)


@require_POST
@signed_in
@open_to(Role.HEALTH_CONTACT)
def case_step(request: ActorRequest, case_id: UUID, step: str) -> HttpResponse:
    """Note that the household was told, or that the health authority was."""
    must_be(request.actor, *access.DECIDERS)
    (tell_household if step == "told" else report_case)(by=request.actor, case_id=case_id)
    messages.success(request, _("Kept."))
    return redirect("testing_cases")
