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


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came, held in memory: its name and its bytes."""

    name: str
    content: bytes


def upload_of(source: str | Path | Upload) -> Upload:
    """A file on disk as an upload; raises UnreadableRosterError."""
    if isinstance(source, Upload):
        return source
    try:
        return Upload(Path(source).name, Path(source).read_bytes())
    except OSError as trouble:
        raise UnreadableRosterError(f"{source}: {trouble.strerror}") from trouble


def grids(source: str | Path | Upload) -> Iterator[Grid]:
    """Open .xlsx, .xls, .ods or .csv and give its sheets in order; raises UnreadableRosterError."""
    upload = upload_of(source)
    if Path(upload.name).suffix.lower() in TABLES:
        yield _table(upload)
        return
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(upload.content))
        for sheet in book.sheets_metadata:
            read = book.get_sheet_by_name(sheet.name)
            rows = read.to_python(skip_empty_area=False)
            hidden = sheet.visible != SheetVisibleEnum.Visible
            yield Grid(sheet.name, hidden, rows, list(read.merged_cell_ranges or ()))
    except (CalamineError, OSError) as trouble:
        raise UnreadableRosterError(f"{upload.name}: {trouble}") from trouble


def _decoded(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableRosterError(f"{name}: neither UTF-8 nor GB 18030")


def _table(upload: Upload) -> Grid:
    text = _decoded(upload.content, upload.name)
    head = text[:20_000]
    separator = max(",\t;|", key=head.count)
    rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(text), delimiter=separator)]
    return Grid(Path(upload.name).stem, False, rows)
