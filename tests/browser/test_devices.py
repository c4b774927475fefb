"""A phone joins by a picture and is sent away again."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.sync.device import enrolled


def test_a_phone_joins_by_a_picture_and_is_sent_away(
    page: Page, cast: Cast, signed_in: Callable[..., None], axe: Callable[[Page], Any], live_server: Any
) -> None:
    enrolled(cast, "omar")
    signed_in(page, "omar")
    page.goto(f"{live_server.url}/devices/")
    axe(page)
    page.get_by_role("button", name="显示二维码").click()
    expect(page.locator("svg.qrcode, .code-picture svg")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="已接入，回到设备列表").click()
    page.locator("summary", has_text="停用").click()
    page.get_by_role("button", name="确认停用").click()
    expect(page.locator("main")).to_contain_text("已停用")
