"""An address whose parts stand in columns of their own."""

import re
from dataclasses import replace

from gridward.shared.numerals import fold, value_of_numeral

from .door import LANE_END, DoorAddress
from .grammar import parse_address

_MARKS = {
    "building": re.compile(r"(?:号住宅楼|号楼|栋楼|栋|幢|座|#楼|#|号院|号|楼)$"),
    "unit": re.compile(r"(?:单元|梯|门栋|门)$"),
    "room": re.compile(r"(?:号房|室|房|号|户)$"),
}


def _bare(kind: str, text: str) -> str:
    folded = fold(text)
    if folded and value_of_numeral(folded) is not None:
        return str(value_of_numeral(folded))
    if re.fullmatch(r"[东西南北中前后主]楼|[东西南北中左右]户", folded):
        return folded
    return _MARKS[kind].sub("", folded).removeprefix("第")


def door_from_parts(
    *, place: str = "", building: str = "", unit: str = "", floor: str = "", room: str = "", site: str = ""
) -> DoorAddress:
    """Join columns of their own (小区, 楼栋, 单元, 楼层, 房号) to one address; `site` stands in where `place` is empty.

    A part that is itself a whole address (3-2-501 in the column of rooms) is read as one.
    """
    written = " ".join(part for part in (place, building, unit, floor, room) if part)
    if not unit and re.search(r"[\dA-Z#]-|单元|梯", fold(room)):
        is_whole = not building or re.search(r"#|号楼|栋|幢|^\d+-\d+-\d", fold(room))
        before = "" if is_whole else f"{_bare('building', building)}号楼"
        return replace(parse_address(f"{place}{before}{fold(room)}", place=site), as_written=written)
    joined = re.fullmatch(r"(\d{1,3}[A-Z]?)(?:号楼|栋|幢|#|-)(\d{1,2})(?:单元|梯)?", fold(building))
    if joined and not unit:
        building, unit = joined[1], joined[2]
    b, u, r, f = (
        _bare(k, v) for k, v in (("building", building), ("unit", unit), ("room", room), ("room", floor))
    )
    if f and r.isdecimal() and len(r) < 3:
        r = re.sub(r"[层楼]", "", f) + r.zfill(2)
    if not b and not u and r and LANE_END.search(fold(place) or site):
        return replace(parse_address(f"{place}{room}", place=site), as_written=written)
    is_house = (
        b and not u and (LANE_END.search(fold(place) or site) or re.search(r"\d号院?$", fold(building)))
    )
    if is_house and (not r or re.fullmatch(r"-?\d{1,2}|[东西南北中左右]户?", r)):
        text = f"{place}{b}号{r if not r.isdecimal() else f'{r}号房'}"
    else:
        is_numbered = r[-1:] not in "东西南北中户"
        marks = ((b, "" if b.endswith("楼") else "号楼"), (u, "单元"), (r, "室" if is_numbered else ""))
        text = place + "".join(part + mark for part, mark in marks if part)
    read = parse_address(text, place=site)
    return replace(read, as_written=written)
