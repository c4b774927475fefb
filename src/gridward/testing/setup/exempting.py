"""Exemptions over several days: asked for by one, approved by another, applied to the dues of each day they cover."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role, Worker
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.households.access import persons_for
from gridward.rounds.models import Due, ExemptReason, Round
from gridward.shared.ids import new_id
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem, problem_code
from gridward.testing.models import Phase, Standing, TestDay
from gridward.testing.setup.entries import round_id_of

ASKERS: Final = (Role.COORDINATOR, Role.AREA_LEADER, Role.WORKER)
BAD_DAYS = problem_code("testing.bad_days", 422, "The last day cannot lie before the first.")
UNKNOWN_EXEMPTION = problem_code("testing.unknown_exemption", 422, "Please choose a reason from the list.")
OWN_STANDING = problem_code(
    "testing.own_standing", 403, "It is approved by somebody other than the worker and whoever asked for it."
)


@dataclass(frozen=True)
class StandingFact:
    """Whom to exempt, why, and for which days."""

    subject_id: UUID
    reason: str
    from_on: date
    until_on: date


def standings_for(actor: Actor) -> QuerySet[Standing]:
    """Exemptions within the actor's reach, those that wait first, then the latest to end."""
    rows: QuerySet[Standing] = Standing.objects.of(actor.community_id)
    if not actor.is_community_wide:
        mine = Q(worker_id=actor.worker_id) | Q(asked_by_id=actor.worker_id)
        rows = rows.filter(mine | Q(area_id__in=list(actor.area_ids)))
    return rows.select_related("door").order_by("ended_at", "approved_at", "-until_on", "id")


@transaction.atomic
def ask_standing(*, by: Actor, facts: Collection[StandingFact]) -> list[Standing]:
    """Ask for exemptions over several days; they hold once somebody else approved them.

    By a coordinator, or over the own areas and doors. Raises testing.unknown_exemption, testing.bad_days,
    shared.not_found, shared.not_yours.
    """
    must_be(by, *ASKERS)
    hold(by.community_id)
    if any(fact.reason not in ExemptReason.values for fact in facts):
        raise Problem(UNKNOWN_EXEMPTION)
    if any(fact.until_on < fact.from_on for fact in facts):
        raise Problem(BAD_DAYS)
    doors = _doors(by, {fact.subject_id for fact in facts})
    if any(fact.subject_id not in doors for fact in facts):
        raise Problem(NOT_FOUND)
    rows = [_row(by, fact, doors[fact.subject_id]) for fact in facts]
    Standing.objects.bulk_create(rows)
    _announce(by, "standing_exemption.asked", [row.id for row in rows])
    return rows


Place = tuple[UUID | None, UUID | None, UUID | None]


def _doors(by: Actor, ids: Collection[UUID]) -> dict[UUID, Place]:
    """Door, area and worker of each subject in sight; a worker answers for oneself."""
    persons: Any = persons_for(by).filter(id__in=list(ids))
    found: dict[UUID, Place] = {
        id: (door, area, worker)
        for id, door, area, worker in persons.values_list("id", "door_id", "door__area_id", "door__worker_id")
    }
    workers = Worker.objects.filter(community_id=by.community_id, id__in=list(ids), left_at=None)
    return found | {id: (None, None, id) for id in workers.values_list("id", flat=True)}


def _row(by: Actor, fact: StandingFact, place: Place) -> Standing:
    door_id, area_id, worker_id = place
    return Standing(
        id=new_id(),
        community_id=by.community_id,
        subject_id=fact.subject_id,
        door_id=door_id,
        area_id=area_id,
        worker_id=worker_id,
        reason=fact.reason,
        from_on=fact.from_on,
        until_on=fact.until_on,
        asked_by_id=by.worker_id,
    )


@transaction.atomic
def approve_standing(*, by: Actor, ids: Collection[UUID]) -> int:
    """Approve exemptions that wait, all or none; open dues of the days they cover are exempt at once.

    By a coordinator or the area's leader, never by the worker or whoever asked. Raises testing.own_standing,
    shared.not_found, shared.not_yours.
    """
    hold(by.community_id)
    rows = _meant(by, ids)
    if any(by.worker_id in (row.asked_by_id, row.worker_id) for row in rows):
        raise Problem(OWN_STANDING)
    waiting = Standing.objects.with_ids(by.community_id, ids).filter(approved_at=None, ended_at=None)
    approved = int(waiting.update(approved_at=timezone.now(), approved_by_id=by.worker_id))
    for round_ in _open_rounds(by.community_id):
        exempt_standing(round_, timezone.now())
    _announce(by, "standing_exemption.approved", ids, approved)
    return approved


