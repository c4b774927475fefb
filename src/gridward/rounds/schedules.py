"""What the page of schedules reads, and the schedule a new round may leave behind."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.rounds import access, queries
from gridward.rounds.actions import add_schedule
from gridward.rounds.choices import scope_words
from gridward.rounds.models import Round, Schedule
from gridward.rounds.scopes import Scope
from gridward.rounds.words import named
from gridward.shared.ids import derived_id


@dataclass(frozen=True)
class ScheduleRow:
    """A schedule in words."""

    schedule: Schedule
    kind: str
    scope: list[str]
    hours: int
    window_hours: int
    by: str
    may_switch: bool

    @property
    def id(self) -> UUID:
        """The schedule's id."""
        return self.schedule.id


def rows_for(actor: Actor) -> list[ScheduleRow]:
    """Schedules of the community in words."""
    schedules = list(queries.schedules_of(actor.community_id))
    names = worker_names(schedule.by_id for schedule in schedules)
    return [_row(actor, schedule, names) for schedule in schedules]


def _row(actor: Actor, schedule: Schedule, names: dict[UUID, str]) -> ScheduleRow:
    scope = Scope.from_json(schedule.scope)
    return ScheduleRow(
        schedule=schedule,
        kind=named(schedule.kind),
        scope=scope_words(actor, scope),
        hours=schedule.every_minutes // 60,
        window_hours=schedule.window_minutes // 60,
        by=names.get(schedule.by_id, ""),
        may_switch=access.may_rule(actor, scope),
    )


def repeat(actor: Actor, opened: Round, every_minutes: int, scope: Scope) -> Schedule:
    """A schedule that goes on where this round began; the same round leaves one schedule behind."""
    window = opened.closes_at - opened.opens_at
    return add_schedule(
        by=actor,
        kind_code=opened.kind.code,
        name=opened.name,
        scope=scope,
        every_minutes=every_minutes,
        window_minutes=max(int(window.total_seconds() // 60), 1),
        next_at=opened.opens_at + timedelta(minutes=every_minutes),
        id=derived_id("schedule of", opened.id),
    )
