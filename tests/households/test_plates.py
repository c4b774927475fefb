"""The scheme of plates, numbers in bulk, and how far plates are: by the verbs, and by whom."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections

from gridward.accounts.actors import Actor
from gridward.facts.versions import true_at
from gridward.households import actions
from gridward.households.actions import DoorFact
from gridward.households.entries import PlateStateFact
from gridward.households.models import Door, DoorVersion, PlateScheme
from gridward.households.plates import giving
from gridward.households.plates.giving import Which, give_numbers, plan_numbers
from gridward.households.plates.lines import lines_for
from gridward.households.plates.marking import mark_area, mark_plates
from gridward.households.plates.places import COLOUR
from gridward.households.plates.queries import in_all, plates_by_area, state_since
from gridward.households.plates.schemes import SchemeFact, put_scheme
from gridward.households.search import search
from gridward.shared.problems import Problem
from gridward.shared.registries import checks
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db
BY_AREA = SchemeFact("{area:02}-{serial:03}")


def bare(cast: Cast, chen: Actor, *names: str) -> None:
    """Take the plates off doors; their old numbers stay in history."""
    actions.give_plates(by=chen, plates={cast.doors[name]: "" for name in names})


def plate(cast: Cast, name: str) -> str:
    return cast.door(name).plate


def refused(verb: Callable[[], object]) -> str:
    with pytest.raises(Problem) as refusal:
        verb()
    return refusal.value.code


def found(cast: Cast, rule: str) -> list[str]:
    return [finding.subject for finding in checks[rule].find(cast.community_id)]


def test_a_changed_scheme_is_a_new_version_and_the_same_again_is_none(cast: Cast, chen: Actor) -> None:
    assert put_scheme(by=chen, scheme=BY_AREA).version == 1
    assert put_scheme(by=chen, scheme=BY_AREA).version == 1
    assert put_scheme(by=chen, scheme=SchemeFact("{area:02}-{serial:03}", fours="any")).version == 2
    assert PlateScheme.objects.of(cast.community_id).count() == 2
    assert plate(cast, "3-101") == "03-001"


@pytest.mark.parametrize("who", ["lin", "omar", "rosa", "dora"])
def test_only_the_coordinator_makes_the_scheme(cast: Cast, who: str) -> None:
    assert refused(lambda: put_scheme(by=cast.actor(who), scheme=BY_AREA)) == "shared.not_yours"


def test_doors_without_a_number_get_the_next_ones_that_were_never_anybodys(cast: Cast, chen: Actor) -> None:
    bare(cast, chen, "3-102")
    put_scheme(by=chen, scheme=BY_AREA)
    told = give_numbers(by=chen, which=Which())
    assert [(door.id, number) for door, number in told.given] == [
        (cast.doors["site-1"], "01-002"),
        (cast.doors["3-102"], "03-005"),
    ]
    assert (plate(cast, "3-102"), plate(cast, "3-101")) == ("03-005", "03-001")
    assert cast.door("3-102").plate_scheme == 1 and cast.door("3-101").plate_scheme == 0


def test_giving_again_gives_nothing(cast: Cast, chen: Actor) -> None:
    put_scheme(by=chen, scheme=BY_AREA)
    give_numbers(by=chen, which=Which())
    assert give_numbers(by=chen, which=Which()).given == []


def test_giving_is_narrowed_to_an_area_or_site(cast: Cast, chen: Actor) -> None:
    bare(cast, chen, "lane-29", "3-101", "5-101")
    put_scheme(by=chen, scheme=BY_AREA)
    by_area = plan_numbers(chen, Which(area_id=cast.areas[3]))
    by_site = plan_numbers(chen, Which(site_id=cast_id("site lane")))
    assert [door.id for door, _ in by_area.given] == [cast.doors["3-101"]]
    assert [door.id for door, _ in by_site.given] == [cast.doors["lane-29"]]


def test_an_area_leader_gives_numbers_in_the_own_area_alone(cast: Cast, chen: Actor, lin: Actor) -> None:
    bare(cast, chen, "3-101", "5-101")
    put_scheme(by=chen, scheme=BY_AREA)
    assert [door.id for door, _ in give_numbers(by=lin, which=Which()).given] == [cast.doors["3-101"]]


@pytest.mark.parametrize("who", ["omar", "rosa", "dora"])
def test_others_give_no_numbers(cast: Cast, chen: Actor, who: str) -> None:
    put_scheme(by=chen, scheme=BY_AREA)
    assert refused(lambda: give_numbers(by=cast.actor(who), which=Which())) == "shared.not_yours"


def test_a_stranger_reaches_no_door_of_ours(cast: Cast, max_: Actor) -> None:
    put_scheme(by=max_, scheme=BY_AREA)
    assert give_numbers(by=max_, which=Which(area_id=cast.areas[3], again=True)).given == []


def test_without_a_scheme_no_number_is_given(chen: Actor) -> None:
    assert refused(lambda: give_numbers(by=chen, which=Which())) == "households.no_plate_scheme"


def test_what_changed_since_it_was_shown_is_shown_again(cast: Cast, chen: Actor) -> None:
    put_scheme(by=chen, scheme=BY_AREA)
    seen = plan_numbers(chen, Which()).seen
    bare(cast, chen, "3-101")
    assert refused(lambda: give_numbers(by=chen, which=Which(), seen=seen)) == "households.plates_moved_on"


def test_numbers_anew_leave_posted_plates_unless_asked(cast: Cast, chen: Actor, omar: Actor) -> None:
    mark_plates(by=omar, plates=[PlateStateFact(cast.doors["3-101"], "posted")])
    put_scheme(by=chen, scheme=SchemeFact("下湾{area}-{serial:02}"))
    here = {"area_id": cast.areas[3], "again": True}
    assert len(plan_numbers(chen, Which(**here)).given) == 3
    assert plan_numbers(chen, Which(**here, posted_too=True)).taken_down == 1
    give_numbers(by=chen, which=Which(**here))
    assert (plate(cast, "3-101"), plate(cast, "3-102")) == ("03-001", "下湾3-01")


@pytest.mark.parametrize("piece", [100, 1])
def test_doors_may_change_numbers_with_each_other(
    cast: Cast, chen: Actor, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    facts = [DoorFact(id=cast.doors["3-101"], walking_order=99)]
    actions.put_doors(by=chen, doors=facts)
    put_scheme(by=chen, scheme=BY_AREA)
    monkeypatch.setattr(giving, "PIECE", piece)
    assert giving.give_all(by=chen, which=Which(area_id=cast.areas[3], again=True)) >= 4
    assert [plate(cast, name) for name in ("3-102", "3-201", "3-202", "3-101")] == [
        f"03-00{serial}" for serial in (1, 2, 3, 4)
    ]
    assert found(cast, "households.versions") == []


def test_an_old_number_stays_in_history_and_still_finds_its_door(cast: Cast, chen: Actor) -> None:
    before = cast.door("3-102")
    actions.give_plates(by=chen, plates={before.id: "03-900"})
    versions = DoorVersion.objects.of(cast.community_id).filter(entity_id=before.id, known_to=None)
    assert [version.plate for version in versions.order_by("true_from")] == ["03-002", "03-900"]
    assert true_at(DoorVersion, cast.community_id, versions.order_by("true_from")[0].true_from)
    assert [door.id for door in search(by=chen, text="03-002").doors] == [before.id]


def test_a_plate_goes_its_way_and_says_who_and_since_when(cast: Cast, lin: Actor, omar: Actor) -> None:
    door_id = cast.doors["3-101"]
    for by, state in ((lin, "printed"), (omar, "posted"), (omar, "lost"), (lin, "printed")):
        mark_plates(by=by, plates=[PlateStateFact(door_id, state)])
    since = state_since(cast.door("3-101"))
    assert cast.door("3-101").plate_state == "printed" and since and since.by == "林涛"


def test_another_number_is_a_plate_still_to_be_made(cast: Cast, chen: Actor, omar: Actor) -> None:
    mark_plates(by=omar, plates=[PlateStateFact(cast.doors["3-101"], "posted")])
    actions.give_plates(by=chen, plates={cast.doors["3-101"]: "03-777"})
    assert cast.door("3-101").plate_state == "assigned"


@pytest.mark.parametrize(
    ("who", "door", "state", "code"),
    [
        ("omar", "3-101", "printed", "shared.not_yours"),
        ("omar", "3-202", "posted", "shared.not_found"),
        ("rosa", "3-101", "posted", "shared.not_yours"),
        ("max", "3-101", "posted", "shared.not_found"),
        ("chen", "3-101", "lost", "households.plate_not_then"),
        ("chen", "3-101", "melted", "households.unknown_plate_state"),
        ("chen", "site-1", "posted", "households.no_plate"),
    ],
)
def test_who_may_say_what_of_a_plate(cast: Cast, who: str, door: str, state: str, code: str) -> None:
    fact = PlateStateFact(cast.doors[door], state)
    assert refused(lambda: mark_plates(by=cast.actor(who), plates=[fact])) == code


def test_all_plates_of_an_area_are_made_and_put_up_at_once(cast: Cast, chen: Actor, lin: Actor) -> None:
    assert len(mark_area(by=chen, area_id=None, state="printed")) == 6
    assert len(mark_area(by=lin, area_id=None, state="posted")) == 4
    assert mark_area(by=lin, area_id=cast.areas[3], state="posted") == []
    total = in_all(plates_by_area(chen))
    assert (total.doors, total.none, total.printed, total.posted) == (7, 1, 2, 4)
    paints = COLOUR.paints(chen)
    assert (paints[cast.areas[3]].level, paints[cast.areas[1]].level) == (5, 0)


def test_a_plate_that_looks_official_or_tells_of_people_is_refused(cast: Cast, chen: Actor) -> None:
    codes = {"陕H12345": "looks_official", "隔离01": "tells_of_people", "一二三四五六七八九十一": "too_long"}
    for number, code in codes.items():
        plates = {cast.doors["3-101"]: number}
        assert refused(lambda p=plates: actions.give_plates(by=chen, plates=p)) == f"households.plate_{code}"


def test_plates_that_break_a_rule_are_named(cast: Cast, chen: Actor) -> None:
    put_scheme(by=chen, scheme=SchemeFact("{area:02}-{serial:03}-{check}", check_kind="mod11_10"))
    give_numbers(by=chen, which=Which(again=True))
    rules = ("households.plate_once", "households.plate_unofficial", "households.plate_check_digit")
    assert [found(cast, rule) for rule in rules] == [[], [], []]
    doors = Door.objects.of(cast.community_id)
    right = plate(cast, "3-101")
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    doors.filter(id=cast.doors["3-101"]).update(plate=wrong)
    doors.filter(id=cast.doors["3-102"]).update(plate="陕H12345", plate_scheme=0)
    doors.filter(id=cast.doors["3-201"]).update(plate=f"{wrong}.", plate_scheme=0)
    assert [len(found(cast, rule)) for rule in rules] == [1, 1, 1]


def test_a_stair_shows_what_is_missing_and_which_door_is_bare(cast: Cast, chen: Actor) -> None:
    bare(cast, chen, "3-102")
    actions.put_doors(by=chen, doors=[DoorFact(cast_id("building 3"), unit="1", room="402", plate="03-009")])
    line = next(line for line in lines_for(chen) if line.words == "信合小区3号楼1单元")
    assert [(cell.label, cell.state) for cell in line.cells] == [
        ("101", "fine"),
        ("102", "bare"),
        ("201", "fine"),
        ("202", "fine"),
        ("301", "missing"),
        ("302", "missing"),
        ("401", "missing"),
        ("402", "fine"),
    ]


def test_a_lane_shows_missing_houses_and_numbers_borne_twice(cast: Cast, chen: Actor) -> None:
    from gridward.areas.actions import BuildingFact, put_buildings

    houses = [("31", "31号"), ("32", "32号")]
    put_buildings(
        by=chen,
        buildings=[
            BuildingFact(cast_id("site lane"), number, name, cast.areas[1], id=cast_id(number))
            for number, name in houses
        ],
    )
    facts = [
        DoorFact(cast_id("31"), plate="01-1"),
        DoorFact(cast_id("32")),
        DoorFact(cast_id("32"), sub="东户"),
    ]
    actions.put_doors(by=chen, doors=facts)
    line = next(line for line in lines_for(chen) if line.words == "河滨巷")
    assert [(cell.label, cell.state) for cell in line.cells] == [
        ("29", "doubled"),
        ("30", "missing"),
        ("31", "doubled"),
        ("32", "bare"),
        ("32东户", "doubled"),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_give_no_number_twice(cast: Cast, chen: Actor) -> None:
    put_scheme(by=chen, scheme=BY_AREA)
    bare(cast, chen, "3-101", "3-102", "3-201", "3-202")
    start = Barrier(3)

    def give() -> None:
        try:
            start.wait()
            give_numbers(by=chen, which=Which())
        finally:
            connections.close_all()

    threads = [Thread(target=give) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    plates = list(Door.objects.of(cast.community_id).values_list("plate", flat=True))
    assert len(set(plates)) == len(plates) and "" not in plates
    assert found(cast, "households.versions") == []
