"""The page of all components, and the rules every part of a page keeps."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path
from django.utils.translation import override

import gridward
from gridward.console.specimens import specimens

Render = Callable[..., str]
PACKAGE = Path(gridward.__file__).parent
TEMPLATES = PACKAGE / "templates"
PARTS = sorted((TEMPLATES / "parts").glob("*.html"))
CSS = PACKAGE / "console/static/console/css"
VIEWER = {"name": "陈守义", "role_label": "社区协调员"}
NAV = [
    {"label": label, "url": f"/{label}/", "icon": icon, "is_current": icon == "rounds"}
    for label, icon in zip(
        "abcdef", ("today", "door", "rounds", "people", "figures", "settings"), strict=True
    )
]

COMPONENTS = (
    "top rail search language account demonstration notice back answer figures coverage legend state chip table-cards"
    " tabs filters pagination carry-away tile facts timeline empty stepper form field-wrong error-summary confirm"
    " button-main button-tap progress sheet signatures print-foot"
).split()


def nothing(request: HttpRequest) -> None:
    """The addresses below are only named, never opened."""


urlpatterns = [
    *(
        path(f"{name}/", nothing, name=name)
        for name in ("today", "search", "sign_in", "sign_out", "password")
    ),
    path("language/", include("django.conf.urls.i18n")),
]


@pytest.fixture
def rendered(db: None, settings: Any) -> Render:
    """`rendered(template, language="en", **context)`: a page as text."""
    settings.ROOT_URLCONF = __name__

    def render(template: str, language: str = "zh-hans", **context: object) -> str:
        request = RequestFactory().get("/components/")
        request.user = AnonymousUser()
        with override(language):
            return render_to_string(template, {**specimens(), **context}, request)

    return render


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_component_is_shown_in_both_languages(rendered: Render, language: str) -> None:
    page = rendered("console/components.html", language, viewer=VIEWER, nav_items=NAV, is_demonstration=True)
    shown = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
    assert f'<html lang="{language}">' in page
    assert set(COMPONENTS) <= shown


def test_every_style_sheet_is_linked_once() -> None:
    linked = re.findall(
        r"console/css/(\w+)\.css", (TEMPLATES / "parts/styles.html").read_text(encoding="utf-8")
    )
    assert sorted(linked) == sorted(sheet.stem for sheet in CSS.glob("*.css"))


def test_chinese_pages_carry_no_english_left_over(rendered: Render) -> None:
    page = rendered("console/components.html", viewer=VIEWER, nav_items=[])
    body = re.sub(r"<[^>]*>", " ", page[page.index("<body") :])
    words = set(re.findall(r"[A-Za-z]{3,}", body))
    assert words <= {"English", "Excel", "CSV", "Gridward"}


def test_a_demonstration_says_so_on_every_page(rendered: Render) -> None:
    for template in (
        "console/components.html",
        "404.html",
        "429.html",
        "500.html",
        "registration/logged_out.html",
    ):
        assert "演示数据" in rendered(template, is_demonstration=True)
        assert "演示数据" not in rendered(template, is_demonstration=False)


def test_a_page_without_a_viewer_has_neither_search_nor_account(rendered: Render) -> None:
    page = rendered("404.html", viewer=None)
    assert 'role="search"' not in page and "rail" not in page


def test_the_search_box_is_on_every_page_of_a_signed_in_worker(rendered: Render) -> None:
    for template in ("console/components.html", "403.html", "404.html"):
        assert re.search(r'action="/search/"[\s\S]*name="q"', rendered(template, viewer=VIEWER))


def test_the_phone_shows_four_pages_and_keeps_the_rest_behind_more(rendered: Render) -> None:
    nav = rendered("parts/nav.html", nav_items=NAV)
    more = nav[nav.index("<details") :]
    assert [item["url"] in more for item in NAV] == [False, False, False, False, True, True]
    assert "<details" not in rendered("parts/nav.html", nav_items=NAV[:5])


@pytest.mark.parametrize("template", ["500.html", "403_csrf.html", "429.html"])
def test_an_error_page_stands_without_any_context(template: str, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    assert "<h1>" in render_to_string(template)


def test_ids_are_never_given_twice_on_a_page(rendered: Render) -> None:
    ids = re.findall(r'\sid="([^"]+)"', rendered("console/components.html", viewer=VIEWER, nav_items=NAV))
    assert sorted(ids) == sorted(set(ids))


def test_a_field_in_error_is_named_beside_itself_and_at_the_top(rendered: Render) -> None:
    page = rendered("parts/form.html", form=specimens()["wrong_form"], button="x", url="", cancel_url="")
    assert 'href="#id_wrong-title"' in page and 'id="id_wrong-title_error"' in page
    assert re.search(r'<input[^>]*aria-describedby="[^"]*id_wrong-title_error', page)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.stem)
def test_every_part_names_its_context_first_and_the_list_of_parts_knows_it(part: Path) -> None:
    assert part.read_text(encoding="utf-8").startswith("{# ")
    inner = {
        "htmx_config",
        "styles",
        "patterns",
        "trouble",
        "header",
        "nav",
        "search",
        "language",
        "account",
        "bell",
    }
    inner |= {"demonstration", "print_foot", "optional", "field_notes"}
    listed = (TEMPLATES / "parts/README.md").read_text(encoding="utf-8")
    assert part.stem in inner or f"| `{part.stem}` |" in listed
