"""Rosters in quite different layouts, seeded, with known truth: what a hidden roster could look like."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from tests.households import residents as mess
from tests.households.residents import Home, Resident, homes

Row = list[Any]


@dataclass
class Roster:
    """A workbook written to `path`, and who stands in it."""

    path: Path
    homes: list[Home]
    vacant: int = 0

    @property
    def people(self) -> list[tuple[Resident, Home]]:
        return [(person, home) for home in self.homes for person in home.people]


def shown(rng: Random, person: Resident, home: Home) -> dict[str, Any]:
    """Write one person as a list would, and keep what can still be had."""
    person.attainable = {"name", "dwelling"}
    number, has_number = mess.shown_id(rng, person.id_number)
    birth, has_birth = mess.shown_birth(rng, person.birth)
    sex, has_sex = mess.shown_sex(rng, person.sex)
    phone, has_phone = mess.shown_phone(rng, person.phone)
    marks = {
        "id": has_number,
        "birth": has_birth or has_number,
        "sex": has_sex or has_number,
        "phone": has_phone,
    }
    person.attainable |= {kind for kind, there in marks.items() if there}
    return {
        "name": mess.shown_name(rng, person.name),
        "id": number,
        "birth": birth,
        "sex": sex,
        "phone": phone,
        "relation": person.relation,
        "address": mess.shown_address(rng, home),
        "short": mess.shown_address(rng, home, short=True),
        "place": home.place,
        "building": home.building,
        "sub": home.sub,
        "unit": home.unit,
        "room": home.room,
    }


class Book:
    """A workbook under construction."""

    def __init__(self, path: Path) -> None:
        self.book = xlsxwriter.Workbook(
            str(path), {"strings_to_numbers": False, "strings_to_formulas": False}
        )
        self.dates = self.book.add_format({"num_format": "yyyy-mm-dd"})

    def sheet(
        self,
        name: str,
        rows: list[Row],
        merges: Sequence[tuple[int, int, int, int]] = (),
        hidden: bool = False,
    ) -> None:
        sheet = self.book.add_worksheet(name)
        if hidden:
            sheet.hide()
        for top, left, bottom, right in merges:
            sheet.merge_range(top, left, bottom, right, "")
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, self.dates)
                elif cell != "" and cell is not None:
                    sheet.write(at, column, cell)

    def close(self) -> None:
        self.book.close()


def _doors(home: Home) -> list[str]:
    """The three columns 楼栋, 单元, 房号 for a flat; a house has its number in the first."""
    return (
        [f"{home.building}号楼", f"{home.unit}单元", home.room]
        if home.is_flat
        else [home.building + "号", "", home.sub]
    )


def side_by_side(rng: Random, path: Path) -> Roster:
    """One row a household: head, then up to four members side by side, headings over two rows with merged groups."""
    made = homes(rng)
    groups = ["户主信息", "家庭成员1", "家庭成员2", "家庭成员3", "家庭成员4"]
    top: Row = ["下湾社区入户摸排登记表", *[""] * 26]
    over: Row = ["序号", "家庭住址", "所属片区"]
    under: Row = ["", "", ""]
    merges = [(0, 0, 0, 20), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2)]
    for nth, group in enumerate(groups):
        labels = (
            ["姓名", "性别", "身份证号码", "联系电话"]
            if nth == 0
            else ["姓名", "与户主关系", "身份证号码", "联系电话"]
        )
        merges.append((1, len(over), 1, len(over) + len(labels) - 1))
        over += [group, *[""] * (len(labels) - 1)]
        under += labels
    rows = [top, over, under]
    for home in made:
        cells = [shown(rng, person, home) for person in home.people[:5]]
        home.people = home.people[:5]
        row: Row = [home.number, cells[0]["address"], f"第{home.area}片区"]
        for nth, cell in enumerate(cells):
            row += [cell["name"], cell["sex"] if nth == 0 else cell["relation"], cell["id"], cell["phone"]]
        for person, cell in zip(home.people, cells, strict=True):
            _without(person, "birth")
            if cell is not cells[0]:
                _without(person, "sex")
        rows.append(row)
    rows += [["合计", "", "", f"{len(made)}户"], [], ["填表人：王某        审核人：李某"]]
    book = Book(path)
    book.sheet("入户登记", rows, merges)
    book.close()
    return Roster(path, made)


def _without(person: Resident, kind: str) -> None:
    if "id" not in person.attainable:
        person.attainable.discard(kind)


BLOCK_HEAD = (
    "编号 小区/街巷 楼栋 单元 房号 户主 家庭成员姓名 称谓 "
    "出生年月日 公民身份号码 性别 手机号码 民族 政治面貌 备注"
)


def _block(rng: Random, home: Home) -> list[Row]:
    rows = []
    for at, person in enumerate(home.people):
        cell = shown(rng, person, home)
        where = [home.number, home.place, *_doors(home), person.name] if at == 0 else [""] * 6
        told = [cell[kind] for kind in ("name", "relation", "birth", "id", "sex", "phone")]
        rows.append([*where, *told, "汉族", "群众", rng.choice(("", "", "已核", "√"))])
    return rows


def blocks(rng: Random, path: Path) -> Roster:
    """One sheet an area, named in its title with its worker; the address in columns, on the head's line only."""
    made = homes(rng)
    book = Book(path)
    vacant = 0
    for area in sorted({home.area for home in made}):
        name = f"第{'一二三四五六'[area - 1]}片区"
        rows: list[Row] = [[f"{name}住户台账    片长：许丽  电话：1638193528{area}"], [], BLOCK_HEAD.split()]
        for nth, home in enumerate(home for home in made if home.area == area):
            rows += _block(rng, home)
            if nth % 9 == 4:
                vacant += 1
                door = [f"9{nth}号楼", "1单元", "101"] if home.is_flat else [f"9{nth}号", "", ""]
                rows.append(["", home.place, *door, "", "空房"])
            if nth == 12:
                rows.append(BLOCK_HEAD.split())
        rows.append(["小计", *[""] * 5, f"{sum(len(home.people) for home in made if home.area == area)}人"])
        book.sheet(name, rows)
    gone = ["张旧人", mess.number_of(rng, date(1980, 1, 1), "男"), "锦绣花园1-1-101"]
    book.sheet("旧表", [["姓名", "身份证号", "住址"], gone], hidden=True)
    book.close()
    return Roster(path, made, vacant)


