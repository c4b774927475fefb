"""Workers' own limits, who is away, pins, weights, walking order; and who sees what of them."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.allocation import actions, queries
from gridward.allocation.access import LIMITS, REASONS, ROOM, may_see_limits
from gridward.allocation.actions import AwayFact, LimitFact, WeightsFact
from gridward.allocation.checks import CHECKS
from gridward.allocation.models import Pin, Weights, WorkerLimit
from gridward.allocation.painting import paint_by_load
from gridward.allocation.weighing import Behind, floor_of, minutes_of, usual_around
from gridward.audit.models import Entry
from gridward.facts.said import EMPTY
from gridward.households.actions import add_category, set_marks
from gridward.households.entries import CategoryFact, MarkFact
from gridward.households.models import Door
from tests.allocation.street import house
from tests.allocation.test_proposing import refused
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db


def test_the_table_of_limits_has_a_line_for_every_role() -> None:
    assert set(LIMITS) == set(Role.values)


def test_only_the_coordinator_and_the_worker_see_why_somebody_is_away(cast: Cast) -> None:
    omar = cast.workers["omar"]
    seen = {
        who: (may_see_limits(cast.actor(who), omar, ROOM), may_see_limits(cast.actor(who), omar, REASONS))
        for who in ("chen", "lin", "omar", "rosa", "dora")
    }
    assert seen == {
        "chen": (True, True),
        "lin": (True, False),
        "omar": (True, True),
        "rosa": (False, False),
        "dora": (False, False),
    }


def test_limits_said_once_stand_until_they_are_cleared(cast: Cast, chen: Actor) -> None:
    omar = cast.workers["omar"]
    actions.set_limits(by=chen, limits=[LimitFact(omar, fewest=10, most=20, highest_floor=3)])
    actions.set_limits(by=chen, limits=[LimitFact(omar, most=15, highest_floor=EMPTY)])
    row = WorkerLimit.objects.of(cast.community_id).get()
    assert (row.fewest, row.most, row.highest_floor) == (10, 15, None)


def test_fewest_above_most_is_refused(cast: Cast, chen: Actor) -> None:
    with refused("allocation.bad_room"):
        actions.set_limits(by=chen, limits=[LimitFact(cast.workers["omar"], fewest=9, most=8)])


@pytest.mark.parametrize("who", ["lin", "omar", "rosa", "dora"])
def test_only_the_coordinator_sets_limits(cast: Cast, who: str) -> None:
    with refused("shared.not_yours"):
        actions.set_limits(by=cast.actor(who), limits=[LimitFact(cast.workers["omar"], most=5)])


def test_a_stranger_finds_no_worker_of_ours(cast: Cast, max_: Actor) -> None:
    with refused("shared.not_found"):
        actions.set_limits(by=max_, limits=[LimitFact(cast.workers["omar"], most=5)])


def test_the_log_says_that_somebody_is_away_and_never_why(cast: Cast, chen: Actor) -> None:
    today = timezone.localdate()
    actions.set_away(by=chen, away=[AwayFact(cast.workers["omar"], today, "isolated")])
    entry = Entry.objects.filter(community_id=cast.community_id, deed="worker.away").get()
    assert entry.subject_id == cast.workers["omar"]
    assert entry.purpose == ""


def test_a_leader_writes_down_only_who_has_doors_in_the_own_area(cast: Cast, lin: Actor) -> None:
    today = timezone.localdate()
    actions.set_away(by=lin, away=[AwayFact(cast.workers["omar"], today, "ill")])
    with refused("shared.not_yours"):
        actions.set_away(by=lin, away=[AwayFact(cast.workers["chen"], today, "ill")])


def test_whoever_is_back_is_not_away(cast: Cast, chen: Actor) -> None:
    actions.set_away(by=chen, away=[AwayFact(cast.workers["omar"], timezone.localdate(), "ill")])
    actions.is_back(by=chen, worker_ids=[cast.workers["omar"]])
    assert not queries.is_away(queries.limits_of(cast.community_id)[cast.workers["omar"]])


def test_somebody_away_for_days_who_still_has_doors_is_found_by_the_check(cast: Cast, chen: Actor) -> None:
    since = timezone.localdate() - timedelta(days=5)
    actions.set_away(by=chen, away=[AwayFact(cast.workers["omar"], since, "ill")])
    [found] = CHECKS[0].find(cast.community_id)
    assert (found.subject, "3" in found.words) == ("奥马尔", True)
    assert "生病" not in found.words


def test_a_pin_is_let_go_again(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    actions.pin(by=lin, to="worker", parts={house(1): cast.workers["omar"]})
    actions.pin(by=lin, to="worker", parts={house(1): cast.workers["zhao"]})
    assert [pin.part_id for pin in Pin.objects.of(cast.community_id)] == [cast.workers["zhao"]]
    [line] = queries.pin_lines(lin)
    assert (line.part, line.by_name) == ("赵敏", "林涛")
    actions.pin(by=lin, to="worker", parts={house(1): None})
    assert not Pin.objects.of(cast.community_id).exists()


def test_a_leader_pins_nothing_outside_the_own_area(cast: Cast, lin: Actor) -> None:
    with refused("shared.not_found"):
        actions.pin(by=lin, to="worker", parts={cast_id("building 5"): cast.workers["omar"]})


def test_a_new_community_is_given_the_usual_weights(cast: Cast) -> None:
    row = Weights.objects.of(cast.community_id).get()
    assert (row.fewest, row.most) == (35, 45)


def test_weights_are_the_communitys_own(cast: Cast, chen: Actor) -> None:
    actions.set_weights(by=chen, weights=WeightsFact(per_door=6, fewest=30))
    row = Weights.objects.of(cast.community_id).get()
    assert (row.per_door, row.fewest, row.most) == (6, 30, 45)


@pytest.mark.parametrize(
    "fact", [WeightsFact(per_door=-1), WeightsFact(isolation_factor=0.5), WeightsFact(fewest=50)]
)
def test_nonsense_weights_are_refused(cast: Cast, chen: Actor, fact: WeightsFact) -> None:
    with refused("allocation.bad_weights"):
        actions.set_weights(by=chen, weights=fact)


def test_only_the_coordinator_sets_weights(cast: Cast, lin: Actor) -> None:
    with refused("shared.not_yours"):
        actions.set_weights(by=lin, weights=WeightsFact(per_door=5))


@pytest.mark.parametrize(
    ("room", "floor"), [("501", 5), ("1203", 12), ("101", 1), ("", 1), ("B101", 1), ("12345", 1)]
)
def test_a_room_tells_its_floor(room: str, floor: int) -> None:
    assert floor_of(room) == floor


def test_floors_people_categories_and_isolation_make_a_visit_longer() -> None:
    weights = Weights(per_door=4, per_floor=1, per_person=1, empty_share=0.5, isolation_factor=2)
    weights.categories = {"c": {"minutes": 3, "is_isolating": False}, "i": {"is_isolating": True}}
    assert minutes_of(Behind(1, False, 0, ()), weights) == 2
    assert minutes_of(Behind(3, True, 2, ()), weights) == 8
    assert minutes_of(Behind(1, True, 0, ("c",)), weights) == 7
    assert minutes_of(Behind(1, True, 0, ("i",)), weights) == 8


def test_limits_about_the_average_are_the_usual_ones_for_forty() -> None:
    assert usual_around(1200, 30) == (35, 45)


def test_categories_count_in_a_workers_minutes(cast: Cast, chen: Actor) -> None:
    before = next(load for load in queries.worker_loads(chen) if load.worker.id == cast.workers["omar"])
    [category] = add_category(
        by=chen, categories=[CategoryFact(code="iso", name_zh="居家隔离", subject="person", purpose="走访")]
    )
    set_marks(by=chen, marks=[MarkFact(category, cast.persons["王小明"])])
    actions.set_weights(by=chen, weights=WeightsFact(categories={str(category): {"minutes": 10}}))
    after = next(load for load in queries.worker_loads(chen) if load.worker.id == cast.workers["omar"])
    assert after.minutes == pytest.approx(before.minutes + 10)


def test_a_leader_sees_the_loads_of_the_own_area_and_what_is_elsewhere(cast: Cast, lin: Actor) -> None:
    loads = {load.worker.name: (load.doors, load.elsewhere) for load in queries.worker_loads(lin)}
    assert loads == {"奥马尔": (3, 0), "赵敏": (1, 1)}


def test_the_map_is_coloured_by_how_full_the_worker_is(cast: Cast, chen: Actor) -> None:
    actions.set_limits(by=chen, limits=[LimitFact(cast.workers["omar"], fewest=0, most=2)])
    paints = paint_by_load(chen)
    assert paints[cast_id("building 3")].level == 5
    assert paints[cast_id("building lane-29")].state == "late"


def test_the_walking_order_uses_the_numbers_a_workers_doors_have(
    cast: Cast, lin: Actor, street: list[UUID]
) -> None:
    mine = Door.objects.of(cast.community_id).filter(worker_id=cast.workers["omar"], area_id=cast.areas[3])
    before = sorted(mine.values_list("walking_order", flat=True))
    metres = actions.set_walking_order(by=lin, worker_id=cast.workers["omar"])
    assert sorted(mine.values_list("walking_order", flat=True)) == before
    assert metres > 0


def test_a_walk_of_one_door_is_none(cast: Cast, lin: Actor) -> None:
    with refused("allocation.no_walk"):
        actions.set_walking_order(by=lin, worker_id=cast.workers["zhao"])


def test_a_worker_does_not_order_anybodys_walk(cast: Cast, omar: Actor) -> None:
    with refused("shared.not_yours"):
        actions.set_walking_order(by=omar, worker_id=cast.workers["omar"])
