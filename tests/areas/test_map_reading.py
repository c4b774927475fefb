"""Reading maps: every feature of a file is accounted for, every fault is named."""

import gzip
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy
import pytest
import shapely
from pyogrio import raw

from gridward.areas.maps.datums import bd09_of, gcj02_of, to_wgs84
from gridward.areas.maps.features import Feature
from gridward.areas.maps.reading import opened
from gridward.areas.maps.shaping import shaped
from gridward.areas.maps.wording import is_number, key_of_name, likeness, number_of, split_address
from gridward.shared.problems import Problem
from tests.areas.plans import at, collection, feature, square

DATA = Path(__file__).parents[3] / "shared/data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the large real files are not at hand")
# The reference linter minds these; the outline is used all the same and the fault named.
ONLY_NAMED = {"bad-polygon-interiorring-rhr", "polygon_winding_order", "badfeatureid", "point-toomany"} | {
    "bbox-4or6elements",
    "bbox-contains-string",
    "bbox-string",
}
NO_FAULT = {"excessive_precision_truncated"}


def read(name: str, content: bytes, datum: str = "wgs84") -> list[Feature]:
    with opened(name, content, datum) as reading:
        features = list(reading.features)
        assert len(features) == reading.total
    assert sorted(each.position for each in features) == list(range(1, len(features) + 1))
    return features


def codes(name: str, content: bytes) -> list[Any]:
    try:
        return [each.refused for each in read(name, content)]
    except Problem as problem:
        return [problem.code]


@needs_data
def test_every_bad_file_of_the_linter_is_refused_or_its_fault_named() -> None:
    files = sorted((DATA / "geojson-lint/bad").glob("*.geojson"))
    refused = {path.stem for path in files if any(codes(path.name, path.read_bytes()))}
    assert {path.stem for path in files} - refused == ONLY_NAMED | NO_FAULT
    named = {
        path.stem
        for path in files
        if path.stem in ONLY_NAMED and read(path.name, path.read_bytes())[0].findings
    }
    assert named == ONLY_NAMED


@needs_data
def test_every_good_file_of_the_linter_loads() -> None:
    for path in sorted((DATA / "geojson-lint/good").glob("*.geojson")):
        assert read(path.name, path.read_bytes())


@needs_data
def test_what_is_valid_stays_and_what_is_not_is_mended_or_refused() -> None:
    cases = 0
    for case in ElementTree.parse(DATA / "geometry-validity/TestValid.xml").getroot().iter("case"):
        drawn = shapely.from_wkt((case.findtext("a") or "").strip(), on_invalid="ignore")
        if drawn is None or drawn.is_empty or drawn.geom_type not in ("Polygon", "MultiPolygon"):
            continue
        cases += 1
        one = Feature(1)
        shaped(one, shapely.transform(drawn, lambda points: points / 10_000))
        is_valid = (case.findtext("test/op") or "").strip() == "true"
        assert ("crossing" in one.findings or bool(one.refused)) is not is_valid
        assert one.geometry is None or one.geometry.is_valid
    assert cases > 20


@needs_data
@pytest.mark.parametrize(
    ("file", "buildings"),
    [
        ("osm-helsinki/Helsinki.osm.pbf", 600),
        ("osm-krems/krems.osm.gz", 1190),
        ("osm-shanghai/buildings.geojson", 1690),
    ],
)
def test_a_real_map_is_read_whole(file: str, buildings: int) -> None:
    features = read(Path(file).name, (DATA / file).read_bytes())
    good = [each for each in features if each.kind == "building" and not each.refused]
    assert len(good) >= buildings
    assert all(each.geometry is not None for each in good)


OSM = """<osm version="0.6"><node id="1" lon="110.3" lat="33.7"/><node id="2" lon="110.301" lat="33.7"/>
<node id="3" lon="110.301" lat="33.701"/><node id="4" lon="110.3" lat="33.701"/>
<node id="5" lon="110.3002" lat="33.7002"/>
<node id="6" lon="110.3004" lat="33.7002"/><node id="7" lon="110.3003" lat="33.7004"/>
<node id="8" lon="110.3005" lat="33.7005"><tag k="addr:housenumber" v="12"/><tag k="addr:street" v="文卫路"/></node>
<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/></way>
<way id="2"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="5"/></way>
<way id="3"><nd ref="1"/><nd ref="3"/><nd ref="2"/><nd ref="4"/><nd ref="1"/><tag k="building" v="yes"/></way>
<way id="4"><nd ref="1"/><nd ref="2"/><nd ref="99"/><tag k="building" v="yes"/></way>
<way id="5"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="文卫路"/></way>
<relation id="1"><member type="way" ref="1" role="outer"/><member type="way" ref="2" role="inner"/>
<tag k="type" v="multipolygon"/><tag k="building" v="yes"/><tag k="building:levels" v="6"/>
<tag k="name" v="3号楼"/></relation>
<relation id="2"><member type="way" ref="98" role="outer"/><tag k="type" v="multipolygon"/>
<tag k="building" v="yes"/></relation>
<relation id="3"><member type="way" ref="5" role=""/><tag k="type" v="route"/><tag k="route" v="bus"/></relation>
</osm>"""


