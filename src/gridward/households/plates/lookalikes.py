"""Numbers that could be taken for something official: plates of vehicles, of the police, of a street's houses."""

import re
import unicodedata
from typing import Final

# A plate of 12 × 6 cm holds so much: half-width signs count one, Chinese ones two.
MAX_WIDTH: Final = 20

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# Signs between the parts of a vehicle's plate do not make it another plate.
_BETWEEN = re.compile(r"[\s·•.,_/\-—–()]+")
# Forms after GA 36-2018: ordinary (5), new energy (6), with a word at the end (4); armed forces; embassies.
_OFFICIAL: Final[dict[str, re.Pattern[str]]] = {
    "police": re.compile(r"警|公安|派出所|POLICE"),
    "vehicle": re.compile(
        rf"[{_PROVINCES}][A-Z](?:[A-Z0-9]{{5,6}}(?![A-Z0-9])|[A-Z0-9]{{4}}[学挂港澳领试超]|[A-Z0-9]{{4}}应急)"
    ),
    "army": re.compile(
        r"^WJ|武警|^[BCEGHJKLNSVYZ][A-Z][0-9]{5}$|^[军空海北沈兰济南广成甲乙丙丁己庚辛壬寅辰戌午未申酉亥][A-Z]?[A-Z0-9]{5}$"
    ),
    "embassy": re.compile(r"^[使领][0-9]{6}$|^[0-9]{6}[使领]$|^民航"),
    "street": re.compile(r"(?:路|街|大道|巷|弄|胡同)(?:[东西南北中]段)?第?[0-9]+(?:号|號)"),
}
# What is never a part of a plate, in whatever words: it would tell of the people behind the door.
_TELLING = re.compile(
    r"隔离|密接|次密|阳性|确诊|疑似|病|疫|发热|健康|残|低保|孤|独居|租|重点|特殊|贫|户籍|党员|[A-Za-z甲乙丙丁一二三]类"
    r"|positive|isolat|quarant|contact|tenant|rent|sick|health|risk|class|categor",
    re.IGNORECASE,
)


def compact(number: str) -> str:
    """A number without what stands between its parts, in plain widths and capitals."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", number).upper())


def official_look(number: str) -> str:
    """What a number could be taken for: police, vehicle, army, embassy, street; nothing where for none of them."""
    text = compact(number)
    return next((kind for kind, look in _OFFICIAL.items() if look.search(text)), "")


def telling_word(text: str) -> str:
    """A word that would tell of the people behind the door, or nothing."""
    found = _TELLING.search(unicodedata.normalize("NFKC", text))
    return found.group() if found else ""


def width(text: str) -> int:
    """How wide a text is on a plate."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
