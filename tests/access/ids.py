"""What stands for each argument of an address: a thing of area 3, at a door that Omar works, where that can be."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from gridward.accounts import actions
from gridward.accounts.models import Grant
from gridward.households.importing.runs import begin_import
from gridward.rounds import actions as round_actions
from gridward.rounds.models import Due
from tests.cast import Cast, cast_id


def a_team(cast: Cast) -> Any:
    """A team of ours."""
    actions.add_teams(by=cast.actor("chen"), facts=[actions.TeamFact("巡逻组", id=cast_id("team"))])
    return cast_id("team")


def a_round(cast: Cast) -> Any:
    """A verification of area 3, opened by Chen."""
    now = timezone.now()
    round_actions.open_round(
        by=cast.actor("chen"),
        kind_code="verification",
        name="第二次核查",
        scope=round_actions.Scope(area_ids=(cast.areas[3],)),
        opens_at=now,
        closes_at=now + timedelta(days=2),
        id=cast_id("round"),
    )
    return cast_id("round")


def a_due(cast: Cast) -> Any:
    """What that round owes a door Omar works."""
    a_round(cast)
    dues = Due.objects.of(cast.community_id).filter(round_id=cast_id("round"), door_id=cast.doors["3-101"])
    return dues.get().id


def a_schedule(cast: Cast) -> Any:
    """A verification of area 3, every day."""
    round_actions.add_schedule(
        by=cast.actor("chen"),
        kind_code="verification",
        name="每日核查",
        scope=round_actions.Scope(area_ids=(cast.areas[3],)),
        every_minutes=24 * 60,
        window_minutes=12 * 60,
        next_at=timezone.now() + timedelta(days=1),
        id=cast_id("schedule"),
    )
    return cast_id("schedule")


def an_import(cast: Cast) -> Any:
    """A roster that waits to be read."""
    return begin_import(by=cast.actor("dora"), file_name="名册.xlsx", content=b"not read here").id


IDS: dict[str, Callable[[Cast], Any]] = {
    "worker_id": lambda cast: cast.workers["zhao"],
    "unit_id": lambda cast: cast_id("audit"),
    "team_id": a_team,
    "grant_id": lambda cast: Grant.objects.get(worker_id=cast.workers["zhao"]).id,
    "area_id": lambda cast: cast.areas[3],
    "door_id": lambda cast: cast.doors["3-101"],
    "code": lambda cast: "people.living_here",
    "household_id": lambda cast: cast.households["wang"],
    "site_id": lambda cast: cast_id("site xinhe"),
    "building_id": lambda cast: cast_id("building 3"),
    "round_id": a_round,
    "due_id": a_due,
    "schedule_id": a_schedule,
    "import_id": an_import,
    "person_id": lambda cast: cast.persons["王小明"],
}
