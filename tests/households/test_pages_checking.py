"""What waits to be checked, categories and states of doors, and new doors, as pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gridward.accounts.actors import Actor
from gridward.areas.models import Building
from gridward.facts.said import EMPTY
from gridward.households import actions
from gridward.households.actions import PersonFact
from gridward.households.models import Category, Door, DoorState, LookAlike, Person
from gridward.shared.ids import new_id
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


@pytest.fixture
def pair(cast: Cast) -> str:
    """Two of Omar's people who may be one."""
    LookAlike.objects.create(
        community_id=cast.community_id,
        id=cast_id("pair"),
        person_id=cast.persons["王小明"],
        other_id=cast.persons["张国强"],
        reason="alike.name_birth",
    )
    return f"/doors/to-check/{cast_id('pair')}/"


def waiting(client: Client, what: str = "") -> Any:
    return client.get("/doors/to-check/", {"what": what} if what else {}).context


def test_what_waits_is_counted_by_kind(cast: Cast, pair: str, omar: Actor, signed_in_as: SignIn) -> None:
    actions.put_persons(
        by=omar, persons=[PersonFact(id=cast.persons["李芳"], id_kind="resident", id_number="12345678")]
    )
    actions.set_guardians(by=omar, guardians=[actions.GuardianFact(cast.persons["王朵朵"], EMPTY)])
    counts = waiting(signed_in_as("chen"))["counts"]
    assert counts == {"look-alikes": 1, "entries": 1, "minors": 1, "gaps": 2}


def test_a_stranger_to_the_doors_has_nothing_waiting(cast: Cast, pair: str, signed_in_as: SignIn) -> None:
    assert sum(waiting(signed_in_as("zhao"))["counts"].values()) == 0


def test_a_gap_stands_under_a_named_person(cast: Cast, signed_in_as: SignIn) -> None:
    row, _building_site = waiting(signed_in_as("chen"), "gaps")["rows"]
    assert row["gap"].door.id == cast.doors["lane-29"] and row["gap"].under.name == "陈静"


def test_one_tap_makes_the_proposed_head_a_guardian(cast: Cast, omar: Actor, signed_in_as: SignIn) -> None:
    actions.set_guardians(by=omar, guardians=[actions.GuardianFact(cast.persons["王朵朵"], EMPTY)])
    [row] = waiting(signed_in_as("omar"), "minors")["rows"]
    tap = {"sent": "yes", "guardian": str(row["ward"].proposed.id), "from": "to-check"}
    response = signed_in_as("omar").post(f"/people/{row['ward'].child.id}/guardian/", tap)
    assert response["Location"] == "/doors/to-check/?what=minors"
    child = Person.objects.of(cast.community_id).get(id=cast.persons["王朵朵"])
    assert child.guardian_id == cast.persons["王小明"]


def test_the_page_itself_offers_that_tap_whole(cast: Cast, omar: Actor, signed_in_as: SignIn) -> None:
    actions.set_guardians(by=omar, guardians=[actions.GuardianFact(cast.persons["王朵朵"], EMPTY)])
    page = signed_in_as("omar").get("/doors/to-check/?what=minors").content.decode()
    assert 'name="sent" value="yes"' in page and f'value="{cast.persons["王小明"]}"' in page


def test_two_are_shown_side_by_side_masked(cast: Cast, pair: str, signed_in_as: SignIn) -> None:
    page = signed_in_as("chen").get(pair).content.decode()
    assert "王*明" in page and "张*强" in page and "王小明" not in page
    assert "姓名和出生日期相同" in page


def test_a_person_says_they_are_one_and_whose_entry_stays(
    cast: Cast, pair: str, signed_in_as: SignIn
) -> None:
    signed_in_as("chen").post(pair, {"decision": "same", "keep": str(cast.persons["张国强"])})
    merged = Person.objects.of(cast.community_id).get(id=cast.persons["王小明"])
    assert merged.merged_into_id == cast.persons["张国强"]


def test_who_decides_second_is_told(cast: Cast, pair: str, signed_in_as: SignIn) -> None:
    client = signed_in_as("chen")
    client.post(pair, {"decision": "different"})
    page = client.post(pair, {"decision": "different"}, follow=True).content.decode()
    assert "已" in page and LookAlike.objects.of(cast.community_id).get().decision == "different"


