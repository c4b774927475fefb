"""A round the whole way in a real browser: opened at the desk, walked on the phone, watched, decided, closed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from gridward.accounts.models import Account
from gridward.rounds.models import Due, Outcome, Round
from tests.browser.conftest import DESK, PHONE
from tests.cast import Cast
from tests.rounds.ledger import Finder, Opener, Recorder

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, Any], Page]
ALL_WELL = {"zh-hans": "一切照旧", "en": "All as before"}


@pytest.fixture
def at(opened: OpenPage, signed_in: SignIn, cast: Cast) -> Callable[..., Page]:
    """`at("omar", PHONE)`: a page of that size, signed in as a member of the cast."""

    def open_as(who: str, size: dict[str, int] = DESK, language: str = "zh-hans") -> Page:
        return signed_in(opened(size, language=language), Account.objects.get(worker_id=cast.workers[who]))

    return open_as


def tile(page: Page, plate: str) -> Any:
    return page.locator(".tile", has=page.get_by_role("link", name=plate, exact=True))


def test_a_round_goes_the_whole_way_without_a_manual(
    at: Callable[..., Page], cast: Cast, settled: Callable[[Page], None]
) -> None:
    desk = open_round_at_the_desk(at("chen"))
    walk_on_the_phone(at("omar", PHONE), settled)
    approve_at_the_desk(at("lin"))
    sign_off_the_rest_and_close(desk)
    closed = Round.objects.of(cast.community_id).get()
    assert closed.statement is not None
    counts = {name: closed.statement[name] for name in ("dues", "done", "exempt", "signed_off", "open")}
    assert counts == {"dues": 4, "done": 1, "exempt": 1, "signed_off": 2, "open": 0}


def open_round_at_the_desk(desk: Page) -> Page:
    """Chen opens a verification of area 3 from the list of rounds."""
    desk.goto("/rounds/")
    desk.get_by_role("link", name="发起任务").first.click()
    desk.get_by_label("名称").fill("第二次核查")
    desk.get_by_label("第3片区").check()
    desk.get_by_role("button", name="发起任务").click()
    expect(desk.locator("#answer")).to_contain_text("应办 4")
    return desk


def walk_on_the_phone(phone: Page, settled: Callable[[Page], None]) -> None:
    """Omar: one tap at the first door, two at the second where nobody answers, an exemption asked at the third."""
    phone.goto("/")
    phone.get_by_role("link", name="开始走访").click()
    tile(phone, "03-001").get_by_role("button", name="一切照旧").tap()
    expect(tile(phone, "03-001")).to_contain_text("已完成")
    expect(phone.locator("#walk-progress")).to_contain_text("1 / 3")
    tile(phone, "03-002").get_by_text("其他情况").tap()
    tile(phone, "03-002").get_by_role("button", name="无人应答").tap()
    expect(tile(phone, "03-002")).to_contain_text("无人应答")
    settled(phone)
    tile(phone, "03-003").get_by_role("link", name="03-003").tap()
    phone.get_by_label("事由").select_option("hospital")
    phone.get_by_role("button", name="申请", exact=True).tap()
    expect(phone.locator("#messages")).to_contain_text("已申请")


def approve_at_the_desk(desk: Page) -> None:
    """Lin finds what waits on today, and approves it."""
    desk.goto("/")
    desk.get_by_role("link", name=re.compile("待批豁免")).click()
    desk.get_by_label("03-003").check()
    desk.get_by_role("button", name="批准豁免").click()
    expect(desk.locator("#messages")).to_contain_text("1")


def sign_off_the_rest_and_close(desk: Page) -> None:
    """Chen signs off what is left by name, and closes."""
    desk.reload()
    desk.get_by_role("link", name="结束前还差哪些").click()
    for box in desk.locator("input[name=due]").all():
        box.check()
    desk.get_by_label("事由").select_option("unanswered")
    desk.get_by_role("button", name="签字核销").click()
    desk.get_by_text("结束本轮", exact=True).click()
    desk.get_by_role("button", name="确认结束").click()
    expect(desk.locator(".sheet")).to_contain_text("结项统计")
    expect(desk.locator(".sheet")).to_contain_text("陈静")


def test_the_board_moves_by_itself(at: Callable[..., Page], verification: Round, record: Recorder) -> None:
    desk = at("chen")
    desk.goto("/board/")
    expect(desk.locator("#answer")).to_contain_text("已完成 0")
    record("3-101")
    expect(desk.locator("#answer")).to_contain_text("已完成 1", timeout=15_000)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_one_tap_is_a_big_button_on_a_small_phone(
    at: Callable[..., Page], verification: Round, language: str
) -> None:
    phone = at("omar", PHONE, language)
    phone.goto("/mine/")
    button = tile(phone, "03-001").get_by_role("button", name=ALL_WELL[language])
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 48
    assert box["width"] >= 280
    assert phone.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_double_tap_records_once(at: Callable[..., Page], verification: Round, cast: Cast) -> None:
    phone = at("omar", PHONE)
    phone.goto("/mine/")
    tile(phone, "03-001").get_by_role("button", name="一切照旧").dblclick()
    expect(phone.locator("#walk-progress")).to_contain_text("1 / 3")
    assert Outcome.objects.of(cast.community_id).count() == 1


def test_the_walk_works_without_javascript(
    browser: Browser, live_server: Any, verification: Round, cast: Cast, due_at: Finder
) -> None:
    client = Client()
    client.force_login(
        Account.objects.get(worker_id=cast.workers["omar"]),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.goto("/mine/")
    tile(page, "03-001").get_by_role("button").first.click()
    expect(page).to_have_url(re.compile(r"/mine/"))
    context.close()
    assert due_at("3-101").state == "done"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_of_a_round_breaks_a_rule_of_accessibility(
    at: Callable[..., Page],
    begun: Opener,
    verification: Round,
    record: Recorder,
    due_at: Finder,
    axe: Callable[[Page], None],
    size: dict[str, int],
    language: str,
) -> None:
    record("3-101")
    record("3-102", "absent")
    begun("visit", name="走访")
    page, here = at("chen", size, language), f"/rounds/{verification.id}/"
    paths = ["/", "/board/", "/rounds/", "/rounds/new/", "/rounds/flags/", "/rounds/schedules/", "/mine/"]
    paths += [
        here,
        f"{here}?show=gaps",
        f"{here}?show=workers",
        f"{here}poster/",
        f"/dues/{due_at('3-102').id}/",
    ]
    for path in paths:
        page.goto(path)
        axe(page)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= size["width"], path


def test_changes_are_entered_on_the_doors_page_and_recorded_from_there(
    at: Callable[..., Page], verification: Round, cast: Cast
) -> None:
    phone = at("omar", PHONE)
    phone.goto("/mine/")
    tile(phone, "03-001").get_by_text("其他情况").tap()
    tile(phone, "03-001").get_by_role("link", name="有变化，去登记").tap()
    phone.locator("#owed").get_by_role("button", name="变动已登记，核查完成").tap()
    expect(phone).to_have_url(re.compile("/mine/"))
    assert Outcome.objects.of(cast.community_id).get().has_changes
    assert Due.objects.of(cast.community_id).filter(state="done").count() == 1
