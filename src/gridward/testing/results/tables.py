"""A laboratory's table: which of its rows names the columns, and what each row below says."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gridward.households.roster.cells import text_of
from gridward.households.roster.workbooks import Cell, Grid, Upload, grids
from gridward.testing.results.saying import code_of, time_of, value_of

CODE_COLUMN, RESULT_COLUMN, TIME_COLUMN = COLUMNS = ("code", "result", "at")
NEEDED: Final = (CODE_COLUMN, RESULT_COLUMN)
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    CODE_COLUMN: (
        *(
            "管号",
            "试管编号",
            "试管号",
            "试管码",
            "试管条码",
            "采样管编号",
            "采样管号",
            "采样管条码",
            "混采管号",
        ),
        *("条码", "条码号", "条形码", "样本条码", "样本编号", "样本号", "标本编号", "标本号", "编号"),
        *(
            "tube",
            "tubecode",
            "tubeno",
            "tubenumber",
            "barcode",
            "code",
            "sampleid",
            "sampleno",
            "samplenumber",
        ),
    ),
    RESULT_COLUMN: (
        *("结果", "检测结果", "检验结果", "核酸结果", "核酸检测结果", "报告结果", "结论", "判定", "结果判定"),
        *("result", "results", "testresult", "conclusion"),
    ),
    TIME_COLUMN: (
        *(
            "检测时间",
            "检验时间",
            "报告时间",
            "结果时间",
            "审核时间",
            "检测日期",
            "报告日期",
            "检验日期",
            "时间",
            "日期",
        ),
        *("testedat", "testtime", "time", "date", "reportedat", "reporttime"),
    ),
}
FIRST_ROWS: Final = 20


@dataclass(frozen=True)
class Line:
    """One row of a table: where it stands, the code, value and time as read, and the word we do not know."""

    sheet: str
    row: int
    code: str
    value: str
    tested_at: datetime | None
    said: str

    @property
    def is_readable(self) -> bool:
        """Whether both code and result were understood."""
        return bool(self.code and self.value)


def headings_of(upload: Upload) -> list[str]:
    """The headings somebody may choose from: of the row that names columns, else of the fullest of the first rows.

    Raises UnreadableRosterError.
    """
    best: list[str] = []
    for grid in _shown(upload):
        for row in grid.rows[:FIRST_ROWS]:
            words = [text_of(cell)[:60] for cell in row]
            if _guess(words).keys() >= set(NEEDED):
                return [word for word in words if word]
            if sum(bool(word) for word in words) > sum(bool(word) for word in best):
                best = words
    return [word for word in best if word]


def columns_of(headings: list[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Which heading holds what: as remembered of this laboratory, else as the heading says."""
    known = {column: heading for column, heading in remembered.items() if heading in headings}
    return _guess(headings) | known


def lines_of(upload: Upload, columns: Mapping[str, str]) -> Iterator[Line]:
    """Every row below the headings that says something, of every sheet that has them.

    Raises UnreadableRosterError.
    """
    for grid in _shown(upload):
        places, below = _find(grid, columns)
        if not places:
            continue
        for number, row in enumerate(grid.rows[below:], below + 1):
            cells = {column: row[place] if place < len(row) else "" for column, place in places.items()}
            if any(text_of(cells[column]) for column in NEEDED):
                yield _line(grid.name, number, cells)


def _shown(upload: Upload) -> Iterator[Grid]:
    return (grid for grid in grids(upload) if not grid.hidden)


def _find(grid: Grid, columns: Mapping[str, str]) -> tuple[dict[str, int], int]:
    for number, row in enumerate(grid.rows[:FIRST_ROWS]):
        words = [text_of(cell)[:60] for cell in row]
        places = {column: words.index(heading) for column, heading in columns.items() if heading in words}
        if places.keys() >= set(NEEDED):
            return places, number + 1
    return {}, 0


def _line(sheet: str, row: int, cells: Mapping[str, Cell]) -> Line:
    code, value = code_of(cells[CODE_COLUMN]), value_of(cells[RESULT_COLUMN])
    said = "" if value else text_of(cells[RESULT_COLUMN])[:20]
    # A word we do not know may be anything; what looks like a number of a person is not kept.
    said = "…" if re.search(r"\d{6,}", said) else said
    return Line(sheet[:60], row, code, value, time_of(cells.get(TIME_COLUMN)), said)


def _guess(words: list[str]) -> dict[str, str]:
    """The best heading of each column: an exact word before one that contains it, the longer word first."""
    plain = [(word, _plain(word)) for word in words if word]
    found: dict[str, str] = {}
    for column, known in HEADINGS.items():
        exact = [word for name in known for word, said in plain if said == name]
        within = [
            word for name in sorted(known, key=len, reverse=True) for word, said in plain if name in said
        ]
        free = [word for word in (*exact, *within) if word not in found.values()]
        if free:
            found[column] = free[0]
    return found


def _plain(word: str) -> str:
    return re.sub(r"[\s_\-:：*()（）]", "", unicodedata.normalize("NFKC", word).lower())
