"""What stands before every view of a signed-in person."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from gridward.accounts.actors import Actor
from gridward.accounts.models import Account
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem, problem_code

View = Callable[..., HttpResponse]
SIGN_IN_FIRST = problem_code("accounts.sign_in_first", 401, "Please sign in first.")
PASSWORD_FIRST = problem_code("accounts.password_first", 403, "Please choose a password of your own first.")


def with_account(view: View) -> View:
    """Only for somebody signed in, whatever they may do; others sign in first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(request.user, Account):
            if wants_json(request):
                raise Problem(SIGN_IN_FIRST)
            return send_to(request, f"{reverse('sign_in')}?{urlencode({'next': here(request)})}")
        return view(request, *args, **kwargs)

    return guarded


def signed_in(view: View) -> View:
    """Only for workers with a grant in a community: others sign in first, a stranger gets 404."""

    @with_account
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, Account) and request.user.must_change_password:
            if wants_json(request):
                raise Problem(PASSWORD_FIRST)
            return send_to(request, reverse("password"))
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None:
            raise Problem(NOT_FOUND)
        if not is_open(view, actor):
            raise Problem(NOT_YOURS)
        return view(request, *args, **kwargs)

    return guarded


def for_above(view: View) -> View:
    """Open to a street or county too; stands under `signed_in`. No page of doors or people is."""
    view.is_for_above = True  # type: ignore[attr-defined]
    return view


def open_to(*roles: str) -> Callable[[View], View]:
    """Open to narrow roles too (sampler, laboratory, …); stands under `signed_in`. All else is closed to them."""

    def opened(view: View) -> View:
        view.opened_to = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return opened


def is_open(view: Callable[..., Any], actor: Actor) -> bool:
    """Whether a view is for this actor at all: asked before the view runs, and of every entry of the navigation."""
    if actor.is_above:
        return getattr(view, "is_for_above", False)
    return not actor.is_narrow or actor.is_any_of(*getattr(view, "opened_to", ()))


def must_be(actor: Actor, *roles: str) -> None:
    """Refuse with 403 unless the actor holds one of the roles."""
    if not actor.is_any_of(*roles):
        raise Problem(NOT_YOURS)


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller is a program."""
    return "application/json" in request.headers.get("Accept", "")


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asked, so that an answer would land inside the page."""
    return bool(getattr(request, "htmx", False))


def send_to(request: HttpRequest, url: str) -> HttpResponse:
    """Go to another page, with the whole window even where htmx asked for a part."""
    return HttpResponseClientRedirect(url) if is_htmx(request) else redirect(url)


def here(request: HttpRequest) -> str:
    """The address to come back to: the page's own, not that of a part or of a form."""
    if not is_htmx(request):
        return request.get_full_path()
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    return f"{shown.path}?{shown.query}" if shown.query else shown.path or "/"
