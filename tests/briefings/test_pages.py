"""The pages of figures, of the lists behind them, of the briefing and of the check."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gridward.accounts.actors import Actor
from tests.briefings.filling import a_category, a_verification, everything_done
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def page(client: Client, address: str) -> str:
    """A page as text."""
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


@pytest.mark.parametrize(
    ("who", "status"),
    [("chen", 200), ("dora", 200), ("lin", 200), ("rosa", 200), ("omar", 403), ("max", 200)],
)
@pytest.mark.parametrize("address", ["/figures/", "/figures/briefing/", "/figures/doors/"])
def test_figures_are_for_those_who_lead_and_those_who_read(
    who: str, status: int, address: str, cast: Cast, signed_in_as: SignIn
) -> None:
    assert signed_in_as(who).get(address).status_code == status


def test_nobody_sees_figures_without_signing_in(cast: Cast) -> None:
    assert Client().get("/figures/").status_code == 302


def test_every_number_on_the_page_opens_to_its_list(cast: Cast, chen: Actor, signed_in_as: SignIn) -> None:
    everything_done(chen, a_verification(chen))
    client = signed_in_as("chen")
    response = client.get("/figures/")
    addresses = [line["url"] for group in response.context["groups"] for line in group["lines"]]
    assert len(addresses) > 30
    assert {client.get(address).status_code for address in addresses} == {200}


def test_a_day_that_has_not_been_is_refused_in_words(cast: Cast, signed_in_as: SignIn) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = signed_in_as("chen").get(f"/figures/?as_of={tomorrow.isoformat()}")
    assert response.status_code == 422 and "这一天还没有到" in response.content.decode()


def test_a_past_day_is_counted_as_it_was(cast: Cast, signed_in_as: SignIn) -> None:
    before = timezone.localdate() - timedelta(days=1)
    assert "实际居住 <strong>0</strong> 户" in page(
        signed_in_as("chen"), f"/figures/?as_of={before.isoformat()}"
    )


def test_a_reader_finds_a_category_counted_but_not_its_list(
    cast: Cast, chen: Actor, signed_in_as: SignIn
) -> None:
    a_category(chen, "C", "C类", "person", [cast.persons["马兰"]])
    client = signed_in_as("rosa")
    assert "C类：人数" in page(client, "/figures/")
    assert client.get("/figures/category.C.persons/").status_code == 403
    assert signed_in_as("chen").get("/figures/category.C.persons/").status_code == 200


def test_the_list_masks_names_for_a_reader(cast: Cast, signed_in_as: SignIn) -> None:
    words = page(signed_in_as("rosa"), "/figures/people.living_here/")
    assert "王*明" in words and "王小明" not in words


def test_an_unknown_figure_is_not_found(cast: Cast, signed_in_as: SignIn) -> None:
    assert signed_in_as("chen").get("/figures/people.happy/").status_code == 404


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh-hans", "全社区划分为"), ("en", "The community is divided into")],
)
def test_the_briefing_is_written_in_both_languages(
    language: str, sentence: str, cast: Cast, chen: Actor, signed_in_as: SignIn
) -> None:
    a_category(chen, "C", "C类", "person", [cast.persons["马兰"]])
    everything_done(chen, a_verification(chen))
    words = page(signed_in_as("rosa"), f"/figures/briefing/?language={language}")
    assert sentence in words
    assert "7</a> 户，应核 7 户（100%）" in words or "7</a> of 7 (100%)" in words


def test_the_briefing_links_only_to_lists_the_reader_may_open(
    cast: Cast, chen: Actor, signed_in_as: SignIn
) -> None:
    a_category(chen, "C", "C类", "person", [cast.persons["马兰"]])
    linked = [
        "category.C.persons" in page(signed_in_as(who), "/figures/briefing/") for who in ("chen", "rosa")
    ]
    assert linked == [True, False]


def test_the_check_names_what_breaks_a_rule(cast: Cast, signed_in_as: SignIn) -> None:
    words = page(signed_in_as("chen"), "/settings/check/")
    assert "逐一列在下面" in words and "第1片区" in words


@pytest.mark.parametrize(("who", "status"), [("dora", 200), ("lin", 403), ("omar", 403), ("rosa", 403)])
def test_the_check_is_for_those_who_keep_the_register(
    who: str, status: int, cast: Cast, signed_in_as: SignIn
) -> None:
    assert signed_in_as(who).get("/settings/check/").status_code == status
