"""The story of September 2022 ends when it is looked at."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from gridward.demo.clock import clock_at
from gridward.demo.community import DemoCommunity
from gridward.demo.dates import Dates, dates_for, reborn, years_later
from gridward.households.ages import AGE, age_on
from gridward.households.identity import read_id

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = ((0, 20), (9, 0), (11, 59), (12, 0), (15, 30), (18, 59), (19, 30), (23, 59))
at_every_hour = pytest.mark.parametrize("hour", HOURS, ids=lambda hour: f"{hour[0]:02}:{hour[1]:02}")


def looked_at(hour: tuple[int, int], day: date = date(2026, 11, 23)) -> datetime:
    return datetime(day.year, day.month, day.day, *hour, tzinfo=SHANGHAI)


def days_of(community: DemoCommunity, dates: Dates) -> list[date]:
    return sorted({timezone.localdate(dates.moment(event.at)) for event in community.events})


@at_every_hour
def test_everything_told_has_happened_when_it_is_looked_at(
    community: DemoCommunity, hour: tuple[int, int]
) -> None:
    now = looked_at(hour)
    dates = dates_for(community, now)
    moments = [dates.moment(event.at) for event in community.events]
    assert moments == sorted(moments)
    assert moments[-1] <= now - timedelta(minutes=5)


@at_every_hour
def test_the_last_day_is_today_from_noon_on_and_yesterday_before(
    community: DemoCommunity, hour: tuple[int, int]
) -> None:
    now = looked_at(hour)
    last = now.date() if hour >= (12, 0) else now.date() - timedelta(days=1)
    days = days_of(community, dates_for(community, now))
    assert days == [last - timedelta(days=back) for back in (8, 7, 6, 4, 0)]


@at_every_hour
def test_the_last_round_is_within_its_window_when_it_is_looked_at(
    community: DemoCommunity, hour: tuple[int, int]
) -> None:
    now = looked_at(hour)
    dates = dates_for(community, now)
    left = dates.last_close - now
    assert timedelta(hours=1) < left <= timedelta(hours=25)
    assert dates.moment(community.rounds[-1].opens_at) < now


def test_days_before_the_last_keep_their_hours(community: DemoCommunity) -> None:
    dates = dates_for(community, looked_at((12, 0)))
    for event in community.events:
        if event.at < community.rounds[-1].opens_at:
            assert timezone.localtime(dates.moment(event.at)).time() == timezone.localtime(event.at).time()


def test_people_grow_up_with_the_years_and_their_numbers_stay_right(community: DemoCommunity) -> None:
    dates = dates_for(community, looked_at((15, 0)))
    for told in community.persons:
        person = dates.person(told)
        if person.id_kind == "resident":
            read = read_id(person.id_number)
            assert (read.birth_date, read.sex, read.codes) == (person.birth_date, person.sex, ())
    numbers = [dates.person(told).id_number for told in community.persons]
    assert len({n for n in numbers if n}) == len([n for n in numbers if n])


@pytest.mark.parametrize("day", [date(2022, 10, 1), date(2025, 3, 1), date(2026, 11, 23), date(2029, 9, 19)])
def test_nobody_becomes_a_minor_without_a_guardian(community: DemoCommunity, day: date) -> None:
    dates = dates_for(community, looked_at((15, 0), day))
    for told in community.persons:
        person = dates.person(told)
        assert person.birth_date <= day
        assert age_on(person.birth_date, day) >= AGE or person.guardian_ref, person.ref


def test_a_leap_day_becomes_the_day_before_in_other_years() -> None:
    assert years_later(date(2020, 2, 29), 3) == date(2023, 2, 28)
    assert years_later(date(2020, 2, 29), 4) == date(2024, 2, 29)


def test_who_has_no_number_is_given_none() -> None:
    assert reborn("", date(2026, 1, 1)) == ""


def test_the_clock_stands_at_the_moment_of_a_deed_and_goes_right_again() -> None:
    moment = datetime(2022, 9, 16, 8, tzinfo=UTC)
    with pytest.raises(ZeroDivisionError), clock_at(moment):
        assert timezone.now() == moment
        assert timezone.localdate() == date(2022, 9, 16)
        _ = 1 / 0
    assert abs(timezone.now() - datetime.now(UTC)) < timedelta(minutes=1)
