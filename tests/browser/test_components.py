"""The components in a real browser: readable by everybody, on the phone and at the desk, and what the script does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from playwright.sync_api import Page

from gridward.console.specimens import specimens
from tests.browser.conftest import DESK, PHONE

# What the frame of a page points at.
FRAME = ("today", "search", "sign_in", "sign_out", "password", "community_choice")
NAMES = ("today", "door", "rounds", "people", "figures", "settings")


def components(request: HttpRequest) -> HttpResponse:
    """The page of all components as a signed-in worker of a demonstration sees it."""
    shown = {
        "viewer": {"name": "陈守义", "role_label": "社区协调员"},
        "community_name": "下湾社区",
        "operation_title": "演练",
        "is_demonstration": True,
        "nav_items": [
            {"label": name, "url": f"#{name}", "icon": name, "is_current": name == "rounds"} for name in NAMES
        ],
    }
    return render(request, "console/components.html", {**specimens(), **shown})


def slow(request: HttpRequest) -> HttpResponse:
    """Counts what arrives."""
    ARRIVED.append(request.path)
    return HttpResponse(status=204)


ARRIVED: list[str] = []
urlpatterns = [
    path("components/", components),
    path("slow/", slow),
    *(path(f"{name}/", components, name=name) for name in FRAME),
    path("language/", include("django.conf.urls.i18n")),
]


@pytest.fixture(autouse=True)
def addresses(settings: Any) -> None:
    """Only the page of components and what its frame points at."""
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_everybody_can_read_the_components(
    opened: Callable[..., Page], axe: Callable[[Page], None], size: dict[str, int], language: str
) -> None:
    page = opened(size, language=language)
    page.goto("/components/")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size["width"]
    axe(page)


def test_a_thumb_meets_every_button(phone: Page) -> None:
    phone.goto("/components/")
    low = phone.evaluate(
        """() => [...document.querySelectorAll("button, summary, select, .button, .button-main, .rail a, .tile-plate")]
            .filter((e) => e.offsetParent && !e.matches(".heard-only") && e.offsetHeight < 44)
            .map((e) => e.className + " " + e.textContent.trim())"""
    )
    assert low == []


def test_the_slash_key_brings_the_cursor_to_the_one_box(desk: Page) -> None:
    desk.goto("/components/")
    desk.keyboard.press("/")
    desk.keyboard.type("3-2-501")
    assert desk.input_value("#search-box") == "3-2-501"


def test_a_menu_closes_with_escape_and_gives_the_cursor_back(desk: Page) -> None:
    desk.goto("/components/")
    desk.click(".account summary")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Escape")
    assert desk.locator(".account[open]").count() == 0
    assert desk.evaluate("() => document.activeElement.matches('.account summary')")


def test_only_fields_that_ask_for_it_are_kept_on_the_device(desk: Page) -> None:
    desk.goto("/components/")
    desk.fill("#id_title", "第三次核查")
    desk.fill("#id_note", "东门施工，请走西门")
    desk.reload()
    assert (desk.input_value("#id_title"), desk.input_value("#id_note")) == ("", "东门施工，请走西门")
    assert "第三次核查" not in desk.evaluate("() => JSON.stringify({ ...localStorage })")


def test_a_second_click_sends_nothing_twice(desk: Page) -> None:
    ARRIVED.clear()
    desk.goto("/components/")
    desk.click(".confirm summary")
    with desk.expect_response("**/slow/"):
        desk.evaluate(
            """() => {
                const form = document.querySelector(".confirm form");
                form.action = "/slow/";
                for (let i = 0; i < 3; i++) form.querySelector("[type=submit]").click();
            }"""
        )
    assert ARRIVED == ["/slow/"]


def test_the_text_for_the_work_group_is_copied_whole(desk: Page) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto("/components/")
    desk.click(".carry-away summary")
    desk.click("[data-copy]")
    desk.get_by_text("已复制").first.wait_for()
    assert desk.evaluate("() => navigator.clipboard.readText()") == desk.input_value("#carry-text")


def test_a_lost_connection_is_told_in_words(phone: Page) -> None:
    phone.goto("/components/")
    phone.evaluate("() => document.dispatchEvent(new CustomEvent('htmx:sendError'))")
    assert "网络不通" in phone.locator("#messages").inner_text()
