"""What a person does with a proposal: changes, pins, accepts, drops."""

from uuid import UUID

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.allocation import actions
from gridward.allocation.models import Pin, Proposal
from gridward.allocation.runs import PROPOSALS, work_on
from gridward.areas.models import Area, Building
from gridward.audit.models import Entry
from gridward.households.actions import assign_doors
from gridward.households.models import Door, DoorVersion
from gridward.shared.geometry import which_outline
from gridward.shared.problems import Problem
from tests.allocation.street import HOUSES, doors_of, house, pieces_of, planned
from tests.allocation.test_proposing import refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def of_house(proposal: Proposal, number: int) -> UUID:
    return next(piece.id for piece in pieces_of(proposal) if piece.building_id == house(number))


def test_accepting_gives_every_door_to_whom_the_proposal_names(
    cast: Cast, lin: Actor, street: list[UUID]
) -> None:
    proposal = planned(cast, lin)
    wanted = {id: piece.after_id for piece in pieces_of(proposal) for id in piece.door_ids}
    moved = actions.accept(by=lin, proposal=proposal)
    doors = Door.objects.of(cast.community_id).filter(area_id=cast.areas[3])
    assert {str(door.id): door.worker_id for door in doors} == wanted
    assert moved == sum(piece.moved for piece in pieces_of(proposal)) > 0
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by_id) == (Proposal.State.ACCEPTED, lin.worker_id)


def test_the_doors_history_says_that_a_proposal_moved_them(
    cast: Cast, lin: Actor, street: list[UUID]
) -> None:
    actions.accept(by=lin, proposal=planned(cast, lin))
    assert DoorVersion.objects.of(cast.community_id).filter(source="proposal").exists()
    deeds = Entry.objects.filter(community_id=cast.community_id).values_list("deed", flat=True)
    assert {"proposal.begun", "proposal.accepted", "door.assigned"} <= set(deeds)


