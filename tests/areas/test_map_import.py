"""A map's way in: matched, looked at, decided, applied whole; a second time changes nothing."""

from typing import Any
from uuid import UUID

import numpy
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gridward.accounts.actors import Actor
from gridward.areas.actions import AreaFact, BuildingFact, SiteFact, put_areas, put_buildings, put_sites
from gridward.areas.maps.command import Brought, bring_in
from gridward.areas.maps.datums import gcj02_of
from gridward.areas.maps.deciding import Decision, decide
from gridward.areas.maps.runs import MAPS, Options, State, beat, cancel, confirm, read_again, take_in
from gridward.areas.maps.staging import stage
from gridward.areas.maps.working import work_on_maps
from gridward.areas.models import Area, Building, BuildingVersion, MapImport, MapShape, Site
from gridward.facts.models import Change
from gridward.shared.problems import Problem
from tests.areas.plans import at, collection, feature, square, town
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db
TAKE_NEW = Options(take_new=True)


def bring(by: Actor, content: bytes = b"", options: Options | None = None, **more: Any) -> Brought:
    return bring_in(by=by, file_name="town.geojson", content=content or town(), options=options, **more)


def staged(by: Actor, content: bytes = b"", options: Options | None = None) -> MapImport:
    run = take_in(
        by=by, file_name="town.geojson", content=content or town(), options=options, is_claimed=True
    )
    stage(run)
    return run


def shape(run: MapImport, ref: str) -> MapShape:
    return MapShape.objects.of(run.community_id).get(import_id=run.id, ref=ref)


def building(cast: Cast, key: str) -> Building:
    return Building.objects.of(cast.community_id).get(id=cast_id(f"building {key}"))


def changes(cast: Cast) -> int:
    kinds = ("building", "site", "area")
    return Change.objects.filter(community_id=cast.community_id, kind__in=kinds).count()


def test_every_feature_ends_in_one_verdict(cast: Cast, chen: Actor) -> None:
    run = staged(chen)
    found = {
        each.ref: each.verdict for each in MapShape.objects.of(cast.community_id).filter(import_id=run.id)
    }
    assert found == {
        "way/1": "sure", "way/2": "sure", "way/3": "sure", "way/4": "sure", "way/5": "new", "way/6": "new",
        "way/7": "new", "way/8": "ground", "way/9": "ground", "node/1": "aside", "way/10": "refused",
    }  # fmt: skip
    run.refresh_from_db()
    assert sum(run.summary["verdicts"].values()) == run.summary["features"] == 11
    assert sum(sum(each.values()) for each in run.summary["kinds"].values()) == 11


def test_buildings_are_placed_and_the_site_gets_its_outline(cast: Cast, chen: Actor) -> None:
    written = bring(chen).written
    tower = building(cast, "3")
    assert (tower.map_ref, tower.floors) == ("way/2", 6) and tower.footprint is not None
    assert (tower.lng, tower.lat) == pytest.approx(at(10, 10), abs=1e-6)
    assert Site.objects.of(cast.community_id).get(name="信合小区").map_ref == "way/1"
    assert written == {"sites_changed": 1, "buildings_changed": 3}


def test_the_same_map_again_changes_nothing(cast: Cast, chen: Actor) -> None:
    bring(chen, options=TAKE_NEW)
    before, versions = changes(cast), BuildingVersion.objects.of(cast.community_id).count()
    assert bring(chen, options=TAKE_NEW).written == {}
    assert (changes(cast), BuildingVersion.objects.of(cast.community_id).count()) == (before, versions)


def test_new_buildings_go_to_the_site_around_them_or_of_their_street(cast: Cast, chen: Actor) -> None:
    brought = bring(chen, options=TAKE_NEW)
    names = set(Building.objects.of(cast.community_id).values_list("site__name", "name"))
    assert {("信合小区", "7号楼"), ("河滨巷", "31号")} <= names and len(names) == 6
    left = shape(brought.run, "way/7")
    assert (left.verdict, left.building_id, left.findings) == ("new", None, ["no_site"])


def test_without_being_asked_nothing_new_goes_in(cast: Cast, chen: Actor) -> None:
    bring(chen)
    assert Building.objects.of(cast.community_id).count() == 4


