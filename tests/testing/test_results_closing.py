"""Re-sample rounds close once they are finished, with figures that add up, and nobody's due is lost by it."""

from collections.abc import Callable

import pytest

from gridward.accounts.actors import Actor, system_actor
from gridward.rounds.actions import sign_off
from gridward.rounds.models import Due, Round
from gridward.shared.problems import Problem
from gridward.shared.registries import checks
from gridward.testing.actions import record_samples
from gridward.testing.models import TestDay, Waiting
from gridward.testing.results.actions import close_finished, release, withdraw_result
from gridward.testing.samples import SampleFact
from gridward.testing.setup.actions import close_day
from tests.cast import Cast
from tests.testing.day import Taker
from tests.testing.test_results_way import positive, say

Swab = Callable[..., SampleFact]


@pytest.fixture
def two(swab: Swab, cast: Cast, chen: Actor) -> None:
    """A positive tube of two, each owed a re-sample."""
    record_samples(by=chen, facts=[swab("刘洋"), swab("马兰")])
    positive(cast.actor("luo"), chen)


def resample_round(cast: Cast) -> Round:
    found: Round = Round.objects.of(cast.community_id).get(kind__code="testing_resample")
    return found


def close(cast: Cast) -> int:
    return close_finished(system_actor(cast.community_id))


def broken(cast: Cast, *rules: str) -> list[str]:
    return [f.subject for rule in rules for f in checks[rule].find(cast.community_id)]


def test_a_resample_round_closes_once_all_are_sampled_and_have_their_result(
    two: None, take: Taker, cast: Cast
) -> None:
    take("刘洋", "R-0001", phase="resample", capacity=1)
    say(cast.actor("luo"), "R-0001", "negative")
    assert close(cast) == 0
    take("马兰", "R-0002", phase="resample", capacity=1)
    assert close(cast) == 0
    say(cast.actor("luo"), "R-0002", "negative")
    assert close(cast) == 1
    closed = resample_round(cast)
    assert closed.statement is not None
    assert (closed.state, closed.statement["dues"], closed.statement["done"]) == ("closed", 2, 2)
    assert close(cast) == 0


def test_a_resample_missed_is_counted_as_missed_with_its_reason(
    two: None, take: Taker, cast: Cast, chen: Actor
) -> None:
    take("刘洋", "R-0001", phase="resample", capacity=1)
    say(cast.actor("luo"), "R-0001", "negative")
    owed = Due.objects.of(cast.community_id).get(round_id=resample_round(cast).id, state="open")
    sign_off(by=chen, due_ids=[owed.id], reason="unreachable")
    assert close(cast) == 1
    statement = resample_round(cast).statement
    assert statement is not None
    assert (statement["done"], statement["signed_off"]) == (1, 1)
    assert [line["reason"] for line in statement["signed_off_by"]] == ["unreachable"]
    assert broken(cast, "rounds.closed", "rounds.statement") == []


def test_a_withdrawn_tube_closes_its_resample_round(two: None, cast: Cast, chen: Actor) -> None:
    wait = Waiting.objects.of(cast.community_id).first()
    assert wait is not None
    withdraw_result(by=chen, result_id=wait.result_id, reason="wrong_tube")
    assert close(cast) == 1
    statement = resample_round(cast).statement
    assert statement is not None and statement["left_by_reason"] == {"withdrawn": 2}


def test_whoever_comes_late_into_the_tube_of_a_closed_round_is_owed_a_resample_of_another(
    two: None, take: Taker, cast: Cast, chen: Actor
) -> None:
    for number, who in enumerate(("刘洋", "马兰")):
        take(who, f"R-{number:04}", phase="resample", capacity=1)
        say(cast.actor("luo"), f"R-{number:04}", "negative")
    close(cast)
    take("何秀英")
    wait = Waiting.objects.of(cast.community_id).get(subject_id=cast.persons["何秀英"])
    due = Due.objects.of(cast.community_id).get(round_id=wait.round_id, subject_id=wait.subject_id)
    assert (due.state, due.round.state) == ("open", "open")
    assert broken(cast, "rounds.closed", "testing.resampled") == []


def test_closing_the_day_closes_the_resamples_of_its_tubes_by_the_same_rules(
    two: None, take: Taker, cast: Cast, chen: Actor, day: TestDay
) -> None:
    of_day = Due.objects.of(cast.community_id).filter(
        state="open", round_id__in=(day.door_round_id, day.centre_round_id)
    )
    sign_off(by=chen, due_ids=list(of_day.values_list("id", flat=True)), reason="window_over")
    take("刘洋", "R-0001", phase="resample", capacity=1)
    with pytest.raises(Problem) as refused:
        close_day(by=chen, day_id=day.id)
    assert refused.value.code == "testing.resamples_open" and refused.value.details == {"count": 1}
    assert Round.objects.of(cast.community_id).filter(state="open").count() == 3
    take("马兰", "R-0002", phase="resample", capacity=1)
    close_day(by=chen, day_id=day.id)
    assert not Round.objects.of(cast.community_id).filter(state="open").exists()
    say(cast.actor("luo"), "R-0001", "negative")
    wait = Waiting.objects.of(cast.community_id).get(state="proposed")
    assert len(release(by=chen, wait_ids=[wait.id], is_traced=True)) == 1
    assert broken(cast, "rounds.closed", "rounds.statement", "testing.resampled", "testing.waits") == []
