"""What every page needs: who looks, where, and the navigation."""

from typing import Any

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.guards import is_open
from gridward.accounts.models import Role, Unit
from gridward.accounts.notices.queries import community_with_unread
from gridward.shared.registries import nav, purposes


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page; nothing but the language before sign-in."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {
            "viewer": None,
            "nav_items": [],
            "is_demonstration": is_any_demonstration(),
        }
    community, unread = community_with_unread(actor)
    return {
        "viewer": {
            "name": actor.name,
            "role_label": role_words(actor),
            "may_switch": len(getattr(request, "community_ids", ())) > 1,
        },
        "actor": actor,
        "community_name": community.name,
        "unread": unread,
        "is_demonstration": community.is_demonstration or (actor.is_above and is_any_demonstration()),
        "operation_title": next((str(p) for find in purposes if (p := find(actor.community_id))), ""),
        "nav_items": nav_items(request, actor),
    }


def is_any_demonstration() -> bool:
    """Whether a demonstration is here; what is told of it above the community is made up too."""
    return Unit.objects.filter(is_demonstration=True).exists()


def role_words(actor: Actor) -> str:
    """The roles held, in words."""
    return " · ".join(str(Role(role).label) for role in Role.values if role in actor.roles)


def leads_on(url_name: str, actor: Actor) -> bool:
    """Whether the page behind an entry is for this actor; asked only where most pages are not."""
    return not actor.is_narrow or is_open(resolve(reverse(url_name)).func, actor)


def nav_items(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    """The entries this actor sees, the current one marked by the longest matching address."""
    items = [
        {"label": _(item.words), "url": reverse(item.url_name), "icon": item.icon}
        for item in sorted(nav, key=lambda item: item.order)
        if item.is_for(actor) and (item.is_above or not actor.is_above) and leads_on(item.url_name, actor)
    ]
    # The first page lies above all others, and is current only when it is the page itself.
    above = (
        i["url"]
        for i in items
        if i["url"] == request.path or (i["url"] != "/" and request.path.startswith(i["url"]))
    )
    here = max(above, key=len, default="")
    return [{**item, "is_current": item["url"] == here} for item in items]
