"""Every signed-in request acts as somebody in one community, in the language its owner chose."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from gridward.accounts.actions import remember_language
from gridward.accounts.actors import Actor, actor_with, grants_of
from gridward.accounts.models import Account, Grant

COMMUNITY_KEY = "community_id"


class ActorRequest(HttpRequest):
    """A request of a signed-in worker; `actor` is None only before sign-in or without any grant."""

    actor: Actor
    community_ids: list[UUID]


def communities_of(grants: list[Grant]) -> list[UUID]:
    """The communities granted, the oldest grant first, each once."""
    return list(dict.fromkeys(g.community_id for g in grants))


def actor_of_request(request: HttpRequest) -> tuple[Actor | None, list[UUID]]:
    """The signed-in worker in the community chosen in this session, else the last one, else the first granted.

    One query beside session and account, so that a right taken back is gone with the next click.
    """
    account = request.user
    if not isinstance(account, Account):
        return None, []
    grants = grants_of(account.worker)
    communities = communities_of(grants)
    wanted = [request.session.get(COMMUNITY_KEY), str(account.last_community_id)]
    chosen = next((c for w in wanted for c in communities if str(c) == w), None) or next(
        iter(communities), None
    )
    return (actor_with(account.worker, chosen, grants) if chosen else None), communities


def actor_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request its actor, and the account the language its owner chooses."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.actor, request.community_ids = actor_of_request(request)  # type: ignore[attr-defined]
        speak_as_chosen(request)
        response = get_response(request)
        keep_choice(request, response)
        return response

    return handle


def speak_as_chosen(request: HttpRequest) -> None:
    """A browser that says nothing gets the account's language."""
    account = request.user
    if (
        isinstance(account, Account)
        and account.language
        and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES
    ):
        translation.activate(account.language)
        request.LANGUAGE_CODE = account.language


def keep_choice(request: HttpRequest, response: HttpResponse) -> None:
    """Remember on the account what was chosen with the language switch."""
    cookie = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    account = request.user
    if cookie and isinstance(account, Account) and cookie.value and cookie.value != account.language:
        remember_language(account=account, language=cookie.value)
