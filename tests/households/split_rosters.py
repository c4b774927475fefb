"""Layouts that lean on lines above or share cells: stairs as lines, members in one cell, a door a line, cards."""

from pathlib import Path
from random import Random
from typing import Any

from tests.households.residents import Home, homes
from tests.households.rosters import Book, Roster, Row, shown


def by_stairs(rng: Random, path: Path) -> Roster:
    """Lines of areas, buildings and units above bare rooms; a list of special groups by the last four signs."""
    made = homes(rng)
    rows: list[Row] = [["居民基础台账"], ["房号", "姓名", "关系", "身份证号", "性别", "出生日期", "电话"]]
    special: list[Row] = [["重点人员名单"], ["序号", "姓名", "身份证后四位", "人员类别"]]
    stairs: tuple[Any, ...] = ()
    for home in made:
        here = (home.area, home.place, home.building, home.unit) if home.is_flat else (home.area, home.place)
        if here[:2] != stairs[:2]:
            rows.append([f"第{home.area}网格 {home.place} 网格员：许丽 16381935284"])
        if home.is_flat and here != stairs:
            rows.append([f"{home.building}号楼{home.unit}单元"])
        stairs = here
        room = home.room if home.is_flat else home.address.removeprefix(home.place)
        for at, person in enumerate(home.people):
            cell = shown(rng, person, home)
            kinds = ("name", "relation", "id", "sex", "birth", "phone")
            rows.append([room if at == 0 else "", *(cell[kind] for kind in kinds)])
            if "id" in person.attainable and rng.random() < 0.2:
                special.append([len(special) - 1, person.name, person.id_number[-4:], "低保户"])
    book = Book(path)
    book.sheet("台账", rows)
    book.sheet("重点", special)
    book.close()
    return Roster(path, made)


def by_doors(rng: Random, path: Path) -> Roster:
    """A line a door, the people indented below it; a list that names people and areas only."""
    made = homes(rng)
    rows: list[Row] = [["人口台账"], ["门牌", "姓名", "关系", "身份证", "出生日期", "性别", "电话"]]
    special: list[Row] = [["困难群众"], ["网格", "姓名", "类别"]]
    area = 0
    for home in made:
        if home.area != area:
            area = home.area
            rows.append([f"网格{area}（网格员：许丽）"])
        rows.append([home.address])
        for at, person in enumerate(home.people):
            cell = shown(rng, person, home)
            kinds = ("relation", "id", "birth", "sex", "phone")
            rows.append(["", f"{'  ├ ' if at else ''}{cell['name']}", *(cell[kind] for kind in kinds)])
        special += [[home.area, home.people[0].name, "低保户"]] if rng.random() < 0.1 else []
    book = Book(path)
    book.sheet("台账", rows)
    book.sheet("困难", special if _are_told_apart(made) else special[:2])
    book.close()
    return Roster(path, made)


def _are_told_apart(made: list[Home]) -> bool:
    names = [(home.area, person.name) for home in made for person in home.people]
    return len(names) == len(set(names))


def cards(rng: Random, path: Path) -> Roster:
    """A card a person: labels and values side by side, some of them blank."""
    made = homes(rng, 60)
    rows: list[Row] = []
    for home in made:
        for person in home.people:
            cell = shown(rng, person, home)
            rows += [
                ["姓名", cell["name"], "性别", cell["sex"], "出生日期", cell["birth"]],
                ["身份证号", cell["id"], "联系电话", cell["phone"], "与户主关系", cell["relation"]],
                ["现住址", cell["address"], "", "备注", ""],
                [],
            ]
    book = Book(path)
    book.sheet("登记卡", rows)
    book.close()
    return Roster(path, made)


SPLIT = {"by stairs": by_stairs, "by doors": by_doors, "cards": cards}


def write(layout: str, seed: int, folder: Path) -> Roster:
    """Write one roster of a split layout; the same seed writes the same one."""
    return SPLIT[layout](Random(f"{layout} {seed}"), folder / f"{layout}.xlsx")
