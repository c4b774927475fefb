"""What somebody says of a swab: the fact, its body and its receipt; and how tubes are named."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Final
from uuid import UUID

from gridward.facts.envelope import are_placed, corrected, receipt
from gridward.shared.ids import derived_id
from gridward.testing.models import Found, Phase

KIND: Final = "sample"
CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{3,31}")
PHASES: Final = frozenset(Phase.values)
WAYS_FOUND: Final = frozenset(Found.values)
MOST_IN_A_TUBE: Final = 50
LONGEST_WORD: Final = 60


@dataclass(frozen=True)
class VisitorWords:
    """What is known of somebody on no register; all of it is sealed."""

    name: str = ""
    id_number: str = ""
    phone: str = ""
    where_from: str = ""

    def as_bundle(self) -> dict[str, str]:
        """Only what was said."""
        return {word: said for word, said in vars(self).items() if said}

    @property
    def is_short(self) -> bool:
        """Whether it is words, not a text."""
        return all(len(said) <= LONGEST_WORD for said in vars(self).values())


@dataclass(frozen=True)
class SampleFact:
    """A swab somebody took.

    `id` is the sender's and makes repeating safe. `subject_id` is a person or worker we know, or an id the sender made
    for a `visitor`. `capacity` is what the sender took the tube to hold (None: what the day says). `happened_at` and
    `sent_at` are readings of the sender's clock (None: now, by ours). `flags` are codes the way in found.
    """

    id: UUID
    day_id: UUID
    subject_id: UUID
    tube_code: str
    phase: str
    station_id: UUID | None = None
    desk_id: UUID | None = None
    place: int | None = None
    how: str = ""
    capacity: int | None = None
    visitor: VisitorWords | None = None
    door_id: UUID | None = None
    happened_at: datetime | None = None
    sent_at: datetime | None = None
    device_id: UUID | None = None
    flags: tuple[str, ...] = ()

    @cached_property
    def code(self) -> str:
        """The tube's code as it is kept."""
        return tube_code(self.tube_code)

    def body(self) -> dict[str, Any]:
        """All that was said: without the id, and without the clock at sending, which differs each time it is sent."""
        said = {
            "day": self.day_id,
            "subject": self.subject_id,
            "tube": self.code,
            "phase": self.phase,
            "station": self.station_id,
            "desk": self.desk_id,
            "place": self.place,
            "how": self.how,
            "capacity": self.capacity,
            "door": self.door_id,
            "at": self.happened_at.isoformat() if self.happened_at else None,
            "device": self.device_id,
            "visitor": self.visitor.as_bundle() if self.visitor else None,
        }
        return {
            word: str(value) if isinstance(value, UUID) else value
            for word, value in said.items()
            if value not in (None, "")
        }

    def digest(self, community_id: UUID) -> str:
        """The receipt of the body: 32 hex digits, keyed, for a visitor's words may be guessed."""
        return receipt(community_id, self.body())

    @cached_property
    def is_readable(self) -> bool:
        """Whether every word is one we know and both clocks say where on earth they stand."""
        return (
            self.phase in PHASES
            and (not self.how or self.how in WAYS_FOUND)
            and CODE.fullmatch(self.code) is not None
            and are_placed(self.happened_at, self.sent_at)
            and (self.place is None or 1 <= self.place <= MOST_IN_A_TUBE * 2)
            and (self.capacity is None or 0 <= self.capacity <= MOST_IN_A_TUBE)
            and (self.visitor is None or self.visitor.is_short)
        )

    def corrected_at(self, now: datetime) -> datetime:
        """When it happened by our clock: the sender's claim moved by how far its clock was off when sending."""
        return corrected(self.happened_at, self.sent_at, now)


def tube_code(text: str) -> str:
    """A tube's code as it is kept: no blanks, capital letters, full-width signs as plain ones."""
    if text.isascii() and not any(sign.isspace() for sign in text):
        return text.upper()
    plain = "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in text)
    return re.sub(r"\s", "", plain).upper()


@lru_cache(maxsize=4096)
def tube_id(community_id: UUID, code: str) -> UUID:
    """The id of the tube with a code: two who scan one code mean one tube."""
    return derived_id("tube", community_id, code)


def is_code(text: str) -> bool:
    """Whether a text can be the code of a tube."""
    return CODE.fullmatch(tube_code(text)) is not None
