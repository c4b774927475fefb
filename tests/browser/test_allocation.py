"""Dividing and assigning in a real browser: propose, look, pin, accept; somebody falls ill and others stand in."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from gridward.allocation.models import Pin, Proposal
from gridward.allocation.runs import work_on_proposals
from tests.allocation.street import doors_of, planned
from tests.browser.conftest import DESK, PHONE
from tests.cast import Cast

SignedIn = Callable[[Page, str], Page]


def test_a_proposal_is_asked_for_looked_at_pinned_and_accepted(
    page: Page, signed_in: SignedIn, cast: Cast, street: list[UUID], axe: Callable[[Page], None]
) -> None:
    signed_in(page, "lin").goto("/allocation/")
    page.get_by_role("link", name="分配包户", exact=True).click()
    page.get_by_role("button", name="生成方案").click()
    expect(page.locator("#answer")).to_contain_text("正在计算")
    work_on_proposals()
    expect(page.locator("#answer")).to_contain_text("要换人")
    axe(page)
    page.locator("#moves input[name=piece]").first.check()
    page.get_by_label("交给").select_option("stay")
    page.get_by_role("button", name="改动", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("已改动 1 栋")
    page.get_by_role("button", name="采用").click()
    expect(page.locator("#answer")).to_contain_text("已采用")
    assert Pin.objects.of(cast.community_id).count() == 1
    assert doors_of(cast, "omar") + doors_of(cast, "zhao") == 20


def test_when_somebody_falls_ill_others_stand_in_within_three_steps(
    page: Page, signed_in: SignedIn, cast: Cast, street: list[UUID]
) -> None:
    signed_in(page, "chen").goto("/allocation/workers/")
    page.locator("tr", has_text="赵敏").get_by_role("link", name=re.compile("离岗")).click()
    page.get_by_label("原因").select_option("ill")
    page.get_by_role("button", name="生成顶替方案").click()
    work_on_proposals()
    expect(page.locator("#moves")).to_contain_text("赵敏暂时离岗")
    page.get_by_role("button", name="采用").click()
    expect(page.locator("#answer")).to_contain_text("已采用")
    assert doors_of(cast, "zhao") == 0
    assert Proposal.objects.of(cast.community_id).get().state == Proposal.State.ACCEPTED


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_of_dividing_and_assigning_breaks_a_rule_of_accessibility(
    opened: Callable[..., Page],
    signed_in: SignedIn,
    cast: Cast,
    street: list[UUID],
    axe: Callable[[Page], None],
    size: dict[str, int],
) -> None:
    proposal = planned(cast, cast.actor("lin"))
    page = signed_in(opened(size, language="en"), "chen")
    omar = cast.workers["omar"]
    paths = [
        "",
        "assign/",
        "divide/",
        "away/",
        "by-hand/",
        "weights/",
        "pins/",
        "workers/",
        f"{proposal.id}/",
    ]
    for path in [*paths, f"workers/{omar}/", f"workers/{omar}/limits/"]:
        page.goto(f"/allocation/{path}")
        axe(page)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= size["width"], path