def plain_table(rng: Random, path: Path) -> Roster:
    """A GB 18030 table, other words in another order; number and address only on the head's line."""
    made = homes(rng)
    rows: list[Row] = [
        [
            "联系方式",
            "证件号码",
            "姓名",
            "与户主关系",
            "性别",
            "出生日期",
            "网格",
            "门牌号",
            "小区名称",
            "户编号",
            "人员类别",
            "宗教信仰",
        ]
    ]
    for home in made:
        for at, person in enumerate(home.people):
            cell = shown(rng, person, home)
            where = [cell["short"], home.place] if home.is_flat else [cell["address"], ""]
            first = (
                [f"{home.area:02}", *where, home.number]
                if at == 0
                else [rng.choice(("", f"{home.area:02}")), "", "", ""]
            )
            rows.append(
                [
                    _plain(cell["phone"]),
                    _plain(cell["id"]),
                    cell["name"],
                    cell["relation"],
                    _plain(cell["sex"]),
                    _plain(cell["birth"]),
                    *first,
                    rng.choice(("", "常住", "流动人口")),
                    "无",
                ]
            )
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    return Roster(path, made)


def _plain(cell: Any) -> str:
    if isinstance(cell, float):
        return f"{cell:.5E}" if cell > 1e15 else str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


LATIN = {"户主": "Head", "配偶": "Spouse", "子": "Son", "女": "Daughter"}


def english(rng: Random, path: Path) -> Roster:
    """English headings and words, title rows above, addresses in English for flats."""
    made = homes(rng)
    rows: list[Row] = [
        ["Resident register"],
        ["Exported for the drill"],
        [],
        [
            "No.",
            "Household ID",
            "Full name",
            "Relationship",
            "Gender",
            "Date of birth",
            "ID number",
            "Mobile",
            "Address",
            "Area",
            "Remarks",
        ],
    ]
    for home in made:
        for at, person in enumerate(home.people):
            cell = shown(rng, person, home)
            address = (
                f"{home.place} Building {home.building}, Unit {home.unit}, Room {home.room}"
                if home.is_flat and rng.random() < 0.5
                else cell["address"]
            )
            rows.append(
                [
                    len(rows) - 3,
                    home.number,
                    cell["name"],
                    LATIN[person.relation],
                    "Male" if cell["sex"] == "男" else "Female" if cell["sex"] == "女" else cell["sex"],
                    cell["birth"],
                    cell["id"],
                    cell["phone"],
                    address if at == 0 or rng.random() < 0.5 else "",
                    f"Area {home.area}",
                    "",
                ]
            )
    rows.append(["Total", "", f"{len(rows) - 4} persons"])
    book = Book(path)
    book.sheet("Residents", rows)
    book.close()
    return Roster(path, made)


