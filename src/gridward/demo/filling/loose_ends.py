"""What is never quite finished: a fact that comes after the close, an exemption that waits, visits by schedule."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.utils import timezone

from gridward.demo.community.records import DoorSeen, ExemptionApproved
from gridward.rounds.actions import (
    OutcomeFact,
    Scope,
    add_schedule,
    ask_exemption,
    open_scheduled_rounds,
    record_outcomes,
)
from gridward.rounds.models import ExemptReason, OutcomeKind, Round
from gridward.rounds.queries import dues_of
from gridward.shared.ids import new_id

from .people import AREA_SHOWN
from .story import A_MINUTE, Story

A_DAY = timedelta(days=1)
# Before the day's round begins.
VISITS_OPEN, VISITS_LAST = timedelta(hours=7), timedelta(hours=1)
# Of the visits of the day, every so many is not done when the window ends, and every so many nobody answered.
LEFT_OVER, UNANSWERED = 4, 9


def plan_late_fact(story: Story) -> None:
    """A worker's phone sends on the morning after the second round closed what was seen on its evening."""
    told = story.known.told
    settled = [e for e in told.events if isinstance(e, ExemptionApproved) and e.round_ref == "R2"]
    event = [e for e in settled if e.reason == "no_answer"][-1]
    worker_ref = next(door.worker_ref for door in told.doors if door.ref == event.door_ref)
    seen_at = story.known.moment(event.at) + timedelta(minutes=17)

    def do() -> None:
        fact = OutcomeFact(
            id=new_id(),
            due_id=story.due("R2", event.door_ref),
            kind=OutcomeKind.DONE,
            how="phone",
            happened_at=seen_at,
        )
        record_outcomes(by=story.actor(worker_ref), facts=[fact])

    story.plan(seen_at + timedelta(hours=12), do)


def plan_waiting_exemptions(story: Story) -> None:
    """Two doors where nobody answered today: their workers ask to exempt them; one lies in the area that is shown."""
    told = story.known.told
    doors = {door.ref: door for door in told.doors}
    seen = [e for e in told.events if isinstance(e, DoorSeen) and e.round_ref == "R3"]
    done = {e.door_ref for e in seen if e.outcome == "done"}
    shut = [e for e in seen if e.outcome == "absent" and e.door_ref not in done]
    shut = [e for e in shut if doors[e.door_ref].state in ("lived_in", "no_answer")]
    shown = next(area.ref for area in told.areas if area.number == AREA_SHOWN)
    asked = [
        next((e for e in shut if doors[e.door_ref].area_ref == shown), shut[0]),
        next(e for e in reversed(shut) if doors[e.door_ref].area_ref != shown),
    ]
    for event, reason in zip(asked, (ExemptReason.AWAY, ExemptReason.HOSPITAL), strict=True):
        story.plan(story.known.dates.now - A_MINUTE, partial(ask, story, event, reason))


def ask(story: Story, event: DoorSeen, reason: str) -> None:
    """A worker asks to exempt a door from the last round."""
    due_ids = [story.due(event.round_ref, event.door_ref)]
    ask_exemption(by=story.actor(event.worker_ref), due_ids=due_ids, reason=reason)


def plan_scheduled_visits(story: Story) -> None:
    """Special groups are visited every morning by schedule, which begins on the last day; some visits are left over."""
    known = story.known
    midnight = timezone.localtime(known.moment(known.told.rounds[-1].opens_at)).replace(hour=0, minute=0)
    opens_at = midnight + VISITS_OPEN
    special = next(one for one in known.told.categories if one.code == "special")
    schedule_id = new_id()

    def schedule() -> None:
        add_schedule(
            by=known.coordinator,
            kind_code="visit",
            name="特殊群体每日走访",
            scope=Scope(category_ids=(known.categories[special.ref],)),
            every_minutes=int(A_DAY / A_MINUTE),
            window_minutes=int(VISITS_LAST / A_MINUTE),
            next_at=opens_at,
            id=schedule_id,
        )

    story.plan(opens_at - timedelta(hours=14), schedule)
    story.plan(opens_at, partial(open_scheduled_rounds, opens_at))
    story.plan(opens_at + VISITS_LAST - A_MINUTE, partial(record_visits, story, schedule_id, opens_at))


def record_visits(story: Story, schedule_id: UUID, opens_at: datetime) -> None:
    """What each worker recorded of the morning's visits."""
    community_id = story.known.community_id
    visits = Round.objects.of(community_id).get(schedule_id=schedule_id)
    actors = {actor.worker_id: actor for actor in story.known.actors.values()}
    by_worker: dict[UUID, list[OutcomeFact]] = {}
    dues = dues_of(visits).order_by("area_id", "door_id")
    for turn, due in enumerate(dues):
        if turn % LEFT_OVER == 0:
            continue
        kind = OutcomeKind.ABSENT if turn % UNANSWERED == 1 else OutcomeKind.DONE
        how = "" if kind == OutcomeKind.ABSENT else "seen"
        seen_at = opens_at + timedelta(minutes=5 + 2 * turn)
        fact = OutcomeFact(id=new_id(), due_id=due.id, kind=kind, how=how, happened_at=seen_at)
        by_worker.setdefault(due.worker_id, []).append(fact)
    for worker_id, facts in by_worker.items():
        record_outcomes(by=actors[worker_id], facts=facts)
