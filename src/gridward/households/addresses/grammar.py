"""Reading an address as a person would: sure of what is certain, silent on nothing, guessing nowhere."""

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from gridward.shared.numerals import fold, narrow

from .door import ESTATE_END, LANE_END, DoorAddress
from .places import split_place

_BUILDING = (
    r"(?P<building>(?<![0-9A-Z])(?:\d{1,3}[A-Z]?|[A-Z]\d{0,3})"
    r"|[甲乙丙丁戊](?=座|栋|楼|幢)|[东西南北中前后主]楼)"
)
_AFTER_BUILDING = (
    r"(?P<mark>号住宅楼|号居民楼|号楼|栋楼|栋|幢楼|幢|座|#楼|#|号|楼|-"
    r"|(?<=楼)(?![\u4e00-\u9fff]*[小社]区))"
)
_UNIT = r"(?:(?P<unit>\d{1,2}|[A-Z]|[甲乙丙丁东西南北中])(?P<unit_mark>单元|门栋|号门|梯|单|门|-)-?)?"
_FLOOR = r"(?:(?P<floor>\d{1,2})(?P<floor_mark>层|楼|-)-?)?"
_ROOM = r"(?P<room>\d{1,4}[A-Z]?|[东西南北中左右][户室]|[东西南北中](?=户|室|门))(?:号房|号室|室|房间|房|号|户|门)?"

FLAT = re.compile(rf"^(?P<place>.*?){_BUILDING}{_AFTER_BUILDING}-?{_UNIT}{_FLOOR}{_ROOM}$")
NO_BUILDING = re.compile(rf"^(?P<place>.*?)(?<![0-9A-Z])(?P<unit>\d{{1,2}})(?:单元|梯){_FLOOR}{_ROOM}$")
BUILDING = re.compile(
    rf"^(?P<place>.*?){_BUILDING}(?:号住宅楼|号楼|栋楼|栋|幢楼|幢|座|#楼|#|楼|(?<=楼))"
    r"(?:(?P<unit>\d{1,2})(?:单元|梯))?(?P<rest>\d{1,2}[层楼])?$"
)
HOUSE = re.compile(
    r"^(?P<place>.*?)(?<![0-9A-Z])(?P<building>\d{1,4}[A-Z]?)(?P<mark>号院|号|院)?"
    r"(?P<sub>-\d{1,2}号?|附\d{1,2}号?|之\d{1,2}|\d{1,2}号[房室屋]|[东西南北中上下前后左右][户院屋房边间])?(?:号|院)?$"
)
_IS_HOUSED_IN_FLATS = re.compile(r"(?:小区|花园|苑|公寓|家属院|家属楼|大厦)$")
SHOP = re.compile(
    r"^(?P<base>.*?)(?P<sub>(?:门面房?|底商|商铺|车库|地下室|储藏室|门市[部房]?)(?:\d{1,3}号?)?)$"
)
_IN_BRACKETS = re.compile(r"^(?P<before>[^()]*)\((?P<inside>[^()]*)\)$")
SEVERAL = re.compile(r"\d[A-Z]?[室号房户]?[、/和与及,，;；至到]\d")
_NO_SITE = re.compile(r"[-#/]$|\d(?:号楼|栋|幢|单元|#)")
_TOWER = re.compile(r"(?:大厦|广场|中心|[主副裙]楼|座|公馆)$")
_ENGLISH = re.compile(
    r"(?i)\b(?:(?P<building>building|bldg|block|tower)|(?P<unit>unit|entrance)|(?P<room>room|rm|flat|apartment|apt))"
    r"\.?\s*(?:no\.?\s*)?(?P<value>[0-9A-Z]+)\b"
)


@lru_cache(maxsize=200_000)
def parse_address(text: str, *, place: str = "", communities: Collection[str] = ()) -> DoorAddress:
    """Read an address; `place` is the site it must belong to where it names none, `communities` are names to set apart.

    What is not certain is flagged (`unit_unknown`, `place_unknown`, `unclear`, …); what is not understood is kept as
    written with the flag `unread`. Never raises.
    """
    english = _from_english(text)
    folded = fold(english or text)
    if not folded:
        return DoorAddress(kind="unread", as_written=text, flags=("missing",))
    folded, note = _without_note(folded)
    read = _read(folded, place, tuple(communities))
    rest = read.rest + note
    if read.place or read.kind == "unread":
        return replace(read, as_written=text, rest=rest)
    flag = "place_from_context" if place else "place_unknown"
    return replace(read, place=place, as_written=text, rest=rest, flags=(*read.flags, flag))


def _without_note(text: str) -> tuple[str, str]:
    """Set a remark in brackets apart: 3-2-501(租) → 3-2-501, (租); brackets round the number itself are dropped."""
    found = _IN_BRACKETS.match(text)
    if not found or not found["before"]:
        return text, ""
    if re.search(r"\d", found["before"]):
        return found["before"], f"({found['inside']})"
    return (found["before"] + found["inside"], "") if re.search(r"\d", found["inside"]) else (text, "")


def _from_english(text: str) -> str:
    plain = narrow(text)
    words = {_kind_of(found): found["value"] for found in _ENGLISH.finditer(plain)}
    if "room" not in words and "building" not in words:
        return ""
    name = " ".join(re.split(r"[\s,]+", _ENGLISH.sub(" ", plain))).strip()
    tail = [
        words.get("building", "") and f"{words['building']}号楼",
        words.get("unit", "") and f"{words['unit']}单元",
    ]
    return name + "".join(tail) + (f"{words['room']}室" if "room" in words else "")


