"""Closing: nothing open, each state counted apart, and a statement that stands."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from gridward.accounts.actors import Actor
from gridward.facts.versions import Stamp, write
from gridward.rounds.actions import (
    Scope,
    approve_exemption,
    ask_exemption,
    can_close,
    close_round,
    open_round,
    sign_off,
)
from gridward.rounds.models import Due, Round
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from tests.cast import Cast
from tests.rounds.ledger import Finder, Opener, Recorder

Settler = Callable[..., None]


def test_a_round_with_open_dues_cannot_be_closed(
    verification: Round, chen: Actor, settle_all: Settler
) -> None:
    settle_all(but=["3-101", "lane-29"])
    with pytest.raises(Problem) as refused:
        close_round(by=chen, round_id=verification.id)
    assert (refused.value.code, refused.value.details) == ("rounds.open_dues", {"count": 2})
    assert Round.objects.of(chen.community_id).get().state == "open"


def test_can_close_asks_the_same_question(verification: Round, settle_all: Settler) -> None:
    assert not can_close(verification)
    settle_all()
    assert can_close(verification)


def test_closing_says_who_and_when(verification: Round, chen: Actor, settle_all: Settler) -> None:
    settle_all()
    closed = close_round(by=chen, round_id=verification.id)
    assert (closed.state, closed.closed_by_id, closed.closed_at is None) == ("closed", chen.worker_id, False)


def test_closing_refreshes_first(verification: Round, chen: Actor, cast: Cast, settle_all: Settler) -> None:
    settle_all()
    door = cast.door("3-101")
    door.id, door.address_key, door.plate = new_id(), "new", ""
    write([door], Stamp(cast.founder_id, "test"))
    with pytest.raises(Problem) as refused:
        close_round(by=chen, round_id=verification.id)
    assert refused.value.details == {"count": 1}


def test_a_second_closing_is_refused(verification: Round, chen: Actor, settle_all: Settler) -> None:
    settle_all()
    close_round(by=chen, round_id=verification.id)
    with pytest.raises(Problem) as refused:
        close_round(by=chen, round_id=verification.id)
    assert refused.value.code == "rounds.already_closed"


@pytest.mark.parametrize("who", ["lin", "omar", "rosa", "dora"])
def test_others_close_no_round_over_the_community(
    verification: Round, cast: Cast, settle_all: Settler, who: str
) -> None:
    settle_all()
    with pytest.raises(Problem) as refused:
        close_round(by=cast.actor(who), round_id=verification.id)
    assert refused.value.code == "shared.not_yours"


def test_a_stranger_finds_no_round(verification: Round, max_: Actor) -> None:
    with pytest.raises(Problem) as refused:
        close_round(by=max_, round_id=verification.id)
    assert refused.value.code == "shared.not_found"


def test_a_leader_closes_a_round_of_the_own_area(begun: Opener, lin: Actor, cast: Cast) -> None:
    round_ = begun(by=lin, scope=Scope(area_ids=(cast.areas[3],)))
    dues = Due.objects.of(cast.community_id).filter(round_id=round_.id)
    sign_off(by=lin, due_ids=dues.values_list("id", flat=True), reason="window_over")
    assert close_round(by=lin, round_id=round_.id).state == "closed"


@pytest.fixture
def closed(
    verification: Round,
    due_at: Finder,
    record: Recorder,
    omar: Actor,
    lin: Actor,
    chen: Actor,
    settle_all: Settler,
) -> Round:
    """One exempt, two signed off (one after a refusal, one never tried), the rest done; one of them by phone."""
    ask_exemption(by=omar, due_ids=[due_at("3-101").id], reason="away")
    approve_exemption(by=lin, due_ids=[due_at("3-101").id])
    record("3-102", "refused")
    sign_off(by=lin, due_ids=[due_at("3-102").id], reason="refused")
    sign_off(by=chen, due_ids=[due_at("lane-29").id], reason="unreachable")
    record("3-201", how="phone")
    settle_all()
    return close_round(by=chen, round_id=verification.id)


def test_the_statement_counts_each_state_apart(closed: Round) -> None:
    said = closed.statement or {}
    counts = {state: said[state] for state in ("dues", "done", "open", "exempt", "signed_off", "left")}
    assert counts == {"dues": 7, "done": 4, "open": 0, "exempt": 1, "signed_off": 2, "left": 0}


def test_coverage_is_done_by_due_less_exempt(closed: Round) -> None:
    assert closed.statement and closed.statement["coverage"] == {"done": 4, "of": 6}


def test_the_statement_says_how_and_why(closed: Round) -> None:
    said = closed.statement or {}
    assert said["done_by_how"] == {"seen": 3, "phone": 1}
    assert said["exempt_by_reason"] == {"away": 1}
    assert said["attempts"] == {"refused": 1, "absent": 0, "moved": 0, "never": 2}


def test_the_statement_names_who_signed_off(closed: Round) -> None:
    signed = (closed.statement or {})["signed_off_by"]
    assert {(s["by"], s["reason"], s["count"]) for s in signed} == {
        ("林涛", "refused", 1),
        ("陈静", "unreachable", 1),
    }


def test_the_statement_says_what_it_rests_on(closed: Round) -> None:
    rests = (closed.statement or {})["rests_on"]
    assert (rests["doors"], rests["doors_in_no_area"]) == (7, 0)
    assert rests["lowest_area"] == {"id": rests["lowest_area"]["id"], "name": "第1片区", "done": 1, "of": 2}


def test_the_database_refuses_a_closed_round_without_statement(verification: Round, chen: Actor) -> None:
    rounds = Round.objects.with_ids(chen.community_id, [verification.id])
    with pytest.raises(IntegrityError), transaction.atomic():
        rounds.update(state="closed")


def test_a_round_over_nothing_closes_with_empty_counts(chen: Actor, verification: Round) -> None:
    empty = open_round(
        by=chen,
        kind_code="visit",
        name="空",
        scope=Scope(door_states=("refused",)),
        opens_at=verification.opens_at,
        closes_at=verification.closes_at,
    )
    closed = close_round(by=chen, round_id=empty.id)
    assert closed.statement and closed.statement["coverage"] == {"done": 0, "of": 0}
    assert closed.statement["rests_on"]["lowest_area"] is None
