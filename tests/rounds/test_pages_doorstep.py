"""The worker's phone: one tap records, a second does nothing twice, every outcome has its tap."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gridward.accounts.actors import Actor
from gridward.rounds.actions import ask_exemption, close_round
from gridward.rounds.models import Due, Outcome, Round
from gridward.shared.ids import new_id
from tests.cast import Cast
from tests.rounds.ledger import Finder, Recorder

SignIn = Callable[[str], Client]
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def tap(signed_in_as: SignIn, due_at: Finder) -> Callable[..., HttpResponse]:
    """`tap("omar", "3-101", "absent")`: what the button sends."""

    def send(who: str, door: str, tap: str = "done", fact: UUID | None = None, **said: Any) -> HttpResponse:
        htmx = HTMX if "tile" in said else {}
        words = {"fact": str(fact or new_id()), "tap": tap, **said}
        url = reverse("due_record", args=[due_at(door).id])
        return signed_in_as(who).post(url, words, **htmx)  # type: ignore[arg-type, return-value]

    return send


def test_my_doors_stand_in_walking_order(signed_in_as: SignIn, verification: Round, cast: Cast) -> None:
    html = signed_in_as("omar").get("/mine/").content.decode()
    places = [html.index(f">{plate}</a>") for plate in ("03-001", "03-002", "03-003")]
    assert places == sorted(places)
    assert "03-004" not in html


def test_one_tap_settles_the_due_and_goes_back_to_the_list(tap: Any, due_at: Finder) -> None:
    response = tap("omar", "3-101", next="/mine/")
    assert (response.status_code, response.url) == (302, "/mine/")
    assert (due_at("3-101").state, due_at("3-101").how) == ("done", "seen")


def test_the_same_tap_twice_records_once(tap: Any, cast: Cast) -> None:
    fact = new_id()
    tap("omar", "3-101", fact=fact), tap("omar", "3-101", fact=fact)
    assert Outcome.objects.of(cast.community_id).count() == 1


def test_htmx_gets_the_settled_tile_and_the_progress(tap: Any) -> None:
    html = tap("omar", "3-101", tile="1").content.decode()
    assert "tile-slim" in html
    assert 'hx-swap-oob="true"' in html
    assert '<progress max="3" value="1"' in html


def test_an_absent_tap_leaves_the_tile_open_with_what_to_know(tap: Any) -> None:
    html = tap("omar", "3-101", "absent", tile="1").content.decode()
    assert "tile-open" in html
    assert "button-tap" in html


@pytest.mark.parametrize(
    ("pressed", "state", "how", "door_state"),
    [
        ("done-phone", "done", "phone", "lived_in"),
        ("done-plate", "done", "plate", "lived_in"),
        ("vacant", "done", "seen", "vacant"),
        ("absent", "open", "", "no_answer"),
        ("refused", "open", "", "refused"),
        ("moved", "open", "", "lived_in"),
    ],
)
def test_every_tap_says_what_it_says(
    tap: Any, due_at: Finder, cast: Cast, pressed: str, state: str, how: str, door_state: str
) -> None:
    tap("omar", "3-101", pressed)
    assert (due_at("3-101").state, due_at("3-101").how, cast.door("3-101").state) == (state, how, door_state)


def test_changes_entered_are_noted(tap: Any, cast: Cast) -> None:
    tap("omar", "3-101", has_changes="1")
    assert Outcome.objects.of(cast.community_id).get().has_changes


def test_a_phone_number_in_the_note_is_stopped_and_what_was_typed_stays(tap: Any, cast: Cast) -> None:
    response = tap("omar", "3-101", note="请打16300000001")
    assert response.status_code == 422
    assert "请打16300000001" in response.content.decode()
    assert not Outcome.objects.of(cast.community_id).exists()


def test_a_tap_that_is_none_is_sent_back(tap: Any, cast: Cast) -> None:
    assert tap("omar", "3-101", "nonsense").status_code == 422


@pytest.mark.parametrize("who", ["chen", "lin"])
def test_coordinator_and_leader_may_tap(tap: Any, due_at: Finder, who: str) -> None:
    tap(who, "3-101")
    assert due_at("3-101").state == "done"


@pytest.mark.parametrize(("who", "status"), [("rosa", 403), ("dora", 403), ("zhao", 404), ("max", 404)])
def test_others_cannot(tap: Any, due_at: Finder, who: str, status: int) -> None:
    assert tap(who, "3-101").status_code == status
    assert due_at("3-101").state == "open"


def test_a_tap_on_a_closed_round_is_kept_as_an_addendum(
    tap: Any, chen: Actor, verification: Round, settle_all: Any, cast: Cast
) -> None:
    settle_all()
    close_round(by=chen, round_id=verification.id)
    assert tap("omar", "3-101").status_code == 302
    assert Outcome.objects.of(cast.community_id).filter(is_late_fact=True).count() == 1


def test_a_next_page_elsewhere_is_not_followed(tap: Any, due_at: Finder) -> None:
    response = tap("omar", "3-101", next="https://elsewhere.example/")
    assert response.url == reverse("due", args=[due_at("3-101").id])


@pytest.mark.parametrize(
    ("who", "status"),
    [("chen", 200), ("lin", 200), ("omar", 200), ("rosa", 200), ("dora", 200), ("zhao", 404), ("max", 404)],
)
def test_who_sees_a_due(signed_in_as: SignIn, due_at: Finder, who: str, status: int) -> None:
    assert signed_in_as(who).get(reverse("due", args=[due_at("3-101").id])).status_code == status


def test_a_reader_sees_no_button(signed_in_as: SignIn, due_at: Finder) -> None:
    html = signed_in_as("rosa").get(reverse("due", args=[due_at("3-101").id])).content.decode()
    assert "button-tap" not in html
    assert 'name="deed"' not in html


def test_the_history_tells_what_happened(signed_in_as: SignIn, due_at: Finder, record: Recorder) -> None:
    record("3-101", "absent", note="敲门无人")
    html = signed_in_as("omar").get(reverse("due", args=[due_at("3-101").id])).content.decode()
    assert "敲门无人" in html
    assert "奥马尔" in html


def test_asking_for_an_exemption_on_the_page(signed_in_as: SignIn, due_at: Finder) -> None:
    url = reverse("due_exemption", args=[due_at("3-101").id])
    assert signed_in_as("omar").post(url, {"reason": "hospital"}).status_code == 302
    assert due_at("3-101").asked_reason == "hospital"


def test_asking_without_a_reason_changes_nothing(signed_in_as: SignIn, due_at: Finder) -> None:
    signed_in_as("omar").post(reverse("due_exemption", args=[due_at("3-101").id]), {"reason": ""})
    assert due_at("3-101").asked_by_id is None


def test_the_walk_costs_as_much_for_forty_doors_as_for_three(
    signed_in_as: SignIn, verification: Round, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = signed_in_as("omar")
    with django_assert_max_num_queries(16):
        client.get("/mine/")
    Due.objects.of(cast.community_id).update(worker_id=cast.workers["omar"])
    with django_assert_max_num_queries(16):
        client.get("/mine/")


def test_an_exemption_asked_for_shows_on_the_tile(signed_in_as: SignIn, due_at: Finder, omar: Actor) -> None:
    ask_exemption(by=omar, due_ids=[due_at("3-101").id], reason="hospital")
    client = signed_in_as("omar")
    client.cookies["gridward_language"] = "en"
    assert "exemption asked for: In hospital" in client.get("/mine/").content.decode()


def test_without_a_round_my_doors_say_so(signed_in_as: SignIn) -> None:
    assert signed_in_as("omar").get("/mine/").status_code == 200
