"""The map in a real browser: drawn, chosen and changed by mouse, finger and keyboard, on phone and desk."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gridward.accounts.models import Account
from gridward.areas.models import Area
from gridward.rounds.models import Round
from tests.areas.side_by_side import ACROSS
from tests.browser.conftest import DESK, PHONE
from tests.cast import Cast

Open = Callable[..., Page]


@pytest.fixture
def chen_at(opened: Callable[..., Page], signed_in: Callable[[Page, Any], Page], drawn: Cast) -> Open:
    """`chen_at("/map/", PHONE)`: the page of that size as Chen sees it, its map drawn."""

    def open_as(path: str, size: dict[str, int] = DESK, language: str = "zh-hans") -> Page:
        page = signed_in(opened(size, language), Account.objects.get(worker_id=drawn.workers["chen"]))
        page.goto(path)
        page.wait_for_selector("[data-map][data-drawn]")
        return page

    return open_as


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_map_pages_break_no_rule_of_accessibility_and_fit_the_screen(
    chen_at: Open, drawn: Cast, axe: Callable[[Page], None], size: dict[str, int]
) -> None:
    page = chen_at("/map/", size)
    area = f"/areas/{drawn.areas[3]}/"
    for path in ("/map/", area, f"{area}edit/", f"{area}split/", "/areas/by-outline/", "/areas/merge/"):
        page.goto(path)
        if path not in ("/areas/by-outline/", "/areas/merge/"):
            page.wait_for_selector("[data-map][data-drawn]")
        axe(page)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= size["width"], path


def test_the_keyboard_walks_the_list_and_chooses(chen_at: Open) -> None:
    page = chen_at("/map/")
    rows = page.locator("[data-map-rows] button")
    expect(rows).to_have_count(8)
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-map-note]")).to_contain_text("第2片区")
    expect(page.locator("[data-map-rows] [aria-current=true]")).to_contain_text("第2片区")


def test_another_colour_comes_with_its_legend(chen_at: Open) -> None:
    page = chen_at("/map/")
    page.locator("[data-map-colour]").select_option("leader")
    expect(page.locator("[data-map-legend]")).to_contain_text("▲ 没有片长")


def test_a_corner_is_moved_added_and_taken_away_by_keyboard(chen_at: Open, drawn: Cast) -> None:
    page = chen_at(f"/areas/{drawn.areas[3]}/edit/")
    before = json.loads(page.locator("#id_outline").input_value())["coordinates"][0]
    corner = page.locator('[data-corner="0.1"]')
    corner.focus()
    page.keyboard.press("Shift+ArrowRight")
    moved = ring(page)
    assert moved[1][0] > before[1][0]
    page.keyboard.press("Insert")
    assert len(ring(page)) == len(before) + 1
    page.keyboard.press("Delete")
    assert len(ring(page)) == len(before)
    page.get_by_role("button", name="保存").click()
    expect(page).to_have_url(re.compile(f"/areas/{drawn.areas[3]}/$"))
    kept = Area.objects.of(drawn.community_id).get(id=drawn.areas[3]).outline
    assert kept is not None
    assert max(at[0] for at in kept["coordinates"][0]) > 110.339


def ring(page: Page) -> list[list[float]]:
    """The outline in the field."""
    drawn: list[list[float]] = json.loads(page.locator("#id_outline").input_value())["coordinates"][0]
    return drawn


def test_an_outline_is_drawn_by_finger(chen_at: Open, drawn: Cast) -> None:
    page = chen_at("/areas/new/", PHONE)
    canvas = page.locator("[data-map-canvas]")
    canvas.scroll_into_view_if_needed()
    for x, y in ((100, 100), (220, 100), (220, 220)):
        canvas.tap(position={"x": x, "y": y})
    page.locator('[data-tool="done"]').tap()
    assert len(ring(page)) == 4


def test_an_area_is_split_in_the_middle_of_a_round_and_the_board_stays_right(
    chen_at: Open, drawn: Cast, verification: Round
) -> None:
    page = chen_at(f"/areas/{drawn.areas[3]}/split/")
    for lng, lat in ACROSS["coordinates"]:
        page.evaluate("() => document.activeElement.blur()")
        page.locator("[data-tool-place]").fill(f"{lng}, {lat}")
        page.locator('[data-tool="place"]').click()
    page.get_by_role("button", name="查看结果").click()
    expect(page.locator("table")).to_contain_text("新")
    page.get_by_label("片长").select_option(label="赵敏")
    page.get_by_role("button", name="确认拆分").click()
    expect(page.locator("#messages")).to_contain_text("第3片区已拆分")
    page.goto("/board/")
    expect(page.locator("#answer")).to_contain_text("7")
