"""The way of one positive tube of ten, from the laboratory's word to the release of everybody in it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gridward.accounts.actors import Actor
from gridward.facts.answers import Verdict
from gridward.rounds.models import Due, Round
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from gridward.testing.actions import move_samples, record_samples
from gridward.testing.models import (
    Case,
    Result,
    Sample,
    Tube,
    TubeEvent,
    Waiting,
    WaitState,
)
from gridward.testing.results.actions import (
    catch_up_in,
    compare_results,
    record_results,
    release,
    tell_household,
    withdraw_result,
)
from gridward.testing.results.actions.catching_up import uncaught
from gridward.testing.results.facts import CompareFact, ResultFact
from gridward.testing.results.norms import have_kind
from gridward.testing.samples import SampleFact, VisitorWords
from gridward.testing.steps import SampleStep
from tests.cast import Cast
from tests.testing.day import Taker

Swab = Callable[..., SampleFact]
TEN = ("王小明", "李芳", "王朵朵", "张国强", "单雄", "马兰", "刘洋", "何秀英")


@pytest.fixture
def ten(swab: Swab, chen: Actor, cast: Cast) -> list[Sample]:
    """A tube of ten: eight residents, a worker and a visitor."""
    facts = [swab(who, "T-0001") for who in TEN]
    facts.append(swab(cast.workers["zhao"], "T-0001"))
    facts.append(swab(new_id(), "T-0001", visitor=VisitorWords("外来"), door_id=cast.doors["3-101"]))
    answers = record_samples(by=chen, facts=facts)
    assert {answer.verdict for answer in answers} == {Verdict.ACCEPTED}
    return list(Sample.objects.of(cast.community_id).order_by("place"))


def say(by: Actor, code: str, value: str) -> str:
    return record_results(by=by, facts=[ResultFact(new_id(), code, value)])[0].code


def compare(by: Actor, code: str, value: str) -> tuple[str, str]:
    answer = compare_results(by=by, facts=[CompareFact(new_id(), code, value)])[0]
    return answer.verdict, answer.code


def positive(by: Actor, second: Actor, code: str = "T-0001", value: str = "positive") -> Result:
    say(by, code, value)
    assert compare(second, code, value) == ("accepted", "")
    found: Result = Result.objects.of(by.community_id).get(code=code, state="final")
    return found


def waits(cast: Cast) -> list[Waiting]:
    return list(Waiting.objects.of(cast.community_id).order_by("since", "id"))


def states(cast: Cast) -> dict[str, int]:
    found: dict[str, int] = {}
    for wait in waits(cast):
        found[wait.state] = found.get(wait.state, 0) + 1
    return found


def test_a_negative_result_closes_for_everybody_at_once(ten: list[Sample], cast: Cast, chen: Actor) -> None:
    assert say(chen, " t-0001 ", "negative") == "testing.not_handed_in"
    assert Tube.objects.of(cast.community_id).get().state == "resulted"
    assert TubeEvent.objects.of(cast.community_id).filter(deed="resulted").count() == 1
    assert not waits(cast)


@pytest.mark.parametrize("value", ["positive", "grey"])
def test_nothing_follows_before_a_second_person_compared(
    ten: list[Sample], cast: Cast, chen: Actor, value: str
) -> None:
    say(cast.actor("luo"), "T-0001", value)
    assert Result.objects.of(cast.community_id).get().state == "comparing"
    assert Tube.objects.of(cast.community_id).get().state == "open"
    assert not waits(cast)
    assert compare(cast.actor("luo"), "T-0001", value) == ("refused", "testing.compared_by_another")
    assert compare(chen, "T-0001", value) == ("accepted", "")
    assert len(waits(cast)) == 10


def test_exactly_the_ten_wait_and_are_owed_a_resample(ten: list[Sample], cast: Cast, chen: Actor) -> None:
    result = positive(cast.actor("luo"), chen)
    opened = Round.objects.of(cast.community_id).get(kind__code="testing_resample")
    dues = Due.objects.of(cast.community_id).filter(round_id=opened.id, state="open")
    assert set(dues.values_list("subject_id", flat=True)) == {sample.subject_id for sample in ten}
    assert {wait.round_id for wait in waits(cast)} == {opened.id}
    assert {wait.result_id for wait in waits(cast)} == {result.id}
    assert {wait.state for wait in waits(cast)} == {"waiting"}


def test_a_difference_goes_back_with_both_and_a_new_reading_takes_its_place(
    ten: list[Sample], cast: Cast, chen: Actor
) -> None:
    luo = cast.actor("luo")
    say(luo, "T-0001", "positive")
    assert compare(chen, "T-0001", "negative") == ("flagged", "testing.comparison_differs")
    assert Result.objects.of(cast.community_id).get().state == "back"
    assert not waits(cast)
    say(luo, "T-0001", "grey")
    assert set(Result.objects.of(cast.community_id).values_list("state", flat=True)) == {
        "replaced",
        "comparing",
    }


def test_a_negative_resample_proposes_and_another_decides_by_name(
    ten: list[Sample], take: Taker, cast: Cast, chen: Actor
) -> None:
    luo, heqi = cast.actor("luo"), cast.actor("heqi")
    positive(luo, chen)
    take("刘洋", "R-0001", phase="resample", capacity=1)
    say(heqi, "R-0001", "negative")
    wait = Waiting.objects.of(cast.community_id).get(state="proposed")
    assert wait.subject_id == cast.persons["刘洋"]
    with pytest.raises(Problem) as own:
        release(by=heqi, wait_ids=[wait.id], is_traced=True)
    assert own.value.code == "testing.released_by_another"
    with pytest.raises(Problem) as untraced:
        release(by=chen, wait_ids=[wait.id])
    assert untraced.value.code == "testing.no_tracing"
    release(by=chen, wait_ids=[wait.id], is_traced=True)
    assert states(cast) == {"released": 1, "waiting": 9}
    assert release(by=chen, wait_ids=[wait.id], is_traced=True) == []


def test_nobody_is_released_without_an_own_negative_resample(
    ten: list[Sample], cast: Cast, chen: Actor
) -> None:
    positive(cast.actor("luo"), chen)
    with pytest.raises(Problem) as refused:
        release(by=chen, wait_ids=[wait.id for wait in waits(cast)], is_traced=True)
    assert refused.value.code == "testing.not_proposed"


def test_the_ten_go_through_resampling_one_a_case_nine_released(
    ten: list[Sample], swab: Swab, cast: Cast, chen: Actor
) -> None:
    luo, heqi = cast.actor("luo"), cast.actor("heqi")
    positive(luo, chen)
    facts = [
        swab(sample.subject_id, f"R-{n:04}", phase="resample", capacity=1) for n, sample in enumerate(ten)
    ]
    assert {a.verdict for a in record_samples(by=chen, facts=facts)} == {Verdict.ACCEPTED}
    assert not Due.objects.of(cast.community_id).filter(round__kind__code="testing_resample", state="open")
    record_results(by=luo, facts=[ResultFact(new_id(), f"R-{n:04}", "negative") for n in range(9)])
    positive(luo, chen, "R-0009")
    proposed = [wait.id for wait in waits(cast) if wait.state == "proposed"]
    release(by=heqi, wait_ids=proposed, is_traced=True)
    assert states(cast) == {"released": 9, "case": 1}
    case = Case.objects.of(cast.community_id).get()
    tell_household(by=heqi, case_id=case.id)
    with pytest.raises(Problem):
        tell_household(by=chen, case_id=case.id)


def test_a_grey_resample_is_sampled_once_more(
    ten: list[Sample], take: Taker, cast: Cast, chen: Actor
) -> None:
    luo = cast.actor("luo")
    positive(luo, chen)
    take("刘洋", "R-0001", phase="resample", capacity=1)
    positive(luo, chen, "R-0001", "grey")
    wait = Waiting.objects.of(cast.community_id).get(subject_id=cast.persons["刘洋"])
    due = Due.objects.of(cast.community_id).get(round_id=wait.round_id, subject_id=wait.subject_id)
    assert (wait.state, due.state, len(waits(cast))) == ("waiting", "open", 10)
    take("刘洋", "R-0002", phase="resample", capacity=1)
    say(luo, "R-0002", "negative")
    assert states(cast) == {"proposed": 1, "waiting": 9}


def test_a_withdrawn_result_ends_waiting_and_open_resamples(
    ten: list[Sample], take: Taker, cast: Cast, chen: Actor
) -> None:
    result = positive(cast.actor("luo"), chen)
    take("刘洋", "R-0001", phase="resample", capacity=1)
    withdraw_result(by=cast.actor("heqi"), result_id=result.id, reason="wrong_tube")
    assert states(cast) == {"withdrawn": 10}
    dues = Due.objects.of(cast.community_id).filter(round__kind__code="testing_resample")
    assert sorted(dues.values_list("state", flat=True)) == ["done", *["left"] * 9]
    assert Tube.objects.of(cast.community_id).get(code="T-0001").state == "sealed"
    say(chen, "T-0001", "negative")
    assert Result.objects.of(cast.community_id).get(code="T-0001", state="final").value == "negative"


def test_whoever_comes_late_into_a_positive_tube_waits_too(
    swab: Swab, take: Taker, cast: Cast, chen: Actor
) -> None:
    take("刘洋"), positive(cast.actor("luo"), chen)
    record_samples(by=chen, facts=[swab("何秀英")])
    assert {wait.subject_id for wait in waits(cast)} == {cast.persons["刘洋"], cast.persons["何秀英"]}
    take("马兰", "T-0002")
    moved = Sample.objects.of(cast.community_id).get(subject_id=cast.persons["马兰"])
    move_samples(by=chen, facts=[SampleStep(new_id(), moved.id, "mistyped", "T-0001")])
    assert len(waits(cast)) == 3
    assert not uncaught(cast.community_id).exists()


def test_a_result_for_a_tube_nobody_knows_waits_for_its_samples(take: Taker, cast: Cast, chen: Actor) -> None:
    assert say(cast.actor("luo"), "T-0001", "positive") == "testing.result_without_tube"
    compare(chen, "T-0001", "positive")
    take("刘洋")
    assert uncaught(cast.community_id).count() == 1
    assert catch_up_in(chen) == 1
    assert states(cast) == {"waiting": 1}
    assert catch_up_in(chen) == 0


def test_a_second_word_on_a_tube_is_kept_beside_and_takes_over_when_the_first_is_withdrawn(
    ten: list[Sample], cast: Cast, chen: Actor
) -> None:
    say(chen, "T-0001", "negative")
    assert say(chen, "T-0001", "negative") == "testing.result_twice"
    assert say(cast.actor("luo"), "T-0001", "positive") == "testing.results_contradict"
    first = Result.objects.of(cast.community_id).get(state="final")
    twin = Result.objects.of(cast.community_id).get(state="beside", value="negative")
    withdraw_result(by=chen, result_id=twin.id, reason="mistyped")
    withdraw_result(by=chen, result_id=first.id, reason="mistyped")
    assert Result.objects.of(cast.community_id).get(state="comparing").value == "positive"


def test_of_two_words_in_one_call_the_graver_holds(ten: list[Sample], cast: Cast, chen: Actor) -> None:
    facts = [ResultFact(new_id(), "T-0001", value) for value in ("negative", "positive")]
    answers = record_results(by=chen, facts=facts)
    assert [a.code for a in answers] == ["testing.results_contradict", "testing.not_handed_in"]
    assert Result.objects.of(cast.community_id).get(state="comparing").value == "positive"


def test_somebody_struck_out_of_the_tube_is_released_without_a_resample(
    ten: list[Sample], cast: Cast, chen: Actor, take: Taker
) -> None:
    take("刘洋", "T-0009")
    positive(cast.actor("luo"), chen)
    wait = Waiting.objects.of(cast.community_id).get(subject_id=cast.persons["刘洋"])
    with pytest.raises(Problem) as refused:
        release(by=chen, wait_ids=[wait.id], basis="not_in_tube")
    assert refused.value.code == "testing.still_in_tube"
    move_samples(by=chen, facts=[SampleStep(new_id(), wait.sample_id, "mistyped", "T-0009")])
    release(by=chen, wait_ids=[wait.id], basis="not_in_tube")
    assert states(cast)[WaitState.RELEASED] == 1


def test_saying_the_same_again_changes_nothing(ten: list[Sample], cast: Cast, chen: Actor) -> None:
    fact, second = ResultFact(new_id(), "T-0001", "positive"), CompareFact(new_id(), "T-0001", "positive")
    for _ in range(2):
        first = record_results(by=cast.actor("luo"), facts=[fact])[0]
        again = compare_results(by=chen, facts=[second])[0]
    assert (first.verdict, again.verdict) == (Verdict.DUPLICATE, Verdict.DUPLICATE)
    assert (len(waits(cast)), Result.objects.of(cast.community_id).count()) == (10, 1)


@pytest.mark.parametrize("who", ["omar", "lin", "rosa", "dora", "pan"])
def test_who_enters_no_results_is_refused(who: str, cast: Cast, ten: list[Sample]) -> None:
    with pytest.raises(Problem) as refused:
        say(cast.actor(who), "T-0001", "negative")
    assert refused.value.status == 403


def test_many_results_cost_as_many_statements_as_few(swab: Swab, cast: Cast, chen: Actor) -> None:
    luo = cast.actor("luo")
    have_kind(cast.community_id)
    counted = []
    for start, many in ((0, 3), (100, 30)):
        codes = [f"T-{start + n:04}" for n in range(many)]
        facts = [swab(new_id(), code, visitor=VisitorWords("外来")) for code in codes]
        record_samples(by=chen, facts=facts)
        with CaptureQueriesContext(connection) as said:
            record_results(by=luo, facts=[ResultFact(new_id(), code, "positive") for code in codes])
            compare_results(by=chen, facts=[CompareFact(new_id(), code, "positive") for code in codes])
        counted.append(len(said))
    assert counted[0] == counted[1]
    assert Waiting.objects.of(cast.community_id).count() == 33
