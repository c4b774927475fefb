"""The one box, as a page and while somebody types."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from gridward.audit.models import Entry
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def ask(client: Client, text: str, **headers: str) -> HttpResponse:
    return client.get("/search/", {"q": text}, headers=headers)


def test_a_single_hit_goes_straight_to_the_door(cast: Cast, signed_in_as: SignIn) -> None:
    response = ask(signed_in_as("chen"), "03-001")
    assert response["Location"] == f"/doors/{cast.doors['3-101']}/"


def test_a_single_person_is_shown_at_the_door(cast: Cast, signed_in_as: SignIn) -> None:
    response = ask(signed_in_as("chen"), "王小明")
    person = cast.persons["王小明"]
    assert response["Location"] == f"/doors/{cast.doors['3-101']}/#person-{person}"


def test_a_surname_alone_asks_for_one_more_sign(cast: Cast, signed_in_as: SignIn) -> None:
    assert "请再多写一个字" in ask(signed_in_as("chen"), "王").content.decode()


def test_people_found_are_masked_and_say_why_they_fit(cast: Cast, signed_in_as: SignIn) -> None:
    page = ask(signed_in_as("chen"), "王 小区")
    people = ask(signed_in_as("dora"), "zhang ma").context["people"]
    assert page.context["result"].asks_for_more and people == []


def test_the_last_four_of_a_phone_say_that_they_are_a_phones(cast: Cast, signed_in_as: SignIn) -> None:
    from gridward.households.search import reasons, search

    result = search(by=cast.actor("chen"), text="0001")
    assert [reasons.why(view, "0001") for view in result.persons] == ["电话尾号 0001"]


def test_nothing_found_says_what_to_try(cast: Cast, signed_in_as: SignIn) -> None:
    page = ask(signed_in_as("chen"), "查无此人").content.decode()
    assert "没有找到" in page and "3-2-501" in page


def test_a_worker_finds_nobody_behind_other_doors(cast: Cast, signed_in_as: SignIn) -> None:
    assert ask(signed_in_as("omar"), "刘洋").context["result"].is_empty


def test_while_typing_only_the_list_is_sent_and_nobody_is_sent_away(cast: Cast, signed_in_as: SignIn) -> None:
    response = ask(signed_in_as("chen"), "王小明", **{"HX-Request": "true"})
    page = response.content.decode()
    assert response.status_code == 200 and "<html" not in page and "王*明" in page


def test_while_typing_no_phone_is_looked_for_and_nothing_is_logged(cast: Cast, signed_in_as: SignIn) -> None:
    page = ask(signed_in_as("chen"), "16300000001", **{"HX-Request": "true"}).content.decode()
    assert "王" not in page and "回车" in page
    assert not Entry.objects.filter(community_id=cast.community_id, deed="person.searched").exists()


def test_a_whole_phone_is_found_on_enter_and_logged(cast: Cast, signed_in_as: SignIn) -> None:
    assert ask(signed_in_as("chen"), "16300000001").status_code == 302
    assert Entry.objects.filter(community_id=cast.community_id, deed="person.searched").count() == 1


def test_the_box_keeps_what_was_asked(cast: Cast, signed_in_as: SignIn) -> None:
    assert 'value="信合小区"' in ask(signed_in_as("chen"), "信合小区").content.decode()
