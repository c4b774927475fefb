"""What somebody says about doors, households, persons and their marks; None leaves what stands, EMPTY clears it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gridward.facts.said import Said
from gridward.households.identity import Phone


@dataclass(frozen=True, slots=True)
class DoorFact:
    """A door; found by `id`, else by its address. Address, site and area come from the building.

    A new plate begins as one whose number is given, by hand unless `plate_scheme` names the version that gave it.
    """

    building_id: UUID | None = None
    unit: str | None = None
    room: str | None = None
    sub: str | None = None
    plate: str | None = None
    plate_state: str | None = None
    plate_scheme: int | None = None
    state: str | None = None
    attempts: int | None = None
    recheck_on: Said[date] = None
    worker_id: Said[UUID] = None
    walking_order: int | None = None
    address_as_written: str | None = None
    flags: tuple[str, ...] | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DoorStateFact:
    """The state somebody found a door in; `recheck_on` where they said when to come again."""

    door_id: UUID
    state: str
    recheck_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlateStateFact:
    """How far the plate of a door is."""

    door_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class HouseholdFact:
    """A household behind a door; found by `id`, else by door and number where it has a number."""

    door_id: UUID | None = None
    number: str | None = None
    is_tenant: bool | None = None
    is_closed: bool | None = None
    note: str | None = None
    more: Mapping[str, str] | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PersonFact:
    """A person, in clear for as long as the call lasts; found by `id`, else new.

    `id_number` is checked (check digit and date): one that is wrong is kept as written and flagged, never repaired.
    `birth_year` serves where the day is not known. `more` holds fields the community added.
    """

    household_id: UUID | None = None
    name: str | None = None
    sex: str | None = None
    birth_date: Said[date] = None
    birth_year: Said[int] = None
    id_kind: str | None = None
    id_number: str | None = None
    id_as_written: str | None = None
    phones: tuple[Phone, ...] | None = None
    registered_address: str | None = None
    remark: str | None = None
    moved_to: str | None = None
    more: Mapping[str, str] | None = None
    relation: str | None = None
    is_head: bool | None = None
    is_tenant: bool | None = None
    whereabouts: str | None = None
    whereabouts_from: Said[date] = None
    whereabouts_until: Said[date] = None
    guardian_id: Said[UUID] = None
    merged_into_id: Said[UUID] = None
    order: int | None = None
    flags: tuple[str, ...] | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MarkFact:
    """A category on a person or household, or taken off."""

    category_id: UUID
    subject_id: UUID
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class WhereaboutsFact:
    """Where a person is, since when and until when; `moved_to` for those who moved away."""

    person_id: UUID
    whereabouts: str
    since: date | None = None
    until: date | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class GuardianFact:
    """Who answers for a person under 14 (EMPTY: nobody yet)."""

    person_id: UUID
    guardian_id: Said[UUID]


@dataclass(frozen=True, slots=True)
class CategoryFact:
    """A class or special group: what it is called, whom it marks, what for, until when; found by `id`, else by code."""

    code: str
    name_zh: str
    subject: str
    purpose: str
    name_en: str = ""
    ends_on: date | None = None
    order: int = 0
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class KindOfDoorState:
    """A state the community adds for its doors; found by code."""

    code: str
    name_zh: str
    name_en: str
    is_lived_in: bool = False
    needs_recheck: bool = False
    order: int = 0
