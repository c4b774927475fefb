"""What a verb answers for each fact it was handed."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Verdict(StrEnum):
    """What became of one fact."""

    ACCEPTED = "accepted"
    FLAGGED = "flagged"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True)
class Answer:
    """The answer to one fact: its id, the verdict, and a problem code where there is one."""

    id: UUID
    verdict: Verdict
    code: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the fact is safe with us (its sender may let go of it)."""
        return self.verdict in {Verdict.ACCEPTED, Verdict.FLAGGED, Verdict.DUPLICATE, Verdict.CONFLICT}
