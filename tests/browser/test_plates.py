"""Plates from the first scheme to the one at the door, on phone and desk."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from gridward.households.actions import give_plates
from tests.cast import Cast

SignedIn = Callable[[Page, str], Page]


def test_numbers_are_seen_before_they_are_given_and_a_plate_is_put_up_at_the_door(
    cast: Cast, page: Page, signed_in: SignedIn, axe: Callable[[Page], None]
) -> None:
    give_plates(by=cast.actor("chen"), plates={cast.doors["3-102"]: ""})
    signed_in(page, "chen").goto("/plates/scheme/")
    page.get_by_label("编号格式").first.fill("{area:02}-{category}{serial}")
    expect(page.locator("#preview")).to_contain_text("不能出现")
    page.get_by_label("编号格式").first.fill("{area:02}-{serial:03}")
    page.get_by_text("跳过含有 4 的号").click()
    expect(page.locator("#preview")).to_contain_text("01-005")
    expect(page.locator("#preview")).not_to_contain_text("01-004")
    axe(page)
    page.get_by_role("button", name="保存规则").click()
    page.get_by_role("button", name="预览编号").click()
    expect(page.locator("#answer")).to_contain_text("2")
    axe(page)
    page.get_by_role("button", name="确认编号").click()
    expect(page.locator("#answer")).to_contain_text("没有一户缺号")
    axe(page)
    assert cast.door("3-102").plate == "03-005"
    page.goto("/plates/lines/")
    axe(page)
    signed_in(page, "omar").goto(f"/doors/{cast.doors['3-102']}/")
    page.get_by_role("button", name="已张贴").click()
    expect(page.locator("main")).to_contain_text("奥马尔")
    assert cast.door("3-102").plate_state == "posted"
