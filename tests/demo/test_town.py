"""The ground of the made-up community: every area on it, no gap and no overlap, every building in its own area."""

import json
from itertools import combinations

import shapely
from shapely.geometry import shape

from gridward.demo.community import DemoCommunity
from gridward.demo.community.town import Town, as_map_file, draw_town
from tests.demo.communities import of_every_seed


def shapes(geometries: dict[str, object]) -> dict[str, object]:
    return {ref: shape(geometry) for ref, geometry in geometries.items()}


def test_the_same_seed_draws_the_same_town(community: DemoCommunity) -> None:
    assert draw_town(community) == draw_town(community)


def test_the_areas_cover_both_banks_without_gap_or_overlap(community: DemoCommunity) -> None:
    areas = list(shapes(draw_town(community).areas).values())
    whole = shapely.union_all(areas)
    banks = list(whole.geoms)
    assert len(areas) == 44 and len(banks) == 2
    assert not any(bank.interiors for bank in banks)
    assert abs(sum(area.area for area in areas) - whole.area) < whole.area * 1e-9


@of_every_seed
def test_every_building_and_every_wall_stands_in_its_own_area(community: DemoCommunity) -> None:
    town = draw_town(community)
    areas, footprints, walls = shapes(town.areas), shapes(town.buildings), shapes(town.sites)
    assert set(footprints) == {building.ref for building in community.buildings}
    for building in community.buildings:
        assert areas[building.area_ref].contains(footprints[building.ref]), building
        wall = walls.get(building.site_ref)
        assert wall is None or wall.contains(footprints[building.ref]), building


@of_every_seed
def test_no_two_buildings_touch_and_none_stands_in_the_road_or_river(community: DemoCommunity) -> None:
    town = draw_town(community)
    footprints = [shape(geometry) for geometry in town.buildings.values()]
    tree = shapely.STRtree(footprints)
    lefts, rights = tree.query(footprints, predicate="intersects")
    assert all(left == right for left, right in zip(lefts, rights, strict=True))
    blocked = [shape(one.geometry) for one in town.ground if one.kind in ("road", "bridge", "water")]
    assert not len(tree.query(blocked, predicate="intersects")[0])


def test_outlines_run_as_geojson_asks(community: DemoCommunity) -> None:
    town = draw_town(community)
    drawn = [*town.areas.values(), *town.sites.values(), *town.buildings.values()]
    drawn += [one.geometry for one in town.ground if one.geometry["type"] == "Polygon"]
    assert all(shape(geometry).exterior.is_ccw for geometry in drawn)


def test_walls_do_not_cross(community: DemoCommunity) -> None:
    walls = shapes(draw_town(community).sites).values()
    assert not [1 for one, other in combinations(walls, 2) if one.intersects(other)]


def test_every_area_is_bounded_in_words_on_four_sides(community: DemoCommunity) -> None:
    town = draw_town(community)
    assert all(len(bounds) == 4 and all(bounds.values()) for bounds in town.bounds.values())
    assert town.bounds["A21"]["south"] == "丹江" and town.bounds["A21"]["north"] == "文卫路"
    assert town.bounds["A25"]["east"] == "二桥路" and town.bounds["A02"]["west"] == "第1片区"


def test_the_map_file_names_what_stands_there(community: DemoCommunity) -> None:
    town: Town = draw_town(community)
    left_out = frozenset({community.buildings[0].ref})
    features = json.loads(as_map_file(community, town, left_out))["features"]
    tags = [feature["properties"] for feature in features]
    buildings = [one for one in tags if "building" in one]
    assert len(buildings) == len(community.buildings) - 1
    assert {"丹江", "二桥", "文卫路", "惠达·丹悦府"} <= {one.get("name") for one in tags}
    assert all(one.get("name") or one.get("addr:housenumber") for one in buildings)
    assert len({feature["id"] for feature in features}) == len(features)
