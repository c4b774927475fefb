"""Doors: put in by their address, found in states, assigned, plated."""

from datetime import date

import pytest

from gridward.accounts.actors import Actor
from gridward.areas import actions as areas
from gridward.households import actions
from gridward.households.actions import DoorFact, DoorStateFact
from gridward.households.models import Door, DoorVersion
from gridward.shared.problems import Problem
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db


def test_the_address_of_a_door_is_composed_from_site_building_and_parts(cast: Cast, dora: Actor) -> None:
    [id] = actions.put_doors(by=dora, doors=[DoorFact(cast_id("building 3"), unit="2单元", room="５０１室")])
    door = Door.objects.of(cast.community_id).get(id=id)
    assert (door.address, door.unit, door.room) == ("信合小区3号楼2单元501室", "2", "501")
    assert (door.area_id, door.site_id) == (cast.areas[3], cast_id("site xinhe"))


def test_a_house_in_a_lane_bears_its_number(cast: Cast, dora: Actor) -> None:
    [id] = actions.put_doors(by=dora, doors=[DoorFact(cast_id("building lane-29"), sub="东户")])
    assert Door.objects.of(cast.community_id).get(id=id).address == "河滨巷29号东户"


def test_a_door_is_found_by_its_address_so_putting_it_twice_makes_one(cast: Cast, dora: Actor) -> None:
    fact = DoorFact(cast_id("building 3"), unit="2", room="501", plate="03-009")
    [first] = actions.put_doors(by=dora, doors=[fact])
    [second] = actions.put_doors(by=dora, doors=[fact])
    assert first == second
    assert DoorVersion.objects.of(cast.community_id).filter(entity_id=first).count() == 1


def test_what_is_left_unsaid_stands(cast: Cast, dora: Actor) -> None:
    actions.put_doors(by=dora, doors=[DoorFact(id=cast.doors["3-101"], walking_order=99)])
    door = cast.door("3-101")
    assert (door.plate, door.worker_id, door.walking_order) == ("03-001", cast.workers["omar"], 99)


def test_an_address_belongs_to_one_door(cast: Cast, dora: Actor) -> None:
    with pytest.raises(Problem) as refusal:
        actions.put_doors(by=dora, doors=[DoorFact(id=cast.doors["3-102"], room="101")])
    assert refusal.value.code == "households.address_taken"


def test_a_plate_belongs_to_one_door_and_the_refusal_names_it(cast: Cast, chen: Actor) -> None:
    with pytest.raises(Problem) as refusal:
        actions.give_plates(by=chen, plates={cast.doors["3-102"]: "03-001"})
    assert refusal.value.code == "households.plate_taken"
    assert "101" in str(refusal.value)


def test_two_doors_may_not_be_given_the_same_new_plate(cast: Cast, chen: Actor) -> None:
    with pytest.raises(Problem) as refusal:
        actions.give_plates(by=chen, plates={cast.doors["3-102"]: "X-1", cast.doors["3-201"]: "X-1"})
    assert refusal.value.code == "households.plate_taken"


def test_doors_follow_their_building_into_another_area(cast: Cast, chen: Actor) -> None:
    fact = areas.BuildingFact(id=cast_id("building 3"), area_id=cast.areas[2])
    areas.put_buildings(by=chen, buildings=[fact])
    assert cast.door("3-101").area_id == cast.areas[2]


def test_doors_follow_their_site_into_its_new_name(cast: Cast, chen: Actor) -> None:
    areas.put_sites(by=chen, sites=[areas.SiteFact(id=cast_id("site xinhe"), name="信合家园")])
    assert cast.door("3-101").address == "信合家园3号楼1单元101室"


def test_unanswered_visits_are_counted_and_name_the_day_to_come_again(cast: Cast, omar: Actor) -> None:
    from django.utils import timezone

    seen = timezone.make_aware(timezone.datetime(2022, 9, 14, 20))
    days = []
    for _ in range(4):
        actions.set_door_states(by=omar, states=[DoorStateFact(cast.doors["3-101"], "no_answer")], at=seen)
        days.append(cast.door("3-101").recheck_on)
    assert days == [date(2022, 9, 15), date(2022, 9, 15), date(2022, 9, 21), date(2022, 9, 21)]
    assert (cast.door("3-101").state, cast.door("3-101").attempts) == ("no_answer", 4)


