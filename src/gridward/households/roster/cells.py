"""What a cell says, and the small words that say nothing or 'as above'."""

import re
import unicodedata
from datetime import date, datetime

from .workbooks import Cell

_BLANK = " \t\r\n\xa0\u3000\u200b\ufeff"
_DITTO = re.compile(r"^(?:同上(?:户|行)?|〃|″|\"|''|“|”|〞|々|同前|同)$")
_STROKES = frozenset("-—－–_/\\.*·、")
_NOTHING = re.compile(r"^[-—－–_/\\.*·、]+$")
_ID_LIKE = re.compile(r"\d{17}[\dXx]|(?<!\d)\d{15}(?!\d)|\d(?:\.\d+)?[eE]\+1\d")
_PHONE_LIKE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")

_ID_APART = re.compile(r"(?<!\d)(?:\d{6}\s?\d{8}\s?\d{3}[\dXx×]|\d{15})(?!\d)")
_LABELS = re.compile(
    r"(?:公民|居民)*(?:身份证|证件)(?:号码|号)?:?|(?:联系)?(?:电话|手机)(?:号码|号)?:?|(?:tel|phone|id)[: ]",
    re.I,
)
_AT_EDGES = " \t\r\n,;、/|:"
_PHONE_APART = re.compile(
    r"(?<![\dXx])[\s,，;；、/|:]*(?:联系)?(?:电话|手机|tel|phone)?号?码?[:\s]*"
    r"(?<!\d)(?P<phone>1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)",
    re.IGNORECASE,
)


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
    return len(text) < 5 and bool(_DITTO.match(text))


def is_nothing(text: str) -> bool:
    """Say whether a text is a mere stroke or empty."""
    return not text or (text[0] in _STROKES and bool(_NOTHING.match(text)))


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


def parted(text: str) -> tuple[str, str]:
    """Part a cell that holds a number of identity and a telephone; the telephone is empty if there is none."""
    plain = unicodedata.normalize("NFKC", text)
    number = _ID_APART.search(plain)
    if number:
        rest = _LABELS.sub(" ", plain[: number.start()] + " " + plain[number.end() :]).strip(_AT_EDGES)
        digits = re.findall(r"[\dOo]", rest)
        rest = "" if is_nothing(rest) or rest in ("无", "没有") else rest
        return (number.group(), rest if digits else "") if len(digits) >= 7 or not rest else (text, "")
    for found in _PHONE_APART.finditer(plain):
        sides = [side.strip(_AT_EDGES) for side in (plain[: found.start()], plain[found.end() :])]
        told = [side for side in sides if re.search(r"[^\W_]", side)]
        if len(told) == 1:
            return told[0], found["phone"]
    return text, ""


def lines_in(text: str, count: int) -> list[str]:
    """Part a cell that lists one thing for each of `count` people; nothing for anybody if the counts differ."""
    for between in (r"\n+", r"[;；]+", r"[、,，]+", r"[/|]+", r"\s+"):
        pieces = [piece.strip() for piece in re.split(between, text) if piece.strip()]
        if len(pieces) == count:
            return ["" if is_nothing(piece) else piece for piece in pieces]
    return [""] * count
