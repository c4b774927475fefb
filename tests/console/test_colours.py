"""Ink on paper, measured: the phones stand in the sun and the readers are tired."""

import re
from pathlib import Path

import pytest

import gridward

CSS = Path(gridward.__file__).parent / "console/static/console/css"


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (CSS / "tokens.css").read_text(encoding="utf-8")))
PAIRS = [
    *((ink, paper) for ink in ("ink", "ink-soft") for paper in ("paper", "ground")),
    *((name, f"{name}-soft") for name in ("done", "open", "late", "exempt", "conflict", "grave")),
    *((name, "paper") for name in ("done", "open", "late", "accent", "grave")),
]


@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_words_can_be_read_in_the_sun(ink: str, paper: str) -> None:
    assert contrast(TOKENS[ink], TOKENS[paper]) >= (4.5 if ink == "exempt" else 5.5)


@pytest.mark.parametrize("paper", ["paper", "ground"])
def test_the_edge_of_a_control_can_be_seen(paper: str) -> None:
    assert contrast(TOKENS["edge"], TOKENS[paper]) >= 3


def test_nothing_on_the_screen_is_smaller_than_sixteen_pixels() -> None:
    sizes = [
        (sheet.name, size)
        for sheet in CSS.glob("*.css")
        if sheet.stem != "print"
        for size in re.findall(r"font-size: 0?(\.\d+)rem", sheet.read_text(encoding="utf-8"))
    ]
    assert sizes == []
