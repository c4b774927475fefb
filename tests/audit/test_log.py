"""The log as the data officer reads it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gridward.audit.actions import announce
from gridward.audit.models import Entry
from gridward.audit.queries import LogChoice, entries
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def looked(cast: Cast) -> Cast:
    """Chen has revealed Wang's number for a visit."""
    announce(
        "person.revealed",
        community_id=cast.community_id,
        by_id=cast.workers["chen"],
        subject_id=cast.persons["王小明"],
        purpose="visit",
        how_many=1,
    )
    return cast


@pytest.mark.parametrize(
    ("narrow", "is_found"),
    [
        (lambda cast: LogChoice(by_id=cast.workers["chen"]), True),
        (lambda cast: LogChoice(by_id=cast.workers["lin"]), False),
        (lambda cast: LogChoice(deed="person.revealed"), True),
        (lambda cast: LogChoice(deed="person.put"), False),
        (lambda cast: LogChoice(purpose="visit"), True),
        (lambda cast: LogChoice(purpose="care"), False),
        (lambda cast: LogChoice(subject_id=cast.persons["王小明"]), True),
        (lambda cast: LogChoice(subject_id=cast.persons["李芳"]), False),
        (lambda cast: LogChoice(day=timezone.localdate()), True),
        (lambda cast: LogChoice(day=timezone.localdate() - timedelta(days=1)), False),
    ],
)
def test_the_log_narrows_to_what_is_asked(looked: Cast, narrow: Any, is_found: bool) -> None:
    found = entries(looked.community_id, narrow(looked)).filter(deed="person.revealed")
    assert found.exists() is is_found


def test_the_page_says_who_saw_whose_door_for_what_and_names_no_resident(
    looked: Cast, signed_in_as: Any
) -> None:
    page = signed_in_as("dora").get("/settings/log/?deed=person.revealed").content.decode()
    assert "陈静" in page and "信合小区3号楼1单元101室" in page
    assert "王小明" not in page


def test_a_stranger_sees_nothing_of_our_log(looked: Cast, signed_in_as: Any) -> None:
    lines = signed_in_as("max").get("/settings/log/").context["lines"]
    assert {line.entry.community_id for line in lines} == {looked.next_door_id}


def test_a_filter_nobody_could_have_chosen_shows_everything_rather_than_an_error(
    looked: Cast, signed_in_as: Any
) -> None:
    response = signed_in_as("dora").get("/settings/log/?by=nonsense&day=yesterday&page=999")
    assert response.status_code == 200


def test_the_page_costs_the_same_for_few_and_many_entries(
    looked: Cast, signed_in_as: Any, django_assert_max_num_queries: Any
) -> None:
    for n in range(60):
        announce("person.revealed", community_id=looked.community_id, by_id=looked.founder_id, how_many=n)
    client = signed_in_as("dora")
    with django_assert_max_num_queries(25):
        page = client.get("/settings/log/")
    assert (
        page.context["page"].paginator.count == Entry.objects.filter(community_id=looked.community_id).count()
    )
