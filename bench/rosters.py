"""Workbooks to import: the messy roster at hand where there is one, and generated ones of any length."""

from pathlib import Path
from random import Random

from tests.households.residents import homes
from tests.households.rosters import Book, shown

# Where the messy roster lies that the tests, too, may look at; it is not part of this project.
AT_HAND = Path(__file__).parents[2] / "shared" / "data" / "roster"
HEADING = "户编号 片区 姓名 性别 出生日期 身份证号 现住址 联系电话 与户主关系".split()


def at_hand() -> Path | None:
    """The messy roster, where there is one."""
    return next(AT_HAND.glob("*.xlsx"), None)


def generated(folder: Path, persons: int, seed: int = 1) -> Path:
    """A roster of exactly so many persons, one row each, as messy in its cells as lists are; a seed, a roster."""
    rng = Random(f"{seed} {persons}")
    rows: list[list[object]] = [list(HEADING)]
    for home in homes(rng, persons):
        for person in home.people:
            cell = shown(rng, person, home)
            told = [cell[kind] for kind in ("name", "sex", "birth", "id", "address", "phone", "relation")]
            rows.append([home.number, f"第{home.area}片区", *told])
    path = folder / f"{persons}-{seed}.xlsx"
    book = Book(path)
    book.sheet("人口", rows[: persons + 1])
    book.close()
    return path
