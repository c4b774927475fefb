"""What stands for each kind of id in an address: a thing of area 3, at a door that Omar works, where that can be."""

from collections.abc import Callable
from typing import Any

from gridward.accounts import actions
from gridward.accounts.models import Grant
from tests.cast import Cast, cast_id


def a_team(cast: Cast) -> Any:
    """A team of ours."""
    actions.add_teams(by=cast.actor("chen"), facts=[actions.TeamFact("巡逻组", id=cast_id("team"))])
    return cast_id("team")


IDS: dict[str, Callable[[Cast], Any]] = {
    "worker_id": lambda cast: cast.workers["zhao"],
    "unit_id": lambda cast: cast_id("audit"),
    "team_id": a_team,
    "grant_id": lambda cast: Grant.objects.get(worker_id=cast.workers["zhao"]).id,
    "area_id": lambda cast: cast.areas[3],
    "door_id": lambda cast: cast.doors["3-101"],
    "household_id": lambda cast: cast.households["wang"],
    "person_id": lambda cast: cast.persons["王小明"],
}
