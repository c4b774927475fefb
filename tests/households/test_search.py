"""Search: one box, many ways of writing, nothing beyond sight, numbers logged."""

from typing import Any

import pytest

from gridward.accounts.actors import Actor
from gridward.audit.models import Entry
from gridward.households import actions
from gridward.households.actions import PersonFact
from gridward.households.identity import Phone
from gridward.households.identity.numbers import check_digit
from gridward.households.models import SearchToken
from gridward.households.search import refresh_tokens, search
from tests.cast import Cast

pytestmark = pytest.mark.django_db
BODY = "61109719850607002"
NUMBER = BODY + check_digit(BODY)
NAMES = (
    "单雄信 单于明 曾小贤 仇英 解珍 查良镛 任我行 尉迟恭 上官婉儿 欧阳修 吕布 王小明 王小红 朴正花 朴信惠"
    " Anna阿信 乐嘉 万俟雅 阿依古丽·买买提"
).split()


@pytest.fixture
def known(cast: Cast, omar: Actor) -> Cast:
    """The cast, and names that are hard to read, all behind one door."""
    facts = [PersonFact(cast.households["zhang"], name, order=n) for n, name in enumerate(NAMES)]
    facts[0] = PersonFact(
        cast.households["zhang"],
        NAMES[0],
        id_number=NUMBER,
        phones=(Phone("16312345678"), Phone("0914-3322110")),
    )
    facts.append(
        PersonFact(cast.households["zhang"], "Anna Müller", id_kind="passport", id_number="TEST00042")
    )
    actions.put_persons(by=omar, persons=facts)
    refresh_tokens(cast.community_id, cast.persons.values())
    return cast


def names(by: Actor, text: str) -> list[str]:
    return [view.name for view in search(by=by, text=text).persons]


def addresses(by: Actor, text: str) -> list[str]:
    return [door.address for door in search(by=by, text=text).doors]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("单雄信", "单雄信"),
        ("雄信", "单雄信"),
        ("shanxiongxin", "单雄信"),
        ("SXX", "单雄信"),
        ("chanyuming", "单于明"),
        ("zengxiaoxian", "曾小贤"),
        ("qiuying", "仇英"),
        ("xiezhen", "解珍"),
        ("zhaliangyong", "查良镛"),
        ("yuchigong", "尉迟恭"),
        ("sgwe", "上官婉儿"),
        ("oyx", "欧阳修"),
        ("ouyang xiu", "欧阳修"),
        ("lvbu", "吕布"),
        ("lubu", "吕布"),
        ("lyubu", "吕布"),
        ("piaozhenghua", "朴正花"),
        ("puzhenghua", "朴正花"),
        ("yuejia", "乐嘉"),
        ("moqiya", "万俟雅"),
        ("古丽", "阿依古丽·买买提"),
        ("阿依古丽买买提", "阿依古丽·买买提"),
        ("anna muller", "Anna Müller"),
        ("Müller", "Anna Müller"),
        (NUMBER, "单雄信"),
        (NUMBER[-4:], "单雄信"),
        (f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}".replace(" ", "-"), "单雄信"),
        ("16312345678", "单雄信"),
        ("163-1234-5678", "单雄信"),
        ("5678", "单雄信"),
        ("0914-3322110", "单雄信"),
        ("test00042", "Anna Müller"),
    ],
)
def test_a_person_is_found_by_name_sound_initials_and_numbers(
    known: Cast, omar: Actor, text: str, name: str
) -> None:
    assert names(omar, text) == [name]


def test_words_are_all_asked_for(known: Cast, omar: Actor) -> None:
    assert names(omar, "小明 3-1-101") == ["王小明"]
    assert names(omar, "小明 3-1-201") == []


def test_the_whole_name_comes_first(known: Cast, omar: Actor) -> None:
    actions.put_persons(by=omar, persons=[PersonFact(known.households["wang"], "大王小明", order=0)])
    assert names(omar, "王小明")[0] == "王小明"


