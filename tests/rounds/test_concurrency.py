"""Two at the same door, and two hundred outcomes while somebody else is writing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connections, transaction

from gridward.audit.actions import announce
from gridward.facts.answers import Answer, Verdict
from gridward.facts.clock import hold
from gridward.facts.models import Change
from gridward.rounds.actions import OutcomeFact, close_round, record_outcomes
from gridward.rounds.models import Due, Outcome, Round
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from tests.cast import Cast
from tests.rounds.ledger import Finder

pytestmark = pytest.mark.django_db(transaction=True)
# SQLite keeps no queue: it asks again every tenth of a second, and who never lets go keeps everybody else out.
BREATH = 0.15


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Let each work begin at the same moment in a thread and with a connection of its own."""
    ready = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            ready.wait(10)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_two_workers_at_the_same_due_settle_it_once_and_both_are_kept(cast: Cast, due_at: Finder) -> None:
    due_id = due_at("3-101").id
    actors = [cast.actor(who) for who in ("omar", "lin", "chen")]

    def send(actor: Any) -> Callable[[], Answer]:
        return lambda: record_outcomes(by=actor, facts=[OutcomeFact(new_id(), due_id, "done", how="seen")])[0]

    verdicts = sorted(answer.verdict for answer in at_once(*map(send, actors)))
    assert verdicts == [Verdict.ACCEPTED, Verdict.FLAGGED, Verdict.FLAGGED]
    assert Outcome.objects.of(cast.community_id).count() == 3
    assert Due.objects.of(cast.community_id).get(id=due_id).state == "done"


def test_the_same_fact_sent_twice_at_once_is_kept_once(cast: Cast, due_at: Finder) -> None:
    fact, omar = OutcomeFact(new_id(), due_at("3-101").id, "absent"), cast.actor("omar")

    def send() -> Answer:
        return record_outcomes(by=omar, facts=[fact])[0]

    verdicts = sorted(answer.verdict for answer in at_once(send, send))
    assert verdicts == [Verdict.ACCEPTED, Verdict.DUPLICATE]
    assert Due.objects.of(cast.community_id).get(id=fact.due_id).attempts == 1


def test_attempts_of_two_senders_are_all_counted(cast: Cast, due_at: Finder) -> None:
    due_id = due_at("3-101").id
    actors = [cast.actor(who) for who in ("omar", "lin")]

    def send(actor: Any) -> Callable[[], None]:
        def work() -> None:
            for _ in range(5):
                record_outcomes(by=actor, facts=[OutcomeFact(new_id(), due_id, "absent")])

        return work

    at_once(*map(send, actors))
    assert Due.objects.of(cast.community_id).get(id=due_id).attempts == 10
    assert cast.door("3-101").attempts == 10


def test_two_hundred_outcomes_are_accepted_while_another_transaction_writes(
    cast: Cast, due_at: Finder
) -> None:
    due_ids = [due_at(door).id for door in ("3-101", "3-102", "3-201")]
    omar, writing, stop = cast.actor("omar"), Event(), Event()

    def write_on() -> int:
        rounds = 0
        while not stop.is_set():
            with transaction.atomic():
                hold(cast.community_id)
                announce("test.wrote", community_id=cast.community_id, by_id=cast.founder_id)
                writing.set()
                stop.wait(0.02)
            rounds += 1
            stop.wait(BREATH)
        return rounds

    def send() -> list[Answer]:
        writing.wait(10)
        try:
            facts = [OutcomeFact(new_id(), due_ids[n % 3], "absent") for n in range(200)]
            batches = [facts[n : n + 20] for n in range(0, 200, 20)]
            answers: list[Answer] = []
            for batch in batches:
                answers += record_outcomes(by=omar, facts=batch)
            return answers
        finally:
            stop.set()

    _, answers = at_once(write_on, send)
    assert [answer.verdict for answer in answers] == [Verdict.ACCEPTED] * 200
    assert Outcome.objects.of(cast.community_id).count() == 200


def test_numbers_of_the_community_clock_are_given_once(cast: Cast, due_at: Finder) -> None:
    due_id, actors = due_at("3-101").id, [cast.actor("omar"), cast.actor("lin")]

    def send(actor: Any) -> Callable[[], Any]:
        return lambda: record_outcomes(by=actor, facts=[OutcomeFact(new_id(), due_id, "absent")])

    before = Change.objects.filter(community_id=cast.community_id).count()
    at_once(*map(send, actors))
    numbers = list(Change.objects.filter(community_id=cast.community_id).values_list("seq", flat=True))
    assert len(set(numbers)) == len(numbers) > before


def test_an_outcome_at_the_moment_of_closing_is_in_the_statement_or_an_addendum(
    cast: Cast, verification: Round, settle_all: Callable[..., None], due_at: Finder
) -> None:
    settle_all(but=["3-101"])
    due_id, chen, omar = due_at("3-101").id, cast.actor("chen"), cast.actor("omar")

    def close() -> str:
        try:
            return close_round(by=chen, round_id=verification.id).state
        except Problem as problem:
            return problem.code

    def send() -> Answer:
        return record_outcomes(by=omar, facts=[OutcomeFact(new_id(), due_id, "done", how="seen")])[0]

    closed, answer = at_once(close, send)
    state = Round.objects.of(cast.community_id).get(id=verification.id).state
    assert answer.verdict == Verdict.ACCEPTED
    assert (closed, state) in {("closed", "closed"), ("rounds.open_dues", "open")}
