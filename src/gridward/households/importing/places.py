"""Areas with their workers, sites, buildings and doors of a plan: what stands is left, what is missing is written."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Max

from gridward.accounts.actions import WorkerFact, add_workers
from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.areas.entries import AreaFact, BuildingFact, SiteFact
from gridward.areas.models import Area, Building, Site
from gridward.areas.writing import write_areas, write_buildings, write_sites
from gridward.facts.versions import Stamp
from gridward.households.entries import DoorFact
from gridward.households.importing.plans import DoorPlan, Plan, Spot
from gridward.households.models import Door
from gridward.households.writing import write_doors
from gridward.households.writing.doors import address_of, key_of_address
from gridward.shared.batches import in_batches

STEP = 10
_NUMBER = re.compile(r"\d+")


class Places:
    """The places of one plan as they come to stand in the register; call inside the import's transaction."""

    def __init__(self, by: Actor, plan: Plan, stamp: Stamp) -> None:
        self.by, self.plan, self.stamp = by, plan, stamp
        self.community_id = by.community_id
        self.touched: list[tuple[str, UUID]] = []

    def write(self) -> dict[Spot, UUID]:
        """Write what is missing and return the door of each spot."""
        workers = self._workers()
        areas = self._areas(workers)
        sites = self._sites(areas)
        buildings = self._buildings(sites, areas)
        return self._doors(buildings, areas, workers)

    def _workers(self) -> dict[str, UUID]:
        """The worker of each area the roster names; who is not yet among the people at work is put there."""
        names = {worker for worker, _ in self.plan.areas.values() if worker}
        here = Worker.objects.filter(community_id=self.community_id, name__in=names, left_at=None)
        known = dict(here.values_list("name", "id"))
        phones = {worker: phone for worker, phone in self.plan.areas.values() if worker}
        fresh = [WorkerFact(name, self.community_id, phones[name]) for name in sorted(names - known.keys())]
        if fresh:
            add_workers(by=self.by, facts=fresh)
        known.update({fact.name: fact.id for fact in fresh})
        return {area: known[worker] for area, (worker, _) in self.plan.areas.items() if worker}

    def _areas(self, workers: dict[str, UUID]) -> dict[str, UUID]:
        standing = {area.name: area for area in Area.objects.of(self.community_id).filter(is_closed=False)}
        numbers = {area.number for area in standing.values()}
        facts = []
        for name in self.plan.areas:
            if area := standing.get(name):
                leader = workers.get(name) if area.leader_id is None else None
                facts.append(AreaFact(id=area.id, leader_id=leader))
                continue
            numbers.add(number := _free_number(name, numbers))
            facts.append(AreaFact(number=number, name=name, leader_id=workers.get(name)))
        put = write_areas(self.community_id, facts, self.stamp)
        self.touched += [("area", id) for id in put.touched]
        return dict(zip(self.plan.areas, put.ids, strict=True))

    def _sites(self, areas: dict[str, UUID]) -> dict[str, Site]:
        spots: dict[str, list[DoorPlan]] = defaultdict(list)
        for door in self.plan.doors:
            spots[door.spot.site].append(door)
        known = {site.name: site for site in self._sites_named(spots)}
        facts = [_site_fact(name, doors, areas) for name, doors in spots.items() if name not in known]
        put = write_sites(self.community_id, facts, self.stamp)
        self.touched += [("site", id) for id in put.touched]
        return known | {site.name: site for site in self._sites_named(fact.name for fact in facts)}

    def _sites_named(self, names: Iterable[str | None]) -> Iterable[Site]:
        for batch in in_batches(names):
            yield from Site.objects.of(self.community_id).filter(name__in=batch)

    def _buildings(self, sites: dict[str, Site], areas: dict[str, UUID]) -> dict[tuple[str, str], Building]:
        doors: dict[tuple[str, str], list[DoorPlan]] = defaultdict(list)
        for door in self.plan.doors:
            doors[door.spot.site, door.spot.building].append(door)
        known = self._standing_buildings(sites)
        facts = [
            _building_fact(sites[site].id, number, here, areas, (order + 1) * STEP)
            for order, ((site, number), here) in enumerate(doors.items())
            if (site, number) not in known
        ]
        put = write_buildings(self.community_id, facts, self.stamp)
        self.touched += [("building", id) for id in put.touched]
        return self._standing_buildings(sites)

    def _standing_buildings(self, sites: dict[str, Site]) -> dict[tuple[str, str], Building]:
        names = {site.id: name for name, site in sites.items()}
        found = Building.objects.of(self.community_id).filter(site_id__in=list(names)).select_related("site")
        return {(names[building.site_id], building.number): building for building in found}

    def _doors(
        self, buildings: dict[tuple[str, str], Building], areas: dict[str, UUID], workers: dict[str, UUID]
    ) -> dict[Spot, UUID]:
        keys = {}
        for door in self.plan.doors:
            building = buildings[door.spot.site, door.spot.building]
            spot = door.spot
            keys[spot] = key_of_address(address_of(building.site, building, spot.unit, spot.room, spot.sub))
        standing = self._standing_doors(keys.values())
        fresh = {keys[door.spot]: door for door in self.plan.doors if keys[door.spot] not in standing}
        last = Door.objects.of(self.community_id).aggregate(last=Max("walking_order"))["last"] or 0
        facts = [
            _door_fact(
                door, buildings[door.spot.site, door.spot.building], workers, last + (order + 1) * STEP
            )
            for order, door in enumerate(fresh.values())
        ]
        put = write_doors(self.community_id, facts, self.stamp)
        self.touched += [("door", id) for id in put.touched]
        standing |= dict(zip(fresh, put.ids, strict=True))
        return {spot: standing[key] for spot, key in keys.items()}

    def _standing_doors(self, keys: Iterable[str]) -> dict[str, UUID]:
        found: dict[str, UUID] = {}
        for batch in in_batches(set(keys), 2000):
            doors = Door.objects.of(self.community_id).filter(address_key__in=batch)
            found.update(dict(doors.values_list("address_key", "id")))
        return found


