"""Areas, sites and buildings as pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gridward.accounts.actors import Actor
from gridward.areas.actions import AreaFact, BuildingFact, put_areas, put_buildings
from gridward.areas.models import Area, Building, Site
from gridward.facts.said import EMPTY
from gridward.households.models import Door
from gridward.shared.ids import new_id
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def overview(client: Client) -> Any:
    return client.get("/areas/").context["overview"]


def test_the_list_counts_doors_households_and_people_of_each_area(cast: Cast, signed_in_as: SignIn) -> None:
    rows = {row.line.area.number: row for row in overview(signed_in_as("chen")).rows}
    loads = {number: (r.load.doors, r.load.households, r.load.living) for number, r in rows.items()}
    assert loads == {1: (2, 1, 1), 2: (1, 1, 1), 3: (4, 4, 6)}


def test_areas_without_a_leader_are_named_first(cast: Cast, signed_in_as: SignIn) -> None:
    assert [row.line.area.number for row in overview(signed_in_as("chen")).leaderless] == [1, 2]


def test_an_area_leader_sees_the_own_area_alone(cast: Cast, signed_in_as: SignIn) -> None:
    client = signed_in_as("lin")
    assert [row.line.area.number for row in overview(client).rows] == [3]
    assert client.get(f"/areas/{cast.areas[1]}/").status_code == 404


def test_what_lies_in_no_area_is_shown_and_can_be_put_into_one(
    cast: Cast, chen: Actor, signed_in_as: SignIn
) -> None:
    put_buildings(by=chen, buildings=[BuildingFact(id=cast_id("building 5"), area_id=EMPTY)])
    client = signed_in_as("chen")
    assert [b.id for b in overview(client).unplaced] == [cast_id("building 5")]
    client.post("/areas/buildings/", {"building": [str(cast_id("building 5"))], "area": str(cast.areas[1])})
    assert not overview(client).unplaced
    assert Door.objects.of(cast.community_id).get(id=cast.doors["5-101"]).area_id == cast.areas[1]


def test_without_a_tick_nothing_moves_and_the_page_says_so(cast: Cast, signed_in_as: SignIn) -> None:
    said = {"area": str(cast.areas[1]), "next": f"/areas/{cast.areas[3]}/"}
    response = signed_in_as("chen").post("/areas/buildings/", said, follow=True)
    assert response.redirect_chain == [(f"/areas/{cast.areas[3]}/", 302)]
    assert "请先勾选" in response.content.decode()


def test_the_way_back_never_leads_to_somebody_elses_page(cast: Cast, signed_in_as: SignIn) -> None:
    response = signed_in_as("chen").post("/areas/buildings/", {"next": "https://example.org/"})
    assert response["Location"] == "/areas/"


def area(**more: str) -> dict[str, str]:
    return {"id": str(new_id()), "number": "4", "name": "第4片区", "difficulty": "2", "duties": ""} | more


def test_an_area_is_opened_once_however_often_the_form_is_sent(cast: Cast, signed_in_as: SignIn) -> None:
    said = area(leader=str(cast.workers["zhao"]))
    for _ in range(2):
        assert signed_in_as("chen").post("/areas/new/", said)["Location"] == f"/areas/{said['id']}/"
    assert Area.objects.of(cast.community_id).filter(number=4).count() == 1


def test_a_number_that_is_taken_is_refused_beside_its_field(cast: Cast, signed_in_as: SignIn) -> None:
    response = signed_in_as("chen").post("/areas/new/", area(number="3", duties="包保三栋楼"))
    assert response.status_code == 422 and "number" in response.context["form"].errors
    assert "包保三栋楼" in response.content.decode()


def test_an_area_tells_its_history(cast: Cast, signed_in_as: SignIn) -> None:
    client = signed_in_as("chen")
    said = area(number="3", name="第3片区", leader=str(cast.workers["zhao"]), difficulty="3")
    client.post(f"/areas/{cast.areas[3]}/edit/", said)
    first = client.get(f"/areas/{cast.areas[3]}/").context["entries"][0]
    assert "片长：赵敏" in first["title"] and "最难" in first["title"] and first["by"] == "陈静"


def test_a_building_that_leaves_is_in_the_history_of_both_areas(cast: Cast, signed_in_as: SignIn) -> None:
    client = signed_in_as("chen")
    client.post("/areas/buildings/", {"building": [str(cast_id("building 3"))], "area": str(cast.areas[1])})
    told = [client.get(f"/areas/{cast.areas[n]}/").context["entries"][0]["title"] for n in (3, 1)]
    assert told[0].startswith("划出 1 栋") and told[1].startswith("划入 1 栋")


def test_an_area_with_buildings_is_not_closed(cast: Cast, signed_in_as: SignIn) -> None:
    signed_in_as("chen").post(f"/areas/{cast.areas[3]}/close/")
    assert not Area.objects.of(cast.community_id).get(id=cast.areas[3]).is_closed


def test_an_empty_area_is_closed_and_opened_again(cast: Cast, chen: Actor, signed_in_as: SignIn) -> None:
    [id] = put_areas(by=chen, areas=[AreaFact(number=9, name="第9片区")])
    for is_closed in (True, False):
        signed_in_as("chen").post(f"/areas/{id}/close/")
        assert Area.objects.of(cast.community_id).get(id=id).is_closed is is_closed


def test_a_building_site_is_a_full_member_of_the_grid(cast: Cast, signed_in_as: SignIn) -> None:
    id = str(new_id())
    said = {"id": id, "name": "惠达·丹悦府", "kind": "building_site", "managed": "unclear", "area": ""}
    response = signed_in_as("chen").post("/sites/new/", said)
    assert response["Location"] == f"/sites/{id}/"
    assert Site.objects.of(cast.community_id).get(id=id).managed == "unclear"


@pytest.mark.parametrize(
    ("site", "typed", "number", "name"),
    [
        ("xinhe", "７号楼", "7", "7号楼"),
        ("xinhe", "12a", "12A", "12A楼"),
        ("xinhe", "南楼", "南楼", "南楼"),
        ("lane", "31号", "31", "31号"),
    ],
)
def test_a_building_is_called_as_people_call_it(
    site: str, typed: str, number: str, name: str, cast: Cast, signed_in_as: SignIn
) -> None:
    id = str(new_id())
    said = {"id": id, "number": typed, "name": "", "area": "", "units": "1", "walking_order": "9"}
    signed_in_as("chen").post(f"/sites/{cast_id('site ' + site)}/buildings/new/", said)
    found = Building.objects.of(cast.community_id).get(id=id)
    assert (found.number, found.name) == (number, name)


def test_the_list_of_areas_costs_the_same_however_many_there_are(
    cast: Cast, chen: Actor, signed_in_as: SignIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    put_areas(by=chen, areas=[AreaFact(number=n, name=f"第{n}片区") for n in range(10, 60)])
    client = signed_in_as("chen")
    client.get("/areas/")
    with django_assert_max_num_queries(24):
        assert len(overview(client).rows) == 53
