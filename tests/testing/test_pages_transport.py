"""The pages of boxes and hand-overs: a scanner fills a box, both sign the sheet, the laboratory sees codes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from gridward.accounts.actors import Actor
from gridward.shared.ids import new_id
from gridward.testing.actions import seal_tubes
from gridward.testing.codes.own import own_code
from gridward.testing.models import Box, HandOver, HandOverLine, TestDay, Tube
from gridward.testing.steps import TubeFact
from tests.cast import Cast, client_of
from tests.testing.day import Taker

SignedIn = Callable[[str], Client]


@pytest.fixture
def sealed(take: Taker, chen: Actor, cast: Cast, day: TestDay) -> str:
    """One of our own tubes with somebody in it, sealed."""
    code = own_code(cast.community_id, 7)
    take("刘洋", code)
    seal_tubes(by=chen, facts=[TubeFact(new_id(), code)])
    return code


def fill(client: Client, tube: str, box: str = "箱1") -> Any:
    return client.post(reverse("testing_box_fill"), {"box": box, "tube": tube, "fact": str(new_id())})


def give(client: Client, **said: Any) -> Any:
    usual = {"boxes": ["箱1"], "carrier": "老周", "phone": "16300000009", "counted": 1, "fact": str(new_id())}
    return client.post(reverse("testing_hand_over_new"), usual | said)


@pytest.fixture
def sent(sealed: str, signed_in_as: SignedIn, cast: Cast) -> HandOver:
    """That tube, boxed and with a carrier."""
    client = signed_in_as("chen")
    fill(client, sealed), give(client)
    return HandOver.objects.of(cast.community_id).get()


def test_a_scanned_tube_goes_into_the_box_that_stays(
    sealed: str, signed_in_as: SignedIn, cast: Cast, day: TestDay
) -> None:
    client = signed_in_as("chen")
    answer = fill(client, f"]C1{sealed.lower()}")
    assert answer.status_code == 302
    assert Tube.objects.of(cast.community_id).get().box_id == Box.objects.of(cast.community_id).get().id
    page = client.get(answer.url).content.decode()
    assert 'value="箱1"' in page and sealed in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("T-0404", "没有"),
        ("X" * 40, "不是"),
        ("", ""),
    ],
)
def test_what_goes_into_no_box_says_why_and_keeps_what_was_typed(
    sealed: str, signed_in_as: SignedIn, cast: Cast, typed: str, words: str
) -> None:
    answer = fill(signed_in_as("chen"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and 'value="箱1"' in page
    assert not Box.objects.of(cast.community_id).exists()


def test_a_mistyped_own_code_is_caught_at_entry(sealed: str, signed_in_as: SignedIn) -> None:
    wrong = sealed[:-1] + ("A" if sealed[-1] != "A" else "B")
    assert "有一位不对" in fill(signed_in_as("chen"), wrong).content.decode()


def test_the_sheet_bears_both_names_and_every_tube(
    sent: HandOver, sealed: str, signed_in_as: SignedIn
) -> None:
    page = signed_in_as("chen").get(reverse("testing_hand_over", args=[sent.id])).content.decode()
    assert all(words in page for words in ("陈静", "老周", "16300000009", sealed))
    assert page.count('class="signature-line"') == 2


def test_a_wrong_count_is_said_before_anything_is_handed_over(
    sealed: str, signed_in_as: SignedIn, cast: Cast
) -> None:
    client = signed_in_as("chen")
    fill(client, sealed)
    assert give(client, counted=2).status_code == 422
    assert give(client, carrier="").status_code == 422
    assert not HandOver.objects.of(cast.community_id).exists()


def test_the_laboratory_receives_and_sees_codes_alone(sent: HandOver, sealed: str, cast: Cast) -> None:
    client = client_of(cast, "luo")
    box = Box.objects.of(cast.community_id).get()
    for name, args in (
        ("testing_handovers", []),
        ("testing_box", [box.id]),
        ("testing_hand_over", [sent.id]),
    ):
        page = client.get(reverse(name, args=args))
        text = page.content.decode()
        assert page.status_code == 200 and "刘" not in text and "05-001" not in text
    said = {"codes": f"{sealed}\nX-9999", "fact": str(new_id())}
    assert client.post(reverse("testing_receive", args=[sent.id]), said).status_code == 302
    states = dict(HandOverLine.objects.of(cast.community_id).values_list("code", "state"))
    assert states == {sealed: "received", "X-9999": "extra"}


def test_a_receipt_of_nothing_is_asked_again(sent: HandOver, signed_in_as: SignedIn) -> None:
    url = reverse("testing_receive", args=[sent.id])
    assert signed_in_as("chen").post(url, {"fact": str(new_id())}).status_code == 422


def test_the_way_of_a_tube_names_every_step(sent: HandOver, signed_in_as: SignedIn, cast: Cast) -> None:
    tube = Tube.objects.of(cast.community_id).get()
    page = signed_in_as("chen").get(reverse("testing_tube_way", args=[tube.id])).content.decode()
    assert all(words in page for words in ("箱1", "陈静")) and page.count("<li>") >= 4


def test_whoever_sees_a_hand_over_may_follow_its_tubes_and_sees_nobody_in_them(
    sent: HandOver, signed_in_as: SignedIn, cast: Cast
) -> None:
    tube = Tube.objects.of(cast.community_id).get()
    assert reverse("testing_tube_way", args=[tube.id]) in (
        signed_in_as("zhao").get(reverse("testing_hand_over", args=[sent.id])).content.decode()
    )
    answer = signed_in_as("zhao").get(reverse("testing_tube_way", args=[tube.id]))
    assert answer.status_code == 200 and "刘" not in answer.content.decode()


def test_a_tube_that_takes_too_long_is_late(sent: HandOver, signed_in_as: SignedIn, cast: Cast) -> None:
    Tube.objects.of(cast.community_id).update(sealed_at=F("sealed_at") - timedelta(hours=5))
    page = signed_in_as("chen").get(reverse("testing_handovers")).content.decode()
    assert "state-late" in page


def test_the_page_takes_as_many_statements_for_many_boxes(
    sealed: str, take: Taker, signed_in_as: SignedIn, chen: Actor, django_assert_max_num_queries: Any
) -> None:
    client = signed_in_as("chen")
    for n in range(6):
        take("何秀英", f"T-{n:04}")
        seal_tubes(by=chen, facts=[TubeFact(new_id(), f"T-{n:04}")])
        fill(client, f"T-{n:04}", f"箱{n}")
        give(client, boxes=[f"箱{n}"]) if n < 3 else None
    with django_assert_max_num_queries(45):
        client.get(reverse("testing_handovers"))
