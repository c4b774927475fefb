"""An area is split, merged or given another border in the middle of a round, and the board stays right."""

from dataclasses import astuple
from typing import Any

import pytest

from gridward.areas.redrawing.actions import merge_areas, split_area
from gridward.areas.redrawing.plans import Named
from gridward.coverage.queries import by_area
from gridward.rounds.actions import Scope, refresh_open_rounds
from gridward.rounds.models import Due, Round
from gridward.shared.registries import checks
from tests.cast import Cast, cast_id
from tests.rounds.ledger import Opener, Recorder

pytestmark = pytest.mark.django_db


def board(cast: Cast, round_: Round) -> dict[Any, tuple[int, ...]]:
    """Done, open and the other counts of each area."""
    rows = by_area(cast.actor("chen"), Round.objects.of(cast.community_id).get(id=round_.id))
    return {row.id: astuple(row.counts) for row in rows}


def total(cast: Cast, round_: Round) -> tuple[int, ...]:
    return tuple(map(sum, zip(*board(cast, round_).values(), strict=True)))


def split_one(cast: Cast) -> Any:
    """Area 1 loses the building site to a new area; its one door is under construction."""
    said = Named(leader_id=cast.workers["zhao"])
    chosen = [[cast_id("building yard-1")]]
    (new,) = split_area(by=cast.actor("chen"), area_id=cast.areas[1], chosen=chosen, named=[said])
    refresh_open_rounds()
    return new


def test_the_sum_of_the_board_is_the_same_before_and_after(
    cast: Cast, verification: Round, record: Recorder
) -> None:
    record("3-101")
    before = total(cast, verification)
    new = split_one(cast)
    assert total(cast, verification) == before
    assert sum(board(cast, verification)[new]) == 1


def test_open_dues_pass_to_the_new_area_and_done_ones_keep_theirs(
    cast: Cast, verification: Round, record: Recorder
) -> None:
    record("lane-29", by=cast.actor("chen"))
    new = split_one(cast)
    homes = dict(
        Due.objects.of(cast.community_id)
        .filter(door_id__in=[cast.doors["lane-29"], cast.doors["site-1"]])
        .values_list("door_id", "area_id")
    )
    moved = {id: area for id, area in homes.items() if area == new}
    assert len(moved) == 1
    merge_areas(by=cast.actor("chen"), area_ids=[cast.areas[1]], into=new)
    refresh_open_rounds()
    done = Due.objects.of(cast.community_id).get(door_id=cast.doors["lane-29"], round_id=verification.id)
    assert done.area_id == homes[cast.doors["lane-29"]]
    assert done.state == "done"


def test_a_round_over_one_area_goes_on_over_both_its_parts(cast: Cast, begun: Opener) -> None:
    round_ = begun(scope=Scope(area_ids=(cast.areas[1],)))
    before = total(cast, round_)
    new = split_one(cast)
    assert total(cast, round_) == before
    assert set(board(cast, round_)) == {cast.areas[1], new}
    assert not Due.objects.of(cast.community_id).filter(round_id=round_.id, state="left").exists()


def test_a_check_finds_nothing_new_wrong(cast: Cast, verification: Round, record: Recorder) -> None:
    record("3-101")
    before = sorted(finding.rule for check in checks for finding in check.find(cast.community_id))
    new = split_one(cast)
    merge_areas(by=cast.actor("chen"), area_ids=[new], into=cast.areas[1])
    refresh_open_rounds()
    assert sorted(finding.rule for check in checks for finding in check.find(cast.community_id)) == before
