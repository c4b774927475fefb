"""Sites, buildings and doors, laid out along one walk through the areas."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from gridward.households.addresses import DoorAddress, format_address, name_of_building

from . import measure, streets
from .records import Building, Door, DoorState, Site
from .streets import Stretch


@dataclass(slots=True)
class Ground:
    """What stands in the community, in walking order."""

    sites: list[Site] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    doors: list[Door] = field(default_factory=list)
    sites_of_area: dict[str, list[Stretch]] = field(default_factory=dict)
    serials: dict[str, int] = field(default_factory=dict)

    def site(self, stretch: Stretch, area_ref: str) -> Site:
        """Enter a site; `area_ref` is empty where it runs over several areas."""
        clear = stretch.is_managing_body_clear
        ref = f"S{len(self.sites) + 1:02d}"
        self.sites.append(Site(ref, stretch.name, stretch.kind, clear, stretch.managing_body, area_ref))
        return self.sites[-1]

    def building(
        self, site: Site, area_ref: str, number: str, units: int = 1, floors: int | None = None
    ) -> Building:
        """Enter a building, or a house where it has no floors."""
        order = len(self.buildings) + 1
        name = f"{number}号" if floors is None else name_of_building(number)
        self.buildings.append(
            Building(f"B{order:04d}", site.ref, area_ref, name, number, units, floors, order)
        )
        return self.buildings[-1]

    def door(self, site: Site, building: Building, *, unit: str = "", room: str = "", sub: str = "") -> None:
        """Enter a door; its community number counts up within the area."""
        order = len(self.doors) + 1
        area = building.area_ref
        serial = self.serials[area] = self.serials.get(area, 0) + 1
        address = format_address(
            DoorAddress(site.name, building.number, sub, unit, room, "flat" if room else "house")
        )
        plate = f"{area[1:]}-{serial:03d}"
        state: DoorState = "lived_in"
        self.doors.append(
            Door(
                f"D{order:04d}",
                building.ref,
                site.ref,
                area,
                unit,
                room,
                sub,
                address,
                plate,
                state,
                "",
                order,
            )
        )


def lay_out(rng: Random) -> Ground:
    """Lay out every site; the doors come to the measure and all stand as lived in."""
    ground = Ground()
    blocks = [shape for count, shape in streets.BLOCKS for _ in range(count)]
    rng.shuffle(blocks)
    houses = _houses_of_areas(rng, blocks)
    area = 0
    for stretch in streets.STRETCHES:
        refs = [f"A{area + step:02d}" for step in range(1, stretch.areas + 1)]
        area += stretch.areas
        site = ground.site(stretch, refs[0] if len(refs) == 1 else "")
        numbers = _numbers(rng, stretch)
        for ref in refs:
            ground.sites_of_area[ref] = [stretch, *(stretch.within if ref == refs[0] else ())]
            if stretch.kind == "compound":
                _lay_blocks(ground, site, ref, blocks.pop(), numbers)
            else:
                before = len(ground.doors)
                _lay_within(ground, ref, stretch.within if ref == refs[0] else ())
                left = houses.pop() - (len(ground.doors) - before)
                _lay_houses(rng, ground, site, ref, left, numbers)
    return ground


def _houses_of_areas(rng: Random, blocks: list[tuple[tuple[int, int], ...]]) -> list[int]:
    """Share out the doors that are no flats; evenly, then shifted about between pairs of areas."""
    flats = sum(units * floors * streets.FLATS_A_LANDING for shape in blocks for units, floors in shape)
    count = measure.AREAS - len(blocks)
    even, more = divmod(measure.DOORS - flats, count)
    shares = [even + (at < more) for at in range(count)]
    low, high = streets.HOUSES_OF_AN_AREA
    for _ in range(6 * count):
        giver, taker = rng.sample(range(count), 2)
        if shares[giver] > low and shares[taker] < high:
            shares[giver] -= 1
            shares[taker] += 1
    return shares


def _numbers(rng: Random, stretch: Stretch) -> Iterator[str]:
    """Number the buildings of a site; courtyards name theirs, estates avoid the 4, lanes have gaps."""
    if stretch.name.endswith("家属院"):
        yield from streets.COURTYARD_BUILDINGS
    number = 0
    while True:
        number += 1
        if stretch.kind == "compound":
            yield "3A" if number == 4 else str(number)
        else:
            number += rng.random() < 0.1
            yield str(number)


def _lay_blocks(
    ground: Ground, site: Site, area_ref: str, shape: tuple[tuple[int, int], ...], numbers: Iterator[str]
) -> None:
    for units, floors in shape:
        building = ground.building(site, area_ref, next(numbers), units, floors)
        _lay_flats(ground, site, building)


def _lay_flats(ground: Ground, site: Site, building: Building) -> None:
    for unit in range(1, building.units + 1):
        for floor in range(1, (building.floors or 0) + 1):
            for flat in range(1, streets.FLATS_A_LANDING + 1):
                ground.door(site, building, unit=str(unit), room=f"{floor}{flat:02d}")


def _lay_within(ground: Ground, area_ref: str, stretches: tuple[Stretch, ...]) -> None:
    """Lay out what is no lane of houses: the building site with its dormitory, a market, a school."""
    for stretch in stretches:
        site = ground.site(stretch, area_ref)
        if stretch.kind != "building_site":
            ground.building(site, area_ref, "1", floors=2)
            continue
        _lay_flats(ground, site, ground.building(site, area_ref, "1", *streets.WORKS_BLOCK))
        ground.building(site, area_ref, "2", *streets.WORKS_BLOCK)
        dormitory = ground.building(site, area_ref, streets.DORMITORY, 1, 1)
        for room in range(1, streets.DORMITORY_ROOMS + 1):
            ground.door(site, dormitory, unit="1", room=f"1{room:02d}")


def _lay_houses(
    rng: Random, ground: Ground, site: Site, area_ref: str, count: int, numbers: Iterator[str]
) -> None:
    """Lay out so many doors along a lane or group; some houses are shared by two."""
    shared = 0.2 if site.kind == "lane" else 0.08
    while count > 0:
        building = ground.building(site, area_ref, next(numbers))
        subs = rng.choice((("东户", "西户"), ("-1", "-2"))) if count > 1 and rng.random() < shared else ("",)
        for sub in subs:
            ground.door(site, building, sub=sub)
        count -= len(subs)


def is_dormitory(ground: Ground, door: Door) -> bool:
    """Say whether builders sleep behind this door."""
    building = ground.buildings[int(door.building_ref[1:]) - 1]
    site = ground.sites[int(door.site_ref[1:]) - 1]
    return site.kind == "building_site" and building.number == streets.DORMITORY


def settle_states(rng: Random, ground: Ground) -> None:
    """Say how each door stands: the building site unfinished, the quotas of closed doors drawn by lot."""
    kinds = {site.ref: site.kind for site in ground.sites}
    dwellings = [at for at, door in enumerate(ground.doors) if kinds[door.site_ref] != "building_site"]
    rng.shuffle(dwellings)
    quotas: tuple[tuple[DoorState, int], ...] = (
        ("vacant", measure.VACANT_DOORS),
        ("no_answer", measure.NO_ANSWER_DOORS),
        ("refused", measure.REFUSED_DOORS),
    )
    for state, count in quotas:
        for _ in range(count):
            at = dwellings.pop()
            ground.doors[at] = replace(ground.doors[at], state=state)
    for at, door in enumerate(ground.doors):
        if kinds[door.site_ref] == "building_site" and not is_dormitory(ground, door):
            ground.doors[at] = replace(door, state="under_construction")


def hearths_of_doors(rng: Random, ground: Ground) -> list[str]:
    """Name a door for each household in walking order; a few houses hold two."""
    lived_in = [door.ref for door in ground.doors if door.state == "lived_in"]
    houses = [door.ref for door in ground.doors if door.state == "lived_in" and not door.room]
    shared = frozenset(measure.draw(rng, houses, measure.SHARED_DOORS))
    return [ref for door in lived_in for ref in [door] * (2 if door in shared else 1)]


def assign_workers(ground: Ground, hearths: list[str], workers: list[str]) -> None:
    """Give each worker a stretch of the walk with as many households as the others have; every door has one."""
    behind: dict[str, int] = {}
    for ref in hearths:
        behind[ref] = behind.get(ref, 0) + 1
    passed = 0
    for at, door in enumerate(ground.doors):
        turn = min(passed * len(workers) // len(hearths), len(workers) - 1)
        ground.doors[at] = replace(door, worker_ref=workers[turn])
        passed += behind.get(door.ref, 0)
