"""Counts by area and worker, gaps, and the text that carries no names."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.coverage import queries
from gridward.coverage.queries import Counts, GapFilter
from gridward.coverage.words import group_text
from gridward.rounds.actions import Scope, approve_exemption, ask_exemption, sign_off
from gridward.rounds.models import Round
from tests.cast import Cast
from tests.rounds.ledger import Finder, Opener, Recorder

NAMES = (
    "王小明",
    "李芳",
    "王朵朵",
    "张国强",
    "单雄",
    "马兰",
    "刘洋",
    "何秀英",
    "奥马尔",
    "林涛",
    "赵敏",
    "陈静",
)


@pytest.fixture
def worked(
    verification: Round, record: Recorder, due_at: Finder, omar: Actor, lin: Actor, chen: Actor
) -> Round:
    """Area 3: one done, one exempt, one signed off, one open. Elsewhere nothing yet."""
    record("3-101")
    ask_exemption(by=omar, due_ids=[due_at("3-102").id], reason="away")
    approve_exemption(by=lin, due_ids=[due_at("3-102").id])
    sign_off(by=chen, due_ids=[due_at("3-201").id], reason="refused")
    return verification


def test_the_whole_round_in_six_counts(worked: Round, chen: Actor) -> None:
    counts = queries.counts_of(chen, worked)
    assert counts == Counts(done=1, open=4, late=0, exempt=1, signed_off=1, left=0)
    assert (counts.due, counts.of, counts.missing) == (7, 6, 4)


def test_what_is_open_past_the_window_is_late(worked: Round, chen: Actor) -> None:
    counts = queries.counts_of(chen, worked, timezone.now() + timedelta(days=3))
    assert (counts.open, counts.late) == (0, 4)


def test_by_area_with_its_leader_most_missing_first(worked: Round, chen: Actor) -> None:
    rows = queries.by_area(chen, worked)
    assert [(row.name, row.leader, row.counts.missing) for row in rows] == [
        ("第1片区", "", 2),
        ("第2片区", "", 1),
        ("第3片区", "林涛", 1),
    ]


def test_by_worker_names_those_under_nobody_apart(worked: Round, chen: Actor) -> None:
    rows = {row.name: row.counts for row in queries.by_worker(chen, worked)}
    assert (rows["奥马尔"].done, rows["奥马尔"].missing, rows["赵敏"].missing, rows[""].missing) == (
        1,
        0,
        2,
        2,
    )


def test_area_and_worker_rows_add_up_to_the_whole(worked: Round, chen: Actor) -> None:
    whole = queries.counts_of(chen, worked)
    for rows in (queries.by_area(chen, worked), queries.by_worker(chen, worked)):
        assert sum(row.counts.due for row in rows) == whole.due
        assert sum(row.counts.missing for row in rows) == whole.missing


@pytest.mark.parametrize(("who", "due"), [("lin", 4), ("omar", 3), ("rosa", 7), ("dora", 7), ("max", 0)])
def test_everybody_counts_what_they_see(worked: Round, cast: Cast, who: str, due: int) -> None:
    assert queries.counts_of(cast.actor(who), worked).due == due


def test_gaps_come_in_walking_order_under_names(worked: Round, chen: Actor) -> None:
    dues = queries.listed_dues(chen, worked, GapFilter())
    rows = queries.gap_rows(chen, worked, dues)
    assert [(row.plate, row.worker) for row in rows] == [
        ("01-001", ""),
        ("", ""),
        ("02-001", "赵敏"),
        ("03-004", "赵敏"),
    ]


@pytest.mark.parametrize(
    ("state", "plates"), [("done", ["03-001"]), ("exempt", ["03-002"]), ("signed_off", ["03-003"])]
)
def test_every_count_opens_to_its_list(worked: Round, chen: Actor, state: str, plates: list[str]) -> None:
    dues = queries.listed_dues(chen, worked, GapFilter(state=state))
    assert [row.plate for row in queries.gap_rows(chen, worked, dues)] == plates


def test_gaps_of_one_area_and_one_worker(worked: Round, chen: Actor, cast: Cast) -> None:
    of_area = queries.listed_dues(chen, worked, GapFilter(area_id=cast.areas[1]))
    of_worker = queries.listed_dues(chen, worked, GapFilter(worker_id=cast.workers["zhao"]))
    assert (of_area.count(), of_worker.count()) == (2, 2)


@pytest.mark.parametrize(("who", "name"), [("omar", "王小明"), ("chen", "王*明"), ("rosa", "王*明")])
def test_names_of_persons_are_masked_as_the_viewer_may_see(
    begun: Opener, cast: Cast, who: str, name: str
) -> None:
    actor = cast.actor(who)
    round_ = begun("person_check", scope=Scope(area_ids=(cast.areas[3],)))
    rows = queries.gap_rows(actor, round_, queries.listed_dues(actor, round_, GapFilter()))
    assert name in {row.subject for row in rows}


def test_the_text_for_the_group_has_areas_plates_and_counts_and_no_names(
    begun: Opener, chen: Actor, worked: Round
) -> None:
    for round_ in (worked, begun("person_check")):
        text = group_text(round_, queries.gaps_by_area(chen, round_), timezone.now())
        assert "第3片区" in text
        assert "03-004" in text
        assert not [name for name in NAMES if name in text]


def test_the_version_to_put_up_has_buildings_and_counts(worked: Round, chen: Actor) -> None:
    rows = [(b.site, b.building, b.count) for b in queries.gaps_by_building(chen, worked)]
    assert ("河滨巷", "29号", 1) in rows
    assert sum(count for _, _, count in rows) == 4


def test_each_reading_is_one_statement_and_the_names(
    worked: Round, chen: Actor, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        queries.counts_of(chen, worked)
    with django_assert_num_queries(3):
        queries.by_area(chen, worked)
    with django_assert_num_queries(2):
        queries.by_worker(chen, worked)
    with django_assert_num_queries(1):
        queries.gaps_by_area(chen, worked)
    with django_assert_num_queries(1):
        queries.gaps_by_building(chen, worked)
