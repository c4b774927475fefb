"""The latest day of testing of one community, counted for the tallies: six statements, however many people."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from gridward.rounds.models import Due
from gridward.shared.registries import CountsAbove
from gridward.testing.board.counting import DayCounts, count_owed, phases_of
from gridward.testing.models import Result, ResultState, Sample, TestDay, Waiting
from gridward.testing.results.models import OPEN_WAITS, TO_COMPARE

COLUMN = "tested_on"


def latest_day(community_id: UUID, now: datetime) -> TestDay | None:
    """The latest day that was opened, none of the future; one statement."""
    days = TestDay.objects.of(community_id).exclude(state=TestDay.State.PLANNED)
    found: TestDay | None = days.filter(date__lte=timezone.localdate(now)).order_by("-date").first()
    return found


def day_counted(community_id: UUID, now: datetime) -> date | None:
    """The date of the day the counts are of."""
    day = latest_day(community_id, now)
    return day.date if day else None


def people_by_area(community_id: UUID, now: datetime) -> dict[UUID | None, dict[str, int]]:
    """People of the latest day by how far they are; tubes and those who wait of the whole community alone."""
    found: dict[UUID | None, dict[str, int]] = defaultdict(dict)
    waits = Waiting.objects.of(community_id).filter(state__in=OPEN_WAITS)
    found[None]["test_waits"] = waits.values("subject_id").distinct().count()
    day = latest_day(community_id, now)
    if day is None:
        return found
    results = Result.objects.of(community_id).filter(state=ResultState.FINAL, value__in=TO_COMPARE)
    found[None]["test_tubes"] = results.filter(tube__day_id=day.id).count()
    counts = DayCounts("", now)
    dues = Due.objects.of(community_id).filter(round_id__in=list(phases_of(day)))
    samples = Sample.objects.of(community_id).filter(day_id=day.id, is_void=False)
    count_owed(counts, dues, samples, day, now)
    for area_id, tested in counts.by(0).items():
        found[area_id] |= {
            "test_done": tested.done,
            "test_open": tested.open,
            "test_late": tested.late,
            "test_signed_off": tested.signed_off,
            "test_resulted": tested.resulted,
        }
    return found


ABOVE = CountsAbove(on=day_counted, by_area=people_by_area)
