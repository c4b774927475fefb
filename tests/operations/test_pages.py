"""The pages of Settings, the operation and the notice."""

from collections.abc import Callable
from dataclasses import asdict

import pytest
from django.test import Client

from gridward.accounts.actors import Actor
from gridward.operations.actions import end_operation, open_operation
from gridward.operations.models import Operation
from gridward.operations.queries import open_operation_of
from tests.cast import Cast
from tests.operations.facts import fact

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def posted(**said: object) -> dict[str, str]:
    """The form as a browser sends it."""
    return {name: str(value) for name, value in asdict(fact(**said)).items() if value is not None}


def test_a_coordinator_opens_an_operation_on_its_page(cast: Cast, signed_in_as: SignIn) -> None:
    client = signed_in_as("max")
    response = client.post("/settings/operation/edit/", posted())
    assert response.status_code == 302
    assert "九月疫情防控" in client.get("/settings/operation/").content.decode()


def test_an_amendment_is_shown_with_what_stood_before(cast: Cast, max_: Actor, signed_in_as: SignIn) -> None:
    open_operation(by=max_, fact=fact())
    client = signed_in_as("max")
    client.post("/settings/operation/edit/", posted(purpose="只核查人数"))
    page = client.get("/settings/operation/").content.decode()
    assert "只核查人数" in page and "修改记录" in page and fact().purpose in page


def test_a_missing_field_keeps_what_was_typed_and_says_what_to_do(cast: Cast, signed_in_as: SignIn) -> None:
    response = signed_in_as("max").post("/settings/operation/edit/", posted() | {"contact": ""})
    page = response.content.decode()
    assert response.status_code == 422
    assert "请填写此项" in page and fact().purpose in page


def test_a_review_in_the_past_is_refused_beside_its_field(cast: Cast, signed_in_as: SignIn) -> None:
    response = signed_in_as("max").post("/settings/operation/edit/", posted() | {"review_on": "2022-09-01"})
    assert response.status_code == 422
    assert "review_on" in response.context["form"].errors


@pytest.mark.parametrize("who", ["lin", "omar", "rosa"])
@pytest.mark.parametrize("address", ["/settings/operation/edit/", "/settings/operation/end/"])
def test_others_may_read_the_operation_but_not_change_it(
    who: str, address: str, cast: Cast, signed_in_as: SignIn
) -> None:
    client = signed_in_as(who)
    assert client.get("/settings/operation/").status_code == 200
    assert client.get(address).status_code == 403 and client.post(address, posted()).status_code == 403


def test_an_end_asks_for_its_decision(cast: Cast, chen: Actor, signed_in_as: SignIn) -> None:
    client = signed_in_as("chen")
    assert client.post("/settings/operation/end/", {"decision": ""}).status_code == 422
    assert client.post("/settings/operation/end/", {"decision": "第5号决定"}).status_code == 302
    assert open_operation_of(chen.community_id) is None
    assert "第5号决定" in client.get("/settings/operation/").content.decode()


def test_ending_says_that_data_is_not_erased_yet(cast: Cast, signed_in_as: SignIn) -> None:
    assert "还不能清除" in signed_in_as("chen").get("/settings/operation/end/").content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "我有哪些权利？"), ("en", "What are my rights?")]
)
def test_the_notice_is_there_in_both_languages(
    language: str, words: str, cast: Cast, signed_in_as: SignIn
) -> None:
    page = signed_in_as("omar").get(f"/settings/operation/notice/?language={language}").content.decode()
    operation = Operation.objects.of(cast.community_id).get()
    assert words in page
    assert all(said in page for said in (operation.purpose, operation.legal_basis, operation.contact))


def test_without_an_operation_there_is_no_notice(cast: Cast, chen: Actor, signed_in_as: SignIn) -> None:
    end_operation(by=chen, operation_id=cast.operation_id, decision="决定")
    assert "没有告知书" in signed_in_as("omar").get("/settings/operation/notice/").content.decode()


def test_settings_show_each_role_its_own_pages(cast: Cast, signed_in_as: SignIn) -> None:
    seen = {who: signed_in_as(who).get("/settings/").content.decode() for who in ("dora", "chen", "rosa")}
    assert ["查看记录" in seen[who] for who in ("dora", "chen", "rosa")] == [True, False, False]
    assert ["账号与权限" in seen[who] for who in ("dora", "chen", "rosa")] == [True, True, False]


def test_the_jobs_page_is_for_those_who_keep_the_system(cast: Cast, signed_in_as: SignIn) -> None:
    assert [signed_in_as(who).get("/settings/jobs/").status_code for who in ("dora", "chen", "rosa")] == [
        200,
        200,
        403,
    ]
