"""Street and county: figures of the communities below, right after any change, and never a door or a person."""

import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gridward.accounts.actions import UnitFact, make_community, put_above, seat
from gridward.accounts.actors import NOBODY, system_actor
from gridward.accounts.models import Role, Unit, UnitKind, Worker
from gridward.areas.actions import put_areas
from gridward.areas.entries import AreaFact
from gridward.areas.models import Area
from gridward.areas.redrawing.actions import merge_areas
from gridward.coverage.models import Tally
from gridward.coverage.tallies.checks import off_the_count
from gridward.coverage.tallies.counting import count_afresh
from gridward.coverage.tallies.queries import level_of
from gridward.coverage.tallies.refreshing import refresh, refresh_tallies, stale
from gridward.households.actions import assign_doors
from gridward.rounds.models import Round
from gridward.shared.problems import Problem
from tests.access.ids import IDS
from tests.access.table import TABLE
from tests.access.test_urls import address
from tests.cast import CODE, PASSWORD, Cast

STREET, COUNTY = CODE[:9], CODE[:6]
SQUARE = {"type": "Polygon", "coordinates": [[[110.3, 33.6], [110.31, 33.6], [110.31, 33.61], [110.3, 33.6]]]}
system = system_actor(NOBODY)


@pytest.fixture
def county(cast: Cast) -> Unit:
    """A county with a street office over both communities of the cast, and somebody looking from each."""
    county = put_above(by=system, code=COUNTY, name="丹江县").unit
    street = put_above(by=system, code=STREET, name="龙桥街道办").unit
    for unit, user in ((county, "xian"), (street, "jie")):
        seat(by=system, unit_id=unit.id, name="看数", username=f"{user}-kan", password=PASSWORD)
    refresh_tallies()
    return county


def looking(user: str) -> Client:
    client = Client()
    assert client.login(username=f"{user}-kan", password=PASSWORD)
    return client


def row_of(client: Client, unit_id: UUID, name: str) -> dict[str, int]:
    level = client.get(reverse("above_unit", args=[unit_id])).context["level"]
    return next(dict(row.counts) for row in level.rows if row.name == name)


def test_codes_put_communities_under_street_and_county(cast: Cast, county: Unit) -> None:
    community = Unit.objects.select_related("parent__parent").get(id=cast.community_id)
    assert community.parent is not None and community.parent.code == STREET + "000"
    assert community.parent.parent == county and county.code == COUNTY + "000000"
    again = put_above(by=system, code=STREET, name="龙桥街道办事处")
    assert again.unit.id == community.parent.id and again.communities == 0


def test_a_community_comes_under_the_units_of_its_code(cast: Cast, county: Unit) -> None:
    street = Unit.objects.get(code=STREET + "000")
    beside, _maker = make_community(code=STREET + "099", name="新社区", maker_name="某")
    assert beside.parent == street and street.parent == county
    chain = [
        UnitFact(UnitKind.COUNTY, "另名县", COUNTY + "000000"),
        UnitFact(UnitKind.STREET, "新街道", COUNTY + "009000"),
    ]
    far, _maker = make_community(code=COUNTY + "009001", name="远社区", maker_name="某", above=chain)
    assert far.parent is not None and (far.parent.name, far.parent.code) == ("新街道", COUNTY + "009000")
    assert far.parent.parent == county and county.name == "丹江县"


def test_a_street_may_be_put_under_a_county_its_code_does_not_tell(cast: Cast, county: Unit) -> None:
    placed = put_above(by=system, code="999999001", name="高新区街道", under=COUNTY)
    assert placed.unit.parent == county
    for code, under in ((COUNTY, STREET), (STREET, STREET), (STREET, CODE)):
        with pytest.raises(Problem) as refused:
            put_above(by=system, code=code, name="某", under=under)
        assert refused.value.code in ("accounts.unit_not_above", "accounts.unknown_unit")


@pytest.mark.parametrize("code", ["", "61109", "6110970010", "61109x", "611097001012"])
def test_other_codes_are_refused_in_words(db: None, code: str) -> None:
    with pytest.raises(Problem) as refused:
        put_above(by=system, code=code, name="某街道")
    assert refused.value.code == "accounts.bad_unit_code"