@pytest.mark.parametrize("name", ["map.osm", "map.osm.gz"])
def test_openstreetmap_loses_nothing(name: str) -> None:
    content = OSM.encode() if name == "map.osm" else gzip.compress(OSM.encode())
    with opened(name, content) as reading:
        found = {each.ref: each for each in reading.features}
        assert len(found) == reading.total == 7
    yard = found["relation/1"]
    assert (yard.kind, yard.floors, yard.name) == ("building", 6, "3号楼")
    assert yard.geometry is not None and len(yard.geometry.interiors) == 1
    assert "crossing" in found["way/3"].findings and found["way/3"].geometry is not None
    assert (found["way/4"].refused, found["relation/2"].refused) == ("incomplete", "incomplete")
    assert (found["node/8"].kind, found["node/8"].number) == ("address", "12")
    assert (found["way/5"].kind, found["relation/3"].aside) == ("road", "not_ours")


GOOD = {"geometry": square(0, 0), "type": "Feature", "properties": {}}


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "geometry_missing"),
        ({"type": "Polygon", "coordinates": []}, "geometry_empty"),
        ({"type": "Polygon", "coordinates": [[]]}, "geometry_empty"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}, "too_short"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}, "unclosed"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2], [0, 0]]]}, "no_surface"),
        ({"type": "Polygon", "coordinates": [[[0, 0], ["1", 0], [1, 1], [0, 0]]]}, "coordinates_bad"),
        ({"type": "Point", "coordinates": [500000, 3700000]}, "off_earth"),
        ({"type": "Circle", "coordinates": [0, 0]}, "geometry_type"),
    ],
)
def test_a_fault_is_refused_by_its_own_name(geometry: Any, code: str) -> None:
    first, second = read("map.geojson", collection(feature(geometry, building="yes"), GOOD))
    assert (first.refused, second.refused) == (code, "")


def test_a_ring_the_wrong_way_round_and_one_that_crosses_itself_are_mended() -> None:
    wrong = square(0, 0)
    wrong["coordinates"][0].reverse()
    bow = {"type": "Polygon", "coordinates": [[at(0, 0), at(20, 20), at(20, 0), at(0, 20), at(0, 0)]]}
    turned, crossed = read("map.geojson", collection(feature(wrong), feature(bow)))
    assert (turned.findings[0], crossed.findings[0]) == ("winding", "crossing")
    assert turned.geometry is not None and turned.geometry.exterior.is_ccw


def test_the_same_id_twice_is_named_and_the_same_shape_twice_left_aside() -> None:
    one, other, again = read(
        "map.geojson",
        collection(feature(square(0, 0), "7"), feature(square(50, 0), "7"), feature(square(0, 0), "7")),
    )
    assert one.ref == "7" != other.ref and "id_repeated" in other.findings
    assert again.aside == "repeated"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "areas.map_not_json"),
        (b"{", "areas.map_not_json"),
        (b'{"type": "FeatureCollection", "features": [{"type": NaN}]}', "areas.map_not_json"),
        (b'{"type": "FeatureCollection", "features": []}', "areas.map_empty"),
        (b"[1, 2]", "areas.map_none"),
        (b'{"type": "Topology"}', "areas.map_none"),
    ],
)
def test_what_is_no_geojson_is_said_so(content: bytes, code: str) -> None:
    assert codes("map.geojson", content) == [code]


@pytest.mark.parametrize("name", ["map.gpkg", "map.zip", "map.vrt", "map.gml", "map.pdf"])
def test_rubbish_and_files_that_point_elsewhere_are_not_opened(name: str) -> None:
    for content in (
        b"rubbish",
        b"<OGRVRTDataSource><OGRVRTLayer name='a'/></OGRVRTDataSource>",
        b"PK\x03\x04xx",
    ):
        assert codes(name, content) == ["areas.map_unreadable"]


