"""Somebody in two positive or grey tubes: one re-sample answers what was suspected when it was taken, and no more."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from gridward.accounts.actors import Actor, system_actor
from gridward.facts.answers import Verdict
from gridward.rounds.models import Due, Round
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from gridward.shared.registries import checks
from gridward.testing.actions import record_samples, void_samples
from gridward.testing.models import Case, Result, Sample, Waiting
from gridward.testing.results.actions import close_finished, record_results, release
from gridward.testing.results.facts import ResultFact
from gridward.testing.samples import SampleFact
from gridward.testing.steps import SampleStep
from tests.cast import Cast
from tests.testing.day import Taker
from tests.testing.test_results_seen import heard
from tests.testing.test_results_way import positive, say, states

Swab = Callable[..., SampleFact]


@pytest.fixture
def in_two(swab: Swab, cast: Cast, chen: Actor) -> None:
    """刘洋 in two tubes, the first of them positive."""
    for name in ("luo", "heqi", "pan"):
        cast.call(name)
    record_samples(by=chen, facts=[swab("刘洋"), swab("刘洋", "T-0002"), swab("何秀英", "T-0002")])
    positive(cast.actor("luo"), chen)


def again(take: Taker, code: str) -> None:
    take("刘洋", code, phase="resample", capacity=1)


def open_dues(cast: Cast, who: str) -> int:
    dues = Due.objects.of(cast.community_id).filter(round__kind__code="testing_resample", state="open")
    return dues.filter(subject_id=cast.persons[who]).count()


def proposed(cast: Cast) -> list[Waiting]:
    return list(Waiting.objects.of(cast.community_id).filter(state="proposed").order_by("since"))


def test_a_resample_taken_before_the_second_suspicion_answers_only_the_first(
    in_two: None, take: Taker, cast: Cast, chen: Actor
) -> None:
    luo = cast.actor("luo")
    again(take, "R-0001")
    positive(luo, chen, "T-0002", "grey")
    say(luo, "R-0001", "negative")
    (first,) = proposed(cast)
    assert open_dues(cast, "刘洋") == 1
    with pytest.raises(Problem) as refused:
        release(by=chen, wait_ids=[first.id], is_traced=True)
    assert refused.value.code == "testing.other_tube_open" and refused.value.details == {"count": 1}
    again(take, "R-0002")
    assert open_dues(cast, "刘洋") == 0
    say(luo, "R-0002", "negative")
    assert len(release(by=chen, wait_ids=[first.id], is_traced=True)) == 2
    assert states(cast) == {"released": 2, "waiting": 1}


def test_one_taken_after_both_were_suspected_answers_both_and_settles_both_dues(
    in_two: None, take: Taker, cast: Cast, chen: Actor
) -> None:
    luo = cast.actor("luo")
    positive(luo, chen, "T-0002", "grey")
    assert open_dues(cast, "刘洋") == 2
    again(take, "R-0001")
    assert open_dues(cast, "刘洋") == 0
    say(luo, "R-0001", "negative")
    first, second = proposed(cast)
    release(by=chen, wait_ids=[second.id], is_traced=True)
    assert states(cast) == {"released": 2, "waiting": 1}
    assert close_finished(system_actor(cast.community_id)) == 1
    assert Round.objects.of(cast.community_id).get(id=first.round_id).state == "closed"
    assert not [
        f for rule in ("testing.resampled", "rounds.statement") for f in checks[rule].find(cast.community_id)
    ]


def struck_out(cast: Cast, by: Actor, code: str) -> None:
    sample = Sample.objects.of(cast.community_id).get(tube__code=code, subject_id=cast.persons["刘洋"])
    step = SampleStep(id=new_id(), sample_id=sample.id, reason="not_taken")
    assert [answer.verdict for answer in void_samples(by=by, facts=[step])] == [Verdict.ACCEPTED]


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_resample_struck_out_after_its_result_lets_nobody_go(
    in_two: None, take: Taker, cast: Cast, chen: Actor, *, is_closed: bool
) -> None:
    luo = cast.actor("luo")
    positive(luo, chen, "T-0002", "grey")
    again(take, "R-0001")
    say(luo, "R-0001", "negative")
    first, second = proposed(cast)
    if is_closed:
        assert close_finished(system_actor(cast.community_id)) == 1
    struck_out(cast, chen, "R-0001")
    assert not proposed(cast) and open_dues(cast, "刘洋") == 2
    with pytest.raises(Problem):
        release(by=chen, wait_ids=[first.id, second.id], is_traced=True)
    again(take, "R-0002")
    assert open_dues(cast, "刘洋") == 0
    say(luo, "R-0002", "negative")
    assert len(proposed(cast)) == 2


def test_of_two_negative_resamples_the_other_proves_it_when_one_is_struck_out(
    in_two: None, take: Taker, cast: Cast, chen: Actor
) -> None:
    luo = cast.actor("luo")
    again(take, "R-0001")
    again(take, "R-0002")
    say(luo, "R-0001", "negative")
    say(luo, "R-0002", "negative")
    (before,) = proposed(cast)
    struck_out(cast, chen, "R-0001")
    (after,) = proposed(cast)
    assert after.id == before.id and open_dues(cast, "刘洋") == 0
    proof = Result.objects.of(cast.community_id).get(id=after.resample_result_id)
    assert proof.code == "R-0002"


def test_both_results_in_one_file_each_answer_what_they_can(
    in_two: None, take: Taker, cast: Cast, chen: Actor
) -> None:
    luo = cast.actor("luo")
    again(take, "R-0001")
    positive(luo, chen, "T-0002", "grey")
    again(take, "R-0002")
    record_results(by=luo, facts=[ResultFact(new_id(), f"R-{n:04}", "negative") for n in (2, 1)])
    assert states(cast) == {"proposed": 2, "waiting": 1}


def test_whoever_enters_one_of_the_resamples_does_not_decide(
    in_two: None, take: Taker, cast: Cast, chen: Actor
) -> None:
    again(take, "R-0001")
    say(chen, "R-0001", "negative")
    positive(cast.actor("luo"), cast.actor("heqi"), "T-0002", "grey")
    again(take, "R-0002")
    say(cast.actor("luo"), "R-0002", "negative")
    with pytest.raises(Problem) as refused:
        release(by=chen, wait_ids=[proposed(cast)[1].id], is_traced=True)
    assert refused.value.code == "testing.released_by_another"


def test_a_grey_and_then_a_positive_resample_are_one_person_and_one_case(
    in_two: None, take: Taker, cast: Cast, chen: Actor
) -> None:
    luo = cast.actor("luo")
    positive(luo, chen, "T-0002", "grey")
    again(take, "R-0001")
    positive(luo, chen, "R-0001", "grey")
    assert open_dues(cast, "刘洋") == 1
    again(take, "R-0002")
    positive(luo, chen, "R-0002")
    assert states(cast) == {"case": 2, "waiting": 1}
    assert Case.objects.of(cast.community_id).count() == 1


def test_nobody_is_told_that_it_is_over_while_somebody_stays(
    in_two: None, take: Taker, swab: Swab, cast: Cast, chen: Actor
) -> None:
    again(take, "R-0001")
    say(cast.actor("luo"), "R-0001", "negative")
    take("王小明", "T-0003"), take("李芳", "T-0003")
    positive(cast.actor("luo"), chen, "T-0003")
    release(by=cast.actor("heqi"), wait_ids=[proposed(cast)[0].id], is_traced=True)
    assert "可以恢复外出 02-001" in heard(cast, "pan")
    take("王小明", "R-0003", phase="resample", capacity=1)
    say(cast.actor("luo"), "R-0003", "negative")
    release(by=cast.actor("heqi"), wait_ids=[proposed(cast)[0].id], is_traced=True)
    assert "1 人无需继续等候" in heard(cast, "omar")
    assert "可以恢复外出 03-001" not in heard(cast, "pan")


def test_the_pages_say_that_another_tube_is_open_and_offer_no_decision(
    in_two: None, take: Taker, cast: Cast, chen: Actor, signed_in_as: Callable[[str], Client]
) -> None:
    luo = cast.actor("luo")
    again(take, "R-0001")
    positive(luo, chen, "T-0002", "grey")
    say(luo, "R-0001", "negative")
    client = signed_in_as("heqi")
    page = client.get(reverse("testing_waits"), headers={"Accept-Language": "zh-hans"})
    assert page.context["to_decide"] == 0
    assert "复核阴性，另有试管未了结" in page.content.decode()
    url = reverse("testing_wait", args=[proposed(cast)[0].id])
    assert "另一支阳性或可疑试管" in client.get(url, headers={"Accept-Language": "zh-hans"}).content.decode()
    sent = {"basis": "negative", "is_traced": "on"}
    answer = client.post(f"{url}release/", sent)
    assert answer.status_code == 422
