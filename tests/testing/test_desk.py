"""The desk: a tube, then people by number, plate or name; each refusal says what to do next."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gridward.accounts.actors import Actor
from gridward.audit.models import Entry
from gridward.households.bundles import opened
from gridward.households.identity import check_digit
from gridward.households.models import Person, SearchToken
from gridward.shared.ids import new_id
from gridward.testing.codes.signing import Signer
from gridward.testing.finding import find
from gridward.testing.models import Desk, Sample, TestDay, Visitor
from gridward.vault.tokens import token
from tests.cast import Cast
from tests.testing.day import OTHER_STATION, STATION, Taker, due_of, members, tube

Scan = Callable[..., str]


def number_of(cast: Cast, who: str) -> str:
    """The ID number of somebody of the cast, as a scanner types it."""
    person = Person.objects.of(cast.community_id).get(id=cast.persons[who])
    return str(opened(person, "ids")["number"])


@pytest.fixture
def at_desk(signed_in_as: Callable[[str], Client], cast: Cast, day: TestDay) -> Client:
    """Chen, sitting at desk 1 of the central site."""
    desk = Desk(community_id=cast.community_id, station_id=STATION, number=1)
    Desk.objects.bulk_create([desk])
    client = signed_in_as("chen")
    sat = client.post(reverse("testing_seat"), {"place": f"{STATION}:{desk.id}", "phase": "centre"})
    assert sat.status_code == 302
    return client


@pytest.fixture
def scan(at_desk: Client) -> Scan:
    """`scan("T-0001")`: what the desk shows after Enter; `do` and other fields as they are given."""

    def send(text: str = "", do: str = "enter", **said: Any) -> str:
        form = {"do": do, "fact": new_id(), "text": text} | said
        answer = at_desk.post(reverse("testing_desk"), form, headers={"HX-Request": "true"})
        return answer.content.decode()

    return send


def test_a_tube_then_an_id_and_the_person_is_in(scan: Scan, cast: Cast) -> None:
    assert "T-0001" in scan("t-0001")
    shown = scan(number_of(cast, "刘洋"))
    assert 'data-say="第1个"' in shown
    assert members(cast, "T-0001") == [(1, cast.persons["刘洋"])]
    kept = Sample.objects.of(cast.community_id).get()
    assert (kept.how, kept.desk_id is not None, due_of(cast, "刘洋").state) == ("id", True, "done")


def test_a_name_is_asked_for_once_more_and_never_said_aloud(scan: Scan, cast: Cast) -> None:
    scan("T-0001")
    shown = scan("liuyang")
    assert str(cast.persons["刘洋"]) in shown and members(cast, "T-0001") == []
    taken = scan(do="take", subject=str(cast.persons["刘洋"]), how="name")
    assert 'data-say="第1个"' in taken
    assert members(cast, "T-0001") == [(1, cast.persons["刘洋"])]


def test_a_second_enter_does_nothing_twice(scan: Scan, cast: Cast) -> None:
    scan("T-0001")
    fact = new_id()
    assert "第1个" in scan(number_of(cast, "刘洋"), fact=fact)
    assert "第1个" in scan(number_of(cast, "刘洋"), fact=fact)
    assert len(members(cast, "T-0001")) == 1


def test_twice_in_a_round_says_tube_when_and_by_whom(scan: Scan, cast: Cast, take: Taker) -> None:
    take("刘洋", "T-0007")
    scan("T-0001")
    shown = scan(number_of(cast, "刘洋"))
    assert "已采过样" in shown and "T-0007" in shown and "陈静" in shown
    assert members(cast, "T-0007") == [(1, cast.persons["刘洋"])]


def test_a_full_tube_asks_for_the_next_and_is_sealed_by_it(scan: Scan, cast: Cast, day: TestDay) -> None:
    day.pools = [{"phase": "centre", "zone": None, "size": 1}]
    day.save(update_fields=["pools"])
    scan("T-0001")
    assert "已满" in scan(number_of(cast, "刘洋"))
    assert "先扫试管" not in scan("T-0002")
    assert (tube(cast, "T-0001").state, tube(cast, "T-0002").state) == ("sealed", "open")


def test_an_id_before_any_tube_asks_for_the_tube(scan: Scan, cast: Cast) -> None:
    assert "请先扫试管" in scan(number_of(cast, "刘洋"))
    assert not Sample.objects.of(cast.community_id).exists()


def test_a_household_that_would_be_split_is_offered_a_new_tube(
    scan: Scan, cast: Cast, day: TestDay, take: Taker
) -> None:
    day.pools = [{"phase": "centre", "zone": None, "size": 3}]
    day.save(update_fields=["pools"])
    scan("T-0001")
    scan(number_of(cast, "刘洋"))
    shown = scan(number_of(cast, "王小明"))
    assert "换一支新管" in shown and len(members(cast, "T-0001")) == 1
    scan("T-0002", do="tube", subject=str(cast.persons["王小明"]), how="id")
    assert members(cast, "T-0002") == [(1, cast.persons["王小明"])]
    scan(do="anyway", subject=str(cast.persons["李芳"]), how="id")
    assert len(members(cast, "T-0002")) == 2


def test_somebody_single_gets_a_tube_alone_and_the_other_comes_back(
    scan: Scan, cast: Cast, day: TestDay
) -> None:
    day.singles = {"whereabouts": ["isolation"]}
    day.save(update_fields=["singles"])
    Person.objects.with_ids(cast.community_id, [cast.persons["何秀英"]]).update(whereabouts="isolation")
    scan("T-0001")
    scan(number_of(cast, "刘洋"))
    assert "单人单管" in scan(number_of(cast, "何秀英"))
    scan("T-0009", do="single", subject=str(cast.persons["何秀英"]), how="id")
    assert members(cast, "T-0009") == [(1, cast.persons["何秀英"])]
    assert "T-0001" in scan(do="seal")
    assert tube(cast, "T-0009").state == "sealed"


def test_a_household_goes_in_by_its_plate_in_one_step(scan: Scan, cast: Cast) -> None:
    scan("T-0001")
    shown = scan("03-001")
    people = [str(cast.persons[who]) for who in ("王小明", "李芳", "王朵朵")]
    assert all(id in shown for id in people)
    scan(do="take", subject=people, how="plate")
    assert [place for place, _who in members(cast, "T-0001")] == [1, 2, 3]


def test_somebody_on_no_register_is_taken_and_checked_afterwards(scan: Scan, cast: Cast, chen: Actor) -> None:
    scan("T-0001")
    assert "不在册" in scan("赵六六")
    words = {"name": "赵六六", "id_number": "", "phone": "15400000009"}
    assert "第1个" in scan(do="visitor", **words)
    found = Visitor.objects.of(cast.community_id).get()
    assert (found.owner_id, found.decision) == (chen.worker_id, "")
    assert "赵六六".encode() not in bytes(found.sealed_identity)


def test_a_visitor_with_a_number_met_again_is_the_same_person(scan: Scan, cast: Cast) -> None:
    scan("T-0001")
    body = "61109919900101123"
    words = {"name": "赵六六", "id_number": body + check_digit(body)}
    scan(do="visitor", **words)
    assert "已采过样" in scan(do="visitor", **words)


def test_a_number_that_is_none_is_marked(scan: Scan, at_desk: Client) -> None:
    scan("T-0001")
    assert "校验" in scan(do="visitor", name="赵六六", id_number="611099199001011111")


@pytest.mark.parametrize("state", ["sealed", "elsewhere"])
def test_a_tube_that_cannot_go_on_says_why(scan: Scan, take: Taker, state: str) -> None:
    if state == "elsewhere":
        take("何秀英", "T-0005", station_id=OTHER_STATION)
        assert "小学操场" in scan("T-0005")
    else:
        take("何秀英", "T-0005"), scan("T-0005"), scan(do="seal")
        assert "已封管" in scan("T-0005")


def test_the_last_sample_is_shown_with_date_and_tube(
    chen: Actor, day: TestDay, take: Taker, cast: Cast
) -> None:
    take("刘洋", "T-0001")
    hit = find(by=chen, day=day, text="刘洋").hits[0]
    assert (hit.last_code, hit.state, hit.phase, hit.is_due) == ("T-0001", "done", "centre", False)


def test_finding_by_number_is_written_down(chen: Actor, day: TestDay, cast: Cast) -> None:
    find(by=chen, day=day, text=number_of(cast, "刘洋"))
    assert Entry.objects.filter(community_id=cast.community_id, deed="person.searched").exists()


def test_finding_takes_as_many_statements_for_a_household_as_for_one(chen: Actor, day: TestDay) -> None:
    def asked(plate: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as statements:
            return len(find(by=chen, day=day, text=plate).hits), len(statements)

    (one, for_one), (three, for_three) = asked("03-002"), asked("03-001")
    assert (one, three) == (1, 3) and for_one == for_three


def test_a_worker_of_the_community_is_found_too(chen: Actor, day: TestDay) -> None:
    hits = find(by=chen, day=day, text="林涛").hits
    assert [(hit.subject, hit.name) for hit in hits] == [("worker", "林涛")]


@pytest.fixture
def sun(cast: Cast) -> Actor:
    """Sun, who samples and has no other role."""
    return cast.actor("sun")


def test_a_sampler_finds_anybody_by_something_exact_and_sees_the_name(
    sun: Actor, day: TestDay, cast: Cast
) -> None:
    for text in (
        number_of(cast, "刘洋"),
        "刘洋",
        "liuyang",
        Signer(cast.community_id).person(cast.persons["刘洋"]),
    ):
        assert [hit.name for hit in find(by=sun, day=day, text=text).hits] == ["刘洋"]
    assert Entry.objects.filter(community_id=cast.community_id, by_id=sun.worker_id).count() == 2


def test_a_sampler_gets_no_list_of_people(sun: Actor, chen: Actor, day: TestDay, cast: Cast) -> None:
    end = number_of(cast, "李芳")[-4:]
    person = Person.objects.of(cast.community_id).get(id=cast.persons["刘洋"])
    SearchToken.objects.bulk_create(
        [
            SearchToken(
                community_id=cast.community_id,
                token=token(cast.community_id, "id4", end),
                person_id=person.id,
            )
        ]
    )
    assert find(by=sun, day=day, text=end).asks_for_more
    assert len(find(by=chen, day=day, text=end).hits) == 2
    assert len(find(by=sun, day=day, text=f"{end} 李芳").hits) == 1


def test_the_code_of_a_door_is_its_household(sun: Actor, day: TestDay, cast: Cast) -> None:
    found = find(by=sun, day=day, text=Signer(cast.community_id).door(cast.doors["3-101"]))
    assert (found.how, len(found.hits)) == ("plate", 3)


def test_a_code_somebody_changed_is_said_to_be_so(scan: Scan, cast: Cast) -> None:
    scan("T-0001")
    code = Signer(cast.community_id).person(cast.persons["刘洋"])
    changed = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert "请再扫一次" in scan(changed) and members(cast, "T-0001") == []
