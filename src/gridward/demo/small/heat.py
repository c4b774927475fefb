"""The heat wave: everybody alone or frail is looked in on this morning; two gave no answer, and that went up."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from gridward.demo.clock import clock_at
from gridward.demo.community.families import ADULT
from gridward.households.actions import MarkFact, set_marks
from gridward.households.models import Category
from gridward.operations.zones.actions import open_zone
from gridward.operations.zones.entries import ZoneFact
from gridward.rounds.actions import Scope, escalate_in
from gridward.rounds.models import Round

from .flood import begin, by_worker, listed, opened, record, say
from .register import Small, hours, settle

OLD = 66


def tell_heat(small: Small, now: datetime) -> None:
    """From the orange warning to the middle of the morning's round."""
    with clock_at(hours(now, 30)):
        begin(small, "heat", "高温看望演练")
        settle(small)
        categories = mark(small)
        warn(small)
    with clock_at(hours(now, 4)):
        looking_in = opened(small, "heat_visit", "今日高温看望", Scope(category_ids=categories), 5)
    look_in(small, looking_in, now)
    with clock_at(hours(now, 0.2)):
        escalate_in(small.community_id, timezone.now())


def warn(small: Small) -> None:
    """The whole community stands under an orange warning."""
    day = timezone.localdate()
    fact = ZoneFact(
        "全社区",
        "orange",
        day,
        f"市气象台〔{day.year}〕橙色预警第6号",
        "最高气温将达 38℃",
        areas=tuple(small.areas),
        measures=("cool_room", "no_outdoor", "water"),
        ends_on=day + timedelta(days=5),
    )
    open_zone(by=small.chief, fact=fact)


def mark(small: Small) -> tuple[UUID, ...]:
    """Who lives alone, and the oldest among the others, are marked as the community defined it."""
    rows = Category.objects.of(small.community_id).filter(code__in=("alone", "frail"))
    ids = dict(rows.values_list("code", "id"))
    marks = [
        MarkFact(ids["alone"], id)
        for (id, member), (_next, after) in zip(
            small.members, [*small.members[1:], small.members[0]], strict=True
        )
        if member.part == "head" and after.part == "head" and member.age >= ADULT
    ]
    marks += [MarkFact(ids["frail"], id) for id, member in small.members if member.age >= OLD]
    set_marks(by=small.chief, marks=marks)
    return tuple(ids.values())


def look_in(small: Small, round_: Round, now: datetime) -> None:
    """Two thirds are seen or called, two gave no answer three hours ago, one is unwell; the rest is still to do."""
    dues = listed(round_)
    reached = dues[: len(dues) * 2 // 3]
    odd = {reached[1].id: "nobody", reached[-2].id: "nobody", reached[3].id: "unwell", reached[5].id: "needs"}
    with clock_at(hours(now, 3)):
        for worker_id, theirs in by_worker(reached).items():
            codes = [
                odd.get(due.id, "called" if turn % 3 == 1 else "well") for turn, due in enumerate(theirs)
            ]
            record(small, worker_id, [say(small, due, code) for due, code in zip(theirs, codes, strict=True)])
