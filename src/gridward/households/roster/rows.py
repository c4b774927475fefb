"""One row under a heading: its cells by field, put right where they slipped sideways."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ..identity import read_birth, read_sex
from .cells import has_id, has_identity, is_ditto, is_nothing, text_of
from .columns import Column
from .names import RELATIONS, clean_name, is_name
from .raw import WrittenAddress
from .workbooks import Cell

PARTS = ("place", "building", "unit", "floor", "room")
FILLED_DOWN = frozenset(
    {
        *PARTS,
        "address",
        "group",
        "household_no",
        "head_name",
        "area",
        "area_worker",
        "landlord",
        "registered",
        "place_part",
        "door_state",
    }
)


@dataclass(slots=True)
class Row:
    """The cells of one row by (field, group); a field may stand in several columns."""

    number: int
    cells: list[Cell]
    fields: dict[tuple[str, int], list[tuple[Cell, str, Column]]]
    texts: dict[tuple[str, int], str]

    def text(self, field: str, group: int = 0) -> str:
        """Give the first text of a field that says something."""
        return self.texts.get((field, group), "")

    def said(self, field: str, group: int = 0) -> str:
        """Give a field's text unless it is a stroke or means the line above."""
        text = self.texts.get((field, group), "")
        return text if text and not is_nothing(text) and not is_ditto(text) else ""

    def cell(self, field: str, group: int = 0) -> Cell:
        """Give the first cell of a field that is not empty, as it is."""
        return next((cell for cell, text, _ in self.fields.get((field, group), ()) if text), "")

    def all(self, field: str, group: int = 0) -> list[tuple[Cell, str, Column]]:
        """Give every filled cell of a field."""
        return [found for found in self.fields.get((field, group), ()) if found[1]]

    def heading(self, field: str, group: int = 0) -> str:
        """Give the heading over a field as written."""
        return next((column.heading for _, _, column in self.fields.get((field, group), ())), field)

    def groups(self) -> list[int]:
        """List the persons side by side, the row's own first."""
        found = {
            group
            for field, group in self.fields
            if field in ("name", "head_name", "id") and self.text(field, group)
        }
        return sorted(found | {0}, key=lambda group: (group != 0, group))

    def address(self, group: int = 0) -> WrittenAddress:
        """Gather the cells that say where."""
        whole = self.text("address", group)
        written = self.all("address", group)[1:]
        others = [text for _, text, _ in written if text != whole and not is_ditto(text)]
        place = self.said("place", group) or self.said("place_part", group)
        if others and not is_nothing(whole) and not is_ditto(whole):
            whole = max([whole, *others], key=len)
        building, unit, floor, room = (self.said(part, group) for part in PARTS[1:])
        return WrittenAddress(whole, place, building, unit, floor, room, self.said("group", group))


def read_row(number: int, cells: list[Cell], columns: dict[int, Column], filled: dict[int, Cell]) -> Row:
    """Sort a row's cells by their columns; `filled` holds what merged cells above say for this row."""
    fields: dict[tuple[str, int], list[tuple[Cell, str, Column]]] = {}
    texts: dict[tuple[str, int], str] = {}
    for at, column in columns.items():
        if column.field in ("", "refused", "seq", "aside"):
            continue
        cell = cells[at] if at < len(cells) else ""
        if cell == "" and at in filled and column.field in FILLED_DOWN:
            cell = filled[at]
        text = text_of(cell)
        keys = [(column.field, column.group)]
        if column.group == -1 and column.field == "head_name":
            keys.append(("head_name", 0))
        for key in keys:
            fields.setdefault(key, []).append((cell, text, column))
            if text:
                texts.setdefault(key, text)
    return Row(number, cells, fields, texts)


def slipped_by(row: Row, columns: dict[int, Column]) -> int:
    """Say by how many columns a whole row slipped sideways (0, 1 or -1)."""
    if sum(1 for cell in row.cells if cell != "") < 4 or is_name(clean_name(row.text("name")).name):
        return 0
    evidence = {by: _evidence(row.cells, columns, by) for by in (0, 1, -1)}
    best = max(evidence, key=lambda by: evidence[by])
    return best if evidence[best] >= 3 and evidence[0] <= 1 else 0


def _evidence(cells: list[Cell], columns: dict[int, Column], by: int) -> int:
    found = 0
    for at, column in columns.items():
        cell = cells[at + by] if 0 <= at + by < len(cells) else ""
        text = text_of(cell)
        if text and column.field in _SIGNS:
            found += _SIGNS[column.field](cell, text)
    return found


def _is_birth(cell: Cell, text: str) -> bool:
    return isinstance(cell, date) or (len(text) >= 6 and read_birth(cell).year is not None)


_SIGNS: dict[str, Callable[[Cell, str], bool]] = {
    "sex": lambda cell, text: bool(read_sex(text)),
    "id": lambda cell, text: has_id(text),
    "phone": lambda cell, text: has_identity([text]) and not has_id(text),
    "birth": _is_birth,
    "relation": lambda cell, text: text.removeprefix("之") in RELATIONS,
    "name": lambda cell, text: is_name(clean_name(text).name),
}
