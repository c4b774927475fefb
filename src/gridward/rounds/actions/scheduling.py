"""What happens by itself: scheduled rounds open, unanswered attempts go up, rounds follow the register."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gridward.accounts.actors import NOBODY, Actor, system_actor
from gridward.accounts.jobs import in_each_community
from gridward.audit.actions import announce
from gridward.audit.models import Entry
from gridward.facts.clock import hold, last_number
from gridward.rounds import access, queries
from gridward.rounds.actions.opening import BAD_WINDOW, NAMELESS, kind_or_refuse, open_round, refresh_round
from gridward.rounds.actions.rising import raise_dues
from gridward.rounds.models import Round, Schedule
from gridward.rounds.scopes import Scope
from gridward.shared.ids import derived_id, new_id
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem
from gridward.shared.registries import quiet_deeds

# A schedule claimed later than this was missed, by sleep or by a machine that was off.
LATE_AFTER: Final = timedelta(minutes=10)
# Deeds of this room do not change whom a round owes what.
OWN_DEEDS: Final = ("round.", "outcome.", "due.", "exemption.", "schedule.")


@transaction.atomic
def add_schedule(
    *,
    by: Actor,
    kind_code: str,
    name: str,
    scope: Scope,
    every_minutes: int,
    window_minutes: int,
    next_at: datetime,
    id: UUID | None = None,
    is_on: bool = True,
) -> Schedule:
    """Let rounds of a kind open by themselves, once it is on.

    Raises shared.not_yours, rounds.unknown_kind, rounds.nameless, rounds.bad_window.
    """
    if not access.may_rule(by, scope):
        raise Problem(NOT_YOURS)
    kind = kind_or_refuse(by.community_id, kind_code)
    if not name.strip():
        raise Problem(NAMELESS)
    if every_minutes < 1 or window_minutes < 1:
        raise Problem(BAD_WINDOW)
    schedule = Schedule(
        id=id or new_id(),
        community_id=by.community_id,
        kind_id=kind.id,
        name=name.strip(),
        scope=scope.as_json(),
        every_minutes=every_minutes,
        window_minutes=window_minutes,
        next_at=next_at,
        by_id=by.worker_id,
        is_on=is_on,
    )
    if Schedule.objects.with_ids(by.community_id, [schedule.id]).exists():
        return schedule
    Schedule.objects.bulk_create([schedule])
    _announce(by, "schedule.added", "schedule", [schedule.id])
    return schedule


@transaction.atomic
def switch_schedule(*, by: Actor, schedule_id: UUID, is_on: bool) -> None:
    """Switch a schedule on or off; what it opened stays. Raises shared.not_found, shared.not_yours."""
    schedule = Schedule.objects.with_ids(by.community_id, [schedule_id]).first()
    if schedule is None:
        raise Problem(NOT_FOUND)
    if not access.may_rule(by, Scope.from_json(schedule.scope)):
        raise Problem(NOT_YOURS)
    if Schedule.objects.with_ids(by.community_id, [schedule_id]).exclude(is_on=is_on).update(is_on=is_on):
        _announce(by, "schedule.switched", "schedule", [schedule_id])


def _announce(by: Actor, deed: str, kind: str, ids: list[UUID]) -> None:
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=[(kind, id) for id in ids])


def open_scheduled_rounds(now: datetime | None = None) -> int:
    """Job: open what is scheduled. What was missed runs once, marked late. Returns how many rounds were opened."""
    at = now or timezone.now()

    def open_in(community_id: UUID) -> int:
        ready = Schedule.objects.of(community_id).filter(is_on=True, next_at__lte=at).select_related("kind")
        return sum(_run(schedule, at) for schedule in ready)

    return in_each_community(open_in)


@transaction.atomic
def _run(schedule: Schedule, now: datetime) -> int:
    """Claim one schedule by compare-and-set on its next time; whoever loses does nothing."""
    is_late = now - schedule.next_at > LATE_AFTER
    every = timedelta(minutes=schedule.every_minutes)
    missed = (now - schedule.next_at) // every
    mine = Schedule.objects.with_ids(schedule.community_id, [schedule.id]).filter(
        next_at=schedule.next_at, is_on=True
    )
    claimed = mine.update(next_at=schedule.next_at + every * (missed + 1), last_at=now, last_was_late=is_late)
    if not claimed:
        return 0
    opens_at = now if is_late else schedule.next_at
    open_round(
        by=_on_behalf(schedule),
        kind_code=schedule.kind.code,
        name=f"{schedule.name} {timezone.localtime(opens_at):%m-%d %H:%M}",
        scope=Scope.from_json(schedule.scope),
        opens_at=opens_at,
        closes_at=opens_at + timedelta(minutes=schedule.window_minutes),
        id=derived_id("scheduled round", schedule.id, schedule.next_at.isoformat()),
        schedule_id=schedule.id,
        is_late=is_late,
    )
    return 1


def _on_behalf(schedule: Schedule) -> Actor:
    """The system with the powers of a coordinator, in the name of whoever set the schedule up."""
    system = system_actor(schedule.community_id)
    return Actor(schedule.by_id, system.name, system.community_id, system.roles, is_community_wide=True)


def escalate(now: datetime | None = None) -> int:
    """Job: let attempts without an answer go up, by name, after the time their kind of round allows."""
    at = now or timezone.now()

    return in_each_community(lambda community_id: escalate_in(community_id, at))


def escalate_in(community_id: UUID, now: datetime) -> int:
    """Let what waits too long in one community go up."""
    rounds = queries.open_rounds(community_id).filter(kind__escalate_after_minutes__isnull=False)
    return sum(_escalate(round_, now) for round_ in rounds)


@transaction.atomic
def _escalate(round_: Round, now: datetime) -> int:
    waiting = list(queries.unanswered_since(round_, now).values_list("id", flat=True))
    if not waiting:
        return 0
    hold(round_.community_id)
    went_up = raise_dues(round_, waiting, now)
    changed = [("due", id) for id in waiting]
    announce(
        "due.escalated", community_id=round_.community_id, by_id=NOBODY, changed=changed, how_many=went_up
    )
    return went_up


def refresh_open_rounds() -> int:
    """Job: refresh open rounds after the register changed; returns how many dues that changed."""
    return in_each_community(_refresh_in)


def _refresh_in(community_id: UUID) -> int:
    last = last_number(community_id)
    behind = [round_ for round_ in queries.open_rounds(community_id) if round_.refreshed_seq < last]
    if not behind:
        return 0
    loud = _last_loud(community_id, min(round_.refreshed_seq for round_ in behind))
    by = system_actor(community_id)
    changed = sum(
        refresh_round(by=by, round_id=round_.id).total for round_ in behind if round_.refreshed_seq < loud
    )
    # Nothing of note since: the others need not look at these deeds again.
    quiet = [round_.id for round_ in behind if round_.refreshed_seq >= loud]
    Round.objects.with_ids(community_id, quiet).filter(refreshed_seq__lt=last).update(refreshed_seq=last)
    return changed


def _last_loud(community_id: UUID, after: int) -> int:
    """The number of the last deed of another room that may change whom a round owes; 0 where there was none."""
    since = Entry.objects.filter(community_id=community_id, seq__gt=after)
    for deed in (*OWN_DEEDS, *(deed for deeds in quiet_deeds for deed in deeds)):
        since = since.exclude(deed__startswith=deed)
    return since.aggregate(last=Max("seq"))["last"] or 0