def test_accepting_twice_is_refused(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    proposal = planned(cast, lin)
    actions.accept(by=lin, proposal=proposal)
    with refused("allocation.not_ready"):
        actions.accept(by=lin, proposal=proposal)


def test_what_changed_meanwhile_is_named_and_nothing_is_done(
    cast: Cast, lin: Actor, street: list[UUID]
) -> None:
    proposal = planned(cast, lin)
    moving = next(piece for piece in pieces_of(proposal) if piece.moved)
    assign_doors(by=lin, worker_id=None, door_ids=[UUID(moving.door_ids[0])])
    before = doors_of(cast, "omar"), doors_of(cast, "zhao")
    building = Building.objects.of(cast.community_id).get(id=moving.building_id)
    with refused("allocation.register_changed") as refusal:
        actions.accept(by=lin, proposal=proposal)
    assert building.name in str(refusal.value)
    assert (doors_of(cast, "omar"), doors_of(cast, "zhao")) == before


def test_what_changed_elsewhere_does_not_stand_in_the_way(
    cast: Cast, chen: Actor, lin: Actor, street: list[UUID]
) -> None:
    proposal = planned(cast, lin)
    assign_doors(by=chen, worker_id=None, door_ids=[cast.doors["5-101"]])
    assert actions.accept(by=lin, proposal=proposal)


def test_whoever_left_meanwhile_is_named_and_nothing_is_done(
    cast: Cast, lin: Actor, street: list[UUID]
) -> None:
    proposal = planned(cast, lin, limits=actions.Limits(8, 12))
    assign_doors(by=cast.actor("chen"), worker_id=None, door_ids=[cast.doors["5-101"]])
    Worker.objects.filter(id=cast.workers["zhao"]).update(left_at=timezone.now())
    with refused("allocation.register_changed") as refusal:
        actions.accept(by=lin, proposal=proposal)
    assert "赵敏" in str(refusal.value)


def test_a_person_gives_a_building_to_somebody_else(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    proposal = planned(cast, lin)
    id = of_house(proposal, 1)
    actions.change(by=lin, proposal=proposal, moves={id: cast.workers["zhao"]})
    piece = next(one for one in pieces_of(proposal) if one.id == id)
    assert (piece.after_id, piece.why, piece.moved) == (cast.workers["zhao"], "by_hand", 2)
    actions.accept(by=lin, proposal=proposal)
    assert (
        Door.objects.of(cast.community_id).filter(building_id=house(1), worker_id=piece.after_id).count() == 2
    )


def test_pinning_in_a_proposal_holds_for_those_to_come(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    proposal = planned(cast, lin)
    moves = {of_house(proposal, 1): cast.workers["omar"]}
    actions.change(by=lin, proposal=proposal, moves=moves, is_pinned=True)
    pin = Pin.objects.of(cast.community_id).get()
    assert (pin.building_id, pin.part_id) == (house(1), cast.workers["omar"])
    again = actions.plan_again(by=lin, proposal=proposal)
    work_on(again)
    [first] = [piece for piece in pieces_of(again) if piece.building_id == house(1)]
    assert (first.is_pinned, first.moved) == (True, 0)


def test_who_takes_no_part_can_be_given_nothing(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    proposal = planned(cast, lin)
    with refused("allocation.unknown_part"):
        actions.change(by=lin, proposal=proposal, moves={of_house(proposal, 1): cast.workers["rosa"]})


def test_a_dropped_proposal_changes_nothing(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    proposal, before = planned(cast, lin), doors_of(cast, "omar")
    actions.cancel(by=lin, proposal=proposal)
    with refused("allocation.not_ready"):
        actions.accept(by=lin, proposal=proposal)
    with refused("allocation.not_ready"):
        actions.cancel(by=lin, proposal=proposal)
    assert doors_of(cast, "omar") == before


def test_planning_stops_when_somebody_drops_it(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    asked = actions.propose_workers(by=lin, worker_ids=[cast.workers["omar"]], area_ids=[cast.areas[3]])
    assert PROPOSALS.claim(cast.community_id, asked.id)
    assert not PROPOSALS.claim(cast.community_id, asked.id)
    actions.cancel(by=lin, proposal=asked)
    with refused("allocation.cancelled"):
        PROPOSALS.beat(asked, 1, 2)


@pytest.mark.parametrize("who", ["omar", "rosa", "dora"])
def test_whoever_plans_nothing_may_not_decide(cast: Cast, lin: Actor, street: list[UUID], who: str) -> None:
    proposal = planned(cast, lin)
    for verb in (actions.accept, actions.cancel):
        with refused("shared.not_yours"):
            verb(by=cast.actor(who), proposal=proposal)


def test_a_leader_may_not_decide_about_the_whole_community(
    cast: Cast, chen: Actor, lin: Actor, street: list[UUID]
) -> None:
    proposal = actions.propose_workers(by=chen, worker_ids=[cast.workers["omar"]])
    with refused("shared.not_yours"):
        actions.cancel(by=lin, proposal=proposal)


def test_accepting_a_division_opens_new_areas_and_takes_buildings_and_doors_along(
    cast: Cast, chen: Actor, street: list[UUID]
) -> None:
    proposal = actions.propose_areas(by=chen, count=4, price=0)
    work_on(proposal)
    actions.accept(by=chen, proposal=proposal)
    for piece in pieces_of(proposal):
        doors = Door.objects.of(cast.community_id).filter(building_id=piece.building_id)
        assert set(doors.values_list("area_id", flat=True)) == {piece.after_id}
    fresh = Area.objects.of(cast.community_id).get(number=4)
    assert (fresh.name, fresh.is_closed) == ("第4片区", False)


def test_outlines_follow_the_buildings_of_a_division(cast: Cast, chen: Actor, street: list[UUID]) -> None:
    proposal = actions.propose_areas(by=chen, count=2, area_ids=[cast.areas[1], cast.areas[3]], price=0)
    work_on(proposal)
    actions.accept(by=chen, proposal=proposal)
    areas = Area.objects.of(cast.community_id).filter(id__in=[cast.areas[1], cast.areas[3]])
    outlines = {area.id: area.outline for area in areas if area.outline}
    assert len(outlines) == 2
    placed = Building.objects.of(cast.community_id).filter(area_id__in=list(outlines)).exclude(lng=None)
    held = which_outline(list(outlines.values()), [(one.lng, one.lat) for one in placed])
    assert [[list(outlines)[at] for at in each] for each in held] == [[one.area_id] for one in placed]


def test_areas_that_lose_their_last_building_are_closed(cast: Cast, chen: Actor, street: list[UUID]) -> None:
    proposal = actions.propose_areas(by=chen, count=1, area_ids=[cast.areas[2], cast.areas[3]], price=0)
    work_on(proposal)
    actions.accept(by=chen, proposal=proposal)
    assert Building.objects.of(cast.community_id).filter(area_id=cast.areas[3]).count() == HOUSES + 2
    assert Area.objects.of(cast.community_id).get(id=cast.areas[2]).is_closed


def test_who_was_ill_has_no_door_once_it_is_accepted(cast: Cast, lin: Actor, street: list[UUID]) -> None:
    fact = actions.AwayFact(cast.workers["zhao"], timezone.localdate(), "ill")
    proposal = actions.somebody_away(by=lin, away=fact)
    work_on(proposal)
    untouched = doors_of(cast, "omar")
    assert actions.accept(by=lin, proposal=proposal) == 5
    assert (doors_of(cast, "omar"), doors_of(cast, "zhao")) == (untouched + 5, 0)
    assert cast.door("5-101").worker_id == cast.workers["zhao"], "not in the leader's area"


def test_a_planning_that_broke_says_so(
    cast: Cast, lin: Actor, street: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    from gridward.allocation import runs

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(runs, "plan", broken)
    asked = actions.propose_workers(by=lin, worker_ids=[cast.workers["omar"]], area_ids=[cast.areas[3]])
    work_on(asked)
    asked.refresh_from_db()
    assert (asked.state, asked.problem) == (Proposal.State.FAILED, "allocation.broken")


def test_a_problem_of_planning_is_kept_with_its_code(
    cast: Cast, lin: Actor, street: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    from gridward.allocation import runs
    from gridward.allocation.actions.proposing import NOTHING_TO_PLAN

    def empty(*_: object, **__: object) -> None:
        raise Problem(NOTHING_TO_PLAN)

    monkeypatch.setattr(runs, "plan", empty)
    asked = actions.propose_workers(by=lin, worker_ids=[cast.workers["omar"]], area_ids=[cast.areas[3]])
    work_on(asked)
    asked.refresh_from_db()
    assert asked.problem == "allocation.nothing_to_plan"
