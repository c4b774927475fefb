"""Samples per hour as bars, going on at the present pace until each phase is through."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from gridward.planning.pace import Forecast, Reason, forecast
from gridward.testing.board.counting import AN_HOUR, DayCounts
from gridward.testing.models import Phase, TestDay

# Bars further ahead than this say nothing anybody could plan by.
MOST_AHEAD: Final = 6
MOST_BARS: Final = 18
HEIGHT: Final = 120
WIDTH: Final = 44
PHASES: Final = (Phase.DOOR, Phase.CENTRE)


@dataclass(frozen=True)
class Bar:
    """One hour: where its parts lie, from the bottom up, in units of the drawing."""

    hour: datetime
    door: int
    centre: int
    is_ahead: bool
    x: int
    door_height: float
    centre_height: float

    @property
    def count(self) -> int:
        """Both phases together."""
        return self.door + self.centre

    @property
    def door_y(self) -> float:
        """The top of the lower part."""
        return HEIGHT - self.door_height

    @property
    def centre_y(self) -> float:
        """The top of the whole."""
        return self.door_y - self.centre_height

    @property
    def middle(self) -> float:
        """Where its words stand."""
        return self.x + (WIDTH - 8) / 2

    @property
    def label_y(self) -> float:
        """Where its number stands."""
        return self.centre_y - 5


@dataclass(frozen=True)
class PhaseEnd:
    """When a phase will be through, and whether that is in time."""

    phase: str
    forecast: Forecast
    closes_at: datetime

    @property
    def left(self) -> int:
        """How many are still to be sampled."""
        return self.forecast.left

    @property
    def pace(self) -> int:
        """Samples an hour."""
        return round(self.forecast.per_hour)

    @property
    def ends_at(self) -> datetime | None:
        """The moment, where one can be told."""
        return self.forecast.ends_at if self.left else None

    @property
    def is_standing(self) -> bool:
        """Whether nothing moved for an hour."""
        return self.forecast.reason == Reason.STANDING

    @property
    def is_late(self) -> bool:
        """Whether it will end after its window, or stands still."""
        return self.left > 0 and (self.is_standing or bool(self.ends_at and self.ends_at > self.closes_at))


@dataclass(frozen=True)
class Chart:
    """The bars, how wide they are together, and what is foreseen."""

    bars: list[Bar]
    forecasts: list[PhaseEnd]

    @property
    def width(self) -> int:
        """Of the drawing."""
        return len(self.bars) * WIDTH


def chart_of(day: TestDay, counts: DayCounts, now: datetime) -> Chart:
    """The chart of a day; it looks ahead only while the day is open."""
    forecasts = [forecast_of(phase, day, counts, now) for phase in PHASES]
    hours: dict[datetime, dict[str, int]] = defaultdict(lambda: dict.fromkeys(PHASES, 0))
    for taken in counts.taken:
        if taken.phase in PHASES:
            hours[taken.hour][taken.phase] += taken.count
    ahead = ahead_of(forecasts, now) if day.state == TestDay.State.OPEN else {}
    return Chart(bars_of(hours, ahead), forecasts)


def forecast_of(phase: str, day: TestDay, counts: DayCounts, now: datetime) -> PhaseEnd:
    """When a phase ends at the pace of the last hour."""
    tested = counts.by(2).get(phase)
    taken = [each for each in counts.taken if each.phase == phase]
    done, lately = sum(each.count for each in taken), sum(each.lately for each in taken)
    points = [(min(each.first for each in taken), 0)] if taken else []
    points += [(now - AN_HOUR, done - lately), (now, done)] if taken else []
    missing = tested.missing if tested else 0
    closes_at = day.door_closes_at if phase == Phase.DOOR else day.centre_closes_at
    return PhaseEnd(phase, forecast(sorted(points), done + missing, now), closes_at)


def ahead_of(forecasts: list[PhaseEnd], now: datetime) -> dict[datetime, dict[str, int]]:
    """Samples of the coming hours if nothing changes."""
    first = timezone.localtime(now).replace(minute=0, second=0, microsecond=0) + AN_HOUR
    rest_of_hour = (first - now) / AN_HOUR
    hours: dict[datetime, dict[str, int]] = {}
    for number in range(MOST_AHEAD):
        at = first + number * timedelta(hours=1)
        counts = {each.phase: left_for(each, rest_of_hour + number) for each in forecasts}
        if not any(counts.values()):
            break
        hours[at] = counts
    return hours


def left_for(each: PhaseEnd, hours_before: float) -> int:
    """How many of a phase fall into the hour that begins so many hours from now."""
    left = each.left - each.pace * hours_before
    return round(max(min(left, each.pace), 0))


def bars_of(hours: dict[datetime, dict[str, int]], ahead: dict[datetime, dict[str, int]]) -> list[Bar]:
    """The latest hours, and those to come behind them."""
    shown = [(hour, counts, False) for hour, counts in sorted(hours.items())]
    # The hour that runs has both: what was taken stands.
    shown += [(hour, counts, True) for hour, counts in ahead.items() if hour not in hours]
    shown = shown[-MOST_BARS:]
    most = max((sum(counts.values()) for _hour, counts, _ahead in shown), default=0) or 1
    scale = (HEIGHT - 20) / most
    return [
        Bar(
            hour,
            counts[Phase.DOOR],
            counts[Phase.CENTRE],
            is_ahead,
            number * WIDTH + 4,
            counts[Phase.DOOR] * scale,
            counts[Phase.CENTRE] * scale,
        )
        for number, (hour, counts, is_ahead) in enumerate(shown)
    ]