def test_a_new_building_lies_in_the_area_whose_outline_holds_it(cast: Cast, chen: Actor) -> None:
    put_areas(by=chen, areas=[AreaFact(number=2, outline=square(-20, -20, 250))])
    bring(chen, options=TAKE_NEW)
    assert Building.objects.of(cast.community_id).get(number="7").area_id == cast.areas[2]


def test_an_area_of_the_map_redraws_the_area_of_that_name(cast: Cast, chen: Actor) -> None:
    bring(chen, collection(feature(square(0, 0, 500), name="第3片区", **{"gridward:kind": "area"})))
    outline = Area.objects.of(cast.community_id).get(number=3).outline
    assert outline is not None and outline["type"] == "Polygon"


def test_a_building_is_found_again_by_its_point(cast: Cast, chen: Actor) -> None:
    lng, lat = at(10, 10)
    put_buildings(by=chen, buildings=[BuildingFact(id=cast_id("building 3"), lng=lng, lat=lat)])
    run = staged(chen, collection(feature(square(0, 0), building="yes")))
    [only] = MapShape.objects.of(cast.community_id).filter(import_id=run.id)
    assert (only.building_id, only.proposals[0][1]) == (cast_id("building 3"), "point")


def test_place_and_address_that_disagree_are_proposed_to_a_person(cast: Cast, chen: Actor) -> None:
    lng, lat = at(10, 10)
    put_buildings(by=chen, buildings=[BuildingFact(id=cast_id("building 3"), lng=lng, lat=lat)])
    said = {"building": "yes", "addr:street": "河滨巷", "addr:housenumber": "29"}
    run = staged(chen, collection(feature(square(0, 0), "way/1", **said)))
    assert shape(run, "way/1").verdict == "proposed"
    assert {UUID(id) for id, _why in shape(run, "way/1").proposals} == {
        cast_id("building 3"),
        cast_id("building lane-29"),
    }


def test_two_shapes_with_one_address_are_left_to_a_person(cast: Cast, chen: Actor) -> None:
    said = {"building": "yes", "addr:street": "河滨巷", "addr:housenumber": "29"}
    run = staged(chen, collection(feature(square(0, 0), "a", **said), feature(square(50, 0), "b", **said)))
    assert {shape(run, ref).verdict for ref in "ab"} == {"proposed"}


def test_a_similar_name_is_only_proposed(cast: Cast, chen: Actor) -> None:
    run = staged(chen, collection(feature(square(0, 0), "a", building="yes", name="信合小区院3号楼")))
    assert shape(run, "a").proposals[0] == [str(cast_id("building 3")), "like"]


def test_an_address_point_inside_gives_its_number_and_one_outside_a_place(cast: Cast, chen: Actor) -> None:
    said = {"addr:street": "河滨巷", "addr:housenumber": "29"}
    inside = feature({"type": "Point", "coordinates": at(5, 5)}, "node/1", **said)
    run = staged(chen, collection(feature(square(0, 0), "way/1", building="yes"), inside))
    assert (shape(run, "way/1").verdict, shape(run, "way/1").number, shape(run, "node/1").reason) == (
        "sure",
        "29",
        "joined",
    )
    bring(chen, collection(inside))
    lane = building(cast, "lane-29")
    assert (lane.lng, lane.lat, lane.footprint) == (*at(5, 5), None)


def test_shifted_coordinates_are_noticed_and_put_right(cast: Cast, chen: Actor) -> None:
    ids = [cast_id(f"building {key}") for key in ("3", "5", "lane-29")]
    places = [at(10, 10), at(60, 10), at(305, 5)]
    put_buildings(
        by=chen,
        buildings=[BuildingFact(id=id, lng=p[0], lat=p[1]) for id, p in zip(ids, places, strict=True)],
    )

    def moved(points: Any) -> list[list[float]]:
        return [list(each) for each in gcj02_of(numpy.array(points)).tolist()]

    rings = [square(0, 0), square(50, 0), square(300, 0, 10)]
    for ring in rings:
        ring["coordinates"] = [moved(ring["coordinates"][0])]
    content = collection(
        feature(rings[0], "a", building="yes", name="信合小区3号楼"),
        feature(rings[1], "b", building="yes", name="信合小区5号楼"),
        feature(rings[2], "c", building="yes", name="河滨巷29号"),
    )
    run = staged(chen, content)
    assert run.summary["notes"][0]["code"] == "shifted_to" and run.summary["notes"][0]["datum"] == "gcj02"
    again = read_again(by=chen, run=run, options=Options(datum="gcj02"))
    assert MAPS.claim(cast.community_id, again.id)
    assert stage(again)["notes"] == []


