"""Rosters laid out quite differently are read as well as the shared one."""

from pathlib import Path

import pytest

from gridward.households.roster import read_roster
from tests.households import odd_rosters, rosters, split_rosters
from tests.households.score import Score, score

EVERY = [
    *((rosters.write, name) for name in rosters.LAYOUTS),
    *((odd_rosters.write, name) for name in odd_rosters.ODD),
    *((split_rosters.write, name) for name in split_rosters.SPLIT),
]
CASES = [(write, name, seed) for write, name in EVERY for seed in (1, 2)]


@pytest.fixture(scope="module", params=CASES, ids=[f"{name} {seed}" for _, name, seed in CASES])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Score:
    write, name, seed = request.param
    roster = write(name, seed, tmp_path_factory.mktemp("rosters"))
    return score(roster, read_roster(roster.path))


def test_nearly_everybody_is_found_once(told: Score) -> None:
    assert told.precision >= 0.995, told.notes
    assert told.recall >= 0.995, told.notes


def test_no_wrong_number_name_or_door_is_accepted(told: Score) -> None:
    assert (told.wrong["id"], told.wrong["name"], told.wrong["dwelling"]) == (0, 0, 0), told.notes


def test_what_can_be_had_is_had(told: Score) -> None:
    shares = {kind: told.share(kind) for kind in told.attainable}
    assert min(shares.values()) >= 0.98, told.notes


def test_every_row_of_a_layout_has_exactly_one_account(tmp_path: Path) -> None:
    reading = read_roster(rosters.write("blocks", 3, tmp_path).path)
    rows = [(sheet.name, row + 1) for sheet in reading.sheets if sheet.read for row in range(sheet.rows)]
    assert [(account.sheet, account.row) for account in reading.accounts] == rows


def test_vacant_doors_of_a_layout_are_counted(tmp_path: Path) -> None:
    roster = rosters.write("blocks", 3, tmp_path)
    assert len(read_roster(roster.path).doors) == roster.vacant


def test_columns_that_must_not_be_read_are_named(tmp_path: Path) -> None:
    blocks = read_roster(rosters.write("blocks", 3, tmp_path).path)
    table = read_roster(rosters.write("plain table", 3, tmp_path).path)
    assert blocks.sheets[0].refused == ("民族", "政治面貌")
    assert table.sheets[0].refused == ("宗教信仰",)


def test_a_title_names_the_area_and_its_worker(tmp_path: Path) -> None:
    areas = read_roster(rosters.write("blocks", 3, tmp_path).path).areas
    assert ("第1片区", "许丽", "16381935281") in {(area.name, area.worker, area.phone) for area in areas}
