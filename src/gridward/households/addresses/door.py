"""One door's address, and how it is written."""

import re
from dataclasses import dataclass, field
from typing import Literal

type_of_address = Literal["flat", "house", "building", "site", "unread"]

LANE_END = re.compile(r"(?:[路街巷弄道里沟坡堡寨村组队屯湾]|胡同|片区|网格|大道|[东西南北中]段|\d+号)$")
ESTATE_END = re.compile(
    r"(?:小区|家属院|家属楼|大院|[苑院园城府邸郡庭湾居庐墅]|花园|家园|公寓|新村|新苑|楼盘|公馆|宿舍|大厦|广场|中心|安置点|安置房|社区)$"
)
DIVISION = re.compile(r"^第?(\d+)(片区|网格|组|排)$")


@dataclass(frozen=True, slots=True)
class DoorAddress:
    """Where one door is: a flat in a building, a house in a lane or group, a building, or a site.

    `place` is the name of the site (compound, lane, village group), `sub` a part of a house (东户, -1) or a shop,
    `locality` what stood before it (street, community), `rest` what was not understood. Nothing of the text is lost:
    `as_written` keeps it whole. `flags` say what is missing or unclear.
    """

    place: str = ""
    building: str = ""
    sub: str = ""
    unit: str = ""
    room: str = ""
    kind: type_of_address = "flat"
    locality: str = field(default="", compare=False)
    rest: str = field(default="", compare=False)
    as_written: str = field(default="", compare=False)
    flags: tuple[str, ...] = field(default=(), compare=False)

    @property
    def key(self) -> str:
        """One text per door: place|building|sub| for a house, place|building|unit|room for a flat."""
        if self.kind == "unread":
            return f"?{self.as_written}"
        tail = (self.sub, "") if self.sub or not self.room else (self.unit, self.room)
        return "|".join((self.place, self.building, *tail))

    @property
    def is_certain(self) -> bool:
        """Say whether this names exactly one door."""
        return self.kind in ("flat", "house") and not set(self.flags) & DOUBTS

    def __str__(self) -> str:
        return format_address(self)


DOUBTS = frozenset(
    {
        "place_unknown",
        "building_unknown",
        "unit_unknown",
        "room_unknown",
        "unclear",
        "several",
        "unread",
        "missing",
    }
)


def name_of_building(building: str) -> str:
    """Write a building as people do: 3 → 3号楼, 12A → 12A楼, A → A座, 南楼 stays."""
    if not building or building[-1] in "楼座":
        return building
    if building.isdecimal():
        return f"{building}号楼"
    return f"{building}楼" if building[0].isdecimal() else f"{building}座"


def _name_of_room(room: str) -> str:
    return room if not room or room[-1] in "户室房铺" else f"{room}室"


def _house(address: DoorAddress) -> str:
    if re.fullmatch(r"-\d+", address.sub):
        return f"{address.building}{address.sub}号"
    return f"{address.building}号{address.sub}" if address.building else address.sub


def format_address(address: DoorAddress) -> str:
    """Write the address in full: 东关小区1号楼1单元101室, 老街29-1号, 10组4号."""
    if address.kind == "unread":
        return address.as_written
    return address.place + _within(address)


def _within(address: DoorAddress) -> str:
    if address.kind == "house":
        return _house(address)
    unit = address.unit and f"{address.unit}单元"
    return name_of_building(address.building) + unit + _name_of_room(address.room) + address.sub


def short_form(address: DoorAddress) -> str:
    """Write the address as said within its site: 3-2-501, 29-1号, 南楼."""
    parts = (address.building, address.unit, address.room)
    if address.kind == "flat" and not address.sub and all(re.fullmatch(r"[0-9A-Z]+", part) for part in parts):
        return "-".join(parts)
    return _within(address) or format_address(address)
