"""Walking order: everybody once, short, places together, house numbers forward."""

from itertools import pairwise, permutations
from math import hypot
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridward.planning.routing import Stop, walking_order

STOPS = st.lists(
    st.builds(
        Stop,
        id=st.just("a"),
        x=st.floats(0, 900),
        y=st.floats(0, 900),
        floor=st.integers(1, 6),
    ),
    max_size=20,
)


@given(STOPS)
@settings(max_examples=30, deadline=None)
def test_everybody_is_passed_once(stops: list[Stop]) -> None:
    assert sorted(walking_order(stops).order) == list(range(len(stops)))


def test_it_is_as_short_as_the_shortest_of_all() -> None:
    chance = Random(5)
    stops = [Stop(str(at), chance.uniform(0, 300), chance.uniform(0, 300)) for at in range(7)]

    def metres(order: tuple[int, ...]) -> float:
        return sum(hypot(stops[a].x - stops[b].x, stops[a].y - stops[b].y) for a, b in pairwise(order))

    assert walking_order(stops).metres == pytest.approx(min(map(metres, permutations(range(7)))), rel=0.02)


def test_a_lane_goes_by_its_house_numbers() -> None:
    assert list(walking_order([Stop(str(at), at * 10.0, 0) for at in range(12)]).order) == list(range(12))


def test_stops_of_one_place_stay_together_floor_by_floor() -> None:
    stops = [Stop("a", 0, 0, 3), Stop("b", 0, 0, 1), Stop("c", 40, 0, 1), Stop("d", 0, 0, 2)]
    walk = walking_order(stops, (0, 0), metres_a_floor=10)
    assert list(walk.order) == [1, 3, 0, 2]
    assert walk.metres == pytest.approx(20 + 20 + 40)


def test_it_begins_at_the_start() -> None:
    assert walking_order([Stop(str(at), at * 10.0, 0) for at in range(5)], (60, 0)).order[0] == 4


def test_hundreds_of_places_are_cut_along_a_curve_and_none_is_left_out() -> None:
    chance = Random(3)
    stops = [Stop(str(at), chance.uniform(0, 900), chance.uniform(0, 900)) for at in range(180)]
    walk = walking_order(stops)
    assert sorted(walk.order) == list(range(180))
    # A random tour would be some 180 × 470 m.
    assert walk.metres < 180 * 120
