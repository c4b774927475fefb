"""Dates as people write them, on the community's clock."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from gridward.shared.templatetags.dates import when, zhdate, zhtime

MOMENT = datetime(2022, 9, 16, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "form", "words"),
    [
        ("zh-hans", "full", "2022年9月16日 14:05"),
        ("zh-hans", "short", "9月16日 14:05"),
        ("en", "full", "16 Sep 2022 14:05"),
        ("en", "short", "16 Sep 14:05"),
    ],
)
def test_a_moment_is_told_in_local_time_and_in_the_readers_language(
    language: str, form: str, words: str
) -> None:
    with override(language):
        assert zhdate(MOMENT, form) == words


def test_a_day_has_no_time() -> None:
    with override("zh-hans"):
        assert zhdate(date(2022, 9, 6)) == "2022年9月6日"
        assert zhdate(date(2022, 9, 16), "day") == "9月16日 星期五"
    with override("en"):
        assert zhdate(date(2022, 9, 16), "day") == "Fri 16 Sep"


def test_an_unknown_moment_is_a_dash() -> None:
    assert zhdate(None) == zhtime(None) == when(None) == "–"


def test_the_time_of_day_stands_alone() -> None:
    assert zhtime(MOMENT) == "14:05"


def test_machines_can_read_the_moment_too() -> None:
    with override("en"):
        assert when(MOMENT) == '<time datetime="2022-09-16T06:05:00+00:00">16 Sep 2022 14:05</time>'
