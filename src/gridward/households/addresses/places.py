"""The part of an address before the building: what surrounds the site, and the site's own name."""

import re
from collections.abc import Collection

from .door import DIVISION, ESTATE_END

_ABOVE = re.compile(
    r"^(?P<province>[\u4e00-\u9fff]{2,7}?(?:省|自治区))?"
    r"(?P<city>[\u4e00-\u9fff]{2,5}?(?:市|自治州|地区|盟)(?!场|区))?"
    r"(?P<county>[\u4e00-\u9fff]{1,5}?(?:自治县|县|(?<![小片社园校湾厂矿新])区)(?=[\u4e00-\u9fff]))?"
    r"(?P<street>[\u4e00-\u9fff]{2,8}?(?:街道办事处|街道办|街道|街办|(?<![城乡村集])镇|(?<!城)乡))?"
    r"(?P<community>[\u4e00-\u9fff]{1,8}?(?:社区居委会|社区居民委员会|社区|居委会|村委会|行政村))?"
)
_ROAD_THEN_SITE = re.compile(
    r"^(?P<road>[\u4e00-\u9fff]{1,8}?(?:大道|路|街|巷)(?:[东西南北中]段)?(?:\d+号)?)(?P<site>[\u4e00-\u9fff·]{4,}|[\u4e00-\u9fff·]{2}[苑院园城府])$"
)


def _without_names(text: str, names: Collection[str]) -> tuple[str, str]:
    for name in sorted(names, key=len, reverse=True):
        at = text.find(name)
        if name and 0 <= at <= 24:
            return text[: at + len(name)], text[at + len(name) :]
    return "", text


def split_place(text: str, communities: Collection[str] = ()) -> tuple[str, str]:
    """Part what lies around a site from its name: 清溪社区东关小区 → 清溪社区, 东关小区.

    Returns (locality, place); joined they are the text.
    """
    locality, place = _without_names(text, communities)
    if not locality:
        above = _ABOVE.match(text)
        end = above.end() if above else 0
        locality, place = text[:end], text[end:]
    road = _ROAD_THEN_SITE.match(place)
    if road and ESTATE_END.search(road["site"]):
        locality, place = locality + road["road"], road["site"]
    return locality, _division(place)


def _division(place: str) -> str:
    found = DIVISION.match(place)
    if not found:
        return place
    return f"{found[1]}组" if found[2] == "组" else f"第{found[1]}{found[2]}"
