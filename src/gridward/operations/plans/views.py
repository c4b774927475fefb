"""The pages of plan documents: the list, one with its versions, writing, deciding, two versions side by side."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.operations.models import PlanState
from gridward.operations.plans import actions, pages, queries
from gridward.operations.plans.forms import PLACES, DeedForm, PlanForm, PlanKindForm, VersionForm, approvers
from gridward.operations.queries import open_operation_of
from gridward.shared.problems import BAD_INPUT, NOT_FOUND, Problem
from gridward.shared.refusals import is_taken, sent


@require_GET
@signed_in
def plans(request: ActorRequest) -> HttpResponse:
    """The plan documents of the open operation: what is in force, what waits."""
    community_id = request.actor.community_id
    lines = queries.plan_lines(community_id)
    context = {
        "lines": pages.line_rows(lines),
        "in_force": sum(line.in_force is not None for line in lines),
        "lacking": [pages.kind_words(kind) for kind in queries.kinds_without_plan(community_id, lines)],
        "kinds": queries.kinds_of(community_id),
        "operation": open_operation_of(community_id),
        "may_keep": request.actor.is_any_of(*actions.KEEPERS),
    }
    return render(request, "operations/plans.html", context)


@require_GET
@signed_in
def plan(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    """One plan document: the version asked for, else the one in force, else the newest."""
    document = queries.document_or_404(request.actor, plan_id)
    versions = queries.versions_of(document)
    shown = next((v for v in versions if str(v.number) == request.GET.get("version", "")), None)
    shown = shown or next((v for v in versions if v.state == PlanState.IN_FORCE), versions[0])
    keeps = request.actor.is_any_of(*actions.KEEPERS)
    context = {
        "document": document,
        "kind": pages.kind_words(pages.kind_of(document)),
        "versions": pages.version_rows(versions),
        "shown": shown,
        "shape": pages.SHAPES[PlanState(shown.state)],
        "blocks": pages.blocks_of(shown.text, shown.is_markdown),
        "facts": pages.facts_of(shown),
        "older": next((v for v in versions if v.number < shown.number), None),
        "may_keep": keeps,
        "may_approve": shown.state == PlanState.SUBMITTED
        and shown.submitted_to_id == request.actor.worker_id,
        "approvers": approvers(request.actor) if keeps and shown.state == PlanState.DRAFT else [],
    }
    return render(request, "operations/plan.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def plan_new(request: ActorRequest) -> HttpResponse:
    """Begin a plan document."""
    must_be(request.actor, *actions.KEEPERS)
    form = PlanForm(sent(request), request.FILES or None, kinds=queries.kinds_of(request.actor.community_id))
    if form.is_valid() and is_taken(
        form,
        lambda: actions.begin_plan(
            by=request.actor,
            kind=form.cleaned_data["kind"],
            title=form.cleaned_data["title"],
            said=form.said(),
            id=form.cleaned_data["id"],
        ),
        PLACES,
    ):
        messages.success(request, _("The draft is kept. Submit it to whoever approves it."))
        return redirect("plan", form.cleaned_data["id"])
    return show(request, form, _("Write a plan document"), reverse("plans"))


@require_http_methods(["GET", "POST"])
@signed_in
def plan_write(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    """Write the next version, beginning from the newest."""
    must_be(request.actor, *actions.KEEPERS)
    document = queries.document_or_404(request.actor, plan_id)
    newest = queries.versions_of(document)[0]
    form = VersionForm(
        sent(request),
        request.FILES or None,
        initial={"text": newest.text, "is_plain": not newest.is_markdown},
    )
    if form.is_valid() and is_taken(
        form,
        lambda: actions.write_version(by=request.actor, document_id=plan_id, said=form.said()),
        PLACES,
    ):
        messages.success(request, _("The draft is kept. Submit it to whoever approves it."))
        return redirect(f"{reverse('plan', args=[plan_id])}?version={newest.number + 1}")
    heading = _("Write the next version of %(title)s") % {"title": document.title}
    return show(request, form, heading, reverse("plan", args=[plan_id]))


def show(request: ActorRequest, form: Any, heading: str, back: str, button: str = "") -> HttpResponse:
    """A page with one form, which may carry a file."""
    page = {"form": form, "heading": heading, "cancel_url": back, "button": button or _("Keep the draft")}
    status = 422 if form.is_bound else 200
    return render(request, "operations/form.html", {**page, "is_upload": True}, status=status)


@require_POST
@signed_in
def plan_decide(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Submit, approve, send back, put in force or withdraw a version."""
    version = queries.version_or_404(request.actor, version_id)
    form = DeedForm(request.POST, actor=request.actor)
    if not form.is_valid():
        raise Problem(BAD_INPUT)
    try:
        decide(request, version_id, form.cleaned_data)
    except Problem as problem:
        if problem.status in (403, 404):
            raise
        messages.error(request, problem.message)
    return redirect(f"{reverse('plan', args=[version.document_id])}?version={version.number}")


