"""Sampling at the door: my doors in walking order, a household into its tube, and attempts that found nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gridward.accounts.actors import Actor
from gridward.rounds.models import Outcome
from gridward.shared.ids import new_id
from gridward.testing.models import Sample, TestDay
from gridward.testing.sampling.doors import tile_or_404, walk_of
from tests.cast import Cast
from tests.testing.day import Taker, due_of, members, tube

Tap = Callable[..., str]


@pytest.fixture
def tap(signed_in_as: Callable[[str], Client], cast: Cast, day: TestDay) -> Tap:
    """`tap("wang", "T-0001")`: Omar's tile after it, with everybody of the household ticked."""

    def send(household: str, code: str = "", *, do: str = "take", who: str = "omar", **said: Any) -> str:
        tile = tile_or_404(cast.actor(who), day, cast.households[household])
        people = [str(line.id) for line in tile.at_door]
        form = {"do": do, "fact": new_id(), "tube": code, "subject": people} | said
        url = reverse("testing_door_take", args=[cast.households[household]])
        answer = signed_in_as(who).post(url, form, headers={"HX-Request": "true"})
        return answer.content.decode()

    return send


def pools(day: TestDay, size: int) -> None:
    """So many share a tube at the door."""
    day.pools = [{"phase": "door", "zone": None, "size": size}]
    day.save(update_fields=["pools"])


def test_a_worker_walks_the_own_doors_only(omar: Actor, day: TestDay, cast: Cast) -> None:
    walk = walk_of(omar, day)
    assert [tile.door.plate for tile in walk.tiles] == ["03-001", "03-002", "03-003"]
    assert (walk.open, walk.done) == (5, 0)


def test_a_coordinator_walks_area_by_area(chen: Actor, day: TestDay, cast: Cast) -> None:
    walk = walk_of(chen, day)
    assert walk.area_id == cast.areas[3] and len(walk.tiles) == 4


def test_a_household_goes_into_a_tube_of_its_own(tap: Tap, cast: Cast) -> None:
    assert "已采样 3 人" in tap("wang", "T-0001")
    assert len(members(cast, "T-0001")) == 3 and tube(cast, "T-0001").capacity == 0
    assert due_of(cast, "李芳").state == "done"
    assert "不是同一户" in tap("zhang", "T-0001")
    assert len(members(cast, "T-0001")) == 3


def test_a_pooled_tube_goes_from_door_to_door(tap: Tap, cast: Cast, day: TestDay) -> None:
    pools(day, 5)
    tap("wang", "T-0001")
    assert "T-0001" in tap("zhang", "T-0001")
    assert len(members(cast, "T-0001")) == 4


def test_a_household_is_not_split_where_it_fits_into_a_new_tube(tap: Tap, cast: Cast, day: TestDay) -> None:
    pools(day, 3)
    tap("zhang", "T-0001")
    assert "换一支新管" in tap("wang", "T-0001")
    assert len(members(cast, "T-0001")) == 1
    assert "已采样 3 人" in tap("wang", "T-0002")


def test_somebody_due_at_the_centre_is_taken_along(tap: Tap, cast: Cast, day: TestDay, omar: Actor) -> None:
    due = due_of(cast, "李芳")
    type(due).objects.with_ids(cast.community_id, [due.id]).update(round_id=day.centre_round_id)
    tile = tile_or_404(omar, day, cast.households["wang"])
    assert ([line.id for line in tile.at_centre], len(tile.at_door)) == ([cast.persons["李芳"]], 2)
    everybody = [str(line.id) for line in tile.people]
    assert "已采样 3 人" in tap("wang", "T-0001", subject=everybody)
    assert due_of(cast, "李芳").state == "done"


def test_nobody_home_is_an_attempt_and_stays_due(tap: Tap, cast: Cast) -> None:
    assert "无人" in tap("wang", do="absent")
    assert Outcome.objects.of(cast.community_id).filter(kind="absent").count() == 3
    assert (due_of(cast, "王小明").state, due_of(cast, "王小明").attempts) == ("open", 1)


def test_the_same_tap_twice_does_nothing_twice(tap: Tap, cast: Cast) -> None:
    fact = new_id()
    people = [str(cast.persons[who]) for who in ("王小明", "李芳", "王朵朵")]
    tap("wang", "T-0001", fact=fact), tap("wang", "T-0001", fact=fact, subject=people)
    assert Sample.objects.of(cast.community_id).count() == 3


def test_a_tap_without_anybody_or_any_tube_says_what_is_missing(tap: Tap) -> None:
    assert "请勾选在场的人" in tap("wang", "T-0001", subject=[])
    assert "扫描或输入试管" in tap("wang", "")


def test_the_door_of_another_worker_is_not_found(
    signed_in_as: Callable[[str], Client], cast: Cast, day: TestDay
) -> None:
    url = reverse("testing_door_take", args=[cast.households["ma"]])
    assert signed_in_as("omar").post(url, {"do": "take", "fact": new_id()}).status_code == 404
    assert signed_in_as("lin").post(url, {"do": "take", "fact": new_id()}).status_code == 302


def test_a_single_gets_a_tube_alone_at_the_door(tap: Tap, cast: Cast, day: TestDay) -> None:
    day.singles = {"whereabouts": ["home"]}
    day.save(update_fields=["singles"])
    assert "已采样 1 人" in tap("zhang", "T-0001")
    assert tube(cast, "T-0001").capacity == 1


def test_a_walk_takes_as_many_statements_for_many_doors_as_for_one(
    chen: Actor, day: TestDay, cast: Cast, take: Taker
) -> None:
    def asked(actor: Actor) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as statements:
            return len(walk_of(actor, day).tiles), len(statements)

    zhao = cast.actor("zhao")
    omar = cast.actor("omar")
    (few, for_few), (many, for_many) = asked(zhao), asked(omar)
    assert (few, many) == (1, 3) and for_few == for_many


def test_the_page_says_who_waits(signed_in_as: Callable[[str], Client], day: TestDay) -> None:
    page = signed_in_as("omar").get(reverse("testing_door")).content.decode()
    assert "03-001" in page and "王小明" in page and "03-004" not in page
