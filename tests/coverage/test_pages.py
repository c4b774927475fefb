"""Rounds on the page: who sees what, and that each number opens."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gridward.accounts.actors import Actor
from gridward.rounds.actions import ask_exemption, close_round
from gridward.rounds.models import Due, Round, Schedule
from gridward.shared.ids import new_id
from tests.cast import Cast
from tests.rounds.ledger import Finder, Opener, Recorder

SignIn = Callable[[str], Client]
EVERYBODY = ("chen", "lin", "omar", "rosa", "dora")


def url_of(round_: Round, name: str = "round") -> str:
    return reverse(name, args=[round_.id])


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("show", ["", "?show=areas", "?show=workers", "?show=gaps", "?show=gaps&state=done"])
def test_everybody_at_work_here_sees_the_round(
    signed_in_as: SignIn, verification: Round, record: Recorder, who: str, show: str
) -> None:
    record("3-102", "absent")
    assert signed_in_as(who).get(url_of(verification) + show).status_code == 200


@pytest.mark.parametrize("name", ["round", "round_poster", "round_changes"])
def test_a_stranger_finds_nothing(signed_in_as: SignIn, verification: Round, name: str) -> None:
    assert signed_in_as("max").get(url_of(verification, name)).status_code == 404


def test_the_list_of_rounds_counts_each_by_one_statement(
    signed_in_as: SignIn, begun: Opener, django_assert_max_num_queries: Any
) -> None:
    for name in ("一", "二", "三"):
        begun(name=name)
    client = signed_in_as("chen")
    with django_assert_max_num_queries(12):
        html = client.get("/rounds/").content.decode()
    assert all(name in html for name in ("一", "二", "三"))


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_those_who_may_see_the_button_to_open_one(signed_in_as: SignIn, who: str) -> None:
    html = signed_in_as(who).get("/rounds/").content.decode()
    assert (reverse("round_new") in html) == (who in ("chen", "lin"))


def test_the_gap_list_names_who_answers_and_offers_the_group_text(
    signed_in_as: SignIn, verification: Round
) -> None:
    html = signed_in_as("chen").get(url_of(verification) + "?show=gaps").content.decode()
    assert "奥马尔" in html
    text = html.split("<textarea", 1)[1].split("</textarea>")[0]
    assert "03-001" in text
    assert "奥马尔" not in text


def test_a_word_in_the_address_that_is_none_of_ours_narrows_nothing(
    signed_in_as: SignIn, verification: Round
) -> None:
    response = signed_in_as("chen").get(url_of(verification) + "?show=gaps&area=x&state=y&page=z&worker=1")
    assert response.status_code == 200


def test_signing_off_several_from_the_list(signed_in_as: SignIn, verification: Round, due_at: Finder) -> None:
    said = {"deed": "sign_off", "reason": "refused", "due": [str(due_at(d).id) for d in ("3-101", "3-102")]}
    assert signed_in_as("chen").post(url_of(verification, "round_decide"), said).status_code == 302
    assert (due_at("3-101").state, due_at("3-102").state) == ("signed_off", "signed_off")


def test_approving_an_exemption_from_the_list(
    signed_in_as: SignIn, verification: Round, due_at: Finder, omar: Actor
) -> None:
    due_id = due_at("3-101").id
    ask_exemption(by=omar, due_ids=[due_id], reason="away")
    client = signed_in_as("lin")
    assert "03-001" in client.get(url_of(verification) + "?show=exemptions").content.decode()
    client.post(url_of(verification, "round_decide"), {"deed": "approve", "due": [str(due_id)]})
    assert due_at("3-101").state == "exempt"


@pytest.mark.parametrize(("who", "status"), [("omar", 403), ("rosa", 403), ("dora", 403), ("max", 404)])
def test_others_decide_nothing(
    signed_in_as: SignIn, verification: Round, due_at: Finder, who: str, status: int
) -> None:
    said = {"deed": "sign_off", "reason": "refused", "due": [str(due_at("3-101").id)]}
    assert signed_in_as(who).post(url_of(verification, "round_decide"), said).status_code == status


@pytest.mark.parametrize("said", [{}, {"deed": "sign_off"}, {"deed": "eat", "due": ["x"]}])
def test_deciding_nothing_changes_nothing(
    signed_in_as: SignIn, verification: Round, cast: Cast, said: dict[str, Any]
) -> None:
    assert signed_in_as("chen").post(url_of(verification, "round_decide"), said).status_code == 302
    assert Due.objects.of(cast.community_id).exclude(state="open").count() == 0


def test_closing_too_early_leads_to_what_is_missing(signed_in_as: SignIn, verification: Round) -> None:
    response = signed_in_as("chen").post(url_of(verification, "round_close"), follow=True)
    assert "03-001" in response.content.decode()
    assert Round.objects.of(verification.community_id).get().state == "open"


def test_closing_shows_the_statement(
    signed_in_as: SignIn, verification: Round, settle_all: Callable[..., None]
) -> None:
    settle_all()
    client = signed_in_as("chen")
    client.cookies["gridward_language"] = "en"
    html = client.post(url_of(verification, "round_close"), follow=True).content.decode()
    assert "Closing statement" in html
    assert "Closed on" in html


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_closed_round_shows_its_late_facts(
    signed_in_as: SignIn, verification: Round, settle_all: Any, chen: Actor, record: Recorder, who: str
) -> None:
    settle_all()
    close_round(by=chen, round_id=verification.id)
    record("3-101", "refused")
    html = signed_in_as(who).get(url_of(verification)).content.decode()
    assert 'class="timeline"' in html


def test_what_changed_since_the_verification_before(
    signed_in_as: SignIn, begun: Opener, settle_all: Any, chen: Actor, verification: Round, record: Recorder
) -> None:
    settle_all()
    close_round(by=chen, round_id=verification.id)
    third = begun(name="第三次核查", opens_at=verification.opens_at + timedelta(minutes=30))
    html = signed_in_as("chen").get(url_of(third, "round_changes")).content.decode()
    assert "第二次核查" in html


def test_the_first_verification_has_nothing_to_compare_with(
    signed_in_as: SignIn, verification: Round
) -> None:
    assert signed_in_as("chen").get(url_of(verification, "round_changes")).status_code == 404


def new_round(cast: Cast, **said: Any) -> dict[str, Any]:
    return {
        "round_id": str(new_id()),
        "kind": "visit",
        "name": "走访",
        "opens_at": "2026-11-23T08:00",
        "closes_at": "2026-11-24T08:00",
        "every": "0",
        "areas": [str(cast.areas[3])],
        **said,
    }


@pytest.mark.parametrize(
    ("who", "status"), [("chen", 200), ("lin", 200), ("omar", 403), ("rosa", 403), ("dora", 403)]
)
def test_who_opens_a_round_on_the_page(signed_in_as: SignIn, cast: Cast, who: str, status: int) -> None:
    client = signed_in_as(who)
    assert client.get(reverse("round_new")).status_code == status
    client.post(reverse("round_new"), new_round(cast))
    assert Round.objects.of(cast.community_id).count() == (1 if status == 200 else 0)


def test_sending_the_form_twice_opens_one_round_and_one_schedule(signed_in_as: SignIn, cast: Cast) -> None:
    said = new_round(cast, every="1440")
    client = signed_in_as("chen")
    for _ in range(2):
        assert client.post(reverse("round_new"), said).status_code == 302
    assert Round.objects.of(cast.community_id).count() == 1
    assert Schedule.objects.of(cast.community_id).count() == 1


def test_a_window_that_ends_first_is_marked_and_what_was_typed_stays(
    signed_in_as: SignIn, cast: Cast
) -> None:
    response = signed_in_as("chen").post(reverse("round_new"), new_round(cast, closes_at="2026-11-22T08:00"))
    assert response.status_code == 422
    assert 'value="走访"' in response.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("chen", 200), ("lin", 200), ("omar", 403), ("rosa", 403), ("dora", 403)]
)
@pytest.mark.parametrize("name", ["schedules", "flags"])
def test_who_sees_schedules_and_flags(
    signed_in_as: SignIn, cast: Cast, who: str, status: int, name: str
) -> None:
    assert signed_in_as(who).get(reverse(name)).status_code == status


def test_a_flag_stands_under_a_name_until_looked_at(
    signed_in_as: SignIn, record: Recorder, lin: Actor
) -> None:
    record("3-101")
    flagged = record("3-101", by=lin).id
    client = signed_in_as("lin")
    assert str(flagged) in client.get(reverse("flags")).content.decode()
    client.post(reverse("flags"), {"outcome": [str(flagged), "nonsense"]})
    assert str(flagged) not in client.get(reverse("flags")).content.decode()
