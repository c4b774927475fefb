"""The bell, the page of notices, and the first page of somebody with one task, as people meet them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gridward.accounts.models import Urgency
from gridward.accounts.notices import send, withdraw
from tests.accounts.telling import about
from tests.cast import Cast

SignedIn = Callable[[Page, str], Page]


@pytest.fixture
def told(cast: Cast) -> Cast:
    """Omar was told of three doors, one urgent, one withdrawn since."""
    chen = cast.actor("chen")
    send(by=chen, notices=about(cast, "3-101", "omar", urgency=Urgency.URGENT))
    send(by=chen, notices=[*about(cast, "3-102", "omar"), *about(cast, "3-201", "omar")])
    withdraw(by=chen, about_id=cast.doors["3-201"], reason="mistyped")
    return cast


def test_a_notice_is_seen_from_any_page_read_and_opened(
    told: Cast, page: Page, signed_in: SignedIn, axe: Callable[[Page], None]
) -> None:
    signed_in(page, "omar").goto("/workers/")
    axe(page)
    page.locator("#bell").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("通知")
    axe(page)
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    page.get_by_role("row", name="请到03-001").get_by_role("button", name="打开").click()
    page.wait_for_url("**/doors/**")
    expect(page.locator("#bell")).to_contain_text("2 条未读通知")
    page.goto("/notices/")
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.locator("#answer")).to_have_text("通知都已读完。")


@pytest.mark.parametrize("name", ["sun", "pan"])
def test_somebody_with_one_task_finds_the_way_on_the_first_page(
    cast: Cast, page: Page, signed_in: SignedIn, axe: Callable[[Page], None], name: str
) -> None:
    cast.call(name)
    signed_in(page, name).goto("/")
    axe(page)
    expect(page.get_by_role("heading", name="您的角色能看到什么")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_count(0)
