"""What a pattern of an operation brings into this room: kinds of round with answers, schedules to switch on."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.households.models import Category
from gridward.rounds.actions.kinds import KindFact, put_kind
from gridward.rounds.actions.scheduling import add_schedule
from gridward.rounds.answers import from_lines
from gridward.rounds.models import RoundKind, Schedule
from gridward.rounds.scopes import Scope
from gridward.shared.ids import derived_id


def bring(by: Actor, below: Mapping[str, Any]) -> int:
    """Registered: put in the kinds and schedules that are not here yet; how many these were."""
    told = below.get("rounds", {})
    standing = set(RoundKind.objects.of(by.community_id).values_list("code", flat=True))
    kinds = [kind for kind in told.get("kinds", ()) if kind["code"] not in standing]
    for kind in kinds:
        put_kind(by=by, fact=KindFact(**{**kind, "answers": from_lines(kind.get("answers", ""))}))
    return len(kinds) + bring_schedules(by, told.get("schedules", ()))


def bring_schedules(by: Actor, told: Any) -> int:
    """Schedules stand switched off until somebody looked at them; only a coordinator may set one up."""
    ids = {derived_id("schedule of pattern", by.community_id, one["name"]): one for one in told}
    standing = set(Schedule.objects.with_ids(by.community_id, ids).values_list("id", flat=True))
    new = {id: one for id, one in ids.items() if id not in standing}
    if not new or not by.is_any_of(Role.COORDINATOR):
        return 0
    codes = {code for one in new.values() for code in one.get("categories", ())}
    categories = Category.objects.of(by.community_id).filter(code__in=codes)
    by_code = dict(categories.values_list("code", "id"))
    for id, one in new.items():
        add_schedule(
            by=by,
            kind_code=one["kind"],
            name=one["name"],
            scope=Scope(category_ids=tuple(by_code[code] for code in one.get("categories", ()))),
            every_minutes=one["every"],
            window_minutes=one["window"],
            next_at=next_time(one["hour"]),
            id=id,
            is_on=False,
        )
    return len(new)


def next_time(hour: int) -> datetime:
    """The next time the clock says this hour."""
    now = timezone.localtime()
    today = timezone.make_aware(datetime.combine(now.date(), time(hour)))
    return today if today > now else today + timedelta(days=1)
