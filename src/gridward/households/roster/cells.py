"""What a cell says, and the small words that say nothing or 'as above'."""

import re
import unicodedata
from datetime import date, datetime

from .workbooks import Cell

_BLANK = " \t\r\n\xa0\u3000\u200b\ufeff"
_DITTO = re.compile(r"^(?:同上(?:户|行)?|〃|″|\"|''|“|”|〞|々|同前|同)$")
_NOTHING = re.compile(r"^[-—－–_/\\.*·、]+$")
_ID_LIKE = re.compile(r"\d{17}[\dXx]|(?<!\d)\d{15}(?!\d)|\d(?:\.\d+)?[eE]\+1\d")
_PHONE_LIKE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def text_of(cell: Cell | None) -> str:
    """Write a cell as text: whole numbers without a point, dates as 1989-06-07, blanks at the ends gone."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip(_BLANK)
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def is_ditto(text: str) -> bool:
    """Say whether a text means the line above."""
    return bool(_DITTO.match(text))


def is_nothing(text: str) -> bool:
    """Say whether a text is a mere stroke or empty."""
    return not text or bool(_NOTHING.match(text))


def has_identity(cells: list[str]) -> bool:
    """Say whether a row holds what looks like an ID number or a mobile number: then it is about somebody."""
    for text in cells:
        if len(text) >= 9:
            plain = "".join(unicodedata.normalize("NFKC", text).split())
            if _ID_LIKE.search(plain) or _PHONE_LIKE.search(plain.replace("-", "")):
                return True
    return False


def has_id(text: str) -> bool:
    """Say whether a text holds what looks like an ID number."""
    return bool(_ID_LIKE.search("".join(unicodedata.normalize("NFKC", text).split())))
