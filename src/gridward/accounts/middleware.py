"""Every signed-in request acts as somebody in one community."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from gridward.accounts.actors import Actor, actor_of
from gridward.accounts.models import Account, Grant

COMMUNITY_KEY = "community_id"


class ActorRequest(HttpRequest):
    """A request of a signed-in worker; `actor` is None only before sign-in or without any grant."""

    actor: Actor


def actor_of_request(request: HttpRequest) -> Actor | None:
    """The signed-in worker in the community chosen in this session, else in the first one granted."""
    account = request.user
    if not isinstance(account, Account):
        return None
    chosen = request.session.get(COMMUNITY_KEY)
    if chosen and (actor := actor_of(account.worker, UUID(chosen))):
        return actor
    first = Grant.objects.in_force().filter(worker=account.worker).order_by("since", "id").first()
    return actor_of(account.worker, first.community_id) if first else None


def actor_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request its actor."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.actor = actor_of_request(request)  # type: ignore[attr-defined]
        return get_response(request)

    return handle
