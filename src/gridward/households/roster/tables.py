"""Finding headings anywhere in a sheet, over one row or two, and what stands under them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gridward.shared.numerals import narrow

from ..identity import read_sex
from .cells import has_identity, is_ditto, text_of
from .columns import KEYS, OF_A_PERSON, Column, bare, read_heading
from .names import RELATIONS
from .workbooks import Cell, Grid

_VALUE = re.compile(r"\d{3}|\d+[-/.]\d+|^\d+(?:\.\d+)?$")

TOLD_OF_MEMBERS = frozenset({"id", "phone", "relation", "sex", "birth"})
_ALSO_VALUES = RELATIONS | {"租户", "租客", "承租人", "居民", "住户", "人员", "成员"}
_OF_MEMBERS = re.compile(r"^(?:其他|家庭|户内)*(?:成员|家属|人员)")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns under one heading, and how many rows the heading takes."""

    columns: dict[int, Column]
    height: int = 1
    parts: tuple[dict[int, Column], ...] = ()

    @property
    def holds_people(self) -> bool:
        """Say whether rows under this heading can be persons."""
        return any(
            column.field in ("name", "head_name", "members", "fellow") for column in self.columns.values()
        )

    @property
    def holds_doors(self) -> bool:
        """Say whether rows under this heading can at least be doors."""
        return any(column.field in ("address", "room") for column in self.columns.values())

    @property
    def holds_areas(self) -> bool:
        """Say whether rows under this heading can name areas and their workers."""
        return {"area", "area_worker"} <= {column.field for column in self.columns.values()}

    def headings(self) -> list[str]:
        """List the headings as written."""
        return [column.heading for column in self.columns.values()]

    def fields(self) -> set[str]:
        """Name every field there is."""
        return {column.field for column in self.columns.values() if column.field}


def _headings(grid: Grid, row: int) -> list[str]:
    return [text_of(cell) if isinstance(cell, str) else "" for cell in grid.rows[row]]


def _is_value(text: str) -> bool:
    """Say whether a text belongs under a heading and is none: a sex, a number, a date, ditto marks."""
    return bool(text) and (bool(read_sex(text)) or is_ditto(text) or bool(_VALUE.search(narrow(text))))


def is_form(texts: Sequence[str]) -> bool:
    """Say whether a row is label, value, label, value (户主姓名 | 张三 | 住址 | …)."""
    if pairs_of(texts):
        return True
    said = [text for text in texts if text]
    if not said or _is_value(said[0]) or not read_heading(said[0]).field:
        return False
    labels, values = said[::2], said[1::2]
    if len(said) == 2:
        field = read_heading(labels[0]).field
        is_label = field in ("address", "household_no") or (field and labels[0].endswith((":", "：")))
        return bool(is_label) and not read_heading(values[0]).field
    if len(said) < 3 or any(read_heading(value).field for value in values):
        return False
    return all(read_heading(label).field for label in labels)


