"""A real Chromium against a live server: phone and desk; an error in the console fails the test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

# The shell is the same Chromium without the windows around its pages, which cost two fifths of the time.
USUAL = [Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")]
FOUND = next((path for path in USUAL if path.exists()), USUAL[-1])
CHROMIUM = Path(os.environ.get("GRIDWARD_CHROMIUM", FOUND))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1366, "height": 768}
# Chromium writes these for answers a page may well mean to get: refused, not there, to be corrected, too often.
MEANT = (
    *(f"the server responded with a status of {status}" for status in (403, 404, 409, 422, 429)),
    "Response Status Error Code 429",
)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Say in one clear word why there is no browser; leave the tests out only when somebody asked for it."""
    if os.environ.get("GRIDWARD_SKIP_BROWSER") == "1":
        pytest.skip("GRIDWARD_SKIP_BROWSER=1: browser tests were left out on request")
    if not CHROMIUM.exists():
        pytest.fail(
            f"There is no Chromium at {CHROMIUM}. Install it (Debian: apt-get install chromium fonts-noto-cjk),"
            " set GRIDWARD_CHROMIUM, or leave browser tests out with GRIDWARD_SKIP_BROWSER=1.",
            pytrace=False,
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, headless=True)
        yield chromium
        chromium.close()


class Witness:
    """Remembers what went wrong in a page: console errors, CSP violations, exceptions, missing files, 5xx."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        page.on("response", self.see)

    def hear(self, message: ConsoleMessage) -> None:
        """A blocked style or script speaks here too."""
        if message.type == "error" and not any(words in message.text for words in MEANT):
            self.complaints.append(f"console: {message.text}")

    def see(self, response: Response) -> None:
        """A file that is not there is an error even where a page may be missing."""
        is_static = settings.STATIC_URL in response.url
        if response.status >= 500 or (is_static and response.status >= 400):
            self.complaints.append(f"{response.status} {response.url}")


@pytest.fixture
def opened(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens pages of any size and language; `opened(PHONE, language="en")`. Complaints fail the test at its end."""
    contexts: list[BrowserContext] = []
    witnesses: list[Witness] = []

    def open_page(size: dict[str, int] = DESK, language: str = "zh-hans") -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=size,  # type: ignore[arg-type]
            has_touch=size == PHONE,
            locale="zh-CN" if language == "zh-hans" else language,
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        context.add_cookies(
            [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        witnesses.append(Witness(page))
        return page

    yield open_page
    complaints = [complaint for witness in witnesses for complaint in witness.complaints]
    for context in contexts:
        context.close()
    assert not complaints, "the browser complained:\n" + "\n".join(complaints)


@pytest.fixture
def phone(opened: Callable[..., Page]) -> Page:
    """A page of 360 × 780, in Chinese."""
    return opened(PHONE)


@pytest.fixture
def desk(opened: Callable[..., Page]) -> Page:
    """A page of 1366 × 768, in Chinese."""
    return opened(DESK)


@pytest.fixture(params=["phone", "desk"])
def page(request: pytest.FixtureRequest, opened: Callable[..., Page]) -> Page:
    """The test runs twice: on the phone and at the desk."""
    return opened(PHONE if request.param == "phone" else DESK)


@pytest.fixture
def signed_in(live_server: Any) -> Callable[[Page, str], Page]:
    """`signed_in(page, "chen")`: the page carries the session of that account from now on."""

    def sign_in(page: Page, who: str) -> Page:
        client = Client()
        account = get_user_model().objects.get(username=who)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": session,
                    "url": live_server.url,
                    "httpOnly": True,
                }
            ]
        )
        return page

    return sign_in


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: nothing on the page breaks a rule of accessibility that axe-core knows."""

    def look(page: Page) -> None:
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()

    return look


@pytest.fixture
def settled() -> Callable[[Page], None]:
    """`settled(page)`: waits until htmx has nothing under way (an arrow function: CSP forbids eval)."""

    def wait(page: Page) -> None:
        page.wait_for_function(
            "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
        )

    return wait
