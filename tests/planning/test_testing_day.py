"""Staffing, slots, pace and pools of a day of testing, by published norms and figures."""

import json
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.planning.pace import Reason, forecast
from gridward.planning.pooling import best_of, pooled
from gridward.planning.slots import Group, Post, timetable
from gridward.planning.staffing import desks_needed, samplers_needed, spread, stations_needed

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "data" / "pooled-testing" / "binGroup2_reference.json").read_text()
)
NINE = datetime(2022, 9, 16, 9)


def test_a_community_of_3342_needs_two_stations_five_desks_and_ten_samplers() -> None:
    assert (stations_needed(3342).fewest, stations_needed(3342).most, stations_needed(3342).proposed) == (
        2,
        2,
        2,
    )
    assert (desks_needed(3342).fewest, desks_needed(3342).most, desks_needed(3342).proposed) == (5, 6, 5)
    assert samplers_needed(3342) == 10


def test_nobody_needs_nothing() -> None:
    assert (stations_needed(0).proposed, desks_needed(0).proposed, samplers_needed(0)) == (0, 0, 0)


@given(st.integers(0, 60), st.lists(st.integers(1, 500), min_size=1, max_size=8))
def test_a_spread_keeps_the_whole_and_leaves_none_out_while_there_is_enough(
    whole: int, shares: list[int]
) -> None:
    parts = spread(whole, [float(share) for share in shares])
    assert sum(parts) == whole
    assert min(parts) >= (1 if whole >= len(shares) else 0)


@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=20),
    st.lists(st.integers(1, 6), min_size=1, max_size=4),
    st.integers(60, 600),
)
def test_everybody_is_called_once_at_one_station_and_nobody_waits_longer_than_the_limit(
    sizes: list[int], desks: list[int], window: int
) -> None:
    groups = [Group(str(n), size) for n, size in enumerate(sizes)]
    found = timetable(groups, [Post(str(n), d) for n, d in enumerate(desks)], window=window, seconds_each=30)
    for group in groups:
        calls = [call for call in found.calls if call.group == group.key]
        assert sum(call.people for call in calls) == group.people
        assert len({call.post for call in calls}) == 1
    assert found.longest_wait <= 20
    for post in {call.post for call in found.calls}:
        times = [(call.begins, call.ends) for call in found.calls if call.post == post]
        assert all(one[1] == next_[0] and one[0] < one[1] for one, next_ in pairwise(times))


def test_a_short_window_says_how_many_desks_are_missing() -> None:
    found = timetable([Group("a", 1000)], [Post("s", 1)], window=120, seconds_each=30)
    assert found.minutes_over == 380
    assert found.desks_missing == 4
    fits = timetable([Group("a", 1000)], [Post("s", 5)], window=120, seconds_each=30)
    assert (fits.minutes_over, fits.desks_missing) == (0, 0)


def test_areas_are_spread_over_the_whole_window() -> None:
    groups = [Group(str(n), 40) for n in range(6)]
    found = timetable(groups, [Post("s", 2)], window=360, seconds_each=30)
    assert [call.begins for call in found.calls] == [0, 60, 120, 180, 240, 300]
    assert found.calls[-1].ends == 360


def test_an_area_goes_to_the_nearest_station_that_has_room() -> None:
    posts = [Post("west", 1, (110.00, 33.7)), Post("east", 1, (110.02, 33.7))]
    groups = [Group("w", 50, (110.001, 33.7)), Group("e", 50, (110.019, 33.7))]
    found = timetable(groups, posts, window=240, seconds_each=30)
    assert {call.group: call.post for call in found.calls} == {"w": "west", "e": "east"}
    crowd = [Group(str(n), 50, (110.001, 33.7)) for n in range(4)]
    shared = timetable(crowd, posts, window=240, seconds_each=30)
    at = {call.group: call.post for call in shared.calls}
    assert sorted(at.values()) == ["east", "east", "west", "west"]


def test_nothing_is_called_without_people_or_desks() -> None:
    assert timetable([], [Post("s", 2)], window=60, seconds_each=30).calls == ()
    assert timetable([Group("a", 5)], [Post("s", 0)], window=60, seconds_each=30).calls == ()


def counted(*numbers: int, every: int = 20) -> list[tuple[datetime, int]]:
    return [(NINE + timedelta(minutes=every * n), number) for n, number in enumerate(numbers)]


def test_a_forecast_goes_by_the_pace_of_the_last_hour() -> None:
    # 20 in the first two hours, then 60 in one.
    counts = counted(0, 5, 10, 12, 15, 18, 20, 40, 60, 80)
    found = forecast(counts, owed=200, now=NINE + timedelta(hours=3))
    assert (found.reason, found.left, found.per_hour) == (Reason.AT_PACE, 120, 60)
    assert found.ends_at == NINE + timedelta(hours=5)


@pytest.mark.parametrize(
    ("counts", "owed", "minutes", "reason"),
    [
        ([], 100, 60, Reason.TOO_LITTLE),
        (counted(0, 19), 100, 60, Reason.TOO_LITTLE),
        (counted(10, 60, every=5), 100, 10, Reason.TOO_LITTLE),
        (counted(0, 30, 60), 100, 180, Reason.STANDING),
        (counted(0, 30, 100), 100, 60, Reason.OVER),
    ],
)
def test_a_forecast_that_has_too_little_says_so_and_gives_no_time(
    counts: list[tuple[datetime, int]], owed: int, minutes: int, reason: Reason
) -> None:
    found = forecast(counts, owed, NINE + timedelta(minutes=minutes))
    assert found.reason == reason
    assert (found.ends_at is None) == (reason != Reason.OVER)


def test_pools_equal_the_published_figures_to_the_digits_given() -> None:
    p, se, sp = (REFERENCE[word] for word in ("p", "sensitivity", "specificity"))
    for row in REFERENCE["best_first_of_3_to_20"]:
        found = pooled(row[0], p, se, sp)
        ours = (
            found.tests_per_pool,
            found.tests_per_person,
            found.sensitivity,
            found.specificity,
            found.ppv,
            found.npv,
        )
        assert [round(number, 4) for number in ours] == row[1:]


def test_the_best_size_is_the_published_one() -> None:
    p, se, sp = (REFERENCE[word] for word in ("p", "sensitivity", "specificity"))
    ranked = sorted(range(3, 21), key=lambda size: pooled(size, p, se, sp).tests_per_person)
    assert ranked[:5] == [row[0] for row in REFERENCE["best_first_of_3_to_20"]]
    for prevalence, size, cost in REFERENCE["perfect_test_optimum"]["p_n_cost"]:
        best = best_of(range(2, 60), prevalence)
        assert (best.size, round(best.tests_per_person, 4)) == (size, cost)


def test_one_test_each_needs_one_test_each() -> None:
    alone = pooled(1, 0.01, 0.99, 0.98)
    assert (alone.tests_per_person, alone.sensitivity, alone.specificity) == (1.0, 0.99, 0.98)
    assert best_of((1, 5, 10, 20), 0.4).size == 1
