"""Today and the board: live, by area and worker, as far as one sees."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gridward.rounds.models import Round
from tests.cast import Cast
from tests.rounds.ledger import Opener, Recorder

SignIn = Callable[[str], Client]
EVERYBODY = ("chen", "lin", "omar", "rosa", "dora")
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("name", ["today", "board"])
@pytest.mark.parametrize("has_round", [True, False])
def test_everybody_has_today_and_the_board(
    signed_in_as: SignIn, begun: Opener, who: str, name: str, has_round: bool
) -> None:
    if has_round:
        begun()
    assert signed_in_as(who).get(reverse(name)).status_code == 200


def poll_url(html: str) -> str:
    return html.split('id="board" hx-get="', 1)[1].split('"', 1)[0].replace("&amp;", "&")


def test_the_board_answers_204_while_nothing_changed(signed_in_as: SignIn, verification: Round) -> None:
    client = signed_in_as("chen")
    url = poll_url(client.get("/board/").content.decode())
    assert client.get(url, **HTMX).status_code == 204


def test_the_board_moves_when_something_was_recorded(
    signed_in_as: SignIn, verification: Round, record: Recorder
) -> None:
    client = signed_in_as("chen")
    url = poll_url(client.get("/board/").content.decode())
    record("3-101")
    response = client.get(url, **HTMX)
    assert response.status_code == 200
    assert "<html" not in response.content.decode()


def test_the_board_by_worker(signed_in_as: SignIn, verification: Round) -> None:
    assert "奥马尔" in signed_in_as("chen").get("/board/?by=workers").content.decode()


def test_a_worker_sees_the_own_part_of_the_board(signed_in_as: SignIn, verification: Round) -> None:
    html = signed_in_as("omar").get("/board/").content.decode()
    assert "第3片区" in html
    assert "第1片区" not in html


def test_asking_whether_something_changed_costs_little(
    signed_in_as: SignIn, verification: Round, django_assert_max_num_queries: Any
) -> None:
    client = signed_in_as("chen")
    url = poll_url(client.get("/board/").content.decode())
    with django_assert_max_num_queries(6):
        client.get(url, **HTMX)


def test_the_board_costs_the_same_for_every_round(
    signed_in_as: SignIn, begun: Opener, django_assert_max_num_queries: Any
) -> None:
    for name in ("一", "二", "三"):
        begun(name=name)
    client = signed_in_as("chen")
    with django_assert_max_num_queries(14):
        client.get("/board/")


def test_today_tells_a_worker_what_is_under_the_own_name(signed_in_as: SignIn, verification: Round) -> None:
    client = signed_in_as("omar")
    client.cookies["gridward_language"] = "en"
    html = client.get("/").content.decode()
    assert 'Under your name: <a href="/mine/">3</a>' in html


def test_today_shows_plates_and_workers_and_no_resident(
    signed_in_as: SignIn, record: Recorder, cast: Cast
) -> None:
    record("3-101")
    html = signed_in_as("rosa").get("/").content.decode()
    assert "03-001" in html
    assert not [name for name in cast.persons if name in html]


def test_today_costs_the_same_whatever_was_recorded(
    signed_in_as: SignIn, record: Recorder, django_assert_max_num_queries: Any
) -> None:
    for door in ("3-101", "3-102", "3-201"):
        record(door)
    client = signed_in_as("chen")
    with django_assert_max_num_queries(20):
        client.get("/")