def test_a_county_sees_its_streets_their_communities_and_their_areas(cast: Cast, county: Unit) -> None:
    client = looking("xian")
    top = client.get(reverse("above"))
    assert [row.name for row in top.context["level"].rows] == ["龙桥街道办"]
    street = top.context["level"].rows[0]
    assert street.communities == 2 and street.counts["doors"] == len(cast.doors)
    below = client.get(reverse("above_unit", args=[street.id])).context["level"]
    assert {row.name for row in below.rows} == {"下湾社区", "上湾社区"}
    areas = client.get(reverse("above_unit", args=[cast.community_id])).context["level"]
    assert areas.is_community and len(areas.rows) == 3
    assert sum(row.counts["doors"] for row in areas.rows) == areas.total.counts["doors"]


def test_what_lies_in_no_area_has_a_row_of_its_own(cast: Cast, county: Unit) -> None:
    Tally.objects.of(cast.community_id).filter(id=cast.areas[3]).delete()
    level = looking("xian").get(reverse("above_unit", args=[cast.community_id])).context["level"]
    rest = [row for row in level.rows if row.is_rest]
    assert [row.name for row in rest] == ["未划入片区"] and rest[0].counts["doors"] > 0
    assert sum(row.counts["doors"] for row in level.rows) == level.total.counts["doors"]


def test_the_text_to_carry_away_has_units_and_counts_and_no_leader(
    cast: Cast, county: Unit, verification: Round
) -> None:
    refresh_tallies()
    text = looking("xian").get(reverse("above_unit", args=[cast.community_id])).context["carry_text"]
    assert "下湾社区" in text and Area.objects.of(cast.community_id).get(number=3).name in text
    assert not any(name in text for name in Worker.objects.values_list("name", flat=True))


def test_a_page_that_is_not_theirs_leads_back_to_the_communities(cast: Cast, county: Unit) -> None:
    client = looking("xian")
    for address_ in (reverse("gaps"), reverse("above_unit", args=[UUID(int=7)])):
        page = client.get(address_).content.decode()
        assert "查看下辖社区" in page and 'href="/gaps/"' not in page


def test_a_street_sees_nothing_above_or_beside_it(cast: Cast, county: Unit) -> None:
    beside, _maker = make_community(
        code="611097002001", name="别处", maker_name="别人", above=[UnitFact(UnitKind.STREET, "别的街道")]
    )
    client = looking("jie")
    for id in (county.id, beside.id, beside.parent_id):
        assert client.get(reverse("above_unit", args=[id])).status_code == 404
        assert client.get(reverse("above_features_of", args=[id])).status_code == 404


def test_whoever_looks_from_above_reaches_no_page_of_a_community(cast: Cast, county: Unit) -> None:
    client, open_to_all = (
        looking("xian"),
        {
            "above",
            "above_testing",
            "today",
            "password",
            "community_choice",
            "sign_in",
            "set_language",
            "notices_count",
        },
    )
    ids = {argument: make(cast) for argument, make in IDS.items()}
    asked = 0
    for name in sorted(TABLE.keys() - open_to_all):
        answer = client.get(address(name, ids))
        assert answer.status_code in (401, 403, 404, 405), (name, answer.status_code)
        asked += 1
    assert asked > 60


def test_first_page_of_a_street_is_its_communities(county: Unit) -> None:
    assert looking("jie").get(reverse("today")).url == reverse("above")  # type: ignore[attr-defined]


def test_nobody_of_a_community_looks_from_above(cast: Cast) -> None:
    for name in ("chen", "rosa", "omar"):
        with pytest.raises(Problem) as refused:
            level_of(cast.actor(name))
        assert refused.value.code == "shared.not_yours"


def test_a_change_is_in_the_tally_after_the_next_run_of_the_job(cast: Cast, county: Unit) -> None:
    client = looking("jie")
    before = row_of(client, cast.community_id, Area.objects.of(cast.community_id).get(number=3).name)
    door = cast.door("3-101")
    assign_doors(by=cast.actor("chen"), worker_id=None, door_ids=[door.id])
    assert refresh_tallies() == 1
    after = row_of(client, cast.community_id, Area.objects.of(cast.community_id).get(number=3).name)
    assert after == before | {"given": before["given"] - 1}
    assert refresh_tallies() == 0


def test_tallies_say_what_counting_says_through_a_round(
    cast: Cast, county: Unit, verification: Round
) -> None:
    refresh_tallies()
    fresh = count_afresh(cast.community_id, timezone.now())
    kept = {tally.id: tally for tally in Tally.objects.of(cast.community_id)}
    assert {id: t.open for id, t in kept.items()} == {id: counts["open"] for id, counts in fresh.items()}
    assert kept[cast.community_id].open > 0
    assert list(off_the_count(cast.community_id)) == []


