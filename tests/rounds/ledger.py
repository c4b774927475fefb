"""A verification over every door of the cast's community."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.facts.answers import Answer
from gridward.rounds.actions import OutcomeFact, Scope, open_round, record_outcomes
from gridward.rounds.models import Due, Round
from gridward.shared.ids import new_id
from tests.cast import Cast

EVERYTHING = Scope()
Opener = Callable[..., Round]
Finder = Callable[..., Due]
Recorder = Callable[..., Answer]


@pytest.fixture
def begun(cast: Cast, chen: Actor) -> Opener:
    """`begun(kind, areas=…)`: a round Chen opened an hour ago, for two days."""

    def open_one(
        kind: str = "verification", *, by: Actor = chen, scope: Scope = EVERYTHING, **said: Any
    ) -> Round:
        began = timezone.now() - timedelta(hours=1)
        window = {"opens_at": began, "closes_at": began + timedelta(days=2), "name": "第二次核查"}
        return open_round(by=by, kind_code=kind, scope=scope, **(window | said))

    return open_one


@pytest.fixture
def verification(begun: Opener) -> Round:
    """A verification over all seven doors."""
    return begun()


@pytest.fixture
def due_at(cast: Cast, verification: Round) -> Finder:
    """`due_at("3-101")`: the verification's due at a door of the cast, as it stands now."""

    def find(door: str, round_: Round = verification) -> Due:
        found: Due = Due.objects.of(cast.community_id).get(round_id=round_.id, door_id=cast.doors[door])
        return found

    return find


@pytest.fixture
def record(due_at: Finder, omar: Actor) -> Recorder:
    """`record("3-101", "absent", by=omar)`: one outcome at a door of the cast; its answer."""

    def record_one(door: str, kind: str = "done", *, by: Actor = omar, **said: Any) -> Answer:
        how = said.pop("how", "seen" if kind == "done" else "")
        fact = OutcomeFact(said.pop("id", new_id()), due_at(door).id, kind, how=how, **said)
        return record_outcomes(by=by, facts=[fact])[0]

    return record_one


@pytest.fixture
def settle_all(cast: Cast, chen: Actor, verification: Round) -> Callable[..., None]:
    """`settle_all(but=["3-101"])`: Chen writes every open due of the verification as done, apart from those."""

    def settle(but: list[str] | None = None) -> None:
        left = [cast.doors[door] for door in but or []]
        dues = Due.objects.of(cast.community_id).filter(round_id=verification.id, state="open")
        facts = [
            OutcomeFact(new_id(), id, "done", how="seen") for id in due_ids(dues.exclude(door_id__in=left))
        ]
        record_outcomes(by=chen, facts=facts)

    return settle


def due_ids(dues: Any) -> list[UUID]:
    return list(dues.values_list("id", flat=True))
