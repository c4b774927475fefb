"""Chinese numerals and the widths of characters, brought to one form."""

import re
import unicodedata
from functools import lru_cache

_SAME_VALUE = ("零〇○", "一", "二两", "三", "四", "五", "六", "七", "八", "九")
DIGITS = {sign: value for value, signs in enumerate(_SAME_VALUE) for sign in signs}
NUMERAL = "零〇○一二两三四五六七八九十百"
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣─━ー–~～"), "-")

_BEFORE_A_UNIT_WORD = re.compile(rf"[{NUMERAL}]+(?=号|栋|幢|座|楼|单元|梯|门栋|层|室|房|组|片区|网格|排|#|-)")
_AT_THE_END = re.compile(rf"(?:(?<=[路街巷弄道栋幢楼#-])|(?<=单元))[{NUMERAL}]+$")
_TWENTY = re.compile(r"廿(?=[一二三四五六七八九号栋幢])")
_SEPARATED = re.compile(r"(?<!\d)(\d{1,3})[./](\d{1,2})[./](\d{3,4})(?!\d)")
_LATIN_WORDS = re.compile(r"[A-Za-z]{3}")


@lru_cache(maxsize=65536)
def value_of_numeral(text: str) -> int | None:
    """Read a Chinese or Arabic whole number; None if it is neither."""
    text = unicodedata.normalize("NFKC", text).strip()
    if text.isdecimal():
        return int(text)
    if not text or any(sign not in NUMERAL for sign in text):
        return None
    if not set(text) & set("十百"):
        return int("".join(str(DIGITS[sign]) for sign in text))
    return _value_with_tens(text)


def _value_with_tens(text: str) -> int | None:
    total, digit = 0, 0
    for sign in text:
        if sign == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif sign == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = DIGITS[sign]
    return total + digit


def _in_digits(found: re.Match[str]) -> str:
    value = value_of_numeral(found.group())
    return found.group() if value is None else str(value)


def narrow(text: str) -> str:
    """Bring full-width signs and every kind of dash to the plain one; spaces stay."""
    return unicodedata.normalize("NFKC", text).translate(DASHES)


def fold(text: str) -> str:
    """Bring an address to one form: plain widths, no blanks, numbers in digits."""
    plain = "".join(narrow(text).split()).replace("负1层", "-1层").strip("'\"`,，;；。.")
    if not _LATIN_WORDS.search(plain):
        plain = plain.upper()
    plain = _BEFORE_A_UNIT_WORD.sub(_in_digits, _TWENTY.sub("二十", plain))
    return _SEPARATED.sub(r"\1-\2-\3", _AT_THE_END.sub(_in_digits, plain))
