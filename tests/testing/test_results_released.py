"""Who was let go from waiting is a figure of the day, and opens to a list for those who may see who waits."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.briefings.figures.testing import figures_of_testing
from gridward.testing.actions import record_samples
from gridward.testing.board.counting import count_day
from gridward.testing.models import TestDay, Waiting
from gridward.testing.results.actions import release
from gridward.testing.samples import SampleFact
from tests.cast import Cast
from tests.testing.day import Taker
from tests.testing.test_results_way import positive, say

Swab = Callable[..., SampleFact]
SignIn = Callable[[str], Client]


@pytest.fixture
def let_go(swab: Swab, take: Taker, cast: Cast, chen: Actor) -> list[Waiting]:
    """刘洋 was in two positive tubes and is free again; 王小明 too; 马兰 waits on."""
    for name in ("luo", "heqi", "pan", "sun"):
        cast.call(name)
    record_samples(by=chen, facts=[swab("刘洋"), swab("王小明"), swab("马兰"), swab("刘洋", "T-0002")])
    luo = cast.actor("luo")
    positive(luo, chen), positive(luo, chen, "T-0002")
    for number, who in enumerate(("刘洋", "王小明")):
        take(who, f"R-{number:04}", phase="resample", capacity=1)
        say(luo, f"R-{number:04}", "negative")
    waits = Waiting.objects.of(cast.community_id).filter(state="proposed")
    release(by=cast.actor("heqi"), wait_ids=list(waits.values_list("id", flat=True)), is_traced=True)
    return list(Waiting.objects.of(cast.community_id).filter(state="released"))


@pytest.mark.parametrize(
    ("who", "count"), [("chen", 2), ("sun", 2), ("lin", 1), ("omar", 1), ("rosa", 0), ("dora", 0)]
)
def test_everybody_counts_those_they_may_see_once(
    who: str, count: int, let_go: list[Waiting], cast: Cast, day: TestDay
) -> None:
    counts = count_day(cast.actor(who), day, timezone.now(), "")
    assert (len(let_go), counts.total.released) == (3, count)
    assert sum(row.released for row in counts.by(0).values()) == count
    assert sum(row.released for row in counts.by(1).values()) == count


def test_the_number_opens_to_its_list_by_area_and_worker(
    let_go: list[Waiting], cast: Cast, day: TestDay, signed_in_as: SignIn
) -> None:
    client = signed_in_as("chen")
    board = client.get(reverse("testing_board", args=[day.id]), headers={"Accept-Language": "zh-hans"})
    assert "已解除等候" in board.content.decode()
    url = reverse("testing_people", args=[day.id]) + "?what=released"
    page = client.get(url, headers={"Accept-Language": "zh-hans"})
    assert [row.who for row in page.context["rows"]] == ["刘*", "王*明"]
    assert "已解除等候" in page.content.decode()
    of_area = client.get(f"{url}&area={cast.areas[3]}").context["rows"]
    of_worker = client.get(f"{url}&worker={cast.workers['omar']}").context["rows"]
    assert [row.plate for row in of_area] == [row.plate for row in of_worker] == ["03-001"]


def test_the_list_is_masked_and_shut_as_the_list_of_those_who_wait(
    let_go: list[Waiting], day: TestDay, signed_in_as: SignIn
) -> None:
    url = reverse("testing_people", args=[day.id]) + "?what=released"
    omar = signed_in_as("omar").get(url)
    assert [row.plate for row in omar.context["rows"]] == ["03-001"]
    assert "T-0001" not in omar.content.decode()
    assert signed_in_as("rosa").get(url).status_code == 403
    shown = signed_in_as("rosa").get(reverse("testing_board", args=[day.id]))
    assert "released" not in shown.content.decode()


def test_the_figure_of_the_day_counts_them_and_lists_them_to_who_may_see(
    let_go: list[Waiting], cast: Cast, day: TestDay
) -> None:
    figure = next(f for f in figures_of_testing(cast.community_id) if f.code == "testing.released")
    assert figure.count(day.date).number == 2
    listed = figure.rows(cast.actor("chen"), day.date)
    assert len(listed) == 2 and {row.note for row in listed[0:9]} != {""}
    assert len(figure.rows(cast.actor("rosa"), day.date)) == 0
