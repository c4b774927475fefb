"""What somebody says about areas, sites and buildings; None leaves what stands."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gridward.facts.said import Said


@dataclass(frozen=True, slots=True)
class AreaFact:
    """An area; found by `id`, else by the number of an open area. `leader_id` is a worker."""

    number: int | None = None
    name: str | None = None
    leader_id: Said[UUID] = None
    duties: str | None = None
    difficulty: int | None = None
    deputy_id: Said[UUID] = None
    bound_east: str | None = None
    bound_south: str | None = None
    bound_west: str | None = None
    bound_north: str | None = None
    outline: Said[dict[str, Any]] = None
    is_closed: bool | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SiteFact:
    """A compound, lane, village group, building site or other place; found by `id`, else by name."""

    name: str | None = None
    kind: str | None = None
    managed: str | None = None
    managing_body: str | None = None
    area_id: Said[UUID] = None
    outline: Said[dict[str, Any]] = None
    map_ref: str | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class BuildingFact:
    """A building or the house of a lane; found by `id`, else by site and number.

    A new one without a name is called as the number is (`name` is asked of whoever knows the grammar), and lies in the
    area of its site where none is said.
    """

    site_id: UUID | None = None
    number: str | None = None
    name: str | None = None
    area_id: Said[UUID] = None
    units: int | None = None
    floors: Said[int] = None
    walking_order: int | None = None
    footprint: Said[dict[str, Any]] = None
    lng: Said[float] = None
    lat: Said[float] = None
    map_ref: str | None = None
    id: UUID | None = None
