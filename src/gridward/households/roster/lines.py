"""Rows that are no persons: titles, section lines, subtotals, footers, instructions, household lines."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from ..addresses import DoorAddress, fold, parse_address, split_place, value_of_numeral
from ..addresses.door import ESTATE_END, LANE_END
from ..identity import read_phones
from ..identity.sexes import words
from .cells import has_id, text_of
from .columns import read_heading
from .tables import is_form, pairs_of
from .workbooks import Cell

_NUMBER = r"(?:\d{1,4}|[零〇一二三四五六七八九十百]{1,4})"
_AREA_WORD = r"网格|片区|责任区|责任片|小组|村民小组|居民小组|组|片"
_AREA = re.compile(
    rf"第?(?P<n>{_NUMBER})号?(?P<word>{_AREA_WORD})|(?P<word2>网格|片区|责任区)第?(?P<n2>{_NUMBER})号?"
    r"|(?i:(?:area|grid|zone)(?:no)?\.?#?(?P<n3>\d+))"
)
_NAMED_AREA = re.compile(r"^(?P<name>[\u4e00-\u9fff]{1,6}(?<!社区)(?:网格|片区|责任区))(?![员长化划管])")
_WORKER = re.compile(
    r"(?:网格员|网格长|片长|片区长|包片干部|包户干部|包保干部|包抓干部|包户责任人"
    r"|责任人|负责人|楼长|组长|worker|leader|in charge)(?:姓名)?[:： ]*"
    r"(?!一览|名单|名册|花名|信息|职责|分工|安排|包片|姓名|电话|联系|划分|分布)"
    r"(?P<name>[\u4e00-\u9fff·]{2,4}?(?=联系|电话|手机|负责|[^\u4e00-\u9fff·]|$)"
    r"|[A-Z][A-Za-z'-]+(?: [A-Z][A-Za-z'-]+){0,2})",
    re.IGNORECASE,
)
_SUM = re.compile(r"小计|合计|总计|共计|累计|(?i:subtotal|sub-total|total)")
_FOOTER = re.compile(
    r"^(?:填表人|填报人|制表|审核|填表日期|填表时间|经办人|单位负责人|统计人|统计日期|打印日期|以下空白|以下无|此表|本表|第\d+页|共\d+页"
    r"|社区(?:负责人|主任)|(?:单位)?[(（]?盖章|签字|联系人[:：]|(?i:filled in by|prepared by|checked by|page \d))"
)
_NOTE = re.compile(
    r"^(?:注|备注|说明|填表说明|填写说明|提示|注意)(?:[:：\d]|$)|^[一二三四五六七八九十\d]+[、.．)]\s*[\u4e00-\u9fff]{4,}"
    r"|^(?i:notes?\b|instructions?\b)"
)
_SAMPLE = re.compile(
    r"^[(（【]?(?:样例|示例|例如?|范例|填写示例|sample|example|e\.g\.)[)）】]?(?:[:：\s\d]|$)", re.IGNORECASE
)
_LABEL = r"[\u4e00-\u9fffA-Za-z]{2,12}"
_PAIR = re.compile(
    rf"(?P<label>[\u4e00-\u9fffA-Za-z ]{{2,12}}?)\s*[:：]\s*(?P<value>[^:：]*?)"
    rf"(?=\s+{_LABEL}\s*[:：]|[;；,，]\s*{_LABEL}\s*[:：]|$)"
)
_NAMES_A_HOUSEHOLD = words("room head_name household_no")
_OF_A_HOUSEHOLD = words(
    "household_no head_name address place building unit room phone id area registered tenant name sex birth relation "
    "remark group landlord employer status door_state"
)


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area as a line or a title names it."""

    name: str
    places: tuple[str, ...] = ()
    worker: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """What a line above a household's people says of it: field → text."""

    said: dict[str, str] = field(default_factory=dict)
    address: DoorAddress | None = None


def words_in(cells: list[Cell]) -> list[str]:
    """List the texts of a row that are not empty."""
    return [text for text in (text_of(cell) for cell in cells) if text]


def area_in(text: str) -> str:
    """Name the area a text speaks of in one form (第3网格, 第3片区); empty if it names none."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = _AREA.search(plain)
    if not found:
        named = _NAMED_AREA.match(plain)
        return named["name"] if named else ""
    number = value_of_numeral(found["n"] or found["n2"] or found["n3"])
    word = found["word"] or found["word2"] or "网格"
    return f"第{number}{word}"


@lru_cache(maxsize=10_000)
def area_named(text: str, heading: str) -> str:
    """Name the area a cell under a heading means: 03, 第三网格, 网格3 are one; other words stay as they are."""
    found = re.findall(r"\d+", unicodedata.normalize("NFKC", text))
    number = value_of_numeral(found[0] if found else text)
    word = next((word for word in ("片区", "责任区", "网格") if word in heading), "网格")
    return area_in(text) or (f"第{number}{word}" if number is not None else text)


def area_line(texts: list[str]) -> AreaLine | None:
    """Read a section line that names an area, its places and its worker."""
    line = "  ".join(texts)
    name = area_in(line[:40])
    worker = _WORKER.search(line)
    if not name or (len(texts) > 2 and not worker):
        return None
    if not worker and parse_address(texts[0]).is_certain:
        return None
    phones = read_phones(line[worker.end() :]).phones if worker else ()
    return AreaLine(
        name,
        _places_in(line, line[: worker.start()] if worker else line),
        worker["name"] if worker else "",
        phones[0].number if phones else "",
    )


def _places_in(line: str, before_worker: str) -> tuple[str, ...]:
    """Find the sites an area's line names: in brackets, else beside the area (第三网格 丹江新城 网格员…)."""
    inside = re.search(r"[(（]([^)）]*)[)）]", line)
    if inside and not re.search(r"[:：\d人]", inside[1]) and not area_in(inside[1]):
        return tuple(place for place in _BETWEEN_SITES.split(inside[1]) if place)
    beside = _AREA.sub(" ", unicodedata.normalize("NFKC", before_worker))
    return tuple(text for text in re.split(r"[^\u4e00-\u9fff·]+", beside) if is_site_name(text))


