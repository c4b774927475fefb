"""A worker's slice: nothing is ever skipped, what left is told, nothing beyond the worker's sight comes along."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gridward.accounts.actions import GrantFact, grant, revoke_devices
from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.audit.models import Entry
from gridward.cli import main
from gridward.facts.models import CommunityClock
from gridward.households.actions import WhereaboutsFact, assign_doors, set_whereabouts
from gridward.rounds.actions import refresh_open_rounds
from gridward.shared.ids import new_id
from gridward.sync.slices import read_cursor, slice_since
from gridward.testing.models import TestDay
from tests.access.problems import assert_problem
from tests.cast import Cast
from tests.sync.device import Phone
from tests.testing.day import Taker

pytestmark = pytest.mark.django_db
PhoneOf = Callable[..., Phone]
Rows = dict[str, dict[str, dict[str, Any]]]


def pull(phone: Phone, cursor: str = "") -> tuple[str, Rows, dict[str, list[str]]]:
    """The cursor, rows and ids gone, page after page."""
    rows: Rows = {}
    gone: dict[str, list[str]] = {}
    while True:
        said = phone.client.get("/sync/slice", {"since": cursor}, headers=phone.headers).json()
        cursor = said["cursor"]
        for part, found in said["rows"].items():
            rows.setdefault(part, {}).update({row["id"]: row for row in found})
        for part, ids in said["gone"].items():
            gone.setdefault(part, []).extend(ids)
        if not said["has_more"]:
            return cursor, rows, gone


def test_a_first_pull_is_the_whole_of_ones_own(phone_of: PhoneOf, day: TestDay, cast: Cast) -> None:
    _, rows, gone = pull(phone_of("omar"))
    assert set(rows) == {"days", "stations", "rounds", "doors", "people", "dues"} and not gone
    assert {door["plate"] for door in rows["doors"].values()} == {"03-001", "03-002", "03-003"}
    assert {person["name"] for person in rows["people"].values()} >= {"王小明", "张国强"}
    assert "刘洋" not in {person["name"] for person in rows["people"].values()}


def test_a_reader_gets_people_masked(phone_of: PhoneOf, day: TestDay) -> None:
    _, rows, _ = pull(phone_of("rosa"))
    names = {person["name"] for person in rows["people"].values()}
    assert "刘洋" not in names and all(not person["phones"] for person in rows["people"].values())


def test_only_what_changed_since_comes_then(phone_of: PhoneOf, take: Taker, cast: Cast) -> None:
    phone = phone_of("chen")
    cursor, *_ = pull(phone)
    take("刘洋")
    cursor, rows, gone = pull(phone, cursor)
    assert set(rows) == {"dues", "tubes"} and not gone
    assert [due["state"] for due in rows["dues"].values()] == ["done"]
    assert pull(phone, cursor)[1:] == ({}, {})


def test_a_door_that_comes_into_sight_brings_all_its_rows_and_one_that_left_is_told(
    phone_of: PhoneOf, day: TestDay, cast: Cast
) -> None:
    omar, zhao = phone_of("omar"), phone_of("zhao")
    his, hers = pull(omar)[0], pull(zhao)[0]
    door = str(cast.doors["3-101"])
    assign_doors(by=cast.actor("lin"), door_ids=[cast.doors["3-101"]], worker_id=cast.workers["zhao"])
    refresh_open_rounds()
    _, rows, _ = pull(zhao, hers)
    assert door in rows["doors"]
    assert {person["name"] for person in rows["people"].values()} >= {"王小明", "李芳"}
    assert door in {due["door_id"] for due in rows["dues"].values()}
    assert door in pull(omar, his)[2]["doors"]


def test_a_closed_round_is_gone(phone_of: PhoneOf, day: TestDay, cast: Cast, take: Taker) -> None:
    phone = phone_of("chen")
    cursor = pull(phone)[0]
    announce(
        "round.closed",
        community_id=cast.community_id,
        by_id=cast.workers["chen"],
        changed=[("round", new_id())],
    )
    assert len(pull(phone, cursor)[2]["rounds"]) == 1


def test_other_rights_begin_anew(phone_of: PhoneOf, day: TestDay, cast: Cast) -> None:
    phone = phone_of("omar")
    cursor = pull(phone)[0]
    grant(by=cast.actor("dora"), facts=[GrantFact(cast.workers["omar"], Role.COORDINATOR)])
    said = phone.client.get("/sync/slice", {"since": cursor}, headers=phone.headers).json()
    assert said["is_reset"]


def test_a_backup_put_back_begins_anew(phone_of: PhoneOf, day: TestDay, cast: Cast) -> None:
    phone = phone_of("omar")
    cursor = pull(phone)[0]
    assert main(["restored"]) == 0
    said = phone.client.get("/sync/slice", {"since": cursor}, headers=phone.headers).json()
    assert said["is_reset"] and said["has_more"]


def test_pages_are_small_and_miss_nothing(day: TestDay, cast: Cast, chen: Actor) -> None:
    cursor, found = None, []
    for _ in range(100):
        told = slice_since(chen, cursor, size=2)
        found += [row["id"] for rows in told.rows.values() for row in rows]
        cursor = read_cursor(told.cursor)
        if not told.has_more:
            break
    whole = slice_since(chen, None, size=1000)
    assert len(found) == len(set(found)) and len(found) >= 8 + 7 + 8 + len(whole.rows)


def test_taking_people_along_is_logged(phone_of: PhoneOf, day: TestDay, cast: Cast) -> None:
    pull(phone_of("omar"))
    line = Entry.objects.get(community_id=cast.community_id, deed="slice.pulled")
    assert (line.by_id, line.purpose) == (cast.workers["omar"], "visit")


def test_a_device_sent_away_gets_nothing(phone_of: PhoneOf, day: TestDay, cast: Cast) -> None:
    phone = phone_of("omar")
    revoke_devices(by=cast.actor("dora"), device_ids=[phone.device.id])
    response = phone.client.get("/sync/slice", headers=phone.headers)
    assert_problem(response, 403, "sync.device_revoked")


@pytest.mark.parametrize("cursor", ["x", "1.2.3.4.5", "..."])
def test_a_cursor_that_is_none_is_refused(phone_of: PhoneOf, day: TestDay, cursor: str) -> None:
    phone = phone_of("omar")
    response = phone.client.get("/sync/slice", {"since": cursor}, headers=phone.headers)
    assert_problem(response, 422, "sync.bad_cursor")


@pytest.mark.django_db(transaction=True)
def test_of_two_transactions_that_overlap_neither_is_skipped(cast: Cast, day: TestDay, chen: Actor) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    doors = list(cast.doors.values())[:2]
    cursor = slice_since(chen, None, size=10_000)
    for _ in range(20):
        cursor = slice_since(chen, read_cursor(cursor.cursor), size=10_000)
    began, may_end = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            touch(chen, doors[0])
            began.set()
            may_end.wait(10)
        connection.close()

    def second() -> None:
        began.wait(10)
        with transaction.atomic():
            touch(chen, doors[1])
        connection.close()

    writers = [threading.Thread(target=work) for work in (first, second)]
    for writer in writers:
        writer.start()
    began.wait(10)
    # The second waits for the clock the first one holds: nothing with a later number can be seen before it.
    between = slice_since(chen, read_cursor(cursor.cursor))
    may_end.set()
    for writer in writers:
        writer.join()
    after = slice_since(chen, read_cursor(between.cursor))
    seen = [row["id"] for told in (between, after) for row in told.rows.get("doors", [])]
    assert set(seen) == set(doors)


def touch(by: Actor, door_id: Any) -> None:
    """A verb that says a door changed."""
    announce("door.put", community_id=by.community_id, by_id=by.worker_id, changed=[("door", door_id)])


def test_the_clock_of_a_fresh_community_is_no_obstacle(cast: Cast, chen: Actor) -> None:
    CommunityClock.objects.filter(community_id=cast.community_id).delete()
    assert slice_since(chen, None).is_reset


def test_a_sampler_takes_along_who_is_due_and_nothing_more(
    phone_of: PhoneOf, day: TestDay, cast: Cast, take: Taker
) -> None:
    phone = phone_of("sun")
    cursor, rows, _ = pull(phone)
    by_subject = {row["subject_id"]: row for row in rows["due_people"].values()}
    wang = by_subject[str(cast.persons["王小明"])]
    assert (wang["name"], wang["initials"], wang["plate"]) == ("王*明", ["wxm"], "03-001")
    assert len(wang["id4"]) == 4 and wang["last_tube"] == "" and "people" not in rows
    child = by_subject[str(cast.persons["王朵朵"])]
    assert child["initials"] == [] and "*" in child["name"]
    take("王小明")
    _, rows, _ = pull(phone, cursor)
    [told] = rows["due_people"].values()
    assert (told["state"], told["last_tube"]) == ("done", "T-0001")


def test_who_is_not_due_any_more_is_told_without_a_name(phone_of: PhoneOf, day: TestDay, cast: Cast) -> None:
    phone = phone_of("sun")
    cursor = pull(phone)[0]
    fact = WhereaboutsFact(cast.persons["刘洋"], "moved")
    set_whereabouts(by=cast.actor("chen"), whereabouts=[fact])
    refresh_open_rounds()
    rows = pull(phone, cursor)[1]["due_people"].values()
    assert [set(row) for row in rows if row["state"] == "left"] == [{"id", "state"}]


def test_whoever_samples_nobody_gets_no_list_of_who_is_due(phone_of: PhoneOf, day: TestDay) -> None:
    for name in ("omar", "rosa", "luo"):
        assert "due_people" not in pull(phone_of(name))[1]


def test_many_due_cost_a_sampler_as_many_statements_as_two(day: TestDay, cast: Cast) -> None:
    def asked(size: int) -> int:
        actor, cursor = cast.actor("sun"), None
        while True:
            with CaptureQueriesContext(connection) as statements:
                told = slice_since(actor, cursor, size=size)
            if told.rows.get("due_people"):
                return len(statements)
            cursor = read_cursor(told.cursor)

    assert asked(2) == asked(1000)
