"""Addresses in their company: what the area, the building and the household say of what an address leaves out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..addresses import DoorAddress, door_from_parts, fold, parse_address
from .lines import AreaLine
from .raw import RawDoor, RawPerson, WrittenAddress

_ENOUGH = 3  # sightings before an area's only compound, or a building's only unit, counts as known


def read_written(written: WrittenAddress, place: str, communities: tuple[str, ...]) -> DoorAddress:
    """Read the cells of an address, with the place it must belong to where it names none."""
    own = written.place or (
        written.group and (written.group if not written.group.isdecimal() else f"{written.group}组")
    )
    if not written.whole:
        if not (written.building or written.room):
            return DoorAddress(kind="unread", as_written=written.text(), flags=("missing",))
        return door_from_parts(
            place=own,
            building=written.building,
            unit=written.unit,
            floor=written.floor,
            room=written.room,
            site=place,
        )
    read = parse_address(written.whole, place="", communities=communities)
    longer = _with_parts(written, read)
    if longer != written.whole:
        return replace(
            parse_address(longer, place=own or place, communities=communities), as_written=written.text()
        )
    if read.place and read.kind != "unread":
        return read
    under = f"{own}{written.building}" if own or written.building else ""
    if under and not read.building:
        joined = parse_address(under + written.whole, place=place, communities=communities)
        return replace(joined, as_written=written.text())
    site = parse_address(own, communities=communities).place if own else place
    return replace(
        parse_address(written.whole, place=site or place, communities=communities), as_written=written.text()
    )


def _with_parts(written: WrittenAddress, read: DoorAddress) -> str:
    """Put what stands in columns of its own after an address that lacks it (门牌号 21 | 东户, 3号楼 | 2 | 501)."""
    if not (written.room or written.unit) or read.room or read.sub:
        return written.whole
    if read.kind == "house" or (written.whole.isdecimal() and not written.unit):
        is_sub = bool(re.fullmatch(r"-?\d{1,2}|[东西南北中前后左右]户?", fold(written.room)))
        return f"{written.whole.removesuffix('号')}号{written.room}" if is_sub else written.whole
    if read.kind not in ("building", "site"):
        return written.whole
    marks = (
        (written.building if not read.building else "", "号楼"),
        (written.unit, "单元"),
        (written.room, "室"),
    )
    return written.whole + "".join(
        part + ("" if not part or part.endswith(mark[-1]) else mark) for part, mark in marks
    )


@dataclass(slots=True)
class Neighbourhood:
    """What the whole list knows of its places: the compounds of each area, the units of each building."""

    communities: tuple[str, ...] = ()
    of_area: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    seen: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    all_places: Counter[str] = field(default_factory=Counter)
    units: dict[tuple[str, str], dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    unitless: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    known_units: Mapping[tuple[str, str], int] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    def learn(self, areas: Iterable[AreaLine], written: Iterable[tuple[WrittenAddress, str, int]]) -> None:
        """Look at every address without context, with how often it stands there, and keep what they agree on."""
        for line in areas:
            self.of_area[line.name].update(line.places)
            for place in line.places:
                self.all_places[place] += _ENOUGH
        for address, area, count in written:
            read = read_written(address, "", self.communities)
            if read.kind in ("flat", "house", "building") and read.place:
                self.seen[area][read.place] += count
                self.all_places[read.place] += count
        self._name_aliases()

    def _name_aliases(self) -> None:
        """See that 清溪东关小区 and 东关 are 东关小区, where only one well-known place fits."""
        common = {place for place, count in self.all_places.items() if count >= _ENOUGH}
        for place, count in self.all_places.items():
            if len(place) < 2:
                continue
            fits = [
                other
                for other in common
                if other != place
                and self.all_places[other] >= 3 * count
                and (place.endswith(other) or (other.startswith(place) and len(other) - len(place) <= 3))
            ]
            if len(fits) == 1:
                self.aliases[place] = fits[0]

    def place_of(self, area: str) -> str:
        """Name the only place of an area; empty if there is none or more than one."""
        named = self.of_area.get(area, set())
        if len(named) == 1:
            return next(iter(named))
        common = {
            self.aliases.get(place, place) for place, count in self.seen[area].items() if count >= _ENOUGH
        } | named
        everything = {self.aliases.get(place, place) for place in self.seen[area]} | named
        return next(iter(common)) if len(common) == 1 and len(everything) == 1 else ""

    def read(self, written: WrittenAddress, area: str) -> DoorAddress:
        """Read an address with all that is known."""
        read = read_written(written, self.place_of(area), self.communities)
        alias = self.aliases.get(read.place)
        if not alias:
            return read
        return replace(read, place=alias, locality=read.locality + read.place.removesuffix(alias))

    def count_units(self, addresses: Iterable[DoorAddress]) -> None:
        """Keep which units each building shows, and at how many doors."""
        for address in addresses:
            if address.kind != "flat" or not address.building:
                continue
            building = (address.place, address.building)
            if address.unit:
                self.units[building][address.unit].add(address.room)
            else:
                self.unitless[building].add(address.room)

    def with_unit(self, address: DoorAddress, household: Sequence[DoorAddress]) -> DoorAddress:
        """Give a flat its missing unit where the household, or the building's only unit, proves it."""
        if "unit_unknown" not in address.flags or "place_unknown" in address.flags:
            return address
        building = (address.place, address.building)
        of_household = {
            other.unit
            for other in household
            if (other.place, other.building, other.room) == (*building, address.room) and other.unit
        }
        if len(of_household) == 1:
            return _completed(address, next(iter(of_household)), "unit_from_household")
        units = self.units.get(building, {})
        known = self.known_units.get(building)
        if (
            len(units) == 1
            and known in (None, 1)
            and (known == 1 or len(next(iter(units.values()))) >= _ENOUGH)
        ):
            return _completed(address, next(iter(units)), "unit_only")
        if not units and (known == 1 or (known is None and len(self.unitless[building]) >= 2 * _ENOUGH)):
            return _completed(address, "", "unit_none")
        return address


def _completed(address: DoorAddress, unit: str, flag: str) -> DoorAddress:
    flags = tuple(kept for kept in address.flags if kept != "unit_unknown")
    return replace(address, unit=unit, flags=(*flags, flag))


def resolve(
    mentions: Sequence[RawPerson | RawDoor],
    areas: Sequence[AreaLine],
    communities: Sequence[str] = (),
    known_units: Mapping[tuple[str, str], int] | None = None,
) -> list[DoorAddress]:
    """Read the address of every mention, each in the company of all others."""
    around = Neighbourhood(tuple(communities), known_units=known_units or {})
    keys = [(mention.address.parts(), mention.area) for mention in mentions]
    written = {key: mention.address for key, mention in zip(keys, mentions, strict=True)}
    around.learn(areas, ((written[key], key[1], count) for key, count in Counter(keys).items()))
    read: dict[tuple[tuple[str, ...], str], DoorAddress] = {}
    addresses = []
    for mention, key in zip(mentions, keys, strict=True):
        if key not in read:
            read[key] = around.read(mention.address, mention.area)
        addresses.append(read[key])
    around.count_units(read.values())
    households: dict[str, list[DoorAddress]] = defaultdict(list)
    for mention, address in zip(mentions, addresses, strict=True):
        households[mention.household].append(address)
    return [
        around.with_unit(address, households[mention.household])
        for mention, address in zip(mentions, addresses, strict=True)
    ]
