"""What somebody says of a result: the fact, and the comparison."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from gridward.shared.problems import problem_code
from gridward.testing.results.models import ResultValue
from gridward.testing.samples import CODE, tube_code

KIND: Final = "result"
UNREADABLE = problem_code(
    "testing.result_unreadable", 422, "Tube code or result could not be read; nothing of it was kept."
)
RESULT_CONFLICT = problem_code(
    "testing.result_conflict", 409, "We hold this result with other words; yours is kept beside it."
)
RESULT_TWICE = problem_code("testing.result_twice", 409, "This tube has this result already.")
CONTRADICTS = problem_code(
    "testing.results_contradict",
    409,
    "This tube has another result already; both are kept until one is withdrawn.",
)
NOT_HANDED_IN = problem_code("testing.not_handed_in", 409, "This tube was never handed in.")
NO_SUCH_TUBE = problem_code(
    "testing.result_without_tube",
    409,
    "We know no such tube yet; the result is kept until its samples come in.",
)


@dataclass(frozen=True)
class ResultFact:
    """The laboratory's word on a tube. `id` is the sender's; `tested_at` is as the laboratory says."""

    id: UUID
    tube_code: str
    value: str
    tested_at: datetime | None = None
    import_id: UUID | None = None

    @property
    def code(self) -> str:
        """The tube's code as it is kept."""
        return tube_code(self.tube_code)

    @property
    def is_readable(self) -> bool:
        """Whether code and result are ones we know."""
        return CODE.fullmatch(self.code) is not None and self.value in ResultValue.values

    def body(self) -> dict[str, Any]:
        """All that was said, without the id."""
        at = self.tested_at.isoformat() if self.tested_at else None
        return {"tube": self.code, "value": self.value, "at": at}


@dataclass(frozen=True)
class CompareFact:
    """A second person's reading of tube and result."""

    id: UUID
    tube_code: str
    value: str

    @property
    def code(self) -> str:
        """The tube's code as it is kept."""
        return tube_code(self.tube_code)

    def body(self) -> dict[str, Any]:
        """All that was said, without the id."""
        return {"tube": self.code, "value": self.value}
