"""A flood the whole way, and a heat wave in which nobody answers, in a real browser: desk and phone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from gridward.accounts.actors import Actor
from gridward.accounts.models import Account
from gridward.areas.actions import put_sites
from gridward.areas.entries import SiteFact
from gridward.demo.clock import clock_at
from gridward.households.actions import MarkFact, set_marks
from gridward.households.models import Category
from gridward.operations.patterns.actions import bring_pattern
from gridward.operations.zones.actions import open_zone
from gridward.operations.zones.entries import ZoneFact
from gridward.rounds.actions import Scope, escalate
from gridward.rounds.models import Due, Round
from tests.browser.conftest import DESK, PHONE
from tests.cast import Cast, cast_id
from tests.rounds.ledger import Opener

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, Any], Page]
SHELTER = "第二小学安置点"


@pytest.fixture
def at(opened: OpenPage, signed_in: SignIn, cast: Cast) -> Callable[..., Page]:
    """`at("omar", PHONE)`: a page of that size, signed in as a member of the cast."""

    def open_as(who: str, size: dict[str, int] = DESK, language: str = "zh-hans") -> Page:
        return signed_in(opened(size, language=language), Account.objects.get(worker_id=cast.workers[who]))

    return open_as


@pytest.fixture
def low_ground(cast: Cast, chen: Actor) -> Scope:
    """The flood pattern, a shelter, and a zone over building 3; the scope of rounds over it."""
    bring_pattern(by=chen, code="flood")
    area = cast.areas[3]
    put_sites(by=chen, sites=[SiteFact(SHELTER, "other", area_id=area, id=cast_id("shelter"))])
    building = cast_id("building 3")
    fact = ZoneFact("低洼区", "move_now", timezone.localdate(), "防指3号", buildings=(building,))
    return Scope(zone_ids=(open_zone(by=chen, fact=fact).id,))


def tiles(page: Page) -> Any:
    return page.locator(".tile:not(.tile-slim)")


def test_a_flood_goes_from_the_warning_to_the_way_back(
    at: Callable[..., Page],
    cast: Cast,
    low_ground: Scope,
    begun: Opener,
    settled: Callable[[Page], None],
    axe: Callable[[Page], None],
) -> None:
    phone, desk = at("omar", PHONE), at("chen")
    warn(phone, begun("flood_warning", scope=low_ground, name="预警"), settled)
    counting = begun("head_count", scope=Scope(site_ids=(cast_id("shelter"),)), name="清点")
    moving = begun("move_out", scope=low_ground, name="转移")
    move_out(phone, moving, settled)
    axe(phone)
    find_who_is_missing(desk, cast, moving)
    count_heads(at("lin", PHONE), desk, counting)
    close_when_all_are_found(desk, moving)
    bring_back(phone, desk, begun("return_home", scope=Scope(moved_in=moving.id), name="返家"))


def warn(phone: Page, round_: Round, settled: Callable[[Page], None]) -> None:
    """Told in person counts; a leaflet leaves the door open."""
    phone.goto(f"/mine/?round={round_.id}")
    expect(tiles(phone)).to_have_count(3)
    tiles(phone).first.get_by_role("button", name="当面通知到").tap()
    expect(phone.locator("#walk-progress")).to_contain_text("1 / 3")
    tiles(phone).first.get_by_text("其他情况").tap()
    tiles(phone).first.get_by_role("button", name="只留了通知单").tap()
    expect(tiles(phone).first).to_contain_text("只留了通知单")
    settled(phone)
    expect(phone.locator("#walk-progress")).to_contain_text("1 / 3")


def move_out(phone: Page, round_: Round, settled: Callable[[Page], None]) -> None:
    """The only shelter stands there already, so moving somebody is one tap; one is missing, the rest are moved."""
    phone.goto(f"/mine/?round={round_.id}")
    expect(tiles(phone).first).to_contain_text("人在哪里")
    tiles(phone).first.get_by_text("其他情况").tap()
    tiles(phone).first.get_by_role("button", name="下落不明").tap()
    expect(tiles(phone).first).to_contain_text("下落不明")
    settled(phone)
    total = tiles(phone).count()
    for done in range(1, total):
        tiles(phone).nth(1).get_by_role("button", name="已转移到安置点").tap()
        expect(phone.locator("#walk-progress")).to_contain_text(f"{done} /")


def find_who_is_missing(desk: Page, cast: Cast, round_: Round) -> None:
    """The board says at once that somebody is unaccounted for and to whom that went up."""
    desk.goto(f"/board/?round={round_.id}")
    expect(desk.locator("#board")).to_contain_text("下落不明")
    expect(desk.locator("#board")).to_contain_text("陈静")
    assert Due.objects.of(cast.community_id).filter(round_id=round_.id, meaning="moved").count() > 2


def count_heads(phone: Page, desk: Page, round_: Round) -> None:
    """A tap without a number says what is missing; the number stands against those who were moved there."""
    phone.goto(f"/mine/?round={round_.id}")
    phone.get_by_role("button", name="已清点").tap()
    expect(phone.locator(".tile")).to_contain_text("请先填写人数")
    phone.get_by_role("spinbutton").fill("3")
    phone.get_by_role("button", name="已清点").tap()
    expect(phone.locator("#walk-progress")).to_contain_text("1 / 1")
    desk.goto(f"/rounds/{round_.id}/?show=heads")
    expect(desk.locator("table")).to_contain_text("林涛")


def close_when_all_are_found(desk: Page, round_: Round) -> None:
    """Who was missing is found; the last one, behind another worker's door, is met too."""
    for part in ("said=unaccounted", "state=open"):
        desk.goto(f"/rounds/{round_.id}/?show=gaps&{part}")
        expect(desk.locator("tbody a.button")).to_have_count(1)
        desk.locator("tbody a.button").click()
        desk.get_by_role("button", name="就地安全").click()
        expect(desk.locator("#messages")).to_be_visible()
    desk.goto(f"/rounds/{round_.id}/")
    desk.get_by_text("结束本轮", exact=True).click()
    desk.get_by_role("button", name="确认结束").click()
    expect(desk.locator(".sheet")).to_contain_text("已转移到安置点")


