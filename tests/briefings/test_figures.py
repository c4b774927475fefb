"""The figures of a day, counted from the register of the cast."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from gridward.accounts.actors import Actor
from gridward.areas.models import Area
from gridward.briefings.figures import counted_on, figure_or_404, figures_of, opens_for
from gridward.facts.versions import Stamp, write
from gridward.households.models import Door, Person
from gridward.shared.problems import Problem
from tests.briefings.filling import a_category, a_verification, everything_done
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def values(cast: Cast, day: date | None = None) -> dict[str, Any]:
    """Every figure's value by its code."""
    return {c.code: c.value for c in counted_on(cast.community_id, day or TODAY())}


def test_people_households_and_doors_are_counted(cast: Cast) -> None:
    counted = values(cast)
    assert (counted["people.living_here"], counted["households"], counted["doors"]) == (8, 6, 7)
    assert (counted["doors.lived_in"], counted["doors.under_construction"], counted["doors.vacant"]) == (
        6,
        1,
        0,
    )


def test_who_is_away_is_not_counted_as_living_here(cast: Cast) -> None:
    person = Person.objects.of(cast.community_id).get(id=cast.persons["李芳"])
    person.whereabouts = "away"
    write([person], Stamp(cast.founder_id, "test"))
    counted = values(cast)
    assert (counted["people.living_here"], counted["people.away"]) == (7, 1)


def test_areas_and_sites_are_counted(cast: Cast) -> None:
    counted = values(cast)
    assert (counted["areas"], counted["areas.without_leader"], counted["areas.difficulty.1"]) == (3, 2, 3)
    assert (counted["sites"], counted["sites.building_sites"], counted["sites.unclear"]) == (3, 1, 0)


def test_yesterdays_areas_are_those_of_yesterday(cast: Cast) -> None:
    before = TODAY() - timedelta(days=1)
    area = Area(community_id=cast.community_id, number=9, name="第9片区")
    write([area], Stamp(cast.founder_id, "test", true_from=timezone.now() - timedelta(days=3)))
    area.is_closed = True
    write([area], Stamp(cast.founder_id, "test"))
    assert (values(cast, before)["areas"], values(cast)["areas"]) == (1, 3)


def test_a_day_ends_at_midnight_in_shanghai(cast: Cast) -> None:
    late = timezone.make_aware(datetime(2022, 9, 16, 23, 59))
    area = Area(community_id=cast.community_id, number=9, name="第9片区")
    write([area], Stamp(cast.founder_id, "test", true_from=late))
    on = [values(cast, date(2022, 9, day))["areas"] for day in (15, 16)]
    assert on == [0, 1]


def test_a_category_of_persons_counts_persons_and_households(cast: Cast, chen: Actor) -> None:
    a_category(
        chen, "C", "C类", "person", [cast.persons["王小明"], cast.persons["李芳"], cast.persons["马兰"]]
    )
    counted = values(cast)
    assert (counted["category.C.households"], counted["category.C.persons"]) == (2, 3)


def test_a_category_of_households_counts_households_and_persons(cast: Cast, chen: Actor) -> None:
    a_category(chen, "D", "需送物资", "household", [cast.households["wang"], cast.households["liu"]])
    counted = values(cast)
    assert (counted["category.D.households"], counted["category.D.persons"]) == (2, 4)


def test_gaps_are_households_without_plate_worker_or_verification(cast: Cast) -> None:
    counted = values(cast)
    gaps = [counted[f"gaps.{name}"] for name in ("plate", "worker", "verification", "area")]
    assert gaps == [0, 1, 6, 3]


def test_a_verification_closes_the_gap_it_confirms(cast: Cast, chen: Actor) -> None:
    everything_done(chen, a_verification(chen))
    counted = values(cast)
    assert counted["gaps.verification"] == 0
    assert (counted["verification.1.done"], counted["verification.1.missing"]) == (7, 0)


def test_a_verification_is_counted_as_of_the_day(cast: Cast, chen: Actor) -> None:
    round_ = a_verification(chen)
    everything_done(chen, round_)
    yesterday = {c.code: c for c in counted_on(cast.community_id, TODAY() - timedelta(days=1))}
    assert (yesterday["verification.1.done"].value, yesterday["verification.1.missing"].value) == (0, 0)


