"""The story of the demonstration community, from the first survey to the third check."""

from collections import Counter
from datetime import datetime

from gridward.demo.community import DemoCommunity, as_it_began
from gridward.demo.community.records import (
    DoorSeen,
    DoorStateFound,
    ExemptionApproved,
    ExemptionAsked,
    PersonArrived,
    PersonMoved,
    PhoneChanged,
)
from gridward.households.models import LIVING_HERE
from tests.demo.communities import of_every_seed


def _seen(community: DemoCommunity, round_ref: str, outcome: str) -> set[str]:
    found = [event for event in community.events if isinstance(event, DoorSeen)]
    return {event.door_ref for event in found if (event.round_ref, event.outcome) == (round_ref, outcome)}


def _exempt(community: DemoCommunity, round_ref: str) -> set[str]:
    found = [event for event in community.events if isinstance(event, ExemptionApproved)]
    return {event.door_ref for event in found if event.round_ref == round_ref}


@of_every_seed
def test_the_two_closed_rounds_leave_no_door_open(community: DemoCommunity) -> None:
    doors = {door.ref for door in community.doors}
    for verification in community.rounds[:2]:
        done, exempt = _seen(community, verification.ref, "done"), _exempt(community, verification.ref)
        assert verification.closed_at is not None and not done & exempt
        assert done | exempt == doors and exempt


@of_every_seed
def test_the_third_round_is_open_with_seven_doors_in_ten_done(community: DemoCommunity) -> None:
    done = _seen(community, "R3", "done")
    assert community.rounds[2].closed_at is None
    assert len(done) == round(0.7 * len(community.doors))
    assert _seen(community, "R3", "absent") - done and _seen(community, "R3", "refused") - done


@of_every_seed
def test_some_doors_of_the_third_round_are_done_late(community: DemoCommunity) -> None:
    closes = community.rounds[2].closes_at
    times = [e.at for e in community.events if isinstance(e, DoorSeen) and e.round_ref == "R3"]
    assert 20 < sum(at > closes for at in times) < 100


@of_every_seed
def test_rounds_are_closed_after_all_they_hold_and_nothing_comes_before_they_open(
    community: DemoCommunity,
) -> None:
    for verification in community.rounds:
        times: list[datetime] = [
            event.at for event in community.events if getattr(event, "round_ref", "") == verification.ref
        ]
        assert min(times) >= verification.opens_at
        assert verification.closed_at is None or max(times) < verification.closed_at


@of_every_seed
def test_a_door_is_settled_once_a_round_and_exempted_by_another_than_the_asker(
    community: DemoCommunity,
) -> None:
    done = [
        (e.round_ref, e.door_ref) for e in community.events if isinstance(e, DoorSeen) and e.outcome == "done"
    ]
    asked = {(e.round_ref, e.door_ref): e for e in community.events if isinstance(e, ExemptionAsked)}
    approved = {(e.round_ref, e.door_ref): e for e in community.events if isinstance(e, ExemptionApproved)}
    assert len(done) == len(set(done)) and asked.keys() == approved.keys()
    for key, ask in asked.items():
        assert ask.worker_ref != approved[key].worker_ref and ask.at < approved[key].at


@of_every_seed
def test_people_come_and_go_and_change_their_phones_between_the_checks(community: DemoCommunity) -> None:
    kinds = Counter(type(event) for event in community.events)
    assert (kinds[PersonMoved], kinds[PersonArrived], kinds[PhoneChanged]) == (7, 5, 11)
    assert kinds[DoorStateFound] == 2
    changes = [e for e in community.events if isinstance(e, PersonMoved | PersonArrived | PhoneChanged)]
    assert {event.at.day for event in changes} == {16, 20}


@of_every_seed
def test_turned_back_the_story_begins_with_those_who_moved_and_without_newcomers(
    community: DemoCommunity,
) -> None:
    before = as_it_began(community)
    living = [person for person in before.persons if person.whereabouts in LIVING_HERE]
    assert len(living) == 3342 + 7 - 5
    states = Counter(door.state for door in before.doors)
    assert (states["no_answer"], states["vacant"]) == (25, 88)


@of_every_seed
def test_turned_back_nobody_in_a_category_or_named_a_guardian_is_missing(community: DemoCommunity) -> None:
    before = as_it_began(community)
    people = {person.ref for person in before.persons}
    guardians = {person.guardian_ref for person in before.persons if person.guardian_ref}
    marked = {ref for one in before.categories if one.subject == "person" for ref in one.members}
    assert guardians | marked <= people


@of_every_seed
def test_turned_back_the_old_phone_numbers_are_held(community: DemoCommunity) -> None:
    before = {person.ref: person.phones for person in as_it_began(community).persons}
    now = {person.ref: person.phones for person in community.persons}
    changes = [event for event in community.events if isinstance(event, PhoneChanged)]
    assert all(before[e.person_ref] == e.was != e.now == now[e.person_ref] for e in changes)


@of_every_seed
def test_every_visit_is_by_the_doors_own_worker_and_in_order_of_time(community: DemoCommunity) -> None:
    workers = {door.ref: door.worker_ref for door in community.doors}
    visits = [event for event in community.events if isinstance(event, DoorSeen)]
    assert all(event.worker_ref == workers[event.door_ref] for event in visits)
    assert [event.at for event in visits] == sorted(event.at for event in visits)


def test_a_change_is_noted_at_the_visit_that_found_it(community: DemoCommunity) -> None:
    found = [event for event in community.events if isinstance(event, DoorSeen) and event.has_changes]
    visits = {(event.door_ref, event.at) for event in found}
    changes = [e for e in community.events if isinstance(e, PersonMoved | PersonArrived | DoorStateFound)]
    assert {(event.door_ref, event.at) for event in changes} <= visits
