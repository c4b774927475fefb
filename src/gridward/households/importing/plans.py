"""What a roster's reading means for the register: facts to be written, by address and by person; no database here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from gridward.areas.models import SiteKind
from gridward.households.addresses import DoorAddress, name_of_building
from gridward.households.addresses.door import DOUBTS
from gridward.households.models import Whereabouts
from gridward.households.roster.readings import PersonReading, RosterReading
from gridward.shared.ids import derived_id

TO_BE_CHECKED = "地址待核实"
NO_ADDRESS = "未填地址"
LONGEST_SUB = 20
STATES = {
    "vacant": "vacant",
    "no_answer": "no_answer",
    "refused": "refused",
    "construction": "construction",
    "": "lived_in",
}
WHEREABOUTS = {
    "present": Whereabouts.HOME,
    "away": Whereabouts.AWAY,
    "moved": Whereabouts.MOVED,
    "deceased": Whereabouts.DECEASED,
    "hospital": Whereabouts.HOSPITAL,
    "isolation": Whereabouts.ISOLATION,
    "unreachable": Whereabouts.UNREACHABLE,
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a door is to stand in the register: site, building and parts, with what is unsure about it."""

    site: str
    building: str
    unit: str
    room: str
    sub: str
    kind: str
    as_written: str = field(default="", compare=False)
    flags: tuple[str, ...] = field(default=(), compare=False)

    @property
    def site_kind(self) -> str:
        """The kind of site an address of this kind lies in."""
        if self.site.endswith(TO_BE_CHECKED):
            return SiteKind.OTHER
        if self.kind == "flat" or self.building == "":
            return SiteKind.COMPOUND
        return SiteKind.VILLAGE_GROUP if self.site.endswith(("组", "村", "屯")) else SiteKind.LANE

    @property
    def building_name(self) -> str:
        """The building as people write it."""
        if self.kind == "house":
            return f"{self.building}号" if self.building else self.site
        return name_of_building(self.building) or self.site


def spot_of(address: DoorAddress | None, as_written: str, area: str) -> Spot:
    """Where an address puts its door; what cannot be read for sure stands under the area's 地址待核实, as written."""
    if address is None or address.kind == "unread":
        text = (address.as_written if address else as_written).strip()
        flag = "address.unread" if text else "address.missing"
        return Spot(area + TO_BE_CHECKED, "", "", "", _short(text or NO_ADDRESS), "house", text, (flag,))
    flags = tuple(sorted(f"address.{flag}" for flag in address.flags if flag in DOUBTS))
    site = address.place or area + TO_BE_CHECKED
    written = as_written if flags else ""
    return Spot(
        site, address.building, address.unit, address.room, _short(address.sub), address.kind, written, flags
    )


def _short(text: str) -> str:
    """A text that fits its column, still another for another text."""
    if len(text) <= LONGEST_SUB:
        return text
    return f"{text[: LONGEST_SUB - 7]}…{derived_id(text).hex[:6]}"


@dataclass(frozen=True, slots=True)
class DoorPlan:
    """A door of the roster in the order of its rows: where, in which area, in what state."""

    spot: Spot
    area: str
    state: str


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """A person of the roster with the id it has or will have, and the household it belongs to."""

    reading: PersonReading
    id: UUID
    household_id: UUID
    spot: Spot
    is_known: bool


@dataclass(frozen=True)
class Plan:
    """All that an import would write."""

    areas: dict[str, tuple[str, str]]
    doors: list[DoorPlan]
    persons: list[PersonPlan]
    look_alikes: list[tuple[UUID, UUID, str]]

    @property
    def new_persons(self) -> list[PersonPlan]:
        """Those the register does not have yet."""
        return [person for person in self.persons if not person.is_known]


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """Where a person the register already has lives in it."""

    person_id: UUID
    household_id: UUID


def plan_of(
    digest: str,
    reading: RosterReading,
    known: Mapping[str, KnownPlace],
    look_alikes: Iterable[tuple[str, UUID, str]] = (),
) -> Plan:
    """Plan a reading; `known` says which persons (by ref) the register has, `look_alikes` whom of it they resemble.

    New ids derive from the file's digest and the ref: the same file plans the same rows however often it comes.
    """
    households = _households(reading, known)
    persons = [_person(digest, person, known, households) for person in reading.persons]
    ids = {plan.reading.ref: plan.id for plan in persons}
    pairs = [(ids[pair.a_ref], ids[pair.b_ref], pair.reason) for pair in reading.look_alikes]
    pairs += [(ids[ref], other, reason) for ref, other, reason in look_alikes]
    return Plan(_areas(reading), _doors(reading), persons, [pair for pair in pairs if pair[0] != pair[1]])


def _areas(reading: RosterReading) -> dict[str, tuple[str, str]]:
    """Areas the roster names, with worker and phone; those only persons name come last."""
    named = {area.name: (area.worker, area.phone) for area in reading.areas if area.name}
    for person in reading.persons:
        if person.area_name:
            named.setdefault(person.area_name, (person.area_worker_name, person.area_worker_phone))
    return named


def _households(reading: RosterReading, known: Mapping[str, KnownPlace]) -> dict[str, UUID]:
    """A household somebody known already lives in stays the household of those listed with them."""
    found: dict[str, Counter[UUID]] = {}
    for person in reading.persons:
        if person.ref in known and person.household_ref:
            found.setdefault(person.household_ref, Counter())[known[person.ref].household_id] += 1
    return {ref: votes.most_common(1)[0][0] for ref, votes in found.items()}


def _person(
    digest: str, person: PersonReading, known: Mapping[str, KnownPlace], households: Mapping[str, UUID]
) -> PersonPlan:
    spot = spot_of(person.address, person.address_as_written, person.area_name)
    if place := known.get(person.ref):
        return PersonPlan(person, place.person_id, place.household_id, spot, True)
    group = person.household_ref or person.ref
    household_id = households.get(group) or derived_id("roster", digest, "household", group)
    return PersonPlan(person, derived_id("roster", digest, "person", person.ref), household_id, spot, False)


def _doors(reading: RosterReading) -> list[DoorPlan]:
    """Each door once; where somebody lives it is lived in, whatever another row says."""
    doors: dict[Spot, DoorPlan] = {}
    for person in reading.persons:
        spot = spot_of(person.address, person.address_as_written, person.area_name)
        doors.setdefault(spot, DoorPlan(spot, person.area_name, "lived_in"))
    for door in reading.doors:
        spot = spot_of(door.address, door.address.as_written, door.area_name)
        doors.setdefault(spot, DoorPlan(spot, door.area_name, STATES[door.state]))
    return list(doors.values())
