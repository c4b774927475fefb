"""Sites, areas, buildings and doors of the demonstration community."""

from collections import Counter
from itertools import groupby

from gridward.areas.models import Managed, SiteKind
from gridward.demo.community import DemoCommunity
from gridward.households.addresses import parse_address
from tests.demo.communities import of_every_seed


@of_every_seed
def test_44_areas_each_have_a_leader_of_their_own_with_written_duties(community: DemoCommunity) -> None:
    leaders = {worker.ref for worker in community.workers if worker.role == "area_leader"}
    assert len(community.areas) == 44
    assert {area.leader_ref for area in community.areas} == leaders and len(leaders) == 44
    assert all(area.duties and area.duties_en for area in community.areas)
    assert {area.difficulty for area in community.areas} == {1, 2, 3}


@of_every_seed
def test_areas_are_of_a_walkable_size_and_each_is_one_stretch_of_the_walk(community: DemoCommunity) -> None:
    sizes = Counter(door.area_ref for door in community.doors)
    stretches = [ref for ref, _ in groupby(community.doors, key=lambda door: door.area_ref)]
    assert set(sizes) == {area.ref for area in community.areas}
    assert all(20 <= size <= 35 for size in sizes.values())
    assert len(stretches) == 44


@of_every_seed
def test_every_door_lies_in_its_buildings_area_and_site(community: DemoCommunity) -> None:
    buildings = {building.ref: building for building in community.buildings}
    for door in community.doors:
        building = buildings[door.building_ref]
        assert (door.area_ref, door.site_ref) == (building.area_ref, building.site_ref)


@of_every_seed
def test_a_site_in_one_area_names_it_and_others_name_none(community: DemoCommunity) -> None:
    for site in community.sites:
        areas = {building.area_ref for building in community.buildings if building.site_ref == site.ref}
        assert {site.area_ref} == areas if len(areas) == 1 else not site.area_ref


@of_every_seed
def test_no_address_and_no_number_stands_twice(community: DemoCommunity) -> None:
    assert len({door.address for door in community.doors}) == len(community.doors)
    assert len({door.plate for door in community.doors}) == len(community.doors)
    assert len({household.number for household in community.households}) == len(community.households)
    assert len({(b.site_ref, b.number) for b in community.buildings}) == len(community.buildings)


@of_every_seed
def test_a_plate_is_the_area_and_the_doors_place_in_its_walk(community: DemoCommunity) -> None:
    for area, doors in groupby(community.doors, key=lambda door: door.area_ref):
        assert [door.plate for door in doors][:3] == [f"{area[1:]}-{serial:03d}" for serial in (1, 2, 3)]


def test_the_address_grammar_reads_every_address_as_the_door_it_is(community: DemoCommunity) -> None:
    sites = {site.ref: site.name for site in community.sites}
    numbers = {building.ref: building.number for building in community.buildings}
    for door in community.doors:
        read = parse_address(door.address)
        parts = (sites[door.site_ref], numbers[door.building_ref], door.sub, door.unit, door.room)
        assert (read.place, read.building, read.sub, read.unit, read.room) == parts, door.address
        assert read.is_certain, (door.address, read.flags)


def test_the_building_site_and_unmanaged_estate_are_members_of_the_grid(community: DemoCommunity) -> None:
    sites = {site.name: site for site in community.sites}
    works, estate = sites["惠达·丹悦府"], sites["二桥新村"]
    states = Counter(door.state for door in community.doors if door.site_ref == works.ref)
    assert works.kind == "building_site" and states == {"under_construction": 14, "lived_in": 4}
    assert not estate.is_managing_body_clear and "信合小区" in sites
    assert {site.kind for site in community.sites} == set(SiteKind.values) and len(Managed.values) == 2


@of_every_seed
def test_each_workers_doors_are_one_stretch_of_the_walk(community: DemoCommunity) -> None:
    stretches = [ref for ref, _ in groupby(community.doors, key=lambda door: door.worker_ref)]
    responsible = {worker.ref for worker in community.workers if worker.role == "responsible"}
    assert len(stretches) == 27 and set(stretches) == responsible


def test_no_answer_doors_say_when_to_come_again(community: DemoCommunity) -> None:
    for door in community.doors:
        assert (door.recheck_on is not None and door.attempts > 0) == (door.state == "no_answer")