def test_a_map_far_from_the_register_is_warned_of(cast: Cast, chen: Actor) -> None:
    put_buildings(by=chen, buildings=[BuildingFact(id=cast_id("building 3"), lng=111.0, lat=33.7)])
    assert (
        staged(chen, collection(feature(square(0, 0), building="yes"))).summary["notes"][0]["code"] == "far"
    )


def test_a_person_accepts_takes_new_or_leaves_aside(cast: Cast, chen: Actor) -> None:
    run = staged(chen)
    decide(
        by=chen,
        run=run,
        decisions=[
            Decision(shape(run, "way/5").id, "accept", cast_id("building yard-1")),
            Decision(shape(run, "way/6").id, "new", cast_id("site lane")),
            Decision(shape(run, "way/7").id, "aside", reason="shed"),
        ],
    )
    confirm(by=chen, run=run)
    work_on_maps()
    assert building(cast, "yard-1").map_ref == "way/5"
    assert Building.objects.of(cast.community_id).filter(site_id=cast_id("site lane"), number="31").exists()
    again = staged(chen)
    assert {ref: shape(again, ref).verdict for ref in ("way/5", "way/6", "way/7")} == {
        "way/5": "sure",
        "way/6": "sure",
        "way/7": "aside",
    }


def test_what_is_decided_after_the_map_went_in_goes_in_at_once(cast: Cast, chen: Actor) -> None:
    run = bring(chen).run
    run.refresh_from_db()
    decide(by=chen, run=run, decisions=[Decision(shape(run, "way/5").id, "new")])
    assert Building.objects.of(cast.community_id).get(map_ref="way/5").site_id == cast_id("site xinhe")


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (("way/5", "aside", None, "because"), "areas.map_no_reason"),
        (("way/5", "accept", None, ""), "areas.map_no_target"),
        (("way/5", "accept", cast_id("site lane"), ""), "areas.map_no_target"),
        (("way/5", "accept", cast_id("building 3"), ""), "areas.map_two_shapes"),
        (("way/9", "new", None, ""), "areas.map_no_shape"),
        (("way/10", "new", None, ""), "areas.map_no_shape"),
    ],
)
def test_what_cannot_be_decided(cast: Cast, chen: Actor, decision: tuple[Any, ...], code: str) -> None:
    run = staged(chen)
    ref, *said = decision
    with pytest.raises(Problem) as refusal:
        decide(by=chen, run=run, decisions=[Decision(shape(run, ref).id, *said)])
    assert refusal.value.code == code and str(refusal.value)


def test_a_stopped_map_leaves_nothing(cast: Cast, chen: Actor) -> None:
    run = staged(chen)
    cancel(by=chen, run=run)
    run.refresh_from_db()
    assert (run.state, bytes(run.file)) == ("cancelled", b"")
    assert not MapShape.objects.of(cast.community_id).exists()
    with pytest.raises(Problem) as refusal:
        beat(run, 1, 2)
    assert refusal.value.code == "areas.map_cancelled"


def test_what_nobody_accepts_does_not_go_in(cast: Cast, chen: Actor) -> None:
    before = changes(cast)
    assert bring(chen, accept=lambda summary: False).written is None
    assert changes(cast) == before


