"""Reading the register: lists, one door, its past, gaps."""

from typing import Any

import pytest

from gridward.accounts.actions import end_workers
from gridward.accounts.actors import Actor
from gridward.facts.said import EMPTY
from gridward.households import actions, queries
from gridward.households.actions import (
    CategoryFact,
    DoorStateFact,
    HouseholdFact,
    MarkFact,
    PersonFact,
    WhereaboutsFact,
)
from gridward.households.identity import Phone
from gridward.households.models import Category, LookAlike, Person
from gridward.households.queries import DoorFilter
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def frail(cast: Cast, dora: Actor, omar: Actor) -> Category:
    """A category of persons, on old Zhang."""
    [id] = actions.add_category(
        by=dora, categories=[CategoryFact("frail", "独居老人", "person", "送餐", "Living alone")]
    )
    actions.set_marks(by=omar, marks=[MarkFact(id, cast.persons["张国强"])])
    return Category.objects.of(cast.community_id).get(id=id)


def addresses(actor: Actor, **said: Any) -> list[str]:
    return [line.door.address[-4:] for line in queries.door_page(actor, DoorFilter(**said)).lines]


def test_doors_stand_in_walking_order_with_their_counts(cast: Cast, omar: Actor) -> None:
    page = queries.door_page(omar)
    assert [(line.door.plate, line.households, line.living) for line in page.lines] == [
        ("03-001", 1, 3),
        ("03-002", 1, 1),
        ("03-003", 1, 1),
    ]
    assert page.lines[0].worker and page.lines[0].state and page.lines[0].state.is_lived_in


def test_doors_are_narrowed_by_area_worker_state_and_category(
    cast: Cast, chen: Actor, frail: Category
) -> None:
    assert addresses(chen, area_id=cast.areas[2]) == ["101室"]
    assert addresses(chen, worker_id=cast.workers["zhao"]) == ["101室", "202室"]
    assert addresses(chen, state="under_construction") == ["101室"]
    assert addresses(chen, category_id=frail.id) == ["102室"]
    assert addresses(chen, is_without_plate=True) == ["101室"]


def test_a_page_beyond_the_end_is_the_last(cast: Cast, chen: Actor) -> None:
    page = queries.door_page(chen, page=9, size=3)
    assert (page.page, page.pages, page.total, len(page.lines), page.has_next) == (3, 3, 7, 1, False)


def test_states_are_counted_those_without_doors_too(cast: Cast, chen: Actor) -> None:
    counts = queries.state_counts(chen)
    assert (counts["lived_in"], counts["under_construction"], counts["vacant"]) == (6, 1, 0)


def test_a_door_shows_its_households_people_and_marks(cast: Cast, omar: Actor, frail: Category) -> None:
    detail = queries.door_detail(omar, cast.doors["3-102"])
    [household] = detail.households
    assert [(p.name, [c.code for c in p.categories]) for p in household.persons] == [("张国强", ["frail"])]
    assert detail.can_record and not detail.can_assign and household.living == 1


def test_a_household_note_is_masked_until_it_is_ones_own_to_read(
    cast: Cast, omar: Actor, rosa: Actor
) -> None:
    fact = HouseholdFact(id=cast.households["zhang"], note="钥匙在邻居家")
    actions.put_households(by=omar, households=[fact])
    notes = [queries.door_detail(a, cast.doors["3-102"]).households[0].note for a in (omar, rosa)]
    assert notes == ["***", ""]


def test_the_history_of_a_door_tells_what_changed_and_by_whom(cast: Cast, omar: Actor) -> None:
    actions.set_door_states(by=omar, states=[DoorStateFact(cast.doors["3-101"], "no_answer")])
    actions.put_persons(
        by=omar, persons=[PersonFact(id=cast.persons["李芳"], phones=(Phone("16312345678"),))]
    )
    newest, second, *_ = queries.history_of_door(omar, cast.door("3-101"))
    assert "李芳" in newest.words and newest.by == "奥马尔"
    assert "无人应答" in second.words or "No answer" in second.words


def test_the_history_masks_names_like_every_page(cast: Cast, rosa: Actor) -> None:
    words = " ".join(moment.words for moment in queries.history_of_door(rosa, cast.door("3-101")))
    assert "李*" in words and "李芳" not in words


def test_gaps_stand_under_a_named_person(cast: Cast, chen: Actor, lin: Actor) -> None:
    actions.assign_doors(by=lin, worker_id=None, door_ids=[cast.doors["3-101"]])
    found = {gap.door.address: (gap.missing, gap.under and gap.under.name) for gap in queries.gaps_of(chen)}
    assert found == {
        "河滨巷29号": (("worker",), "陈静"),
        "信合小区3号楼1单元101室": (("worker",), "林涛"),
        "惠达工地1号楼1单元101室": (("plate", "worker"), "陈静"),
    }


def test_a_door_whose_worker_left_is_a_gap(cast: Cast, chen: Actor, lin: Actor) -> None:
    end_workers(by=chen, ids=[cast.workers["omar"]])
    assert {gap.missing for gap in queries.gaps_of(lin)} == {("worker",)}
    assert len(queries.gaps_of(lin)) == 3


def test_a_child_without_guardian_is_listed_and_the_head_proposed(cast: Cast, omar: Actor) -> None:
    child = cast.persons["王朵朵"]
    actions.set_guardians(by=omar, guardians=[actions.GuardianFact(child, EMPTY)])
    minors = queries.minors_without_guardian(omar)
    assert [person.id for person in minors] == [child]
    assert queries.proposed_guardians(cast.community_id, minors) == {child: cast.persons["王小明"]}


def test_flagged_numbers_are_listed(cast: Cast, omar: Actor) -> None:
    fact = PersonFact(id=cast.persons["李芳"], id_number="611097198607190000")
    actions.put_persons(by=omar, persons=[fact])
    assert [person.id for person in queries.flagged_persons(omar)] == [cast.persons["李芳"]]


def test_look_alikes_wait_for_those_who_see_both(cast: Cast, omar: Actor, lin: Actor, chen: Actor) -> None:
    LookAlike.objects.create(
        community_id=cast.community_id,
        person_id=cast.persons["单雄"],
        other_id=cast.persons["马兰"],
        reason="alike.name_birth",
    )
    assert [len(queries.waiting_look_alikes(actor)) for actor in (omar, lin, chen)] == [0, 1, 1]


def test_whereabouts_are_counted(cast: Cast, omar: Actor) -> None:
    actions.set_whereabouts(by=omar, whereabouts=[WhereaboutsFact(cast.persons["李芳"], "away")])
    assert queries.whereabouts_counts(omar) == {"home": 4, "away": 1}


def test_a_list_and_a_door_cost_few_statements(
    cast: Cast, chen: Actor, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(5):
        queries.door_page(chen)
    with django_assert_max_num_queries(8):
        queries.door_detail(chen, cast.doors["3-101"])


def test_somebody_merged_into_another_is_no_longer_at_the_door(cast: Cast, lin: Actor) -> None:
    fact = PersonFact(id=cast.persons["李芳"], merged_into_id=cast.persons["王小明"])
    actions.put_persons(by=lin, persons=[fact])
    names = [p.name for p in queries.door_detail(lin, cast.doors["3-101"]).households[0].persons]
    assert "李芳" not in names and Person.objects.of(cast.community_id).filter(id=fact.id).exists()
