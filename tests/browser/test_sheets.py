"""Sheets in Chromium: one form a page, and every printed code is read back from what the printer would get."""

import io
import re
from collections.abc import Callable
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from gridward.testing.codes import Kind, read_code
from gridward.testing.models import HandOver, TestDay
from tests.cast import Cast
from tests.testing.codes import texts_in
from tests.testing.test_pages_transport import fill, give, sealed  # noqa: F401

Opened = Callable[..., Page]
SignedIn = Callable[[Page, str], Page]


def on_paper(page: Page) -> list[str]:
    """The codes of the page as it prints."""
    page.emulate_media(media="print")
    shot = page.screenshot(full_page=True)
    page.emulate_media(media="null")
    with Image.open(io.BytesIO(shot)) as image:
        # A printer has far more dots than the screen.
        larger = image.convert("L").resize((image.width * 2, image.height * 2))
        return [text for _, text in texts_in(larger)]


def pages_of(page: Page) -> int:
    """How many sheets of paper come out."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_cards_labels_and_forms_come_out_as_they_should(
    desk: Page, signed_in: SignedIn, cast: Cast, day: TestDay, axe: Callable[[Page], None]
) -> None:
    page = signed_in(desk, "chen")
    page.goto("/testing/sheets/")
    axe(page)
    page.get_by_label("编号个数").fill("9")
    page.get_by_role("button", name="生成编号页").click()
    page.locator(".tube-label").nth(8).wait_for()
    labels = on_paper(page)
    assert len(set(labels)) == 9
    assert {read_code(cast.community_id, text).kind for text in labels} == {Kind.TUBE}
    page.goto(f"/testing/sheets/cards/?area={cast.areas[3]}&kind=person")
    page.get_by_role("button", name="制作卡片").click()
    page.locator(".code-card").nth(5).wait_for()
    cards = {read_code(cast.community_id, text).id for text in on_paper(page)}
    assert len(cards) == 6 and cards <= set(cast.persons.values())
    page.goto("/testing/sheets/form/?count=3")
    assert pages_of(page) == 3


def test_a_box_goes_from_the_scanner_to_the_laboratory_on_a_phone(
    phone: Page,
    signed_in: SignedIn,
    cast: Cast,
    sealed: str,  # noqa: F811
    axe: Callable[[Page], None],
) -> None:
    page = signed_in(phone, "chen")
    page.goto("/testing/handovers/")
    axe(page)
    page.locator("#fill_box").fill("箱1")
    page.locator("#fill_tube").fill(sealed.lower())
    page.keyboard.press("Enter")
    page.get_by_label("转运人姓名").fill("老周")
    page.get_by_label("双方清点支数").fill("1")
    page.get_by_role("button", name="交接", exact=True).click()
    axe(page)
    page.get_by_label("清单上的试管全部收到").check()
    page.get_by_role("button", name="接收", exact=True).click()
    page.get_by_text("已接收。谢谢。").wait_for()
    sent: Any = HandOver.objects.of(cast.community_id).get()
    assert page.url.endswith(f"{sent.id}/") and pages_of(page) == 1
