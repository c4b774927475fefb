"""What goes to one worker whole: a building, else a staircase of it, else some doors; plain data."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import groupby
from math import ceil
from uuid import UUID

from gridward.allocation.models import Balance
from gridward.allocation.queries.ground import GroundBuilding, GroundDoor


@dataclass(frozen=True, slots=True)
class Piece:
    """Some doors of one building that go together; `now` who has most of them."""

    building: GroundBuilding
    doors: tuple[GroundDoor, ...]
    unit: str = ""
    now: UUID | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is all of its building."""
        return len(self.doors) == len(self.building.doors)

    @property
    def minutes(self) -> float:
        """Expected minutes of its doors."""
        return sum(door.minutes for door in self.doors)

    def weight(self, balance: str) -> float:
        """What is balanced."""
        return self.minutes if balance == Balance.MINUTES else float(len(self.doors))


def whole_buildings(buildings: Iterable[GroundBuilding]) -> list[Piece]:
    """Each building in one piece, with the area that has it now."""
    return [Piece(building, tuple(building.doors), now=building.area_id) for building in buildings]


def for_workers(
    buildings: Iterable[GroundBuilding], most: float, balance: str, *, by_unit: bool = False
) -> list[Piece]:
    """Buildings whole where one worker can take them (`by_unit`: staircases), with the worker who has most of each."""
    return [piece for building in buildings for piece in _pieces(building, most, balance, by_unit)]


def as_they_are(buildings: Iterable[GroundBuilding], gone: UUID, most: float) -> list[Piece]:
    """The doors each worker has in each building, so that what nobody touches stays as it is.

    What the one who is gone had is cut into staircases, and these into parts of at most `most` doors, where it is more.
    """
    found = []
    for building in buildings:
        by_worker: dict[UUID | None, list[GroundDoor]] = {}
        for door in building.doors:
            by_worker.setdefault(door.worker_id, []).append(door)
        for worker_id, doors in by_worker.items():
            units = {door.unit for door in doors}
            unit = units.pop() if len(by_worker) > 1 and len(units) == 1 else ""
            piece = Piece(building, tuple(doors), unit, worker_id)
            found += _cut(piece, most) if worker_id == gone and len(doors) > most else [piece]
    return found


def _cut(piece: Piece, most: float) -> list[Piece]:
    """A piece by staircases, and these in parts of at most so many doors."""
    doors = sorted(piece.doors, key=lambda door: (door.unit, door.walking_order))
    return [
        part
        for unit, inside in groupby(doors, key=lambda door: door.unit)
        for part in _parts(replace(piece, doors=tuple(inside), unit=unit), most, Balance.DOORS)
    ]


def _pieces(building: GroundBuilding, most: float, balance: str, by_unit: bool) -> Iterator[Piece]:
    whole = Piece(building, tuple(building.doors))
    if not by_unit and whole.weight(balance) <= most:
        yield with_holder(whole)
        return
    doors = sorted(building.doors, key=lambda door: (door.unit, door.walking_order))
    for unit, inside in groupby(doors, key=lambda door: door.unit):
        stair = Piece(building, tuple(inside), unit)
        yield from (with_holder(part) for part in _parts(stair, most, balance))


def _parts(piece: Piece, most: float, balance: str) -> list[Piece]:
    """A piece in as few like parts as one worker can take each."""
    how_many = min(ceil(piece.weight(balance) / most), len(piece.doors)) if most > 0 else 1
    if how_many <= 1:
        return [piece]
    size = ceil(len(piece.doors) / how_many)
    return [replace(piece, doors=piece.doors[at : at + size]) for at in range(0, len(piece.doors), size)]


def with_holder(piece: Piece) -> Piece:
    """The piece with the worker who has most of its doors now."""
    votes = Counter(door.worker_id for door in piece.doors if door.worker_id)
    return replace(piece, now=votes.most_common(1)[0][0] if votes else None)


def held_of(piece: Piece, is_about_areas: bool) -> list[tuple[str | None, int, float]]:
    """Who has how many doors and minutes of a piece now."""
    if is_about_areas:
        return [(str(piece.now) if piece.now else None, len(piece.doors), round(piece.minutes, 2))]
    held: dict[str | None, tuple[int, float]] = {}
    for door in piece.doors:
        part = str(door.worker_id) if door.worker_id else None
        doors, minutes = held.get(part, (0, 0.0))
        held[part] = (doors + 1, minutes + door.minutes)
    return [(part, doors, round(minutes, 2)) for part, (doors, minutes) in held.items()]


def moved_doors(held: Iterable[tuple[str | None, int, float]], after: UUID | None) -> int:
    """How many doors change hands when all of a piece goes to one part."""
    to = str(after) if after else None
    return sum(doors for part, doors, _ in held if part != to)


def digest(area_id: UUID | None, doors: Iterable[tuple[UUID, UUID | None]]) -> str:
    """What the register said of a piece, to know whether it changed: its area, and who has which door."""
    said = [f"{id}:{worker}" for id, worker in sorted(doors, key=lambda pair: str(pair[0]))]
    return blake2b("|".join([str(area_id), *said]).encode(), digest_size=16).hexdigest()


def seen_of(piece: Piece, is_about_areas: bool) -> str:
    """The digest of a piece; of areas, doors do not matter."""
    doors: Sequence[tuple[UUID, UUID | None]] = (
        () if is_about_areas else [(d.id, d.worker_id) for d in piece.doors]
    )
    return digest(piece.building.area_id, doors)
