"""What happens by itself: schedules, attempts that go up."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.rounds.actions import Scope, add_schedule, escalate, open_scheduled_rounds, switch_schedule
from gridward.rounds.models import Due, Round, Schedule
from gridward.shared.problems import Problem
from tests.cast import Cast
from tests.rounds.ledger import Finder, Recorder

NOW = timezone.now()
DAILY: dict[str, Any] = {
    "kind_code": "visit",
    "name": "每日走访",
    "scope": Scope(),
    "every_minutes": 24 * 60,
    "window_minutes": 12 * 60,
}


@pytest.fixture
def daily(chen: Actor) -> Schedule:
    """A round of visits every day, due to open five minutes ago."""
    return add_schedule(by=chen, next_at=NOW - timedelta(minutes=5), **DAILY)


def rounds(actor: Actor) -> list[Round]:
    return list(Round.objects.of(actor.community_id).order_by("opens_at"))


def test_a_scheduled_round_opens_at_its_time(daily: Schedule, chen: Actor) -> None:
    assert open_scheduled_rounds(NOW) == 1
    begun = rounds(chen)[0]
    assert (begun.opens_at, begun.schedule_id, begun.was_opened_late) == (daily.next_at, daily.id, False)
    assert begun.closes_at - begun.opens_at == timedelta(hours=12)
    assert Due.objects.of(chen.community_id).filter(round_id=begun.id).count() == 7


def test_it_opens_once(daily: Schedule, chen: Actor) -> None:
    open_scheduled_rounds(NOW)
    assert open_scheduled_rounds(NOW) == 0
    assert len(rounds(chen)) == 1


def test_the_next_round_opens_a_day_later(daily: Schedule, chen: Actor) -> None:
    open_scheduled_rounds(NOW)
    assert open_scheduled_rounds(NOW + timedelta(days=1)) == 1
    assert len(rounds(chen)) == 2


def test_after_three_days_of_sleep_a_missed_round_runs_once_and_is_marked_late(
    daily: Schedule, chen: Actor
) -> None:
    later = NOW + timedelta(days=3)
    assert (open_scheduled_rounds(later), open_scheduled_rounds(later)) == (1, 0)
    assert rounds(chen)[0].was_opened_late
    kept = Schedule.objects.of(chen.community_id).get()
    assert (kept.last_was_late, kept.next_at) == (True, daily.next_at + timedelta(days=4))


def test_a_schedule_that_is_off_opens_nothing(daily: Schedule, chen: Actor) -> None:
    switch_schedule(by=chen, schedule_id=daily.id, is_on=False)
    assert open_scheduled_rounds(NOW) == 0


@pytest.mark.parametrize("who", ["lin", "omar", "rosa", "dora"])
def test_others_set_up_no_schedule_over_the_community(cast: Cast, who: str) -> None:
    with pytest.raises(Problem) as refused:
        add_schedule(by=cast.actor(who), next_at=NOW, **DAILY)
    assert refused.value.code == "shared.not_yours"


def test_an_unanswered_attempt_goes_up_to_the_areas_leader(
    record: Recorder, due_at: Finder, lin: Actor
) -> None:
    record("3-101", "absent")
    assert escalate(timezone.now() + timedelta(hours=23)) == 0
    assert escalate(timezone.now() + timedelta(hours=25)) == 1
    assert due_at("3-101").escalated_to_id == lin.worker_id


def test_it_goes_up_once(record: Recorder) -> None:
    record("3-101", "absent")
    later = timezone.now() + timedelta(hours=25)
    assert (escalate(later), escalate(later)) == (1, 0)


def test_where_the_area_has_no_leader_it_goes_up_to_the_coordinator(
    record: Recorder, due_at: Finder, chen: Actor, cast: Cast
) -> None:
    record("5-101", "absent", by=cast.actor("zhao"))
    escalate(timezone.now() + timedelta(hours=25))
    assert due_at("5-101").escalated_to_id == chen.worker_id


def test_what_is_done_does_not_go_up(record: Recorder) -> None:
    record("3-101", "absent"), record("3-101")
    assert escalate(timezone.now() + timedelta(hours=25)) == 0