def told_blocks(rng: Random, path: Path) -> Roster:
    """Household blocks: a line tells head, address and telephone; a small table of its own follows for each."""
    made = homes(rng)
    rows: list[Row] = [["清溪社区居民家庭情况登记簿"]]
    for home in made:
        cells = [shown(rng, person, home) for person in home.people]
        if rng.random() < 0.5:
            rows.append(
                [f"户主：{home.people[0].name}    住址：{cells[0]['address']}    所属网格：第{home.area}网格"]
            )
        else:
            rows.append(
                ["户主姓名", home.people[0].name, "现住址", cells[0]["address"], "网格", f"第{home.area}网格"]
            )
        rows.append(["姓名", "关系", "性别", "出生年月", "身份证", "电话"])
        for cell in cells:
            rows.append([cell[kind] for kind in ("name", "relation", "sex", "birth", "id", "phone")])
        rows.append([])
    book = Book(path)
    book.sheet("登记簿", rows)
    book.close()
    return Roster(path, made)


def in_one_cell(rng: Random, path: Path) -> Roster:
    """One row a household, the members listed in one cell with relation and number; sections name area and worker."""
    made = homes(rng)
    rows: list[Row] = [
        ["居民住户花名册"],
        ["序号", "户主姓名", "户主身份证号", "户主电话", "住址", "家庭成员（姓名、关系、身份证号）", "备注"],
    ]
    area = 0
    for home in made:
        if home.area != area:
            area = home.area
            rows.append([f"第{area}网格（{home.place}） 网格员：孙军 154931727{area:02}"])
        cells = [shown(rng, person, home) for person in home.people]
        _without(home.people[0], "birth")
        _without(home.people[0], "sex")
        listed = []
        for person in home.people[1:]:
            with_number = rng.random() < 0.6
            person.attainable = {"name", "dwelling"} | ({"id", "birth", "sex"} if with_number else set())
            listed.append(f"{person.name}（{person.relation}）{person.id_number if with_number else ''}")
        rows.append(
            [
                home.number,
                cells[0]["name"],
                cells[0]["id"],
                cells[0]["phone"],
                cells[0]["short"] if home.is_flat else cells[0]["address"],
                rng.choice(("、", "；", "\n")).join(listed),
                "",
            ]
        )
    book = Book(path)
    book.sheet("花名册", rows)
    book.close()
    return Roster(path, made)


def lines_in_cells(rng: Random, path: Path) -> Roster:
    """One row a household, all names in one cell and all numbers in another, line by line."""
    made = homes(rng)
    rows: list[Row] = [["门牌号", "住户姓名", "关系", "身份证号", "电话", "片区"]]
    for home in made:
        cells = [shown(rng, person, home) for person in home.people]
        numbers = []
        for person in home.people:
            person.attainable = {"name", "dwelling", "id", "birth", "sex"}
            numbers.append(person.id_number)
        if home.people[0].phone:
            home.people[0].attainable.add("phone")
        rows.append(
            [
                cells[0]["address"],
                "\n".join(person.name for person in home.people),
                "\n".join(person.relation for person in home.people),
                "\n".join(numbers),
                home.people[0].phone,
                f"{home.area}片区",
            ]
        )
    book = Book(path)
    book.sheet("Sheet1", rows)
    book.close()
    return Roster(path, made)


LAYOUTS: dict[str, tuple[Callable[[Random, Path], Roster], str]] = {
    "side by side": (side_by_side, ".xlsx"),
    "blocks": (blocks, ".xlsx"),
    "plain table": (plain_table, ".csv"),
    "english": (english, ".xlsx"),
    "told blocks": (told_blocks, ".xlsx"),
    "in one cell": (in_one_cell, ".xlsx"),
    "lines in cells": (lines_in_cells, ".xlsx"),
}


def write(layout: str, seed: int, folder: Path) -> Roster:
    """Write one roster of a layout; the same seed writes the same one."""
    make, ending = LAYOUTS[layout]
    return make(Random(f"{layout} {seed}"), folder / f"{layout}{ending}")
