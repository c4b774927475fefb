"""The plain rows of a demonstration community; refs such as A07, W013, D0412 tie them together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

UnitKind: TypeAlias = Literal["city", "county", "street", "community", "department", "enterprise", "other"]
WorkerRole: TypeAlias = Literal["responsible", "area_leader", "team"]
SiteKind: TypeAlias = Literal["compound", "lane", "village_group", "building_site", "other"]
DoorState: TypeAlias = Literal["lived_in", "vacant", "no_answer", "refused", "under_construction"]
Whereabouts: TypeAlias = Literal["home", "away", "hospital", "isolation", "moved", "visitor"]
IdKind: TypeAlias = Literal["", "resident", "passport"]
How: TypeAlias = Literal["seen", "plate", "phone", ""]
OutcomeKind: TypeAlias = Literal["done", "refused", "absent"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that workers come from; `code` is the 12-digit code of a community."""

    ref: str
    name: str
    name_en: str
    kind: UnitKind
    parent_ref: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works here; `role` says which one duty is theirs."""

    ref: str
    name: str
    unit_ref: str
    role: WorkerRole
    phone: str
    is_party_member: bool | None
    duty: str
    duty_en: str


@dataclass(frozen=True, slots=True)
class Team:
    """A working group with its leader among the members."""

    ref: str
    name: str
    name_en: str
    duty: str
    duty_en: str
    leader_ref: str
    member_refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """An area (片区) with its leader (片长); difficulty from 1, ordinary, to 3, hardest."""

    ref: str
    number: int
    name: str
    name_en: str
    leader_ref: str
    duties: str
    duties_en: str
    difficulty: int


@dataclass(frozen=True, slots=True)
class Site:
    """A compound, lane, village group, building site or other place; `area_ref` where it lies wholly in one."""

    ref: str
    name: str
    kind: SiteKind
    is_managing_body_clear: bool
    managing_body: str
    area_ref: str = ""


@dataclass(frozen=True, slots=True)
class Building:
    """A building, or the house of a lane; `number` as the address grammar has it, `floors` none for a house."""

    ref: str
    site_ref: str
    area_ref: str
    name: str
    number: str
    units: int
    floors: int | None
    walking_order: int


@dataclass(frozen=True, slots=True)
class Door:
    """A door with its official address and, beside it, the community's own number (07-023)."""

    ref: str
    building_ref: str
    site_ref: str
    area_ref: str
    unit: str
    room: str
    sub: str
    address: str
    plate: str
    state: DoorState
    worker_ref: str
    walking_order: int
    attempts: int = 0
    recheck_on: date | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """The people of one hearth behind a door; `number` is its number in the community's register."""

    ref: str
    door_ref: str
    number: str
    is_tenant: bool


@dataclass(frozen=True, slots=True)
class Person:
    """A fictional person; an empty `registered_address` means registered where they live."""

    ref: str
    household_ref: str
    order: int
    name: str
    sex: str
    birth_date: date
    relation: str
    is_head: bool
    is_tenant: bool
    id_kind: IdKind
    id_number: str
    phones: tuple[str, ...]
    registered_address: str
    whereabouts: Whereabouts = "home"
    whereabouts_from: date | None = None
    whereabouts_until: date | None = None
    moved_to: str = ""
    guardian_ref: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A class or group the community defined, with the refs of the persons or households in it."""

    ref: str
    code: str
    name: str
    name_en: str
    subject: Literal["person", "household"]
    purpose: str
    purpose_en: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """A round over every door: its window and, once closed, when and by whom."""

    ref: str
    name: str
    name_en: str
    opens_at: datetime
    closes_at: datetime
    opened_by: str
    closed_at: datetime | None = None
    closed_by: str = ""


@dataclass(frozen=True, slots=True)
class DoorSeen:
    """A worker stood at a door, or rang: what came of it. A refused or unanswered visit is an attempt."""

    at: datetime
    round_ref: str
    door_ref: str
    worker_ref: str
    how: How
    outcome: OutcomeKind
    has_changes: bool = False


@dataclass(frozen=True, slots=True)
class ExemptionAsked:
    """The worker asks to have a door exempted."""

    at: datetime
    round_ref: str
    door_ref: str
    worker_ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExemptionApproved:
    """Somebody other than the asker approves."""

    at: datetime
    round_ref: str
    door_ref: str
    worker_ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class DoorStateFound:
    """A door turned out to be in another state than was held."""

    at: datetime
    door_ref: str
    worker_ref: str
    was: DoorState
    now: DoorState


@dataclass(frozen=True, slots=True)
class PersonMoved:
    """A person who lived here moved away."""

    at: datetime
    person_ref: str
    door_ref: str
    worker_ref: str
    moved_to: str


@dataclass(frozen=True, slots=True)
class PersonArrived:
    """A person came to live here who was not on the register before."""

    at: datetime
    person_ref: str
    door_ref: str
    worker_ref: str


@dataclass(frozen=True, slots=True)
class PhoneChanged:
    """A person's telephone numbers changed."""

    at: datetime
    person_ref: str
    worker_ref: str
    was: tuple[str, ...]
    now: tuple[str, ...]


RegisterEvent: TypeAlias = DoorStateFound | PersonMoved | PersonArrived | PhoneChanged
LedgerEvent: TypeAlias = DoorSeen | ExemptionAsked | ExemptionApproved
Event: TypeAlias = RegisterEvent | LedgerEvent


@dataclass(frozen=True, slots=True)
class DemoCommunity:
    """Everything of a demonstration community as it stands when its story ends, and the story in order of time.

    `locality` is province, city, county, street, community; `coordinator_ref` and `data_officer_ref` are workers.
    """

    seed: int
    code: str
    locality: tuple[str, ...]
    coordinator_ref: str
    data_officer_ref: str
    units: tuple[Unit, ...]
    workers: tuple[Worker, ...]
    teams: tuple[Team, ...]
    areas: tuple[Area, ...]
    sites: tuple[Site, ...]
    buildings: tuple[Building, ...]
    doors: tuple[Door, ...]
    households: tuple[Household, ...]
    persons: tuple[Person, ...]
    categories: tuple[Category, ...]
    rounds: tuple[Verification, ...]
    events: tuple[Event, ...]

    def persons_by_household(self) -> Mapping[str, tuple[Person, ...]]:
        """Everybody on the register, also those away or moved, by household ref."""
        found: dict[str, list[Person]] = {household.ref: [] for household in self.households}
        for person in self.persons:
            found[person.household_ref].append(person)
        return {ref: tuple(persons) for ref, persons in found.items()}
