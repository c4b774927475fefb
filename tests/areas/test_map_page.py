"""The map on screen: what it shows to whom, how it is coloured, how a place is found."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from gridward.areas.actions import put_areas, put_buildings
from gridward.areas.entries import AreaFact, BuildingFact
from gridward.areas.maps.payload import collection, feature, legend_of, point
from gridward.areas.models import MapShape, ShapeKind, Verdict
from gridward.areas.screen import reading
from gridward.areas.screen.colours import COLOURS, in_steps
from gridward.shared.ids import new_id
from gridward.shared.registries import Paint
from tests.cast import Cast, cast_id, client_of
from tests.conftest import HOME

pytestmark = pytest.mark.django_db
PLACES = {
    "lane-29": (110.331, 33.691),
    "yard-1": (110.332, 33.692),
    "5": (110.334, 33.691),
    "3": (110.336, 33.691),
}


def square(west: float, south: float, side: float = 0.001) -> dict[str, Any]:
    """An outline of four corners."""
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def mapped(cast: Cast) -> Cast:
    """The cast's buildings with a place, and area 3 with an outline."""
    facts = [BuildingFact(id=cast_id(f"building {key}"), lng=x, lat=y) for key, (x, y) in PLACES.items()]
    put_buildings(by=cast.actor("chen"), buildings=facts)
    put_areas(by=cast.actor("chen"), areas=[AreaFact(id=cast.areas[3], outline=square(110.3355, 33.6905))])
    return cast


def shown(client: Client, asked: str = "") -> dict[str, Any]:
    answer = client.get(f"/map/features/{asked}")
    assert answer.status_code == 200
    return json.loads(answer.content)  # type: ignore[no-any-return]


def labels(payload: dict[str, Any], kind: str) -> list[str]:
    return [each["properties"]["label"] for each in payload["features"] if each["properties"]["kind"] == kind]


def test_the_map_holds_areas_buildings_and_the_box_around_them(mapped: Cast, signed_in_as: Any) -> None:
    payload = shown(signed_in_as("chen"))
    assert labels(payload, "area") == ["第1片区", "第2片区", "第3片区"]
    assert "信合小区3号楼" in labels(payload, "building")
    west, south, east, north = payload["bounds"]
    assert west < 110.331 < 110.336 < east
    assert south < 33.691 < north


def test_an_area_leader_sees_the_own_area_alone(mapped: Cast, signed_in_as: Any) -> None:
    payload = shown(signed_in_as("lin"))
    assert labels(payload, "area") == ["第3片区"]
    assert labels(payload, "building") == ["信合小区3号楼"]


def test_a_box_limits_the_buildings(mapped: Cast, signed_in_as: Any) -> None:
    payload = shown(signed_in_as("chen"), "?bbox=110.3355,33.69,110.337,33.692")
    assert labels(payload, "building") == ["信合小区3号楼"]


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d"])
def test_a_box_that_is_none_is_refused(mapped: Cast, signed_in_as: Any, box: str) -> None:
    assert signed_in_as("chen").get(f"/map/features/?bbox={box}").status_code == 422


@pytest.mark.parametrize("code", [colour.code for colour in COLOURS])
def test_each_colour_paints_every_area_and_says_so_in_the_legend(
    mapped: Cast, signed_in_as: Any, code: str
) -> None:
    payload = shown(signed_in_as("chen"), f"?colour={code}")
    paints = [f["properties"]["paint"] for f in payload["features"] if f["properties"]["kind"] == "area"]
    told = {(entry["level"], entry["state"], entry["words"]) for entry in payload["legend"]}
    assert all((paint["level"], paint["state"], paint["words"]) in told for paint in paints)


def test_an_area_nobody_leads_stands_out(mapped: Cast, signed_in_as: Any) -> None:
    payload = shown(signed_in_as("chen"), "?colour=leader")
    states = {
        f["properties"]["label"]: f["properties"]["paint"]["state"]
        for f in payload["features"]
        if f["properties"]["kind"] == "area"
    }
    assert states == {"第1片区": "late", "第2片区": "late", "第3片区": "done"}


def test_counts_of_doors_fall_into_equal_steps() -> None:
    ids = [cast_id(str(n)) for n in range(4)]
    paints = in_steps(dict(zip(ids, (0, 1, 20, 100), strict=True)))
    assert [paints[id].level for id in ids] == [0, 1, 1, 5]


