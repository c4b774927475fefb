"""The demonstration, filled by the verbs a user calls, comes to the measure; figures are counted from the database."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gridward.accounts.actors import Actor, system_actor
from gridward.briefings.figures import counted_on
from gridward.coverage.gaps.report import report_of
from gridward.demo.filling import fill
from gridward.households.models import Door
from tests.demo.communities import SEEDS, made
from tests.demo.faults import plant_faults
from tests.demo.homes import Home

pytestmark = [pytest.mark.database, pytest.mark.slow]

MEASURE = {
    "people.living_here": (3342, None),
    "households": (1107, None),
    "category.class_c.households": (342, None),
    "category.class_c.persons": (1295, None),
    "category.special.persons": (26, None),
    "category.delivery.households": (253, None),
    "areas": (44, None),
    "areas.without_leader": (0, None),
    "areas.difficulty.3": (8, 44),
    "doors": (1225, None),
    "doors.vacant": (90, 1225),
    "doors.refused": (6, 1225),
    "doors.under_construction": (14, 1225),
    "load.average": (41.0, 27),
    "gaps.plate": (0, None),
    "gaps.worker": (0, None),
    "gaps.verification": (0, None),
    "verification.1.missing": (0, None),
    "verification.2.missing": (0, None),
    "verification.3.done": (858, 1225),
}


@pytest.fixture(scope="module")
def figures(filled_home: Home) -> dict[str, Any]:
    """What `gridward figures` counts in the demonstration, by code."""
    counted: dict[str, Any] = filled_home.answer("figures")["figures"]
    return counted


def values(figures: dict[str, Any]) -> dict[str, tuple[float, int | None]]:
    return {code: (one["value"], one["of"]) for code, one in figures.items()}


def test_the_figures_of_the_report_come_out_of_the_database(figures: dict[str, Any]) -> None:
    counted = values(figures)
    assert {code: counted.get(code) for code in MEASURE} == MEASURE


def test_the_lead_unit_has_12_at_work_and_each_of_the_city_bodies_its_own(figures: dict[str, Any]) -> None:
    units = sorted(one["value"] for code, one in figures.items() if code.startswith("workers.unit."))
    carrying = [one for code, one in figures.items() if code.startswith("load.unit.") and one["of"]]
    assert units.count(12) == 2
    assert sorted(one["of"] for one in carrying) == [4, 4, 5, 6, 8]
    assert all(one["value"] > 40 for one in carrying)


def test_check_finds_nothing(filled_home: Home) -> None:
    proved = filled_home.answer("check")
    assert proved["holds"] and len(proved["rules"]) > 20


def test_two_rounds_are_closed_and_one_is_open_with_seven_doors_in_ten_done(filled_home: Home) -> None:
    rounds = {one["name"]: one for one in filled_home.answer("round", "list")["rounds"]}
    first, second, third = (rounds[name] for name in ("第一轮入户摸排", "第二轮核查", "第三轮核查"))
    assert (first["state"], second["state"], third["state"]) == ("closed", "closed", "open")
    for closed in (first, second):
        assert closed["open"] == 0 and closed["exempt"] > 0 and closed["signed_off"] > 0
    assert 0.69 < third["done"] / third["due"] < 0.71 and third["open"] > 300


def test_visits_open_by_schedule_and_some_are_late(filled_home: Home) -> None:
    visits = [one for one in filled_home.answer("round", "list")["rounds"] if one["kind"] == "visit"]
    assert len(visits) == 1 and visits[0]["due"] == 26 and 0 < visits[0]["open"] < 13
    assert datetime.fromisoformat(visits[0]["closes_at"]) < datetime.now(ZoneInfo("Asia/Shanghai"))


def test_filling_a_second_time_changes_nothing_and_names_the_same_sign_ins(filled_home: Home) -> None:
    before = filled_home.answer("figures"), filled_home.answer("round", "list")
    first, second = (filled_home.run("demo", "--no-serve") for _ in range(2))
    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout and first.stdout.count("-") >= 10
    assert (filled_home.answer("figures"), filled_home.answer("round", "list")) == before


def test_the_same_seed_at_another_hour_gives_the_same_figures(filled_home: Home, db: None) -> None:
    """Filled in this process too: here every statement is watched for naming its community."""
    now = datetime(2026, 11, 20, 15, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    filled = fill(SEEDS[0], now, lambda words: None)
    counted = {one.code: (one.value, one.of) for one in counted_on(filled.community_id, now.date())}
    plates = dict(Door.objects.of(filled.community_id).values_list("address", "plate"))
    assert plates == {door.address: door.plate for door in made(SEEDS[0]).doors}
    named = {
        code: counted[code] for code in counted if not code.startswith(("load.unit", "workers.", "testing."))
    }
    there = values(filled_home.answer("figures")["figures"])
    assert len(named) > 40 and named == {code: there[code] for code in named}
    (sampled, due), missed = counted["testing.sampled"], counted["testing.missed"][0]
    assert 0.6 < sampled / due < 0.9 and sampled + missed == due

    planted_faults_are_found(system_actor(filled.community_id))


def planted_faults_are_found(by: Actor) -> None:
    """No corner of the demonstration is dead; each fault planted there is listed by its name."""
    before = {kind.code for kind in report_of(by).faults if kind.count()}
    assert before <= {"door.verified", "door.recheck", "door.away"}, (
        "visits are always under way, corners are not"
    )
    planted = plant_faults(by)
    found = {kind.code: [gap.thing for gap in kind.every()] for kind in report_of(by).faults}
    missing = {
        kind: name for kind, name in planted.items() if not any(name in thing for thing in found[kind])
    }
    assert len(planted) >= 10 and not missing, (missing, found)
