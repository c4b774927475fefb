"""Asking for a proposal: who may, what is refused, and what planning makes of it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.allocation import actions
from gridward.allocation.actions import AwayFact, LimitFact, Limits
from gridward.allocation.models import AwayReason, Balance, Proposal
from gridward.allocation.runs import work_on, work_on_proposals
from gridward.areas.actions import BuildingFact, put_buildings
from gridward.facts.said import EMPTY
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from tests.allocation.street import doors_of, house, pieces_of, planned
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db


def refused(code: str) -> "pytest.RaisesContext[Problem]":
    """Expect a problem by its code."""
    return pytest.raises(Problem, check=lambda problem: problem.code == code)  # type: ignore[call-overload,no-any-return]


def test_doors_are_shared_out_evenly_and_no_building_is_split(
    cast: Cast, lin: Actor, street: list[UUID]
) -> None:
    proposal = planned(cast, lin, limits=Limits(8, 12))
    loads: dict[UUID | None, int] = {}
    for piece in pieces_of(proposal):
        loads[piece.after_id] = loads.get(piece.after_id, 0) + piece.doors
        assert piece.is_whole
    assert proposal.state == Proposal.State.READY
    assert sum(loads.values()) == 20
    assert all(8 <= load <= 12 for load in loads.values())


def test_nothing_of_the_register_is_touched_before_somebody_says_yes(
    cast: Cast, lin: Actor, street: list[UUID]
) -> None:
    before = doors_of(cast, "omar"), doors_of(cast, "zhao")
    planned(cast, lin)
    assert (doors_of(cast, "omar"), doors_of(cast, "zhao")) == before


def test_the_coordinator_proposes_for_the_whole_community(
    cast: Cast, chen: Actor, street: list[UUID]
) -> None:
    workers = [cast.workers["omar"], cast.workers["zhao"]]
    proposal = actions.propose_workers(by=chen, worker_ids=workers)
    work_on(proposal)
    assert proposal.area_ids == []
    assert sum(piece.doors for piece in pieces_of(proposal)) == 22


def test_an_area_leader_proposes_only_in_the_own_area(cast: Cast, lin: Actor) -> None:
    with refused("shared.not_found"):
        actions.propose_workers(by=lin, worker_ids=[cast.workers["omar"]], area_ids=[cast.areas[2]])


@pytest.mark.parametrize("who", ["omar", "rosa", "dora"])
def test_whoever_plans_nothing_may_not_propose(cast: Cast, who: str) -> None:
    with refused("shared.not_yours"):
        actions.propose_workers(by=cast.actor(who), worker_ids=[cast.workers["omar"]])


def test_a_stranger_finds_neither_our_workers_nor_our_areas(cast: Cast, max_: Actor) -> None:
    with refused("shared.not_found"):
        actions.propose_workers(by=max_, worker_ids=[cast.workers["omar"]])
    with refused("shared.not_found"):
        actions.propose_workers(by=max_, worker_ids=[cast.workers["max"]], area_ids=[cast.areas[3]])


def test_limits_that_cannot_come_out_even_are_refused_with_how_many_it_takes(
    cast: Cast, lin: Actor, street: list[UUID]
) -> None:
    with refused("allocation.cannot_fit") as refusal:
        planned(cast, lin, limits=Limits(4, 6))
    assert "4 至 5" in str(refusal.value)
    with refused("allocation.never_fits"):
        planned(cast, lin, limits=Limits(35, 45))


def test_fewest_above_most_is_refused(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    with refused("allocation.bad_limits"):
        planned(cast, lin, limits=Limits(12, 8))


def test_asking_twice_with_one_id_makes_one_proposal(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    id = new_id()
    planned(cast, lin, id=id)
    again = actions.propose_workers(
        by=lin, worker_ids=[cast.workers["omar"]], area_ids=[cast.areas[3]], id=id
    )
    assert Proposal.objects.of(cast.community_id).count() == 1
    assert len(again.options["parts"]) == 2


def test_minutes_can_be_balanced_instead_of_doors(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    proposal = planned(cast, lin, balance=Balance.MINUTES)
    assert proposal.state == Proposal.State.READY
    assert all(piece.minutes > 0 for piece in pieces_of(proposal))


def test_whoever_cannot_climb_gets_nothing_above(cast: Cast, chen: Actor, street: list[UUID]) -> None:
    actions.set_limits(by=chen, limits=[LimitFact(cast.workers["omar"], highest_floor=1)])
    proposal = planned(cast, chen)
    [tower] = [piece for piece in pieces_of(proposal) if piece.building_id == cast_id("building 3")]
    assert tower.after_id == cast.workers["zhao"]


def test_whoever_is_away_gets_nothing(cast: Cast, chen: Actor, street: list[UUID]) -> None:
    away = AwayFact(cast.workers["zhao"], timezone.localdate(), AwayReason.LEAVE)
    actions.set_away(by=chen, away=[away])
    proposal = planned(cast, chen)
    assert {piece.after_id for piece in pieces_of(proposal)} == {cast.workers["omar"]}


def test_with_everybody_away_there_is_nobody_to_assign_to(
    cast: Cast, chen: Actor, street: list[UUID]
) -> None:
    today = timezone.localdate()
    actions.set_away(by=chen, away=[AwayFact(cast.workers[w], today, "ill") for w in ("omar", "zhao")])
    with refused("allocation.nobody"):
        planned(cast, chen)


def test_a_pinned_building_stays(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    actions.pin(by=lin, to="worker", parts={house(1): cast.workers["zhao"]})
    proposal = planned(cast, lin)
    [first] = [piece for piece in pieces_of(proposal) if piece.building_id == house(1)]
    assert (first.after_id, first.is_pinned) == (cast.workers["zhao"], True)


def test_a_building_too_large_for_anybody_is_shared_by_staircases_or_doors(
    cast: Cast, lin: Actor, street: list[UUID]
) -> None:
    proposal = planned(cast, lin, limits=Limits(0, 100), by_unit=True)
    assert all(piece.doors <= 4 for piece in pieces_of(proposal))


def test_the_job_plans_what_waits(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    asked = actions.propose_workers(by=lin, worker_ids=[cast.workers["omar"]], area_ids=[cast.areas[3]])
    assert work_on_proposals() == 1
    assert work_on_proposals() == 0
    asked.refresh_from_db()
    assert asked.state == Proposal.State.READY


def test_without_any_map_the_walking_order_says_what_lies_beside_what(
    cast: Cast, lin: Actor, street: list[UUID]
) -> None:
    nowhere = [BuildingFact(id=id, lng=EMPTY, lat=EMPTY) for id in street]
    nowhere.append(BuildingFact(id=cast_id("building 3"), lng=EMPTY, lat=EMPTY))
    put_buildings(by=cast.actor("chen"), buildings=nowhere)
    proposal = planned(cast, lin)
    assert proposal.figures["is_mapless"]
    assert proposal.state == Proposal.State.READY


def test_a_building_without_a_place_stands_beside_its_site_or_is_named(
    cast: Cast, lin: Actor, street: list[UUID]
) -> None:
    unplaced = [BuildingFact(id=id, lng=EMPTY, lat=EMPTY) for id in (house(2), cast_id("building 3"))]
    put_buildings(by=cast.actor("chen"), buildings=unplaced)
    proposal = planned(cast, lin)
    assert proposal.figures["guessed"] == [str(house(2))]
    assert proposal.figures["left_out"] == [str(cast_id("building 3"))]


def test_the_community_is_divided_into_as_many_areas_as_asked(
    cast: Cast, chen: Actor, street: list[UUID]
) -> None:
    proposal = actions.propose_areas(by=chen, count=4, price=0)
    work_on(proposal)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.READY
    fresh = [part for part in proposal.options["parts"] if part.get("number")]
    assert [part["number"] for part in fresh] == [4]
    assert {piece.before_id for piece in pieces_of(proposal)} == {cast.areas[n] for n in (1, 2, 3)}


def test_dividing_is_the_coordinators_alone(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    with refused("shared.not_yours"):
        actions.propose_areas(by=lin, count=2)


def test_when_somebody_falls_ill_only_their_doors_move(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    ill = AwayFact(cast.workers["zhao"], timezone.localdate(), AwayReason.ILL)
    proposal = actions.somebody_away(by=lin, away=ill)
    work_on(proposal)
    moving = [piece for piece in pieces_of(proposal) if piece.moved]
    assert {piece.before_id for piece in moving} == {cast.workers["zhao"]}
    assert {piece.why for piece in moving} == {"ill"}
    assert sum(piece.moved for piece in moving) == 5


def test_nobody_stands_in_for_who_has_no_doors(cast: Cast, chen: Actor, street: list[UUID]) -> None:
    with refused("allocation.no_doors"):
        actions.somebody_away(by=chen, away=AwayFact(cast.workers["rosa"], timezone.localdate(), "ill"))


def test_the_last_day_away_lies_not_before_the_first(cast: Cast, chen: Actor, street: list[UUID]) -> None:
    today: date = timezone.localdate()
    fact = AwayFact(cast.workers["zhao"], today, "ill", until=today - timedelta(days=1))
    with refused("allocation.bad_away"):
        actions.somebody_away(by=chen, away=fact)
