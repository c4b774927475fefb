"""What the pages of the register share: they are kept in no cache, and most forms stand on a page of their own."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from gridward.accounts.guards import View, signed_in
from gridward.accounts.middleware import ActorRequest


def register_page(view: View) -> View:
    """For somebody signed in; what it shows of people stays in no cache of the browser."""
    return never_cache(signed_in(view))


def show_form(
    request: ActorRequest, form: Any, *, heading: str, back: str, button: str, **more: Any
) -> HttpResponse:
    """A page with one form; 422 where something is to be put right."""
    page = {"form": form, "heading": heading, "cancel_url": back, "button": button, **more}
    template = more.get("template", "households/form.html")
    return render(request, template, page, status=422 if form.is_bound and form.errors else 200)
