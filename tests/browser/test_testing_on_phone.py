"""Testing on a phone: who is most behind first, every row a press away, and stations put on the map."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gridward.testing.models import DayStation, TestDay
from tests.cast import Cast
from tests.testing.day import STATION, Taker

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_phone_shows_who_is_behind_and_the_rest_on_demand(
    phone: Page,
    signed_in: Callable[[Page, str], Page],
    axe: Callable[[Page], None],
    day: TestDay,
    take: Taker,
) -> None:
    take("刘洋", "C-0001")
    signed_in(phone, "chen").goto("/testing/")
    rows = phone.locator(".people-rows tbody tr:visible")
    expect(rows.first).to_contain_text("第3片区")
    behind = rows.count()
    axe(phone)
    phone.locator(".people-all a").click()
    expect(phone.locator(".people-rows.is-all")).to_be_visible()
    assert rows.count() > behind
    rows.first.locator(".row-missing a").click()
    expect(phone.locator("table").first).to_be_visible()


def test_a_station_is_given_its_point_and_stands_on_the_map(
    phone: Page, signed_in: Callable[[Page, str], Page], axe: Callable[[Page], None], cast: Cast, day: TestDay
) -> None:
    line = DayStation(community_id=cast.community_id, day_id=day.id, station_id=STATION, desks=2)
    DayStation.objects.bulk_create([line])
    signed_in(phone, "chen").goto("/testing/stations/")
    axe(phone)
    phone.get_by_role("row", name="社区广场").get_by_role("link", name="标注位置").click()
    axe(phone)
    phone.locator("[data-tool-place]").fill("110.33210, 33.69540")
    phone.locator("[data-tool=place]").click()
    phone.get_by_role("button", name="保存").click()
    phone.goto("/map/")
    row = phone.locator("[data-map-rows] button", has_text="社区广场")
    expect(row).to_contain_text("2 个采样台")
    row.click()
    expect(phone.locator("[data-map-note] a")).to_be_visible()
