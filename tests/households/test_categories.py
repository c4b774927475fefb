"""Categories and door states are the community's own, have a purpose, and never hold what may not be held."""

from typing import Any

import pytest

from gridward.accounts.actors import Actor
from gridward.households import actions
from gridward.households.actions import CategoryFact, KindOfDoorState, MarkFact
from gridward.households.models import Category, DoorState, Mark, MarkVersion
from gridward.shared.problems import Problem
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def category(**said: Any) -> CategoryFact:
    return CategoryFact(
        **({"code": "C", "name_zh": "C类", "subject": "person", "purpose": "防疫分类"} | said)
    )


def test_a_category_is_added_once_by_its_code(cast: Cast, dora: Actor) -> None:
    [first] = actions.add_category(by=dora, categories=[category()])
    [second] = actions.add_category(by=dora, categories=[category(name_zh="C 类人员")])
    assert first == second
    assert Category.objects.of(cast.community_id).get().name_zh == "C 类人员"


@pytest.mark.parametrize(
    "name",
    [
        "信教群众",
        "基督教徒",
        "民族",
        "回族住户",
        "党员户",
        "上访人员",
        "不配合（态度差）",
        "Muslims",
        "Party members",
    ],
)
def test_religion_ethnicity_politics_and_opinions_are_refused(dora: Actor, name: str) -> None:
    with pytest.raises(Problem) as refusal:
        actions.add_category(by=dora, categories=[category(name_zh=name)])
    assert refusal.value.code == "households.refused_category"


@pytest.mark.parametrize(
    "name", ["孕产妇", "血透患者", "独居老人", "残疾人", "需送物资", "C类密接", "家族聚居户"]
)
def test_ordinary_groups_are_accepted(dora: Actor, name: str) -> None:
    assert actions.add_category(by=dora, categories=[category(name_zh=name)])


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"purpose": " "}, "households.purposeless"),
        ({"name_zh": ""}, "households.unnamed"),
        ({"subject": "dog"}, "households.unnamed"),
    ],
)
def test_what_a_category_must_say(dora: Actor, said: dict[str, str], code: str) -> None:
    with pytest.raises(Problem) as refusal:
        actions.add_category(by=dora, categories=[category(**said)])
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("who", "may"), [("chen", True), ("dora", True), ("lin", False), ("omar", False), ("rosa", False)]
)
def test_who_may_add_categories_and_states(cast: Cast, who: str, may: bool) -> None:
    state = KindOfDoorState("shop", "商铺", "Shop")
    for add in (
        lambda by: actions.add_category(by=by, categories=[category()]),
        lambda by: actions.add_door_state(by=by, states=[state]),
    ):
        if may:
            assert add(cast.actor(who))
        else:
            with pytest.raises(Problem):
                add(cast.actor(who))


def test_a_new_community_has_five_door_states_and_adds_its_own(cast: Cast, dora: Actor) -> None:
    actions.add_door_state(by=dora, states=[KindOfDoorState("shop", "商铺", "Shop", order=9)])
    codes = DoorState.objects.of(cast.community_id).order_by("order").values_list("code", flat=True)
    assert list(codes) == ["lived_in", "vacant", "no_answer", "refused", "under_construction", "shop"]


def test_marking_twice_marks_once_and_taking_off_keeps_the_past(cast: Cast, dora: Actor, omar: Actor) -> None:
    [id] = actions.add_category(by=dora, categories=[category()])
    person = cast.persons["李芳"]
    for is_on in (True, True, False):
        actions.set_marks(by=omar, marks=[MarkFact(id, person, is_on)])
    mark = Mark.objects.of(cast.community_id).get()
    assert (mark.subject_id, mark.is_on) == (person, False)
    assert MarkVersion.objects.of(cast.community_id).filter(is_on=True).exists()


def test_a_mark_fits_the_kind_of_its_category(cast: Cast, dora: Actor, omar: Actor) -> None:
    [id] = actions.add_category(by=dora, categories=[category(subject="household")])
    assert actions.set_marks(by=omar, marks=[MarkFact(id, cast.households["wang"])])
    with pytest.raises(Problem) as refusal:
        actions.set_marks(by=omar, marks=[MarkFact(id, cast.persons["李芳"])])
    assert refusal.value.code == "shared.not_found"


def test_a_mark_needs_a_category_of_this_community(cast: Cast, omar: Actor) -> None:
    with pytest.raises(Problem) as refusal:
        actions.set_marks(by=omar, marks=[MarkFact(cast.community_id, cast.persons["李芳"])])
    assert refusal.value.code == "households.unknown_category"
