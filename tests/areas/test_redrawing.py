"""Areas split, merged and drawn anew: buildings and doors go along, and history tells of it."""

from typing import Any

import pytest
from django.utils import timezone

from gridward.accounts.models import Grant
from gridward.areas.actions import put_areas, put_buildings, put_sites
from gridward.areas.entries import AreaFact, BuildingFact, SiteFact
from gridward.areas.history import history_of_area
from gridward.areas.models import Area, AreaVersion, Building, Site
from gridward.areas.redrawing.actions import merge_areas, put_by_outlines, redraw_border, split_area
from gridward.areas.redrawing.plans import Named, plan_border, plan_by_outlines, plan_split
from gridward.households.models import Door
from gridward.operations.models import Zone, ZoneBuilding
from gridward.operations.zones.actions import open_zone, put_levels
from gridward.operations.zones.entries import LevelFact, ZoneFact
from gridward.shared.geometry import which_outline
from gridward.shared.problems import Problem
from gridward.shared.registries import checks
from tests.areas.side_by_side import ACROSS, EAST, box, line
from tests.cast import Cast, cast_id

pytestmark = pytest.mark.django_db


def area_of(cast: Cast, building: str) -> Any:
    return Building.objects.of(cast.community_id).get(id=cast_id(building)).area_id


def test_a_line_splits_an_area_and_buildings_go_by_their_point(drawn: Cast) -> None:
    (new,) = split_area(by=drawn.actor("chen"), area_id=drawn.areas[3], line=ACROSS)
    assert area_of(drawn, "building 3") == drawn.areas[3]
    assert area_of(drawn, EAST) == new
    areas = {area.id: area for area in Area.objects.of(drawn.community_id)}
    assert areas[new].number == 4
    assert which_outline([areas[new].outline, areas[drawn.areas[3]].outline], [(110.3385, 33.6915)]) == [[0]]


def test_the_piece_with_most_doors_stays_the_area_it_was(drawn: Cast) -> None:
    plan = plan_split(drawn.actor("chen"), drawn.areas[3], line=line((110.337, 33.6895), (110.337, 33.6935)))
    assert plan.homes[cast_id("building 3")] == drawn.areas[3]


def test_doors_follow_their_building_into_the_new_area(drawn: Cast) -> None:
    (new,) = split_area(by=drawn.actor("chen"), area_id=drawn.areas[3], chosen=[[cast_id("building 3")]])
    doors = Door.objects.of(drawn.community_id).filter(building_id=cast_id("building 3"))
    here = set(doors.values_list("area_id", flat=True))
    assert here == {new}
    assert area_of(drawn, EAST) == drawn.areas[3]


def test_chosen_buildings_get_the_ground_around_them(drawn: Cast) -> None:
    (new,) = split_area(by=drawn.actor("chen"), area_id=drawn.areas[3], chosen=[[cast_id(EAST)]])
    outlines = dict(Area.objects.of(drawn.community_id).values_list("id", "outline"))
    pair = [outlines[new], outlines[drawn.areas[3]]]
    assert which_outline(pair, [(110.3385, 33.6915), (110.3365, 33.6915)]) == [[0], [1]]


def test_an_area_without_outline_is_split_by_its_buildings(cast: Cast) -> None:
    (new,) = split_area(by=cast.actor("chen"), area_id=cast.areas[1], chosen=[[cast_id("building yard-1")]])
    homes = {area_of(cast, "building yard-1"), area_of(cast, "building lane-29")}
    assert homes == {new, cast.areas[1]}


def test_the_new_area_has_the_number_name_and_leader_that_were_said(drawn: Cast) -> None:
    said = Named(number=9, name="东片", leader_id=drawn.workers["zhao"])
    (new,) = split_area(by=drawn.actor("chen"), area_id=drawn.areas[3], line=ACROSS, named=[said])
    area = Area.objects.of(drawn.community_id).get(id=new)
    assert (area.number, area.name, area.leader_id) == (9, "东片", drawn.workers["zhao"])


def test_a_leader_with_sight_of_an_area_sees_the_new_one_too(drawn: Cast) -> None:
    said = Named(leader_id=drawn.workers["lin"])
    (new,) = split_area(by=drawn.actor("chen"), area_id=drawn.areas[3], line=ACROSS, named=[said])
    assert Grant.objects.filter(worker_id=drawn.workers["lin"], scope_id=new).exists()
    assert new in drawn.actor("lin").area_ids


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"line": line((110.40, 33.69), (110.40, 33.70))}, "areas.line_does_not_cross"),
        ({}, "areas.nothing_to_split"),
        ({"chosen": [[cast_id("building 3"), cast_id(EAST)]]}, "areas.nothing_to_split"),
        ({"line": ACROSS, "named": [Named(number=1)]}, "areas.number_taken"),
    ],
)
def test_what_splits_nothing_is_refused(drawn: Cast, said: dict[str, Any], code: str) -> None:
    with pytest.raises(Problem) as refused:
        split_area(by=drawn.actor("chen"), area_id=drawn.areas[3], **said)
    assert refused.value.code == code
    assert Area.objects.of(drawn.community_id).count() == 3


@pytest.mark.parametrize("who", ["rosa", "omar", "lin"])
def test_only_those_who_keep_the_grid_split_it(drawn: Cast, who: str) -> None:
    with pytest.raises(Problem) as refused:
        split_area(by=drawn.actor(who), area_id=drawn.areas[3], line=ACROSS)
    assert refused.value.status == 403


