"""One mention judged: its number, birth date, sex, telephones, whereabouts, each with what was found."""

import re
from dataclasses import dataclass, field
from datetime import date

from ..addresses import DoorAddress
from ..identity import IdReading, Phone, read_birth, read_id, read_phones, read_sex
from .cells import is_ditto, is_nothing, text_of
from .raw import RawPerson
from .readings import Finding, type_of_status
from .workbooks import Cell

_TAIL = re.compile(r"(?<![0-9])([0-9]{3,5}[0-9Xx])$")
_STATUS: tuple[tuple[type_of_status, re.Pattern[str]], ...] = (
    ("deceased", re.compile(r"死亡|去世|已故|病故|亡故|过世|逝世|deceased|died", re.IGNORECASE)),
    ("moved", re.compile(r"搬走|迁出|已搬|搬离|搬迁|空挂|退租|已迁|moved", re.IGNORECASE)),
    ("hospital", re.compile(r"住院|in hospital|hospitali[sz]ed", re.IGNORECASE)),
    ("isolation", re.compile(r"集中隔离|隔离点|isolation", re.IGNORECASE)),
    ("unreachable", re.compile(r"失联|联系不上|unreachable", re.IGNORECASE)),
    ("away", re.compile(r"外出|人户分离|长期不在|不在家|在外|务工|打工|外地|上大学|出国|不在本地")),
    ("away", re.compile(r"away|abroad|out of town", re.IGNORECASE)),
    ("away", re.compile(r"^在(?!家|住|校|册|岗|本|此|读|职|线|编)[\u4e00-\u9fff]{2,4}$")),
)  # fmt: skip


@dataclass(slots=True)
class Mention:
    """One person as one row shows them, judged by itself."""

    raw: RawPerson
    ref: str
    address: DoorAddress
    id: IdReading
    birth: date | None
    birth_is_sure: bool
    sex: str
    phones: tuple[Phone, ...]
    status: type_of_status
    findings: list[Finding] = field(default_factory=list)

    @property
    def door(self) -> str:
        """The key of the door if it is certain."""
        return self.address.key if self.address.is_certain else ""

    @property
    def building(self) -> str:
        """Place and building, if both are known."""
        known = self.address.place and self.address.building and "place_unknown" not in self.address.flags
        return f"{self.address.place}|{self.address.building}" if known else ""

    @property
    def flat(self) -> str:
        """Place, building and room, if all are known, whether or not the unit is."""
        return f"{self.building}|{self.address.room}" if self.building and self.address.room else ""

    @property
    def id_tail(self) -> str:
        """The last signs of the number, where the list gives no more (身份证后四位, 6110**********3732)."""
        if self.id.number or not (self.raw.id_tail or "id.masked" in self.id.codes):
            return ""
        tail = _TAIL.search(self.raw.id_tail or self.id.as_written)
        return tail[1].upper() if tail else ""


def judge_mention(raw: RawPerson, ref: str, address: DoorAddress) -> Mention:
    """Judge the cells of one mention; what is not certain is left out and found."""
    findings = list(raw.findings)
    number = _number(raw, findings)
    birth, is_sure = _birth(raw, number, findings)
    sex = _sex(raw, number, findings)
    phones = _phones(raw, findings)
    findings += [Finding(f"address.{flag}", "", raw.address.text()) for flag in address.flags]
    if raw.is_inside:
        findings.append(Finding("person.inside_cell"))
    return Mention(raw, ref, address, number, birth, is_sure, sex, phones, _status(raw), findings)


def _number(raw: RawPerson, findings: list[Finding]) -> IdReading:
    cell: Cell = raw.id
    if isinstance(cell, str) and is_ditto(cell):
        cell = ""
    number = read_id(cell if isinstance(cell, str | int | float) else text_of(cell), raw.id_kind)
    findings += [Finding(code, "id", number.as_written) for code in number.codes]
    return number


def _birth(raw: RawPerson, number: IdReading, findings: list[Finding]) -> tuple[date | None, bool]:
    read = read_birth("" if isinstance(raw.birth, str) and is_ditto(raw.birth) else raw.birth)
    shown = text_of(raw.birth)
    if number.birth_date and number.number:
        if read.day and read.day != number.birth_date:
            findings.append(Finding("birth.conflict", "birth", shown))
        elif read.codes and read.codes[0] in ("birth.impossible", "birth.unreadable"):
            findings.append(Finding(read.codes[0], "birth", shown))
        return number.birth_date, True
    findings += [Finding(code, "birth", shown) for code in read.codes]
    if read.day:
        if number.birth_date and number.birth_date != read.day:
            findings.append(Finding("birth.conflict", "birth", shown))
            return number.birth_date, False
        return read.day, not read.codes
    return number.birth_date, False


def _sex(raw: RawPerson, number: IdReading, findings: list[Finding]) -> str:
    told = read_sex(raw.sex)
    if not told and not is_nothing(raw.sex) and not is_ditto(raw.sex):
        findings.append(Finding("sex.unreadable", "sex", raw.sex))
    if number.sex and told and told != number.sex:
        findings.append(Finding("sex.conflict", "sex", raw.sex))
    return number.sex or told


def _phones(raw: RawPerson, findings: list[Finding]) -> tuple[Phone, ...]:
    found: list[Phone] = []
    for cell, note in raw.phones:
        read = read_phones(cell if isinstance(cell, str | int | float) else text_of(cell))
        findings += [Finding(code, "phone", text_of(cell)) for code in read.codes]
        found += [Phone(phone.number, phone.note or note) for phone in read.phones]
    return tuple({phone.number: phone for phone in reversed(found)}.values())[::-1]


def _status(raw: RawPerson) -> type_of_status:
    for text in (raw.status_text, raw.remark, raw.name_note):
        for status, words_for_it in _STATUS:
            if text and words_for_it.search(text.strip()):
                return status
    return "present"
