"""State is colour, shape and word together; a bar tells the truth about what is missing."""

import re

import pytest
from django.template import TemplateSyntaxError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from gridward.shared.templatetags import states

AMOUNTS = st.fixed_dictionaries(
    {name: st.integers(0, 100_000) for name in ("done", "late", "open", "exempt")}
)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("done", "已完成"),
        ("open", "未完成"),
        ("late", "已逾期"),
        ("exempt", "已豁免"),
        ("conflict", "信息不一致"),
    ],
)
def test_every_state_has_its_own_shape_and_its_chinese_word(name: str, word: str) -> None:
    with override("zh-hans"):
        chip = states.state(name)
    assert f"shape-{name}" in chip and word in chip
    others = {states.state_shape(other) for other in states.WORDS if other != name}
    assert states.state_shape(name) not in others


def test_a_round_may_bring_its_own_word_and_it_is_escaped() -> None:
    assert "&lt;已核查&gt;" in states.state("done", "<已核查>")


def test_a_state_nobody_defined_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="no state"):
        states.state("nearly")


@given(AMOUNTS)
def test_the_parts_of_a_bar_fill_it_without_gap_and_each_can_be_seen(amounts: dict[str, int]) -> None:
    parts = states.segments(amounts)
    assert {part.state for part in parts} == {name for name, amount in amounts.items() if amount}
    end = 0.0
    for part in parts:
        assert part.start == pytest.approx(end) and part.width >= states.LEAST_SHARE - 1e-9
        end = part.start + part.width
    assert end == pytest.approx(100 if parts else 0)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_one_hundred_per_cent_means_that_nothing_is_missing(done: int, missing: int) -> None:
    assert states.share_words(done, done + missing) != "100%"
    assert states.share_words(done + missing, done + missing) == "100%"


def test_the_exempt_do_not_enter_the_percentage() -> None:
    assert ">50%<" in states.coverage_bar(5, 4, 1, 90)


def test_a_bar_says_aloud_what_it_shows() -> None:
    with override("en"):
        spoken = re.search('aria-label="([^"]*)"', states.coverage_bar(2871, 433, 38))
    assert spoken and spoken.group(1) == "Done 2,871, Late 38, Open 433"


def test_late_is_hatched_for_the_grey_printer() -> None:
    assert 'class="bar-late"' in states.coverage_bar(1, 0, 1)
    assert states.coverage_bar(1, 0, 1).count("url(#hatch-late)") == 1


def test_a_share_of_nothing_is_a_dash() -> None:
    assert states.share(0, 0) == "–"