def test_merged_areas_are_one_and_the_other_closes(drawn: Cast) -> None:
    merge_areas(by=drawn.actor("chen"), area_ids=[drawn.areas[2]], into=drawn.areas[3])
    assert area_of(drawn, "building 5") == drawn.areas[3]
    areas = {area.id: area for area in Area.objects.of(drawn.community_id)}
    assert areas[drawn.areas[2]].is_closed
    inside = which_outline([areas[drawn.areas[3]].outline], [(110.334, 33.6915), (110.336, 33.6915)])
    assert inside == [[0], [0]]


def test_one_area_alone_cannot_be_merged(drawn: Cast) -> None:
    with pytest.raises(Problem) as refused:
        merge_areas(by=drawn.actor("chen"), area_ids=[drawn.areas[2]], into=drawn.areas[2])
    assert refused.value.code == "areas.too_few_to_merge"


def test_a_border_drawn_wider_takes_ground_and_buildings_from_the_neighbour(drawn: Cast) -> None:
    moved = redraw_border(by=drawn.actor("chen"), area_id=drawn.areas[3], outline=box(110.3335, 110.339))
    assert moved == [cast_id("building 5")]
    outlines = dict(Area.objects.of(drawn.community_id).values_list("id", "outline"))
    pair = [outlines[drawn.areas[2]], outlines[drawn.areas[3]]]
    assert which_outline(pair, [(110.3332, 33.691), (110.334, 33.691)]) == [[0], [1]]


def test_a_border_drawn_closer_gives_ground_to_the_neighbour(drawn: Cast) -> None:
    plan = plan_border(drawn.actor("chen"), drawn.areas[3], box(110.337, 110.339))
    assert plan.moves == {cast_id("building 3"): drawn.areas[2]}
    assert {fact.id for fact in plan.areas} == {drawn.areas[2], drawn.areas[3]}


def test_buildings_go_where_the_outlines_say(drawn: Cast) -> None:
    stray = BuildingFact(id=cast_id("building 5"), area_id=drawn.areas[1])
    put_buildings(by=drawn.actor("chen"), buildings=[stray])
    assert plan_by_outlines(drawn.actor("chen")).moves == {cast_id("building 5"): drawn.areas[2]}
    put_by_outlines(by=drawn.actor("chen"))
    assert area_of(drawn, "building 5") == drawn.areas[2]
    assert not plan_by_outlines(drawn.actor("chen")).moves


def test_a_building_in_two_outlines_is_named_and_stays(drawn: Cast) -> None:
    chen = drawn.actor("chen")
    put_areas(by=chen, areas=[AreaFact(id=drawn.areas[1], outline=box(110.330, 110.336))])
    put_buildings(by=chen, buildings=[BuildingFact(id=cast_id("building 5"), area_id=drawn.areas[3])])
    plan = plan_by_outlines(chen)
    assert plan.doubtful == (cast_id("building 5"),)
    assert not plan.moves


def test_a_site_goes_where_its_buildings_go(drawn: Cast) -> None:
    chen = drawn.actor("chen")
    put_sites(by=chen, sites=[SiteFact(id=cast_id("site yard"), area_id=drawn.areas[1])])
    (new,) = split_area(by=chen, area_id=drawn.areas[1], chosen=[[cast_id("building yard-1")]])
    site = Site.objects.of(drawn.community_id).get(id=cast_id("site yard"))
    assert site.area_id == area_of(drawn, "building yard-1")
    assert {site.area_id, area_of(drawn, "building lane-29")} == {new, drawn.areas[1]}


def test_the_history_tells_which_area_it_came_from(drawn: Cast) -> None:
    (new,) = split_area(by=drawn.actor("chen"), area_id=drawn.areas[3], line=ACROSS)
    first = AreaVersion.objects.of(drawn.community_id).get(entity_id=new)
    assert first.source == "split"
    told = history_of_area(Area.objects.of(drawn.community_id).get(id=new))
    assert any("第3片区" in moment.words for moment in told)


def test_a_past_day_still_shows_the_area_undivided(drawn: Cast) -> None:
    before = timezone.now()
    split_area(by=drawn.actor("chen"), area_id=drawn.areas[3], line=ACROSS)
    versions = AreaVersion.objects.of(drawn.community_id).filter(known_to=None, true_from__lte=before)
    then = [each for each in versions if each.true_to is None or each.true_to > before]
    assert sorted(each.number for each in then) == [1, 2, 3]


def test_a_zone_over_a_split_area_reaches_as_far_as_before(drawn: Cast) -> None:
    chen = drawn.actor("chen")
    put_levels(by=chen, facts=[LevelFact("high", "高风险区", "High risk", 1, 5)])
    fact = ZoneFact("三区", "high", timezone.localdate(), "通告1号", areas=(drawn.areas[3],))
    zone = open_zone(by=chen, fact=fact, id=cast_id("zone"))
    before = lying(drawn, zone)
    (new,) = split_area(by=chen, area_id=drawn.areas[3], line=ACROSS)
    assert lying(drawn, zone) == before
    merge_areas(by=chen, area_ids=[new], into=drawn.areas[2])
    assert lying(drawn, zone) == before


def lying(cast: Cast, zone: Zone) -> set[Any]:
    rows = ZoneBuilding.objects.of(cast.community_id).filter(zone_id=zone.id, until=None)
    return set(rows.values_list("building_id", flat=True))


def test_nothing_is_found_wrong_after_a_split_and_a_merge(drawn: Cast) -> None:
    before = {finding.rule for check in checks for finding in check.find(drawn.community_id)}
    said = Named(leader_id=drawn.workers["zhao"])
    (new,) = split_area(by=drawn.actor("chen"), area_id=drawn.areas[3], line=ACROSS, named=[said])
    merge_areas(by=drawn.actor("chen"), area_ids=[new], into=drawn.areas[3])
    assert {finding.rule for check in checks for finding in check.find(drawn.community_id)} == before
