"""Odder layouts: a sheet a building, two tables side by side, a form a household, and several lists that overlap."""

from pathlib import Path
from random import Random
from typing import Any

from tests.households import residents as mess
from tests.households.residents import Home, Resident, homes
from tests.households.rosters import Book, Roster, Row, shown


def by_building(rng: Random, path: Path) -> Roster:
    """A sheet a building, named only in its title; 单元 and 房号 on a household's first line, merged down."""
    made = [home for home in homes(rng) if home.is_flat]
    book = Book(path)
    for place, building in dict.fromkeys((home.place, home.building) for home in made):
        rows: list[Row] = [
            [f"下湾社区{place}{building}号楼住户信息登记表"],
            ["楼长：许丽   电话：16381935284"],
            [
                "单元号",
                "房 号",
                "姓 名",
                "性 别",
                "与户主\n关系",
                "出生\n年月日",
                "身份证件号码",
                "联系电话（手机）",
                "工作单位",
                "是否租住",
            ],
        ]
        merges = []
        for home in (home for home in made if (home.place, home.building) == (place, building)):
            if len(home.people) > 1:
                merges += [(len(rows), at, len(rows) + len(home.people) - 1, at) for at in (0, 1)]
            for at, person in enumerate(home.people):
                cell = shown(rng, person, home)
                where = [rng.choice((home.unit, f"{home.unit}单元")), home.room] if at == 0 else ["", ""]
                rows.append(
                    [
                        *where,
                        *(cell[kind] for kind in ("name", "sex", "relation", "birth", "id", "phone")),
                        "",
                        rng.choice(("否", "是", "")),
                    ]
                )
        book.sheet(f"{place}{building}号楼", rows, merges)
    book.close()
    return Roster(path, made)


def halves(rng: Random, path: Path) -> Roster:
    """Two tables side by side on one sheet, each with its own address."""
    made = homes(rng)
    everyone = [(person, home) for home in made for person in home.people]
    head = ["序号", "姓名", "身份证号", "电话", "住址"]
    rows: list[Row] = [["居民花名册（双栏）"], [*head, *head]]
    half = (len(everyone) + 1) // 2
    cells = []
    for person, home in everyone:
        cell = shown(rng, person, home)
        for kind in ("birth", "sex"):
            if "id" not in person.attainable:
                person.attainable.discard(kind)
        cells.append([len(cells) + 1, cell["name"], cell["id"], cell["phone"], cell["address"]])
    for at in range(half):
        rows.append([*cells[at], *(cells[at + half] if at + half < len(cells) else [""] * 5)])
    book = Book(path)
    book.sheet("花名册", rows)
    book.close()
    return Roster(path, made)


def forms(rng: Random, path: Path) -> Roster:
    """A sheet a household: label and value side by side above, a table of members below."""
    made = homes(rng, 36)
    book = Book(path)
    for home in made:
        cells = [shown(rng, person, home) for person in home.people]
        rows: list[Row] = [
            ["居民家庭信息采集表"],
            ["户主姓名", home.people[0].name, "", "网格", f"第{home.area}网格"],
            ["家庭住址：", cells[0]["address"]],
            ["房屋性质", "自有", "居住人数", len(home.people)],
            ["家庭成员信息"],
            ["姓名", "与户主关系", "性别", "出生日期", "证件号码", "联系方式", "备注"],
        ]
        rows += [
            [*(cell[kind] for kind in ("name", "relation", "sex", "birth", "id", "phone")), ""]
            for cell in cells
        ]
        rows += [[""] * 7, ["填表人：", "许丽", "", "日期：", "2022年9月12日"]]
        book.sheet(f"{home.number}户", rows)
    book.close()
    return Roster(path, made)


ALIKE = {"建": "健", "英": "瑛", "丽": "莉", "华": "桦", "艳": "燕", "军": "君", "平": "萍", "杰": "洁"}


def _again(rng: Random, person: Resident, home: Home) -> dict[str, Any]:
    """Write a second mention, damaged on its own; what either mention shows can be had."""
    before = set(person.attainable)
    cell = shown(rng, person, home)
    person.attainable |= before
    return cell


def several_lists(rng: Random, path: Path) -> Roster:
    """A register, a list of special groups, a telephone list: a third of the people stand on two."""
    made = homes(rng)
    register: list[Row] = [
        ["常住人口登记表"],
        ["户主", "姓名", "性别", "出生年月", "身份证号", "电话", "居住地址", "与户主关系", "备注"],
    ]
    for home in made:
        for person in home.people:
            cell = shown(rng, person, home)
            register.append(
                [
                    home.people[0].name,
                    *(cell[kind] for kind in ("name", "sex", "birth", "id", "phone", "address", "relation")),
                    rng.choice(("", "", "外出务工", "住院")),
                ]
            )
    special: list[Row] = [["重点人员台账"], ["序号", "姓名", "证件号", "年龄", "类别", "住址", "监护人"]]
    calls: list[Row] = [["通讯录"], ["住址", "姓名", "手机"]]
    for home in made:
        for person in home.people:
            luck = rng.random()
            if luck < 0.2:
                number, has_number = mess.shown_id(rng, person.id_number)
                person.attainable |= {"id", "birth", "sex"} if has_number else set()
                name = person.name
                if has_number and rng.random() < 0.2:
                    name = person.name[0] + "".join(ALIKE.get(sign, sign) for sign in person.name[1:])
                special.append(
                    [
                        len(special) - 1,
                        name,
                        number,
                        2022 - person.birth.year,
                        "80岁以上老人",
                        mess.shown_address(rng, home),
                        "",
                    ]
                )
            elif luck < 0.35 and person.phone:
                person.attainable.add("phone")
                calls.append([mess.shown_address(rng, home), person.name, person.phone])
    book = Book(path)
    book.sheet("常住", register)
    book.sheet("重点", special)
    book.sheet("通讯录", calls)
    book.close()
    return Roster(path, made)


ODD = {"by building": by_building, "halves": halves, "forms": forms, "several lists": several_lists}


def write(layout: str, seed: int, folder: Path) -> Roster:
    """Write one roster of an odd layout; the same seed writes the same one."""
    return ODD[layout](Random(f"{layout} {seed}"), folder / f"{layout}.xlsx")