def is_site_name(text: str) -> bool:
    """Say whether a text is nothing but the name of a compound, a lane or a village group."""
    ends = ESTATE_END.search(text) or LANE_END.search(text)
    return bool(ends) and 2 <= len(text) <= 12 and not _NO_SITE_NAME.search(text)


def worker_in(line: str) -> tuple[str, str] | None:
    """Find the worker a line names, and a telephone after the name."""
    worker = _WORKER.search(line)
    if not worker:
        return None
    phones = read_phones(line[worker.end() :]).phones
    return worker["name"], phones[0].number if phones else ""


def household_line(texts: list[str], cells: list[Cell]) -> HouseholdLine | None:
    """Read a line that tells of a household (户主：… 住址：…), in one cell or as label and value side by side."""
    if read_heading(texts[0]).field and is_form([text_of(cell) for cell in cells]):
        return HouseholdLine(_label_cells(cells))
    if all(":" in text or "：" in text for text in texts):
        said = _pairs_in(texts)
        if "address" in said or (said.keys() & _NAMES_A_HOUSEHOLD and len(said) >= 2):
            return HouseholdLine(said)
    if len(texts) == 1:
        address = parse_address(texts[0])
        if address.is_certain or (address.kind in ("flat", "house") and address.flags == ("place_unknown",)):
            return HouseholdLine({"address": texts[0]}, address)
    return None


def _pairs_in(texts: list[str]) -> dict[str, str]:
    said = {}
    for text in texts:
        for pair in _PAIR.finditer(text):
            field = read_heading(pair["label"].strip()).field
            if field in _OF_A_HOUSEHOLD and pair["value"].strip():
                said[field] = pair["value"].strip(" ，,;；")
    return said


def _label_cells(cells: list[Cell]) -> dict[str, str]:
    texts = words_in(cells)
    pairs = pairs_of([text_of(cell) for cell in cells]) or zip(texts[::2], texts[1::2], strict=False)
    told = ((read_heading(label).field, value) for label, value in pairs)
    return {field: value for field, value in told if field in _OF_A_HOUSEHOLD}


def is_sum(texts: list[str]) -> bool:
    """Say whether a row adds up others."""
    if not any("计" in text or "otal" in text.lower() for text in texts):
        return False
    first = "".join(texts[0].split())
    if _SUM.search(first) and len(first) <= 20:
        return True
    return any(len(text) < 9 and _SUM.fullmatch("".join(text.split())) for text in texts)


def is_sample(texts: list[str]) -> bool:
    """Say whether a row is the sample of the instructions."""
    return any(_SAMPLE.match(text) for text in texts[:3])


def is_footer(texts: list[str]) -> bool:
    """Say whether a row closes a sheet (填表人…)."""
    return bool(_FOOTER.match("".join(texts[0].split()))) and not any(has_id(text) for text in texts)


def is_note(texts: list[str]) -> bool:
    """Say whether a row is a note or an instruction."""
    return len(texts) <= 2 and bool(_NOTE.match(texts[0])) and not has_id(texts[0])


_BETWEEN_SITES = re.compile(r"[、,，/\s]+|(?<=[路街巷弄道里沟村组区院楼苑园城府庭居寓厦])[和及与]")
_NO_SITE_NAME = re.compile(
    r"[^\u4e00-\u9fff·]|社区|街道|街办|居委|村委|人口|人员|居民|住户|信息|登记|统计|台账|名单|名册|网格|片区|情况|户$"
)
_SITE_WITH_BUILDING = re.compile(r"^(?P<place>.*?)(?P<building>\d{1,3}[A-Z]?)(?:号楼|栋|幢)")
_SITE = re.compile(
    r"^(?P<place>[\u4e00-\u9fff·]{2,10}?(?:小区|花园|家属院|家属楼|新村|公寓|大院|家园|(?<![社小])苑|[路街巷](?![道委])))(?P<rest>.*)$"
)


_UNIT_ALONE = re.compile(r"^第?(\d{1,2}|[A-Z甲乙丙丁东西南北中])(?:单元|梯|门栋)$")


def site_in(title: str) -> DoorAddress | None:
    """Find the compound or lane (and building) a title or a sheet's name speaks of."""
    text = _AREA.sub("", fold(title.split("  ")[0]))
    found = _SITE_WITH_BUILDING.match(text)
    if found:
        place = split_place(found["place"])[1]
        return DoorAddress(place if len(place) <= 12 else "", found["building"], kind="building")
    place = split_place(text)[1]
    site = _SITE.match(place)
    if site:
        return DoorAddress(site["place"], kind="site")
    return DoorAddress(place, kind="site") if len(place) > 2 and is_site_name(place) else None


def building_line(texts: list[str]) -> DoorAddress | None:
    """Read a line that only names a building or a site: the people below live there."""
    if len(texts) != 1 or len(texts[0]) > 20:
        return None
    address = parse_address(texts[0])
    if address.kind == "building" and not address.rest:
        return address
    unit = _UNIT_ALONE.match(fold(texts[0]))
    if unit:
        return DoorAddress(unit=unit[1], kind="building")
    place = split_place(fold(texts[0]))[1]
    site = _SITE.match(place)
    is_site = (site and not site["rest"]) or (len(place) > 2 and is_site_name(place))
    return DoorAddress(place, kind="site") if is_site else None
