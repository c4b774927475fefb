"""Two who may be one: a person decides, nothing is lost, and it can be taken apart again."""

from datetime import date

import pytest

from gridward.accounts.actors import Actor
from gridward.households import actions, queries
from gridward.households.actions import CategoryFact, MarkFact, PersonFact
from gridward.households.bundles import opened
from gridward.households.identity import Phone
from gridward.households.models import LookAlike, Mark, Person, PersonVersion
from gridward.households.search import search
from gridward.shared.problems import Problem
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast: Cast, dora: Actor, chen: Actor) -> LookAlike:
    """王小明, and another entry of his with a second phone, a remark and a category."""
    fact = PersonFact(
        cast.households["dan"], "王晓明", phones=(Phone("16300000001"), Phone("15400000088")), remark="夜班"
    )
    [other] = actions.put_persons(by=chen, persons=[fact])
    [c] = actions.add_category(by=dora, categories=[CategoryFact("C", "C类", "person", "防疫分类")])
    actions.set_marks(by=chen, marks=[MarkFact(c, other)])
    return LookAlike.objects.create(
        community_id=cast.community_id, person_id=cast.persons["王小明"], other_id=other, reason="alike.sound"
    )


def decide(by: Actor, pair: LookAlike, decision: str = "same") -> object:
    return actions.decide_look_alike(by=by, look_alike_id=pair.id, decision=decision)  # type: ignore[arg-type]


def person(pair: LookAlike, id: object) -> Person:
    return Person.objects.of(pair.community_id).get(id=id)


def test_the_one_kept_takes_over_phones_marks_and_what_was_lacking(pair: LookAlike, chen: Actor) -> None:
    assert decide(chen, pair) == pair.person_id
    kept = person(pair, pair.person_id)
    phones = [phone["number"] for phone in opened(kept, "phones")["phones"]]
    assert phones == ["16300000001", "15400000088"]
    assert (opened(kept, "identity")["name"], opened(kept, "more")) == ("王小明", {"remark": "夜班"})
    marks = Mark.objects.of(pair.community_id).filter(is_on=True)
    assert [mark.subject_id for mark in marks] == [pair.person_id]


def test_the_other_is_counted_and_found_no_more(
    cast: Cast, pair: LookAlike, chen: Actor, omar: Actor
) -> None:
    before = queries.counts_at(cast.community_id, date.today()).living
    decide(chen, pair)
    assert queries.counts_at(cast.community_id, date.today()).living == before - 1
    assert search(by=omar, text="王晓明").is_empty
    assert [view.id for view in search(by=omar, text="15400000088").persons] == [pair.person_id]


def test_the_merged_entry_keeps_its_versions_so_that_it_can_be_undone(pair: LookAlike, chen: Actor) -> None:
    decide(chen, pair)
    other = person(pair, pair.other_id)
    before = PersonVersion.objects.of(pair.community_id).filter(entity_id=pair.other_id, merged_into_id=None)
    assert other.merged_into_id == pair.person_id and before.exists()


def test_different_leaves_both_as_they_are(pair: LookAlike, chen: Actor) -> None:
    assert decide(chen, pair, "different") is None
    assert person(pair, pair.other_id).merged_into_id is None
    assert queries.waiting_look_alikes(chen) == []


def test_a_decision_is_made_once_and_names_its_maker(pair: LookAlike, chen: Actor, dora: Actor) -> None:
    decide(chen, pair, "different")
    with pytest.raises(Problem) as refusal:
        decide(dora, pair)
    assert refusal.value.code == "households.look_alike_decided"
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by_id, pair.kept_id) == ("different", chen.worker_id, None)


def test_a_question_about_the_merged_one_is_asked_about_the_kept_one(
    cast: Cast, pair: LookAlike, chen: Actor
) -> None:
    third = cast.persons["马兰"]
    LookAlike.objects.create(
        community_id=cast.community_id, person_id=pair.other_id, other_id=third, reason="alike.name_birth"
    )
    decide(chen, pair)
    [waiting] = queries.waiting_look_alikes(chen)
    assert {waiting.person.id, waiting.other.id} == {pair.person_id, third}


@pytest.mark.parametrize(
    ("who", "code"),
    [("rosa", "shared.not_yours"), ("zhao", "shared.not_found"), ("max", "shared.not_found")],
)
def test_who_may_not_decide(cast: Cast, pair: LookAlike, who: str, code: str) -> None:
    with pytest.raises(Problem) as refusal:
        decide(cast.actor(who), pair)
    assert refusal.value.code == code