def bring_back(phone: Page, desk: Page, round_: Round) -> None:
    """Those who were moved, and nobody else, are owed the way back."""
    phone.goto(f"/mine/?round={round_.id}")
    for _person in range(tiles(phone).count()):
        left = tiles(phone).count()
        tiles(phone).first.get_by_role("button", name="已返家").tap()
        expect(tiles(phone)).to_have_count(left - 1)
    desk.goto(f"/rounds/{round_.id}/")
    expect(desk.locator("#answer")).to_contain_text("可以结束")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_in_the_heat_silence_goes_up_within_two_hours(
    at: Callable[..., Page],
    cast: Cast,
    chen: Actor,
    begun: Opener,
    settled: Callable[[Page], None],
    axe: Callable[[Page], None],
    language: str,
) -> None:
    bring_pattern(by=chen, code="heat")
    alone = Category.objects.of(cast.community_id).get(code="alone")
    set_marks(by=chen, marks=[MarkFact(alone.id, cast.persons["张国强"])])
    round_ = begun("heat_visit", scope=Scope(category_ids=(alone.id,)), name="高温看望")
    phone, desk = at("omar", PHONE, language), at("chen", DESK, language)
    phone.goto(f"/mine/?round={round_.id}")
    tiles(phone).first.locator("summary").tap()
    tiles(phone).first.locator("button[value=nobody]").tap()
    expect(tiles(phone).first.locator(".tile-note")).to_be_visible()
    settled(phone)
    axe(phone)
    with clock_at(timezone.now() + timedelta(minutes=119)):
        assert escalate() == 0
    with clock_at(timezone.now() + timedelta(minutes=121)):
        assert escalate() == 1
    desk.goto(f"/board/?round={round_.id}")
    expect(desk.locator("#board")).to_contain_text("陈静")
    expect(desk.locator("#board")).to_contain_text({"zh-hans": "已上报", "en": "Gone up"}[language])
    axe(desk)
