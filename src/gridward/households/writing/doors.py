"""Rows of doors: the address composed from site, building and parts; area and site follow the building."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from gridward.areas.models import Building, Site, SiteKind
from gridward.facts.said import Drafts, Put, tell
from gridward.facts.versions import Stamp
from gridward.households.addresses import DoorAddress, fold, format_address
from gridward.households.entries import DoorFact, DoorStateFact
from gridward.households.models import Door, DoorState, PlateState
from gridward.households.plates.patterns import refuse_number
from gridward.shared.batches import in_batches
from gridward.shared.problems import Problem, problem_code

UNKNOWN_BUILDING = problem_code(
    "households.unknown_building", 422, "A door needs a building that exists here."
)
UNKNOWN_DOOR = problem_code("households.unknown_door", 422, "This door does not exist here.")
UNKNOWN_STATE = problem_code("households.unknown_state", 422, "Doors here have no state called {state}.")
ADDRESS_TAKEN = problem_code("households.address_taken", 409, "Another door already has this address: {key}.")
PLATE_TAKEN = problem_code("households.plate_taken", 409, "The plate {plate} belongs to the door {address}.")

NO_ANSWER = "no_answer"
# After so many unanswered visits, on different days, the next is a week away instead of a day.
VISITS_BEFORE_A_PAUSE = 3
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
_UNIT_MARK = re.compile(r"(?:单元|梯|门栋|门)$")
_ROOM_MARK = re.compile(r"(?:号房|号室|室|房间|房|号)$")


def address_of(site: Site, building: Building, unit: str, room: str, sub: str) -> DoorAddress:
    """The address of one door; a house in a lane or group bears its number with 号, a building is a 楼."""
    is_named_house = building.name.endswith(("号", "院"))
    is_house = is_named_house or (
        site.kind in (SiteKind.LANE, SiteKind.VILLAGE_GROUP)
        and not building.name.endswith(("楼", "座", "栋", "幢"))
    )
    if unit or room:
        return DoorAddress(site.name, building.number, sub, unit, room, "flat")
    if not building.number:
        return DoorAddress(site.name, "", sub, kind="house" if sub else "site")
    return DoorAddress(
        site.name, building.number, sub, kind="house" if is_house else "building" if not sub else "flat"
    )


def key_of_address(address: DoorAddress) -> str:
    """The text that no two doors share: place|building|sub|unit|room."""
    return "|".join((address.place, address.building, address.sub, address.unit, address.room))


def write_doors(community_id: UUID, facts: Sequence[DoorFact], stamp: Stamp) -> Put:
    """Doors by id or address.

    Raises households.unknown_building, households.unknown_state, households.address_taken, households.plate_taken,
    households.plate_too_long, households.plate_looks_official, households.plate_tells_of_people.
    """
    _refuse_unknown_states(community_id, {f.state for f in facts if f.state})
    return joined([_write_doors(community_id, batch, stamp) for batch in in_batches(facts, 2000)])


def joined(puts: Sequence[Put]) -> Put:
    """The answers of several pieces as one."""
    return Put(
        [id for put in puts for id in put.created],
        [id for put in puts for id in put.changed],
        [id for put in puts for id in put.unchanged],
        [id for put in puts for id in put.ids],
    )


def _refuse_unknown_states(community_id: UUID, codes: set[str]) -> None:
    if not codes:
        return
    known = set(DoorState.objects.of(community_id).filter(code__in=codes).values_list("code", flat=True))
    if codes - known:
        raise Problem(UNKNOWN_STATE, {"state": min(codes - known)})


def _write_doors(community_id: UUID, facts: Sequence[DoorFact], stamp: Stamp) -> Put:
    ids = {fact.id for fact in facts if fact.id}
    drafts = Drafts(Door, community_id, lambda: Door.objects.with_ids(community_id, ids), _key_of)
    buildings = _buildings(community_id, facts, drafts.standing.values())
    addresses = [_address_said(fact, drafts.standing.get(fact.id), buildings) for fact in facts]  # type: ignore[arg-type]
    drafts.add(
        _neighbours(community_id, {key_of_address(a) for a in addresses}, {f.plate for f in facts if f.plate})
    )
    for fact, address in zip(facts, addresses, strict=True):
        row = drafts.draft(fact.id, key_of_address(address))
        _tell_door(row, fact)
        _place(row, buildings[row.building_id], address)
    drafts.refuse_twins(ADDRESS_TAKEN)
    _refuse_same_plates(sorted(drafts.standing.values(), key=lambda door: door.id in drafts.rows))
    return drafts.write(stamp)


def _key_of(door: Door) -> str:
    return door.address_key


def _buildings(community_id: UUID, facts: Iterable[DoorFact], doors: Iterable[Door]) -> dict[UUID, Building]:
    ids = {fact.building_id for fact in facts if fact.building_id} | {door.building_id for door in doors}
    found = Building.objects.with_ids(community_id, ids).select_related("site")
    return {building.id: building for building in found}


def _address_said(fact: DoorFact, standing: Door | None, buildings: dict[UUID, Building]) -> DoorAddress:
    building = buildings.get(fact.building_id or (standing.building_id if standing else UUID(int=0)))
    if building is None:
        raise Problem(UNKNOWN_BUILDING)
    unit, room, sub = _parts(fact)
    return address_of(
        building.site,
        building,
        (standing.unit if standing else "") if unit is None else unit,
        (standing.room if standing else "") if room is None else room,
        (standing.sub if standing else "") if sub is None else sub,
    )


def _parts(fact: DoorFact) -> tuple[str | None, str | None, str | None]:
    """Unit, room and sub as the grammar has them: 2单元 → 2, 501室 → 501."""
    return (
        None if fact.unit is None else _UNIT_MARK.sub("", fold(fact.unit)),
        None if fact.room is None else _ROOM_MARK.sub("", fold(fact.room)),
        None if fact.sub is None else fold(fact.sub),
    )


def _neighbours(community_id: UUID, keys: set[str], plates: set[str]) -> Iterable[Door]:
    return Door.objects.of(community_id).filter(Q(address_key__in=keys) | Q(plate__in=plates))


def _tell_door(row: Door, fact: DoorFact) -> None:
    unit, room, sub = _parts(fact)
    tell(row, building_id=fact.building_id, unit=unit, room=room, sub=sub)
    _tell_plate(row, fact)
    tell(row, worker_id=fact.worker_id, walking_order=fact.walking_order)
    tell(row, address_as_written=fact.address_as_written)
    if fact.flags is not None:
        row.flags = sorted(fact.flags)
    if fact.state is not None and fact.state != row.state and fact.state != NO_ANSWER:
        row.attempts, row.recheck_on = 0, None
    tell(row, state=fact.state, attempts=fact.attempts, recheck_on=fact.recheck_on)


def _tell_plate(row: Door, fact: DoorFact) -> None:
    """Another number is another plate, still to be made; what no plate may bear is refused."""
    if fact.plate is not None and fact.plate != row.plate:
        refuse_number(fact.plate)
        row.plate, row.plate_state = fact.plate, PlateState.ASSIGNED
        row.plate_scheme = fact.plate_scheme or 0
    tell(row, plate_state=fact.plate_state)


def _place(row: Door, building: Building, address: DoorAddress) -> None:
    row.site_id, row.area_id = building.site_id, building.area_id
    row.address, row.address_key = format_address(address), key_of_address(address)


def _refuse_same_plates(doors: Iterable[Door]) -> None:
    """The doors come with those that are not being changed first, so that the refusal names one of them."""
    bearers: dict[str, Door] = {}
    for door in doors:
        bearer = bearers.setdefault(door.plate, door)
        if door.plate and bearer.id != door.id:
            raise Problem(PLATE_TAKEN, {"plate": door.plate, "address": bearer.address})


def follow_buildings(
    community_id: UUID, building_ids: Sequence[UUID], stamp: Stamp
) -> list[tuple[str, UUID]]:
    """Let doors follow their buildings in area, site and address; raises households.address_taken."""
    doors = Door.objects.of(community_id).filter(building_id__in=building_ids)
    put = write_doors(community_id, [DoorFact(id=id) for id in doors.values_list("id", flat=True)], stamp)
    return [("door", id) for id in put.touched]


def write_door_states(community_id: UUID, facts: Sequence[DoorStateFact], stamp: Stamp) -> Put:
    """The states doors were found in: an unanswered visit counts up and names the day to come again.

    Raises households.unknown_door, households.unknown_state.
    """
    known = {s.code: s for s in DoorState.objects.of(community_id)}
    ids = {fact.door_id for fact in facts}
    drafts = Drafts(Door, community_id, lambda: Door.objects.with_ids(community_id, ids))
    if ids - drafts.standing.keys():
        raise Problem(UNKNOWN_DOOR)
    for fact in facts:
        if fact.state not in known:
            raise Problem(UNKNOWN_STATE, {"state": fact.state})
        _find(drafts.draft(fact.door_id), fact, known[fact.state], stamp)
    return drafts.write(stamp)


def _find(row: Door, fact: DoorStateFact, state: DoorState, stamp: Stamp) -> None:
    row.state = state.code
    row.attempts = row.attempts + 1 if state.code == NO_ANSWER else 0
    row.recheck_on = None
    if state.needs_recheck:
        pause = A_WEEK if row.attempts >= VISITS_BEFORE_A_PAUSE else A_DAY
        row.recheck_on = fact.recheck_on or timezone.localdate(stamp.true_from) + pause