def pairs_of(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Pair each label with the cell right of it, which may be blank; nothing if the row is not made so."""
    pairs, at = [], 0
    while at < len(texts):
        if not texts[at]:
            at += 1
            continue
        label, value = texts[at], texts[at + 1] if at + 1 < len(texts) else ""
        field = read_heading(label).field
        is_kin = field == "relation" and value in RELATIONS
        if _is_value(label) or not field or (read_heading(value).field and not is_kin):
            return []
        pairs.append((label, value))
        at += 2
    return pairs if len(pairs) >= 2 and any(value for _, value in pairs) else []


def _is_made_of_words(cells: Sequence[Cell]) -> bool:
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    others = sum(1 for cell in cells if not isinstance(cell, str))
    return len(texts) > others and not has_identity(texts)


def _score(columns: Sequence[Column]) -> tuple[int, int, bool]:
    known = {(column.field, column.group) for column in columns if column.field and column.heading}
    filled = sum(1 for column in columns if column.heading)
    return len(known), filled, any(field in KEYS for field, _ in known)


def _looks_like_headings(columns: Sequence[Column]) -> bool:
    known, filled, has_key = _score(columns)
    told = [column for column in columns if column.field and column.heading not in _ALSO_VALUES]
    if not told or (len(told) == 1 and known < 4):
        return False
    if {"name", "id"} <= {column.field for column in columns if column.group == 0}:
        return known * 3 >= filled
    return has_key and known >= 2 and (known >= 3 or filled <= 4) and known * 2 >= filled


def find_table(grid: Grid, row: int) -> Table | None:
    """Read the row (and the one below it where two make one heading) as headings; None if it is none."""
    cells = grid.rows[row]
    if sum(1 for cell in cells if cell != "") < 2 or not _is_made_of_words(cells):
        return None
    headings = _headings(grid, row)
    if is_form(headings) or any(_is_value(text) for text in headings):
        return None
    one = [read_heading(text) for text in headings]
    double = _double(grid, row, headings)
    if double and _looks_like_headings(double) and _score(double)[0] > _score(one)[0]:
        return _table(double, 2)
    return _table(one, 1) if _looks_like_headings(one) else None


def _table(columns: Sequence[Column], height: int) -> Table:
    parts = tuple(_settled(part) for part in _beside_each_other(columns))
    return Table({at: column for part in parts for at, column in part.items()}, height, parts)


def _beside_each_other(columns: Sequence[Column]) -> list[list[Column]]:
    """Part two or more tables that stand side by side under the same words, each with its own address."""
    filled = [at for at, column in enumerate(columns) if column.heading]
    fields = [(columns[at].field, columns[at].group) for at in filled]
    for count in (4, 3, 2):
        size, left = divmod(len(fields), count)
        if (
            left
            or size < 3
            or any(fields[:size] != fields[nth * size : (nth + 1) * size] for nth in range(count))
        ):
            continue
        if {("name", 0), ("address", 0)} <= set(fields[:size]):
            edges = [0, *(filled[nth * size] for nth in range(1, count)), len(columns)]
            nothing = Column("", "")
            return [
                [column if start <= at < end else nothing for at, column in enumerate(columns)]
                for start, end in pairwise(edges)
            ]
    return [list(columns)]


def _double(grid: Grid, row: int, above: list[str]) -> list[Column] | None:
    if row + 1 >= len(grid.rows) or not _is_made_of_words(grid.rows[row + 1]):
        return None
    below = _headings(grid, row + 1)
    width = max(len(above), len(below))
    above, below = (line + [""] * (width - len(line)) for line in (above, below))
    if not any(below) or is_form(below) or any(_is_value(text) for text in below):
        return None
    over = _spread(grid, row, above, below)
    alone = [read_heading(text) for text in below]
    joined = [_joined(top, bottom) for top, bottom in zip(over, below, strict=True)]
    return joined if _score(joined)[0] > _score(alone)[0] else None


def _spread(grid: Grid, row: int, above: list[str], below: list[str]) -> list[str]:
    """Carry a group's heading over the columns it covers: by merged ranges, else over blanks that have a word below."""
    spans = {left: right for (top, left), (_, right) in grid.merged if top == row}
    over, group, until = [], "", -1
    for at, text in enumerate(above):
        if text:
            group, until = text, spans.get(at, at if spans else len(above))
        over.append(group if text or (at <= until and below[at]) else "")
    return over


def _joined(top: str, bottom: str) -> Column:
    if not top or not bottom or top == bottom:
        return read_heading(top or bottom)
    whole, part = read_heading(top + bottom), read_heading(bottom)
    group = read_heading(top)
    if group.field == "refused":
        return replace(group, heading=f"{top} {bottom}")
    if group.field in ("registered", "landlord", "remark") and part.field not in ("refused",):
        return Column(group.field, f"{top} {bottom}")
    best = (
        whole if whole.field and (whole.group or whole.of_head or whole.is_tenant or not part.field) else part
    )
    return replace(best if best.field else whole, heading=f"{top} {bottom}")


def _settled(columns: Sequence[Column]) -> dict[int, Column]:
    """Give repeated headings their persons side by side, and the doubtful ones their meaning in this company."""
    fields = {column.field for column in columns}
    has_name = "name" in {column.field for column in columns if column.group == 0}
    is_head_told_apart = any(column.of_head and column.field != "head_name" for column in columns)
    settled: dict[int, Column] = {}
    group, seen = 0, set[str]()
    for at, column in enumerate(columns):
        if not column.heading:
            continue
        if (
            column.group == 0
            and not column.of_head
            and column.field in ("name", "id", "sex", "birth", "relation")
        ):
            if column.field in seen and (column.field == "name" or group):
                group, seen = group + 100 if column.field == "name" else group, {column.field}
            seen.add(column.field)
        if column.group == 0 and group and column.field in OF_A_PERSON:
            column = replace(column, group=group)
        settled[at] = _in_company(column, fields, has_name, is_head_told_apart)
    return settled


def _in_company(column: Column, fields: set[str], has_name: bool, is_head_told_apart: bool) -> Column:
    if column.field == "members" and not has_name and "relation" in fields:
        return replace(column, field="name")
    if column.field == "household_no" and "room" not in fields and {"building", "unit"} <= fields:
        return replace(column, field="room")
    if column.field == "address" and "room" not in fields and {"building", "unit"} <= fields:
        return replace(column, field="room")
    if column.field == "sub":
        return replace(column, field="room" if "room" not in fields else "")
    if column.field == "former":
        return replace(column, field="" if fields & {"address", "room"} else "address")
    if "members" in fields and has_name | ("head_name" in fields) and _OF_MEMBERS.match(bare(column.heading)):
        return replace(column, field=f"members_{column.field}") if column.field in TOLD_OF_MEMBERS else column
    if column.field == "building" and "room" not in fields and "unit" not in fields and "address" in fields:
        return replace(column, field="place_part")
    if (column.of_head or column.field == "head_name") and has_name and is_head_told_apart:
        return replace(column, group=-1)
    return column


def is_column_numbers(cells: Sequence[Cell]) -> bool:
    """Say whether a row under the heading only numbers the columns (1 2 3, 甲 乙 丙)."""
    first = next((text_of(cell).strip("()（）") for cell in cells if cell != ""), "")
    if first not in ("1", "甲"):
        return False
    texts = [text_of(cell).strip("()（）") for cell in cells if cell != ""]
    if len(texts) < 3:
        return False
    return texts == [str(n) for n in range(1, len(texts) + 1)] or texts == list(
        "甲乙丙丁戊己庚辛壬癸"[: len(texts)]
    )
