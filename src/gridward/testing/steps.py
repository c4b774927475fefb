"""What somebody says was done with a tube or a sample in it, and the judgement on each."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from gridward.facts.answers import Answer, Verdict
from gridward.shared.problems import problem_code
from gridward.testing.samples import CODE, tube_code
from gridward.vault.tokens import keyed_digest

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


@dataclass(frozen=True)
class TubeFact:
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
        """Whether the code is one and both clocks say where on earth they stand."""
        clocks = [at for at in (self.happened_at, self.sent_at) if at is not None]
        return CODE.fullmatch(self.kept_code) is not None and all(at.tzinfo is not None for at in clocks)

    def body(self) -> dict[str, Any]:
        """All that was said, without the id and without the clock at sending."""
        at = self.happened_at.isoformat() if self.happened_at else None
        ids = {"day": self.day_id, "station": self.station_id, "device": self.device_id}
        said = {"code": self.kept_code, "phase": self.phase, "capacity": self.capacity, "at": at}
        return said | {word: str(id) if id else None for word, id in ids.items()}


@dataclass(frozen=True)
class SampleStep:
    """A sample to be written into another tube (its code) or struck out, with the reason."""

    id: UUID
    sample_id: UUID
    reason: str
    to_code: str = ""
    happened_at: datetime | None = None
    sent_at: datetime | None = None
    device_id: UUID | None = None
    flags: tuple[str, ...] = ()

    def body(self) -> dict[str, Any]:
        """All that was said, without the id and without the clock at sending."""
        at = self.happened_at.isoformat() if self.happened_at else None
        return {"sample": str(self.sample_id), "reason": self.reason, "to": tube_code(self.to_code), "at": at}


Step = TubeFact | SampleStep


def digest_of(step: Step, community_id: UUID) -> str:
    """The receipt of a step's body: 32 hex digits, keyed."""
    body = json.dumps(step.body(), ensure_ascii=False, sort_keys=True).encode()
    return keyed_digest(community_id, body)[:32]


def corrected(step: Step, now: datetime) -> datetime:
    """When it happened by our clock: the sender's claim moved by how far its clock was off when sending."""
    if step.happened_at is None:
        return now
    drift = now - step.sent_at if step.sent_at else now - now
    return min(step.happened_at + drift, now)


def known_answer(step: Step, digest: str, known: Mapping[UUID, str]) -> Answer | None:
    """The answer to a step whose id we hold: a duplicate, or a conflict."""
    if step.id not in known:
        return None
    if known[step.id] == digest:
        return Answer(step.id, Verdict.DUPLICATE)
    return Answer(step.id, Verdict.CONFLICT, STEP_CONFLICT.code)


def kept_answer(step: Step, flags: Collection[str]) -> Answer:
    """The answer to a step that is kept."""
    first = next(iter(flags), "")
    return Answer(step.id, Verdict.FLAGGED if flags else Verdict.ACCEPTED, first)
