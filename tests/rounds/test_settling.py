"""Exemptions and sign-offs: nothing leaves the gap list without somebody's name."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.rounds import actions
from gridward.rounds.actions import approve_exemption, ask_exemption, decline_exemption, sign_off
from gridward.rounds.models import Due, Round
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from tests.cast import Cast
from tests.rounds.ledger import Finder, Recorder


def code_of(call: Callable[..., Any], **said: Any) -> str:
    with pytest.raises(Problem) as refused:
        call(**said)
    return refused.value.code


@pytest.fixture
def asked(due_at: Finder, omar: Actor) -> UUID:
    """Omar asks for the exemption of door 3-101."""
    due_id = due_at("3-101").id
    ask_exemption(by=omar, due_ids=[due_id], reason="away")
    return due_id


def test_asking_leaves_the_due_open(asked: UUID, due_at: Finder, omar: Actor) -> None:
    due = due_at("3-101")
    assert (due.state, due.asked_by_id, due.asked_reason) == ("open", omar.worker_id, "away")


@pytest.mark.parametrize("who", ["lin", "chen"])
def test_leader_or_coordinator_approves(asked: UUID, due_at: Finder, cast: Cast, who: str) -> None:
    assert approve_exemption(by=cast.actor(who), due_ids=[asked]) == 1
    due = due_at("3-101")
    assert (due.state, due.reason, due.settled_by_id) == ("exempt", "away", cast.workers[who])


def test_the_worker_cannot_approve(asked: UUID, omar: Actor) -> None:
    assert code_of(approve_exemption, by=omar, due_ids=[asked]) == "shared.not_yours"


def test_whoever_asked_cannot_approve(due_at: Finder, lin: Actor) -> None:
    due_id = due_at("3-101").id
    ask_exemption(by=lin, due_ids=[due_id], reason="twice")
    assert code_of(approve_exemption, by=lin, due_ids=[due_id]) == "rounds.own_exemption"


def test_a_leader_who_works_the_door_cannot_approve(asked: UUID, cast: Cast, lin: Actor) -> None:
    Due.objects.with_ids(cast.community_id, [asked]).update(worker_id=lin.worker_id)
    assert code_of(approve_exemption, by=lin, due_ids=[asked]) == "rounds.own_exemption"


def test_the_database_itself_refuses_an_exemption_by_whoever_asked(
    asked: UUID, cast: Cast, omar: Actor
) -> None:
    dues = Due.objects.with_ids(cast.community_id, [asked])
    with pytest.raises(IntegrityError), transaction.atomic():
        dues.update(state="exempt", settled_by_id=omar.worker_id, settled_at=timezone.now())


def test_nothing_is_exempt_that_nobody_asked_for(due_at: Finder, lin: Actor) -> None:
    assert code_of(approve_exemption, by=lin, due_ids=[due_at("3-101").id]) == "rounds.not_asked"


def test_declining_leaves_it_open_and_unasked(asked: UUID, due_at: Finder, lin: Actor) -> None:
    assert decline_exemption(by=lin, due_ids=[asked]) == 1
    assert (due_at("3-101").state, due_at("3-101").asked_by_id) == ("open", None)


def test_a_reason_comes_from_the_list(due_at: Finder, omar: Actor, lin: Actor) -> None:
    due_ids = [due_at("3-101").id]
    assert code_of(ask_exemption, by=omar, due_ids=due_ids, reason="no time") == "rounds.unknown_reason"
    assert code_of(sign_off, by=lin, due_ids=due_ids, reason="no time") == "rounds.unknown_reason"


def test_signing_off_puts_a_name_under_many_at_once(due_at: Finder, lin: Actor) -> None:
    due_ids = [due_at(door).id for door in ("3-101", "3-102", "3-201")]
    assert sign_off(by=lin, due_ids=due_ids, reason="unanswered") == 3
    due = due_at("3-201")
    assert (due.state, due.reason, due.settled_by_id) == ("signed_off", "unanswered", lin.worker_id)


def test_signing_off_is_all_or_nothing(due_at: Finder, lin: Actor) -> None:
    due_ids = [due_at("3-101").id, due_at("5-101").id]
    assert code_of(sign_off, by=lin, due_ids=due_ids, reason="unanswered") == "shared.not_yours"
    assert due_at("3-101").state == "open"


@pytest.mark.parametrize("who", ["omar", "rosa", "dora"])
def test_others_sign_nothing_off(due_at: Finder, cast: Cast, who: str) -> None:
    due_ids = [due_at("3-101").id]
    assert code_of(sign_off, by=cast.actor(who), due_ids=due_ids, reason="refused") == "shared.not_yours"


def test_a_stranger_finds_nothing_to_sign_off(due_at: Finder, max_: Actor) -> None:
    assert code_of(sign_off, by=max_, due_ids=[due_at("3-101").id], reason="refused") == "shared.not_found"


def test_what_is_done_cannot_be_signed_off(record: Recorder, due_at: Finder, lin: Actor) -> None:
    record("3-101")
    assert code_of(sign_off, by=lin, due_ids=[due_at("3-101").id], reason="refused") == "rounds.not_open"


def test_what_was_signed_off_may_still_be_done(record: Recorder, due_at: Finder, lin: Actor) -> None:
    sign_off(by=lin, due_ids=[due_at("3-101").id], reason="unanswered")
    record("3-101")
    assert (due_at("3-101").state, due_at("3-101").reason) == ("done", "")


def test_a_done_due_forgets_that_an_exemption_was_asked_for(
    asked: UUID, record: Recorder, due_at: Finder
) -> None:
    record("3-101")
    assert (due_at("3-101").state, due_at("3-101").asked_by_id) == ("done", None)


def test_after_closing_nothing_is_settled(
    verification: Round, due_at: Finder, chen: Actor, settle_all: Callable[..., None]
) -> None:
    settle_all()
    actions.close_round(by=chen, round_id=verification.id)
    assert code_of(sign_off, by=chen, due_ids=[due_at("3-101").id], reason="refused") == "rounds.closed"


def test_an_unknown_due_is_not_found(verification: Round, chen: Actor) -> None:
    assert code_of(sign_off, by=chen, due_ids=[new_id()], reason="refused") == "shared.not_found"
