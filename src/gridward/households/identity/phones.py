"""Telephone numbers in a cell: one, several, with notes, in any writing."""

import re
import unicodedata
from dataclasses import dataclass

from .sexes import words

_NUMBER = re.compile(
    r"(?<!\d)(?:(?:\+|00)?86[- ]?)?(?P<mobile>1[3-9]\d[- ]?\d{4}[- ]?\d{4}|1[3-9]\d{3}[- ]\d{3}[- ]\d{3}"
    r"|1[3-9]\d{2}[- ]\d{3}[- ]\d{4})(?!\d)"
    r"|(?<!\d)(?P<landline>\(?0\d{2,3}\)?[- ]?[1-9]?\d{6,7}(?:-\d{1,4})?)(?!\d)"
    r"|(?<!\d)(?P<local>[2-8]\d{6,7})(?!\d)"
)
_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}\Z")
_BLANKS = re.compile(r"\s+")
_AS_A_FLOAT = re.compile(r"^(\d{11})\.0$")
_LETTER_O = re.compile(r"(?<=\d)[OoＯｏ](?=[\d\s-])|(?<=\d)[Oo]$")
_ABSENT = words(
    "无 没有 未提供 暂无 不详 空号 停机 空 拒绝提供 不提供 未知 无电话 无手机 没手机 none n/a na null unknown"
)
_DITTO = re.compile(r"^(?:同上|〃|\"|″|”|“|同|同前|同户主|同父|同母|同妻|同夫|同左)$")
_LABEL = re.compile(r"^(?:联系电话|手机号码?|电话|手机|tel|phone|mobile)[:.]?", re.IGNORECASE)
_DASHES = dict.fromkeys(map(ord, "‐‑–—−"), "-")


@dataclass(frozen=True, slots=True)
class Phone:
    """One number in digits (a landline keeps its dash after the area code) and what was written beside it."""

    number: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """The numbers of one cell in their order, and codes for what could not be taken."""

    phones: tuple[Phone, ...] = ()
    codes: tuple[str, ...] = ()


def read_phones(value: str | float | int) -> PhoneReading:
    """Read every number of a cell; a wrong count of digits is flagged and not taken."""
    if isinstance(value, str) and _PLAIN_MOBILE.match(value):
        return PhoneReading((Phone(value),))
    if isinstance(value, float | int):
        value = str(int(value)) if value == int(value) else str(value)
    text = unicodedata.normalize("NFKC", value).translate(_DASHES)
    text = _AS_A_FLOAT.sub(r"\1", _BLANKS.sub(" ", text.replace("\xa0", " ")).strip(" '`"))
    if not text or not text.strip("-/\\_.* ") or text.lower() in _ABSENT:
        return PhoneReading()
    if _DITTO.match(text):
        return PhoneReading(codes=("phone.ditto",))
    return _numbers_in(_LETTER_O.sub("0", _LABEL.sub("", text)))


def _numbers_in(text: str) -> PhoneReading:
    found = list(_NUMBER.finditer(text))
    ends = [0, *(match.end() for match in found)]
    starts = [*(match.start() for match in found), len(text)]
    notes = [_note(text[end:start]) for end, start in zip(ends, starts, strict=True)]
    notes = notes[:-1] if notes[0] else notes[1:]
    phones = [Phone(_tidy(match), note) for match, note in zip(found, notes, strict=True)]
    left = _NUMBER.sub(" ", text).replace("-", "")
    codes: tuple[str, ...] = ()
    if re.search(r"\d{5,}", left) or (not phones and re.search(r"\d", left)):
        codes = ("phone.digits",)
    elif not phones:
        codes = ("phone.unreadable",)
    return PhoneReading(tuple(dict.fromkeys(phones)), codes)


def _tidy(match: re.Match[str]) -> str:
    if match["mobile"]:
        return re.sub(r"\D", "", match["mobile"])
    if match["local"]:
        return match["local"]
    digits = re.sub(r"[() ]", "", match["landline"])
    if "-" in digits:
        return digits
    area = 3 if re.match(r"0(?:10|2\d)", digits) else 4
    return f"{digits[:area]}-{digits[area:]}"


def _note(text: str) -> str:
    words = re.findall(r"[\u4e00-\u9fffA-Za-z·]+", text)
    return " ".join(word for word in words if word not in ("和", "或"))[:30]
