"""The browser tests' own footing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Witness


def test_a_page_that_breaks_the_content_policy_is_noticed(browser: object, live_server: object) -> None:
    page = browser.new_page(base_url=live_server.url)  # type: ignore[attr-defined]
    witness = Witness(page)
    page.goto("/sign-in/")
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.close()
    assert any("Content Security Policy" in complaint for complaint in witness.complaints)


def test_a_missing_picture_is_noticed_by_axe(desk: Page, axe: Callable[[Page], None]) -> None:
    desk.set_content("<html lang='en'><title>x</title><main><h1>x</h1><img src='data:,'></main></html>")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(desk)


def test_the_cast_signs_in_without_typing(
    desk: Page, cast: object, signed_in: Callable[[Page, str], Page]
) -> None:
    names = {cookie["name"] for cookie in signed_in(desk, "chen").context.cookies()}
    assert {"sessionid", "gridward_language"} <= names
