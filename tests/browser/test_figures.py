"""Settings, the operation, figures and the check in a real browser: they fit phone and desk, and are open to all."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gridward.accounts.actors import Actor
from tests.briefings.filling import a_category, a_verification
from tests.browser.conftest import DESK, PHONE
from tests.cast import Cast

ADDRESSES = (
    "/settings/",
    "/settings/operation/",
    "/settings/operation/edit/",
    "/settings/operation/end/",
    "/settings/operation/notice/",
    "/settings/check/",
    "/settings/jobs/",
    "/figures/",
    "/figures/people.living_here/",
    "/figures/briefing/",
)
OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], Page]


@pytest.mark.parametrize(("size", "language"), [(PHONE, "zh-hans"), (DESK, "en")])
def test_every_page_is_open_to_all_and_fits_the_screen(
    size: dict[str, int],
    language: str,
    cast: Cast,
    chen: Actor,
    opened: OpenPage,
    signed_in: SignIn,
    axe: Callable[[Page], None],
) -> None:
    a_category(chen, "C", "C类", "person", [cast.persons["马兰"]])
    a_verification(chen)
    page = signed_in(opened(size, language=language), "chen")
    for address in ADDRESSES:
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address


def test_a_figure_opens_to_its_list_and_the_list_to_a_door(
    cast: Cast, opened: OpenPage, signed_in: SignIn
) -> None:
    page = signed_in(opened(DESK), "chen")
    page.goto("/figures/")
    page.get_by_role("row", name="实际居住人数").get_by_role("link", name="8").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("实际居住人数")
    page.get_by_role("link", name="马*").first.click()
    expect(page.locator("main")).to_contain_text("信合小区3号楼1单元202室")


def test_a_half_filled_operation_names_what_is_missing_and_keeps_the_rest(
    cast: Cast, opened: OpenPage, signed_in: SignIn
) -> None:
    page = signed_in(opened(PHONE), "max")
    page.goto("/settings/operation/edit/")
    page.get_by_label("名称").fill("防汛应急")
    page.get_by_role("button", name="开始这项行动").click()
    expect(page.get_by_role("alert")).to_contain_text("法律依据")
    expect(page.get_by_label("名称")).to_have_value("防汛应急")
