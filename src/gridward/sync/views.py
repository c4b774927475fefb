"""The gate as Django's own views: for tests, and wherever the short way of `doorway` is not taken."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from gridward.sync.gate import BEARER, Asked, reply_to


@csrf_exempt
def device_call(request: HttpRequest) -> HttpResponse:
    """Any request of a device; it shows a token, and no cookie counts."""
    reply = reply_to(
        Asked(
            method=request.method or "",
            path=request.path,
            query=request.META.get("QUERY_STRING", ""),
            token=request.headers.get("Authorization", "").removeprefix(BEARER),
            encoding=request.headers.get("Content-Encoding", ""),
            language=request.headers.get("Accept-Language", ""),
            body=request.body,
        )
    )
    return HttpResponse(reply.content, "application/json", reply.status, headers=reply.headers)
