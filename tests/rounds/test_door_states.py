"""One sending may say several things of one door; the last of them is how it stands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.rounds.actions import OutcomeFact, record_outcomes
from gridward.shared.ids import new_id
from tests.cast import Cast
from tests.rounds.ledger import Finder


@pytest.mark.parametrize("attempt", ["absent", "refused"])
def test_a_door_done_after_an_attempt_of_the_same_sending_answers(
    cast: Cast, omar: Actor, due_at: Finder, attempt: str
) -> None:
    due_id, now = due_at("3-101").id, timezone.now()
    facts = [
        OutcomeFact(new_id(), due_id, "done", "seen", happened_at=now - timedelta(minutes=5)),
        OutcomeFact(new_id(), due_id, attempt, happened_at=now - timedelta(minutes=30)),
    ]
    record_outcomes(by=omar, facts=facts)
    door = cast.door("3-101")
    assert (door.state, door.attempts, door.recheck_on) == ("lived_in", 0, None)
