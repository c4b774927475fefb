"""Icons and numbers inside the text."""

import pytest
from django.template import TemplateSyntaxError

from gridward.shared.templatetags.icons import drawing, icon, icon_names
from gridward.shared.templatetags.words import count


@pytest.mark.parametrize("name", icon_names())
def test_an_icon_takes_the_colour_of_its_text_and_brings_no_style(name: str) -> None:
    svg = drawing(name)
    assert "currentColor" in svg and 'viewBox="0 0 24 24"' in svg
    assert "style" not in svg and "<script" not in svg


def test_an_icon_is_silent_unless_it_stands_alone() -> None:
    assert 'aria-hidden="true"' in icon("door")
    assert 'aria-label="A &quot;door&quot;"' in icon("door", 'A "door"')


def test_an_icon_without_a_file_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="no icon called 'dragon'"):
        icon("dragon")


def test_numbers_have_thousands_separators_and_the_unknown_is_no_nought() -> None:
    assert [count(3342), count(0), count(None)] == ["3,342", "0", "–"]
