"""One view answers with a part to htmx and with a page to everybody else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRefresh


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asked, and not for the whole page."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def part_or_page(
    request: HttpRequest, part: str, page: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render the part for htmx, the page otherwise."""
    return render(request, part if wants_part(request) else page, context, status=status)


def progress_or_page(request: HttpRequest, job: dict[str, Any]) -> HttpResponse:
    """How far a piece of work is, for the page that waits; once it is over the whole page comes anew."""
    if not job["is_running"]:
        return HttpResponseClientRefresh()
    return render(request, "parts/progress.html", {"job": job})
