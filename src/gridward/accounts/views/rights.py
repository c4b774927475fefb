"""Settings → accounts: who may sign in, and who may do what, where, since when and why."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridward.accounts import actions, queries
from gridward.accounts.actions.people import KEEPERS
from gridward.accounts.forms import sent
from gridward.accounts.forms.rights import ROLES, AccountForm, AccountsFilter, GrantForm
from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.accounts.role_words import ROLE_HELP
from gridward.shared.problems import Problem


@require_GET
@signed_in
def accounts(request: ActorRequest) -> HttpResponse:
    """Everybody who may sign in or holds a right."""
    must_be(request.actor, *KEEPERS)
    form = AccountsFilter(request.GET or None)
    text = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    lines = queries.accounts_of(request.actor, text)
    page = {
        "lines": lines,
        "form": form,
        "is_filtered": bool(text),
        "open_count": sum(1 for line in lines if line.account and line.account.is_active),
        "locked_count": sum(1 for line in lines if line.is_locked),
        "may_keep": request.actor.is_any_of(Role.DATA_OFFICER),
    }
    return render(request, "accounts/accounts.html", page)


@require_GET
@signed_in
def account(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """One worker's account and rights."""
    must_be(request.actor, *KEEPERS)
    return show_account(request, worker_id, GrantForm(areas=queries.area_choices(request.actor)))


def show_account(request: ActorRequest, worker_id: UUID, form: GrantForm, status: int = 200) -> HttpResponse:
    """The page of one account with the form that gives a right."""
    worker = queries.worker_or_404(request.actor, worker_id).worker
    known = queries.account_of(worker_id)
    page = {
        "worker": worker,
        "account": known,
        "is_locked": known is not None and queries.is_locked(known.username),
        "is_own": worker_id == request.actor.worker_id,
        "grants": queries.grants_with_names(request.actor, worker_id),
        "form": form,
        "may_keep": request.actor.is_any_of(Role.DATA_OFFICER),
        "role_help": [{"label": Role(r).label, "value": ROLE_HELP[Role(r)]} for r, _words in ROLES],
        "may_end": {r for r in Role.values if may_grant(request, r)},
    }
    return render(request, "accounts/account.html", page, status=status)


def may_grant(request: ActorRequest, role: str) -> bool:
    """Whether the reader may give or end a role; the verb asks again."""
    is_of_work = role in (Role.AREA_LEADER, Role.WORKER)
    return request.actor.is_any_of(Role.DATA_OFFICER, *([Role.COORDINATOR] if is_of_work else []))


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def account_new(request: ActorRequest) -> HttpResponse:
    """Give somebody an account; the password is shown this once."""
    must_be(request.actor, Role.DATA_OFFICER)
    start = {"worker": request.GET.get("worker")}
    form = AccountForm(sent(request), initial=start, workers=queries.workers_without_account(request.actor))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.make_account(
                by=request.actor, worker_id=said["worker"].id, username=said["username"]
            )
        except Problem as problem:
            form.add_error("username", str(problem))
        else:
            return show_password(request, made)
    return render(request, "accounts/account_new.html", {"form": form}, status=422 if form.is_bound else 200)


def show_password(request: ActorRequest, made: actions.NewAccount) -> HttpResponse:
    """The one-time password, on this page and nowhere else."""
    page: dict[str, Any] = {"account": made.account, "worker": made.account.worker, "password": made.password}
    return render(request, "accounts/password_once.html", page)


@never_cache
@require_POST
@signed_in
def account_reset(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """A fresh one-time password."""
    known = queries.account_or_404(request.actor, worker_id)
    return show_password(request, actions.reset_password(by=request.actor, account_id=known.id))


@require_POST
@signed_in
def account_unlock(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """Unlock a name after failed attempts."""
    known = queries.account_or_404(request.actor, worker_id)
    actions.unlock(by=request.actor, account_id=known.id)
    messages.success(request, _("%(name)s may try again now.") % {"name": known.worker.name})
    return redirect("account", worker_id)


@require_POST
@signed_in
def account_open(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """Close an account, or open it again (`is_open` = yes)."""
    known = queries.account_or_404(request.actor, worker_id)
    is_open = request.POST.get("is_open") == "yes"
    actions.set_account_open(by=request.actor, account_id=known.id, is_open=is_open)
    messages.success(request, _("The account is open.") if is_open else _("The account is closed."))
    return redirect("account", worker_id)


@require_POST
@signed_in
def grant_new(request: ActorRequest, worker_id: UUID) -> HttpResponse:
    """Give a right."""
    must_be(request.actor, *KEEPERS)
    form = GrantForm(request.POST, areas=queries.area_choices(request.actor))
    if not form.is_valid():
        return show_account(request, worker_id, form, status=422)
    given = actions.grant(by=request.actor, facts=[form.fact(worker_id)])
    messages.success(request, _("The right is given.") if given else _("This right is in force already."))
    return redirect("account", worker_id)


@require_POST
@signed_in
def grant_end(request: ActorRequest, worker_id: UUID, grant_id: UUID) -> HttpResponse:
    """End a right now."""
    must_be(request.actor, *KEEPERS)
    actions.end_grants(by=request.actor, ids=[grant_id])
    messages.success(request, _("The right has ended."))
    return redirect("account", worker_id)
