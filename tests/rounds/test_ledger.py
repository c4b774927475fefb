"""Whatever people do, in whatever order, the ledger proves itself afterwards."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridward.accounts.actors import Actor
from gridward.facts.versions import Stamp, write
from gridward.rounds import actions
from gridward.rounds.checks import CHECKS
from gridward.rounds.models import Due, Outcome, Round
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from tests.cast import Cast
from tests.rounds.ledger import Finder

DOORS = ("3-101", "3-102", "5-101", "lane-29")
WHO = ("omar", "lin", "chen", "zhao", "rosa")
DEEDS = (
    "done",
    "absent",
    "refused",
    "moved",
    "ask",
    "approve",
    "decline",
    "sign_off",
    "close",
    "refresh",
    "give",
    "vacate",
)
steps = st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from(WHO), st.sampled_from(DOORS)), max_size=25)
quietly = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def change_door(cast: Cast, door: str, **said: Any) -> None:
    row = cast.door(door)
    for field, value in said.items():
        setattr(row, field, value)
    write([row], Stamp(cast.founder_id, "test"))


def deed_of(deed: str, cast: Cast, actor: Actor, door: str, due: Due) -> Callable[[], Any]:
    """The verb behind one step."""
    ids = {"by": actor, "due_ids": [due.id]}
    how = "seen" if deed == "done" else ""
    deeds: dict[str, Callable[[], Any]] = {
        "ask": lambda: actions.ask_exemption(**ids, reason="away"),
        "approve": lambda: actions.approve_exemption(**ids),
        "decline": lambda: actions.decline_exemption(**ids),
        "sign_off": lambda: actions.sign_off(**ids, reason="refused"),
        "close": lambda: actions.close_round(by=actor, round_id=due.round_id),
        "refresh": lambda: actions.refresh_round(by=actor, round_id=due.round_id),
        "give": lambda: change_door(cast, door, worker_id=actor.worker_id),
        "vacate": lambda: change_door(cast, door, state="vacant"),
    }
    fact = actions.OutcomeFact(new_id(), due.id, deed, how=how)
    return deeds.get(deed, lambda: actions.record_outcomes(by=actor, facts=[fact]))


def prove(cast: Cast, round_: Round) -> None:
    """Every check finds nothing, and attempts are what the outcomes say."""
    found = [finding for check in CHECKS for finding in check.find(cast.community_id)]
    assert found == []
    counting = Outcome.objects.of(cast.community_id).filter(is_late_fact=False)
    for due in Due.objects.of(cast.community_id).filter(round_id=round_.id):
        assert due.attempts == counting.filter(due_id=due.id).exclude(kind="done").count()


@quietly
@given(steps=steps)
def test_the_ledger_proves_itself_after_any_steps(
    cast: Cast, verification: Round, due_at: Finder, steps: list[tuple[str, str, str]]
) -> None:
    actors = {who: cast.actor(who) for who in WHO}
    before = transaction.savepoint()
    try:
        for deed, who, door in steps:
            try:
                deed_of(deed, cast, actors[who], door, due_at(door))()
            except Problem as problem:
                assert problem.status in (403, 404, 409, 422)
        prove(cast, verification)
    finally:
        transaction.savepoint_rollback(before)