def _free_number(name: str, taken: set[int]) -> int:
    """The number in an area's name where it is free, else the next."""
    written = _NUMBER.search(name)
    number = int(written.group()) if written else 0
    return number if 0 < number < 32768 and number not in taken else max(taken, default=0) + 1


def _area_of(doors: Iterable[DoorPlan], areas: dict[str, UUID]) -> UUID | None:
    """The area most of the doors are listed in."""
    votes = Counter(door.area for door in doors if door.area)
    return areas[votes.most_common(1)[0][0]] if votes else None


def _site_fact(name: str, doors: list[DoorPlan], areas: dict[str, UUID]) -> SiteFact:
    is_in_one = len({door.area for door in doors}) == 1
    area_id = _area_of(doors, areas) if is_in_one else None
    return SiteFact(name=name, kind=doors[0].spot.site_kind, area_id=area_id)


def _building_fact(
    site_id: UUID, number: str, doors: list[DoorPlan], areas: dict[str, UUID], order: int
) -> BuildingFact:
    units = {door.spot.unit for door in doors if door.spot.unit}
    return BuildingFact(
        site_id=site_id,
        number=number,
        name=doors[0].spot.building_name,
        area_id=_area_of(doors, areas),
        units=max(len(units), 1),
        walking_order=order,
    )


def _door_fact(door: DoorPlan, building: Building, workers: dict[str, UUID], order: int) -> DoorFact:
    spot = door.spot
    return DoorFact(
        building_id=building.id,
        unit=spot.unit,
        room=spot.room,
        sub=spot.sub,
        state=door.state,
        worker_id=workers.get(door.area),
        walking_order=order,
        address_as_written=spot.as_written[:200],
        flags=spot.flags,
    )
