"""Who sees and hears what of a positive tube: each only what they need, and nobody another member of it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gridward.accounts.actors import Actor
from gridward.accounts.models import Notice
from gridward.accounts.notices.queries import notice_lines
from gridward.rounds.access import dues_for
from gridward.rounds.models import Due
from gridward.shared.ids import new_id
from gridward.shared.registries import checks
from gridward.testing.actions import record_samples
from gridward.testing.models import Result, Waiting
from gridward.testing.results.actions import record_results, release, withdraw_result
from gridward.testing.results.facts import ResultFact
from gridward.testing.samples import SampleFact
from tests.cast import Cast
from tests.testing.day import Taker
from tests.testing.test_results_way import TEN, positive

NARROW = ("sun", "luo", "heqi", "pan")
Swab = Callable[..., SampleFact]


@pytest.fixture
def spread(swab: Swab, cast: Cast, chen: Actor) -> Result:
    """A positive tube with everybody of the cast in it, a worker too."""
    for name in NARROW:
        cast.call(name)
    facts = [swab(who, "T-0001") for who in TEN] + [swab(cast.workers["zhao"], "T-0001")]
    record_samples(by=chen, facts=facts)
    return positive(cast.actor("luo"), chen)


def heard(cast: Cast, name: str) -> str:
    with translation.override("zh-hans"):
        return "\n".join(f"{line.title} {line.text}" for line in notice_lines(cast.actor(name)))


def test_each_hears_only_what_they_need(spread: Result, cast: Cast) -> None:
    assert "试管 T-0001：9 人就地等候复核" in heard(cast, "heqi")
    assert "试管 T-0001：9 人就地等候复核" in heard(cast, "sun")
    omar, lin, pan = (heard(cast, name) for name in ("omar", "lin", "pan"))
    assert "您的住户中有 5 人就地等候复核" in omar and "03-001" in omar
    assert "您的住户中有 6 人就地等候复核" in lin
    assert "03-001" in pan and "02-001" in pan
    assert "请就地等候复核采样" in heard(cast, "zhao")
    assert heard(cast, "rosa") == heard(cast, "dora") == ""
    for text in (omar, lin, pan):
        assert "T-0001" not in text and "阳性" not in text


def test_no_notice_names_anybody(spread: Result, cast: Cast) -> None:
    told = "\n".join(heard(cast, name) for name in (*NARROW, "omar", "lin", "zhao", "chen"))
    assert not [name for name in TEN if name in told]
    stored = " ".join(str(notice.about) + notice.url for notice in Notice.objects.of(cast.community_id))
    assert not [name for name in TEN if name in stored]


def test_whoever_was_told_is_told_again_when_the_result_is_withdrawn(spread: Result, cast: Cast) -> None:
    waits = Notice.objects.of(cast.community_id).filter(about_id=spread.id, withdraws_id=None)
    told = set(waits.values_list("worker_id", flat=True))
    withdraw_result(by=cast.actor("heqi"), result_id=spread.id, reason="contaminated")
    again = Notice.objects.of(cast.community_id).filter(about_id=spread.id, withdraws_id__isnull=False)
    assert set(again.values_list("worker_id", flat=True)) == told


def test_a_release_tells_those_who_were_told_of_that_door(
    spread: Result, take: Taker, cast: Cast, chen: Actor
) -> None:
    take("刘洋", "R-0001", phase="resample", capacity=1)
    record_results(by=cast.actor("luo"), facts=[ResultFact(new_id(), "R-0001", "negative")])
    wait = Waiting.objects.of(cast.community_id).get(state="proposed")
    before = heard(cast, "omar")
    release(by=cast.actor("heqi"), wait_ids=[wait.id], is_traced=True)
    assert "以下住户可以恢复外出 02-001" in heard(cast, "pan")
    assert "1 人无需继续等候" in heard(cast, "zhao")
    assert heard(cast, "omar") == before


@pytest.mark.parametrize("name", ["rosa", "dora"])
def test_who_only_reads_sees_nothing_of_the_resample_anywhere(
    spread: Result, cast: Cast, signed_in_as: Callable[[str], Client], name: str
) -> None:
    named = Due.objects.of(cast.community_id).filter(round__kind__code="testing_resample")
    actor = cast.actor(name)
    assert not dues_for(actor).filter(id__in=list(named.values_list("id", flat=True))).exists()
    page = signed_in_as(name).get(reverse("door", args=[cast.doors["3-101"]])).content.decode()
    assert "复核" not in page and "T-0001" not in page.replace("T-0001，", "")
    due = named.filter(subject_id=cast.persons["王小明"]).get()
    assert signed_in_as(name).get(reverse("due", args=[due.id])).status_code == 404


def test_the_worker_and_the_leader_see_their_own_doors_wait_and_no_others(
    spread: Result, cast: Cast, signed_in_as: Callable[[str], Client]
) -> None:
    url = reverse("testing_waits")
    omar = signed_in_as("omar").get(url).content.decode()
    assert "王小明" in omar and "马兰" not in omar and "T-0001" not in omar
    lin = signed_in_as("lin").get(url).content.decode()
    assert "马兰" in lin and "刘洋" not in lin
    team = signed_in_as("heqi").get(url).content.decode()
    assert all(name in team for name in TEN)


def test_patrol_sees_doors_alone(spread: Result, cast: Cast, signed_in_as: Callable[[str], Client]) -> None:
    page = signed_in_as("pan").get(reverse("testing_stays")).content.decode()
    assert "03-001" in page and "T-0001" not in page and not [name for name in TEN if name in page]
    assert signed_in_as("pan").get(reverse("testing_waits")).status_code == 403


def test_the_worker_may_say_negative_or_not_yet_and_nothing_else(
    take: Taker, cast: Cast, chen: Actor, signed_in_as: Callable[[str], Client]
) -> None:
    take("王小明", "T-0001"), take("李芳", "T-0002")
    record_results(by=cast.actor("luo"), facts=[ResultFact(new_id(), "T-0001", "negative")])
    positive(cast.actor("luo"), chen, "T-0002")
    take("李芳", "R-0001", phase="resample", capacity=1)
    positive(cast.actor("luo"), chen, "R-0001")
    page = signed_in_as("omar").get(reverse("testing_results_mine"), headers={"Accept-Language": "zh-hans"})
    doors = {door.plate: door for door in page.context["doors"]}
    said = {member.name: member.words for member in doors["03-001"].members}
    assert said == {"王小明": "阴性", "李芳": "还没有出结果", "王朵朵": "未采样"}
    assert "阳性" not in page.content.decode()
    assert page.context["waiting"] == 1
    assert signed_in_as("omar").get(reverse("testing_cases")).status_code == 403
    for name in ("omar", "lin", "sun"):
        listed = signed_in_as(name).get(reverse("testing_waits"), headers={"Accept-Language": "zh-hans"})
        assert [row.words for row in listed.context["rows"]] == ["已复核采样，等候结果"]
    assert "李芳" in signed_in_as("heqi").get(reverse("testing_cases")).content.decode()


def test_every_rule_of_results_holds_and_names_what_breaks_it(spread: Result, cast: Cast) -> None:
    rules = ("testing.caught", "testing.resampled", "testing.released", "testing.waits", "testing.resulted")
    assert [f for rule in rules for f in checks[rule].find(cast.community_id)] == []
    Waiting.objects.of(cast.community_id).filter(subject_id=cast.persons["刘洋"]).delete()
    found = list(checks["testing.caught"].find(cast.community_id))
    assert [(f.rule, f.subject) for f in found] == [("testing.caught", "T-0001")]


def test_a_case_stands_in_the_list_where_it_stood_as_a_waiting(
    take: Taker, cast: Cast, chen: Actor, signed_in_as: Callable[[str], Client]
) -> None:
    take("王小明", "T-0001"), take("李芳", "T-0001"), positive(cast.actor("luo"), chen)

    def order() -> list[str]:
        return [row.name for row in signed_in_as("omar").get(reverse("testing_waits")).context["rows"]]

    before = order()
    last = next(name for name in ("王小明", "李芳") if name == before[-1])
    take(last, "R-0001", phase="resample", capacity=1)
    positive(cast.actor("luo"), chen, "R-0001")
    assert order() == before


def test_somebody_in_two_tubes_is_one_person_in_the_list(
    take: Taker, cast: Cast, chen: Actor, signed_in_as: Callable[[str], Client]
) -> None:
    take("王小明", "T-0001"), take("王小明", "T-0002")
    positive(cast.actor("luo"), chen), positive(cast.actor("luo"), chen, "T-0002")
    page = signed_in_as("omar").get(reverse("testing_waits"))
    assert (len(page.context["rows"]), page.context["people"], page.context["unsampled"]) == (2, 1, 1)
