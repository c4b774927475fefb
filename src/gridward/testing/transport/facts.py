"""What somebody says was done with boxes of tubes, and the receipt of each such fact."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from gridward.testing.samples import CODE, tube_code
from gridward.testing.steps import Stepped

BOX_CODE: Final = re.compile(r"[A-Z0-9\u4e00-\u9fff][A-Z0-9\u4e00-\u9fff-]{0,19}")
LONGEST_NAME: Final = 60
MOST_TUBES: Final = 2000


@dataclass(frozen=True, kw_only=True)
class TransportFact(Stepped):
    """`id` is the sender's and makes repeating safe; the clocks are readings of the sender's clock (None: now)."""

    id: UUID
    happened_at: datetime | None = None
    sent_at: datetime | None = None
    device_id: UUID | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BoxFact(TransportFact):
    """A tube was put into a box."""

    box: str
    tube: str
    station_id: UUID | None = None

    def said(self) -> dict[str, Any]:
        """Box, tube and station."""
        station = str(self.station_id) if self.station_id else None
        return {"box": tube_code(self.box), "tube": tube_code(self.tube), "station": station}

    @property
    def is_readable(self) -> bool:
        """Whether both codes are codes."""
        box, tube = BOX_CODE.fullmatch(tube_code(self.box)), CODE.fullmatch(tube_code(self.tube))
        return super().is_readable and box is not None and tube is not None


@dataclass(frozen=True, kw_only=True)
class HandOverFact(TransportFact):
    """Boxes and loose tubes of a day were given to a carrier: a worker, or somebody by name and phone.

    `counted` is how many tubes giver and carrier counted; None: they did not.
    """

    day_id: UUID
    boxes: tuple[str, ...] = ()
    tubes: tuple[str, ...] = ()
    carrier_id: UUID | None = None
    carrier: str = ""
    phone: str = ""
    counted: int | None = None
    station_id: UUID | None = None

    def said(self) -> dict[str, Any]:
        """All but the clocks."""
        return {
            "day": str(self.day_id),
            "boxes": sorted(map(tube_code, self.boxes)),
            "tubes": sorted(map(tube_code, self.tubes)),
            "carrier_id": str(self.carrier_id) if self.carrier_id else None,
            "carrier": self.carrier,
            "phone": self.phone,
            "counted": self.counted,
            "station": str(self.station_id) if self.station_id else None,
        }

    @property
    def is_readable(self) -> bool:
        """Whether something was given to somebody, in words we can keep."""
        boxes = all(BOX_CODE.fullmatch(tube_code(box)) for box in self.boxes)
        tubes = all(CODE.fullmatch(tube_code(tube)) for tube in self.tubes)
        names = max(len(self.carrier), len(self.phone)) <= LONGEST_NAME
        return (
            super().is_readable
            and boxes
            and tubes
            and names
            and bool(self.boxes or self.tubes)
            and bool(self.carrier_id or self.carrier.strip())
            and len(self.tubes) <= MOST_TUBES
            and (self.counted is None or 0 <= self.counted <= MOST_TUBES * 10)
        )

    @property
    def carrier_words(self) -> dict[str, str]:
        """What is sealed of a carrier who is no worker here."""
        words = {"name": self.carrier.strip(), "phone": self.phone.strip()}
        return {word: said for word, said in words.items() if said}


@dataclass(frozen=True, kw_only=True)
class ReceiptFact(TransportFact):
    """The laboratory took a hand-over in: `tubes` are those that are there (None: all on the list, and no other)."""

    hand_over_id: UUID
    tubes: tuple[str, ...] | None = None
    receiver: str = ""
    codes: frozenset[str] = field(init=False, default=frozenset(), repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", frozenset(map(tube_code, self.tubes or ())))

    def said(self) -> dict[str, Any]:
        """All but the clocks."""
        tubes = None if self.tubes is None else sorted(self.codes)
        return {"hand_over": str(self.hand_over_id), "tubes": tubes, "receiver": self.receiver}

    @property
    def is_readable(self) -> bool:
        """Whether every code is one, and the name is short."""
        return (
            super().is_readable
            and all(CODE.fullmatch(code) for code in self.codes)
            and len(self.codes) <= MOST_TUBES
            and len(self.receiver) <= LONGEST_NAME
        )
