"""One error shape for page, phone, command and API: a code that is never reused, a status and plain words."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ProblemCode:
    """A kind of problem: its stable code, HTTP status and message (English; translated where it is shown)."""

    code: str
    status: int
    message: str


PROBLEM_CODES: dict[str, ProblemCode] = {}


def problem_code(code: str, status: int, message: str) -> ProblemCode:
    """Register a problem code; raises ValueError when the code is taken."""
    if code in PROBLEM_CODES:
        raise ValueError(f"problem code {code} is already taken")
    PROBLEM_CODES[code] = ProblemCode(code, status, message)
    return PROBLEM_CODES[code]


@dataclass
class Problem(Exception):
    """A refusal somebody can act on; `details` name rows and fields."""

    kind: ProblemCode
    details: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message

    @property
    def code(self) -> str:
        """The stable code."""
        return self.kind.code

    @property
    def status(self) -> int:
        """The HTTP status it maps to."""
        return self.kind.status

    @property
    def message(self) -> str:
        """The translated words, with details filled in."""
        from django.utils.translation import gettext

        return gettext(self.kind.message).format(**self.details)

    def as_json(self) -> dict[str, Any]:
        """The one JSON shape of an error."""
        return {"error": {"code": self.code, "message": self.message, "details": self.details}}


NOT_FOUND = problem_code("shared.not_found", 404, "There is nothing here, or it is not yours to see.")
NOT_YOURS = problem_code("shared.not_yours", 403, "You may see this, but your role may not do it.")
BAD_INPUT = problem_code("shared.bad_input", 422, "Please correct the marked fields.")