def test_windows_that_run_out_are_counted_again(cast: Cast, county: Unit, verification: Round) -> None:
    refresh_tallies()
    at, over = Tally.objects.of(cast.community_id)[0].counted_at, verification.closes_at
    Tally.objects.of(cast.community_id).update(counted_at=over - timedelta(minutes=1))
    assert cast.community_id not in stale(over - timedelta(seconds=1))
    assert cast.community_id in stale(over) and at < over


def test_a_change_during_counting_is_counted_and_the_older_count_not_kept(
    cast: Cast, county: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, now, counted = cast.door("3-101"), timezone.now(), []

    def slowly(community_id: UUID, now: datetime) -> dict[UUID, dict[str, int]]:
        fresh = count_afresh(community_id, now)
        if not counted:
            counted.append(fresh)
            assign_doors(by=cast.actor("chen"), worker_id=None, door_ids=[door.id])
            if is_second_about:
                refresh(community_id, now)
        return fresh

    monkeypatch.setattr("gridward.coverage.tallies.refreshing.count_afresh", slowly)
    is_second_about = False
    refresh(cast.community_id, now)
    assert cast.community_id in stale(now)
    assert refresh_tallies() == 1 and list(off_the_count(cast.community_id)) == []
    assign_doors(by=cast.actor("chen"), worker_id=cast.workers["omar"], door_ids=[door.id])
    counted.clear()
    is_second_about = True
    refresh(cast.community_id, now)
    assert cast.community_id not in stale(now) and list(off_the_count(cast.community_id)) == []


def test_check_names_a_tally_that_is_off(cast: Cast, county: Unit) -> None:
    Tally.objects.of(cast.community_id).filter(id=cast.areas[3]).update(doors=99)
    assert [finding.subject for finding in off_the_count(cast.community_id)] == [str(cast.areas[3])]
    refresh(cast.community_id, timezone.now())
    assert list(off_the_count(cast.community_id)) == []


def test_a_closed_area_leaves_the_tallies(cast: Cast, county: Unit) -> None:
    refresh_tallies()
    closed, kept = cast.areas[1], cast.areas[3]
    tallies = Tally.objects.of(cast.community_id)
    before = dict(tallies.values_list("id", "doors"))
    assert before[closed] > 0
    merge_areas(by=cast.actor("chen"), area_ids=[closed], into=kept)
    refresh_tallies()
    after = dict(tallies.values_list("id", "doors"))
    assert closed not in after and after[kept] == before[closed] + before[kept]
    assert after[cast.community_id] == before[cast.community_id]
    assert before.keys() - after.keys() == {closed}


def test_all_outlines_lie_on_one_map(cast: Cast, county: Unit) -> None:
    area = Area.objects.of(cast.community_id).get(number=3)
    put_areas(by=cast.actor("chen"), areas=[AreaFact(id=area.id, number=3, name=area.name, outline=SQUARE)])
    refresh_tallies()
    told = json.loads(looking("xian").get(reverse("above_features_of", args=[county.id])).content)
    assert [feature["properties"]["label"] for feature in told["features"]] == [f"下湾社区 {area.name}"]
    assert told["bounds"] == [110.3, 33.6, 110.31, 33.61]
    one = json.loads(looking("xian").get(reverse("above_features_of", args=[cast.community_id])).content)
    assert [feature["properties"]["label"] for feature in one["features"]] == [area.name]


def test_a_county_costs_as_many_statements_as_a_street(cast: Cast, county: Unit) -> None:
    def cost(how_many: int) -> int:
        for number in range(how_many):
            make_community(
                code=f"{STREET}{100 + how_many * 10 + number}",
                name=f"社区{how_many}{number}",
                maker_name="某",
                above=[UnitFact(UnitKind.STREET, "龙桥街道办", parent_id=county.id)],
            )
        put_above(by=system, code=STREET, name="龙桥街道办")
        refresh_tallies()
        client = looking("xian")
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("above"))
        return len(captured)

    assert cost(1) == cost(4)


def test_role_above_cannot_be_given_inside_a_community(cast: Cast) -> None:
    from gridward.accounts.actions import GrantFact, grant

    with pytest.raises(Problem) as refused:
        grant(by=cast.actor("dora"), facts=[GrantFact(cast.workers["zhao"], Role.ABOVE)])
    assert refused.value.code == "accounts.scope_does_not_fit"
