"""Zones: opened, changed and closed by decisions; what lies in them now and on a day; rounds over them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.areas.actions import put_buildings
from gridward.areas.entries import BuildingFact
from gridward.demo.clock import clock_at
from gridward.operations.checks import find_strayed_buildings
from gridward.operations.models import Zone, ZoneBuilding
from gridward.operations.zones import maps, queries
from gridward.operations.zones.actions import change_zone, close_zone, open_zone, put_levels, put_measures
from gridward.operations.zones.entries import LevelFact, MeasureFact, ZoneFact
from gridward.operations.zones.membership import refresh_all
from gridward.rounds.actions import Scope
from gridward.rounds.models import Due
from gridward.shared.problems import Problem
from tests.cast import Cast, cast_id
from tests.rounds.ledger import Opener

SignIn = Callable[[str], Client]
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[110.3, 33.6], [110.4, 33.6], [110.4, 33.7], [110.3, 33.7], [110.3, 33.6]]],
}


def fact(**said: Any) -> ZoneFact:
    """A zone that is drawn, unless a test says otherwise."""
    whole = {"name": "封控区", "level": "high", "starts_on": timezone.localdate(), "decision": "通告1号"}
    return ZoneFact(**{**whole, "outline": SQUARE, **said})


@pytest.fixture
def words(chen: Actor) -> Actor:
    """Chen, after the levels and a measure are defined."""
    put_levels(
        by=chen,
        facts=[LevelFact("high", "高风险区", "High", 1, 5), LevelFact("low", "低风险区", "Low", 3, 1)],
    )
    put_measures(by=chen, facts=[MeasureFact("stay_in", "足不出户", "Stay in")])
    return chen


def put_on_the_map(chen: Actor, lng: float = 110.35) -> None:
    """Building 3 of the first compound stands inside the square, or elsewhere."""
    put_buildings(by=chen, buildings=[BuildingFact(id=cast_id("building 3"), lng=lng, lat=33.65)])


def code_of(verb: Callable[[], object]) -> str:
    with pytest.raises(Problem) as caught:
        verb()
    return caught.value.code


def doors(chen: Actor, zone: Zone) -> list[str]:
    return [door.address for door in queries.doors_in(chen, zone.id)]


def test_a_drawn_zone_holds_the_doors_whose_building_stands_inside(cast: Cast, words: Actor) -> None:
    put_on_the_map(words)
    zone = open_zone(by=words, fact=fact())
    assert len(doors(words, zone)) == 4
    assert queries.door_counts(cast.community_id, [zone.id]) == {zone.id: (1, 4)}


def test_a_building_that_is_moved_leaves_the_zone_at_once_and_the_past_stays(
    cast: Cast, words: Actor
) -> None:
    put_on_the_map(words)
    with clock_at(timezone.now() - timedelta(days=2)):
        zone = open_zone(by=words, fact=fact(starts_on=timezone.localdate()))
    put_on_the_map(words, lng=110.5)
    assert doors(words, zone) == []
    yesterday = timezone.localdate() - timedelta(days=1)
    assert queries.door_counts(cast.community_id, [zone.id], yesterday)[zone.id][0] == 1


def test_a_zone_may_be_a_list_of_areas(cast: Cast, words: Actor) -> None:
    zone = open_zone(by=words, fact=fact(outline=None, areas=(cast.areas[3],)))
    assert len(doors(words, zone)) == len([n for n in cast.doors if n.startswith("3-")])


def test_bounds_in_words_alone_are_enough_to_open_one(words: Actor) -> None:
    zone = open_zone(by=words, fact=fact(outline=None, bound_east="丹江大道", bound_north="老街"))
    assert zone.bound_east == "丹江大道"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": " "}, "operations.zone_nameless"),
        ({"outline": None}, "operations.zone_nowhere"),
        ({"decision": ""}, "operations.zone_undecided"),
        ({"level": "none"}, "operations.unknown_level"),
        ({"measures": ("fly",)}, "operations.unknown_measure"),
        ({"areas": (cast_id("no area"),)}, "operations.unknown_place"),
        ({"ends_on": date(2020, 1, 1)}, "operations.zone_days"),
        ({"test_every_days": 0}, "operations.zone_testing"),
        ({"pool_door": 51}, "operations.zone_testing"),
        ({"outline": {"type": "Point", "coordinates": [1, 2]}}, "shared.bad_outline"),
    ],
)
def test_a_zone_that_makes_no_sense_is_refused(cast: Cast, words: Actor, said: Any, code: str) -> None:
    assert code_of(lambda: open_zone(by=words, fact=fact(**said))) == code


def test_two_open_zones_never_bear_one_name(cast: Cast, words: Actor) -> None:
    open_zone(by=words, fact=fact())
    assert code_of(lambda: open_zone(by=words, fact=fact())) == "operations.zone_name_taken"


def test_the_same_id_opens_one_zone(words: Actor) -> None:
    zone = open_zone(by=words, fact=fact())
    assert open_zone(by=words, fact=fact(name="another"), id=zone.id).name == "封控区"


def test_another_level_needs_another_decision_and_leaves_a_history(cast: Cast, words: Actor) -> None:
    zone = open_zone(by=words, fact=fact())
    lower = fact(level="low", reason="连续七天无新增")
    assert code_of(lambda: change_zone(by=words, zone_id=zone.id, fact=lower)) == "operations.level_undecided"
    change_zone(
        by=words, zone_id=zone.id, fact=fact(level="low", decision="通告2号", reason="连续七天无新增")
    )
    newest, first = queries.history_of(queries.zone_or_404(words, zone.id), {"level": "级别"})
    assert (newest.decision, newest.by, newest.changes) == ("通告2号", "陈静", ["级别"])
    assert newest.reason == "连续七天无新增"
    assert first.decision == "通告1号"


def test_a_closed_zone_holds_nothing_and_stays_as_it_is(words: Actor) -> None:
    put_on_the_map(words)
    zone = open_zone(by=words, fact=fact())
    close_zone(by=words, zone_id=zone.id, decision="通告3号", reason="解封")
    assert doors(words, zone) == []
    assert code_of(lambda: change_zone(by=words, zone_id=zone.id, fact=fact())) == "operations.zone_closed"


@pytest.mark.parametrize("who", ["lin", "omar", "rosa"])
def test_only_coordinator_and_data_officer_open_zones(
    words: Actor, who: str, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    assert code_of(lambda: open_zone(by=by, fact=fact())) == "shared.not_yours"


def test_testing_falls_on_every_so_many_days_and_on_named_ones() -> None:
    start = date(2022, 9, 10)
    zone = Zone(starts_on=start, ends_on=date(2022, 9, 20), test_every_days=3, test_dates=["2022-09-17"])
    days = [day.day for day in queries.test_days(zone, date(2022, 9, 11))]
    assert days == [13, 16, 17, 19]


def test_a_round_over_a_zone_follows_it(cast: Cast, words: Actor, begun: Opener) -> None:
    put_on_the_map(words)
    zone = open_zone(by=words, fact=fact())
    opened = begun(scope=Scope(zone_ids=(zone.id,)))
    owed = Due.objects.of(cast.community_id).filter(round_id=opened.id)
    assert owed.count() == 4
    assert Scope.from_json(opened.scope) == Scope(zone_ids=(zone.id,))


def test_zones_lie_on_the_map_in_the_colour_of_their_level(words: Actor) -> None:
    put_on_the_map(words)
    open_zone(by=words, fact=fact(name="低", level="low"))
    zone = open_zone(by=words, fact=fact())
    drawn = {outline.id: outline for outline in maps.outlines(words)}
    assert drawn[zone.id].paint.level == 5 and drawn[zone.id].outline["type"] == "Polygon"
    assert maps.paints(words)[cast_id("building 3")].level == 5


def test_the_job_finds_what_nobody_followed(cast: Cast, words: Actor) -> None:
    put_on_the_map(words)
    zone = open_zone(by=words, fact=fact())
    lying = ZoneBuilding.objects.of(cast.community_id).filter(zone_id=zone.id)
    lying.update(until=timezone.now())
    assert [finding.subject for finding in find_strayed_buildings(cast.community_id)] == ["封控区"]
    assert refresh_all() == 1
    assert refresh_all() == 0
    assert not list(find_strayed_buildings(cast.community_id))
    assert len(doors(words, zone)) == 4


def test_the_pages_open_change_and_close_a_zone(
    cast: Cast, words: Actor, signed_in_as: Callable[[str], Client]
) -> None:
    client = signed_in_as("chen")
    said = {"id": cast_id("z"), "name": "三区", "level": "high", "decision": "1号", "starts_on": "2026-01-01"}
    said |= {"areas": [str(cast.areas[3])], "measures": ["stay_in"], "test_dates": "2026-01-03 2026-01-05"}
    assert client.post("/zones/new/", said).status_code == 302
    page = client.get(f"/zones/{said['id']}/").content.decode()
    assert "足不出户" in page and "三区" in page
    assert client.post(f"/zones/{said['id']}/edit/", {**said, "level": "low"}).status_code == 422
    assert (
        client.post(f"/zones/{said['id']}/edit/", {**said, "level": "low", "decision": "2号"}).status_code
        == 302
    )
    assert client.post(f"/zones/{said['id']}/close/", {"decision": "3号"}).status_code == 302
    assert "3号" in client.get("/zones/").content.decode()


def test_a_page_as_of_a_day_before_the_zone_says_so(
    cast: Cast, words: Actor, signed_in_as: Callable[[str], Client]
) -> None:
    zone = open_zone(by=words, fact=fact())
    page = signed_in_as("chen").get(f"/zones/{zone.id}/?day=2020-01-01").content.decode()
    assert "当天还没有这个区域" in page


def test_a_door_says_in_which_zones_it_lies(cast: Cast, words: Actor, signed_in_as: SignIn) -> None:
    open_zone(by=words, fact=fact(outline=None, areas=(cast.areas[3],)))
    page = signed_in_as("omar").get(f"/doors/{cast.doors['3-101']}/").content.decode()
    assert "封控区" in page and "高风险区" in page


def test_a_round_opened_from_a_zone_begins_with_it(cast: Cast, words: Actor, signed_in_as: SignIn) -> None:
    zone = open_zone(by=words, fact=fact(outline=None, areas=(cast.areas[3],)))
    page = signed_in_as("chen").get(f"/rounds/new/?zone={zone.id}").content.decode()
    assert f'value="{zone.id}"' in page and "checked" in page.split(f'value="{zone.id}"')[1][:80]


def test_the_map_of_a_zone_holds_its_outline_and_its_buildings(
    cast: Cast, words: Actor, signed_in_as: SignIn
) -> None:
    put_on_the_map(words)
    zone = open_zone(by=words, fact=fact())
    told = signed_in_as("chen").get(f"/zones/{zone.id}/map/").json()
    kinds = [feature["properties"]["kind"] for feature in told["features"]]
    assert kinds.count("zone") == 1 and kinds.count("building") == 1
    assert told["legend"] == [{"group": "高风险区", "words": "高风险区"}]
