"""Areas, sites and buildings: put in once, with history, and never leaving a corner nobody answers for."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gridward.accounts.actors import Actor
from gridward.areas import actions, queries
from gridward.areas.actions import AreaFact, BuildingFact, SiteFact
from gridward.areas.models import Area, AreaVersion, Building, Site
from gridward.facts.models import Change
from gridward.facts.said import EMPTY
from gridward.facts.versions import true_at
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_an_area_is_found_by_its_number_and_what_is_unsaid_stands(cast: Cast, chen: Actor) -> None:
    [id] = actions.put_areas(by=chen, areas=[AreaFact(number=3, duties="每日巡查两次")])
    area = Area.objects.of(cast.community_id).get(id=id)
    assert (id, area.name, area.leader_id, area.duties) == (
        cast.areas[3],
        "第3片区",
        cast.workers["lin"],
        "每日巡查两次",
    )


def test_an_area_as_it_was_is_kept(cast: Cast, chen: Actor) -> None:
    day = datetime(2022, 9, 20, tzinfo=SHANGHAI)
    [id] = actions.put_areas(by=chen, areas=[AreaFact(9, "旧片区")], at=datetime(2022, 9, 1, tzinfo=SHANGHAI))
    actions.put_areas(by=chen, areas=[AreaFact(9, "新片区")], at=day)
    names = [
        true_at(AreaVersion, cast.community_id, moment).get(entity_id=id).name
        for moment in (datetime(2022, 9, 10, tzinfo=SHANGHAI), day)
    ]
    assert names == ["旧片区", "新片区"]


def test_a_leader_can_be_taken_from_an_area(cast: Cast, chen: Actor) -> None:
    actions.put_areas(by=chen, areas=[AreaFact(3, leader_id=EMPTY)])
    assert Area.objects.of(cast.community_id).get(number=3).leader_id is None


def test_putting_the_same_again_changes_and_announces_nothing(cast: Cast, chen: Actor) -> None:
    before = Change.objects.filter(community_id=cast.community_id).count()
    actions.put_areas(by=chen, areas=[AreaFact(3, "第3片区")])
    assert Change.objects.filter(community_id=cast.community_id).count() == before


def test_a_closed_areas_number_is_free_again(cast: Cast, chen: Actor) -> None:
    [old] = actions.put_areas(by=chen, areas=[AreaFact(9, "九")])
    actions.put_areas(by=chen, areas=[AreaFact(id=old, is_closed=True)])
    [new] = actions.put_areas(by=chen, areas=[AreaFact(9, "新九")])
    assert new != old


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        (AreaFact(number=3, is_closed=True), "areas.still_in_use"),
        (AreaFact(number=8), "areas.nameless"),
        (AreaFact(number=3, leader_id=new_id()), "areas.unknown_leader"),
        (AreaFact(number=3, difficulty=4), "areas.bad_difficulty"),
        (AreaFact(number=3, name="x", id=cast_id("area 2")), "areas.number_taken"),
    ],
)
def test_what_an_area_may_not_be(cast: Cast, chen: Actor, fact: AreaFact, code: str) -> None:
    with pytest.raises(Problem) as refusal:
        actions.put_areas(by=chen, areas=[fact])
    assert refusal.value.code == code and str(refusal.value)


def test_a_building_lies_where_its_site_lies_unless_said_otherwise(cast: Cast, chen: Actor) -> None:
    [site] = actions.put_sites(by=chen, sites=[SiteFact("老街", "lane", area_id=cast.areas[1])])
    facts = [BuildingFact(site, "29", "29号"), BuildingFact(site, "31", "31号", area_id=cast.areas[2])]
    ids = actions.put_buildings(by=chen, buildings=facts)
    assert ids == actions.put_buildings(by=chen, buildings=facts)
    buildings = Building.objects.with_ids(cast.community_id, ids)
    assert {b.number: b.area_id for b in buildings} == {"29": cast.areas[1], "31": cast.areas[2]}


def test_a_site_says_whether_its_managing_body_is_clear(cast: Cast, chen: Actor) -> None:
    [id] = actions.put_sites(by=chen, sites=[SiteFact("二桥新村", "compound", managed="unclear")])
    assert Site.objects.of(cast.community_id).get(id=id).managed == "unclear"


@pytest.mark.parametrize(
    ("verb", "facts", "code"),
    [
        ("put_sites", [SiteFact("信合小区", "compound", id=new_id())], "areas.site_name_taken"),
        ("put_sites", [SiteFact("新", "castle")], "areas.site_nameless"),
        ("put_sites", [SiteFact("新", "lane", area_id=new_id())], "areas.unknown_area"),
        ("put_buildings", [BuildingFact(new_id(), "1")], "areas.unknown_site"),
        ("put_buildings", [BuildingFact(number="1")], "areas.building_nameless"),
        ("put_buildings", [BuildingFact(cast_id("site xinhe"), "5", id=new_id())], "areas.building_taken"),
        ("put_buildings", [BuildingFact(id=cast_id("building 3"), area_id=new_id())], "areas.unknown_area"),
    ],
)
def test_what_a_site_or_building_may_not_be(
    cast: Cast, chen: Actor, verb: str, facts: Any, code: str
) -> None:
    with pytest.raises(Problem) as refusal:
        getattr(actions, verb)(by=chen, **{verb.removeprefix("put_"): facts})
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("who", "may"), [("chen", True), ("dora", True), ("lin", False), ("omar", False), ("rosa", False)]
)
def test_who_may_put_areas(cast: Cast, who: str, may: bool) -> None:
    if may:
        assert actions.put_areas(by=cast.actor(who), areas=[AreaFact(9, "九")])
        return
    with pytest.raises(Problem) as refusal:
        actions.put_areas(by=cast.actor(who), areas=[AreaFact(9, "九")])
    assert refusal.value.code == "shared.not_yours"


def test_areas_are_listed_with_leader_and_counts(cast: Cast, chen: Actor, lin: Actor) -> None:
    lines = [
        (line.area.number, line.leader and line.leader.name, line.buildings, line.doors)
        for line in queries.area_lines(chen)
    ]
    assert lines == [(1, None, 2, 2), (2, None, 1, 1), (3, "林涛", 1, 4)]
    assert [line.area.number for line in queries.area_lines(lin)] == [3]


def test_the_list_of_areas_costs_few_statements(
    cast: Cast, chen: Actor, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):
        queries.area_lines(chen)


def test_an_area_out_of_sight_is_not_found(cast: Cast, lin: Actor, max_: Actor) -> None:
    assert queries.area_detail(lin, cast.areas[3]).leader
    for actor, area in ((lin, cast.areas[1]), (max_, cast.areas[3])):
        with pytest.raises(Problem) as refusal:
            queries.area_detail(actor, area)
        assert refusal.value.code == "shared.not_found"


def test_a_community_sees_nothing_of_the_one_next_door(cast: Cast, max_: Actor) -> None:
    assert queries.area_lines(max_) == [] and queries.site_lines(max_) == []


def test_areas_are_called_by_name_for_those_who_know_only_ids(cast: Cast) -> None:
    assert [area.words for area in queries.open_areas(cast.community_id)] == ["第1片区", "第2片区", "第3片区"]
    names = queries.named(cast.community_id, [cast.areas[3], cast_id("building 3")])
    assert [names[cast.areas[3]].words, names[cast_id("building 3")].words] == ["第3片区", "信合小区3号楼"]
