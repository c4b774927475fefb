"""Opening a workbook: every sheet as a grid whose rows are numbered as Excel shows them."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

Cell = str | int | float | bool | date | datetime | time | timedelta
Range = tuple[tuple[int, int], tuple[int, int]]
TABLES = (".csv", ".tsv", ".txt")


class UnreadableRosterError(ValueError):
    """The file is no workbook that can be read."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its cells row by row, and its merged ranges ((top, left), (bottom, right)), all counted from 0."""

    name: str
    hidden: bool
    rows: list[list[Cell]]
    merged: list[Range] = field(default_factory=list)


def grids(path: Path) -> Iterator[Grid]:
    """Open .xlsx, .xls, .ods or .csv and give its sheets in order; raises UnreadableRosterError."""
    if path.suffix.lower() in TABLES:
        yield _table(path)
        return
    try:
        book = CalamineWorkbook.from_path(str(path))
        for sheet in book.sheets_metadata:
            read = book.get_sheet_by_name(sheet.name)
            rows = read.to_python(skip_empty_area=False)
            hidden = sheet.visible != SheetVisibleEnum.Visible
            yield Grid(sheet.name, hidden, rows, list(read.merged_cell_ranges or ()))
    except (CalamineError, OSError) as trouble:
        raise UnreadableRosterError(f"{path.name}: {trouble}") from trouble


def _decoded(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableRosterError(f"{name}: neither UTF-8 nor GB 18030")


def _table(path: Path) -> Grid:
    text = _decoded(path.read_bytes(), path.name)
    head = text[:20_000]
    separator = max(",\t;|", key=head.count)
    rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(text), delimiter=separator)]
    return Grid(path.stem, False, rows)
