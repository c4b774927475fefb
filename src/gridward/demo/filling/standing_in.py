"""How long visits take and who can take on what; and a worker who fell ill today: who stands in waits for a yes."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from gridward.allocation.actions import (
    AwayFact,
    LimitFact,
    WeightsFact,
    set_limits,
    set_weights,
    somebody_away,
)
from gridward.allocation.models import AwayReason
from gridward.allocation.runs import work_on

from .known import Known
from .people import AREA_SHOWN
from .story import Story

# Half an hour before the story ends, in the middle of the day's round.
FELL_ILL = timedelta(minutes=30)
# What categories add to a visit, by code: minutes, whether they isolate at home, whether somebody may come at night.
ADDED = {
    "class_c": {"minutes": 1, "is_isolating": True, "needs_nights": False},
    "special": {"minutes": 5, "is_isolating": False, "needs_nights": False},
    "delivery": {"minutes": 3, "is_isolating": False, "needs_nights": False},
}


def weigh(known: Known) -> None:
    """The community's own weights, and limits of three workers."""
    ids = {category.code: known.categories[category.ref] for category in known.told.categories}
    categories = {str(ids[code]): said for code, said in ADDED.items() if code in ids}
    set_weights(by=known.coordinator, weights=WeightsFact(per_door=5.0, categories=categories))
    first, second, third = carriers(known)[:3]
    limits = [
        LimitFact(first, highest_floor=2),
        LimitFact(second, most=40),
        LimitFact(third, no_nights=True),
    ]
    set_limits(by=known.coordinator, limits=limits)


def carriers(known: Known) -> list[UUID]:
    """Workers who answer for doors outside the area that is shown, in the order they were hired."""
    shown = next(area.ref for area in known.told.areas if area.number == AREA_SHOWN)
    busy = {door.worker_ref for door in known.told.doors if door.area_ref == shown}
    mine = {door.worker_ref for door in known.told.doors} - busy
    return [known.workers[worker.ref] for worker in known.told.workers if worker.ref in mine]


def plan_illness(story: Story) -> None:
    """A worker falls ill; the coordinator asks who stands in, and has not decided yet."""
    known = story.known

    def do() -> None:
        away = AwayFact(carriers(known)[3], timezone.localdate(), AwayReason.ILL)
        work_on(somebody_away(by=known.coordinator, away=away))

    story.plan(known.dates.now - FELL_ILL, do)
