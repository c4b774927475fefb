"""What somebody says of a zone, a level or a measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

BOUNDS = ("bound_east", "bound_south", "bound_west", "bound_north")


@dataclass(frozen=True)
class ZoneFact:
    """All that is said of a zone.

    `outline` is GeoJSON in WGS 84; `areas`, `sites` and `buildings` lie in it whole; `level` and `measures` are codes.
    A pool size of 0 means: one household, one tube. `decision` is the number of the paper, `reason` why.
    """

    name: str
    level: str
    starts_on: date
    decision: str
    reason: str = ""
    outline: Mapping[str, Any] | None = None
    areas: tuple[UUID, ...] = ()
    sites: tuple[UUID, ...] = ()
    buildings: tuple[UUID, ...] = ()
    bound_east: str = ""
    bound_south: str = ""
    bound_west: str = ""
    bound_north: str = ""
    measures: tuple[str, ...] = ()
    test_dates: tuple[date, ...] = ()
    test_every_days: int | None = None
    pool_door: int | None = None
    pool_central: int | None = None
    ends_on: date | None = None

    @property
    def is_somewhere(self) -> bool:
        """Whether it says in any way where the zone is."""
        bounds = any(getattr(self, name).strip() for name in BOUNDS)
        return bool(self.outline or self.areas or self.sites or self.buildings or bounds)


@dataclass(frozen=True)
class LevelFact:
    """How grave a zone may be, found by its code; `order` 1 is the gravest, `colour` is 0 to 5 of the map."""

    code: str
    name_zh: str
    name_en: str = ""
    order: int = 1
    colour: int = 3


@dataclass(frozen=True)
class MeasureFact:
    """Something that may hold in a zone, found by its code."""

    code: str
    text_zh: str
    text_en: str = ""
    order: int = 1
