"""Results by hand and by a second person, and one result with what became of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridward.accounts.guards import must_be, open_to, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.facts.answers import Verdict
from gridward.shared.problems import PROBLEM_CODES, Problem
from gridward.shared.refusals import is_taken, sent
from gridward.testing.results import access, importing, norms, queries
from gridward.testing.results.actions import compare_results, record_results, withdraw_result
from gridward.testing.results.facts import CompareFact, ResultFact
from gridward.testing.results.forms import FileForm, NormsForm, ReadingForm, WithdrawForm

ENTERERS = (Role.SAMPLER, Role.LABORATORY, Role.HEALTH_CONTACT)


@require_GET
@signed_in
@open_to(*ENTERERS)
def results(request: ActorRequest) -> HttpResponse:
    """Where results stand: to compare, to settle, overdue; and the two ways in."""
    return shown(request)


def shown(request: ActorRequest, form: Any = None, file_form: Any = None, nearest: Any = ()) -> HttpResponse:
    """The page of results, with what was typed where something was wrong."""
    actor = request.actor
    to_compare, to_settle = queries.to_compare(actor), queries.to_settle(actor)
    is_team = actor.is_any_of(*access.TEAM)
    context = {
        "form": form or ReadingForm(),
        "file_form": file_form or FileForm(),
        "nearest": nearest,
        "to_compare": to_compare,
        "to_settle": to_settle,
        "latest": queries.latest_results(actor),
        "overdue": list(queries.overdue_tubes(actor.community_id)[:50]),
        "waiting": queries.open_waits(actor).count() if is_team else 0,
        "imports": queries.latest_imports(actor),
        "laboratories": queries.laboratories(actor),
        "norms": norms.norms_of(actor.community_id),
        "is_team": is_team,
        "may_decide": actor.is_any_of(*access.DECIDERS),
        "may_set": actor.is_any_of(Role.COORDINATOR),
    }
    wrong = any(each is not None for each in (form, file_form))
    return render(request, "testing/results/results.html", context, status=422 if wrong else 200)


@require_POST
@signed_in
@open_to(*ENTERERS)
def enter(request: ActorRequest) -> HttpResponse:
    """One result by hand; a code nobody knows is asked about first."""
    must_be(request.actor, *access.ENTERERS)
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return shown(request, form)
    said = {**form.cleaned_data}
    if "anyway" not in request.POST and not queries.knows_tube(request.actor, said["code"]):
        nearest = importing.nearest_tubes(request.actor.community_id, [said["code"]])[said["code"]]
        form.add_error("code", _("We know no tube of this code. Did you mean another?"))
        return shown(request, form, nearest=[*nearest, said["code"]])
    fact = ResultFact(said["fact"], said["code"], said["value"])
    answer = record_results(by=request.actor, facts=[fact])[0]
    say(request, answer.code, _("Tube %(code)s: kept.") % {"code": fact.code})
    return redirect("testing_results")


def say(request: ActorRequest, code: str, done: str) -> None:
    """The answer in words for the next page."""
    if code:
        messages.warning(request, f"{done} {Problem(PROBLEM_CODES[code]).message}")
    else:
        messages.success(request, done)


@require_http_methods(["GET", "POST"])
@signed_in
@open_to(*ENTERERS)
def compare(request: ActorRequest) -> HttpResponse:
    """A second person reads tube and result; what the first one read is not shown."""
    must_be(request.actor, *access.ENTERERS)
    form = ReadingForm(sent(request))
    if form.is_valid():
        fact = CompareFact(*(form.cleaned_data[name] for name in ("fact", "code", "value")))
        answer = compare_results(by=request.actor, facts=[fact])[0]
        if answer.verdict == Verdict.REFUSED:
            form.add_error("code", Problem(PROBLEM_CODES[answer.code]).message)
        else:
            say(request, answer.code, _("Tube %(code)s: compared.") % {"code": fact.code})
            return redirect("testing_result_compare")
    context = {
        "form": form,
        "rows": queries.to_compare(request.actor),
        "norms": norms.norms_of(request.actor.community_id),
    }
    return render(request, "testing/results/compare.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
@open_to(*ENTERERS)
def result(request: ActorRequest, result_id: UUID) -> HttpResponse:
    """One result: who read it, who compared it, and what else was said of its tube."""
    return show_result(request, access.result_or_404(request.actor, result_id))


def show_result(request: ActorRequest, result: Any, form: WithdrawForm | None = None) -> HttpResponse:
    """The page of a result."""
    actor = request.actor
    context = {
        "row": queries.result_rows(actor, [result])[0],
        "others": queries.others_of(actor, result),
        "waits": queries.waits_of(actor, result) if actor.is_any_of(*access.TEAM) else [],
        "form": form or WithdrawForm(),
        "may_withdraw": actor.is_any_of(*access.DECIDERS) and result.state != "withdrawn",
    }
    status = 422 if form is not None else 200
    return render(request, "testing/results/result.html", context, status=status)


@require_POST
@signed_in
@open_to(Role.HEALTH_CONTACT)
def withdraw(request: ActorRequest, result_id: UUID) -> HttpResponse:
    """Take a result back with a reason."""
    must_be(request.actor, *access.DECIDERS)
    found = access.result_or_404(request.actor, result_id)
    form = WithdrawForm(request.POST)
    if form.is_valid() and is_taken(
        form,
        lambda: withdraw_result(by=request.actor, result_id=found.id, reason=form.cleaned_data["reason"]),
    ):
        messages.success(request, _("Withdrawn. Everyone told of it is told again."))
        return redirect("testing_result", found.id)
    return show_result(request, found, form)


@require_http_methods(["GET", "POST"])
@signed_in
def set_norms(request: ActorRequest) -> HttpResponse:
    """How quick results should be."""
    must_be(request.actor, Role.COORDINATOR)
    standing = norms.norms_of(request.actor.community_id)
    names = ("compare_minutes", "resample_hours", "result_hours")
    form = NormsForm(sent(request), initial={name: getattr(standing, name) for name in names})
    if form.is_valid():
        norms.set_norms(by=request.actor, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("testing_results")
    return render(request, "testing/results/norms.html", {"form": form}, status=422 if form.errors else 200)