def test_a_decision_that_says_nothing_decides_nothing(cast: Cast, pair: str, signed_in_as: SignIn) -> None:
    assert signed_in_as("chen").post(pair, {}).status_code == 422
    assert LookAlike.objects.of(cast.community_id).get().decision == ""


def category(**more: str) -> dict[str, str]:
    said = {"id": str(new_id()), "name_zh": "独居老人", "name_en": "Living alone", "subject": "person"}
    return said | {"purpose": "走访", "ends_on": "2099-01-01", "order": "1"} | more


def test_a_category_is_defined_with_purpose_and_end(cast: Cast, signed_in_as: SignIn) -> None:
    client = signed_in_as("dora")
    client.post("/settings/categories/new/", category())
    found = Category.objects.of(cast.community_id).get()
    assert (found.name_zh, str(found.ends_on)) == ("独居老人", "2099-01-01")
    assert "走访" in client.get("/settings/categories/").content.decode()


def test_two_categories_of_one_english_name_stay_two(cast: Cast, signed_in_as: SignIn) -> None:
    for _ in range(2):
        signed_in_as("dora").post("/settings/categories/new/", category())
    assert Category.objects.of(cast.community_id).count() == 2


@pytest.mark.parametrize(("field", "value"), [("name_zh", "信仰情况"), ("purpose", "")])
def test_a_category_without_purpose_or_about_faith_is_refused_in_its_field(
    field: str, value: str, cast: Cast, signed_in_as: SignIn
) -> None:
    response = signed_in_as("dora").post("/settings/categories/new/", category(**{field: value}))
    assert response.status_code == 422 and field in response.context["form"].errors
    assert not Category.objects.of(cast.community_id).exists()


def test_a_state_of_a_door_is_added_and_can_be_found(cast: Cast, signed_in_as: SignIn) -> None:
    said = {"code": "shop", "name_zh": "商铺", "name_en": "Shop", "order": "9"}
    signed_in_as("dora").post("/settings/door-states/new/", said)
    assert DoorState.objects.of(cast.community_id).get(code="shop").name_zh == "商铺"
    assert "商铺" in signed_in_as("omar").get(f"/doors/{cast.doors['3-101']}/").content.decode()


def read(client: Client, address: str) -> Any:
    return client.get("/doors/new/", {"address": address}).context["placement"]


def test_an_address_is_shown_as_it_is_understood(cast: Cast, signed_in_as: SignIn) -> None:
    placement = read(signed_in_as("chen"), "信合小区３＃２－５０１")
    assert placement.is_understood and placement.full == "信合小区3号楼2单元501室"
    assert placement.building.id == cast_id("building 3") and placement.door is None


def test_a_door_that_is_there_already_is_shown_instead(cast: Cast, signed_in_as: SignIn) -> None:
    assert read(signed_in_as("chen"), "信合小区3-1-101").door.id == cast.doors["3-101"]


@pytest.mark.parametrize("address", ["海棠苑3-1-101", "随便什么", "?"])
def test_an_address_of_no_known_site_offers_to_add_one_and_puts_nothing_in(
    address: str, cast: Cast, signed_in_as: SignIn
) -> None:
    client = signed_in_as("chen")
    assert read(client, address).site is None
    client.post("/doors/new/", {"id": str(new_id()), "address": address, "state": "lived_in"})
    assert Door.objects.of(cast.community_id).count() == 7


def test_a_new_door_brings_its_building_along_once(cast: Cast, signed_in_as: SignIn) -> None:
    said = {"id": str(new_id()), "address": "信合小区8-2-501", "state": "lived_in", "plate": "08-001"}
    for _ in range(2):
        response = signed_in_as("chen").post("/doors/new/", said)
        assert response["Location"] == f"/doors/{said['id']}/"
    door = Door.objects.of(cast.community_id).select_related("building").get(id=said["id"])
    assert (door.address, door.building.name) == ("信合小区8号楼2单元501室", "8号楼")
    assert Building.objects.of(cast.community_id).filter(number="8").count() == 1


def test_a_new_door_of_a_known_building_lies_in_its_area_and_behind_its_last_door(
    cast: Cast, signed_in_as: SignIn
) -> None:
    said = {"id": str(new_id()), "address": "信合小区3-1-301", "state": "vacant"}
    signed_in_as("chen").post("/doors/new/", said)
    door = Door.objects.of(cast.community_id).get(id=said["id"])
    assert door.area_id == cast.areas[3]
    assert door.walking_order > cast.door("3-202").walking_order
