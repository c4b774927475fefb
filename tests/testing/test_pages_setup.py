"""The pages of setting up: the day on one page, its slots, stations, norms and standing exemptions."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.operations.models import Zone, ZoneBuilding
from gridward.testing.models import DayStation, Norms, Slot, Standing, Station, TestDay
from gridward.testing.setup import proposals
from gridward.testing.setup.entries import StationFact
from gridward.testing.setup.stations import norms_of, put_station
from tests.cast import Cast, cast_id

SignIn = Callable[[str], Client]
DATE = "2022-09-16"


@pytest.fixture
def square(chen: Actor) -> Station:
    return put_station(by=chen, fact=StationFact("社区广场", desks=2))


@pytest.fixture
def said(cast: Cast, square: Station) -> dict[str, Any]:
    """What the page posts for a day with area 3 at the door."""
    return {
        "date": DATE,
        "name": "第一轮",
        "door_from": "07:00",
        "door_until": "12:00",
        "centre_from": "13:00",
        "centre_until": "20:00",
        "has_workers": "on",
        "areas": [str(cast.areas[3])],
        "pool_door": "0",
        "pool_centre": "10",
        f"desks_{square.id}": "2",
        f"samplers_{square.id}": "4",
    }


@pytest.fixture
def zone(cast: Cast) -> Zone:
    """A zone over building 3 that tests every second day at the door, one to a tube."""
    zone = Zone(
        community_id=cast.community_id,
        operation_id=cast.operation_id,
        name="三号楼高风险区",
        level="high",
        decision="1号",
        starts_on=date(2022, 9, 14),
        test_every_days=2,
        pool_door=1,
    )
    Zone.objects.bulk_create([zone])
    rows = [ZoneBuilding(community_id=cast.community_id, zone_id=zone.id, building_id=cast_id("building 3"))]
    ZoneBuilding.objects.bulk_create(rows)
    return zone


def post(client: Client, said: dict[str, Any], deed: str, **headers: str) -> Any:
    return client.post("/testing/setup/", {**said, "deed": deed}, headers=headers)


def the_day(cast: Cast) -> TestDay:
    found: TestDay = TestDay.objects.of(cast.community_id).get()
    return found


def test_one_click_plans_the_day_opens_it_and_writes_its_slots(
    signed_in_as: SignIn, cast: Cast, said: dict[str, Any], square: Station
) -> None:
    answer = post(signed_in_as("chen"), said, "open")
    day = the_day(cast)
    assert answer.headers["Location"] == f"/testing/days/{day.id}/"
    assert (day.state, day.date, day.has_workers) == ("open", date(2022, 9, 16), True)
    assert day.door_rule["areas"] == [str(cast.areas[3])]
    line = DayStation.objects.of(cast.community_id).get()
    assert (line.station_id, line.desks, line.samplers) == (square.id, 2, 4)
    slots = Slot.objects.of(cast.community_id).order_by("begins_at")
    assert [(slot.area_id, slot.people) for slot in slots] == [
        (cast.areas[1], 1),
        (cast.areas[2], 1),
        (None, 6),
    ]


def test_kept_without_opening_nothing_is_owed(signed_in_as: SignIn, cast: Cast, said: dict[str, Any]) -> None:
    client = signed_in_as("chen")
    post(client, said, "save")
    day = the_day(cast)
    assert (day.state, day.door_round_id) == ("planned", None)
    assert "第一轮" in client.get(f"/testing/setup/?date={DATE}").content.decode()
    client.post(f"/testing/days/{day.id}/open/")
    assert the_day(cast).state == "open"


def test_counting_tells_before_anything_is_kept(
    signed_in_as: SignIn, cast: Cast, said: dict[str, Any]
) -> None:
    part = post(signed_in_as("chen"), said, "count", **{"HX-Request": "true"})
    assert part.templates[0].name == "testing/_owing.html"
    owing = part.context["owing"]
    assert (owing.total, owing.door, owing.centre) == (14, 6, 8)
    assert not TestDay.objects.of(cast.community_id).exists()


def test_what_is_wrong_stands_at_its_field_with_all_that_was_typed(
    signed_in_as: SignIn, cast: Cast, said: dict[str, Any]
) -> None:
    answer = post(signed_in_as("chen"), {**said, "door_until": "06:00", "name": "雨天轮"}, "open")
    assert answer.status_code == 422
    assert "door_until" in answer.context["form"].errors
    assert "雨天轮" in answer.content.decode()
    assert not TestDay.objects.of(cast.community_id).exists()


def test_the_zones_propose_who_is_at_the_door_and_how_many_share_a_tube(
    signed_in_as: SignIn, cast: Cast, zone: Zone, square: Station
) -> None:
    page = signed_in_as("chen").get(f"/testing/setup/?date={DATE}")
    fact = proposals.first_fact(cast.community_id, date(2022, 9, 16), "今日")
    assert fact.door_rule.zone_ids == (zone.id,)
    assert ("door", 1, zone.id) in [(pool.phase, pool.size, pool.zone_id) for pool in fact.pools]
    assert page.context["owing"].door == 6
    assert [asks.is_today for asks in page.context["zones"]] == [True]
    assert not proposals.zones_asking(cast.community_id, date(2022, 9, 15))[0].is_today


def test_the_norms_stand_beside_each_figure(signed_in_as: SignIn, cast: Cast, square: Station) -> None:
    page = signed_in_as("chen").get(f"/testing/setup/?date={DATE}")
    assert page.context["staff"].by_station == {square.id: (1, 1)}
    assert page.context["form"][f"desks_{square.id}"].value() == 1
    client = signed_in_as("chen")
    norms = {name: getattr(norms_of(cast.community_id), name) for name in proposals_fields()}
    answer = client.post("/settings/testing/", {**norms, "people_per_desk_low": 2, "people_per_desk_high": 4})
    assert answer.status_code == 302
    page = client.get(f"/testing/setup/?date={DATE}")
    assert page.context["staff"].by_station[square.id][0] == 5


def proposals_fields() -> list[str]:
    return [field.name for field in Norms._meta.fields if field.name not in ("pk", "id", "community_id")]


def test_the_slots_print_by_station_and_are_worked_out_again(
    signed_in_as: SignIn, cast: Cast, said: dict[str, Any], square: Station
) -> None:
    client = signed_in_as("chen")
    post(client, said, "save")
    page = client.get(f"/testing/days/{the_day(cast).id}/slots/").content.decode()
    assert "社区广场" in page
    assert "第2片区" in page
    post(client, {**said, "areas": []}, "save")
    assert client.post(f"/testing/days/{the_day(cast).id}/slots/").status_code == 302
    assert Slot.objects.of(cast.community_id).filter(area_id=cast.areas[3]).get().people == 6


def test_a_slot_is_put_right_by_hand(signed_in_as: SignIn, cast: Cast, said: dict[str, Any]) -> None:
    client = signed_in_as("chen")
    post(client, said, "save")
    url = f"/testing/days/{the_day(cast).id}/slots/"
    form = client.get(url).context["form"]
    words = {field.html_name: field.value() for field in form}
    slot = next(slot for slot in form.slots if slot.area_id == cast.areas[2])
    assert client.post(url, {**words, "deed": "save", f"ends_{slot.id}": "08:00"}).status_code == 422
    changed = {**words, "deed": "save", f"begins_{slot.id}": "18:30", f"ends_{slot.id}": "19:45"}
    assert client.post(url, changed).status_code == 302
    slots = Slot.objects.of(cast.community_id)
    found = slots.get(area_id=cast.areas[2])
    assert timezone.localtime(found.begins_at).strftime("%H:%M") == "18:30"
    assert slots.count() == 3


def test_yesterdays_day_is_taken_over_with_one_click(
    signed_in_as: SignIn, cast: Cast, said: dict[str, Any]
) -> None:
    client = signed_in_as("chen")
    post(client, said, "save")
    page = client.get("/testing/setup/?date=2022-09-17")
    assert page.context["last"] == the_day(cast)
    answer = client.post(f"/testing/days/{the_day(cast).id}/copy/", {"to": "2022-09-17"})
    assert answer.headers["Location"] == "/testing/setup/?date=2022-09-17"
    assert TestDay.objects.of(cast.community_id).count() == 2


def test_the_day_closes_from_its_page_only_when_nothing_is_open(
    signed_in_as: SignIn, cast: Cast, said: dict[str, Any]
) -> None:
    client = signed_in_as("chen")
    post(client, said, "open")
    day = the_day(cast)
    assert client.get(f"/testing/days/{day.id}/").status_code == 200
    assert client.post(f"/testing/days/{day.id}/close/").status_code == 409


def test_the_list_of_days_says_what_stands(signed_in_as: SignIn, cast: Cast, said: dict[str, Any]) -> None:
    client = signed_in_as("chen")
    assert client.get("/testing/days/").context["lines"] == []
    post(client, said, "open")
    line = client.get("/testing/days/").context["lines"][0]
    assert (line.state, line.dues.dues, line.dues.done) == ("open", 14, 0)


def test_stations_are_added_and_put_out_of_use(signed_in_as: SignIn, cast: Cast) -> None:
    client = signed_in_as("chen")
    words = {"name": "小学操场", "kind": "centre", "desks": "3", "is_open": "on"}
    assert client.post("/testing/stations/", words).status_code == 302
    assert client.post("/testing/stations/", words).status_code == 422
    station = Station.objects.of(cast.community_id).get()
    changed = {"name": "小学操场", "kind": "centre", "desks": "1"}
    assert client.post(f"/testing/stations/{station.id}/", changed).status_code == 302
    assert not Station.objects.of(cast.community_id).get().is_open


def test_a_worker_asks_for_a_week_and_the_leader_approves(signed_in_as: SignIn, cast: Cast) -> None:
    omar, today = signed_in_as("omar"), timezone.localdate()
    found = omar.get("/testing/exemptions/?q=张国强").context["found"]
    assert [id for id, _who, _where in found] == [cast.persons["张国强"]]
    words = {"subject": found[0][0], "reason": "hospital", "from_on": today, "until_on": today}
    assert omar.post("/testing/exemptions/", words).status_code == 302
    row = Standing.objects.of(cast.community_id).get()
    lin = signed_in_as("lin")
    assert [line.may_approve for line in lin.get("/testing/exemptions/").context["lines"]] == [True]
    lin.post("/testing/exemptions/decide/", {"exemption": row.id, "deed": "approve"})
    row = Standing.objects.of(cast.community_id).get()
    assert (row.state, row.approved_by_id) == ("exempt", cast.workers["lin"])
    lin.post("/testing/exemptions/decide/", {"exemption": row.id, "deed": "end"})
    assert Standing.objects.of(cast.community_id).get().state == "done"


def test_days_of_nonsense_are_said_at_their_field(signed_in_as: SignIn, cast: Cast) -> None:
    today = timezone.localdate()
    words = {
        "subject": cast.persons["张国强"],
        "reason": "away",
        "from_on": today,
        "until_on": today - timedelta(days=1),
    }
    answer = signed_in_as("omar").post("/testing/exemptions/", words)
    assert answer.status_code == 422
    assert "until_on" in answer.context["form"].errors
