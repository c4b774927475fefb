"""What a feature is and is called, read from tags of OpenStreetMap or from columns under any usual name."""

import re
from collections.abc import Mapping
from typing import Any

from shapely.geometry.base import BaseGeometry

from gridward.areas.maps.features import Feature
from gridward.areas.models import ShapeKind
from gridward.shared.geometry import METRES_A_DEGREE

NAMES = ("name", "name:zh", "name_zh", "名称", "名字", "楼名", "小区名称", "建筑名称", "title", "mc", "label")
NUMBERS = (
    "addr:housenumber housenumber house_number number no 门牌 门牌号 门牌号码 楼号 楼栋号 栋号 幢号 楼幢号 号"
).split()
STREETS = (
    "addr:street addr:place street road 街路 街路巷 街道 街路名称 路名 道路 道路名称 street_name 小区 place_name"
).split()
FLOORS = ("building:levels", "levels", "floors", "storeys", "层数", "楼层", "楼层数", "地上层数", "floor")
REFS = (
    "@id",
    "osm_id",
    "building_id",
    "建筑编号",
    "楼栋编号",
    "建筑物编号",
    "编号",
    "gid",
    "id",
    "fid",
    "objectid",
)
USES = ("building", "use", "用途", "kind_detail", "landuse", "amenity", "leisure", "性质", "建筑性质")
KINDS = ("gridward:kind", "kind", "类别", "类型", "图层", "layer", "type")
WORDS = {
    ShapeKind.BUILDING: "building buildings building_part house 建筑 建筑物 楼 楼栋 楼房 房屋 住宅楼 民房",
    ShapeKind.SITE: "site sites compound neighbourhood residential construction village 小区 院落 村庄 住宅区 工地",
    ShapeKind.AREA: "area areas grid 片区 网格",
    ShapeKind.ADDRESS: "address addresses 门牌 地址",
    ShapeKind.ROAD: "road roads highway major_road minor_road path rail street streets 道路 街路 公路",
    ShapeKind.WATER: "water river stream canal dock riverbank lake basin ocean pond waterway 水系 河流 水域 湖泊",
    ShapeKind.GREEN: "green park garden grass wood forest meadow recreation_ground pitch playground 绿地 公园",
}
KIND_OF_WORD = {word: kind for kind, words in WORDS.items() for word in words.split()}
PLACES = {"neighbourhood", "quarter", "village", "hamlet", "isolated_dwelling", "city_block"}
LEISURE = {"park", "garden", "pitch", "playground", "golf_course", "nature_reserve"}
LANDUSE = {
    "grass", "forest", "meadow", "recreation_ground", "village_green", "cemetery", "orchard", "allotments",
    "farmland", "vineyard", "greenfield", "flowerbed",
}  # fmt: skip
NATURAL = {"wood", "scrub", "grassland", "heath", "tree_row"}
LONGEST = {"ref": 60, "name": 120, "street": 120, "number": 40, "use": 40}
SMALLEST_M2, LARGEST_M2 = 4.0, 20_000.0
MOST_FLOORS = 150


def describe(
    feature: Feature, said: Mapping[str, Any], geometry: BaseGeometry | None, hint: str = ""
) -> None:
    """Fill in what the tags or columns say; `hint` is a word for the whole layer."""
    texts = {_key(name): text for name, value in said.items() if (text := _text(value))}
    feature.kind = _kind_of(texts, geometry, hint)
    if feature.kind == ShapeKind.OTHER and _is_house_sized(texts, geometry):
        feature.kind = ShapeKind.BUILDING
        feature.findings.append("guessed")
    _put(feature, "name", _first(texts, NAMES))
    _put(feature, "street", _first(texts, STREETS))
    _put(feature, "number", _first(texts, NUMBERS))
    use = _first(texts, USES)
    _put(feature, "use", "" if use in ("yes", "no") else use)
    feature.floors = _floors(_first(texts, FLOORS))
    if not feature.ref:
        _put(feature, "ref", _first(texts, REFS))


def _put(feature: Feature, name: str, text: str) -> None:
    if len(text) > LONGEST[name]:
        text = text[: LONGEST[name]]
        feature.findings.append("cut")
    setattr(feature, name, text)


def _key(name: Any) -> str:
    plain = str(name).strip().lower()
    return plain.replace("addr_", "addr:").replace("building_levels", "building:levels")


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list | bool):
        return ""
    if isinstance(value, float):
        return "" if value != value else f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    return " ".join(str(value).split())


def _first(texts: Mapping[str, str], names: tuple[str, ...] | list[str]) -> str:
    return next((texts[name] for name in names if name in texts), "")


def _floors(text: str) -> int | None:
    found = re.match(r"\d{1,4}", text)
    floors = int(found[0]) if found else 0
    return floors if 0 < floors <= MOST_FLOORS else None


def _kind_of(texts: Mapping[str, str], geometry: BaseGeometry | None, hint: str) -> str:
    """A word for the kind first, then tags as OpenStreetMap has them, then the name of the layer."""
    for name in KINDS:
        if kind := KIND_OF_WORD.get(texts.get(name, "").lower()):
            return kind
    return _kind_of_tags(texts, geometry) or _kind_of_hint(hint) or ShapeKind.OTHER


def _kind_of_tags(texts: Mapping[str, str], geometry: BaseGeometry | None) -> str:
    landuse = texts.get("landuse", "")
    if texts.get("building", "no") != "no" or texts.get("building:part", "no") != "no":
        return ShapeKind.BUILDING
    if landuse in ("residential", "construction") or texts.get("place") in PLACES:
        return ShapeKind.SITE
    if "highway" in texts or "railway" in texts:
        return ShapeKind.ROAD if geometry is None or geometry.geom_type != "Point" else ShapeKind.OTHER
    if "waterway" in texts or texts.get("natural") == "water" or landuse in ("basin", "reservoir"):
        return ShapeKind.WATER
    if texts.get("leisure") in LEISURE or landuse in LANDUSE or texts.get("natural") in NATURAL:
        return ShapeKind.GREEN
    if geometry is not None and geometry.geom_type == "Point" and _first(texts, NUMBERS):
        return ShapeKind.ADDRESS
    return ""


def _kind_of_hint(hint: str) -> str:
    """What the name of a file or layer says of all in it: buildings, 楼栋图, 道路."""
    plain = hint.lower()
    for kind, words in WORDS.items():
        if any(word in plain for word in words.split() if len(word) > 3 or not word.isascii()):
            return kind
    return ""


def _is_house_sized(texts: Mapping[str, str], geometry: BaseGeometry | None) -> bool:
    """Whether a surface nothing is said about is as large as a house."""
    if geometry is None or geometry.geom_type not in ("Polygon", "MultiPolygon") or _says_other(texts):
        return False
    surface = float(geometry.area) * METRES_A_DEGREE**2
    return SMALLEST_M2 < surface < LARGEST_M2


def _says_other(texts: Mapping[str, str]) -> bool:
    tags = (
        "landuse",
        "leisure",
        "natural",
        "amenity",
        "boundary",
        "area",
        "man_made",
        "barrier",
        "kind",
        "place",
    )
    return any(name in texts for name in (*tags, "tourism", "historic", "power", "aeroway"))
