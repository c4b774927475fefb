"""Recording: what somebody saw is kept, answered fact by fact, and repeating is safe."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from gridward.accounts.actions import end_grants
from gridward.accounts.actors import Actor
from gridward.accounts.models import Grant
from gridward.audit.models import Entry
from gridward.facts.answers import Verdict
from gridward.facts.models import FactConflict, FactRefusal
from gridward.facts.versions import Stamp, write
from gridward.rounds.actions import OutcomeFact, close_round, look_at, record_outcomes
from gridward.rounds.models import Addendum, Due, Outcome, Round
from gridward.shared.ids import new_id
from gridward.vault.seals import unseal
from tests.cast import Cast
from tests.rounds.ledger import Finder, Recorder

ABSENT = ("absent", "refused", "moved")


def test_done_settles_the_due(record: Recorder, due_at: Finder, omar: Actor) -> None:
    assert record("3-101", how="phone").verdict == Verdict.ACCEPTED
    due = due_at("3-101")
    assert (due.state, due.how, due.settled_by_id) == ("done", "phone", omar.worker_id)


@pytest.mark.parametrize("kind", ABSENT)
def test_an_attempt_leaves_the_due_open_under_its_worker(
    record: Recorder, due_at: Finder, omar: Actor, kind: str
) -> None:
    assert record("3-101", kind).verdict == Verdict.ACCEPTED
    due = due_at("3-101")
    assert (due.state, due.attempts, due.last_kind, due.worker_id) == ("open", 1, kind, omar.worker_id)


def test_two_attempts_count_as_two(record: Recorder, due_at: Finder) -> None:
    record("3-101", "absent"), record("3-101", "refused")
    assert (due_at("3-101").attempts, due_at("3-101").last_kind) == (2, "refused")


@pytest.mark.parametrize(
    ("kind", "state"), [("absent", "no_answer"), ("refused", "refused"), ("moved", "lived_in")]
)
def test_the_doors_state_follows_an_attempt(record: Recorder, cast: Cast, kind: str, state: str) -> None:
    record("3-101", kind)
    assert cast.door("3-101").state == state


def test_nobody_answering_counts_at_the_door_and_names_the_day_to_come_again(
    record: Recorder, cast: Cast
) -> None:
    record("3-101", "absent")
    door = cast.door("3-101")
    assert (door.attempts, door.recheck_on) == (1, timezone.localdate() + timedelta(days=1))


def test_done_at_a_door_without_answer_makes_it_lived_in(record: Recorder, cast: Cast) -> None:
    record("3-101", "absent"), record("3-101")
    assert (cast.door("3-101").state, cast.door("3-101").attempts) == ("lived_in", 0)


def test_a_door_found_vacant_is_vacant_and_done(record: Recorder, cast: Cast, due_at: Finder) -> None:
    record("3-101", door_state="vacant")
    assert (cast.door("3-101").state, due_at("3-101").state) == ("vacant", "done")


def test_the_same_fact_twice_is_a_duplicate_and_writes_nothing(record: Recorder, cast: Cast) -> None:
    id = new_id()
    record("3-101", "absent", id=id)
    entries = Entry.objects.filter(community_id=cast.community_id).count()
    assert record("3-101", "absent", id=id).verdict == Verdict.DUPLICATE
    assert Outcome.objects.of(cast.community_id).count() == 1
    assert Entry.objects.filter(community_id=cast.community_id).count() == entries
    assert cast.door("3-101").attempts == 1


def test_the_same_id_with_other_words_is_a_conflict_kept_sealed_under_a_name(
    record: Recorder, cast: Cast, lin: Actor
) -> None:
    id = new_id()
    record("3-101", "absent", id=id)
    answer = record("3-101", "refused", id=id, note="让周末再来")
    assert (answer.verdict, answer.code, answer.is_kept) == (Verdict.CONFLICT, "rounds.conflict", True)
    conflict = FactConflict.objects.of(cast.community_id).get()
    assert conflict.owner_id == lin.worker_id
    assert unseal(id, "body", conflict.sealed_body)["note"] == "让周末再来"


def test_a_conflict_sent_twice_is_kept_once(record: Recorder, cast: Cast) -> None:
    id = new_id()
    for kind in ("absent", "refused", "refused"):
        record("3-101", kind, id=id)
    assert FactConflict.objects.of(cast.community_id).count() == 1


def test_two_facts_with_one_id_in_one_list_are_told_apart(cast: Cast, omar: Actor, due_at: Finder) -> None:
    id, due_id = new_id(), due_at("3-101").id
    facts = [OutcomeFact(id, due_id, kind) for kind in ("absent", "absent", "moved")]
    answers = record_outcomes(by=omar, facts=facts)
    assert [a.verdict for a in answers] == [Verdict.ACCEPTED, Verdict.DUPLICATE, Verdict.CONFLICT]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "gone fishing"},
        {"how": "by dream"},
        {"how": ""},
        {"happened_at": datetime(2022, 9, 16)},
        {"door_state": "haunted"},
        {"note": "长" * 501},
    ],
)
def test_an_unreadable_fact_is_refused_and_only_that_is_kept(
    cast: Cast, omar: Actor, due_at: Finder, wrong: dict[str, Any]
) -> None:
    words: dict[str, Any] = {"kind": "done", "how": "seen"} | wrong
    fact = OutcomeFact(new_id(), due_at("3-101").id, **words)
    answer = record_outcomes(by=omar, facts=[fact])[0]
    assert (answer.verdict, answer.code) == (Verdict.REFUSED, "rounds.unreadable")
    assert FactRefusal.objects.of(cast.community_id).get().fact_id == fact.id
    assert not Outcome.objects.of(cast.community_id).exists()


def test_a_bad_fact_does_not_keep_the_good_ones_out(cast: Cast, omar: Actor, due_at: Finder) -> None:
    good = OutcomeFact(new_id(), due_at("3-101").id, "done", how="seen")
    bad = OutcomeFact(new_id(), due_at("3-102").id, "nonsense")
    answers = record_outcomes(by=omar, facts=[bad, good])
    assert [a.verdict for a in answers] == [Verdict.REFUSED, Verdict.ACCEPTED]


@pytest.mark.parametrize("who", ["chen", "lin", "omar"])
def test_coordinator_leader_and_worker_record_at_the_door(record: Recorder, cast: Cast, who: str) -> None:
    assert record("3-101", by=cast.actor(who)).verdict == Verdict.ACCEPTED


@pytest.mark.parametrize("who", ["zhao", "rosa", "dora"])
def test_others_are_refused(record: Recorder, cast: Cast, due_at: Finder, who: str) -> None:
    answer = record("3-101", by=cast.actor(who))
    assert (answer.verdict, answer.code) == (Verdict.REFUSED, "rounds.not_your_door")
    assert due_at("3-101").state == "open"


def test_a_leader_is_refused_outside_the_own_area(record: Recorder, lin: Actor) -> None:
    assert record("5-101", by=lin).code == "rounds.not_your_door"


def test_a_stranger_finds_no_due(record: Recorder, max_: Actor) -> None:
    assert record("3-101", by=max_).code == "shared.not_found"


def give_door(cast: Cast, name: str, worker: str) -> None:
    door = cast.door(name)
    door.worker_id = cast.workers[worker]
    write([door], Stamp(cast.founder_id, "test"))


def test_a_door_no_longer_theirs_is_kept_flagged_and_done(
    record: Recorder, cast: Cast, due_at: Finder, lin: Actor
) -> None:
    before = timezone.now()
    give_door(cast, "3-101", "zhao")
    answer = record("3-101", happened_at=before)
    assert (answer.verdict, answer.code) == (Verdict.FLAGGED, "rounds.no_longer_yours")
    assert due_at("3-101").state == "done"
    assert Outcome.objects.of(cast.community_id).get().owner_id == lin.worker_id


def test_a_door_that_was_theirs_at_the_time_is_kept_after_the_due_passed_on(
    record: Recorder, cast: Cast, chen: Actor, verification: Round
) -> None:
    from gridward.rounds.actions import refresh_round

    before = timezone.now()
    give_door(cast, "3-101", "zhao")
    refresh_round(by=chen, round_id=verification.id)
    assert record("3-101", happened_at=before).code == "rounds.no_longer_yours"
    assert record("3-101", "absent", happened_at=timezone.now()).code == "rounds.not_your_door"


def test_a_leader_who_led_the_area_then_is_kept(
    record: Recorder, cast: Cast, dora: Actor, lin: Actor
) -> None:
    before = timezone.now()
    end_grants(by=dora, ids=Grant.objects.filter(worker_id=lin.worker_id).values_list("id", flat=True))
    powerless = Actor(lin.worker_id, lin.name, lin.community_id, frozenset({"worker"}))
    assert record("3-202", by=powerless, happened_at=before).code == "rounds.no_longer_yours"


def test_a_second_done_by_another_is_kept_and_flagged(record: Recorder, due_at: Finder, lin: Actor) -> None:
    record("3-101")
    answer = record("3-101", by=lin)
    assert (answer.verdict, answer.code) == (Verdict.FLAGGED, "rounds.already_settled")
    assert due_at("3-101").settled_by_id != lin.worker_id


def test_the_senders_clock_is_corrected_by_how_far_it_is_off_when_sending(
    record: Recorder, cast: Cast
) -> None:
    now = timezone.now()
    fast = timedelta(hours=3)
    record("3-101", happened_at=now + fast - timedelta(minutes=20), sent_at=now + fast)
    outcome = Outcome.objects.of(cast.community_id).get()
    assert outcome.happened_at == now + fast - timedelta(minutes=20)
    assert abs(outcome.corrected_at - (now - timedelta(minutes=20))) < timedelta(seconds=30)


def test_no_outcome_lies_in_the_future(record: Recorder, cast: Cast) -> None:
    record("3-101", happened_at=timezone.now() + timedelta(days=3))
    outcome = Outcome.objects.of(cast.community_id).get()
    assert outcome.corrected_at <= outcome.received_at


def test_an_outcome_older_than_what_we_know_leaves_the_doors_state(record: Recorder, cast: Cast) -> None:
    record("3-101")
    record("3-101", "absent", happened_at=timezone.now() - timedelta(minutes=30))
    assert cast.door("3-101").state == "lived_in"


def test_the_note_is_sealed(record: Recorder, cast: Cast) -> None:
    record("3-101", "absent", note="门口有快递")
    outcome = Outcome.objects.of(cast.community_id).get()
    assert "快递".encode() not in bytes(outcome.sealed_note)
    assert unseal(outcome.id, "note", outcome.sealed_note) == {"note": "门口有快递"}


def test_a_closed_round_gets_a_dated_addendum_and_keeps_its_statement(
    record: Recorder, cast: Cast, chen: Actor, verification: Round, settle_all: Any
) -> None:
    settle_all()
    statement = close_round(by=chen, round_id=verification.id).statement
    due_before = Due.objects.of(cast.community_id).get(door_id=cast.doors["3-101"])
    answer = record("3-101", "refused", happened_at=timezone.now() - timedelta(minutes=5))
    assert (answer.verdict, answer.code) == (Verdict.FLAGGED, "rounds.closed")
    assert Addendum.objects.of(cast.community_id).get().outcome_id == answer.id
    assert Round.objects.of(cast.community_id).get().statement == statement
    due = Due.objects.of(cast.community_id).get(id=due_before.id)
    assert (due.state, due.attempts) == (due_before.state, due_before.attempts)


def test_forty_facts_take_as_many_statements_as_two(
    cast: Cast, chen: Actor, verification: Round, django_assert_max_num_queries: Any
) -> None:
    ids = list(Due.objects.of(cast.community_id).values_list("id", flat=True))
    two = [OutcomeFact(new_id(), due_id, "absent", note="无人") for due_id in ids[:2]]
    many = [OutcomeFact(new_id(), ids[n % len(ids)], "absent", note="无人") for n in range(40)]
    with django_assert_max_num_queries(30) as few:
        record_outcomes(by=chen, facts=two)
    with django_assert_max_num_queries(len(few.captured_queries)):
        record_outcomes(by=chen, facts=many)


def test_an_empty_list_is_answered_with_an_empty_list(omar: Actor, cast: Cast) -> None:
    assert record_outcomes(by=omar, facts=[]) == []


def test_the_owner_looks_at_a_flag_once(record: Recorder, cast: Cast, lin: Actor, omar: Actor) -> None:
    record("3-101")
    flagged = record("3-101", by=lin).id
    assert look_at(by=omar, outcome_ids=[flagged]) == 0
    assert look_at(by=lin, outcome_ids=[flagged]) == 1
    assert look_at(by=lin, outcome_ids=[flagged]) == 0
    assert Outcome.objects.of(cast.community_id).get(id=flagged).looked_by_id == lin.worker_id


def test_times_are_kept_in_utc(record: Recorder, cast: Cast) -> None:
    record("3-101")
    assert Outcome.objects.of(cast.community_id).get().received_at.tzinfo == UTC
