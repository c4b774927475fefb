"""What stands for each argument of an address (`argument`, or `name.argument` where one word means two things).

A thing of area 3, at a door that Omar works, where that can be; asked for twice it is the same thing.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from gridward.accounts import actions
from gridward.accounts.models import Grant
from gridward.accounts.notices import send
from gridward.allocation.actions import propose_workers
from gridward.allocation.runs import work_on
from gridward.areas.maps.runs import take_in
from gridward.areas.models import MapImport
from gridward.households.actions import add_category
from gridward.households.entries import CategoryFact
from gridward.households.importing.runs import begin_import
from gridward.households.models import LookAlike, RosterImport
from gridward.operations.models import PlanVersion
from gridward.operations.plans.actions import PlanKindFact, PlanText, begin_plan, put_kinds
from gridward.operations.zones.actions import open_zone, put_levels, put_measures
from gridward.operations.zones.entries import LevelFact, MeasureFact, ZoneFact
from gridward.rounds import actions as round_actions
from gridward.rounds.models import Due, Round, Schedule
from gridward.testing.actions import record_samples
from gridward.testing.codes.reserving import reserve_codes
from gridward.testing.models import TestDay
from gridward.testing.samples import SampleFact, VisitorWords, tube_id
from gridward.testing.transport.boxing import box_id, box_tubes
from gridward.testing.transport.facts import BoxFact, HandOverFact
from gridward.testing.transport.handing import hand_over
from tests.accounts.telling import about
from tests.cast import Cast, cast_id
from tests.sync.device import enrolled
from tests.testing.day import STATION, make_day
from tests.testing.results import a_case, a_result, a_result_file, a_wait


def a_team(cast: Cast) -> Any:
    """A team of ours."""
    actions.add_teams(by=cast.actor("chen"), facts=[actions.TeamFact("巡逻组", id=cast_id("team"))])
    return cast_id("team")


def a_round(cast: Cast) -> Any:
    """A verification of area 3, opened by Chen, after an earlier one."""
    now = timezone.now()
    for number, days_ago in ((1, 10), (2, 0)):
        id, opens_at = cast_id(f"round {number}"), now - timedelta(days=days_ago)
        if not Round.objects.with_ids(cast.community_id, [id]).exists():
            round_actions.open_round(
                by=cast.actor("chen"),
                kind_code="verification",
                name=f"第{number}次核查",
                scope=round_actions.Scope(area_ids=(cast.areas[3],)),
                opens_at=opens_at,
                closes_at=opens_at + timedelta(days=2),
                id=id,
            )
    return cast_id("round 2")


def a_test_day(cast: Cast) -> Any:
    """A day of testing, open."""
    known = TestDay.objects.of(cast.community_id).first()
    return (known or make_day(cast, cast.actor("chen"))).id


def a_tube(cast: Cast) -> Any:
    """A tube Omar took a sample into, at the door of 3-101."""
    code, person = "T-0001", cast.persons["王小明"]
    fact = SampleFact(cast_id("sample"), a_test_day(cast), person, code, "door")
    record_samples(by=cast.actor("omar"), facts=[fact])
    return tube_id(cast.community_id, code)


def a_station(cast: Cast) -> Any:
    """A station of that day."""
    a_test_day(cast)
    return STATION


def a_visitor(cast: Cast) -> Any:
    """Somebody on no register, whom Chen sampled at the centre."""
    fact = SampleFact(
        cast_id("visit"),
        a_test_day(cast),
        cast_id("visitor"),
        "T-0002",
        "centre",
        visitor=VisitorWords(name="赵六六"),
    )
    record_samples(by=cast.actor("chen"), facts=[fact])
    return cast_id("visitor")


def a_due(cast: Cast) -> Any:
    """What that round owes a door Omar works."""
    dues = Due.objects.of(cast.community_id).filter(round_id=a_round(cast), door_id=cast.doors["3-101"])
    return dues.get().id


def a_schedule(cast: Cast) -> Any:
    """A verification of area 3, every day."""
    known = Schedule.objects.with_ids(cast.community_id, [cast_id("schedule")])
    if not known.exists():
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
    known = RosterImport.objects.of(cast.community_id).first()
    return (known or begin_import(by=cast.actor("dora"), file_name="名册.xlsx", content=b"not read here")).id


def a_map(cast: Cast) -> Any:
    """A map that waits to be read."""
    known = MapImport.objects.of(cast.community_id).first()
    return (known or take_in(by=cast.actor("chen"), file_name="图.geojson", content=b"not read here")).id


def a_category(cast: Cast) -> Any:
    """A category of ours."""
    fact = CategoryFact(code="alone", name_zh="独居老人", subject="person", purpose="走访")
    return add_category(by=cast.actor("chen"), categories=[fact])[0]


def a_look_alike(cast: Cast) -> Any:
    """Two people who may be one."""
    pair = {"person_id": cast.persons["王小明"], "other_id": cast.persons["张国强"], "reason": "name"}
    found = LookAlike(community_id=cast.community_id, id=cast_id("look-alike"), **pair)
    LookAlike.objects.bulk_create([found], ignore_conflicts=True)
    return found.id


def a_plan(cast: Cast) -> Any:
    """A draft of the overall plan with a file."""
    put_kinds(by=cast.actor("chen"), facts=[PlanKindFact("overall", "总体方案")])
    said = PlanText("# 一、目标", True, "方案.pdf", b"%PDF")
    return begin_plan(
        by=cast.actor("chen"), kind="overall", title="总体方案", said=said, id=cast_id("plan")
    ).id


def a_plan_version(cast: Cast) -> Any:
    """Its first version."""
    return PlanVersion.objects.of(cast.community_id).get(document_id=a_plan(cast), number=1).id


def a_plan_kind(cast: Cast) -> Any:
    """Its kind."""
    a_plan(cast)
    return "overall"


def a_zone(cast: Cast) -> Any:
    """A zone over area 3, with a level and a measure of its own."""
    put_levels(by=cast.actor("chen"), facts=[LevelFact("high", "高风险区", "High risk", 1, 5)])
    put_measures(by=cast.actor("chen"), facts=[MeasureFact("stay_in", "足不出户", "Stay in")])
    fact = ZoneFact("三区封控区", "high", timezone.localdate(), "通告〔2022〕12号", areas=(cast.areas[3],))
    return open_zone(by=cast.actor("chen"), fact=fact, id=cast_id("zone")).id


def a_word(code: str) -> Callable[[Cast], Any]:
    """A level or measure of that zone, by its code."""

    def find(cast: Cast) -> Any:
        a_zone(cast)
        return code

    return find


def a_proposal(cast: Cast) -> Any:
    """A planned proposal to assign the doors of area 3 to Omar and Zhao."""
    asked = propose_workers(
        by=cast.actor("lin"),
        worker_ids=[cast.workers["omar"], cast.workers["zhao"]],
        area_ids=[cast.areas[3]],
        id=cast_id("proposal"),
    )
    work_on(asked)
    return asked.id


def a_notice(cast: Cast) -> Any:
    """What Omar was told about his door."""
    told = about(cast, "3-101", "omar")
    send(by=cast.actor("chen"), notices=told)
    return told[0].id


def a_box(cast: Cast) -> Any:
    """A box with that tube."""
    a_tube(cast)
    box_tubes(by=cast.actor("chen"), facts=[BoxFact(id=cast_id("tube boxed"), box="箱1", tube="T-0001")])
    return box_id(cast.community_id, a_test_day(cast), "箱1")


def a_hand_over(cast: Cast) -> Any:
    """That box with a carrier."""
    a_box(cast)
    fact = HandOverFact(id=cast_id("hand-over"), day_id=a_test_day(cast), boxes=("箱1",), carrier="老周")
    hand_over(by=cast.actor("chen"), facts=[fact])
    return cast_id("hand-over")


def a_code_range(cast: Cast) -> Any:
    """Three tube codes of our own."""
    return reserve_codes(by=cast.actor("chen"), count=3, id=cast_id("codes")).range.id


IDS: dict[str, Callable[[Cast], Any]] = {
    "zoom": lambda cast: 0,
    "x": lambda cast: 0,
    "y": lambda cast: 0,
    "notice_id": a_notice,
    "worker_id": lambda cast: cast.workers["zhao"],
    "unit_id": lambda cast: cast_id("audit"),
    "team_id": a_team,
    "grant_id": lambda cast: Grant.objects.get(worker_id=cast.workers["zhao"]).id,
    "proposal_id": a_proposal,
    "when": lambda cast: "after",
    "area_id": lambda cast: cast.areas[3],
    "door_id": lambda cast: cast.doors["3-101"],
    "code": lambda cast: "people.living_here",
    "door_state_edit.code": lambda cast: "vacant",
    "round_kind_edit.code": lambda cast: "visit",
    "gaps_mend.kind": lambda cast: "door.worker",
    "gaps_mend.way": lambda cast: "worker",
    "plan_id": a_plan,
    "version_id": a_plan_version,
    "plan_kind.code": a_plan_kind,
    "zone_id": a_zone,
    "zone_level.code": a_word("high"),
    "zone_measure.code": a_word("stay_in"),
    "household_id": lambda cast: cast.households["wang"],
    "site_id": lambda cast: cast_id("site xinhe"),
    "building_id": lambda cast: cast_id("building 3"),
    "round_id": a_round,
    "day_id": a_test_day,
    "range_id": a_code_range,
    "tube_id": a_tube,
    "number": lambda cast: 1,
    "station_id": a_station,
    "visitor_id": a_visitor,
    "box_id": a_box,
    "hand_over_id": a_hand_over,
    "due_id": a_due,
    "schedule_id": a_schedule,
    "import_id": an_import,
    **{
        f"testing_result_{page}.import_id": a_result_file
        for page in ("import", "columns", "row", "apply", "cancel")
    },
    "result_id": a_result,
    "wait_id": a_wait,
    "case_id": a_case,
    "map_id": a_map,
    "category_id": a_category,
    "look_alike_id": a_look_alike,
    "device_id": lambda cast: enrolled(cast, "omar").device.id,
    "person_id": lambda cast: cast.persons["王小明"],
}
