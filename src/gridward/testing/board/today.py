"""Where today's testing stands, for the first page."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.testing import access
from gridward.testing.board.counting import DayCounts, Tested, count_people
from gridward.testing.board.pages import PeopleRow, area_rows, people_url
from gridward.testing.models import TestDay


@dataclass(frozen=True)
class TestedToday:
    """The open day of today, how far it is, and the area with the most people missing."""

    day: TestDay
    total: Tested
    worst: PeopleRow | None

    @property
    def url(self) -> str:
        """Its board."""
        return reverse("testing_board", args=[self.day.id])

    @property
    def missing_url(self) -> str:
        """Who is missing."""
        return people_url(self.day, "missing")


def tested_today(actor: Actor, now: datetime) -> TestedToday | None:
    """Today's testing as far as the actor sees it; none while no day is open or nobody is due. Five statements."""
    day = access.days_for(actor).filter(date=timezone.localdate(now), state=TestDay.State.OPEN).first()
    if day is None:
        return None
    counts = DayCounts("", now)
    count_people(counts, actor, day, now)
    total = counts.total
    if not total.due:
        return None
    rows = area_rows(actor, day, counts) if total.missing else []
    return TestedToday(day, total, next((row for row in rows if row.id and row.tested.missing), None))
