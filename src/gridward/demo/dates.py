"""Moving the story of September 2022 so that it ends on the day it is looked at."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from gridward.households.identity import check_digit

from .community import DemoCommunity
from .community.records import Person

# Before noon too little of the day is over for the work the story tells of it: then it ends on the day before.
EARLIEST_END = time(12)
PAUSE = timedelta(minutes=5)
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
DAYS_OF_A_YEAR = 365.25
ID_LENGTH = 18


@dataclass(frozen=True, slots=True)
class Dates:
    """How far the story moves; its last day is squeezed where that day is not over yet.

    `last_opens` is the opening of the last day's round as told, `squeeze` the part of the told time that it takes.
    """

    now: datetime
    shift: timedelta
    last_opens: datetime
    squeeze: float

    def moment(self, told: datetime) -> datetime:
        """When something told happens."""
        if told <= self.last_opens:
            return told + self.shift
        return self.last_opens + self.shift + (told - self.last_opens) * self.squeeze

    @property
    def last_close(self) -> datetime:
        """When the window of the last round ends: the first evening that is not upon us yet."""
        evening = timezone.localtime(self.now).replace(hour=20, minute=0, second=0, microsecond=0)
        return evening if evening - self.now > AN_HOUR else evening + A_DAY

    def day(self, told: date) -> date:
        """The day something told happens on."""
        return told + self.shift

    def person(self, told: Person) -> Person:
        """The person with the days of the story moved, and born so many whole years later."""
        years = int(self.shift.days // DAYS_OF_A_YEAR)
        born = years_later(told.birth_date, years)
        return replace(
            told,
            birth_date=born,
            id_number=reborn(told.id_number, born) if told.id_kind == "resident" else told.id_number,
            whereabouts_from=told.whereabouts_from and self.day(told.whereabouts_from),
            whereabouts_until=told.whereabouts_until and self.day(told.whereabouts_until),
        )


def dates_for(community: DemoCommunity, now: datetime) -> Dates:
    """Dates by which the story's last event has just happened: today, or yesterday where now is before noon."""
    opens = community.rounds[-1].opens_at
    told_end = max(event.at for event in community.events)
    here = timezone.localtime(now)
    last_day = here.date() if here.time() >= EARLIEST_END else here.date() - A_DAY
    shift = last_day - timezone.localdate(opens)
    end = min(told_end + shift, now - PAUSE)
    return Dates(now, shift, opens, (end - opens - shift) / (told_end - opens))


def years_later(born: date, years: int) -> date:
    """The same day of another year; who was born on a leap day may be born on the day before."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return born.replace(year=born.year + years, day=28)


def reborn(number: str, born: date) -> str:
    """The identity number of somebody born on another day, with its own check digit; none stays none.

    One that would end in 000, like a number ruined by a spreadsheet, gives way to the next of the same sex.
    """
    if len(number) != ID_LENGTH:
        return number
    head, sequence = f"{number[:6]}{born:%Y%m%d}", int(number[14:17])
    bodies = [f"{head}{turn % 1000:03d}" for turn in (sequence, sequence + 2)]
    return next(body + check_digit(body) for body in bodies if not is_ruined(body + check_digit(body)))


def is_ruined(number: str) -> bool:
    """Whether a number ends as spreadsheets leave one that had more digits than they keep."""
    return number.endswith("000")
