"""Names, streets and numbers as maps and registers write them, brought to one form so that they can be compared."""

import re
from functools import lru_cache

from gridward.shared.numerals import fold, value_of_numeral

_BUILDING_MARK = re.compile(r"(?:号住宅楼|号居民楼|号楼|栋楼|幢楼|号院|栋|幢|座|号|楼|#楼|#)$")
_BEFORE = re.compile(r"^(?:第|NO\.?|N°|NR\.?|#)")
_WHOLE = re.compile(
    r"^(?P<place>.*?[^0-9A-Z第#-])(?P<number>第?(?:\d{1,4}(?:-\d{1,3})?[A-Z]?|[A-Z]\d{0,3}))"
    r"(?:号住宅楼|号居民楼|号楼|栋楼|幢楼|号院|栋|幢|座|号|楼|#楼|#)$"
)
_SIDED = re.compile(r"^(?P<place>.+?)(?P<number>[东西南北中前后主]楼)$")
_NOISE = re.compile(r"[\s·,，.。'’\"“”()（）-]")


@lru_cache(maxsize=100_000)
def key_of_name(text: str) -> str:
    """A name without blanks, widths, case and punctuation: 信合 小区 is 信合小区."""
    return _NOISE.sub("", fold(text)).upper()


@lru_cache(maxsize=100_000)
def number_of(text: str) -> str:
    """A house or building number as the register keeps it: ３号楼, 三号楼 and 3栋 are 3; 12a楼 is 12A; 南楼 is 南."""
    plain = _BEFORE.sub("", fold(text).upper())
    bare = _BUILDING_MARK.sub("", plain) or plain
    value = value_of_numeral(bare)
    return str(value) if value is not None else bare


@lru_cache(maxsize=100_000)
def split_address(text: str) -> tuple[str, str]:
    """The place and number in one text: 信合小区3号楼 is 信合小区 and 3; a text without both gives empty ones."""
    folded = fold(text).upper()
    found = _WHOLE.match(folded) or _SIDED.match(folded)
    return (key_of_name(found["place"]), number_of(found["number"])) if found else ("", "")


def is_number(text: str) -> bool:
    """Whether a text is nothing but a building's number or sign: 3号楼, 12A, 南楼."""
    return bool(
        re.fullmatch(r"\d{1,4}(?:-\d{1,3})?[A-Z]?|[A-Z]\d{0,3}|[东西南北中前后主甲乙丙丁]", number_of(text))
    )


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: the pairs of neighbouring signs they share, of all they have."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0.0
    return 2.0 * len(first & second) / (len(first) + len(second))


@lru_cache(maxsize=100_000)
def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[at : at + 2] for at in range(len(key) - 1)) or frozenset({key} - {""})


def pairs_of(key: str) -> frozenset[str]:
    """The pairs of neighbouring signs of a name, by which similar ones are found."""
    return _pairs(key)
