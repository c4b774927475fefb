"""Signing in and out, one's own password, and the community to work in."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gridward.accounts import actions, queries
from gridward.accounts.forms import sent
from gridward.accounts.forms.sign_ins import CommunityForm, OwnPasswordForm, SignInForm
from gridward.accounts.guards import wants_json, with_account
from gridward.accounts.middleware import COMMUNITY_KEY, actor_of_request
from gridward.accounts.models import Account
from gridward.shared.problems import NOT_FOUND, Problem, problem_code

LOCKED = problem_code(
    "accounts.locked", 429, "Too many attempts to sign in. Please try again in {minutes} minutes."
)


class SignIn(LoginView):
    """Sign in; the session gets a new key, the browser the language of the account."""

    authentication_form = SignInForm
    template_name = "registration/login.html"

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, write it down where it happened, and go on."""
        response = super().form_valid(form)
        account = form.get_user()
        actor, communities = actor_of_request(self.request)
        if account.language:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, account.language, samesite="Lax")
        if actor is None:
            return response
        actions.note_sign_in(account=account, community_id=actor.community_id)
        if len(communities) > 1 and account.last_community_id is None:
            return redirect("community_choice")
        return response


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view()


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Say that a name is locked and when to try again (called by django-axes)."""
    seconds = queries.seconds_until_unlocked(request.POST.get("username", ""))
    minutes = max(1, -(-seconds // 60))
    problem = Problem(LOCKED, {"minutes": minutes})
    if wants_json(request):
        response: HttpResponse = JsonResponse(problem.as_json(), status=problem.status)
    else:
        response = render(request, "429.html", {"minutes": minutes}, status=problem.status)
    response["Retry-After"] = str(seconds)
    return response


@sensitive_post_parameters()
@with_account
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """One's own password; asked for by force after signing in with one that works once."""
    account = cast(Account, request.user)
    form = OwnPasswordForm(account, sent(request))
    actor = getattr(request, "actor", None)
    if form.is_valid():
        clear = form.cleaned_data["new_password1"]
        community_id = actor.community_id if actor else None
        actions.change_own_password(account=account, password=clear, community_id=community_id)
        update_session_auth_hash(request, account)
        messages.success(request, _("Your new password is in force. Other devices have been signed out."))
        return redirect("today")
    page = {"form": form, "is_forced": account.must_change_password}
    return render(request, "accounts/password.html", page, status=422 if form.is_bound else 200)


@with_account
@require_http_methods(["GET", "POST"])
def community_choice(request: HttpRequest) -> HttpResponse:
    """Choose the community to work in, for those who work in several."""
    ids = getattr(request, "community_ids", [])
    if not ids:
        raise Problem(NOT_FOUND)
    form = CommunityForm(sent(request), communities=queries.communities(ids))
    if form.is_valid():
        community = form.chosen()
        request.session[COMMUNITY_KEY] = str(community.id)
        actions.remember_community(account=cast(Account, request.user), community_id=community.id)
        return redirect("today")
    return render(
        request, "accounts/community_choice.html", {"form": form}, status=422 if form.is_bound else 200
    )