def _kind_of(found: re.Match[str]) -> str:
    return next(kind for kind in ("building", "unit", "room") if found[kind])


def _read(text: str, place: str, communities: tuple[str, ...]) -> DoorAddress:
    if not re.search(r"\d", text) and not BUILDING.match(text):
        return _shop(text, place, communities) or _site(text, communities)
    if re.fullmatch(r".*\d+(?:组|片区|网格)", text):
        return _site(text, communities)
    if SEVERAL.search(text):
        return DoorAddress(kind="unread", rest=text, flags=("several",))
    for reading in (_shop, _flat, _house, _building, _no_building):
        found = reading(text, place, communities)
        if found and not _NO_SITE.search(found.place):
            return found
    return DoorAddress(kind="unread", rest=text, flags=("unread",))


def _is_lane(place: str) -> bool:
    return bool(LANE_END.search(place)) and not ESTATE_END.search(place)


def _flat(text: str, place: str, communities: tuple[str, ...]) -> DoorAddress | None:
    found = FLAT.match(text)
    if not found:
        return None
    locality, own = split_place(found["place"], communities)
    unit, floor, room = found["unit"] or "", found["floor"] or "", found["room"]
    if not unit and not floor and _is_rather_a_house(found, own or place):
        return None
    if not unit and floor and found["floor_mark"] == "-":
        unit, floor = floor, ""
    flags = [] if unit else ["unit_unknown"]
    if unit and not floor and len(room) < 3 and room[0].isdecimal() and "-" in text:
        flags.append("unclear")
    rest = f"{floor}{found['floor_mark']}" if floor and len(room) > 2 else ""
    if floor and not rest:
        room = floor + room.zfill(2)
    elif floor and not room.startswith(floor):
        flags.append("unclear")
    unit, room = unit.lstrip("0") or unit, room[1:] if re.fullmatch(r"0\d{3}", room) else room
    building = found["building"].lstrip("0") or found["building"]
    if found["mark"] == "号" and (unit or len(room) >= 3) and _is_lane(own):
        own, building = f"{own}{building}号", ""
    return DoorAddress(own, building, "", unit, room, "flat", locality, rest, flags=tuple(flags))


def _is_rather_a_house(found: re.Match[str], place: str) -> bool:
    """Tell 西场路26号3号房, 后街10-2 and 29号-1 from 3号501 and 3-501."""
    if found["mark"] not in ("号", "-"):
        return False
    if found["room"][0] in "东西南北中左右":
        return True
    is_short = len(found["room"].rstrip("ABCDEFGH")) < 3
    return is_short or (_is_lane(place) and found["mark"] == "-")


def _house(text: str, place: str, communities: tuple[str, ...]) -> DoorAddress | None:
    found = HOUSE.match(text)
    if not found:
        return None
    locality, own = split_place(found["place"], communities)
    is_bare = not found["mark"] and not _is_lane(own or place) and not (found["sub"] and text.endswith("号"))
    if is_bare and (ESTATE_END.search(own or place) or not found["sub"]):
        return None if own else DoorAddress(kind="unread", rest=text, flags=("unclear",))
    is_house = bool(own) if _IS_HOUSED_IN_FLATS.search(own) is None else bool(found["sub"])
    flags = () if _is_lane(own or place) or is_house else ("unclear",)
    sub = re.sub(r"^(?:附|之)?(\d+)号?[房室屋]?$", r"-\1", found["sub"] or "").removesuffix("号")
    building = found["building"].lstrip("0") or found["building"]
    return DoorAddress(own, building, sub, kind="house", locality=locality, flags=flags)


def _building(text: str, place: str, communities: tuple[str, ...]) -> DoorAddress | None:
    found = BUILDING.match(text)
    if not found:
        return None
    locality, own = split_place(found["place"], communities)
    if found["rest"] is None and text.endswith("楼") and _TOWER.search(own) and found["building"].isdecimal():
        return DoorAddress(
            own, kind="site", locality=locality, rest=f"{found['building']}楼", flags=("room_unknown",)
        )
    building, unit, rest = found["building"], found["unit"] or "", found["rest"] or ""
    return DoorAddress(own, building, "", unit, "", "building", locality, rest, flags=("room_unknown",))


def _shop(text: str, place: str, communities: tuple[str, ...]) -> DoorAddress | None:
    found = SHOP.match(text)
    if not found or not found["base"]:
        return None
    base = _read(found["base"], place, communities)
    if base.kind == "unread":
        return None
    flags = tuple(flag for flag in base.flags if flag not in ("room_unknown", "unit_unknown", "site_only"))
    kind = base.kind if base.kind in ("flat", "house") else "flat"
    return replace(base, sub=base.sub + found["sub"], kind=kind, flags=flags)


def _no_building(text: str, place: str, communities: tuple[str, ...]) -> DoorAddress | None:
    found = NO_BUILDING.match(text)
    if not found:
        return None
    locality, own = split_place(found["place"], communities)
    room = found["room"] if not found["floor"] else found["floor"] + found["room"].zfill(2)
    flags = () if re.search(r"\d号$|楼$", own) else ("building_unknown",)
    return DoorAddress(own, "", "", found["unit"], room, "flat", locality, flags=flags)


def _site(text: str, communities: tuple[str, ...]) -> DoorAddress:
    locality, own = split_place(text, communities)
    if not own:
        locality, own = "", text
    return DoorAddress(own, kind="site", locality=locality, flags=("room_unknown",))