@transaction.atomic
def end_standing(*, by: Actor, ids: Collection[UUID]) -> int:
    """End exemptions, or decline those that wait; dues of open days they exempted stand open again.

    By a coordinator or the area's leader. Raises shared.not_found, shared.not_yours.
    """
    hold(by.community_id)
    _meant(by, ids)
    going_on = Standing.objects.with_ids(by.community_id, ids).filter(ended_at=None)
    subjects = set(going_on.values_list("subject_id", flat=True))
    ended = int(going_on.update(ended_at=timezone.now(), ended_by_id=by.worker_id))
    for round_ in _open_rounds(by.community_id):
        _open_again(round_, subjects)
    _announce(by, "standing_exemption.ended", ids, ended)
    return ended


def _meant(by: Actor, ids: Collection[UUID]) -> list[Standing]:
    rows = list(Standing.objects.with_ids(by.community_id, ids))
    if len(rows) < len(set(ids)):
        raise Problem(NOT_FOUND)
    if not all(may_decide(by, row) for row in rows):
        raise Problem(NOT_YOURS)
    return rows


def may_decide(actor: Actor, row: Standing) -> bool:
    """Whether the actor may approve or end an exemption: a coordinator any, a leader in the own areas."""
    if actor.is_any_of(Role.COORDINATOR):
        return True
    return actor.is_any_of(Role.AREA_LEADER) and row.area_id in actor.area_ids


def _open_rounds(community_id: UUID) -> Iterable[Round]:
    """The open rounds of open days; a constant number, as few days are open at a time."""
    days = TestDay.objects.of(community_id).filter(state=TestDay.State.OPEN)
    ids = [id for pair in days.values_list("door_round_id", "centre_round_id") for id in pair if id]
    return list(Round.objects.with_ids(community_id, ids).filter(state=Round.State.OPEN).order_by("id"))


def in_force(community_id: UUID, on: date) -> QuerySet[Standing]:
    """Approved exemptions that hold on a day."""
    rows: QuerySet[Standing] = Standing.objects.of(community_id).filter(
        approved_at__isnull=False, ended_at=None, from_on__lte=on, until_on__gte=on
    )
    return rows


def date_of(round_: Round) -> date | None:
    """The date of the day a round belongs to, by the ids its days give their rounds."""
    days = TestDay.objects.of(round_.community_id).exclude(state=TestDay.State.CLOSED)
    for day in days:
        if round_.id in (round_id_of(day, Phase.DOOR), round_id_of(day, Phase.CENTRE)):
            return day.date
    return None


def exempt_standing(round_: Round, now: datetime) -> int:
    """Registered: exempt the open dues of a day's round whose subject is exempt that day; two statements."""
    on = date_of(round_)
    if on is None:
        return 0
    held = in_force(round_.community_id, on).filter(subject_id=OuterRef("subject_id")).order_by("id")
    dues: Any = Due.objects.of(round_.community_id).filter(round_id=round_.id, state=Due.State.OPEN)
    dues = dues.annotate(approver=Subquery(held.values("approved_by_id")[:1]))
    # Whoever approved may have become the worker of the door since: then the due waits for somebody else.
    another = Q(worker_id=None) | ~Q(worker_id=F("approver"))
    return int(
        dues.filter(another, approver__isnull=False).update(
            state=Due.State.EXEMPT,
            reason=Subquery(held.values("reason")[:1]),
            asked_by_id=Subquery(held.values("asked_by_id")[:1]),
            asked_reason=Subquery(held.values("reason")[:1]),
            settled_by_id=Subquery(held.values("approved_by_id")[:1]),
            settled_at=now,
        )
    )


def _open_again(round_: Round, subject_ids: Collection[UUID]) -> int:
    """Dues that no exemption holds any more; one that was asked for at the due itself stays."""
    on = date_of(round_)
    ended = Standing.objects.of(round_.community_id).filter(
        subject_id=OuterRef("subject_id"),
        asked_by_id=OuterRef("asked_by_id"),
        approved_by_id=OuterRef("settled_by_id"),
        ended_at__isnull=False,
    )
    dues: Any = Due.objects.of(round_.community_id).filter(
        Exists(ended), round_id=round_.id, state=Due.State.EXEMPT, subject_id__in=list(subject_ids)
    )
    if on is not None:
        still = in_force(round_.community_id, on).filter(subject_id=OuterRef("subject_id"))
        dues = dues.filter(~Exists(still))
    return int(
        dues.update(
            state=Due.State.OPEN,
            reason="",
            asked_by_id=None,
            asked_reason="",
            settled_by_id=None,
            settled_at=None,
        )
    )


def _announce(by: Actor, deed: str, ids: Iterable[UUID], how_many: int | None = None) -> None:
    changed = [("standing_exemption", id) for id in dict.fromkeys(ids)]
    if changed and how_many != 0:
        announce(
            deed, community_id=by.community_id, by_id=by.worker_id, changed=changed, how_many=len(changed)
        )
