"""What somebody says was done with a tube or a sample in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from gridward.facts.envelope import are_placed, corrected, receipt
from gridward.shared.problems import problem_code
from gridward.testing.samples import CODE, tube_code

UNKNOWN_TUBE = problem_code("testing.unknown_tube", 404, "There is no tube {code} here.")
UNKNOWN_REASON = problem_code("testing.unknown_reason", 422, "Please choose a reason from the list.")
STEP_UNREADABLE = problem_code(
    "testing.step_unreadable", 422, "This record of a tube could not be read; nothing of it was kept."
)
STEP_CONFLICT = problem_code("testing.step_conflict", 409, "We hold this record of a tube with other words.")
SEALED_BEFORE = problem_code("testing.sealed_before", 409, "The tube was sealed before.")


class MoveReason(models.TextChoices):
    """Why a sample is written into another tube."""

    MISTYPED = "mistyped", _("Written into the wrong tube")
    BROKEN = "broken", _("The tube leaked or broke")
    RELABELLED = "relabelled", _("The label was replaced")
    ALONE = "alone", _("Needs a tube alone")


class VoidReason(models.TextChoices):
    """Why a sample is struck out."""

    WRONG_PERSON = "wrong_person", _("Another person was meant")
    NOT_TAKEN = "not_taken", _("No swab was taken")
    TWICE = "twice", _("Written down twice")
    LOST = "lost", _("The tube was lost or spoilt")


class Stepped:
    """What facts about tubes, samples in them and boxes have in common: clocks, and a body that says it all."""

    id: UUID
    happened_at: datetime | None
    sent_at: datetime | None
    device_id: UUID | None
    flags: tuple[str, ...]

    def said(self) -> dict[str, Any]:
        """What was said, beside clocks and device."""
        raise NotImplementedError

    @property
    def is_readable(self) -> bool:
        """Whether both clocks say where on earth they stand."""
        return are_placed(self.happened_at, self.sent_at)

    def body(self) -> dict[str, Any]:
        """All that was said: without the id, and without the clock at sending, which differs each time it is sent."""
        at = self.happened_at.isoformat() if self.happened_at else None
        return {**self.said(), "at": at, "device": str(self.device_id) if self.device_id else None}

    def digest(self, community_id: UUID) -> str:
        """The receipt of the body."""
        return receipt(community_id, self.body())

    def corrected_at(self, now: datetime) -> datetime:
        """When it happened by our clock."""
        return corrected(self.happened_at, self.sent_at, now)


@dataclass(frozen=True)
class TubeFact(Stepped):
    """A step of a tube. `id` is the sender's; the clocks are readings of the sender's clock (None: now, by ours)."""

    id: UUID
    code: str
    day_id: UUID | None = None
    phase: str = ""
    capacity: int | None = None
    station_id: UUID | None = None
    happened_at: datetime | None = None
    sent_at: datetime | None = None
    device_id: UUID | None = None
    flags: tuple[str, ...] = ()

    @property
    def kept_code(self) -> str:
        """The tube's code as it is kept."""
        return tube_code(self.code)

    @property
    def is_readable(self) -> bool:
        """Whether the code is one, too."""
        return CODE.fullmatch(self.kept_code) is not None and super().is_readable

    def said(self) -> dict[str, Any]:
        """The tube, and what it was opened for."""
        ids = {"day": self.day_id, "station": self.station_id}
        said = {"code": self.kept_code, "phase": self.phase, "capacity": self.capacity}
        return said | {word: str(id) if id else None for word, id in ids.items()}


@dataclass(frozen=True)
class SampleStep(Stepped):
    """A sample to be written into another tube (its code) or struck out, with the reason."""

    id: UUID
    sample_id: UUID
    reason: str
    to_code: str = ""
    happened_at: datetime | None = None
    sent_at: datetime | None = None
    device_id: UUID | None = None
    flags: tuple[str, ...] = ()

    def said(self) -> dict[str, Any]:
        """The sample, where it goes and why."""
        return {"sample": str(self.sample_id), "reason": self.reason, "to": tube_code(self.to_code)}