def test_what_changed_between_two_verifications_is_counted(cast: Cast, chen: Actor) -> None:
    now = timezone.now()
    a_verification(chen, "第一次", opens=now - timedelta(days=3), closes=now - timedelta(days=2))
    a_verification(chen, "第二次", opens=now - timedelta(days=1), closes=now + timedelta(days=1))
    door = Door.objects.of(cast.community_id).get(id=cast.doors["3-202"])
    door.state = "vacant"
    write([door], Stamp(cast.founder_id, "test", true_from=now - timedelta(hours=1)))
    figure = figure_or_404(cast.community_id, "verification.2.changed")
    assert cast.doors["3-202"] in {row.url and cast_door(row.url) for row in figure.rows(chen, TODAY())[0:50]}


def cast_door(url: str) -> Any:
    """The door a row opens to."""
    from uuid import UUID

    return UUID(url.strip("/").rpartition("/")[2])


def test_workers_are_counted_by_unit_level_and_load(cast: Cast) -> None:
    counted = values(cast)
    assert counted["workers"] == 6
    assert counted[f"workers.unit.{cast_id('audit')}"] == 2
    assert counted["workers.level.enterprise"] == 1
    assert (counted["load.average"], counted[f"load.unit.{cast_id('audit')}"]) == (2.5, 3.0)


def test_who_had_left_by_the_day_is_not_counted(cast: Cast) -> None:
    from gridward.accounts.models import Worker

    Worker.objects.filter(id=cast.workers["zhao"]).update(left_at=timezone.now() - timedelta(days=1))
    assert values(cast)["workers"] == 5
    assert values(cast, TODAY() - timedelta(days=3))["workers"] == 6


@pytest.mark.parametrize("who", ["chen", "dora"])
def test_every_list_is_as_long_as_its_figure(who: str, cast: Cast, chen: Actor) -> None:
    a_category(chen, "C", "C类", "person", [cast.persons["马兰"]])
    everything_done(chen, a_verification(chen))
    actor = cast.actor(who)
    for counted in counted_on(cast.community_id, TODAY()):
        expected = counted.of if counted.code.startswith("load.") else counted.value
        rows = counted.figure.rows(actor, TODAY())
        assert (len(rows), len(rows[0:50])) == (expected, expected), counted.code


def test_an_area_leader_sees_only_the_own_area_behind_a_figure(cast: Cast, lin: Actor) -> None:
    rows = figure_or_404(cast.community_id, "doors").rows(lin, TODAY())
    assert {row.area for row in rows[0:50]} == {"第3片区"}


def test_names_behind_a_figure_are_masked_for_a_reader(cast: Cast, rosa: Actor) -> None:
    rows = figure_or_404(cast.community_id, "people.living_here").rows(rosa, TODAY())[0:50]
    assert "王*明" in {row.text for row in rows} and "王小明" not in {row.text for row in rows}


def test_the_list_of_a_category_does_not_open_for_a_reader(cast: Cast, chen: Actor, rosa: Actor) -> None:
    a_category(chen, "C", "C类", "person", [cast.persons["马兰"]])
    figure = figure_or_404(cast.community_id, "category.C.persons")
    assert opens_for(chen, figure) and not opens_for(rosa, figure)


def test_the_community_next_door_counts_nothing_of_ours(cast: Cast) -> None:
    counted = {c.code: c.value for c in counted_on(cast.next_door_id, TODAY())}
    assert (counted["people.living_here"], counted["doors"], counted["areas"], counted["workers"]) == (
        0,
        0,
        0,
        1,
    )


def test_no_code_is_given_twice(cast: Cast, chen: Actor) -> None:
    a_verification(chen)
    codes = [figure.code for figure in figures_of(cast.community_id)]
    assert len(codes) == len(set(codes))


def test_every_figure_says_in_both_languages_what_it_counts(cast: Cast) -> None:
    words = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            words[language] = {f.code: (f.words, f.group) for f in figures_of(cast.community_id)}
    assert all(words["en"][c][0] and words["en"][c] != words["zh-hans"][c] for c in words["en"])


def test_an_unknown_figure_is_not_found(cast: Cast) -> None:
    with pytest.raises(Problem) as caught:
        figure_or_404(cast.community_id, "people.happy")
    assert caught.value.code == "shared.not_found"


def test_counting_all_takes_no_more_statements_with_more_doors(
    cast: Cast, chen: Actor, django_assert_max_num_queries: Any
) -> None:
    a_verification(chen)
    with django_assert_max_num_queries(60):
        counted_on(cast.community_id, TODAY())
