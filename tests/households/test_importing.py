"""A roster's way into the register: staged, looked at, applied whole or not at all, the same file only once."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.audit.models import Entry
from gridward.facts.models import Change
from gridward.facts.versions import Stamp
from gridward.households import actions
from gridward.households.entries import PersonFact
from gridward.households.exporting import export_people
from gridward.households.identity import Phone
from gridward.households.importing import applying, runs, staging, working
from gridward.households.importing.command import import_file
from gridward.households.models import Door, LookAlike, Mark, Person, RosterImport, SearchToken, StagedRow
from gridward.households.writing import draft_persons, write_persons
from gridward.operations.actions import end_operation
from gridward.operations.models import Operation
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from tests.cast import Cast
from tests.households.tables import HEADER, resident, workbook

pytestmark = pytest.mark.django_db


def yes(_: object) -> bool:
    return True


def rows_of(model: type[Any], actor: Actor) -> int:
    return int(model.objects.filter(community_id=actor.community_id).count())


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    rows = [
        HEADER,
        ["第7网格 网格员：许丽 16381935284"],
        resident("陈大伟", "1980-04-01", "锦绣花园3号楼2单元501室", "16312345671", "户主", "低保户"),
        resident("陈小花", "2018-06-01", "同上", "", "女"),
        resident("周立", "1975-01-09", "锦绣花园3号楼2单元502室", "15412345672", "户主"),
        ["", "", "", "", "锦绣花园3号楼2单元503室", "", "", "空房"],
    ]
    return workbook(tmp_path / "名册.xlsx", {"人口": rows})


def test_a_roster_goes_in_with_areas_doors_people_and_marks(dora: Actor, roster: Path) -> None:
    imported = import_file(by=dora, path=roster, accept=yes)
    assert imported.written and imported.written["new_persons"] == 3
    doors = Door.objects.of(dora.community_id).filter(site__name="锦绣花园").order_by("walking_order")
    assert [(d.address, d.state, d.area.name) for d in doors] == [
        ("锦绣花园3号楼2单元501室", "lived_in", "第7网格"),
        ("锦绣花园3号楼2单元502室", "lived_in", "第7网格"),
        ("锦绣花园3号楼2单元503室", "vacant", "第7网格"),
    ]
    assert Mark.objects.of(dora.community_id).filter(category__name_zh="低保户", is_on=True).count() == 1
    assert doors[0].worker_id == doors[0].area.leader_id is not None


def test_a_child_gets_the_guardian_of_its_household(dora: Actor, roster: Path) -> None:
    import_file(by=dora, path=roster, accept=yes)
    child = Person.objects.of(dora.community_id).get(birth_year=2018)
    assert Person.objects.of(dora.community_id).get(id=child.guardian_id).birth_year == 1980


def test_the_same_file_twice_changes_nothing(dora: Actor, roster: Path) -> None:
    import_file(by=dora, path=roster, accept=yes)
    before = Change.objects.filter(community_id=dora.community_id).exclude(kind="roster_import").count()
    again = import_file(by=dora, path=roster, accept=yes)
    assert again.written and again.written["changes"] == 0 and again.written["unchanged_persons"] == 3
    after = Change.objects.filter(community_id=dora.community_id).exclude(kind="roster_import").count()
    assert before == after


def test_what_was_seen_at_the_door_outlives_the_same_file(dora: Actor, roster: Path) -> None:
    import_file(by=dora, path=roster, accept=yes)
    zhou = Person.objects.of(dora.community_id).get(birth_year=1975)
    actions.put_persons(by=dora, persons=[PersonFact(id=zhou.id, phones=(Phone("16300009999"),))])
    import_file(by=dora, path=roster, accept=yes)
    out = io.StringIO()
    export_people(by=dora, purpose="roster-check", out=out)
    phones = {row["name"]: row["phone"] for row in csv.DictReader(io.StringIO(out.getvalue()))}
    assert phones["周立"] == "16300009999"


def test_somebody_the_register_has_is_not_made_twice(dora: Actor, cast: Cast, tmp_path: Path) -> None:
    rows = [HEADER, resident("王小明", "1984-03-02", "", "16300000001", "户主")]
    imported = import_file(by=dora, path=workbook(tmp_path / "x.xlsx", {"表": rows}), accept=yes)
    assert imported.summary["persons"] == {"all": 1, "new": 0, "known": 1}
    assert Person.objects.of(dora.community_id).filter(birth_year=1984).count() == 1


def test_a_look_alike_of_the_register_waits_for_a_person(dora: Actor, cast: Cast, tmp_path: Path) -> None:
    rows = [HEADER, resident("王小明", "1984-03-02", "锦绣花园9号楼1单元101室", "15499999999", "户主")]
    import_file(by=dora, path=workbook(tmp_path / "x.xlsx", {"表": rows}), accept=yes)
    pair = LookAlike.objects.of(dora.community_id).get()
    assert cast.persons["王小明"] in (pair.person_id, pair.other_id) and pair.decision == ""


def test_what_is_not_accepted_leaves_nothing(dora: Actor, roster: Path) -> None:
    people = Person.objects.of(dora.community_id).count()
    imported = import_file(by=dora, path=roster, accept=lambda summary: False)
    assert imported.written is None
    run = RosterImport.objects.of(dora.community_id).get()
    assert (run.state, bytes(run.sealed_file)) == ("cancelled", b"")
    assert not StagedRow.objects.of(dora.community_id).exists()
    assert Person.objects.of(dora.community_id).count() == people


def test_a_failure_while_applying_leaves_nothing(
    dora: Actor, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors, tokens = rows_of(Door, dora), rows_of(SearchToken, dora)

    def break_off(*_: object) -> None:
        raise Problem(runs.CANCELLED)

    monkeypatch.setattr("gridward.households.importing.applying._keep_look_alikes", break_off)
    with pytest.raises(Problem):
        import_file(by=dora, path=roster, accept=yes)
    assert (rows_of(Door, dora), rows_of(SearchToken, dora)) == (doors, tokens)


def test_cancelling_while_it_is_read_stops_it(dora: Actor, roster: Path) -> None:
    run = runs.begin_import(by=dora, file_name=roster.name, content=roster.read_bytes(), is_claimed=True)
    runs.cancel_import(by=dora, run=run)
    with pytest.raises(Problem) as refused:
        staging.stage_import(run)
    assert refused.value.code == "households.import_cancelled"
    assert not StagedRow.objects.of(dora.community_id).exists()


def test_the_job_reads_then_waits_for_a_yes_then_applies(dora: Actor, roster: Path) -> None:
    run = runs.begin_import(by=dora, file_name=roster.name, content=roster.read_bytes())
    assert working.work_on_imports() == 1
    run.refresh_from_db()
    assert run.state == "ready" and working.work_on_imports() == 0
    runs.confirm_import(by=dora, run=run)
    assert working.work_on_imports() == 1
    run.refresh_from_db()
    assert run.state == "applied" and run.summary["written"]["new_persons"] == 3


def test_an_import_is_claimed_by_one_process_only(dora: Actor, roster: Path) -> None:
    run = runs.begin_import(by=dora, file_name=roster.name, content=roster.read_bytes())
    assert runs.IMPORTS.claim(dora.community_id, run.id)
    assert not runs.IMPORTS.claim(dora.community_id, run.id)


def test_a_file_that_is_no_table_is_refused_with_the_reason(dora: Actor, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"not a workbook")
    with pytest.raises(Problem) as refused:
        import_file(by=dora, path=path, accept=yes)
    assert refused.value.code == "households.import_unreadable"
    assert RosterImport.objects.of(dora.community_id).get().state == "failed"


def test_names_stand_nowhere_in_clear_in_what_is_staged(dora: Actor, roster: Path) -> None:
    run = runs.begin_import(by=dora, file_name=roster.name, content=roster.read_bytes(), is_claimed=True)
    staging.stage_import(run)
    run.refresh_from_db()
    kept = [bytes(row.sealed) for row in StagedRow.objects.of(dora.community_id)]
    kept += [str(run.summary).encode(), bytes(run.sealed_file)]
    assert not any(word.encode() in text for text in kept for word in ("陈大伟", "16312345671"))


@pytest.mark.parametrize("name", ["chen", "lin", "omar", "rosa"])
def test_only_the_data_officer_imports_and_exports(
    name: str, request: pytest.FixtureRequest, roster: Path
) -> None:
    actor: Actor = request.getfixturevalue(name)
    with pytest.raises(Problem) as refused:
        runs.begin_import(by=actor, file_name="x.xlsx", content=roster.read_bytes())
    assert refused.value.status == 403
    with pytest.raises(Problem) as refused:
        export_people(by=actor, purpose="roster-check", out=io.StringIO())
    assert refused.value.status == 403


def test_an_export_is_logged_with_its_purpose(dora: Actor, cast: Cast) -> None:
    count = export_people(by=dora, purpose="roster-check", out=io.StringIO())
    line = Entry.objects.filter(community_id=dora.community_id, deed="people.exported").get()
    assert (line.by_id, line.purpose, line.how_many) == (dora.worker_id, "roster-check", count)


def test_no_name_goes_in_under_an_operation_that_ended_meanwhile(
    dora: Actor, cast: Cast, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready, people = applying.draft_persons, rows_of(Person, dora)

    def drafted_too_early(*args: Any) -> Any:
        drafted = ready(*args)
        if Operation.objects.of(dora.community_id).filter(ended_at=None).exists():
            end_operation(by=dora, operation_id=cast.operation_id, decision="演练结束")
        return drafted

    monkeypatch.setattr(applying, "draft_persons", drafted_too_early)
    with pytest.raises(Problem) as refused:
        import_file(by=dora, path=roster, accept=yes)
    assert refused.value.code == "households.no_operation"
    assert rows_of(Person, dora) == people


def test_a_person_drafted_before_stands_once_when_somebody_else_wrote_them_first(
    dora: Actor, cast: Cast
) -> None:
    stamp = Stamp(dora.worker_id, "roster")
    fact = PersonFact(id=new_id(), household_id=cast.households["ma"], name="马小兰", remark="第一次")
    drafted = draft_persons(dora.community_id, [fact], stamp)
    with transaction.atomic():
        write_persons(dora.community_id, [fact], stamp)
        put = write_persons(dora.community_id, [fact], stamp, drafted)
    assert put.unchanged == [fact.id]
