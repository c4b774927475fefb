"""The page of a tube: its people, its history, and putting right what was written into the wrong one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gridward.shared.ids import new_id
from gridward.testing.models import Sample
from tests.cast import Cast
from tests.testing.day import Taker, due_of, members, tube

Post = Callable[..., Any]


@pytest.fixture
def post(signed_in_as: Callable[[str], Client], cast: Cast, take: Taker) -> Post:
    """`post("move", to="T-0002", …)`: the answer of the page of T-0001, in which two people are."""
    take("刘洋"), take("何秀英")

    def send(what: str, who: str = "chen", **said: Any) -> Any:
        url = reverse(f"testing_tube_{what}", args=[tube(cast, "T-0001").id])
        return signed_in_as(who).post(url, {"fact": new_id()} | said)

    return send


def sample(cast: Cast, who: str) -> str:
    return str(Sample.objects.of(cast.community_id).get(subject_id=cast.persons[who]).id)


def test_somebody_moves_into_another_tube_with_a_reason(post: Post, cast: Cast) -> None:
    assert post("move", sample=sample(cast, "刘洋"), to="t-0002", reason="mistyped").status_code == 302
    assert [who for _place, who in members(cast, "T-0002")] == [cast.persons["刘洋"]]
    assert len(members(cast, "T-0001")) == 1


def test_the_whole_tube_moves_when_its_label_was_replaced(
    post: Post, cast: Cast, signed_in_as: Callable[[str], Client]
) -> None:
    post("move", whole="on", to="T-0009", reason="relabelled")
    assert len(members(cast, "T-0009")) == 2 and not members(cast, "T-0001")
    page = signed_in_as("chen").get(reverse("testing_tube", args=[tube(cast, "T-0001").id])).content.decode()
    assert "一份样本移到 T-0009" in page


@pytest.mark.parametrize("said", [{"to": "T-0002", "reason": ""}, {"to": "没有", "reason": "mistyped"}])
def test_a_move_says_which_field_is_wrong(post: Post, cast: Cast, said: dict[str, str]) -> None:
    assert post("move", sample=sample(cast, "刘洋"), **said).status_code == 422
    assert len(members(cast, "T-0001")) == 2


def test_nobody_ticked_moves_nobody(post: Post, cast: Cast) -> None:
    assert post("move", to="T-0002", reason="mistyped").status_code == 422


def test_a_sample_that_never_was_is_struck_out_and_due_again(post: Post, cast: Cast) -> None:
    assert post("void", sample=sample(cast, "刘洋"), reason="not_taken").status_code == 302
    assert due_of(cast, "刘洋").state == "open" and len(members(cast, "T-0001")) == 1


def test_a_tube_is_sealed_from_its_page_once(post: Post, cast: Cast) -> None:
    assert post("seal").status_code == 302 and post("seal").status_code == 302
    assert tube(cast, "T-0001").state == "sealed"


def test_who_did_not_open_it_reads_at_most(post: Post, cast: Cast) -> None:
    assert post("seal", who="rosa").status_code == 403
    assert post("seal", who="omar").status_code == 404
    assert tube(cast, "T-0001").state == "open"


def test_a_sampler_sees_names_of_the_own_hand_only(
    post: Post, cast: Cast, take: Taker, signed_in_as: Callable[[str], Client]
) -> None:
    take("王小明", "T-0001", by=cast.actor("sun"))
    page = signed_in_as("sun").get(reverse("testing_tube", args=[tube(cast, "T-0001").id])).content.decode()
    assert "王小明" in page and "刘洋" not in page
