"""Two days of testing: yesterday from the first swab to the last result, and today half-way through."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from gridward.rounds.actions import refresh_open_rounds, sign_off
from gridward.rounds.models import Due, SignOffReason
from gridward.shared.ids import new_id
from gridward.testing.actions import record_samples
from gridward.testing.models import Phase, Sample
from gridward.testing.samples import SampleFact, VisitorWords
from gridward.testing.setup.actions import close_day
from gridward.testing.setup.entries import Window

from .story import Story
from .testing_day import Sending, Tested, carry, send, take_in
from .testing_results import bring_in, let_go, report, sample_again
from .testing_setup import CENTRE, DOOR, Testing, open_testing

A_DAY, A_HOUR, A_MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
Ends = tuple[datetime, datetime]
# How much of the doors and of the centre is through when phones and desks have sent: yesterday, and today so far.
YESTERDAY = ((time(9), 0.5, 0.0), (time(11, 20), 0.97, 0.3), (time(15), 1.0, 0.65), (time(19, 50), 1.0, 0.98))
TODAY = ((0.3, 0.45, 0.04), (0.6, 0.8, 0.2), (0.85, 0.93, 0.42), (1.0, 0.95, 0.55))


def plan_testing(story: Story, testing: Testing) -> None:
    """Plan both days; the last sending of today ends when the story does."""
    known = story.known
    last = timezone.localdate(known.moment(known.told.rounds[-1].opens_at))
    plan_yesterday(story, testing, last - A_DAY)
    plan_today(story, testing, last)


def at(on: date, moment: time) -> datetime:
    """A time of day here."""
    return timezone.make_aware(datetime.combine(on, moment))


def plan_yesterday(story: Story, testing: Testing, on: date) -> None:
    """All sampled but a few, all tubes at the laboratory by the evening, the day closed at night."""
    days: list[Tested] = []
    story.plan(at(on, DOOR[0]) - 10 * A_MINUTE, partial(begin, story, testing, on, "第一轮核酸检测", days))
    since = at(on, DOOR[0])
    for number, (until, door, centre) in enumerate(YESTERDAY):
        sending = Sending(since, at(on, until), door, centre)
        story.plan(sending.until, partial(on_day, days, send, sending))
        story.plan(sending.until + 15 * A_MINUTE, partial(on_day, days, carry, number))
        story.plan(sending.until + 70 * A_MINUTE, partial(on_day, days, take_in, number))
        since = sending.until
    story.plan(at(on, time(22)), lambda: settle_the_rest(days[0]))
    story.plan(at(on, time(22, 10)), lambda: close_day(by=story.known.coordinator, day_id=days[0].day.id))
    plan_results(story, days, on)


def plan_results(story: Story, days: list[Tested], on: date) -> None:
    """At night the results, one tube positive; its people sampled again at once, and let go in the morning."""
    night, morning = at(on, time(22, 20)), at(on + A_DAY, time(5, 10))
    story.plan(night, lambda: report(days[0], is_one_positive=True))
    story.plan(night + A_HOUR, lambda: sample_again(days[0], night + A_HOUR))
    story.plan(night + A_HOUR + 20 * A_MINUTE, lambda: bring_in(days[0]))
    story.plan(morning, lambda: report(days[0]))
    story.plan(morning + A_HOUR, lambda: let_go(days[0]))


def on_day(days: list[Tested], do: Callable[..., object], what: object) -> None:
    """Do something on the day, which is there by then."""
    do(days[0], what)


def begin(
    story: Story, testing: Testing, on: date, name: str, days: list[Tested], ends: Ends | None = None
) -> None:
    """Open the day."""
    ends = ends or (at(on, DOOR[1]), at(on, CENTRE[1]))
    windows = tuple(
        Window(at(on, begins), end) for begins, end in zip((DOOR[0], CENTRE[0]), ends, strict=True)
    )
    day = open_testing(story.known, testing, on, name, *windows)
    days.append(Tested(story.known, testing, day))


def settle_the_rest(tested: Tested) -> None:
    """Who could not be reached is signed off by name."""
    rounds = [id for id in (tested.day.door_round_id, tested.day.centre_round_id) if id]
    dues = Due.objects.of(tested.known.community_id).filter(round_id__in=rounds, state=Due.State.OPEN)
    ids = list(dues.values_list("id", flat=True))
    if ids:
        sign_off(by=tested.known.coordinator, due_ids=ids, reason=SignOffReason.UNREACHABLE)


def plan_today(story: Story, testing: Testing, on: date) -> None:
    """Doors nearly through, the centre half; tubes on every step of the way."""
    days: list[Tested] = []
    known = story.known
    began, end = at(on, DOOR[0]), min(known.dates.now - 6 * A_MINUTE, at(on, CENTRE[1]))
    # Whenever the demonstration is looked at, the day is still going on.
    ends = (max(at(on, DOOR[1]), end + A_HOUR), max(at(on, CENTRE[1]), known.dates.last_close))
    story.plan(began - 10 * A_MINUTE, partial(begin, story, testing, on, "第二轮核酸检测", days, ends))
    since = began
    for number, (part, door, centre) in enumerate(TODAY):
        until = began + (end - began) * part
        is_last = number == len(TODAY) - 1
        sending = Sending(since, until, door, centre, is_sealed=not is_last)
        story.plan(until, partial(on_day, days, send, sending))
        if number < 2:
            story.plan(until + 4 * A_MINUTE, partial(on_day, days, carry, number))
        if number < 1:
            story.plan(until + 50 * A_MINUTE, partial(on_day, days, take_in, number))
            story.plan(until + 75 * A_MINUTE, lambda: report(days[0]))
        since = until
    story.plan(end + A_MINUTE, lambda: odd_things(days[0], end))
    # Who came to live here today is due today.
    story.plan(end + 2 * A_MINUTE, refresh_open_rounds)


def odd_things(tested: Tested, now: datetime) -> None:
    """Somebody sampled twice, a visitor on no register, and one record that came in two versions."""
    samples = Sample.objects.of(tested.known.community_id).filter(day_id=tested.day.id)
    samples = samples.order_by("corrected_at", "id")
    twice, told = samples[40], samples[60]
    code = tested.next_code(Phase.CENTRE)
    place = tested.testing.places[0]

    def fact(**said: object) -> SampleFact:
        usual = {"day_id": tested.day.id, "tube_code": code, "phase": Phase.CENTRE, "happened_at": now}
        at_desk = {"station_id": place.station_id, "desk_id": place.desk_id, "capacity": 10}
        return SampleFact(**(usual | at_desk | said))  # type: ignore[arg-type]

    visitor = VisitorWords(name="过路司机", where_from="邻县")
    facts = [
        fact(id=new_id(), subject_id=twice.subject_id),
        fact(id=new_id(), subject_id=new_id(), visitor=visitor),
        fact(id=told.id, subject_id=told.subject_id),
    ]
    record_samples(by=place.actor, facts=facts)
