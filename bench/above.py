"""A county of sixty communities: its pages from tallies against counting every community while it waits."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.frame import Ratio, Size, clocked, turn_by_turn
from bench.ground import PEOPLE_AT_A_DOOR, Ground, a_community
from bench.samples import a_day
from gridward.accounts.actions import put_above, seat
from gridward.accounts.actors import NOBODY, Actor, system_actor
from gridward.accounts.models import Account
from gridward.areas.models import Area, Building, Site
from gridward.coverage.tallies.counting import count_afresh
from gridward.coverage.tallies.refreshing import refresh, refresh_tallies
from gridward.households.models import Door, Household, Person
from gridward.rounds.actions import Scope, open_round

COMMUNITIES, DOORS = Size(60, 4), Size(1_667, 60)
STREETS, TIMES = 6, 5
COUNTY, USER, PASSWORD = "611097", "county-bench", "a-door-in-a-bench"
# Places the first community of the county by its number, which counts from another county's code.
FIRST = -1_000_000


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """The pages, their statements, one community counted again, and all of them by the job."""
    made = county_of(COMMUNITIES.of(is_quick), DOORS.of(is_quick))
    ids = [by.community_id for by in made]
    where = f"{len(ids)} communities, {len(ids) * DOORS.of(is_quick):,} doors"
    job = clocked(all_counted)
    yield Ratio(f"seconds of the first count of all, {where}", "one second", [job.wall], [job.cpu])
    browser = Client(SERVER_NAME="localhost")
    account = Account.objects.get(username=USER)
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page, testing = (partial(browser.get, reverse(name)) for name in ("above", "above_testing"))
    page()
    testing()
    now = timezone.now()

    def live() -> object:
        return [count_afresh(id, now) for id in ids]

    for name, deed in (("the page", page), ("the page of testing", testing), ("counting live", live)):
        with CaptureQueriesContext(connection) as captured:
            deed()
        yield Ratio(f"statements of {name}, {where}", "one statement", [float(len(captured))])
    for name, deed in (("the page", page), ("the page of testing", testing)):
        took = [clocked(deed) for _ in range(TIMES)]
        walls, cpus = [t.wall for t in took], [t.cpu for t in took]
        yield Ratio(f"seconds of {name}, {where}", "one second", walls, cpus)
    took = [clocked(partial(refresh, id, now)) for id in ids[:TIMES]]
    what = f"seconds of counting one community again, {DOORS.of(is_quick):,} doors"
    yield Ratio(what, "one second", [t.wall for t in took], [t.cpu for t in took])
    yield turn_by_turn(f"time of the page, {where}", page, "counting them all live", live, TIMES, limit=1)


def all_counted() -> None:
    """The job, again and again, until nothing waits."""
    while refresh_tallies():
        pass


def county_of(communities: int, doors: int) -> list[Actor]:
    """A county with streets and communities under them, a round and a day of testing open over each, and who looks."""
    system = system_actor(NOBODY)
    county = put_above(by=system, code=COUNTY, name="量测县").unit
    for street in range(STREETS):
        put_above(by=system, code=f"{COUNTY}{street + 1:03}", name=f"第{street + 1}街道办事处")
    seat(by=system, unit_id=county.id, name="看数", username=USER, password=PASSWORD)
    made = []
    for n in range(communities):
        by = a_community(f"第{n + 1}社区", FIRST + (n % STREETS + 1) * 1000 + n // STREETS + 1)
        put_bare(Ground(by.community_id, doors * PEOPLE_AT_A_DOOR))
        at = timezone.now()
        open_round(
            by=by,
            kind_code="verification",
            name="核查",
            scope=Scope(),
            opens_at=at,
            closes_at=at + timedelta(days=1),
        )
        a_day(by)
        made.append(by)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


def put_bare(ground: Ground) -> None:
    """What is counted, without versions or seals: counting reads neither."""
    id = ground.community_id
    with transaction.atomic():
        Area.objects.bulk_create(ground.areas())
        Site.objects.bulk_create(
            [Site(community_id=id, id=ground.id("site"), name="锦绣花园", kind="compound")]
        )
        Building.objects.bulk_create(ground.buildings())
        Door.objects.bulk_create([ground.door(n) for n in range(ground.doors)], batch_size=1000)
        Household.objects.bulk_create([ground.household(n) for n in range(ground.doors)], batch_size=1000)
        people = [
            Person(
                community_id=id,
                id=ground.id("person", n),
                household_id=ground.id("household", n // PEOPLE_AT_A_DOOR),
                door_id=ground.id("door", n // PEOPLE_AT_A_DOOR),
            )
            for n in range(ground.people)
        ]
        Person.objects.bulk_create(people, batch_size=1000)
