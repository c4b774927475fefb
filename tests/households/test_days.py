"""The register as of a day, as known on a day, and what changed between two days."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gridward.accounts.actors import Actor
from gridward.facts.versions import Stamp
from gridward.households import actions, queries
from gridward.households.actions import (
    CategoryFact,
    DoorFact,
    DoorStateFact,
    HouseholdFact,
    MarkFact,
    PersonFact,
    WhereaboutsFact,
)
from gridward.households.identity import Phone
from gridward.households.models import Category, Door, Household, Person, PersonVersion
from gridward.households.sight import views_of
from gridward.households.writing import write_doors, write_households, write_persons
from gridward.shared.ids import new_id
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, SECOND, THIRD = date(2022, 9, 12), date(2022, 9, 16), date(2022, 9, 20)


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def home(cast: Cast) -> dict[str, Any]:
    """A door with a tenant household of two, on the register since 12 September."""
    stamp = Stamp(cast.founder_id, "test", at(FIRST))
    ids = {name: new_id() for name in ("door", "household", "head", "child")}
    door = DoorFact(cast_id("building 3"), unit="9", room="901", state="lived_in", id=ids["door"])
    write_doors(cast.community_id, [door], stamp)
    household = HouseholdFact(ids["door"], is_tenant=True, id=ids["household"])
    write_households(cast.community_id, [household], stamp)
    head = PersonFact(ids["household"], "孙一", is_head=True, id=ids["head"], phones=(Phone("16300000011"),))
    write_persons(cast.community_id, [head, PersonFact(ids["household"], "孙二", id=ids["child"])], stamp)
    return ids


def test_before_its_first_day_nothing_is_on_the_register(cast: Cast, home: dict[str, Any]) -> None:
    day_before = queries.counts_at(cast.community_id, FIRST - timedelta(days=1))
    assert (day_before.living, day_before.doors, day_before.by_state) == (0, 0, {})


def test_a_figure_of_a_past_day_does_not_change_with_the_present(
    cast: Cast, home: dict[str, Any], chen: Actor
) -> None:
    moved = WhereaboutsFact(home["child"], "moved", moved_to="商州")
    actions.set_whereabouts(by=chen, whereabouts=[moved], at=at(THIRD))
    counts = [queries.counts_at(cast.community_id, day) for day in (SECOND, THIRD)]
    assert [(c.living, c.tenants, c.households, c.tenant_households) for c in counts] == [
        (2, 2, 1, 1),
        (1, 1, 1, 1),
    ]


def test_a_day_ends_at_midnight_in_the_communitys_own_time(
    cast: Cast, home: dict[str, Any], chen: Actor
) -> None:
    late = at(SECOND, 23) + timedelta(minutes=59)
    actions.set_door_states(by=chen, states=[DoorStateFact(home["door"], "vacant")], at=late)
    states = [
        queries.doors_at(cast.community_id, day).get().state for day in (SECOND - timedelta(days=1), SECOND)
    ]
    assert states == ["lived_in", "vacant"]


def test_what_was_known_then_is_not_what_is_known_now(cast: Cast, home: dict[str, Any], chen: Actor) -> None:
    PersonVersion.objects.of(cast.community_id).filter(door_id=home["door"]).update(known_from=at(FIRST))
    fact = PersonFact(id=home["child"], whereabouts="moved")
    actions.put_persons(by=chen, persons=[fact], is_correction=True)
    now = queries.living_at(cast.community_id, SECOND).count()
    then = queries.living_at(cast.community_id, SECOND, known=THIRD).count()
    assert (then, now) == (2, 1)


def test_both_counts_of_a_category_follow_the_day(
    cast: Cast, home: dict[str, Any], dora: Actor, chen: Actor
) -> None:
    facts = [
        CategoryFact("C", "C类", "person", "防疫分类", order=1),
        CategoryFact("needs", "需送物资", "household", "送物资", order=2),
    ]
    c, needs = actions.add_category(by=dora, categories=facts)
    marks = [MarkFact(c, home["head"]), MarkFact(c, home["child"]), MarkFact(needs, home["household"])]
    actions.set_marks(by=chen, marks=marks, at=at(SECOND))
    actions.set_marks(by=chen, marks=[MarkFact(c, home["child"], is_on=False)], at=at(THIRD))
    counts = {
        day: [
            (n.category.code, n.persons, n.households)
            for n in queries.category_counts_at(cast.community_id, day)
        ]
        for day in (FIRST, SECOND, THIRD)
    }
    assert counts == {
        FIRST: [("C", 0, 0), ("needs", 0, 0)],
        SECOND: [("C", 2, 1), ("needs", 2, 1)],
        THIRD: [("C", 1, 1), ("needs", 2, 1)],
    }


def test_somebody_who_moved_away_is_counted_in_no_category(
    cast: Cast, home: dict[str, Any], dora: Actor, chen: Actor
) -> None:
    [c] = actions.add_category(by=dora, categories=[CategoryFact("C", "C类", "person", "防疫分类")])
    actions.set_marks(by=chen, marks=[MarkFact(c, home["child"])], at=at(SECOND))
    actions.set_whereabouts(by=chen, whereabouts=[WhereaboutsFact(home["child"], "moved")], at=at(THIRD))
    category = Category.objects.of(cast.community_id).get(id=c)
    assert [queries.in_category_at(category, day).count() for day in (SECOND, THIRD)] == [1, 0]


def test_a_person_is_shown_as_they_were(cast: Cast, home: dict[str, Any], chen: Actor, lin: Actor) -> None:
    actions.put_persons(by=chen, persons=[PersonFact(id=home["head"], name="孙大")], at=at(THIRD))
    version = queries.living_at(cast.community_id, SECOND).get(entity_id=home["head"])
    [view] = views_of(lin, [queries.person_as_it_was(version)])
    assert view.name == "孙一"


def test_what_changed_between_two_verifications_is_told_door_by_door(
    cast: Cast, home: dict[str, Any], chen: Actor
) -> None:
    actions.put_persons(
        by=chen,
        persons=[
            PersonFact(id=home["head"], phones=(Phone("16300000099"),)),
            PersonFact(home["household"], "孙三"),
        ],
        at=at(SECOND),
    )
    actions.set_whereabouts(by=chen, whereabouts=[WhereaboutsFact(home["child"], "moved")], at=at(SECOND))
    changes = queries.changes_between(cast.community_id, at(FIRST, 20), at(SECOND, 20))
    change = changes.pop(home["door"])
    assert (change.left, len(change.arrived), change.changed) == (
        [home["child"]],
        1,
        {home["head"]: ["phone"]},
    )
    assert not changes and not change.has_other_state


def test_a_state_found_is_a_change_and_a_correction_is_none(
    cast: Cast, home: dict[str, Any], chen: Actor
) -> None:
    fact = PersonFact(id=home["head"], phones=())
    actions.put_persons(by=chen, persons=[fact], at=at(SECOND), is_correction=True)
    assert queries.changes_between(cast.community_id, at(FIRST, 20), at(SECOND, 20)) == {}
    actions.set_door_states(by=chen, states=[DoorStateFact(home["door"], "vacant")], at=at(SECOND))
    change = queries.changes_between(cast.community_id, at(FIRST, 20), at(SECOND, 20))[home["door"]]
    assert (change.state_before, change.state_after) == ("lived_in", "vacant")


def test_a_household_that_moved_left_one_door_and_arrived_at_another(
    cast: Cast, home: dict[str, Any], chen: Actor
) -> None:
    actions.move_household(
        by=chen, household_id=home["household"], to_door_id=cast.doors["5-101"], at=at(SECOND)
    )
    changes = queries.changes_between(cast.community_id, at(FIRST, 20), at(SECOND, 20))
    assert set(changes[home["door"]].left) == {home["head"], home["child"]}
    assert set(changes[cast.doors["5-101"]].arrived) == {home["head"], home["child"]}


def test_counting_a_day_costs_few_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(5):
        queries.counts_at(cast.community_id, date.today())


def test_the_present_day_counts_what_stands_now(cast: Cast) -> None:
    counts = queries.counts_at(cast.community_id, date.today())
    standing = (Person, Household, Door)
    assert (counts.living, counts.households, counts.doors) == tuple(
        table.objects.of(cast.community_id).count() for table in standing
    )
