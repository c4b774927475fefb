"""Small rosters written for one test."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

HEADER = ["姓名", "性别", "出生日期", "身份证号", "现住址", "联系电话", "与户主关系", "备注", "人员类别"]


def resident(
    name: str, born: str, address: str, phone: str, relation: str = "", category: str = ""
) -> list[str]:
    """A line under HEADER."""
    return [name, "", born, "", address, phone, relation, "", category]


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[str]]]) -> Path:
    """Write sheets of text and return the path."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path