def test_the_job_takes_up_what_a_dead_process_left(cast: Cast, chen: Actor) -> None:
    run = take_in(by=chen, file_name="town.geojson", content=town(), is_claimed=True)
    MapImport.objects.with_ids(cast.community_id, [run.id]).update(beat_at="2020-01-01T00:00:00Z")
    assert work_on_maps() == 1
    confirm(by=chen, run=run, is_claimed=True)
    MapImport.objects.with_ids(cast.community_id, [run.id]).update(beat_at="2020-01-01T00:00:00Z")
    assert work_on_maps() == 1 and work_on_maps() == 0
    run.refresh_from_db()
    assert (run.state, run.summary["written"]["buildings_changed"]) == (State.APPLIED, 3)


def test_a_second_yes_is_refused(cast: Cast, chen: Actor) -> None:
    run = staged(chen)
    confirm(by=chen, run=run)
    with pytest.raises(Problem) as refusal:
        confirm(by=chen, run=run)
    assert refusal.value.code == "areas.map_not_ready"


def test_a_file_that_is_no_map_fails_with_its_reason(cast: Cast, chen: Actor) -> None:
    run = take_in(by=chen, file_name="a.geojson", content=b"{")
    work_on_maps()
    run.refresh_from_db()
    assert (run.state, run.problem) == ("failed", "areas.map_not_json")


def test_a_site_that_was_renamed_or_a_number_given_since_the_preview_forces_nothing(
    cast: Cast, chen: Actor
) -> None:
    run = staged(chen, options=TAKE_NEW)
    put_buildings(by=chen, buildings=[BuildingFact(site_id=cast_id("site xinhe"), number="7")])
    put_sites(by=chen, sites=[SiteFact(id=cast_id("site lane"), name="河滨东巷")])
    confirm(by=chen, run=run)
    work_on_maps()
    run.refresh_from_db()
    assert run.state == State.APPLIED
    assert Building.objects.of(cast.community_id).get(map_ref="way/5").number == "7-2"


@pytest.mark.parametrize("who", ["omar", "lin", "rosa"])
def test_only_those_who_keep_the_register_bring_maps_in(cast: Cast, who: str) -> None:
    with pytest.raises(Problem) as refusal:
        take_in(by=cast.actor(who), file_name="a.geojson", content=town())
    assert refusal.value.code == "shared.not_yours"


def test_what_is_too_large_or_empty_is_refused(cast: Cast, chen: Actor, settings: Any) -> None:
    settings.GRIDWARD_MAP_MEGABYTES = 1
    for content, code in ((b"", "areas.map_no_content"), (b" " * (2 << 20), "areas.map_too_large")):
        with pytest.raises(Problem) as refusal:
            take_in(by=chen, file_name="a.geojson", content=content)
        assert refusal.value.code == code


def rows_of_towers(count: int, first: int) -> bytes:
    return collection(
        *(
            feature(square(30 * n, 0), f"way/{n}", building="yes", name=f"信合小区{n}号楼")
            for n in range(first, first + count)
        )
    )


def test_two_outlines_of_one_site_are_left_to_a_person(cast: Cast, chen: Actor) -> None:
    twice = collection(
        feature(square(0, 0, 90), "a", name="信合小区", landuse="residential"),
        feature(square(200, 0, 90), "b", name="信合小区", landuse="residential"),
    )
    run = staged(chen, twice)
    assert [shape(run, ref).verdict for ref in "ab"] == ["sure", "proposed"]


def test_an_outline_without_a_name_is_proposed_for_the_site_of_its_buildings(cast: Cast, chen: Actor) -> None:
    lng, lat = at(10, 10)
    put_buildings(by=chen, buildings=[BuildingFact(id=cast_id("building 3"), lng=lng, lat=lat)])
    run = staged(chen, collection(feature(square(0, 0, 90), "a", landuse="residential")))
    assert shape(run, "a").proposals == [[str(cast_id("site xinhe")), "members"]]


def test_statements_do_not_grow_with_the_map(cast: Cast, chen: Actor) -> None:
    asked = []
    for content in (rows_of_towers(20, 10), rows_of_towers(300, 100)):
        with CaptureQueriesContext(connection) as statements:
            bring(chen, content, TAKE_NEW)
        asked.append(len(statements))
    # SQLite takes so many values in one statement and no more.
    assert (asked[1] - asked[0]) / 280 < 0.2
    assert Building.objects.of(cast.community_id).count() == 324
