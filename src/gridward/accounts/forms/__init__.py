"""Forms of this room."""

from django.http import HttpRequest, QueryDict


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: everything posted, be it nothing, or None on the way in."""
    return request.POST if request.method == "POST" else None
