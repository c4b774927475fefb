"""A problem raised anywhere becomes one answer, outside every transaction."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from gridward.shared.problems import Problem

PAGES = {403: "403.html", 404: "404.html"}


class ProblemMiddleware:
    """Maps a Problem to JSON for callers that ask for it and to a page for people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a Problem; leave every other error to Django."""
        if not isinstance(error, Problem):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(error.as_json(), status=error.status)
        return render(
            request, PAGES.get(error.status, "problem.html"), {"problem": error}, status=error.status
        )


problem_middleware = ProblemMiddleware
