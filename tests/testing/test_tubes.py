"""Tubes: opened, sealed, and samples moved or struck out with a reason; every step stays on record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gridward.accounts.actions import end_grants
from gridward.accounts.actors import Actor
from gridward.accounts.models import Grant
from gridward.facts.answers import Answer, Verdict
from gridward.facts.models import FactConflict, FactRefusal
from gridward.rounds.models import Round
from gridward.shared.ids import new_id
from gridward.testing.actions import move_samples, open_tubes, seal_tubes, void_samples
from gridward.testing.models import Sample, TestDay, TubeEvent, TubeMove
from gridward.testing.steps import SampleStep, TubeFact
from gridward.vault.seals import unseal
from tests.cast import Cast
from tests.testing.day import OTHER_STATION, STATION, Taker, due_of, members, tube

Step = Callable[..., Answer]


@pytest.fixture
def opens(day: TestDay, chen: Actor) -> Step:
    """`opens("T-0001")`: a tube opened at the centre; its answer."""

    def open_one(code: str, *, by: Actor = chen, station: object = STATION) -> Answer:
        fact = TubeFact(new_id(), code, day.id, "centre", capacity=10, station_id=station)  # type: ignore[arg-type]
        return open_tubes(by=by, facts=[fact])[0]

    return open_one


def seal(by: Actor, code: str) -> Answer:
    return seal_tubes(by=by, facts=[TubeFact(new_id(), code)])[0]


def the_sample(cast: Cast, who: str) -> Sample:
    found: Sample = Sample.objects.of(cast.community_id).get(subject_id=cast.persons[who])
    return found


def test_an_opened_tube_is_empty_and_fills(opens: Step, take: Taker, cast: Cast) -> None:
    assert opens("T-0001").verdict == Verdict.ACCEPTED
    assert take("刘洋").verdict == Verdict.ACCEPTED
    assert TubeEvent.objects.of(cast.community_id).count() == 1


def test_a_tube_opened_at_two_stations_is_flagged(opens: Step, cast: Cast) -> None:
    opens("T-0001")
    assert opens("T-0001", station=OTHER_STATION).code == "testing.tube_elsewhere"
    assert TubeEvent.objects.of(cast.community_id).count() == 2


def test_a_sealed_tube_takes_nobody_before_the_act_and_flags_after(
    take: Taker, chen: Actor, cast: Cast
) -> None:
    take("刘洋")
    assert seal(chen, "t-0001").verdict == Verdict.ACCEPTED
    assert (tube(cast, "T-0001").state, tube(cast, "T-0001").sealed_by_id) == ("sealed", chen.worker_id)
    assert take("何秀英", is_before=True).verdict == Verdict.REFUSED
    assert take("何秀英").code == "testing.tube_not_open"


def test_sealing_twice_says_so_and_the_same_fact_twice_does_nothing(take: Taker, chen: Actor) -> None:
    take("刘洋")
    fact = TubeFact(new_id(), "T-0001")
    answers = seal_tubes(by=chen, facts=[fact, fact, replace(fact, id=new_id())])
    assert [a.verdict for a in answers] == [Verdict.ACCEPTED, Verdict.DUPLICATE, Verdict.FLAGGED]
    assert seal(chen, "T-0001").code == "testing.sealed_before"
    assert seal_tubes(by=chen, facts=[replace(fact, code="T-0002")])[0].verdict == Verdict.CONFLICT


def test_a_tube_nobody_knows_cannot_be_sealed(day: TestDay, chen: Actor) -> None:
    assert seal(chen, "T-0404").code == "testing.unknown_tube"


def test_who_did_not_open_it_may_not_seal_it(take: Taker, omar: Actor) -> None:
    take("刘洋")
    assert seal(omar, "T-0001").code == "shared.not_yours"


def test_a_sample_moves_with_a_reason_and_its_way_stays(take: Taker, chen: Actor, cast: Cast) -> None:
    take("刘洋", "T-0001"), take("何秀英", "T-0002")
    fact = SampleStep(new_id(), the_sample(cast, "刘洋").id, "mistyped", to_code="T-0002")
    answers = move_samples(by=chen, facts=[fact, fact])
    assert [a.verdict for a in answers] == [Verdict.ACCEPTED, Verdict.DUPLICATE]
    assert (len(members(cast, "T-0001")), len(members(cast, "T-0002"))) == (0, 2)
    kept = TubeMove.objects.of(cast.community_id).get()
    assert (kept.from_tube_id, kept.reason) == (tube(cast, "T-0001").id, "mistyped")


@pytest.mark.parametrize(
    ("reason", "to", "code"),
    [
        ("bored", "T-0002", "testing.unknown_reason"),
        ("mistyped", "T-0404", "testing.unknown_tube"),
        ("mistyped", "T-0001", "testing.unknown_tube"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(
    take: Taker, chen: Actor, cast: Cast, reason: str, to: str, code: str
) -> None:
    take("刘洋", "T-0001"), take("何秀英", "T-0002")
    fact = SampleStep(new_id(), the_sample(cast, "刘洋").id, reason, to_code=to)
    assert move_samples(by=chen, facts=[fact])[0].code == code


def test_a_struck_out_sample_opens_the_due_again(take: Taker, chen: Actor, cast: Cast) -> None:
    take("刘洋")
    fact = SampleStep(new_id(), the_sample(cast, "刘洋").id, "wrong_person")
    assert void_samples(by=chen, facts=[fact])[0].verdict == Verdict.ACCEPTED
    assert (due_of(cast, "刘洋").state, members(cast, "T-0001")) == ("open", [])
    assert take("刘洋", "T-0002").verdict == Verdict.ACCEPTED


def test_a_struck_out_twin_leaves_the_due_done(take: Taker, chen: Actor, cast: Cast) -> None:
    take("刘洋", "T-0001"), take("刘洋", "T-0002")
    twin = Sample.objects.of(cast.community_id).get(tube_id=tube(cast, "T-0002").id)
    void_samples(by=chen, facts=[SampleStep(new_id(), twin.id, "twice")])
    assert due_of(cast, "刘洋").state == "done"


def test_samples_in_the_tube_of_another_stay(take: Taker, omar: Actor, cast: Cast) -> None:
    take("刘洋")
    fact = SampleStep(new_id(), the_sample(cast, "刘洋").id, "twice")
    assert void_samples(by=omar, facts=[fact])[0].code == "shared.not_yours"


def test_a_closed_round_keeps_its_dues_when_a_sample_is_struck_out(
    take: Taker, chen: Actor, cast: Cast, day: TestDay
) -> None:
    take("刘洋")
    rounds = Round.objects.with_ids(cast.community_id, [day.centre_round_id])
    rounds.update(state="closed", closed_at=timezone.now(), closed_by_id=chen.worker_id, statement={})
    void_samples(by=chen, facts=[SampleStep(new_id(), the_sample(cast, "刘洋").id, "twice")])
    assert due_of(cast, "刘洋").state == "done"


def test_a_step_with_other_words_is_kept_sealed_under_a_name_and_shown(
    take: Taker, chen: Actor, cast: Cast, signed_in_as: Callable[[str], Client]
) -> None:
    take("刘洋", "T-0001"), take("何秀英", "T-0002")
    fact = TubeFact(new_id(), "T-0001")
    answers = seal_tubes(by=chen, facts=[fact, replace(fact, code="T-0002")])
    assert [a.verdict for a in answers] == [Verdict.ACCEPTED, Verdict.CONFLICT]
    kept = FactConflict.objects.of(cast.community_id).get()
    assert (kept.kind, kept.owner_id) == ("tube.sealed", chen.worker_id)
    assert unseal(kept.fact_id, "body", bytes(kept.sealed_body))["code"] == "T-0002"
    assert "T-0001" in signed_in_as("chen").get("/testing/flags/").content.decode()


def test_a_refused_step_leaves_its_id_and_why(take: Taker, omar: Actor, cast: Cast) -> None:
    take("刘洋")
    seal(omar, "T-0001")
    assert FactRefusal.objects.of(cast.community_id).get().code == "shared.not_yours"


def test_sealing_may_come_before_the_samples(day: TestDay, take: Taker, chen: Actor, cast: Cast) -> None:
    at = timezone.now()
    fact = TubeFact(new_id(), "T-0001", day.id, "centre", capacity=10, station_id=STATION, happened_at=at)
    assert seal_tubes(by=chen, facts=[fact])[0].verdict == Verdict.ACCEPTED
    before, after = at - timedelta(minutes=1), at + timedelta(seconds=0.001)
    assert take("刘洋", happened_at=before).verdict == Verdict.ACCEPTED
    assert take("何秀英", happened_at=after).code == "testing.tube_not_open"
    assert (tube(cast, "T-0001").state, len(members(cast, "T-0001"))) == ("sealed", 2)


def test_a_tube_opened_on_a_day_that_closed_since_is_kept(
    opens: Step, day: TestDay, chen: Actor, cast: Cast
) -> None:
    now = timezone.now()
    TestDay.objects.with_ids(cast.community_id, [day.id]).update(
        state="closed", closed_at=now, closed_by_id=chen.worker_id
    )
    assert opens("T-0001").code == "testing.day_closed"
    assert tube(cast, "T-0001").day_id == day.id


def test_a_right_that_ended_since_still_seals_what_was_sealed_then(
    take: Taker, omar: Actor, dora: Actor, cast: Cast
) -> None:
    take("王小明", "H-0001", by=omar)
    then = timezone.now() - timedelta(seconds=1)
    grants = Grant.objects.filter(community_id=cast.community_id, worker_id=omar.worker_id)
    end_grants(by=dora, ids=list(grants.values_list("id", flat=True)))
    bare = replace(omar, roles=frozenset())
    late = TubeFact(new_id(), "H-0001", happened_at=then, sent_at=timezone.now())
    assert seal_tubes(by=bare, facts=[late])[0].verdict == Verdict.FLAGGED
    assert seal_tubes(by=bare, facts=[TubeFact(new_id(), "H-0001")])[0].verdict == Verdict.REFUSED


def test_of_two_moves_of_one_sample_the_last_counts(take: Taker, chen: Actor, cast: Cast) -> None:
    take("刘洋", "T-0001"), take("何秀英", "T-0002"), take("张国强", "T-0003")
    id = the_sample(cast, "刘洋").id
    move_samples(by=chen, facts=[SampleStep(new_id(), id, "mistyped", code) for code in ("T-0002", "T-0003")])
    assert len(members(cast, "T-0003")) == 2
    ways = TubeMove.objects.of(cast.community_id).order_by("id").values_list("from_tube_id", "to_tube_id")
    assert [tuple(way) for way in ways] == [
        (tube(cast, "T-0001").id, tube(cast, "T-0002").id),
        (tube(cast, "T-0002").id, tube(cast, "T-0003").id),
    ]
