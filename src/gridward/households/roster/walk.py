"""Walking down one sheet: what every row is, and what the rows above lend it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ..addresses import parse_address
from ..identity import read_phones
from . import lines as line_kinds
from .cells import has_id, has_identity, text_of
from .columns import Column
from .lines import AreaLine, HouseholdLine
from .names import clean_name, is_name
from .people import Household, line_of
from .raw import Line, RawPerson, WrittenAddress
from .readings import Finding
from .rows import read_row, slipped_by
from .tables import Table, find_table, is_column_numbers, is_form
from .workbooks import Cell, Grid

_OF_TENANTS = re.compile(r"流动人口|流动人员|租住|租户|出租|租赁|tenant", re.IGNORECASE)


@dataclass(slots=True)
class Walk:
    """One way down a sheet: the heading in force, the area, the household, and what was found of areas."""

    grid: Grid
    table: Table | None = None
    area: str = ""
    areas: list[tuple[AreaLine, int]] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    household: Household = field(default_factory=Household)
    titles: list[str] = field(default_factory=list)
    households: int = 0
    base: WrittenAddress | None = None
    around: WrittenAddress | None = None
    sections: int = 0
    are_sites_around_areas: bool = False
    beside: dict[int, Household] = field(default_factory=dict)
    told: Line | None = None
    told_of: HouseholdLine | None = None

    def lines(self) -> Iterator[Line]:
        """Go down the sheet and say of every row what it is."""
        rows = self.grid.rows
        self._listen(self.grid.name, 0)
        lent = _lent(self.grid)
        skip = 0
        for at, cells in enumerate(rows):
            if skip:
                skip -= 1
                yield Line(at + 1, "header")
                continue
            texts = line_kinds.words_in(cells)
            if not texts:
                yield Line(at + 1, "blank")
                continue
            table = find_table(self.grid, at)
            if table:
                kind = "header_repeated" if self.table else "header"
                self._take(table)
                skip = table.height - 1
                refused = [column for column in table.columns.values() if column.field == "refused"]
                findings = [Finding("column.refused", column.heading) for column in refused]
                yield Line(at + 1, kind, findings=findings)
                continue
            yield self._line(at + 1, cells, texts, lent.get(at, {}))
        self._close_told()

    def _take(self, table: Table) -> None:
        is_another = self.table is not None and self.table.headings() != table.headings()
        if is_another and (self.household.names or not self.household.told):
            self._begin(area=self.area, under=self.household.under or self.base)
        self.table = table
        self.beside = {}
        for column in table.columns.values():
            self.columns.setdefault(column.heading, column)

    def _listen(self, title: str, row: int) -> None:
        """Take the area, and that the people are tenants, from a title or the sheet's name."""
        self.titles.append(title)
        named = line_kinds.area_line([title])
        if named:
            self.area = named.name
            if named.worker or named.places:
                self.areas.append((named, row))
        elif self.area and (worker := line_kinds.worker_in(title)):
            self.areas.append((AreaLine(self.area, (), *worker), row))
        site = line_kinds.site_in(title)
        if site:
            self.base = WrittenAddress(
                place=site.place or (self.base.place if self.base else ""), building=site.building
            )
            self.around = self.base
            self._begin(area=self.area, under=self.base)

    @property
    def is_of_tenants(self) -> bool:
        """Say whether the sheet's name or titles speak of tenants."""
        return any(_OF_TENANTS.search(title) for title in self.titles)

    def _line(self, row: int, cells: list[Cell], texts: list[str], lent: dict[int, Cell]) -> Line:
        return self._aside(row, cells, texts) or self._under_heading(row, cells, texts, lent)

    def _aside(self, row: int, cells: list[Cell], texts: list[str]) -> Line | None:
        """Read a row that is no row of the table: section, subtotal, footer, note, household line."""
        if line_kinds.is_sample(texts):
            return Line(row, "instruction", reason="row.sample")
        if line_kinds.is_sum(texts) and not any(has_id(text) for text in texts):
            self._close_told()
            return Line(row, "subtotal")
        if line_kinds.is_footer(texts):
            return Line(row, "footer")
        if self.table and is_column_numbers(cells):
            return Line(row, "header")
        household = self._household(row, cells, texts)
        if household or len(texts) > 3 or self._is_only_a_name(cells, texts):
            return household
        area = line_kinds.area_line(texts)
        if area:
            return self._section(row, area, texts[0])
        return self._building(row, texts)

    def _section(self, row: int, area: AreaLine, text: str) -> Line:
        self._close_told()
        self.area = area.name
        self.areas.append((area, row))
        self.sections += 1
        site = None if area.places else line_kinds.site_in(text)
        self.base = None if area.places else self.around
        if site:
            self.base = WrittenAddress(place=site.place, building=site.building)
        self._begin(area=area.name, under=self.base)
        return Line(row, "section" if self.table else "title")

    def _household(self, row: int, cells: list[Cell], texts: list[str]) -> Line | None:
        told = line_kinds.household_line(texts, cells)
        if told and (
            is_form([text_of(cell) for cell in cells]) or len(told.said) >= 2 or self._is_free(cells)
        ):
            return self._tell(row, told) if told.said else Line(row, "household")
        return None

    def _building(self, row: int, texts: list[str]) -> Line | None:
        """Take a line that names a building or a compound alone: the rows below are in it."""
        named = line_kinds.building_line(texts)
        if not named:
            return None
        if named.unit and not named.building:
            return self._unit(row, named.unit)
        place = named.place or (self.base.place if self.base else "")
        under = WrittenAddress(place=place, building=named.building, unit=named.unit)
        if not named.building:
            self.base = under
            self.are_sites_around_areas = self.are_sites_around_areas or not self.sections
            self.around = under if self.are_sites_around_areas else self.around
        self._begin(area=self.area, under=under)
        return Line(row, "section")

    def _unit(self, row: int, unit: str) -> Line | None:
        """Take a line that names a unit alone (1单元) under a line that names a building."""
        above = self.household.under or self.base
        if not above or not above.building:
            return None
        self._begin(area=self.area, under=replace(above, unit=unit))
        return Line(row, "section")

    def _is_free(self, cells: list[Cell]) -> bool:
        """Say whether the only filled cell is not the address of a row of the table."""
        if not self.table:
            return True
        at = next(at for at, cell in enumerate(cells) if text_of(cell))
        column = self.table.columns.get(at)
        return column is None or column.field in ("seq", "", "household_no", "head_name")

    def _tell(self, row: int, told: HouseholdLine) -> Line:
        line = Line(row, "household")
        if self.told_of and not self.household.names and not told.said.keys() & self.told_of.said.keys():
            told = HouseholdLine({**self.told_of.said, **told.said})
            line, self.told = self.told or line, None
        self._close_told()
        said = told.said
        parts = (said.get(part, "") for part in ("place", "building", "unit", "floor", "room"))
        where = WrittenAddress(said.get("address", ""), *parts)
        where.place = where.place or (self.base.place if self.base else "")
        self._begin(area=self.area, under=where, told=said)
        self.told, self.told_of = line, told
        if said.get("area"):
            self.household.area = line_kinds.area_in(said["area"]) or said["area"]
        return line if line.row == row else Line(row, "household")

    def _close_told(self) -> None:
        """Make a person of the head a household line names, if no row below did."""
        line, told = self.told, self.told_of
        self.told = self.told_of = None
        if not line or not told:
            return
        name = clean_name(told.said.get("head_name") or told.said.get("name", ""))
        if not is_name(name.name) or name.name in self.household.names:
            return
        relation = "户主" if told.said.get("head_name") else told.said.get("relation", "")
        head = RawPerson(self.grid.name, line.row, name.name, name.note, relation)
        head.id, head.sex, head.birth = (told.said.get(kind, "") for kind in ("id", "sex", "birth"))
        head.phones = [(told.said["phone"], "")] if told.said.get("phone") else []
        head.registered, head.remark = told.said.get("registered", ""), told.said.get("remark", "")
        head.address, head.area = self.household.address, self.household.area
        head.household, head.head_name = self.household.ref, name.name
        line.people.append(head)

    def _begin(
        self, *, area: str, under: WrittenAddress | None = None, told: dict[str, str] | None = None
    ) -> None:
        self.households += 1
        self.household = Household(f"{self.grid.name}!{self.households}", area=area, told=told or {})
        if under:
            self.household.address, self.household.under = under, replace(under)

    def _is_only_a_name(self, cells: list[Cell], texts: list[str]) -> bool:
        if not self.table or len(texts) > 1:
            return False
        at = next(at for at, cell in enumerate(cells) if text_of(cell))
        column = self.table.columns.get(at)
        return column is not None and column.field == "name" and is_name(clean_name(texts[0]).name)

    def _under_heading(self, row: int, cells: list[Cell], texts: list[str], lent: dict[int, Cell]) -> Line:
        if self.table is None:
            return self._before_heading(row, texts)
        if line_kinds.is_note(texts):
            return Line(row, "note")
        if not self.table.holds_people and not self.table.holds_doors:
            return self._of_summary(row, cells)
        if self._is_a_title(row, cells, texts):
            self.titles = [self.grid.name]
            self._listen("  ".join(texts), row)
            return Line(row, "title")
        first, *others = self.table.parts
        line = self._row(row, cells, first, lent)
        for nth, columns in enumerate(others, 1):
            line = self._joined(line, nth, row, cells, columns, lent)
        return line

    def _row(self, row: int, cells: list[Cell], columns: dict[int, Column], lent: dict[int, Cell]) -> Line:
        findings = []
        read = read_row(row, cells, columns, lent)
        by = slipped_by(read, columns)
        if by:
            cells = cells[by:] if by > 0 else ["", *cells]
            read = read_row(row, cells, columns, lent)
            findings.append(Finding("row.shifted"))
        return line_of(self, read, findings)

    def _joined(
        self,
        line: Line,
        nth: int,
        row: int,
        cells: list[Cell],
        columns: dict[int, Column],
        lent: dict[int, Cell],
    ) -> Line:
        """Read what stands further right in the same row, with the household in force over there."""
        here, self.household = self.household, self.beside.get(nth, Household(f"{self.grid.name}!|{nth}"))
        there = self._row(row, cells, columns, lent)
        self.beside[nth], self.household = self.household, here
        if line.people or line.door or not (there.people or there.door or there.kind == "nameless"):
            line.people += there.people
            line.door = line.door or there.door
            return line
        return there

    def _is_a_title(self, row: int, cells: list[Cell], texts: list[str]) -> bool:
        if len(texts) > 2 or has_identity(texts) or parse_address(texts[0]).kind in ("flat", "house"):
            return False
        if row < len(self.grid.rows) and find_table(self.grid, row):
            return True
        return len(texts) == 1 and len(cells) > 2 and len(texts[0]) > 12 and bool(text_of(cells[0]))

    def _before_heading(self, row: int, texts: list[str]) -> Line:
        if has_identity(texts) and len(texts) >= 3:
            return Line(row, "unread", reason="row.no_columns")
        if line_kinds.is_note(texts):
            return Line(row, "instruction")
        self._listen("  ".join(texts), row)
        return Line(row, "title" if row <= 2 or len(texts) == 1 else "subtitle")

    def _of_summary(self, row: int, cells: list[Cell]) -> Line:
        if self.table and self.table.holds_areas:
            read = read_row(row, cells, self.table.columns, {})
            name = line_kinds.area_named(read.said("area"), read.heading("area")) if read.said("area") else ""
            if line_kinds.area_in(name):
                phones = read_phones(read.said("area_worker_phone") or read.said("phone")).phones
                phone = phones[0].number if phones else ""
                places = (read.said("place"),) if line_kinds.is_site_name(read.said("place")) else ()
                self.areas.append((AreaLine(name, places, read.said("area_worker"), phone), row))
        return Line(row, "summary")


def _lent(grid: Grid) -> dict[int, dict[int, Cell]]:
    """Say for every row which cells of it lie under a merged cell that begins above, and what that one holds."""
    lent: dict[int, dict[int, Cell]] = {}
    for (top, left), (bottom, right) in grid.merged:
        if bottom <= top or top >= len(grid.rows) or right - left > 3:
            continue
        held = grid.rows[top][left] if left < len(grid.rows[top]) else ""
        for row in range(top + 1, bottom + 1):
            lent.setdefault(row, {})[left] = held
    return lent