def test_an_answer_ends_the_count_of_visits(cast: Cast, omar: Actor) -> None:
    for state in ("no_answer", "lived_in"):
        actions.set_door_states(by=omar, states=[DoorStateFact(cast.doors["3-101"], state)])
    assert (cast.door("3-101").attempts, cast.door("3-101").recheck_on) == (0, None)


def test_a_state_nobody_defined_is_refused(cast: Cast, omar: Actor) -> None:
    with pytest.raises(Problem) as refusal:
        actions.set_door_states(by=omar, states=[DoorStateFact(cast.doors["3-101"], "haunted")])
    assert refusal.value.code == "households.unknown_state"


def test_a_worker_takes_over_doors(cast: Cast, lin: Actor) -> None:
    doors = [cast.doors["3-101"], cast.doors["3-102"]]
    actions.assign_doors(by=lin, worker_id=cast.workers["zhao"], door_ids=doors)
    assert cast.door("3-101").worker_id == cast.door("3-102").worker_id == cast.workers["zhao"]


def test_a_worker_of_the_community_next_door_answers_for_no_door_here(cast: Cast, chen: Actor) -> None:
    with pytest.raises(Problem) as refusal:
        actions.assign_doors(by=chen, worker_id=cast.workers["max"], door_ids=[cast.doors["3-101"]])
    assert refusal.value.code == "households.unknown_worker"


def test_a_door_can_be_left_without_a_worker(cast: Cast, lin: Actor) -> None:
    actions.assign_doors(by=lin, worker_id=None, door_ids=[cast.doors["3-101"]])
    assert cast.door("3-101").worker_id is None


@pytest.mark.parametrize(
    ("who", "door", "code"),
    [
        ("lin", "5-101", "shared.not_found"),
        ("omar", "3-101", "shared.not_yours"),
        ("rosa", "3-101", "shared.not_yours"),
        ("max", "3-101", "shared.not_found"),
    ],
)
def test_who_may_not_assign_a_door(cast: Cast, who: str, door: str, code: str) -> None:
    with pytest.raises(Problem) as refusal:
        actions.assign_doors(by=cast.actor(who), worker_id=cast.workers["omar"], door_ids=[cast.doors[door]])
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("who", "door", "code"),
    [
        ("omar", "3-202", "shared.not_found"),
        ("lin", "lane-29", "shared.not_found"),
        ("rosa", "3-101", "shared.not_yours"),
        ("max", "3-101", "shared.not_found"),
    ],
)
def test_who_may_not_say_a_doors_state(cast: Cast, who: str, door: str, code: str) -> None:
    with pytest.raises(Problem) as refusal:
        actions.set_door_states(by=cast.actor(who), states=[DoorStateFact(cast.doors[door], "vacant")])
    assert refusal.value.code == code


@pytest.mark.parametrize("who", ["chen", "dora", "lin", "omar"])
def test_who_may_say_a_doors_state(cast: Cast, who: str) -> None:
    actions.set_door_states(by=cast.actor(who), states=[DoorStateFact(cast.doors["3-101"], "vacant")])
    assert cast.door("3-101").state == "vacant"


@pytest.mark.parametrize("who", ["omar", "rosa"])
def test_who_may_not_add_doors(cast: Cast, who: str) -> None:
    with pytest.raises(Problem) as refusal:
        actions.put_doors(by=cast.actor(who), doors=[DoorFact(cast_id("building 3"), unit="2", room="1")])
    assert refusal.value.code == "shared.not_yours"


def test_an_area_leader_adds_doors_in_the_own_area_alone(cast: Cast, lin: Actor) -> None:
    assert actions.put_doors(by=lin, doors=[DoorFact(cast_id("building 3"), unit="2", room="1")])
    with pytest.raises(Problem) as refusal:
        actions.put_doors(by=lin, doors=[DoorFact(cast_id("building 5"), unit="2", room="1")])
    assert refusal.value.code == "shared.not_yours"
