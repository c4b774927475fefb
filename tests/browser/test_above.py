"""Street and county in a real browser: from the county down to a community's areas, and the map of all."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gridward.accounts.actions import put_above, seat
from gridward.accounts.actors import NOBODY, Actor, system_actor
from gridward.areas.actions import put_areas
from gridward.areas.entries import AreaFact
from gridward.coverage.tallies.refreshing import refresh_tallies
from gridward.rounds.models import Round
from gridward.testing.models import TestDay
from tests.cast import CODE, PASSWORD, Cast

SignIn = Callable[[Page, str], Page]
RING = [[110.3, 33.6], [110.31, 33.6], [110.31, 33.61], [110.3, 33.6]]


@pytest.fixture
def county(cast: Cast, chen: Actor, verification: Round) -> str:
    """Who looks from a county over both communities of the cast; one area is drawn, and a round is open."""
    system = system_actor(NOBODY)
    area = AreaFact(
        id=cast.areas[3], number=3, name="第3片区", outline={"type": "Polygon", "coordinates": [RING]}
    )
    put_areas(by=chen, areas=[area])
    unit = put_above(by=system, code=CODE[:6], name="丹江县").unit
    put_above(by=system, code=CODE[:9], name="龙桥街道办")
    seat(by=system, unit_id=unit.id, name="看数", username="xian-kan", password=PASSWORD)
    refresh_tallies()
    return "xian-kan"


def test_a_county_reads_its_way_down_to_the_areas_and_sees_them_on_the_map(
    county: str, page: Page, signed_in: SignIn, axe: Callable[[Page], None]
) -> None:
    signed_in(page, county).goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("丹江县")
    expect(page.locator(".rail a")).to_have_count(2)
    expect(page.get_by_role("search")).to_have_count(0)
    page.get_by_role("rowheader", name="龙桥街道办").get_by_role("link").click()
    page.get_by_role("rowheader", name="下湾社区").get_by_role("link").click()
    expect(page.locator("#answer")).to_contain_text("尚未完成")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="第3片区"))
    expect(row.locator(".coverage-share")).to_contain_text("%")
    page.get_by_role("link", name="全部片区一张图").click()
    expect(page.locator("[data-map-rows] button")).to_contain_text(["第3片区"])
    expect(page.locator(".leaflet-overlay-pane path").first).to_be_visible()
    axe(page)
    page.locator(".back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("龙桥街道办")


def test_a_county_reads_the_day_of_testing_down_to_the_areas(
    day: TestDay, county: str, page: Page, signed_in: SignIn, axe: Callable[[Page], None]
) -> None:
    signed_in(page, county).goto("/above/testing/")
    expect(page.locator("#answer")).to_contain_text("应检 8 人")
    page.get_by_role("rowheader", name="龙桥街道办").get_by_role("link").click()
    page.get_by_role("rowheader", name="下湾社区").get_by_role("link").click()
    expect(page.get_by_role("row", name="第3片区")).to_contain_text("0%")
    expect(page.locator(".leaflet-overlay-pane path").first).to_be_visible()
    expect(page.locator(".rail [aria-current]")).to_contain_text("检测")
    axe(page)
