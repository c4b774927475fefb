"""The kinds of round a community runs: listed, added, changed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.rounds import queries
from gridward.rounds.actions.kinds import put_kind
from gridward.rounds.actions.opening import kind_or_refuse
from gridward.rounds.answers import answers_of
from gridward.rounds.kind_forms import PLACES, AnswerRows, KindForm, values_of
from gridward.shared.refusals import is_taken, sent

KEEPERS = (Role.COORDINATOR, Role.DATA_OFFICER)


@require_GET
@signed_in
def round_kinds(request: ActorRequest) -> HttpResponse:
    """Every kind with whom it owes and how soon an unanswered attempt goes up."""
    must_be(request.actor, *KEEPERS)
    context = {"kinds": queries.kinds_of(request.actor.community_id)}
    return render(request, "rounds/round_kinds.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def round_kind_new(request: ActorRequest) -> HttpResponse:
    """Add a kind."""
    must_be(request.actor, *KEEPERS)
    form = KindForm(request.POST) if request.method == "POST" else KindForm()
    return keep(request, form, AnswerRows(sent(request)), _("Add a kind of round"))


@require_http_methods(["GET", "POST"])
@signed_in
def round_kind_edit(request: ActorRequest, code: str) -> HttpResponse:
    """Change a kind; its code and whom it owes stay."""
    must_be(request.actor, *KEEPERS)
    kind = kind_or_refuse(request.actor.community_id, code)
    said = {**request.POST.dict(), "code": kind.code, "subject": kind.subject}
    form = KindForm(said) if request.method == "POST" else KindForm(initial=values_of(kind))
    for name in ("code", "subject"):
        form.fields[name].disabled = True
        form.fields[name].initial = getattr(kind, name)
    return keep(request, form, AnswerRows(sent(request), answers=answers_of(kind)), kind.name_zh)


def keep(request: ActorRequest, form: KindForm, rows: AnswerRows, heading: str) -> HttpResponse:
    """Keep what the form and the rows of answers say, or show them again with what is wrong."""
    is_whole = form.is_valid() and rows.is_valid()
    if is_whole and is_taken(form, lambda: put_kind(by=request.actor, fact=form.fact(rows.answers)), PLACES):
        messages.success(request, _("Kept. Rounds of this kind follow it from now on."))
        return redirect("round_kinds")
    page = {
        "form": form,
        "rows": rows,
        "heading": heading,
        "cancel_url": reverse("round_kinds"),
        "button": _("Keep"),
    }
    return render(request, "rounds/round_kind.html", page, status=422 if form.is_bound else 200)
