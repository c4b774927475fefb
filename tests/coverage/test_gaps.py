"""No corner is dead: each kind of fault is found, named, under a name, within sight, and agrees with the checks."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gridward.accounts.actors import Actor, system_actor
from gridward.accounts.models import Account
from gridward.areas.actions import put_areas, put_sites
from gridward.areas.entries import AreaFact, SiteFact
from gridward.briefings.proofs import prove_all
from gridward.coverage.gaps.report import EVERYTHING, Report, report_of
from gridward.facts.said import EMPTY
from gridward.households import actions, queries
from gridward.shared.gaps import NOWHERE, Asked, Gap
from gridward.shared.problems import Problem
from gridward.shared.registries import gaps
from tests.cast import HOUSEHOLDS, Cast, cast_id
from tests.coverage.faults import PLANTED, a_shape, make_whole, plant_all, put_area, square

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(cast: Cast, chen: Actor) -> Cast:
    """The cast's community without a fault."""
    make_whole(cast, chen)
    return cast


def found(report: Report) -> dict[str, int]:
    """The kinds that are not empty."""
    return {kind.code: kind.count() for kind in report.faults if kind.count()}


def named(report: Report, code: str, asked: Asked = EVERYTHING) -> list[Gap]:
    """Every one of a kind."""
    return next(list(kind.every(asked)) for kind in report.kinds if kind.code == code)


def test_a_whole_community_has_no_gap_and_no_remark(whole: Cast, chen: Actor) -> None:
    report = report_of(chen)
    assert found(report) == {} and report.total() == 0
    assert [kind.code for kind in report.remarks if kind.count()] == []


@pytest.mark.parametrize("code", PLANTED)
def test_each_kind_is_found_and_every_one_named(whole: Cast, chen: Actor, code: str) -> None:
    planted = PLANTED[code]
    planted.plant(whole, chen)
    report = report_of(chen)
    assert set(found(report)) == {code, *planted.with_it}
    for kind in report.faults:
        listed = list(kind.every())
        assert len(listed) == kind.count()
        assert all(gap.thing and gap.url and gap.under for gap in listed)


def test_every_kind_of_fault_is_planted_here() -> None:
    assert {kind.code for kind in gaps if not kind.is_remark} == set(PLANTED)


def test_words_name_no_resident(whole: Cast, chen: Actor) -> None:
    plant_all(whole, chen)
    said = " ".join(f"{gap.thing}{gap.note}" for kind in report_of(chen).kinds for gap in kind.every())
    residents = {name for _, people in HOUSEHOLDS.values() for name, _, _ in people}
    assert not [name for name in residents if name in said]


def test_remarks_are_no_faults(whole: Cast, chen: Actor) -> None:
    put_areas(by=chen, areas=[AreaFact(id=whole.areas[1], deputy_id=EMPTY, outline=EMPTY)])
    put_sites(by=chen, sites=[SiteFact(id=cast_id("site lane"), managed="unclear")])
    report = report_of(chen)
    assert report.total() == 0
    assert {k.code: k.count() for k in report.remarks} == {
        "area.deputy": 1,
        "area.outline": 1,
        "site.managed": 1,
    }


def test_a_leader_who_left_or_is_suspended_leads_no_more(whole: Cast, chen: Actor) -> None:
    Account.objects.filter(worker_id=whole.workers["lin"]).update(is_active=False)
    [gap] = named(report_of(chen), "area.leader")
    assert "林涛" in gap.note and gap.under == "陈静"


def test_a_gap_stands_under_the_leader_else_the_coordinator(whole: Cast, chen: Actor) -> None:
    PLANTED["door.plate"].plant(whole, chen)
    [gap] = named(report_of(chen), "door.plate")
    assert (gap.under, gap.area) == ("林涛", "第3片区")
    put_area(3, leader_id=EMPTY)(whole, chen)
    [gap] = named(report_of(chen), "door.plate")
    assert gap.under == "陈静"


def test_what_is_owed_at_the_door_stands_under_its_worker_while_at_work(whole: Cast, chen: Actor) -> None:
    PLANTED["door.verified"].plant(whole, chen)
    [gap] = named(report_of(chen), "door.verified")
    assert gap.under == "奥马尔" and gap.days == 0


def test_an_overdue_recheck_says_for_how_many_days(whole: Cast, chen: Actor) -> None:
    PLANTED["door.recheck"].plant(whole, chen)
    [gap] = named(report_of(chen), "door.recheck")
    assert gap.days == 8


def test_an_overlap_says_how_much_and_a_sliver_is_none(whole: Cast, chen: Actor) -> None:
    PLANTED["area.overlap"].plant(whole, chen)
    [gap] = named(report_of(chen), "area.overlap")
    assert gap.thing == "第1片区" and "249,419" in gap.note and "第2片区" in gap.note
    put_area(2, outline=square(1.8 - 0.0000001, 0.012))(whole, chen)
    assert named(report_of(chen), "area.overlap") == []


