"""What reading a roster gives: sheets, an account of every row, persons, doors, areas, look-alikes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ..addresses import DoorAddress
from ..identity import Phone

type_of_verdict = Literal["taken", "merged", "door", "waits", "refused", "not_a_person"]
type_of_status = Literal["present", "away", "moved", "deceased", "hospital", "isolation", "unreachable"]
Mention = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a row: a code of `FINDINGS`, the column's heading as written, and the cell's text."""

    code: str
    column: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One sheet: whether it was read, and what its columns were taken for (heading → field), unknown, or refused."""

    name: str
    hidden: bool
    read: bool
    rows: int = 0
    recognised: dict[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowAccount:
    """What became of one row (numbered as Excel shows it); `kind` says what it is, `reason` is a finding's code."""

    sheet: str
    row: int
    verdict: type_of_verdict
    kind: str
    reason: str = ""
    person_ref: str = ""
    also: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonReading:
    """One person, from all rows that speak of them; what is not certain is empty and has a finding."""

    ref: str
    name: str
    sex: str = ""
    birth_date: date | None = None
    id_kind: str = ""
    id_number: str = ""
    id_as_written: str = ""
    phones: tuple[Phone, ...] = ()
    registered_address: str = ""
    address: DoorAddress | None = None
    address_as_written: str = ""
    area_name: str = ""
    area_worker_name: str = ""
    area_worker_phone: str = ""
    relation: str = ""
    is_head: bool = False
    is_tenant: bool = False
    status: type_of_status = "present"
    categories: tuple[str, ...] = ()
    employer: str = ""
    remark: str = ""
    household_ref: str = ""
    guardian_name: str = ""
    findings: tuple[Finding, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class DoorReading:
    """A door listed without people: vacant, no_answer, refused, construction, or "" where the list does not say."""

    address: DoorAddress
    state: str
    area_name: str = ""
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaReading:
    """An area the roster names, with its worker, and the rows that name it."""

    name: str
    worker: str = ""
    phone: str = ""
    places: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two persons who may be one and were not merged; `reason` is a finding's code."""

    a_ref: str
    b_ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class Merge:
    """A row that spoke of somebody already there: who, where, and on what proof (a finding's code)."""

    sheet: str
    row: int
    into_ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class RosterReading:
    """Everything one workbook says, nothing of it written anywhere yet."""

    sheets: list[SheetReading]
    accounts: list[RowAccount]
    persons: list[PersonReading]
    doors: list[DoorReading]
    areas: list[AreaReading]
    look_alikes: list[LookAlike]
    merges: list[Merge]
