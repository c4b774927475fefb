"""Birth dates as lists write them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .numbers import date_in, today

_EXCEL_DAY_0 = date(1899, 12, 30)
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PARTS = re.compile(r"^(\d{4}|\d{2})[-./年\\](\d{1,2})[-./月\\](\d{1,2})日?(?:生|出生)?$")
_MONTH = re.compile(r"^(?:\d{4}|\d{2})(?:[-./年]\d{1,2}月?|年)?(?:生|出生)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$")
_ABSENT = frozenset({"无", "不详", "未知", "不清楚", "-", "--", "/", "n/a", "unknown"})

_ISO = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")


@dataclass(frozen=True, slots=True)
class BirthReading:
    """A birth date, or why there is none; `year` is known with the month alone too."""

    day: date | None = None
    year: int | None = None
    codes: tuple[str, ...] = ()


def read_birth(value: object) -> BirthReading:
    """Read a date, an Excel serial number, 19890607, 1989年6月7日, 89.6.7; a month alone gives no day."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _judged(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _from_number(float(value))
    return _from_text(str(value or ""))


def _judged(day: date) -> BirthReading:
    if day.year >= 1880 and day <= today():
        return BirthReading(day, day.year)
    return BirthReading(codes=("birth.impossible",))


def _from_number(value: float) -> BirthReading:
    whole = int(value)
    if value == whole and 10_000_000 < whole < 99_999_999:
        return _from_digits(str(whole))
    if 1880 <= whole <= 2100:
        return BirthReading(year=whole, codes=("birth.month_only",))
    if value == whole and 188_001 <= whole <= 210_012:
        return BirthReading(year=whole // 100, codes=("birth.month_only",))
    if 2_100 < value < 60_000:
        return _judged(_EXCEL_DAY_0 + timedelta(days=whole))
    return BirthReading(codes=("birth.unreadable",)) if value else BirthReading()


def _from_digits(digits: str) -> BirthReading:
    day = date_in(digits)
    return BirthReading(day, day.year) if day else BirthReading(codes=("birth.impossible",))


def _chinese_numbers(text: str) -> str:
    text = re.sub(
        r"([一二三四五六七八九])?十([一二三四五六七八九])?", lambda m: (m[1] or "一") + (m[2] or "〇"), text
    )
    return text.translate(_CHINESE)


def _from_text(text: str) -> BirthReading:
    if _ISO.match(text):
        return _from_digits(text.replace("-", ""))
    plain = "".join(unicodedata.normalize("NFKC", text).split()).strip("'\"")
    if not plain or plain.lower() in _ABSENT:
        return BirthReading()
    plain = re.sub(r"(?:T|(?<=\d))?00:00(?::00)?(?:\.0+)?$", "", _chinese_numbers(plain)).replace(
        "日生", "日"
    )
    plain = plain.replace("—", "-").replace("－", "-")
    if re.fullmatch(r"\d{8}(?:\.0)?", plain):
        return _from_digits(plain[:8])
    if re.fullmatch(r"\d{5}(?:\.0)?", plain):
        return _from_number(float(plain))
    if re.fullmatch(r"\d{6}", plain) and 1880 <= int(plain[:4]) <= 2100 and 1 <= int(plain[4:]) <= 12:
        return BirthReading(year=int(plain[:4]), codes=("birth.month_only",))
    day_first = _DAY_FIRST.match(plain)
    if day_first and int(day_first[2]) > 12:
        return _from_digits(f"{day_first[3]}{int(day_first[1]):02}{int(day_first[2]):02}")
    found = _PARTS.match(plain)
    if found:
        return _from_parts(found[1], int(found[2]), int(found[3]))
    if _MONTH.match(plain):
        return BirthReading(
            year=int(plain[:4]) if plain[:4].isdecimal() else None, codes=("birth.month_only",)
        )
    return BirthReading(codes=("birth.unreadable",))


def _from_parts(year: str, month: int, day: int) -> BirthReading:
    if len(year) == 4:
        return _from_digits(f"{year}{month:02}{day:02}")
    older, younger = (date_in(f"{century}{year}{month:02}{day:02}") for century in ("19", "20"))
    if older and younger and today().year - older.year < 106:
        return BirthReading(codes=("birth.century",))
    born = younger or older
    if not born:
        return BirthReading(codes=("birth.impossible",))
    return BirthReading(born, born.year, ("birth.two_digit_year",))
