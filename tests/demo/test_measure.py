"""The demonstration community comes to the measure, whatever the seed."""

import hashlib
import json
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from random import Random

import pytest

from gridward.demo.community import DemoCommunity, make_community
from gridward.demo.community.measure import draw, sizes_with_total
from gridward.households.models import LIVING_HERE
from tests.demo.communities import made, of_every_seed

DIGEST = "from gridward.demo.community import make_community as m;import hashlib as h;" + (
    "print(h.sha256(repr(m(3)).encode()).hexdigest())"
)


def _living(community: DemoCommunity) -> list[str]:
    return [person.ref for person in community.persons if person.whereabouts in LIVING_HERE]


def _members(community: DemoCommunity, code: str) -> tuple[str, ...]:
    return next(category.members for category in community.categories if category.code == code)


def _of_unit(community: DemoCommunity, name: str) -> list[str]:
    units = {unit.ref: unit.name for unit in community.units}
    return [worker.ref for worker in community.workers if units[worker.unit_ref] == name]


@of_every_seed
def test_3342_people_really_live_here_and_others_are_only_registered(community: DemoCommunity) -> None:
    assert len(_living(community)) == 3342
    assert {person.whereabouts for person in community.persons} - set(LIVING_HERE) == {"away", "moved"}


@of_every_seed
def test_every_one_of_1107_households_has_somebody_living_in_it(community: DemoCommunity) -> None:
    living = set(_living(community))
    lived_in = {person.household_ref for person in community.persons if person.ref in living}
    assert len(lived_in) == len(community.households) == 1107


@of_every_seed
def test_342_class_c_households_hold_1295_people_and_all_of_them_are_class_c(
    community: DemoCommunity,
) -> None:
    marked, living = set(_members(community, "class_c")), set(_living(community))
    households = {person.household_ref for person in community.persons if person.ref in marked}
    behind = {person.ref for person in community.persons if person.household_ref in households} & living
    assert (len(households), len(marked)) == (342, 1295)
    assert marked == behind


@of_every_seed
def test_26_people_belong_to_special_groups_each_to_one(community: DemoCommunity) -> None:
    groups = ("maternity", "dialysis", "elder_alone", "disabled")
    members = [ref for code in groups for ref in _members(community, code)]
    assert len(members) == len(set(members)) == 26
    assert set(_members(community, "special")) == set(members) <= set(_living(community))


@of_every_seed
def test_253_households_need_deliveries(community: DemoCommunity) -> None:
    households = {household.ref for household in community.households}
    members = _members(community, "delivery")
    assert len(members) == len(set(members)) == len(households & set(members)) == 253


@of_every_seed
def test_the_lead_unit_sent_12_and_the_city_27(community: DemoCommunity) -> None:
    city = next(unit.ref for unit in community.units if unit.kind == "city")
    bodies = {unit.ref for unit in community.units if unit.parent_ref == city and unit.kind == "department"}
    assert len(_of_unit(community, "县审计局")) == 12
    sent = [worker for worker in community.workers if worker.unit_ref in bodies]
    assert len(sent) == 27 and all(worker.role == "responsible" for worker in sent)


@of_every_seed
def test_the_27_answer_for_more_than_40_households_each_on_average(community: DemoCommunity) -> None:
    workers = {door.ref: door.worker_ref for door in community.doors}
    load = Counter(workers[household.door_ref] for household in community.households)
    assert len(load) == 27 and load.total() / 27 > 40
    assert min(load.values()) >= 40 and max(load.values()) <= 42


@of_every_seed
def test_doors_nobody_lives_behind_are_counted_apart(community: DemoCommunity) -> None:
    states = Counter(door.state for door in community.doors)
    assert states == {
        "lived_in": 1092,
        "vacant": 90,
        "no_answer": 23,
        "under_construction": 14,
        "refused": 6,
    }


@of_every_seed
def test_about_an_eighth_of_the_people_are_tenants(community: DemoCommunity) -> None:
    living = [person for person in community.persons if person.whereabouts in LIVING_HERE]
    share = sum(person.is_tenant for person in living) / len(living)
    assert 0.09 < share < 0.15


def test_the_same_seed_makes_the_same_community_in_another_process() -> None:
    here = hashlib.sha256(repr(make_community(3)).encode()).hexdigest()
    there = subprocess.run([sys.executable, "-c", DIGEST], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == here


def test_another_seed_makes_another_community() -> None:
    first, second = made(1), made(2)
    assert {person.id_number for person in first.persons} != {person.id_number for person in second.persons}
    assert [door.address for door in first.doors] != [door.address for door in second.doors]


def test_the_generator_needs_no_django() -> None:
    code = "import sys, gridward.demo.community; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_everything_is_plain_data(community: DemoCommunity) -> None:
    assert json.loads(json.dumps(asdict(community), default=str))["code"] == "611022001012"


def test_sizes_that_cannot_reach_a_total_are_an_error() -> None:
    with pytest.raises(ValueError, match="cannot add up"):
        sizes_with_total(Random(1), {1: 1, 3: 1}, count=4, total=13)


def test_a_pool_too_small_is_an_error() -> None:
    with pytest.raises(ValueError, match="larger than population"):
        draw(Random(1), ["A"], 2)