def decide(request: ActorRequest, version_id: UUID, told: dict[str, Any]) -> None:
    """Call the verb that was named, and say what became of it."""
    by, deed = request.actor, told["deed"]
    if deed == "submit":
        if told["to"] is None:
            raise Problem(actions.BAD_APPROVER)
        actions.submit(by=by, version_id=version_id, to_id=told["to"].id)
        messages.success(request, _("Submitted to %(name)s.") % {"name": told["to"].name})
    elif deed == "approve":
        actions.approve(by=by, version_id=version_id)
        messages.success(request, _("Approved. It holds once it is put in force."))
    elif deed == "send_back":
        actions.send_back(by=by, version_id=version_id, remark=told["remark"])
        messages.success(request, _("Sent back with your remark."))
    elif deed == "in_force":
        actions.put_in_force(by=by, version_id=version_id)
        messages.success(request, _("In force from now on."))
    else:
        actions.withdraw(by=by, version_id=version_id, remark=told["remark"])
        messages.success(request, _("Withdrawn; it stays to be read."))


@require_GET
@signed_in
def plan_file(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """The attached file, to be saved and never opened by the browser itself."""
    version = queries.version_or_404(request.actor, version_id)
    if not version.file_size:
        raise Problem(NOT_FOUND)
    answer = HttpResponse(bytes(version.file), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = pages.disposition_of(version.file_name)
    return answer


@require_GET
@signed_in
def plan_compare(request: ActorRequest, plan_id: UUID) -> HttpResponse:
    """Two versions of a plan document, line by line; the newest against the one before it unless two are named."""
    document = queries.document_or_404(request.actor, plan_id)
    versions = {str(version.number): version for version in queries.versions_of(document)}
    newest = next(iter(versions.values()))
    new = versions.get(request.GET.get("new", ""), newest)
    before = str(max(new.number - 1, 1))
    old = versions.get(request.GET.get("old", ""), versions.get(before, new))
    context = {
        "document": document,
        "versions": list(versions.values()),
        "old": old,
        "new": new,
        "difference": queries.difference(old, new),
    }
    return render(request, "operations/plan_compare.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def plan_kind(request: ActorRequest, code: str = "") -> HttpResponse:
    """Add a kind of plan document, or change one; its code stays."""
    must_be(request.actor, *actions.KEEPERS)
    row = {kind.code: kind for kind in queries.kinds_of(request.actor.community_id)}.get(code)
    if code and row is None:
        raise Problem(NOT_FOUND)
    initial = {name: getattr(row, name) for name in PlanKindForm.base_fields} if row else None
    form = PlanKindForm(sent(request), initial=initial)
    form.fields["code"].disabled = row is not None
    if form.is_valid() and is_taken(form, lambda: actions.put_kinds(by=request.actor, facts=[form.fact()])):
        messages.success(request, _("Kept."))
        return redirect("plans")
    return show(request, form, _("Kind of plan document"), reverse("plans"), _("Keep"))
