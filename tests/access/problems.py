"""The one shape of an error, asked of any answer."""

from typing import Any

from django.http import HttpResponse

from gridward.shared.problems import PROBLEM_CODES


def assert_problem(response: HttpResponse, status: int, code: str = "") -> dict[str, Any]:
    """The answer is this problem (any of its status without a code) in the one JSON shape; returns its details."""
    assert response.status_code == status, response.content[:500]
    assert response["Content-Type"].startswith("application/json"), response["Content-Type"]
    body: dict[str, Any] = response.json()  # type: ignore[attr-defined]
    assert set(body) == {"error"} and set(body["error"]) == {"code", "message", "details"}
    said = body["error"]["code"]
    assert said in PROBLEM_CODES and said == (code or said)
    assert PROBLEM_CODES[said].status == status and body["error"]["message"].strip()
    details: dict[str, Any] = body["error"]["details"]
    return details
