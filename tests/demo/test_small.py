"""Beside the large community stand a flood and a heat wave, each in the middle of its rounds."""

import json
from typing import Any

import pytest

from tests.demo.homes import Home

pytestmark = [pytest.mark.database, pytest.mark.slow]
FLOOD, HEAT = "611022001097", "611022001098"


def rounds(home: Home, community: str) -> dict[str, dict[str, Any]]:
    listed = home.answer("round", "list", "--community", community)["rounds"]
    return {one["kind"]: one for one in listed}


def test_commands_mean_the_large_community_unless_told_otherwise(filled_home: Home) -> None:
    assert filled_home.answer("round", "list")["rounds"][0]["kind"] in ("testing_door", "testing_centre")


def test_the_flood_has_warned_is_moving_people_out_and_counts_heads(filled_home: Home) -> None:
    found = rounds(filled_home, FLOOD)
    assert set(found) == {"flood_warning", "move_out", "head_count"}
    assert 0 < found["flood_warning"]["open"] < 5
    assert 10 < found["move_out"]["done"] < found["move_out"]["due"]
    assert (found["head_count"]["done"], found["head_count"]["due"]) == (1, 2)


def test_the_heat_wave_has_looked_in_on_most_and_not_on_all(filled_home: Home) -> None:
    (visit,) = rounds(filled_home, HEAT).values()
    assert 0 < visit["open"] < visit["due"]


@pytest.mark.parametrize("community", [FLOOD, HEAT])
def test_every_rule_holds_in_a_small_community_too(filled_home: Home, community: str) -> None:
    assert filled_home.answer("check", "--community", community)["holds"]


def test_each_small_community_has_a_coordinator_and_a_worker_who_sign_in(filled_home: Home) -> None:
    mark = json.loads((filled_home.folder / "demonstration.json").read_text(encoding="utf-8"))
    small = [one for one in mark["sign_ins"] if one["community"] in ("河湾社区", "向阳社区")]
    assert [one["role"] for one in small] == ["coordinator", "worker"] * 2
