"""Accounts and grants: who gives what to whom, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gridward.accounts import actions
from gridward.accounts.actors import Actor
from gridward.accounts.models import Account, Grant, Role
from gridward.audit.models import Entry
from gridward.shared.problems import Problem
from tests.cast import PASSWORD, Cast, cast_id

pytestmark = pytest.mark.django_db


def a_grant(cast: Cast, role: str, name: str = "rosa", **more: Any) -> actions.GrantFact:
    return actions.GrantFact(cast.workers[name], role, **more)


def test_a_right_given_is_in_force_with_who_when_and_why(cast: Cast, dora: Actor) -> None:
    actions.grant(by=dora, facts=[a_grant(cast, Role.COORDINATOR, why="九月十二日名单")])
    given = Grant.objects.get(worker_id=cast.workers["rosa"], role=Role.COORDINATOR)
    assert (given.by_id, given.why, given.until) == (dora.worker_id, "九月十二日名单", None)
    assert Role.COORDINATOR in cast.actor("rosa").roles


def test_a_right_in_force_is_not_given_twice(cast: Cast, dora: Actor) -> None:
    assert actions.grant(by=dora, facts=[a_grant(cast, Role.READER)]) == []


def test_a_right_ends_when_its_time_is_over(cast: Cast, dora: Actor) -> None:
    past = timezone.now() - timedelta(minutes=1)
    actions.grant(by=dora, facts=[a_grant(cast, Role.COORDINATOR, until=past)])
    assert cast.actor("rosa").roles == {Role.READER}


def test_ending_a_right_keeps_it_on_record_with_who_ended_it(cast: Cast, dora: Actor) -> None:
    given = Grant.objects.get(worker_id=cast.workers["rosa"])
    assert actions.end_grants(by=dora, ids=[given.id]) == 1
    given.refresh_from_db()
    assert given.until and given.ended_by_id == dora.worker_id
    assert actions.end_grants(by=dora, ids=[given.id]) == 0


def test_a_coordinator_names_area_leaders_and_workers(cast: Cast, chen: Actor) -> None:
    facts = [a_grant(cast, Role.WORKER), a_grant(cast, Role.AREA_LEADER, scope_id=cast.areas[1])]
    assert len(actions.grant(by=chen, facts=facts)) == 2


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DATA_OFFICER, Role.READER])
def test_a_coordinator_gives_no_right_over_the_whole_community(cast: Cast, chen: Actor, role: str) -> None:
    with pytest.raises(Problem) as refused:
        actions.grant(by=chen, facts=[a_grant(cast, role, "omar")])
    assert refused.value.status == 403


@pytest.mark.parametrize("name", ["lin", "omar", "rosa"])
def test_area_leader_worker_and_reader_give_no_rights(cast: Cast, name: str) -> None:
    with pytest.raises(Problem) as refused:
        actions.grant(by=cast.actor(name), facts=[a_grant(cast, Role.WORKER, name)])
    assert refused.value.status == 403


def test_a_stranger_cannot_give_rights_here_nor_end_them(cast: Cast, max_: Actor) -> None:
    for attempt in (
        lambda: actions.grant(by=max_, facts=[a_grant(cast, Role.WORKER)]),
        lambda: actions.end_grants(by=max_, ids=[Grant.objects.get(worker_id=cast.workers["rosa"]).id]),
    ):
        with pytest.raises(Problem) as refused:
            attempt()
        assert refused.value.status == 404


@pytest.mark.parametrize(
    ("role", "area"),
    [(Role.AREA_LEADER, False), (Role.WORKER, True), (Role.COORDINATOR, True), ("king", False)],
)
def test_a_role_over_a_scope_that_is_not_its_own_is_refused(
    cast: Cast, dora: Actor, role: str, area: bool
) -> None:
    fact = a_grant(cast, role, scope_id=cast.areas[1] if area else None)
    with pytest.raises(Problem) as refused:
        actions.grant(by=dora, facts=[fact])
    assert refused.value.code == "accounts.scope_does_not_fit"


def test_the_last_data_officer_stays(cast: Cast, dora: Actor) -> None:
    own = Grant.objects.get(worker_id=dora.worker_id, role=Role.DATA_OFFICER)
    with pytest.raises(Problem) as refused:
        actions.end_grants(by=dora, ids=[own.id])
    assert refused.value.code == "accounts.last_data_officer"
    own.refresh_from_db()
    assert own.until is None


def test_a_made_up_password_works_once_and_is_nowhere_in_clear(cast: Cast, dora: Actor) -> None:
    worker = actions.add_workers(by=dora, facts=[actions.WorkerFact("何新", cast_id("audit"))])[0]
    made = actions.make_account(by=dora, worker_id=worker.id, username="HeXin")
    account = Account.objects.get(username="hexin")
    assert account.check_password(made.password) and account.must_change_password
    assert made.password not in account.password and len(made.password) >= 10


@pytest.mark.parametrize(
    ("username", "password", "code"),
    [
        ("x", None, "accounts.bad_username"),
        ("王小明", None, "accounts.bad_username"),
        ("CHEN", None, "accounts.username_taken"),
        ("hexin", "short", "accounts.weak_password"),
    ],
)
def test_an_account_that_will_not_do_is_refused(
    cast: Cast, dora: Actor, username: str, password: str | None, code: str
) -> None:
    worker = actions.add_workers(by=dora, facts=[actions.WorkerFact("何新", cast_id("audit"))])[0]
    with pytest.raises(Problem) as refused:
        actions.make_account(by=dora, worker_id=worker.id, username=username, password=password)
    assert refused.value.code == code


def test_nobody_has_two_accounts(cast: Cast, dora: Actor) -> None:
    with pytest.raises(Problem) as refused:
        actions.make_account(by=dora, worker_id=cast.workers["omar"], username="omar2")
    assert refused.value.code == "accounts.has_account"


def test_a_data_officer_cannot_close_the_own_account(cast: Cast, dora: Actor) -> None:
    own = Account.objects.get(worker_id=dora.worker_id)
    with pytest.raises(Problem) as refused:
        actions.set_account_open(by=dora, account_id=own.id, is_open=False)
    assert refused.value.code == "accounts.not_yourself"


def test_a_closed_account_is_signed_out_at_once(cast: Cast, dora: Actor, signed_in_as: Any) -> None:
    client = signed_in_as("rosa")
    actions.set_account_open(by=dora, account_id=Account.objects.get(username="rosa").id, is_open=False)
    assert client.get("/workers/").status_code == 302


def test_the_page_shows_a_one_time_password_once_and_tells_no_cache(cast: Cast, signed_in_as: Any) -> None:
    client = signed_in_as("dora")
    response = client.post(f"/settings/accounts/{cast.workers['omar']}/password/")
    password = response.context["password"]
    assert password in response.content.decode() and "no-store" in response["Cache-Control"]
    assert password not in client.get(f"/settings/accounts/{cast.workers['omar']}/").content.decode()
    assert Client().login(request=None, username="omar", password=PASSWORD) is False


def test_the_page_gives_a_right_and_shows_why(cast: Cast, signed_in_as: Any) -> None:
    client, url = signed_in_as("dora"), f"/settings/accounts/{cast.workers['rosa']}/"
    form = {"id": str(cast_id("g")), "role": "area_leader", "area": str(cast.areas[1]), "why": "接替前任片长"}
    assert client.post(f"{url}rights/", form)["Location"] == url
    assert "接替前任片长" in client.get(url).content.decode()
    assert cast.actor("rosa").area_ids == {cast.areas[1]}


def test_the_page_asks_which_area_and_why(cast: Cast, signed_in_as: Any) -> None:
    form = {"id": str(cast_id("g")), "role": "area_leader"}
    response = signed_in_as("dora").post(f"/settings/accounts/{cast.workers['rosa']}/rights/", form)
    assert response.status_code == 422 and set(response.context["form"].errors) == {"area", "why"}


def test_every_change_of_rights_is_written_down(cast: Cast, dora: Actor) -> None:
    given = actions.grant(by=dora, facts=[a_grant(cast, Role.COORDINATOR)])
    actions.end_grants(by=dora, ids=[g.id for g in given])
    deeds = Entry.objects.filter(community_id=cast.community_id, subject_id=given[0].id).order_by("seq")
    assert [entry.deed for entry in deeds] == ["grant.given", "grant.ended"]
