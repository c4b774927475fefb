"""Setting up a day: planned, opened at one click, copied, closed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.facts.clock import last_number
from gridward.facts.models import Change
from gridward.facts.versions import Stamp
from gridward.rounds.actions import AnyOf, sign_off
from gridward.rounds.models import Due, Round, RoundKind
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem
from gridward.testing.models import DayStation, Desk, Slot, Standing, Station, TestDay
from gridward.testing.setup.actions import close_day, copy_day, open_day, plan_day, put_slots
from gridward.testing.setup.entries import AtStation, DayFact, Pool, SlotFact, StationFact, Window
from gridward.testing.setup.exempting import StandingFact, approve_standing, ask_standing, end_standing
from gridward.testing.setup.heirs import follow_areas
from gridward.testing.setup.proposals import slots_for
from gridward.testing.setup.stations import desk_counts, norms_of, put_norms, put_station
from tests.cast import NARROW, Cast

TODAY = date(2022, 9, 16)
Facts = Callable[..., DayFact]


def at(hour: int, on: date = TODAY) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour)))


@pytest.fixture
def station(chen: Actor) -> Station:
    return put_station(by=chen, fact=StationFact("社区广场", desks=3))


@pytest.fixture
def fact(cast: Cast, station: Station) -> Facts:
    """`fact(name=…)`: area 3 at the door, a household a tube; the rest at the square, ten to a tube."""

    def say(**said: Any) -> DayFact:
        usual = DayFact(
            date=TODAY,
            name="第一轮",
            door=Window(at(7), at(12)),
            centre=Window(at(13), at(20)),
            door_rule=AnyOf(area_ids=(cast.areas[3],)),
            pools=(Pool("door", 0), Pool("centre", 10)),
            stations=(AtStation(station.id, 3, 6),),
        )
        return replace(usual, **said)

    return say


@pytest.fixture
def planned(chen: Actor, fact: Facts) -> TestDay:
    return plan_day(by=chen, fact=fact())


@pytest.fixture
def opened(chen: Actor, planned: TestDay) -> TestDay:
    return open_day(by=chen, day_id=planned.id)


def owed(cast: Cast, round_id: UUID | None, state: str = "open") -> set[UUID]:
    dues = Due.objects.of(cast.community_id).filter(round_id=round_id, state=state)
    return set(dues.values_list("subject_id", flat=True))


def refused(code: str, verb: Callable[..., object], **said: Any) -> None:
    with pytest.raises(Problem) as problem:
        verb(**said)
    assert problem.value.code == code


def test_one_click_opens_both_rounds_and_everybody_owes_once(cast: Cast, opened: TestDay) -> None:
    door, centre = owed(cast, opened.door_round_id), owed(cast, opened.centre_round_id)
    assert door == {cast.persons[name] for name in ("王小明", "李芳", "王朵朵", "张国强", "单雄", "马兰")}
    workers = {id for name, id in cast.workers.items() if name not in ("max", *NARROW)}
    assert centre == set(cast.persons.values()) - door | workers
    assert opened.state == "open"


def test_a_second_click_opens_nothing_twice(cast: Cast, chen: Actor, opened: TestDay) -> None:
    again = open_day(by=chen, day_id=opened.id)
    assert (again.opened_at, again.door_round_id) == (opened.opened_at, opened.door_round_id)
    assert Round.objects.of(cast.community_id).count() == 2


def test_an_opening_cut_short_is_finished_by_the_next_click(cast: Cast, chen: Actor, opened: TestDay) -> None:
    nothing = {"door_round_id": None, "centre_round_id": None, "opened_at": None, "opened_by_id": None}
    TestDay.objects.with_ids(cast.community_id, [opened.id]).update(state="planned", **nothing)
    assert open_day(by=chen, day_id=opened.id).door_round_id == opened.door_round_id
    assert Round.objects.of(cast.community_id).count() == 2


def test_the_kinds_of_round_are_made_where_they_are_missing_and_samples_settle_them(
    cast: Cast, opened: TestDay
) -> None:
    kinds = RoundKind.objects.of(cast.community_id).filter(code__startswith="testing_")
    assert {(kind.code, kind.recorded_by) for kind in kinds} == {
        ("testing_door", "testing"),
        ("testing_centre", "testing"),
        ("testing_resample", "testing"),
    }


def test_planning_a_date_twice_changes_the_one_day(
    cast: Cast, chen: Actor, planned: TestDay, fact: Facts
) -> None:
    plan_day(by=chen, fact=fact(name="第二轮", stations=()))
    day = TestDay.objects.of(cast.community_id).get()
    assert (day.id, day.name) == (planned.id, "第二轮")
    assert not DayStation.objects.of(cast.community_id).exists()


def test_a_changed_rule_moves_people_of_an_open_day_between_the_phases(
    cast: Cast, chen: Actor, opened: TestDay, fact: Facts
) -> None:
    plan_day(by=chen, fact=fact(door_rule=AnyOf(area_ids=(cast.areas[2],)), has_workers=False))
    assert owed(cast, opened.door_round_id) == {cast.persons["刘洋"]}
    assert owed(cast, opened.centre_round_id) == set(cast.persons.values()) - {cast.persons["刘洋"]}


def test_who_is_alone_changed_on_an_open_day_makes_its_rounds_new_to_phones(
    cast: Cast, chen: Actor, opened: TestDay, fact: Facts
) -> None:
    before = last_number(cast.community_id)
    plan_day(by=chen, fact=fact(singles=AnyOf(whereabouts=("hospital",))))
    changed = Change.objects.filter(community_id=cast.community_id, seq__gt=before, kind="round")
    told = set(changed.values_list("entity_id", flat=True))
    assert told == {opened.door_round_id, opened.centre_round_id}


def test_a_day_copied_has_rule_pools_stations_and_slots_of_the_other_a_day_later(
    cast: Cast, chen: Actor, planned: TestDay, station: Station
) -> None:
    put_slots(by=chen, day_id=planned.id, facts=[SlotFact(station.id, cast.areas[2], 1, at(13), at(14))])
    tomorrow = TODAY + timedelta(days=1)
    copied = copy_day(by=chen, day_id=planned.id, to=tomorrow)
    assert (copied.state, copied.date, copied.copied_from_id) == ("planned", tomorrow, planned.id)
    assert (copied.door_rule, copied.pools) == (planned.door_rule, planned.pools)
    assert copied.door_opens_at == at(7, tomorrow)
    slot = Slot.objects.of(cast.community_id).get(day_id=copied.id)
    assert (slot.begins_at, slot.area_id) == (at(13, tomorrow), cast.areas[2])
    line = DayStation.objects.of(cast.community_id).get(day_id=copied.id)
    assert (line.desks, line.samplers) == (3, 6)
    refused("testing.day_taken", copy_day, by=chen, day_id=planned.id, to=tomorrow)


def test_a_day_closes_only_by_the_rules_of_the_ledger(cast: Cast, chen: Actor, opened: TestDay) -> None:
    refused("rounds.open_dues", close_day, by=chen, day_id=opened.id)
    dues = Due.objects.of(cast.community_id).filter(state="open").values_list("id", flat=True)
    sign_off(by=chen, due_ids=list(dues), reason="window_over")
    closed = close_day(by=chen, day_id=opened.id)
    assert (closed.state, closed.closed_by_id) == ("closed", chen.worker_id)
    assert not Round.objects.of(cast.community_id).filter(state="open").exists()
    refused("testing.day_not_open", close_day, by=chen, day_id=opened.id)
    refused("testing.day_is_closed", open_day, by=chen, day_id=opened.id)


@pytest.mark.parametrize("who", ["lin", "omar", "rosa", "dora", "max_"])
def test_only_a_coordinator_of_the_place_sets_up(who: str, cast: Cast, planned: TestDay, fact: Facts) -> None:
    actor = cast.actor(who.rstrip("_"))
    code = "shared.not_found" if who == "max_" else "shared.not_yours"
    refused(code, open_day, by=actor, day_id=planned.id)
    if who != "max_":
        refused(code, plan_day, by=actor, fact=fact())
        refused(code, put_norms, by=actor, said={})
        refused(code, put_station, by=actor, fact=StationFact("别处"))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": " "}, "testing.day_nameless"),
        ({"door": Window(at(12), at(12))}, "testing.bad_phase"),
        ({"pools": (Pool("door", 51),)}, "testing.bad_pool"),
        ({"pools": (Pool("door", 5), Pool("door", 10))}, "testing.bad_pool"),
        ({"stations": (AtStation(UUID(int=9), 1, 1),)}, "testing.unknown_station"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(
    chen: Actor, fact: Facts, said: dict[str, Any], code: str
) -> None:
    refused(code, plan_day, by=chen, fact=fact(**said))


def test_a_stations_desks_are_numbered_and_closed_from_above(
    cast: Cast, chen: Actor, station: Station
) -> None:
    put_station(by=chen, fact=StationFact("社区广场", desks=2, id=station.id))
    desks = Desk.objects.of(cast.community_id).order_by("number").values_list("number", "is_open")
    assert list(desks) == [(1, True), (2, True), (3, False)]
    assert desk_counts(cast.community_id) == {station.id: 2}
    refused("testing.station_taken", put_station, by=chen, fact=StationFact("社区广场"))
    refused("testing.bad_desks", put_station, by=chen, fact=StationFact("操场", desks=61))


def test_norms_are_data(cast: Cast, chen: Actor) -> None:
    assert norms_of(cast.community_id).people_per_sampler == 360
    put_norms(by=chen, said={"people_per_sampler": 400})
    put_norms(by=chen, said={"people_per_desk_low": 500})
    norms = norms_of(cast.community_id)
    assert (norms.people_per_sampler, norms.people_per_desk_low) == (400, 500)
    refused("testing.bad_norm", put_norms, by=chen, said={"people_per_desk_high": 100})


@pytest.fixture
def asked(cast: Cast, omar: Actor) -> Standing:
    """Omar asks for Zhang to be exempt for a week."""
    week = StandingFact(cast.persons["张国强"], "hospital", TODAY, TODAY + timedelta(days=6))
    return ask_standing(by=omar, facts=[week])[0]


def test_an_approved_exemption_holds_at_every_opening_and_for_newcomers(
    cast: Cast, chen: Actor, lin: Actor, asked: Standing, planned: TestDay
) -> None:
    approve_standing(by=lin, ids=[asked.id])
    opened = open_day(by=chen, day_id=planned.id)
    due = Due.objects.of(cast.community_id).get(subject_id=cast.persons["张国强"])
    assert (due.round_id, due.state, due.reason) == (opened.door_round_id, "exempt", "hospital")
    assert (due.asked_by_id, due.settled_by_id) == (asked.asked_by_id, lin.worker_id)
    later = open_day(by=chen, day_id=copy_day(by=chen, day_id=opened.id, to=TODAY + timedelta(days=7)).id)
    assert cast.persons["张国强"] in owed(cast, later.door_round_id)


def test_an_approval_during_the_day_exempts_at_once_and_its_end_opens_the_due_again(
    cast: Cast, chen: Actor, asked: Standing, opened: TestDay
) -> None:
    assert cast.persons["张国强"] in owed(cast, opened.door_round_id)
    assert approve_standing(by=chen, ids=[asked.id]) == 1
    assert owed(cast, opened.door_round_id, "exempt") == {cast.persons["张国强"]}
    assert end_standing(by=chen, ids=[asked.id]) == 1
    assert cast.persons["张国强"] in owed(cast, opened.door_round_id)


def test_an_exemption_is_approved_by_another_and_only_in_the_own_area(
    cast: Cast, chen: Actor, lin: Actor, omar: Actor, asked: Standing
) -> None:
    refused("shared.not_yours", approve_standing, by=omar, ids=[asked.id])
    own = ask_standing(by=chen, facts=[StandingFact(cast.persons["刘洋"], "away", TODAY, TODAY)])[0]
    refused("testing.own_standing", approve_standing, by=chen, ids=[own.id])
    refused("shared.not_yours", approve_standing, by=lin, ids=[own.id])
    refused("shared.not_found", approve_standing, by=cast.actor("max"), ids=[own.id])


def test_an_exemption_of_nonsense_is_refused(cast: Cast, omar: Actor, rosa: Actor) -> None:
    person = cast.persons["张国强"]
    for code, said in (
        ("testing.unknown_exemption", StandingFact(person, "tired", TODAY, TODAY)),
        ("testing.bad_days", StandingFact(person, "away", TODAY, TODAY - timedelta(days=1))),
        ("shared.not_found", StandingFact(cast.persons["刘洋"], "away", TODAY, TODAY)),
    ):
        refused(code, ask_standing, by=omar, facts=[said])
    refused("shared.not_yours", ask_standing, by=rosa, facts=[])


def test_a_workers_own_exemption_waits_for_another(cast: Cast, chen: Actor, opened: TestDay) -> None:
    own = ask_standing(by=chen, facts=[StandingFact(cast.workers["omar"], "isolation", TODAY, TODAY)])
    refused("testing.own_standing", approve_standing, by=chen, ids=[own[0].id])
    assert cast.workers["omar"] in owed(cast, opened.centre_round_id)


def test_a_day_follows_an_area_that_is_split(cast: Cast, opened: TestDay) -> None:
    heir = new_id()
    follow_areas(cast.community_id, {cast.areas[3]: [heir]}, Stamp(cast.founder_id, "test"))
    day = TestDay.objects.of(cast.community_id).get()
    assert set(day.door_rule["areas"]) == {str(cast.areas[3]), str(heir)}


def test_many_are_exempted_in_a_constant_number_of_statements(
    cast: Cast, chen: Actor, lin: Actor, opened: TestDay, django_assert_max_num_queries: Any
) -> None:
    people = [id for name, id in cast.persons.items() if name not in ("刘洋", "何秀英")]
    facts = [StandingFact(id, "away", TODAY, TODAY) for id in people]
    rows = ask_standing(by=chen, facts=facts)
    with django_assert_max_num_queries(16):
        approve_standing(by=lin, ids=[row.id for row in rows])
    assert owed(cast, opened.door_round_id, "exempt") == set(people)


def test_nobody_is_called_at_night_though_the_phase_stays_open(chen: Actor, fact: Facts) -> None:
    night = Window(at(13), at(9, TODAY + timedelta(days=1)))
    day = plan_day(by=chen, fact=fact(centre=night))
    slots, _found = slots_for(day)
    assert max(slot.ends_at for slot in slots) == at(20)
