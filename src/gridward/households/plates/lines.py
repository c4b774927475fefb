"""Every stair and every lane as a line of its numbers in order, with what is missing, bare or doubled in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.households.access import doors_for
from gridward.households.models import Door
from gridward.households.plates.lookalikes import compact
from gridward.households.plates.standing import with_places

FINE, MISSING, BARE, DOUBLED = "fine", "missing", "bare", "doubled"
_ROOM: Final = re.compile(r"(\d{1,2})(\d{2})")
_HOUSE: Final = re.compile(r"(\d+)(.*)")
# A jump of more than this along a lane is another stretch of it, not so many missing houses.
_LONGEST_HOLE: Final = 12


@dataclass(frozen=True)
class Cell:
    """One place of a line: its number, how it stands, and its door where there is one (`address` where none)."""

    label: str
    state: str
    door: Door | None = None
    address: str = ""


@dataclass(frozen=True)
class Line:
    """A stair, or a lane with its houses."""

    words: str
    area_ids: frozenset[UUID | None]
    cells: Sequence[Cell]
    is_stair: bool

    def how_many(self, state: str) -> int:
        """Cells that stand so."""
        return sum(1 for cell in self.cells if cell.state == state)

    @property
    def is_fine(self) -> bool:
        """Whether nothing is missing, bare or doubled."""
        return all(cell.state == FINE for cell in self.cells)


def lines_for(actor: Actor) -> list[Line]:
    """The lines of all doors within sight, in walking order; four statements."""
    doors = with_places(actor.community_id, doors_for(actor).order_by("walking_order", "id"))
    twins = _twins(doors)
    stairs: dict[tuple[UUID, str], list[Door]] = {}
    lanes: dict[UUID, list[Door]] = {}
    for door in doors:
        if door.room or door.unit:
            stairs.setdefault((door.building_id, door.unit), []).append(door)
        else:
            lanes.setdefault(door.site_id, []).append(door)
    lines = [(group[0], _stair(group, twins)) for group in stairs.values()]
    lines += [(group[0], _lane(group, twins)) for group in lanes.values()]
    return [line for _, line in sorted(lines, key=lambda pair: (pair[0].walking_order, pair[0].address))]


def _twins(doors: Iterable[Door]) -> set[UUID]:
    """Doors whose plates read alike but for dashes, blanks, capitals and zeros in front."""
    alike: dict[str, list[UUID]] = {}
    for door in doors:
        if door.plate:
            alike.setdefault(read_alike(door.plate), []).append(door.id)
    return {id for ids in alike.values() if len(ids) > 1 for id in ids}


def read_alike(plate: str) -> str:
    """What plates share that somebody at a door could take for each other."""
    parts = re.split(r"(\d+)", plate)
    plain = "|".join(str(int(part)) if part.isdecimal() else compact(part) for part in parts)
    return re.sub(r"\|+", "|", plain)


def _cell(label: str, doors: Sequence[Door], twins: set[UUID], *, is_twice: bool = False) -> list[Cell]:
    """The cells of one number: one a door."""
    return [
        Cell(
            label if not door.sub else f"{label}{door.sub}",
            DOUBLED if is_twice or door.id in twins else FINE if door.plate else BARE,
            door,
        )
        for door in doors
    ]


def _stair(doors: Sequence[Door], twins: set[UUID]) -> Line:
    """Rooms floor by floor; a room that other floors have and this one lacks is missing."""
    first = doors[0]
    by_room: dict[str, list[Door]] = {}
    for door in doors:
        by_room.setdefault(door.room, []).append(door)
    read = {room: (int(f[1]), f[2]) for room in by_room if (f := _ROOM.fullmatch(room))}
    floors = {floor for floor, _ in read.values()}
    flats = {flat for _, flat in read.values()}
    expected = {f"{floor}{flat}" for floor in _floors(first, floors) for flat in flats}
    base = f"{first.site.name}{first.building.name}{first.unit + '单元' if first.unit else ''}"
    cells: list[Cell] = []
    for room in sorted(by_room.keys() | expected, key=_room_order):
        if room in by_room:
            cells += _cell(room, by_room[room], twins)
        else:
            cells.append(Cell(room, MISSING, address=f"{base}{room}室"))
    return Line(base, _areas(doors), cells, is_stair=True)


def _floors(door: Door, seen: set[int]) -> Iterable[int]:
    """The floors there should be: from the lowest seen up to the building's last, or the highest seen."""
    if not seen:
        return ()
    return range(min(seen), max(door.building.floors or 0, *seen) + 1)


def _room_order(room: str) -> tuple[int, int, str]:
    found = _ROOM.fullmatch(room)
    return (int(found[1]), int(found[2]), room) if found else (1000, 0, room)


def _lane(doors: Sequence[Door], twins: set[UUID]) -> Line:
    """Houses by their number; the same number with nothing to tell the doors apart is doubled."""
    first = doors[0]
    by_house = sorted(doors, key=lambda door: (*_house_order(door.building.number), door.sub))
    cells: list[Cell] = []
    before = 0
    for number, group in groupby(by_house, key=lambda door: _house_order(door.building.number)[0]):
        found = list(group)
        if number < _NO_NUMBER:
            cells += _hole(first, before, number)
            before = number
        cells += _house(found, twins)
    return Line(first.site.name, _areas(doors), cells, is_stair=False)


_NO_NUMBER = 10**6


def _house_order(number: str) -> tuple[int, str]:
    found = _HOUSE.fullmatch(number)
    return (int(found[1]), found[2]) if found else (_NO_NUMBER, number)


def _hole(door: Door, before: int, number: int) -> Iterator[Cell]:
    if before and number - before - 1 <= _LONGEST_HOLE:
        for missing in range(before + 1, number):
            yield Cell(str(missing), MISSING, address=f"{door.site.name}{missing}号")


def _house(doors: Sequence[Door], twins: set[UUID]) -> list[Cell]:
    """The doors of one house number: 29号-1 and 29号-2 are two, 29号 beside 29号-1 or another 29号 is one too many."""
    cells: list[Cell] = []
    undivided = sum(1 for door in doors if not door.sub)
    for door in doors:
        label = door.building.number or door.building.name
        has_letter = bool(_house_order(label)[1])
        is_twice = len(doors) > 1 and undivided > 0 and not has_letter and (undivided > 1 or bool(door.sub))
        cells += _cell(label, [door], twins, is_twice=is_twice)
    return cells


def _areas(doors: Iterable[Door]) -> frozenset[UUID | None]:
    return frozenset(door.area_id for door in doors)
