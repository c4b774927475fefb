"""Stations of the open day on the map: at their own point or their site's, and those without a place said in setup."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gridward.accounts.actors import Actor
from gridward.areas.actions import put_buildings
from gridward.areas.entries import BuildingFact
from gridward.areas.models import Building
from gridward.shared.ids import new_id
from gridward.testing.board.on_map import stations_today
from gridward.testing.models import DayStation, Station, TestDay
from gridward.testing.setup.places import points_of
from tests.cast import Cast, cast_id
from tests.testing.day import OTHER_STATION, STATION, Taker

SignIn = Callable[[str], Client]
SQUARE = {"type": "Polygon", "coordinates": [[[110.3, 33.6], [110.31, 33.6], [110.31, 33.61], [110.3, 33.6]]]}


@pytest.fixture
def working(cast: Cast, day: TestDay) -> TestDay:
    """Both stations work today; only the first has a point."""
    here = cast.community_id
    DayStation.objects.bulk_create(
        [
            DayStation(community_id=here, id=new_id(), day_id=day.id, station_id=id, desks=2)
            for id in (STATION, OTHER_STATION)
        ]
    )
    Station.objects.of(here).filter(id=STATION).update(lng=110.33, lat=33.69, place="广场北侧")
    return day


def stations_on(client: Client) -> list[dict[str, Any]]:
    told = json.loads(client.get(reverse("map_features")).content)
    return [each for each in told["features"] if each["properties"]["kind"] == "station"]


def test_the_map_shows_who_works_where_and_how_busy(
    signed_in_as: SignIn, working: TestDay, take: Taker
) -> None:
    take("刘洋", "C-0001")
    [shown] = stations_on(signed_in_as("chen"))
    assert shown["geometry"] == {"type": "Point", "coordinates": [110.33, 33.69]}
    assert shown["properties"]["label"] == "社区广场"
    words = shown["properties"]["paint"]["words"]
    assert "广场北侧" in words and "2 个采样台" in words and "近一小时采样 1 人" in words
    assert shown["properties"]["url"] == reverse("testing_board", args=[working.id]) + "?by=stations"


def test_a_station_without_a_point_stands_at_its_site(
    cast: Cast, chen: Actor, signed_in_as: SignIn, working: TestDay
) -> None:
    building = Building.objects.of(cast.community_id).get(id=cast_id("building 3"))
    put_buildings(by=chen, buildings=[BuildingFact(id=building.id, lng=110.35, lat=33.65)])
    Station.objects.of(cast.community_id).filter(id=OTHER_STATION).update(site_id=building.site_id)
    found = {each["id"]: each["geometry"]["coordinates"] for each in stations_on(signed_in_as("omar"))}
    assert found.keys() == {str(STATION), str(OTHER_STATION)}
    station = Station.objects.of(cast.community_id).get(id=OTHER_STATION)
    assert points_of(cast.community_id, [station])[station.id] == tuple(found[str(OTHER_STATION)])


def test_a_station_that_does_not_work_today_is_not_shown(
    cast: Cast, signed_in_as: SignIn, working: TestDay
) -> None:
    DayStation.objects.of(cast.community_id).filter(station_id=STATION).delete()
    assert stations_on(signed_in_as("chen")) == []


def test_a_day_that_is_over_has_no_stations_on_the_map(
    cast: Cast, chen: Actor, signed_in_as: SignIn, working: TestDay
) -> None:
    TestDay.objects.of(cast.community_id).update(state=TestDay.State.CLOSED)
    assert stations_on(signed_in_as("chen")) == []


def test_setup_says_which_station_has_no_place_and_leads_to_it(
    signed_in_as: SignIn, working: TestDay
) -> None:
    html = signed_in_as("chen").get(reverse("testing_stations")).content.decode()
    assert html.count("已在图上") == 1 and html.count("尚无位置") == 1
    assert reverse("testing_station", args=[OTHER_STATION]) + "#place" in html
    assert reverse("testing_station", args=[STATION]) + "#place" not in html


@pytest.mark.parametrize(
    ("said", "point"),
    [
        ({"at": "110.341, 33.681"}, (110.341, 33.681)),
        ({"drawn": '{"type": "Point", "coordinates": [110.342, 33.682]}'}, (110.342, 33.682)),
        ({}, (None, None)),
    ],
)
def test_a_point_is_drawn_or_written_and_taken_away(
    cast: Cast, signed_in_as: SignIn, working: TestDay, said: dict[str, str], point: Any
) -> None:
    client, page = signed_in_as("chen"), reverse("testing_station", args=[STATION])
    sent = {"name": "社区广场", "kind": "centre", "desks": "2", "is_open": "on", **said}
    assert client.post(page, sent).status_code == 302
    kept = Station.objects.of(cast.community_id).get(id=STATION)
    assert (kept.lng, kept.lat) == point


@pytest.mark.parametrize("said", [{"at": "here"}, {"drawn": json.dumps(SQUARE)}, {"drawn": "[]"}])
def test_what_is_no_point_is_said_beside_the_field(
    signed_in_as: SignIn, working: TestDay, said: dict[str, str]
) -> None:
    page = reverse("testing_station", args=[STATION])
    sent = {"name": "社区广场", "kind": "centre", "desks": "2", "is_open": "on", **said}
    assert signed_in_as("chen").post(page, sent).status_code == 422


def test_many_stations_cost_as_many_statements_as_one(cast: Cast, chen: Actor, working: TestDay) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(stations_today(chen))
        return len(captured)

    before = cost()
    more = [Station(community_id=cast.community_id, name=f"点{n}", lng=110.3, lat=33.6) for n in range(20)]
    Station.objects.bulk_create(more)
    DayStation.objects.bulk_create(
        [
            DayStation(community_id=cast.community_id, day_id=working.id, station_id=station.id, desks=1)
            for station in more
        ]
    )
    assert cost() == before <= 5
