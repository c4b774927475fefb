"""The list of doors and the page of one door."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.households import actions
from gridward.households.actions import CategoryFact, DoorFact, DoorStateFact, MarkFact
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
NAMES = ("王小明", "张国强", "单雄", "马兰", "刘洋", "何秀英")


def text_of(client: Client, address: str, **asked: str) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_answers_first_how_many_doors_there_are_in_each_state(
    cast: Cast, signed_in_as: SignIn
) -> None:
    answer = signed_in_as("chen").get("/doors/").context["answer"]
    parts = {word: number for word, number, _ in answer["parts"]}
    assert answer["total"] == 7 and parts == {"有人居住": 6, "在建": 1}


def test_a_number_of_the_answer_opens_to_the_doors_it_counts(cast: Cast, signed_in_as: SignIn) -> None:
    client = signed_in_as("chen")
    for _, number, url in client.get("/doors/?area=").context["answer"]["parts"]:
        assert client.get(f"/doors/{url}").context["listed"].total == number


def test_a_worker_sees_the_own_doors_alone(cast: Cast, signed_in_as: SignIn) -> None:
    page = text_of(signed_in_as("omar"), "/doors/")
    assert "03-001" in page and "03-003" in page
    assert "03-004" not in page and "02-001" not in page


@pytest.mark.parametrize("asked", [{"area": "nonsense"}, {"worker": "9"}, {"page": "x"}, {"page": "99"}])
def test_what_cannot_be_read_narrows_nothing(asked: dict[str, str], cast: Cast, signed_in_as: SignIn) -> None:
    assert signed_in_as("chen").get("/doors/", asked).context["listed"].total == 7


def test_the_list_narrows_to_an_area(cast: Cast, signed_in_as: SignIn) -> None:
    response = signed_in_as("chen").get("/doors/", {"area": str(cast.areas[3])})
    assert {row.line.door.area_id for row in response.context["rows"]} == {cast.areas[3]}


def test_a_reader_cannot_narrow_the_list_to_a_category(cast: Cast, dora: Actor, signed_in_as: SignIn) -> None:
    [c] = actions.add_category(by=dora, categories=[CategoryFact("C", "C类", "person", "防疫")])
    actions.set_marks(by=dora, marks=[MarkFact(c, cast.persons["单雄"])])
    assert signed_in_as("chen").get("/doors/", {"category": str(c)}).context["listed"].total == 1
    reader = signed_in_as("rosa").get("/doors/", {"category": str(c)})
    assert reader.context["listed"].total == 7 and "C类" not in reader.content.decode()


def test_what_is_carried_away_holds_plates_and_no_name(cast: Cast, signed_in_as: SignIn) -> None:
    text = signed_in_as("chen").get("/doors/").context["carry_text"]
    assert "03-001" in text and "共 7 户" in text
    assert not any(name in text for name in NAMES)


def test_every_row_says_what_comes_next(cast: Cast, signed_in_as: SignIn) -> None:
    rows = {row.line.door.id: row for row in signed_in_as("chen").get("/doors/").context["rows"]}
    assert rows[cast.doors["lane-29"]].step_url == reverse("door_assign", args=[cast.doors["lane-29"]])
    assert rows[cast.doors["3-101"]].step_url == reverse("door", args=[cast.doors["3-101"]])


def test_the_list_costs_the_same_however_many_doors_it_shows(
    cast: Cast, chen: Actor, signed_in_as: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    building = cast.door("3-101").building_id
    rooms = [DoorFact(building_id=building, unit="9", room=str(room)) for room in range(101, 160)]
    actions.put_doors(by=chen, doors=rooms)
    client = signed_in_as("chen")
    client.get("/doors/")
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert len(client.get("/doors/").context["rows"]) == 50


def test_many_doors_are_given_to_one_worker(cast: Cast, signed_in_as: SignIn) -> None:
    ids = [str(cast.doors[name]) for name in ("3-101", "3-102")]
    signed_in_as("lin").post("/doors/assign/", {"door": ids, "worker": str(cast.workers["zhao"])})
    assert {cast.door(name).worker_id for name in ("3-101", "3-102")} == {cast.workers["zhao"]}


def test_all_doors_of_a_narrowed_list_are_given_at_once(cast: Cast, signed_in_as: SignIn) -> None:
    said = {"all": "yes", "list_area": str(cast.areas[3]), "worker": str(cast.workers["zhao"])}
    response = signed_in_as("chen").post("/doors/assign/", said)
    assert response["Location"] == f"/doors/?area={cast.areas[3]}"
    assert cast.door("3-101").worker_id == cast.workers["zhao"]
    assert cast.door("lane-29").worker_id is None


def test_whoever_gives_doors_away_sees_what_each_worker_has_already(cast: Cast, signed_in_as: SignIn) -> None:
    client = signed_in_as("chen")
    for address in ("/doors/", f"/doors/{cast.doors['3-101']}/worker/", "/gaps/?kind=door.worker"):
        shown = text_of(client, address)
        assert "奥马尔 · 3 户" in shown and "赵敏 · 2 户" in shown, address
    actions.assign_doors(
        by=cast.actor("chen"), worker_id=cast.workers["zhao"], door_ids=[cast.doors["lane-29"]]
    )
    assert "赵敏 · 3 户" in text_of(client, "/doors/")


def test_without_a_worker_nothing_is_assigned(cast: Cast, signed_in_as: SignIn) -> None:
    said = {"door": [str(cast.doors["3-101"])], "worker": ""}
    signed_in_as("chen").post("/doors/assign/", said)
    assert cast.door("3-101").worker_id == cast.workers["omar"]


def test_putting_doors_into_an_area_first_shows_which_buildings_go(cast: Cast, signed_in_as: SignIn) -> None:
    said = {"door": [str(cast.doors["3-101"])], "area": str(cast.areas[1])}
    client = signed_in_as("chen")
    page = client.post("/doors/area/", said)
    assert page.context["doors"] == 4 and cast.door("3-101").area_id == cast.areas[3]
    client.post("/doors/area/", {**said, "sure": "yes"})
    assert {cast.door(name).area_id for name in ("3-101", "3-202")} == {cast.areas[1]}


def test_the_page_of_a_door_shows_plate_and_address_side_by_side(cast: Cast, signed_in_as: SignIn) -> None:
    page = text_of(signed_in_as("omar"), f"/doors/{cast.doors['3-101']}/")
    assert "03-001" in page and "信合小区3号楼1单元101室" in page and "林涛" in page


def test_the_own_worker_reads_names_and_a_coordinator_reads_them_masked(
    cast: Cast, signed_in_as: SignIn
) -> None:
    address = f"/doors/{cast.doors['3-101']}/"
    assert "王小明" in text_of(signed_in_as("omar"), address)
    masked = text_of(signed_in_as("chen"), address)
    assert "王小明" not in masked and "王*明" in masked and "16300000001" not in masked


def test_a_reader_sees_no_phone_no_number_and_no_whereabouts(cast: Cast, signed_in_as: SignIn) -> None:
    actions.set_whereabouts(
        by=cast.actor("omar"),
        whereabouts=[actions.WhereaboutsFact(cast.persons["李芳"], "hospital")],
    )
    page = text_of(signed_in_as("rosa"), f"/doors/{cast.doors['3-101']}/")
    assert "王*明" in page and "163****0001" not in page and "611097" not in page and "住院" not in page


def test_a_child_counts_though_it_is_masked(cast: Cast, signed_in_as: SignIn) -> None:
    for who in ("chen", "omar", "rosa"):
        assert signed_in_as(who).get(f"/doors/{cast.doors['3-101']}/").context["living"] == 3


def test_a_door_out_of_sight_is_not_there(cast: Cast, signed_in_as: SignIn) -> None:
    assert signed_in_as("omar").get(f"/doors/{cast.doors['5-101']}/").status_code == 404


def test_pages_of_the_register_stay_in_no_cache(cast: Cast, signed_in_as: SignIn) -> None:
    response = signed_in_as("omar").get(f"/doors/{cast.doors['3-101']}/")
    assert "no-store" in response["Cache-Control"]


def test_a_visit_without_answer_is_counted_once_however_often_it_is_sent(
    cast: Cast, signed_in_as: SignIn
) -> None:
    client, address = signed_in_as("omar"), f"/doors/{cast.doors['3-102']}/"
    said = {"state": "no_answer", "seen": client.get(address).context["seen"]}
    for _ in range(2):
        assert client.post(f"{address}state/", said).status_code == 302
    door = cast.door("3-102")
    assert (door.state, door.attempts) == ("no_answer", 1)
    assert door.recheck_on is not None and door.recheck_on > timezone.localdate()


def test_the_day_to_come_again_may_be_chosen(cast: Cast, signed_in_as: SignIn) -> None:
    said = {"state": "no_answer", "recheck_on": "2099-01-02", "seen": ""}
    signed_in_as("omar").post(f"/doors/{cast.doors['3-102']}/state/", said)
    assert str(cast.door("3-102").recheck_on) == "2099-01-02"


def test_a_door_to_be_seen_again_by_today_is_late(cast: Cast, omar: Actor, signed_in_as: SignIn) -> None:
    today = timezone.localdate()
    fact = DoorStateFact(cast.doors["3-102"], "no_answer", today)
    actions.set_door_states(by=omar, states=[fact])
    page = signed_in_as("chen").get("/doors/", {"lacking": "recheck"})
    assert [row.mark for row in page.context["rows"]] == ["late"] and page.context["answer"]["due"] == 1


def test_a_plate_that_is_taken_is_refused_beside_its_field_and_kept(cast: Cast, signed_in_as: SignIn) -> None:
    said = {"sent": "yes", "plate": "03-002"}
    response = signed_in_as("lin").post(f"/doors/{cast.doors['3-101']}/plate/", said)
    assert response.status_code == 422 and "plate" in response.context["form"].errors
    assert 'value="03-002"' in response.content.decode()


def test_a_door_tells_what_happened_to_it(cast: Cast, omar: Actor, signed_in_as: SignIn) -> None:
    actions.set_door_states(by=omar, states=[DoorStateFact(cast.doors["3-102"], "vacant")])
    entries = signed_in_as("omar").get(f"/doors/{cast.doors['3-102']}/").context["entries"]
    assert "空置" in entries[0]["title"] and entries[0]["by"] == "奥马尔"
