"""Typing in a paper form: rows by number, plate and name or last four; all of it kept, or all of it comes back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gridward.households.actions import WhereaboutsFact, set_whereabouts
from gridward.households.models import Door, Person
from gridward.operations.zones.actions import open_zone, put_levels
from gridward.operations.zones.entries import LevelFact, ZoneFact
from gridward.shared.ids import new_id
from gridward.testing.models import PaperForm, Sample, TestDay, Tube, Visitor
from tests.cast import Cast
from tests.testing.day import STATION, Taker, due_of, members
from tests.testing.test_desk import number_of

Typed = Callable[..., Any]


@pytest.fixture
def typed(signed_in_as: Callable[[str], Client], cast: Cast, day: TestDay) -> Typed:
    """`typed("刘洋", "02-001 刘洋", tube="T-0001")`: the answer to a form with these rows."""

    def send(*rows: str, who: str = "chen", **said: Any) -> Any:
        at = timezone.localtime(timezone.now() - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
        head = {"fact": new_id(), "tube": "T-0001", "station": STATION, "phase": "centre"}
        form = head | {"sampler": "林涛", "at": at}
        form |= {f"text-{number}": text for number, text in enumerate(rows, 1)}
        return signed_in_as(who).post(reverse("testing_paper"), form | said)

    return send


def test_a_form_is_kept_whole_with_the_paper_s_own_time_and_sampler(typed: Typed, cast: Cast) -> None:
    assert typed("刘洋", number_of(cast, "何秀英"), "03-002 张国强").status_code == 302
    wanted = [(n, cast.persons[who]) for n, who in enumerate(("刘洋", "何秀英", "张国强"), 1)]
    assert members(cast, "T-0001") == wanted
    kept = Sample.objects.of(cast.community_id).order_by("place").first()
    assert kept.how == "paper" and kept.corrected_at < timezone.now() - timedelta(minutes=4)
    paper = PaperForm.objects.of(cast.community_id).get()
    assert (paper.sampler_id, paper.rows, due_of(cast, "刘洋").state) == (cast.workers["lin"], 3, "done")


def test_nothing_is_lost_where_a_row_is_wrong(typed: Typed, cast: Cast) -> None:
    answer = typed("刘洋", "611097199512240012", "03-001", sampler="无此人")
    page = answer.content.decode()
    assert answer.status_code == 422 and not Sample.objects.of(cast.community_id).exists()
    assert "第2行" in page and "第3行" in page and "无此人" in page
    assert 'value="刘洋"' in page and str(cast.persons["刘洋"]) in page


def test_a_name_nobody_bears_is_a_visitor(typed: Typed, cast: Cast) -> None:
    assert typed("赵六六").status_code == 302
    assert Visitor.objects.of(cast.community_id).count() == 1


def test_the_same_person_in_two_rows_is_named(typed: Typed, cast: Cast) -> None:
    page = typed("刘洋", "liuyang").content.decode()
    assert "与第1行是同一人" in page and not Sample.objects.of(cast.community_id).exists()


def test_what_breaks_a_rule_on_paper_is_kept_and_said(typed: Typed, cast: Cast, take: Taker) -> None:
    take("刘洋", "T-0009")
    answer = typed("刘洋")
    assert answer.status_code == 302
    assert Sample.objects.of(cast.community_id).filter(subject_id=cast.persons["刘洋"]).count() == 2


def test_the_same_form_twice_keeps_nothing_twice(typed: Typed, cast: Cast) -> None:
    said = {"fact": new_id(), "at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}
    typed("刘洋", "赵六六", **said), typed("刘洋", "赵六六", **said)
    assert len(members(cast, "T-0001")) == 2 and PaperForm.objects.of(cast.community_id).count() == 1


def test_a_form_of_a_day_without_testing_says_so(typed: Typed) -> None:
    assert "没有检测" in typed("刘洋", at="2022-09-16T09:00").content.decode()


def test_a_row_resolves_at_once(signed_in_as: Callable[[str], Client], cast: Cast, day: TestDay) -> None:
    url = reverse("testing_paper_row", args=[4])
    one = signed_in_as("chen").post(url, {"text-4": number_of(cast, "刘洋")}).content.decode()
    few = signed_in_as("chen").post(url, {"text-4": "03-001"}).content.decode()
    nobody = signed_in_as("chen").post(url, {"text-4": "赵六六"}).content.decode()
    assert str(cast.persons["刘洋"]) in one and few.count("<option") == 5 and 'value="visitor"' in nobody


def test_a_choice_made_for_another_text_is_forgotten(typed: Typed, cast: Cast) -> None:
    typed("刘洋", **{"subject-1": cast.persons["何秀英"], "was-1": "何秀英"})
    assert members(cast, "T-0001") == [(1, cast.persons["刘洋"])]


def test_chosen_rows_cost_the_same_however_many(typed: Typed, cast: Cast) -> None:
    def asked(tube: str, *names: str) -> int:
        chosen = {f"subject-{n}": str(cast.persons[name]) for n, name in enumerate(names, 1)}
        was = {f"was-{n}": name for n, name in enumerate(names, 1)}
        with CaptureQueriesContext(connection) as statements:
            assert typed(*names, tube=tube, **chosen, **was).status_code == 302
        return len(statements)

    asked("T-0000", "马兰")
    assert asked("T-0001", "刘洋") == asked("T-0002", "何秀英", "王小明", "李芳", "张国强")


def test_a_worker_types_in_the_own_doors_only(typed: Typed, cast: Cast) -> None:
    said = {"subject-2": cast.persons["刘洋"], "was-2": "刘洋", "phase": "door", "station": ""}
    assert typed("03-002 张国强", "刘洋", who="omar", **said).status_code == 302
    assert members(cast, "T-0001") == [(1, cast.persons["张国强"])]


def zoned(cast: Cast, day: TestDay, who: str, size: int) -> None:
    """A zone over the building of somebody, with a pool of its own at the centre."""
    door = Person.objects.of(cast.community_id).get(id=cast.persons[who]).door_id
    building = Door.objects.of(cast.community_id).get(id=door).building_id
    put_levels(by=cast.actor("chen"), facts=[LevelFact("high", "高风险区", "High risk", 1, 5)])
    fact = ZoneFact("封控", "high", timezone.localdate(), "通告〔2022〕12号", buildings=(building,))
    zone = open_zone(by=cast.actor("chen"), fact=fact)
    pools = [*day.pools, {"phase": "centre", "zone": str(zone.id), "size": size}]
    TestDay.objects.with_ids(cast.community_id, [day.id]).update(pools=pools)


def test_a_form_s_tube_holds_what_the_zone_of_its_people_says(typed: Typed, cast: Cast, day: TestDay) -> None:
    zoned(cast, day, "刘洋", 5)
    typed("刘洋", "何秀英"), typed("何秀英", tube="T-0002")
    held = {t.code: t.capacity for t in Tube.objects.of(cast.community_id)}
    assert held == {"T-0001": 5, "T-0002": 10}


def alone(cast: Cast, day: TestDay, who: str) -> None:
    """Somebody in hospital; whoever is has a tube alone."""
    set_whereabouts(by=cast.actor("chen"), whereabouts=[WhereaboutsFact(cast.persons[who], "hospital")])
    singles = {"whereabouts": ["hospital"]}
    TestDay.objects.with_ids(cast.community_id, [day.id]).update(singles=singles)


def test_who_must_be_alone_and_stands_alone_on_the_form_has_a_tube_alone(
    typed: Typed, cast: Cast, day: TestDay
) -> None:
    alone(cast, day, "刘洋")
    typed("刘洋")
    assert Tube.objects.of(cast.community_id).get().capacity == 1
    assert Sample.objects.of(cast.community_id).get().flags == []


def test_who_should_have_been_alone_is_kept_and_said_at_the_row(
    typed: Typed, cast: Cast, day: TestDay
) -> None:
    alone(cast, day, "刘洋")
    answer = typed("何秀英", "刘洋", "马兰")
    page = answer.client.get(answer.url).content.decode()
    assert "第2行" in page and "本应单独一管" in page and "第3行" in page
    flags = {s.place: s.flags for s in Sample.objects.of(cast.community_id)}
    assert flags == {1: [], 2: ["testing.must_be_single"], 3: ["testing.must_be_single"]}


def test_a_row_says_at_once_who_should_be_alone(
    signed_in_as: Callable[[str], Client], cast: Cast, day: TestDay
) -> None:
    alone(cast, day, "刘洋")
    row = signed_in_as("chen").post(reverse("testing_paper_row", args=[1]), {"text-1": "刘洋"})
    assert "应单独一管" in row.content.decode()
