"""Settings, the operation, and the notice to residents."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.accounts.naming import worker_names
from gridward.operations import actions, queries
from gridward.operations.actions import FIELD_WORDS, may_decide
from gridward.operations.forms import (
    EndForm,
    OpeningForm,
    OperationForm,
    PatternForm,
    pattern_values,
    put_problem,
    values_of,
)
from gridward.operations.models import Operation
from gridward.operations.notice import notice_of
from gridward.operations.patterns import PATTERNS
from gridward.operations.patterns.actions import bring_pattern, open_from_pattern
from gridward.operations.plans.queries import plan_lines
from gridward.operations.settings_pages import KEEPERS, pages_for
from gridward.operations.zones.queries import zone_lines
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.refusals import is_taken, sent
from gridward.shared.templatetags.dates import zhdate


@require_GET
@signed_in
def settings_home(request: ActorRequest) -> HttpResponse:
    """The pages behind Settings."""
    context = {"pages": pages_for(request.actor), "failing": queries.failing_jobs()}
    return render(request, "operations/settings.html", context)


@require_GET
@signed_in
def operation(request: ActorRequest) -> HttpResponse:
    """The open operation, what it says, and those before it."""
    actor = request.actor
    current = queries.open_operation_of(actor.community_id)
    earlier = list(queries.operations_of(actor.community_id).exclude(ended_at=None))
    names = worker_names([o.opened_by_id for o in earlier] + [o.ended_by_id for o in earlier])
    context = {
        "operation": current,
        "facts": facts_of(current) if current else [],
        "history": queries.amendments_of(current) if current else [],
        "plans": [line for line in plan_lines(actor.community_id) if line.in_force],
        "zones": [line for line in zone_lines(actor.community_id) if line.state == "in_force"],
        "earlier": [(o, names[o.ended_by_id]) for o in earlier if o.ended_by_id in names],
        "may_decide": may_decide(actor),
    }
    return render(request, "operations/operation.html", context)


def facts_of(row: Operation) -> list[dict[str, Any]]:
    """What the operation says, label by label."""
    shown = {
        "kind": row.get_kind_display(),
        "starts_on": zhdate(row.starts_on),
        "review_on": zhdate(row.review_on),
    }
    return [
        {"label": words, "value": shown.get(name, getattr(row, name))} for name, words in FIELD_WORDS.items()
    ]


@require_http_methods(["GET", "POST"])
@signed_in
def operation_edit(request: ActorRequest) -> HttpResponse:
    """Open an operation, or amend the open one."""
    actor = request.actor
    must_be(actor, Role.COORDINATOR, Role.DATA_OFFICER)
    current = queries.open_operation_of(actor.community_id)
    data = request.POST if request.method == "POST" else None
    form = (
        OperationForm(data, initial=values_of(current))
        if current
        else OpeningForm(data, initial=pattern_values(request.GET.get("pattern", "")))
    )
    if request.method == "POST" and form.is_valid() and keep(actor, current, form):
        messages.success(request, _("Kept. The notice to residents now says the same."))
        return redirect("operation")
    context = {"form": form, "operation": current, "patterns": () if current else PATTERNS.values()}
    return render(request, "operations/operation_edit.html", context, status=422 if form.errors else 200)


def keep(actor: Actor, current: Operation | None, form: OperationForm) -> bool:
    """Whether the verb took it; a refusal goes to its field."""
    try:
        if current is None:
            open_from_pattern(by=actor, fact=form.fact(), pattern=form.cleaned_data["pattern"])
        else:
            actions.amend_operation(by=actor, operation_id=current.id, fact=form.fact())
    except Problem as problem:
        put_problem(form, problem)
    return not form.errors


@require_http_methods(["GET", "POST"])
@signed_in
def operation_end(request: ActorRequest) -> HttpResponse:
    """End the open operation by a named decision."""
    must_be(request.actor, Role.COORDINATOR, Role.DATA_OFFICER)
    current = queries.open_operation_of(request.actor.community_id)
    if current is None:
        raise Problem(NOT_FOUND)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.end_operation(
            by=request.actor, operation_id=current.id, decision=form.cleaned_data["decision"]
        )
        messages.success(request, _("“%(name)s” has ended. Nothing new goes in.") % {"name": current.name})
        return redirect("operation")
    context = {"form": form, "operation": current}
    return render(request, "operations/operation_end.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def operation_pattern(request: ActorRequest) -> HttpResponse:
    """Bring a pattern into the operation that goes on."""
    must_be(request.actor, Role.COORDINATOR, Role.DATA_OFFICER)
    form = PatternForm(sent(request))
    if form.is_valid():
        code = form.cleaned_data["pattern"]
        if is_taken(form, lambda: bring_pattern(by=request.actor, code=code)):
            messages.success(request, _("Brought in. What stood under the same code was left as it was."))
            return redirect("operation")
    page = {"form": form, "heading": _("Bring in a pattern"), "button": _("Bring it in")}
    page["cancel_url"] = reverse("operation")
    return render(request, "operations/form.html", page, status=422 if form.is_bound else 200)


@require_GET
@signed_in
def notice(request: ActorRequest) -> HttpResponse:
    """The notice to residents on one sheet, in either language whatever the reader's is."""
    current = queries.open_operation_of(request.actor.community_id)
    language = request.GET.get("language", translation.get_language())
    language = language if language in ("zh-hans", "en") else "zh-hans"
    community = queries.community_named(request.actor.community_id)
    with translation.override(language):
        sheet = notice_of(community.name, current) if current else None
    context = {"operation": current, "sheet": sheet, "language": language, "tabs": language_tabs(language)}
    return render(request, "operations/notice.html", context)


def language_tabs(language: str) -> list[dict[str, Any]]:
    """The two languages the notice is there in."""
    words = {"zh-hans": "中文", "en": "English"}
    return [
        {"label": label, "url": f"?language={code}", "is_current": code == language}
        for code, label in words.items()
    ]


@require_GET
@signed_in
def jobs(request: ActorRequest) -> HttpResponse:
    """What runs in the background and how it fares."""
    must_be(request.actor, *KEEPERS)
    states = list(queries.job_states())
    context = {"states": states, "failing": [s for s in states if s.failures]}
    return render(request, "operations/jobs.html", context)
