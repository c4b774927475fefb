"""What stands before every view of a signed-in person."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from gridward.accounts.actors import Actor
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Only for workers with a grant in a community: others sign in first, a stranger gets 404."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "actor", None) is None:
            raise Problem(NOT_FOUND)
        return view(request, *args, **kwargs)

    return guarded


def must_be(actor: Actor, *roles: str) -> None:
    """Refuse with 403 unless the actor holds one of the roles."""
    if not actor.is_any_of(*roles):
        raise Problem(NOT_YOURS)
