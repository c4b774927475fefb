"""Signing in: works, refuses without telling why, locks, forces an own password, remembers the language."""

import logging
import re

import pytest
from axes.models import AccessAttempt
from django.conf import settings as django_settings
from django.test import Client

from gridward.accounts import actions
from gridward.accounts.models import Account, Grant, Role, Scope
from gridward.audit.models import Entry
from tests.access.problems import assert_problem
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: object):
    return client.post("/sign-in/", {"username": username, "password": password}, **more)


def test_a_right_password_opens_the_page_asked_for(cast: Cast, client: Client) -> None:
    response = client.post("/sign-in/?next=/workers/", {"username": "chen", "password": PASSWORD})
    assert response.status_code == 302 and response["Location"] == "/workers/"
    assert client.get("/workers/").status_code == 200


def test_a_page_before_signing_in_leads_to_sign_in_and_back(cast: Cast, client: Client) -> None:
    response = client.get("/workers/?task=none")
    assert response["Location"] == "/sign-in/?next=%2Fworkers%2F%3Ftask%3Dnone"


def test_a_part_asked_for_before_signing_in_moves_the_whole_window(cast: Cast, client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/workers/?by=team"}
    response = client.get("/workers/", headers=headers)
    assert response["HX-Redirect"] == "/sign-in/?next=%2Fworkers%2F%3Fby%3Dteam"


def test_nobody_is_sent_to_another_site_after_signing_in(cast: Cast, client: Client) -> None:
    response = client.post(
        "/sign-in/?next=https://elsewhere.example/", {"username": "chen", "password": PASSWORD}
    )
    assert response["Location"] == "/"


def test_capital_letters_and_blanks_around_a_name_do_not_matter(cast: Cast, client: Client) -> None:
    assert sign_in(client, " Chen ").status_code == 302


def test_a_wrong_name_a_wrong_password_and_a_closed_account_look_the_same(cast: Cast, dora) -> None:
    closed = Account.objects.get(username="omar")
    actions.set_account_open(by=dora, account_id=closed.id, is_open=False)
    tries = {"nobody-here": "a wrong password", "chen": "a wrong password", "omar": PASSWORD}
    pages = [
        without_token(sign_in(Client(), name, password).content).replace(f'"{name}"'.encode(), b"NAME")
        for name, password in tries.items()
    ]
    assert len(set(pages)) == 1 and b"NAME" in pages[0]


def without_token(page: bytes) -> bytes:
    return re.sub(rb'csrfmiddlewaretoken" value="[^"]+"', b"", page)


def test_signing_in_gives_the_session_a_new_key(cast: Cast, client: Client) -> None:
    client.cookies[django_settings.SESSION_COOKIE_NAME] = "a" * 32
    sign_in(client, "chen")
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value != "a" * 32
    assert client.cookies[django_settings.SESSION_COOKIE_NAME]["max-age"] == 12 * 3600


def test_signing_in_is_written_down(cast: Cast, client: Client) -> None:
    sign_in(client, "chen")
    entry = Entry.objects.filter(community_id=cast.community_id, deed="account.signed_in").get()
    assert entry.by_id == cast.workers["chen"]


class WhenLockedOut:
    """Five failures lock a name on a device for a quarter of an hour."""

    @pytest.fixture(autouse=True)
    def _locking(self, settings, cast: Cast) -> None:
        settings.AXES_ENABLED = True

    def fail(self, client: Client, username: str = "chen", times: int = 5) -> None:
        for _ in range(times):
            sign_in(client, username, "a wrong password")

    def test_even_the_right_password_is_refused_then(self, client: Client) -> None:
        self.fail(client)
        response = sign_in(client, "chen")
        assert response.status_code == 429 and "15" in response.content.decode()
        assert 0 < int(response["Retry-After"]) <= 15 * 60

    def test_a_name_nobody_has_is_locked_just_the_same(self, client: Client) -> None:
        self.fail(client, "nobody-here")
        assert sign_in(client, "nobody-here").status_code == 429

    def test_writing_the_name_otherwise_does_not_help(self, client: Client) -> None:
        for username in ("chen", "Chen", "CHEN", " chen", "ｃｈｅｎ"):
            sign_in(client, username, "a wrong password")
        assert sign_in(client, "cHen").status_code == 429

    def test_others_still_sign_in(self, client: Client) -> None:
        self.fail(client)
        assert sign_in(client, "lin").status_code == 302

    def test_the_data_officer_unlocks_a_name(self, client: Client, dora) -> None:
        self.fail(client)
        actions.unlock(by=dora, account_id=Account.objects.get(username="chen").id)
        assert sign_in(client, "chen").status_code == 302

    def test_a_program_is_told_in_the_one_shape(self, client: Client) -> None:
        self.fail(client)
        assert_problem(
            sign_in(client, "chen", headers={"Accept": "application/json"}), 429, "accounts.locked"
        )

    def test_no_password_reaches_log_or_database(
        self, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            for _ in range(6):
                sign_in(client, "chen", "a-canary-password")
        kept = AccessAttempt.objects.values_list("post_data", "get_data")
        assert "a-canary-password" not in caplog.text + str(list(kept))


def test_a_one_time_password_must_be_changed_before_anything_else(cast: Cast, client: Client, dora) -> None:
    made = actions.reset_password(by=dora, account_id=Account.objects.get(username="chen").id)
    sign_in(client, "chen", made.password)
    assert client.get("/workers/")["Location"] == "/password/"
    answer = client.get("/workers/", headers={"Accept": "application/json"})
    assert_problem(answer, 403, "accounts.password_first")


def change(client: Client, new: str, old: str = PASSWORD):
    return client.post("/password/", {"old_password": old, "new_password1": new, "new_password2": new})


def test_a_new_password_signs_out_every_other_device(cast: Cast, signed_in_as) -> None:
    phone, desk = signed_in_as("chen"), signed_in_as("chen")
    assert change(desk, "three-quiet-doors").status_code == 302
    assert desk.get("/workers/").status_code == 200
    assert phone.get("/workers/").status_code == 302
    assert sign_in(Client(), "chen", "three-quiet-doors").status_code == 302


@pytest.mark.parametrize("weak", ["short", "password123", "1234567890", "chenchenchen"])
def test_a_weak_password_is_refused_with_the_reason(cast: Cast, signed_in_as, weak: str) -> None:
    client = signed_in_as("chen")
    Account.objects.filter(username="chen").update(username="chenchenchen")
    response = change(client, weak)
    assert response.status_code == 422 and response.context["form"].errors


def test_the_old_password_is_asked_for(cast: Cast, signed_in_as) -> None:
    assert change(signed_in_as("chen"), "three-quiet-doors", old="wrong").status_code == 422


def test_the_language_chosen_once_is_there_on_the_next_device(cast: Cast, signed_in_as) -> None:
    signed_in_as("chen").post("/language/setlang/", {"language": "en", "next": "/workers/"})
    assert Account.objects.get(username="chen").language == "en"
    other = signed_in_as("chen")
    assert b'<html lang="en"' in other.get("/workers/", headers={"Accept-Language": "zh"}).content
    fresh = Client()
    sign_in(fresh, "chen")
    assert fresh.cookies[django_settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_somebody_in_two_communities_chooses_and_is_remembered(cast: Cast) -> None:
    account = Account.objects.get(username="chen")
    Grant.objects.create(
        worker_id=account.worker_id, community_id=cast.next_door_id, role=Role.READER, scope=Scope.COMMUNITY
    )
    client = Client()
    assert sign_in(client, "chen")["Location"] == "/sign-in/community/"
    client.post("/sign-in/community/", {"community": str(cast.next_door_id)})
    assert client.get("/workers/").context["actor"].community_id == cast.next_door_id
    again = Client()
    assert sign_in(again, "chen")["Location"] == "/"
    assert again.get("/workers/").context["actor"].community_id == cast.next_door_id


def test_a_community_without_a_right_cannot_be_chosen(cast: Cast, signed_in_as) -> None:
    response = signed_in_as("chen").post("/sign-in/community/", {"community": str(cast.next_door_id)})
    assert response.status_code == 422


def test_a_right_taken_back_is_gone_with_the_next_click(cast: Cast, signed_in_as, dora) -> None:
    client = signed_in_as("rosa")
    assert client.get("/workers/").status_code == 200
    actions.end_workers(by=dora, ids=[cast.workers["rosa"]])
    assert client.get("/workers/").status_code in (302, 404)


def test_signing_out_needs_a_post(cast: Cast, signed_in_as) -> None:
    client = signed_in_as("rosa")
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/workers/").status_code == 302


def test_a_page_costs_three_queries_for_the_actor_and_two_for_its_frame(
    cast: Cast, signed_in_as, django_assert_num_queries
) -> None:
    client = signed_in_as("rosa")
    with django_assert_num_queries(5):  # session, account with worker, grants; community, operation
        client.get("/password/")
