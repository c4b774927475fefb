"""What the verbs of setting up take."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gridward.rounds.actions import AnyOf
from gridward.shared.ids import derived_id
from gridward.testing.models import Phase, StationKind, TestDay


@dataclass(frozen=True)
class StationFact:
    """A station with how many desks stand there; without an id it is a new one."""

    name: str
    kind: str = StationKind.CENTRE
    desks: int = 1
    site_id: UUID | None = None
    place: str = ""
    lng: float | None = None
    lat: float | None = None
    order: int = 1
    is_open: bool = True
    id: UUID | None = None


@dataclass(frozen=True)
class AtStation:
    """How many desks and samplers work at a station on one day."""

    station_id: UUID
    desks: int
    samplers: int


@dataclass(frozen=True)
class Pool:
    """How many share a tube in a phase, in one zone or elsewhere; 0: a household."""

    phase: str
    size: int
    zone_id: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        """The form kept with a day."""
        return {
            "phase": str(self.phase),
            "zone": str(self.zone_id) if self.zone_id else None,
            "size": self.size,
        }


@dataclass(frozen=True)
class Window:
    """From when until when a phase is open."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class DayFact:
    """A day of testing as it is planned; its date is what tells it from others."""

    date: date
    name: str
    door: Window
    centre: Window
    door_rule: AnyOf = field(default_factory=AnyOf)
    singles: AnyOf = field(default_factory=AnyOf)
    pools: tuple[Pool, ...] = ()
    has_workers: bool = True
    stations: tuple[AtStation, ...] = ()
    copied_from_id: UUID | None = None


@dataclass(frozen=True)
class SlotFact:
    """When the people of an area, or a part of them, come to a station."""

    station_id: UUID
    area_id: UUID | None
    people: int
    begins_at: datetime
    ends_at: datetime
    part: int = 1
    parts: int = 1


def rule_of(day: TestDay) -> AnyOf:
    """Who is tested at the door."""
    return AnyOf.from_json(day.door_rule)


def day_id_of(community_id: UUID, on: date) -> UUID:
    """The id of the day on a date: planning it twice plans one."""
    return derived_id("test day", community_id, on.isoformat())


def round_id_of(day: TestDay, phase: str) -> UUID:
    """The id of the round of a phase, known before it is opened: each round names the other."""
    opened: UUID | None = day.door_round_id if phase == Phase.DOOR else day.centre_round_id
    return opened or derived_id("testing round", day.id, phase)
