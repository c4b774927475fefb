"""Gaps in a real browser: found, mended in their rows and in bulk, until no corner is dead."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gridward.accounts.actors import Actor
from tests.cast import Cast
from tests.coverage.faults import PLANTED, make_whole

SignIn = Callable[[Page, str], Page]


@pytest.fixture
def gaps(cast: Cast, chen: Actor) -> Cast:
    """A community whole but for three doors whose worker left, and one without plate."""
    make_whole(cast, chen)
    for code in ("door.plate", "door.worker"):
        PLANTED[code].plant(cast, chen)
    return cast


def test_gaps_are_mended_in_bulk_and_in_their_rows_without_leaving_the_page(
    gaps: Cast, page: Page, signed_in: SignIn, axe: Callable[[Page], None], settled: Callable[[Page], None]
) -> None:
    signed_in(page, "chen").goto("/gaps/?kind=door.worker")
    expect(page.locator("#gaps-answer")).to_contain_text("4")
    axe(page)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.locator("#gaps-many").get_by_label("工作人员").select_option(str(gaps.workers["zhao"]))
    page.locator("#gaps-many").get_by_role("button", name="任包户责任人").click()
    expect(page.locator("#gap-list")).to_contain_text("已清零")
    expect(page.locator("#messages")).to_contain_text("已补上 3 个缺口")
    page.get_by_role("link", name="没有门牌的住户").first.click()
    page.get_by_role("link", name="编这个门牌").first.click()
    row: Any = page.locator(".gap-form")
    row.get_by_label("门牌").fill("03-002")
    row.get_by_role("button").click()
    expect(page.locator(".gap-form .field-error")).to_be_visible()
    settled(page)
    axe(page)
    row.get_by_label("门牌").fill("03-077")
    row.get_by_role("button").click()
    expect(page.locator("#gaps-answer")).to_contain_text("没有死角")