def test_too_many_buildings_are_dots_until_one_moves_closer(
    mapped: Cast, signed_in_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_BUILDINGS", 2)
    payload = shown(signed_in_as("chen"))
    dots = [f for f in payload["features"] if f["geometry"]["type"] == "MultiPoint"]
    assert len(dots[0]["geometry"]["coordinates"]) == 4
    assert payload["partial"]
    closer = shown(signed_in_as("chen"), "?bbox=110.3355,33.69,110.337,33.692")
    assert labels(closer, "building") == ["信合小区3号楼"]


def test_water_and_roads_of_the_map_lie_under_it(mapped: Cast, signed_in_as: Any) -> None:
    river = MapShape(
        community_id=mapped.community_id,
        import_id=cast_id("import"),
        position=1,
        kind=ShapeKind.WATER,
        ref="way/1",
        name="丹江",
        geometry=square(110.33, 33.689),
        west=110.33,
        south=33.689,
        east=110.331,
        north=33.69,
        verdict=Verdict.GROUND,
        is_current=True,
    )
    MapShape.objects.bulk_create([river])
    assert labels(shown(signed_in_as("chen")), "ground") == ["丹江"]
    assert labels(shown(signed_in_as("chen"), "?bbox=110.335,33.69,110.337,33.692"), "ground") == []


def test_one_place_of_that_name_is_opened_on(mapped: Cast, signed_in_as: Any) -> None:
    answer = signed_in_as("chen").get("/map/", {"q": "3号楼"})
    source = answer.context["source"]
    assert source == f"/map/features/?at={cast_id('building 3')}"
    payload = json.loads(signed_in_as("chen").get(source).content)
    assert payload["at"] == str(cast_id("building 3"))
    assert payload["bounds"][0] < 110.336 < payload["bounds"][2]


def test_a_place_out_of_sight_is_not_found(mapped: Cast, signed_in_as: Any) -> None:
    assert signed_in_as("lin").get("/map/", {"q": "河滨巷"}).context["found"] == []


def test_the_map_names_the_units_above(mapped: Cast, signed_in_as: Any) -> None:
    assert "龙桥街道办" in signed_in_as("chen").get("/map/").content.decode()


def test_the_payload_says_box_and_legend() -> None:
    paints = [Paint("满", level=5), Paint("空", level=0), Paint("满", level=5)]
    one = feature("a", "building", "甲", point(110.0, 33.0), paint=paints[0])
    told = collection([one], legend=legend_of(paints))
    assert told["bounds"] == [110.0, 33.0, 110.0, 33.0]
    assert [entry["words"] for entry in told["legend"]] == ["空", "满"]


def test_a_picture_lies_under_the_map_for_those_who_work_here(
    mapped: Cast, signed_in_as: Any, settings: LazySettings, client: Client
) -> None:
    picture = HOME / "town.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    settings.GRIDWARD_BASE_MAP, settings.GRIDWARD_BASE_MAP_BOX = picture, (110.0, 33.0, 111.0, 34.0)
    assert b"/map/picture/" in signed_in_as("chen").get("/map/").content
    assert signed_in_as("chen").get("/map/picture/").status_code == 200
    assert client.get("/map/picture/").status_code == 302


def test_tiles_of_an_mbtiles_file_lie_under_the_map(
    mapped: Cast, signed_in_as: Any, settings: LazySettings
) -> None:
    path = HOME / "town.mbtiles"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as tiles, tiles:
        tiles.execute("CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)")
        tiles.execute("INSERT INTO tiles VALUES (1, 0, 1, ?)", [b"\x89PNG\r\n\x1a\n"])
    settings.GRIDWARD_BASE_MAP = path
    chen = signed_in_as("chen")
    assert b"/map/tiles/{z}/{x}/{y}/" in chen.get("/map/").content
    answer = chen.get("/map/tiles/1/0/0/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert chen.get("/map/tiles/1/1/1/").status_code == 204


def test_openstreetmap_is_named_where_its_map_is_shown_and_printed(mapped: Cast) -> None:
    client = client_of(mapped, "chen")
    credit = "© OpenStreetMap contributors"
    pages = [reverse("map"), reverse("map_print")]
    assert all(credit not in client.get(page).content.decode() for page in pages)
    shape = MapShape(
        community_id=mapped.community_id,
        import_id=new_id(),
        position=1,
        kind=ShapeKind.WATER,
        ref="way/123",
        verdict=Verdict.GROUND,
        is_current=True,
    )
    MapShape.objects.bulk_create([shape])
    assert all(credit in client.get(page).content.decode() for page in pages)
