"""What a form was sent with, and a verb's refusal beside the field it is about, with all that was typed still there."""

from collections.abc import Callable, Mapping

from django import forms
from django.http import HttpRequest, QueryDict

from gridward.shared.problems import Problem

PAGES_OF_THEIR_OWN = frozenset({403, 404})


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, even if that is nothing at all; None where a page is only asked for."""
    return request.POST if request.method == "POST" else None


def is_taken(form: forms.Form, verb: Callable[[], object], places: Mapping[str, str] | None = None) -> bool:
    """Whether the verb took what the form says; a refusal becomes an error of the form.

    `places` names the field for a problem's code; other problems stand at the top. Who may not, or finds nothing
    there, still gets the page that says so: shared.not_yours and shared.not_found are raised.
    """
    try:
        verb()
    except Problem as problem:
        if problem.status in PAGES_OF_THEIR_OWN:
            raise
        place = (places or {}).get(problem.code)
        form.add_error(place if place in form.fields else None, problem.message)
    return not form.errors
