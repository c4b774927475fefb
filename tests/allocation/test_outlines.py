"""Outlines after buildings moved: nothing lost, nothing in two, and borders that no move touches as they were drawn."""

from itertools import combinations
from uuid import UUID

import shapely
from shapely.geometry import shape

from gridward.allocation.outlines import redrawn
from gridward.shared.geometry import which_outline
from tests.cast import cast_id

WEST, EAST, NEW = (cast_id(name) for name in ("west", "east", "new"))
STEP = 0.001
# Four houses in each of two areas, side by side.
HOUSES = {cast_id(f"house {n}"): (110.0 + STEP * (n + 0.5), 33.0 + STEP / 2) for n in range(8)}
OLD = dict.fromkeys(list(HOUSES)[:4], WEST) | dict.fromkeys(list(HOUSES)[4:], EAST)


def square(west: float, east: float) -> dict[str, object]:
    outline: dict[str, object] = shapely.geometry.mapping(shapely.box(west, 33.0, east, 33.0 + STEP))
    return outline


OUTLINES = {WEST: square(110.0, 110.0 + 4 * STEP), EAST: square(110.0 + 4 * STEP, 110.0 + 8 * STEP)}


def test_a_building_takes_the_ground_about_it_along() -> None:
    moved = list(HOUSES)[4]
    after = OLD | {moved: WEST}
    drawn = redrawn(OUTLINES, HOUSES, after, [moved])
    assert where(drawn, after) == [[after[house]] for house in HOUSES]
    assert shape(drawn[WEST]).intersection(shape(drawn[EAST])).area < 1e-12
    lost = shapely.union_all([shape(o) for o in OUTLINES.values()]).difference(
        shapely.union_all([shape(o) for o in drawn.values()])
    )
    assert lost.buffer(-STEP / 50).is_empty


def where(drawn: dict[UUID, dict[str, object]], after: dict[UUID, UUID]) -> list[list[UUID]]:
    """The areas in whose outline each house lies."""
    ids = list(drawn)
    held = which_outline([drawn[id] for id in ids], [HOUSES[house] for house in after])
    return [[ids[at] for at in each] for each in held]


def test_a_border_far_from_the_move_stays_as_it_was_drawn() -> None:
    moved = list(HOUSES)[4]
    drawn = redrawn(OUTLINES, HOUSES, OLD | {moved: WEST}, [moved])
    west, old = shape(drawn[WEST]), shape(OUTLINES[WEST])
    assert abs(west.bounds[0] - old.bounds[0]) < 1e-6
    assert abs(west.bounds[1] - old.bounds[1]) < 1e-6


def test_a_new_area_is_drawn_from_what_it_gets() -> None:
    moved = list(HOUSES)[3:5]
    after = OLD | dict.fromkeys(moved, NEW)
    drawn = redrawn({**OUTLINES, NEW: None}, HOUSES, after, moved)
    assert where(drawn, after) == [[after[house]] for house in HOUSES]


def test_where_nothing_was_drawn_the_areas_share_the_ground_of_their_buildings() -> None:
    drawn = redrawn({WEST: None, EAST: None}, HOUSES, OLD, [])
    assert where(drawn, OLD) == [[OLD[house]] for house in HOUSES]


def test_nothing_is_taken_from_areas_that_take_no_part() -> None:
    neighbour = square(110.0 - STEP, 110.0)
    drawn = redrawn(OUTLINES, HOUSES, OLD, [next(iter(HOUSES))], [neighbour])
    for one, other in combinations([*drawn.values(), neighbour], 2):
        assert shape(one).intersection(shape(other)).area < 1e-12


def test_a_building_alone_has_ground_too() -> None:
    house = next(iter(HOUSES))
    drawn = redrawn({NEW: None}, {house: HOUSES[house]}, {house: NEW}, [house])
    assert shape(drawn[NEW]).contains(shapely.Point(HOUSES[house]))