def test_a_building_elsewhere_says_where_it_belongs(whole: Cast, chen: Actor) -> None:
    PLANTED["building.elsewhere"].plant(whole, chen)
    [gap] = named(report_of(chen), "building.elsewhere")
    assert gap.proposed == whole.areas[3] and "第3片区" in gap.note


def test_a_shape_left_aside_or_matched_is_no_gap(whole: Cast, chen: Actor) -> None:
    a_shape(whole, 3)
    a_shape(whole, 2, cast_id("building 5"))
    shape = a_shape(whole, 1)
    type(shape).objects.of(whole.community_id).filter(id=shape.id).update(verdict="aside", reason="shed")
    assert len(named(report_of(chen), "shape.building")) == 1


def test_each_sees_only_the_own_ground(
    whole: Cast, chen: Actor, lin: Actor, omar: Actor, rosa: Actor, max_: Actor
) -> None:
    plant_all(whole, chen)
    everything = found(report_of(chen))
    assert found(report_of(rosa)) == {code: n for code, n in everything.items() if code != "door.away"}
    assert found(report_of(max_)) == {}
    of_lin, of_omar = report_of(whole.actor("lin")), report_of(lin)
    assert found(of_lin) == found(of_omar)
    seen = {gap.area_id for kind in of_lin.faults for gap in kind.every()}
    assert whole.areas[1] not in seen and found(of_lin)


def test_a_worker_sees_the_own_doors(whole: Cast, chen: Actor, omar: Actor) -> None:
    PLANTED["door.plate"].plant(whole, chen)
    PLANTED["area.leader"].plant(whole, chen)
    assert found(report_of(omar)) == {"door.plate": 1}
    assert found(report_of(whole.actor("zhao"))) == {}


def test_a_list_is_narrowed_as_it_is_counted(cast: Cast, chen: Actor) -> None:
    report = report_of(chen)
    for kind in report.kinds:
        for area_id, under_id in kind.counts:
            for asked in (
                Asked(area_id or NOWHERE),
                Asked(None, under_id),
                Asked(area_id or NOWHERE, under_id),
            ):
                assert len(list(kind.every(asked))) == kind.count(asked), kind.code
    assert sum(report.by_area().values()) == report.total() == sum(report.by_person().values())


def test_it_agrees_with_the_checks_and_the_register_s_own_list(whole: Cast, chen: Actor) -> None:
    for code in ("building.area", "area.leader", "door.plate", "door.worker"):
        PLANTED[code].plant(whole, chen)
    report, proofs = report_of(chen), {p.check.rule: p.findings for p in prove_all(whole.community_id)}
    assert len(proofs["areas.leader"]) == len(named(report, "area.leader"))
    assert len(proofs["areas.dead_corner"]) == len(named(report, "building.area"))
    nowhere = {gap.page for gap in named(report, "door.area")}
    assert nowhere <= {finding.url for finding in proofs["households.door_area"]}
    lacking = [gap.door.id for gap in queries.gaps_of(chen)]
    assert set(lacking) == {g.id for code in ("door.plate", "door.worker") for g in named(report, code)}


def test_statements_do_not_grow_with_the_doors(whole: Cast, chen: Actor) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            report_of(chen).total()
        return len(captured)

    before = statements()
    doors = [
        actions.DoorFact(building_id=cast_id("building 3"), unit="2", room=str(room))
        for room in range(101, 141)
    ]
    actions.put_doors(by=chen, doors=doors)
    assert statements() == before <= 30


def test_an_unknown_kind_is_refused(chen: Actor) -> None:
    with pytest.raises(Problem) as refused:
        report_of(chen, "door.colour")
    assert refused.value.code == "coverage.unknown_gap"


def gridward(capsys: Any, *words: str) -> tuple[int, str]:
    """Run the command on the database of the test."""
    from gridward.cli.commands import gaps as command
    from gridward.cli.parser import make_parser

    status = command.run(make_parser().parse_args(["gaps", "--community", "611097001012", *words]))
    return status, capsys.readouterr().out


def test_the_command_exits_0_when_every_gap_is_closed(whole: Cast, capsys: Any) -> None:
    status, out = gridward(capsys, "--json")
    said = json.loads(out)
    assert status == 0 and said["closed"] and said["gaps"] == 0
    assert {kind["kind"] for kind in said["kinds"]} == {kind.code for kind in gaps}


def test_the_command_exits_1_and_names_every_one(whole: Cast, chen: Actor, capsys: Any) -> None:
    PLANTED["door.plate"].plant(whole, chen)
    status, out = gridward(capsys, "--json", "--kind", "door.plate", "--area", "3")
    [kind] = json.loads(out)["kinds"]
    [gap] = kind["gaps"]
    assert status == 1 and (gap["area"], gap["under"]) == (3, "林涛")
    assert sorted(gap) == ["area", "days", "id", "note", "thing", "under", "url"]
    assert gridward(capsys, "--area", "1")[0] == 0
    status, out = gridward(capsys)
    assert status == 1 and "信合小区3号楼1单元101室" in out


def test_the_system_sees_what_a_coordinator_sees(whole: Cast, chen: Actor) -> None:
    plant_all(whole, chen)
    assert found(report_of(system_actor(whole.community_id))) == found(report_of(chen))
