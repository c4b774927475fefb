"""What the pages of this room share."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from gridward.accounts.guards import View, signed_in
from gridward.accounts.middleware import ActorRequest


def planning_page(view: View) -> View:
    """For somebody signed in; who is away and who can do what stays in no cache of the browser."""
    return never_cache(signed_in(view))


def show_form(
    request: ActorRequest, form: Any, *, heading: str, back: str, button: str, **more: Any
) -> HttpResponse:
    """A page with one form; 422 where something is to be put right."""
    page = {"form": form, "heading": heading, "cancel_url": back, "button": button, **more}
    template = more.get("template", "allocation/form.html")
    return render(request, template, page, status=422 if form.is_bound and form.errors else 200)


def ids_in(texts: Iterable[str]) -> list[UUID]:
    """The ids in texts, each by itself or several with commas; what is none is left out."""
    found = []
    for text in texts:
        for part in text.split(","):
            try:
                found.append(UUID(part.strip()))
            except ValueError:
                continue
    return list(dict.fromkeys(found))
