"""Neighbours: who lies beside whom, whatever the places."""

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridward.planning.neighbours import components, gabriel, neighbours_of

PLACES = st.lists(
    st.tuples(st.integers(-500, 500).map(float), st.integers(-500, 500).map(float)), max_size=30
)


def plainly(points: list[tuple[float, float]]) -> set[tuple[int, int]]:
    """The definition, pair by pair: nobody inside the circle over the two."""
    found = set()
    for a, b in combinations(range(len(points)), 2):
        x, y = (points[a][0] + points[b][0]) / 2, (points[a][1] + points[b][1]) / 2
        radius = hypot(points[a][0] - x, points[a][1] - y)
        if all(
            hypot(px - x, py - y) > radius - 1e-6 for at, (px, py) in enumerate(points) if at not in (a, b)
        ):
            found.add((a, b))
    return found


@given(PLACES)
@settings(max_examples=60, deadline=None)
def test_it_is_the_gabriel_graph_but_for_places_on_a_circle(points: list[tuple[float, float]]) -> None:
    points = list(dict.fromkeys(points))
    found = set(gabriel(points))
    assert found <= plainly(points)
    assert len(components(range(len(points)), neighbours_of(len(points), found))) == min(1, len(points))


@given(PLACES)
@settings(max_examples=60, deadline=None)
def test_any_places_hang_together(points: list[tuple[float, float]]) -> None:
    twice = points + points
    pieces = components(range(len(twice)), neighbours_of(len(twice), gabriel(twice)))
    assert len(pieces) == min(1, len(twice))


@pytest.mark.parametrize(
    ("points", "pairs"),
    [
        ([], []),
        ([(0.0, 0.0)], []),
        ([(0.0, 0.0), (0.0, 0.0)], [(0, 1)]),
        ([(9.0, 0.0), (0.0, 0.0), (1.0, 0.0)], [(0, 2), (1, 2)]),
        ([(0.0, 0.0), (10.0, 0.0), (5.0, 1.0)], [(0, 2), (1, 2)]),
    ],
)
def test_few_places(points: list[tuple[float, float]], pairs: list[tuple[int, int]]) -> None:
    assert gabriel(points) == pairs