def test_coordinates_a_crs_member_names_are_converted() -> None:
    shanghai = {"type": "Point", "coordinates": [13_519_000.0, 3_662_000.0]}
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    [one] = read("map.geojson", collection(feature(shanghai, 门牌="12", 街路="文卫路"), crs=named))
    assert one.geometry is not None and abs(one.geometry.x - 121.44) < 0.1
    assert (one.kind, one.street, one.number) == ("address", "文卫路", "12")


def write_layer(path: Path, driver: str) -> None:
    """Two buildings in the coordinates a Chinese surveyor uses (CGCS2000, middle meridian 111)."""
    corners = ((435_200, 3_730_000), (435_300, 3_730_000))
    shapes = numpy.array(shapely.to_wkb([shapely.box(x, y, x + 20, y + 15) for x, y in corners]))
    columns = [numpy.array(texts, dtype=object) for texts in (["3号楼", "5号楼"], ["6", "11"])]
    said = {"geometry_type": "Polygon", "crs": "EPSG:4546", "driver": driver, "layer": "楼栋"}
    raw.write(str(path), shapes, columns, ["名称", "层数"], **said)


@pytest.mark.parametrize(
    ("name", "driver"),
    [
        ("a.gpkg", "GPKG"),
        ("a.fgb", "FlatGeobuf"),
        ("a.zip", "ESRI Shapefile"),
        ("a.gml", "GML"),
        ("a.kml", "KML"),
    ],
)
def test_every_vector_format_comes_in_as_wgs84(tmp_path: Path, name: str, driver: str) -> None:
    path = tmp_path / name
    if driver == "ESRI Shapefile":
        folder = tmp_path / "shape"
        folder.mkdir()
        write_layer(folder / "楼栋.shp", driver)
        with zipfile.ZipFile(path, "w") as packed:
            for part in folder.iterdir():
                packed.write(part, part.name)
    else:
        write_layer(path, driver)
    one, other = sorted(read(name, path.read_bytes()), key=lambda each: each.name)
    assert (one.kind, one.name, other.name) == ("building", "3号楼", "5号楼")
    assert one.geometry is not None and one.geometry.bounds == pytest.approx(
        (110.3, 33.69, 110.3, 33.69), abs=0.02
    )
    assert one.geometry.area > 0 and (one.floors, other.floors) == (6, 11)


@pytest.mark.parametrize(("datum", "forward"), [("gcj02", gcj02_of), ("bd09", bd09_of)])
def test_shifted_coordinates_go_back_to_less_than_a_decimetre(datum: str, forward: Any) -> None:
    grid = numpy.array(
        [[east, north] for east in numpy.arange(75, 135, 3.7) for north in numpy.arange(19, 53, 3.1)]
    )
    back = to_wgs84(forward(grid), datum)
    assert numpy.abs(back - grid).max() * 111_320 < 0.1


def test_a_known_place_is_shifted_as_everybody_shifts_it() -> None:
    # Tiananmen, as the open libraries give it: WGS 84 to GCJ-02 and to BD-09.
    place = numpy.array([[116.3912, 39.9073]])
    assert gcj02_of(place)[0] == pytest.approx((116.39744, 39.90870), abs=2e-5)
    assert bd09_of(place)[0] == pytest.approx((116.40380, 39.91504), abs=3e-5)


def test_outside_china_nothing_is_shifted() -> None:
    helsinki = numpy.array([[24.94, 60.17]])
    assert (to_wgs84(helsinki, "gcj02") == helsinki).all()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("３号楼", "3"),
        ("三号楼", "3"),
        ("3栋", "3"),
        ("12a楼", "12A"),
        ("29号", "29"),
        ("第5号", "5"),
        ("12-2", "12-2"),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, number: str) -> None:
    assert number_of(text) == number and is_number(text)


def test_an_address_in_one_text_is_taken_apart() -> None:
    assert split_address("信合 小区３号楼") == ("信合小区", "3")
    assert split_address("河滨巷29号") == ("河滨巷", "29")
    assert split_address("文卫路南段信合家属院南楼") == ("文卫路南段信合家属院", "南")
    assert split_address("人民医院") == ("", "")
    assert likeness(key_of_name("信合小区"), key_of_name("信和小区")) > 0.3
