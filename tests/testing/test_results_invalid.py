"""An invalid tube: its people have no result, so they are due again, and nobody is suspected of anything."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from gridward.accounts.actors import Actor
from gridward.accounts.notices.queries import notice_lines
from gridward.rounds.actions import close_round, sign_off
from gridward.rounds.models import Due, Round
from gridward.shared.ids import new_id
from gridward.shared.registries import checks
from gridward.testing.actions import record_samples
from gridward.testing.models import Result, Tube, Waiting
from gridward.testing.results.actions import record_results, withdraw_result
from gridward.testing.results.actions.following import follow_tubes
from gridward.testing.results.facts import ResultFact
from gridward.testing.results.norms import have_kind
from gridward.testing.samples import SampleFact, VisitorWords
from tests.cast import Cast
from tests.testing.day import Taker, due_of
from tests.testing.test_results_way import TEN, compare, positive, say

Swab = Callable[..., SampleFact]
RULES = (
    "rounds.closed",
    "testing.sample",
    "testing.twice",
    "testing.board",
    "testing.resulted",
    "testing.again",
    "testing.resampled",
)


@pytest.fixture
def invalid(swab: Swab, cast: Cast, chen: Actor) -> Result:
    """An invalid tube: three residents and a worker."""
    for name in ("sun", "luo", "heqi", "pan"):
        cast.call(name)
    facts = [swab(who) for who in ("刘洋", "马兰", "王小明")] + [swab(cast.workers["zhao"])]
    record_samples(by=chen, facts=facts)
    say(cast.actor("luo"), "T-0001", "invalid")
    found: Result = Result.objects.of(cast.community_id).get()
    return found


def broken(cast: Cast) -> list[str]:
    return [f"{f.rule} {f.subject}" for rule in RULES for f in checks[rule].find(cast.community_id)]


def heard(cast: Cast, name: str) -> str:
    with translation.override("zh-hans"):
        return "\n".join(f"{line.title} {line.text}" for line in notice_lines(cast.actor(name)))


def test_everybody_of_an_invalid_tube_is_due_again_and_nobody_waits(invalid: Result, cast: Cast) -> None:
    assert {due_of(cast, who).state for who in ("刘洋", "马兰", "王小明")} == {"open"}
    assert not Waiting.objects.of(cast.community_id).exists()
    assert broken(cast) == []


def test_they_are_sampled_again_in_a_pool_as_their_phase_says(
    invalid: Result, take: Taker, cast: Cast, chen: Actor
) -> None:
    again = [take(who, "T-0002", is_before=True) for who in ("刘洋", "马兰")]
    assert [answer.code for answer in again] == ["", ""]
    assert due_of(cast, "刘洋").state == "done"
    twice = take("刘洋", "T-0003", is_before=True)
    assert twice.code == "testing.sampled_before"
    say(cast.actor("luo"), "T-0002", "negative")
    assert broken(cast) == []


def test_two_swabs_of_one_call_after_an_invalid_tube_are_still_one_too_many(
    invalid: Result, swab: Swab, cast: Cast, chen: Actor
) -> None:
    answers = record_samples(by=chen, facts=[swab("刘洋", "T-0002"), swab("刘洋", "T-0003")])
    assert [answer.code for answer in answers] == ["", "testing.sampled_before"]


def test_saying_it_again_and_coming_late_disturbs_nobody_who_was_sampled_again(
    invalid: Result, take: Taker, cast: Cast, chen: Actor
) -> None:
    take("刘洋", "T-0002")
    take("何秀英")
    follow_tubes(chen, [invalid.tube_id])
    assert [due_of(cast, who).state for who in ("刘洋", "何秀英", "马兰")] == ["done", "open", "open"]


def test_who_has_another_swab_that_counts_is_left_alone(take: Taker, cast: Cast, chen: Actor) -> None:
    take("刘洋"), take("刘洋", "T-0002")
    say(cast.actor("luo"), "T-0001", "invalid")
    assert due_of(cast, "刘洋").state == "done"
    say(cast.actor("luo"), "T-0002", "invalid")
    assert due_of(cast, "刘洋").state == "open"


@pytest.mark.parametrize("value", ["negative", "positive"])
def test_a_result_after_all_makes_the_swabs_count(
    invalid: Result, cast: Cast, chen: Actor, value: str
) -> None:
    say(cast.actor("luo"), "T-0001", value)
    assert {due_of(cast, who).state for who in ("刘洋", "马兰", "王小明")} == {"done"}
    assert "实验室已补出结果" in heard(cast, "omar")
    if value == "positive":
        compare(chen, "T-0001", value)
        assert Waiting.objects.of(cast.community_id).count() == 4
    assert broken(cast) == []


def test_an_invalid_result_withdrawn_makes_the_swabs_count(invalid: Result, cast: Cast, chen: Actor) -> None:
    withdraw_result(by=chen, result_id=invalid.id, reason="wrong_tube")
    assert due_of(cast, "刘洋").state == "done"
    assert Tube.objects.of(cast.community_id).get().state == "sealed"


def test_after_the_round_is_closed_and_for_visitors_a_single_resample_is_owed_by_name(
    take: Taker, swab: Swab, cast: Cast, chen: Actor
) -> None:
    guest = new_id()
    record_samples(by=chen, facts=[swab("刘洋"), swab(guest, visitor=VisitorWords("外来"))])
    closing = due_of(cast, "刘洋").round_id
    rest = Due.objects.of(cast.community_id).filter(round_id=closing, state="open")
    sign_off(by=chen, due_ids=list(rest.values_list("id", flat=True)), reason="window_over")
    close_round(by=chen, round_id=closing)
    say(cast.actor("luo"), "T-0001", "invalid")
    again = Round.objects.of(cast.community_id).get(kind__code="testing_resample")
    owed = Due.objects.of(cast.community_id).filter(round_id=again.id, state="open")
    assert set(owed.values_list("subject_id", flat=True)) == {cast.persons["刘洋"], guest}
    assert not Waiting.objects.of(cast.community_id).exists()
    assert take("刘洋", "R-0001", phase="resample", capacity=1, is_before=True).code == ""
    assert owed.get().subject_id == guest
    assert broken(cast) == []


def test_a_waiting_persons_invalid_resample_is_owed_once_more(take: Taker, cast: Cast, chen: Actor) -> None:
    luo = cast.actor("luo")
    take("刘洋"), positive(luo, chen)
    take("刘洋", "R-0001", phase="resample", capacity=1)
    say(luo, "R-0001", "invalid")
    wait = Waiting.objects.of(cast.community_id).get()
    due = Due.objects.of(cast.community_id).get(round_id=wait.round_id, subject_id=wait.subject_id)
    assert (wait.state, due.state) == ("waiting", "open")
    assert take("刘洋", "R-0002", phase="resample", capacity=1, is_before=True).code == ""
    say(luo, "R-0002", "negative")
    assert Waiting.objects.of(cast.community_id).get().state == "proposed"


def test_those_concerned_are_asked_to_be_sampled_again_and_told_nothing_of_others(
    invalid: Result, cast: Cast
) -> None:
    assert "试管 T-0001 无效：请为 4 人重新采样" in heard(cast, "sun")
    assert "您的住户中有 1 人需要重新采样" in heard(cast, "omar")
    assert "请您重新采样" in heard(cast, "zhao")
    assert heard(cast, "pan") == heard(cast, "rosa") == ""
    told = "\n".join(heard(cast, name) for name in ("sun", "omar", "lin", "zhao", "chen"))
    assert not [name for name in TEN if name in told]
    assert "T-0001" not in heard(cast, "omar") + heard(cast, "zhao")


def test_the_worker_asks_them_to_be_sampled_again_until_they_are_negative(
    invalid: Result, take: Taker, cast: Cast, signed_in_as: Callable[[str], Client]
) -> None:
    def said() -> str:
        page = signed_in_as("omar").get(
            reverse("testing_results_mine"), headers={"Accept-Language": "zh-hans"}
        )
        doors = {door.plate: door for door in page.context["doors"]}
        return next(m.words for m in doors["03-001"].members if m.name == "王小明")

    assert said() == "请重新采样"
    take("王小明", "T-0002")
    assert said() == "还没有出结果"
    say(cast.actor("luo"), "T-0002", "negative")
    assert said() == "阴性"


def test_many_invalid_tubes_cost_as_many_statements_as_few(swab: Swab, cast: Cast, chen: Actor) -> None:
    luo, counted = cast.actor("luo"), []
    have_kind(cast.community_id)
    for start, many in ((0, 2), (100, 20)):
        codes = [f"T-{start + n:04}" for n in range(many)]
        record_samples(by=chen, facts=[swab(new_id(), code, visitor=VisitorWords("外来")) for code in codes])
        record_samples(by=chen, facts=[swab(("刘洋", "马兰")[start // 100], codes[0], capacity=2)])
        with CaptureQueriesContext(connection) as told:
            record_results(by=luo, facts=[ResultFact(new_id(), code, "invalid") for code in codes])
        counted.append(len(told))
    assert counted[0] == counted[1]
