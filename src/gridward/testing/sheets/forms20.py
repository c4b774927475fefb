"""The paper form: one tube a page, twenty rows, blank or filled in by household so that none is split."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.safestring import SafeString

from gridward.shared.drawn_codes import code128_svg
from gridward.testing.models import HOUSEHOLD
from gridward.testing.sheets.lists import Line

ROWS: Final = 20
CELLS: Final = 18
MOST_PAGES: Final = 200


@dataclass(frozen=True)
class Row:
    """A numbered row: name, ID in its cells, phone, and the plate as remark."""

    number: int
    name: str = ""
    cells: Sequence[str] = ("",) * CELLS
    phone: str = ""
    remark: str = ""


@dataclass(frozen=True)
class FormPage:
    """One tube: its code if it has one yet, its rows, and how many of them may be used."""

    rows: Sequence[Row]
    capacity: int
    code: str = ""
    bars: SafeString | None = None

    @property
    def code_words(self) -> str:
        """The code in groups of four, as it is read aloud."""
        return " ".join(self.code[n : n + 4] for n in range(0, len(self.code), 4))


def blank_pages(count: int, capacity: int, codes: Sequence[str] = ()) -> list[FormPage]:
    """So many empty forms; with codes, one each."""
    pages = range(min(count, MOST_PAGES))
    return [_page([], capacity, codes[n] if n < len(codes) else "") for n in pages]


def filled_pages(lines: Iterable[Line], capacity: int, codes: Sequence[str] = ()) -> list[FormPage]:
    """The people of a list on forms of so many rows (0: a household each, larger ones on as many as they need)."""
    given = iter(codes)
    tubes = _tubes(list(lines), capacity)
    return [_page(tube, capacity, next(given, "")) for tube in tubes]


def _tubes(lines: Sequence[Line], capacity: int) -> Iterator[list[Line]]:
    most = min(capacity or ROWS, ROWS)
    tube: list[Line] = []
    for _, household in groupby(lines, key=lambda line: line.household_id):
        members = list(household)
        is_whole = len(members) <= most
        if tube and (capacity == HOUSEHOLD or (is_whole and len(tube) + len(members) > most)):
            yield tube
            tube = []
        for member in members:
            if len(tube) == most:
                yield tube
                tube = []
            tube.append(member)
    if tube:
        yield tube


def _page(tube: Sequence[Line], capacity: int, code: str) -> FormPage:
    filled = [_row(number, line) for number, line in enumerate(tube, 1)]
    empty = [Row(number) for number in range(len(filled) + 1, ROWS + 1)]
    return FormPage([*filled, *empty], capacity, code, code128_svg(code) if code else None)


def _row(number: int, line: Line) -> Row:
    signs = line.who.id_number[:CELLS]
    cells = (*signs, *("" for _ in range(CELLS - len(signs))))
    remark = (line.door.plate or line.door.address) if line.door else ""
    return Row(number, line.who.name, cells, line.who.phone, remark)