@pytest.mark.parametrize("text", ["王", "w", " 单 "])
def test_a_surname_alone_asks_for_one_more_sign(known: Cast, omar: Actor, text: str) -> None:
    result = search(by=omar, text=text)
    assert result.asks_for_more and result.is_empty


@pytest.mark.parametrize(
    "text",
    [
        "3-1-101",
        "3号楼1单元101室",
        "３＃１－１０１",
        "信合小区3号楼1单元101",
        "信合 3-1-101",
        "03-001",
        "三号楼一单元101",
    ],
)
def test_a_door_is_found_by_any_writing_of_its_address(known: Cast, chen: Actor, text: str) -> None:
    assert addresses(chen, text) == ["信合小区3号楼1单元101室"]


def test_a_building_gives_its_doors_in_walking_order(known: Cast, chen: Actor) -> None:
    assert [address[-4:] for address in addresses(chen, "信合 3号楼")] == ["101室", "102室", "201室", "202室"]


def test_a_house_is_found_by_lane_and_number(known: Cast, chen: Actor) -> None:
    assert addresses(chen, "河滨巷29号") == addresses(chen, "河滨巷 29号") == ["河滨巷29号"]


def test_nothing_beyond_sight_is_found(known: Cast, omar: Actor, lin: Actor, max_: Actor) -> None:
    assert names(omar, "马兰") == [] and names(lin, "马兰") == ["马兰"]
    assert addresses(omar, "5-1-101") == [] and search(by=max_, text="王小明").is_empty


def test_who_sees_people_masked_finds_them_masked(known: Cast, rosa: Actor) -> None:
    assert names(rosa, "单雄信") == ["单*信"]


def test_who_may_not_see_numbers_cannot_ask_whose_they_are(known: Cast, rosa: Actor) -> None:
    for text in ("16312345678", "5678", NUMBER, NUMBER[-4:]):
        assert search(by=rosa, text=text).is_empty
    assert not Entry.objects.filter(community_id=known.community_id, deed="person.searched").exists()


def test_a_search_by_number_is_logged_and_one_by_name_is_not(known: Cast, omar: Actor) -> None:
    search(by=omar, text="单雄信")
    search(by=omar, text="16312345678")
    search(by=omar, text="16399999999")
    entries = Entry.objects.filter(community_id=known.community_id, deed="person.searched").order_by("seq")
    assert [(e.purpose, e.how_many, e.by_id) for e in entries] == [
        ("search", 1, omar.worker_id),
        ("search", 0, omar.worker_id),
    ]


def test_at_most_fifty_are_shown_and_it_says_there_are_more(known: Cast, omar: Actor) -> None:
    facts = [
        PersonFact(known.households["dan"], f"周大{sign}") for sign in "天地玄黄宇宙洪荒日月盈昃辰宿列张" * 4
    ]
    actions.put_persons(by=omar, persons=facts)
    result = search(by=omar, text="周大")
    assert len(result.persons) == 50 and result.has_more


@pytest.mark.parametrize("text", ["小明", "wxm", "小明 3-1-101 信合", "16312345678"])
def test_a_search_costs_few_statements(
    known: Cast, omar: Actor, django_assert_max_num_queries: Any, text: str
) -> None:
    with django_assert_max_num_queries(10):
        search(by=omar, text=text)


def test_a_new_name_leaves_no_trace_of_the_old_in_the_index(known: Cast, omar: Actor) -> None:
    actions.put_persons(by=omar, persons=[PersonFact(id=known.persons["王小明"], name="赵大河")])
    assert names(omar, "赵大河") == ["赵大河"]
    assert known.persons["王小明"] not in [v.id for v in search(by=omar, text="小明").persons]


def test_writing_the_same_tokens_twice_writes_nothing(known: Cast) -> None:
    before = SearchToken.objects.filter(community_id=known.community_id).count()
    refresh_tokens(known.community_id, known.persons.values())
    assert SearchToken.objects.filter(community_id=known.community_id).count() == before
