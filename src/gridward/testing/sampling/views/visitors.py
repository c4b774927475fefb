"""Visitors: who they are, settled by somebody named."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.facts.answers import Verdict
from gridward.shared.problems import PROBLEM_CODES, Problem
from gridward.testing.actions import VisitorCheck, check_visitors, look_at_visitor
from gridward.testing.sampling.forms import CheckForm
from gridward.testing.sampling.visitors import listed, page_of

CHECKERS = (Role.COORDINATOR, Role.DATA_OFFICER, Role.AREA_LEADER, Role.WORKER)


@require_GET
@signed_in
def visitors(request: ActorRequest) -> HttpResponse:
    """Visitors whose check is due, and those settled."""
    must_be(request.actor, *CHECKERS)
    context = {"waiting": listed(request.actor, True), "settled": listed(request.actor, False)}
    return render(request, "testing/visitors.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def visitor(request: ActorRequest, visitor_id: UUID) -> HttpResponse:
    """One visitor whole, which is written down; look in the register, then settle it."""
    must_be(request.actor, *CHECKERS)
    found = look_at_visitor(by=request.actor, visitor_id=visitor_id)
    form = CheckForm(request.POST if request.method == "POST" else None)
    is_sent = request.method == "POST"
    if is_sent and form.is_valid() and form.cleaned_data["do"] != "look":
        said = form.cleaned_data
        person = said["person"] if said["do"] == "known" else None
        answer = check_visitors(by=request.actor, facts=[VisitorCheck(visitor_id, said["do"], person)])[0]
        if answer.verdict == Verdict.REFUSED:
            raise Problem(PROBLEM_CODES[answer.code])
        messages.success(request, _("Settled. Thank you."))
        return redirect("testing_visitors")
    asked = form.cleaned_data["text"] if is_sent and form.is_valid() else ""
    context = {"page": page_of(request.actor, found, asked), "form": form, "asked": asked}
    return render(request, "testing/visitor.html", context, status=422 if form.errors else 200)
