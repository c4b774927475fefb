"""One box finds every door and person within sight."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gridward.accounts.middleware import ActorRequest
from gridward.households.search import SearchResult, reasons, search
from gridward.households.search.terms import words_of
from gridward.households.views.frames import register_page
from gridward.shared.htmx import wants_part

LONGEST = 100


@require_GET
@register_page
def answers(request: ActorRequest) -> HttpResponse:
    """Doors and people found, and why each fits; a single hit goes straight to its door.

    While somebody is still typing, no document or phone number is looked for: each such search is logged.
    """
    text = request.GET.get("q", "").strip()[:LONGEST]
    is_typing = wants_part(request)
    result = search(by=request.actor, text=text, is_typing=is_typing)
    only = single_page(result)
    if only and not is_typing:
        return redirect(only)
    page: dict[str, Any] = {
        "result": result,
        "has_number": is_typing and any(word.is_number for word in words_of(text)),
        "search_words": text,
        "people": [(view, reasons.why(view, text)) for view in result.persons],
    }
    return render(request, "households/_found.html" if is_typing else "households/search.html", page)


def single_page(result: SearchResult) -> str:
    """The door's page where all that was found is one door and people behind it, or one person; else nothing."""
    doors = {door.id for door in result.doors} | {view.door.id for view in result.persons}
    if len(doors) != 1 or len(result.persons) > 1 or result.has_more:
        return ""
    page = reverse("door", args=[doors.pop()])
    return f"{page}#person-{result.persons[0].id}" if result.persons else page
