"""Line icons of the pages, drawn inline so that they take the colour of the text beside them."""

from functools import lru_cache
from pathlib import Path

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

FOLDER = Path(__file__).resolve().parent.parent / "icons"


@register.simple_tag
def icon(name: str, word: str = "") -> SafeString:
    """Return the drawing `name`, hidden from screen readers unless a `word` says what it means.

    Raises `TemplateSyntaxError` for a name that has no file in `shared/icons`.
    """
    if word:
        return format_html('<span class="icon" role="img" aria-label="{}">{}</span>', word, drawing(name))
    return format_html('<span class="icon" aria-hidden="true">{}</span>', drawing(name))


@lru_cache
def drawing(name: str) -> SafeString:
    """Return the SVG text of one icon, read once per process."""
    path = FOLDER / f"{name}.svg"
    if not path.is_file():
        raise template.TemplateSyntaxError(f"There is no icon called {name!r} in {FOLDER.name}.")
    svg = path.read_text(encoding="utf-8").strip()
    # The files are ours, shipped in the package: nothing a user wrote passes here.
    return mark_safe(svg.replace("<svg ", '<svg focusable="false" ', 1))


def icon_names() -> list[str]:
    """Return the names of all icons, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.svg"))
