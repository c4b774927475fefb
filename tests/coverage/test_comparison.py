"""Two verifications: what changed in between, from the versions."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.coverage.comparison import Comparison, compare
from gridward.facts.versions import Stamp, write
from gridward.households.access import doors_for
from gridward.households.models import Person
from gridward.shared.ids import new_id
from gridward.vault.seals import seal
from tests.cast import Cast


@pytest.fixture
def since(cast: Cast) -> datetime:
    """After the cast moved in."""
    return timezone.now()


def changed_since(actor: Actor, since: datetime) -> Comparison:
    return compare(doors_for(actor), since, timezone.now() + timedelta(seconds=1))


def change(cast: Cast, row: Any, **said: object) -> None:
    for field, value in said.items():
        setattr(row, field, value)
    write([row], Stamp(cast.founder_id, "test"))


def person(cast: Cast, name: str) -> Person:
    found: Person = Person.objects.of(cast.community_id).get(id=cast.persons[name])
    return found


def test_nothing_changed_shows_nothing(cast: Cast, chen: Actor, since: datetime) -> None:
    found = changed_since(chen, since)
    assert (found.doors, found.totals) == ([], {})


@pytest.mark.parametrize("state", ["vacant", "no_answer", "refused"])
def test_a_door_in_another_state(cast: Cast, chen: Actor, since: datetime, state: str) -> None:
    change(cast, cast.door("3-101"), state=state)
    found = changed_since(chen, since)
    assert found.totals == {f"door_{state}": 1}
    assert (found.doors[0].state_before, found.doors[0].state_after) == ("lived_in", state)


def test_what_changed_and_changed_back_is_no_change(cast: Cast, chen: Actor, since: datetime) -> None:
    for state in ("vacant", "lived_in"):
        change(cast, cast.door("3-101"), state=state)
    assert changed_since(chen, since).totals == {}


def test_a_new_door(cast: Cast, chen: Actor, since: datetime) -> None:
    change(cast, cast.door("3-101"), id=new_id(), address_key="new", plate="")
    assert changed_since(chen, since).totals == {"door_new": 1}


def test_a_person_who_left_and_one_who_came(cast: Cast, chen: Actor, since: datetime) -> None:
    change(cast, person(cast, "单雄"), whereabouts="moved")
    change(cast, person(cast, "马兰"), id=new_id())
    assert changed_since(chen, since).totals == {"person_left": 1, "person_arrived": 1}


def test_a_changed_phone_and_not_an_unchanged_one(cast: Cast, chen: Actor, since: datetime) -> None:
    row = person(cast, "王小明")
    phones = {"phones": [{"number": "15400000077", "note": ""}]}
    change(cast, row, sealed_phones=seal(cast.operation_id, row.id, "phones", phones))
    change(cast, person(cast, "刘洋"), order=3)
    assert changed_since(chen, since).totals == {"phone_changed": 1}


def test_somebody_in_hospital_still_lives_here(cast: Cast, chen: Actor, since: datetime) -> None:
    change(cast, person(cast, "何秀英"), whereabouts="hospital")
    assert changed_since(chen, since).totals == {"whereabouts_changed": 1}


def test_a_correction_of_what_was_wrong_before_is_no_change(cast: Cast, chen: Actor, since: datetime) -> None:
    row = cast.door("3-101")
    row.state = "vacant"
    write([row], Stamp(cast.founder_id, "test", is_correction=True))
    assert changed_since(chen, since).totals == {}


def test_a_worker_sees_changes_at_the_own_doors_only(cast: Cast, omar: Actor, since: datetime) -> None:
    change(cast, cast.door("5-101"), state="vacant")
    change(cast, cast.door("3-101"), state="vacant")
    assert [change.door.plate for change in changed_since(omar, since).doors] == ["03-001"]


def test_six_statements_whatever_changed(
    cast: Cast, chen: Actor, since: datetime, django_assert_max_num_queries: Any
) -> None:
    for door in ("3-101", "3-102", "5-101"):
        change(cast, cast.door(door), state="vacant")
    with django_assert_max_num_queries(6):
        changed_since(chen, since)
