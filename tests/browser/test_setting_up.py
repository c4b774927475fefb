"""Setting up a day of testing in a real browser: counts while ticking, one click to open, slots to print."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.testing.models import TestDay
from gridward.testing.setup.entries import StationFact
from gridward.testing.setup.exempting import StandingFact, ask_standing
from gridward.testing.setup.stations import put_station
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_day_is_set_up_on_one_page_and_opened_with_one_click(
    page: Page, signed_in: Callable[[Page, str], Page], axe: Callable[[Page], None], cast: Cast, chen: Actor
) -> None:
    station = put_station(by=chen, fact=StationFact("社区广场", desks=2, place="文卫路口"))
    signed_in(page, "chen").goto("/testing/setup/")
    expect(page.locator("#owing")).to_contain_text("14")
    page.locator("details.rule-field", has_text="片区").locator("summary").click()
    page.get_by_label("第3片区").check()
    expect(page.locator("#owing dd").nth(1)).to_have_text("6")
    page.locator(f"#id_desks_{station.id}").fill("2")
    page.locator(f"#id_samplers_{station.id}").fill("4")
    axe(page)
    page.get_by_role("button", name="开始检测日").click()
    expect(page.locator(".answer")).to_contain_text("应检 6 人")
    axe(page)
    page.get_by_role("link", name="时段安排").click()
    expect(page.locator(".slots-sheet")).to_contain_text("第2片区")
    axe(page)
    assert TestDay.objects.of(cast.community_id).get().state == "open"


def test_stations_norms_days_and_exemptions_can_be_read_by_everybody(
    desk: Page, signed_in: Callable[[Page, str], Page], axe: Callable[[Page], None], cast: Cast, omar: Actor
) -> None:
    day = timezone.localdate()
    ask_standing(by=omar, facts=[StandingFact(cast.persons["张国强"], "hospital", day, day)])
    signed_in(desk, "chen")
    for where in ("stations", "exemptions", "days"):
        desk.goto(f"/testing/{where}/")
        axe(desk)
    desk.goto("/settings/testing/")
    axe(desk)


def test_a_worker_who_looks_as_if_living_here_is_asked_about_and_settled(
    page: Page, signed_in: Callable[[Page, str], Page], axe: Callable[[Page], None], cast: Cast
) -> None:
    Worker.objects.filter(id=cast.workers["omar"]).update(phone="15400000003")
    signed_in(page, "chen").goto("/testing/setup/")
    page.get_by_role("link", name="逐一确认").click()
    axe(page)
    page.get_by_role("button", name="是 奥马尔").click()
    expect(page.get_by_role("button", name="撤销认定 奥马尔")).to_be_visible()
    axe(page)
