"""Notices: one's own, the newest first; read, opened, and counted for the frame of every page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gridward.accounts.actors import Actor
from gridward.accounts.guards import open_to, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import NARROW_ROLES
from gridward.accounts.notices import actions, queries


@require_GET
@signed_in
@open_to(*NARROW_ROLES)
def notices(request: ActorRequest) -> HttpResponse:
    """The latest notices, in words, with what is to be done about each."""
    lines = queries.notice_lines(request.actor)
    unread = [line.notice.id for line in lines if not line.notice.read_at]
    return render(request, "accounts/notices.html", {"lines": lines, "unread_ids": unread})


@require_POST
@signed_in
@open_to(*NARROW_ROLES)
def notices_read(request: ActorRequest) -> HttpResponse:
    """Mark those shown as read."""
    actions.mark_read(by=request.actor, ids=queries.ids_among(request.POST.getlist("notice")))
    return redirect("notices")


@require_POST
@signed_in
@open_to(*NARROW_ROLES)
def notice_open(request: ActorRequest, notice_id: UUID) -> HttpResponse:
    """Read a notice and go to what it is about."""
    notice = queries.notice_or_404(request.actor, notice_id)
    actions.mark_read(by=request.actor, ids=[notice.id])
    return redirect(notice.url or "notices")


@never_cache
@require_GET
def notices_count(request: HttpRequest) -> HttpResponse:
    """The bell again; 204 while it shows what is so, and to whoever was signed out: no half-filled form goes."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.is_above:
        return HttpResponse(status=204)
    unread = queries.unread_of(actor)
    if request.GET.get("shown") == unread.mark:
        return HttpResponse(status=204)
    return render(request, "parts/bell.html", {"unread": unread})
