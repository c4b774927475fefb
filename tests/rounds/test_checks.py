"""The checks find what is wrong, and nothing where all is right."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.rounds.actions import approve_exemption, ask_exemption, close_round
from gridward.rounds.checks import CHECKS
from gridward.rounds.models import Due, Round
from tests.cast import Cast
from tests.rounds.ledger import Finder, Recorder


@pytest.fixture
def found(cast: Cast) -> Callable[[str], int]:
    """`found("rounds.closed")`: how many exceptions that rule names."""
    by_rule = {check.rule: check for check in CHECKS}
    return lambda rule: len(list(by_rule[rule].find(cast.community_id)))


@pytest.fixture
def sound(
    due_at: Finder,
    record: Recorder,
    omar: Actor,
    lin: Actor,
    chen: Actor,
    settle_all: Any,
    verification: Round,
) -> Round:
    """A closed round with an exemption, attempts and a late fact."""
    ask_exemption(by=omar, due_ids=[due_at("3-101").id], reason="away")
    approve_exemption(by=lin, due_ids=[due_at("3-101").id])
    record("3-102", "absent")
    settle_all()
    close_round(by=chen, round_id=verification.id)
    record("3-102", "refused")
    return verification


@pytest.mark.parametrize("rule", [check.rule for check in CHECKS])
def test_a_sound_ledger_has_no_exception(sound: Round, found: Callable[[str], int], rule: str) -> None:
    assert found(rule) == 0


@pytest.mark.parametrize("rule", [check.rule for check in CHECKS])
def test_an_open_round_has_no_exception(verification: Round, found: Callable[[str], int], rule: str) -> None:
    assert found(rule) == 0


def dues(round_: Round) -> Any:
    return Due.objects.of(round_.community_id).filter(round_id=round_.id)


def test_a_missing_due_is_found(verification: Round, found: Callable[[str], int]) -> None:
    one = dues(verification).values_list("id", flat=True)[0]
    dues(verification).filter(id=one).delete()
    assert found("rounds.complete") == 1


def test_an_exemption_nobody_asked_for_is_found(sound: Round, found: Callable[[str], int]) -> None:
    dues(sound).filter(state="exempt").update(asked_by_id=None)
    assert found("rounds.exemption") == 1


def test_an_open_due_in_a_closed_round_is_found(sound: Round, found: Callable[[str], int]) -> None:
    dues(sound).filter(state="exempt").update(state="open", settled_at=None, settled_by_id=None)
    assert (found("rounds.closed"), found("rounds.statement")) == (1, 1)


def test_a_rewritten_statement_is_found(sound: Round, found: Callable[[str], int]) -> None:
    rounds = Round.objects.with_ids(sound.community_id, [sound.id])
    statement = rounds.get().statement
    rounds.update(statement={**statement, "done": 99})
    assert found("rounds.statement") == 1


def test_a_due_done_by_no_outcome_is_found(
    verification: Round, chen: Actor, found: Callable[[str], int]
) -> None:
    one = dues(verification).values_list("id", flat=True)[0]
    dues(verification).filter(id=one).update(
        state="done", settled_at=timezone.now(), settled_by_id=chen.worker_id
    )
    assert found("rounds.outcomes") == 1


def test_an_open_due_under_nobody_at_work_is_found(
    verification: Round, cast: Cast, found: Callable[[str], int]
) -> None:
    Worker.objects.filter(id__in=[cast.workers["chen"], cast.workers["zhao"]]).update(left_at=timezone.now())
    assert found("rounds.named") == 3
