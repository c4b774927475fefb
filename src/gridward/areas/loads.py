"""What stands behind each area, told by the rooms that know it: doors, households, people, and a round's coverage."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.shared.registries import Registry


@dataclass(frozen=True)
class AreaLoad:
    """Doors, households and people really living in one area."""

    doors: int = 0
    households: int = 0
    living: int = 0


@dataclass(frozen=True)
class AreaCoverage:
    """How far the open round is in one area; late is not counted among the open."""

    done: int = 0
    open: int = 0
    late: int = 0
    exempt: int = 0
    url: str = ""


@dataclass(frozen=True)
class Covered:
    """The open round in words, and its coverage by area id."""

    words: str
    url: str
    by_area: Mapping[UUID, AreaCoverage]


area_loads: Registry[Callable[[UUID], Mapping[UUID, AreaLoad]]] = Registry()
"""Called with the community's id; one statement or a few, however many areas there are."""
area_workers: Registry[Callable[[UUID, UUID], Mapping[UUID, int]]] = Registry()
"""Called with (community id, area id): how many doors in the area each worker answers for, by worker id."""
area_coverages: Registry[Callable[[Actor], Covered | None]] = Registry()
"""Called with whoever looks; None where no round is open."""


def loads_of(community_id: UUID) -> dict[UUID, AreaLoad]:
    """What every area holds, by id."""
    return {id: load for find in area_loads for id, load in find(community_id).items()}


def coverage_for(actor: Actor) -> Covered | None:
    """The first open round anybody knows of."""
    return next((covered for find in area_coverages if (covered := find(actor))), None)
