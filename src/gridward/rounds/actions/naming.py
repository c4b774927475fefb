"""Rounds whose dues are given one by one, by name, as when exactly the people of one tube are owed another sample."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.rounds.actions.opening import kind_or_refuse
from gridward.rounds.models import Due, LeaveReason, Round
from gridward.rounds.scopes import Scope
from gridward.shared.ids import derived_id


@dataclass(frozen=True)
class NamedDue:
    """Who is owed something, and the name it stands open under."""

    subject_id: UUID
    door_id: UUID | None = None
    area_id: UUID | None = None
    worker_id: UUID | None = None


@dataclass(frozen=True)
class NamedRound:
    """A round with its dues; a round of this id that stands gets those dues it has not yet."""

    id: UUID
    name: str
    opens_at: datetime
    closes_at: datetime
    dues: tuple[NamedDue, ...]


def named_due_id(round_id: UUID, subject_id: UUID) -> UUID:
    """The id of what a round owes a subject."""
    return derived_id("due", round_id, subject_id)


@transaction.atomic
def open_named_rounds(*, by: Actor, kind_code: str, rounds: Sequence[NamedRound]) -> int:
    """Open rounds and make their dues; what stands is left as it is. Returns how many dues are new.

    Who may ask for it is the calling room's to say. Raises rounds.unknown_kind.
    """
    hold(by.community_id)
    kind = kind_or_refuse(by.community_id, kind_code)
    Round.objects.bulk_create(
        [
            Round(
                id=round_.id,
                community_id=by.community_id,
                kind_id=kind.id,
                name=round_.name,
                scope=Scope(is_named=True).as_json(),
                opens_at=round_.opens_at,
                closes_at=round_.closes_at,
                opened_by_id=by.worker_id,
            )
            for round_ in rounds
        ],
        ignore_conflicts=True,
    )
    dues = [_due(by, round_, due) for round_ in rounds for due in round_.dues]
    standing = set(
        Due.objects.with_ids(by.community_id, [due.id for due in dues]).values_list("id", flat=True)
    )
    fresh = [due for due in dues if due.id not in standing]
    if not fresh:
        return 0
    Due.objects.bulk_create(fresh)
    changed = [("round", round_.id) for round_ in rounds] + [("due", due.id) for due in fresh]
    announce(
        "round.opened",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=changed,
        how_many=len(rounds),
        subject_id=rounds[0].id,
    )
    return len(fresh)


def _due(by: Actor, round_: NamedRound, due: NamedDue) -> Due:
    return Due(
        id=named_due_id(round_.id, due.subject_id),
        community_id=by.community_id,
        round_id=round_.id,
        subject_id=due.subject_id,
        door_id=due.door_id,
        area_id=due.area_id,
        worker_id=due.worker_id,
    )


@transaction.atomic
def end_named_dues(*, by: Actor, due_ids: Collection[UUID], reason: LeaveReason) -> int:
    """End dues given by name that are still open, with the reason; returns how many."""
    hold(by.community_id)
    mine = Due.objects.with_ids(by.community_id, due_ids).filter(state=Due.State.OPEN)
    ended = list(mine.values_list("id", flat=True))
    mine.update(state=Due.State.LEFT, reason=reason, settled_at=timezone.now(), settled_by_id=by.worker_id)
    if ended:
        announce(
            "round.refreshed",
            community_id=by.community_id,
            by_id=by.worker_id,
            changed=[("due", id) for id in ended],
        )
    return len(ended)
