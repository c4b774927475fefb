"""Samples: kept whatever rule they break, refused before the act, each person once, repeating is safe."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gridward.accounts.actions import end_grants
from gridward.accounts.actors import Actor
from gridward.accounts.models import Grant
from gridward.facts.answers import Verdict
from gridward.facts.models import Change, FactConflict, FactRefusal
from gridward.shared.ids import new_id
from gridward.testing.actions import look_at_samples, record_samples
from gridward.testing.models import Sample, TestDay, TubeEvent, Visitor
from gridward.testing.samples import SampleFact, VisitorWords
from gridward.vault.seals import unseal
from tests.cast import Cast
from tests.testing.day import OTHER_STATION, Taker, due_of, members, tube

Swab = Callable[..., SampleFact]


def test_a_sample_opens_its_tube_and_settles_the_due(take: Taker, cast: Cast, chen: Actor) -> None:
    assert take("刘洋").verdict == Verdict.ACCEPTED
    due = due_of(cast, "刘洋")
    assert (due.state, due.settled_by_id) == ("done", chen.worker_id)
    assert (tube(cast, "T-0001").state, tube(cast, "T-0001").capacity) == ("open", 10)
    assert TubeEvent.objects.of(cast.community_id).get().deed == "opened"


def test_places_go_up_in_the_tube(take: Taker, cast: Cast) -> None:
    take("刘洋"), take("何秀英")
    assert members(cast, "T-0001") == [(1, cast.persons["刘洋"]), (2, cast.persons["何秀英"])]


def test_a_table_that_was_nearly_empty_is_not_read_whole_later(take: Taker, cast: Cast) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite counts no scans")
    tables = ("testing_sample", "testing_tube", "rounds_due", "households_person")

    def scans() -> list[tuple[str, int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname, seq_scan FROM pg_stat_xact_user_tables WHERE relname = ANY(%s) ORDER BY 1",
                [list(tables)],
            )
            return cursor.fetchall()

    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
    take("何秀英")
    before = scans()
    take("刘洋")
    assert len(before) == len(tables) and scans() == before


@pytest.mark.parametrize("code", ["ｔ-0001", " t-00 01", "T-0001"])
def test_a_code_is_one_however_it_is_typed(take: Taker, cast: Cast, code: str) -> None:
    take("刘洋", code), take("何秀英", "T-0001")
    assert len(members(cast, "T-0001")) == 2


def test_without_a_word_the_day_says_how_many_share_a_tube(take: Taker, cast: Cast, omar: Actor) -> None:
    take("王小明", "H-0001", by=omar, phase="door", capacity=None, station_id=None)
    take("刘洋", "T-0002", capacity=None)
    assert (tube(cast, "H-0001").capacity, tube(cast, "T-0002").capacity) == (0, 10)


def test_the_same_fact_twice_is_a_duplicate_and_writes_nothing(swab: Swab, cast: Cast, chen: Actor) -> None:
    fact = swab("刘洋")
    record_samples(by=chen, facts=[fact])
    changes = Change.objects.filter(community_id=cast.community_id).count()
    again = record_samples(by=chen, facts=[replace(fact, sent_at=timezone.now())])
    assert [answer.verdict for answer in again] == [Verdict.DUPLICATE]
    assert Sample.objects.of(cast.community_id).count() == 1
    assert Change.objects.filter(community_id=cast.community_id).count() == changes


def test_the_same_id_with_another_tube_is_a_conflict_kept_sealed(swab: Swab, cast: Cast, chen: Actor) -> None:
    fact = swab("刘洋")
    answers = record_samples(by=chen, facts=[fact, replace(fact, tube_code="T-0009")])
    assert [answer.verdict for answer in answers] == [Verdict.ACCEPTED, Verdict.CONFLICT]
    kept = FactConflict.objects.of(cast.community_id).get()
    assert unseal(kept.fact_id, "body", bytes(kept.sealed_body))["tube"] == "T-0009"
    assert look_at_samples(by=chen, conflict_ids=[kept.id]) == 1


def test_a_person_in_two_tubes_keeps_both_samples_and_says_so(take: Taker, cast: Cast) -> None:
    take("刘洋", "T-0001")
    answer = take("刘洋", "T-0002")
    assert (answer.verdict, answer.code) == (Verdict.FLAGGED, "testing.sampled_before")
    assert len(members(cast, "T-0001")) == len(members(cast, "T-0002")) == 1


def test_before_the_act_the_same_person_is_refused_and_nothing_is_written(take: Taker, cast: Cast) -> None:
    take("刘洋", "T-0001")
    answer = take("刘洋", "T-0002", is_before=True)
    assert (answer.verdict, answer.code) == (Verdict.REFUSED, "testing.sampled_before")
    assert not Sample.objects.of(cast.community_id).filter(tube_id__gt=tube(cast, "T-0001").id).exists()
    assert not FactRefusal.objects.of(cast.community_id).exists()


def test_a_full_tube_keeps_one_more_after_the_act_and_refuses_before(take: Taker, cast: Cast) -> None:
    take("刘洋", capacity=1)
    assert take("何秀英", is_before=True).code == "testing.tube_full"
    assert take("何秀英").code == "testing.tube_full"
    assert len(members(cast, "T-0001")) == 2


def test_a_tube_of_two_stations_is_flagged_and_says_so_itself(take: Taker, cast: Cast) -> None:
    take("刘洋")
    assert take("何秀英", station_id=OTHER_STATION).code == "testing.tube_elsewhere"
    assert tube(cast, "T-0001").flags == ["testing.tube_elsewhere"]
    assert len(members(cast, "T-0001")) == 2


def test_a_tube_of_a_household_flags_somebody_of_another(take: Taker) -> None:
    take("王小明", "H-0001", capacity=0)
    assert take("李芳", "H-0001").verdict == Verdict.ACCEPTED
    assert take("刘洋", "H-0001").code == "testing.other_household"


@pytest.mark.parametrize("whereabouts", ["home"])
def test_who_must_be_alone_is_never_pooled(take: Taker, day: TestDay, cast: Cast, whereabouts: str) -> None:
    TestDay.objects.with_ids(cast.community_id, [day.id]).update(singles={"whereabouts": [whereabouts]})
    assert take("刘洋", "T-0001", is_before=True).code == "testing.must_be_single"
    assert take("刘洋", "T-0001", capacity=None, is_before=True).verdict == Verdict.ACCEPTED
    assert tube(cast, "T-0001").capacity == 1


def test_somebody_on_no_register_is_taken_and_waits_for_a_check(take: Taker, cast: Cast, chen: Actor) -> None:
    id = new_id()
    words = VisitorWords(name="过路客", id_number="110197199001010011", phone="16300000099")
    assert take(id, visitor=words).verdict == Verdict.ACCEPTED
    visitor = Visitor.objects.of(cast.community_id).get()
    assert (visitor.id, visitor.owner_id, visitor.decision) == (id, chen.worker_id, "")
    assert unseal(id, "identity", bytes(visitor.sealed_identity))["name"] == "过路客"
    assert Sample.objects.of(cast.community_id).get().subject == "visitor"


def test_an_id_nobody_knows_is_kept_and_flagged(take: Taker, cast: Cast) -> None:
    assert take(new_id()).code == "testing.unknown_person"
    assert Sample.objects.of(cast.community_id).get().subject == "unknown"


def test_a_worker_of_the_community_is_sampled_as_one(take: Taker, cast: Cast, omar: Actor) -> None:
    assert take(omar.worker_id).verdict == Verdict.ACCEPTED
    assert Sample.objects.of(cast.community_id).get().subject == "worker"


def test_a_closed_day_keeps_what_comes_late_and_leaves_the_due(take: Taker, day: TestDay, cast: Cast) -> None:
    now = timezone.now()
    TestDay.objects.with_ids(cast.community_id, [day.id]).update(
        state="closed", closed_at=now, closed_by_id=day.opened_by_id
    )
    assert take("刘洋").code == "testing.day_closed"
    assert (Sample.objects.of(cast.community_id).get().is_late_fact, due_of(cast, "刘洋").state) == (
        True,
        "open",
    )


def test_an_own_door_may_be_sampled_and_no_other(take: Taker, omar: Actor, lin: Actor, rosa: Actor) -> None:
    assert take("王小明", by=omar).verdict == Verdict.ACCEPTED
    assert take("马兰", "T-0002", by=omar).code == "testing.not_your_person"
    assert take("马兰", "T-0003", by=lin).verdict == Verdict.ACCEPTED
    assert take("刘洋", "T-0004", by=lin).verdict == Verdict.REFUSED
    assert take("刘洋", "T-0004", by=rosa).verdict == Verdict.REFUSED


def test_a_refusal_leaves_its_id_and_why(take: Taker, cast: Cast, rosa: Actor) -> None:
    take("刘洋", by=rosa)
    assert FactRefusal.objects.of(cast.community_id).get().code == "testing.not_your_person"


def test_a_right_that_ended_since_still_holds_for_what_happened_then(
    take: Taker, cast: Cast, omar: Actor, dora: Actor
) -> None:
    before = timezone.now()
    grants = Grant.objects.filter(community_id=cast.community_id, worker_id=omar.worker_id)
    end_grants(by=dora, ids=list(grants.values_list("id", flat=True)))
    bare = replace(omar, roles=frozenset())
    answer = take("王小明", by=bare, happened_at=before, sent_at=timezone.now())
    assert (answer.verdict, answer.code) == (Verdict.FLAGGED, "testing.not_your_person")


@pytest.mark.parametrize(
    "wrong",
    [
        {"phase": "lunch"},
        {"tube": "短"},
        {"how": "guessed"},
        {"capacity": 400},
        {"happened_at": datetime(2022, 9, 16, 8)},
        {"visitor": VisitorWords(name="长" * 200)},
    ],
)
def test_what_cannot_be_read_is_refused(take: Taker, cast: Cast, wrong: dict[str, Any]) -> None:
    assert take("刘洋", wrong.pop("tube", "T-0001"), **wrong).code == "testing.unreadable"
    assert not Sample.objects.of(cast.community_id).exists()


def test_a_clock_that_is_wrong_is_set_right_by_how_far_it_was_off(take: Taker, cast: Cast) -> None:
    off = timedelta(days=1)
    then = timezone.now().astimezone(UTC) - timedelta(hours=2)
    take("刘洋", happened_at=then - off, sent_at=timezone.now() - off)
    sample = Sample.objects.of(cast.community_id).get()
    assert sample.happened_at == then - off
    assert abs(sample.corrected_at - then) < timedelta(minutes=1)


def test_twelve_samples_take_as_many_statements_as_two(
    swab: Swab, chen: Actor, django_assert_max_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as few:
        record_samples(by=chen, facts=[swab("刘洋", "T-0001"), swab("何秀英", "T-0002")])
    many = [
        swab(name, f"T-10{n:02}", how="name") for n, name in enumerate(("王小明", "李芳", "张国强", "单雄"))
    ]
    many += [swab("马兰", "T-1001"), swab("王朵朵", "T-1002")]
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert all(answer.is_kept for answer in record_samples(by=chen, facts=many))
