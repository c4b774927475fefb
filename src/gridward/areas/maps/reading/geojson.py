"""GeoJSON, strictly: feature after feature out of the text, each with every fault named.

The text is walked by hand down to the list of features, so that never more than one feature is held as objects.
"""

import json
import re
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from gridward.areas.maps.features import FaultyError, Feature, Reading
from gridward.areas.maps.reading.refusing import NO_MAP, NOT_JSON
from gridward.areas.maps.shaping import shaped
from gridward.areas.maps.tags import describe
from gridward.shared.problems import Problem

BUILDERS: dict[str, Callable[[Any], BaseGeometry]] = {
    "Point": lambda c: shapely.Point(_position(c)),
    "MultiPoint": lambda c: shapely.MultiPoint([_position(each) for each in _list(c)]),
    "LineString": lambda c: shapely.LineString(_line(c)),
    "MultiLineString": lambda c: shapely.MultiLineString([_line(each) for each in _list(c)]),
    "Polygon": lambda c: _polygon(c),
    "MultiPolygon": lambda c: shapely.MultiPolygon([_polygon(each) for each in _list(c)]),
}
WGS84 = re.compile(r"(?i)crs:?84|epsg:{1,2}(?:[\d.]*:)?(?:4326|4490|4979)$|ogc.*crs84")
_BLANK = re.compile(r"[ \t\n\r]*")


class Members(dict[str, Any]):
    """A JSON object that remembers whether a member stood there twice."""

    is_twofold = False


def _members(pairs: list[tuple[str, Any]]) -> Members:
    found = Members(pairs)
    found.is_twofold = len(found) < len(pairs)
    return found


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is no JSON")


STRICT = json.JSONDecoder(object_pairs_hook=_members, parse_constant=_no_constant)
QUICK = json.JSONDecoder(parse_constant=_no_constant)


def read(content: bytes, name: str) -> Reading:
    """Open a GeoJSON file; raises areas.map_not_json, areas.map_none where it is none."""
    text = _text(content)
    top = _walk(text)
    kind = top.get("type")
    hint = name.rsplit(".", 1)[0]
    if kind == "FeatureCollection" and {"properties", "coordinates"} & top.keys():
        raise Problem(NO_MAP, {"reason": "FeatureCollection with members of a feature"})
    if kind == "FeatureCollection" and top.starts:
        return Reading("geojson", len(top.starts), _features(text, top.starts, hint))
    if kind == "FeatureCollection":
        if not isinstance(top.get("features"), list):
            raise Problem(NO_MAP, {"reason": "FeatureCollection without a list of features"})
        return Reading("geojson", 0, iter(()))
    if isinstance(kind, str) and kind in ("Feature", "GeometryCollection", *BUILDERS):
        whole = _decoded(STRICT, text, 0)[0]
        feature = whole if kind == "Feature" else {"type": "Feature", "properties": {}, "geometry": whole}
        return Reading("geojson", 1, iter([_feature(1, feature, hint)]))
    raise Problem(NO_MAP, {"reason": json.dumps(kind, ensure_ascii=False)})


def crs_of(content: bytes) -> str:
    """What the old `crs` member names, where that is not WGS 84."""
    crs = _walk(_text(content)).get("crs")
    named = crs.get("properties", {}).get("name", "") if isinstance(crs, dict) else ""
    return "" if not isinstance(named, str) or WGS84.search(named) else named


class Top(dict[str, Any]):
    """The members of the whole file, and where each feature starts in the text."""

    starts: list[int]


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(NOT_JSON, {"where": f"byte {error.start}"}) from error


def _walk(text: str) -> Top:
    """The members of the outermost object, the features skipped over."""
    top = Top()
    top.starts = []
    at = _skip(text, 0)
    if text[at : at + 1] != "{":
        _decoded(QUICK, text, at)
        raise Problem(NO_MAP, {"reason": text[at : at + 20]})
    at = _skip(text, at + 1)
    while text[at : at + 1] != "}":
        name, at = _decoded(QUICK, text, at)
        at = _skip(text, at)
        if not isinstance(name, str) or text[at : at + 1] != ":":
            raise _not_json(text, at)
        at = _skip(text, at + 1)
        if name in top:
            raise Problem(NO_MAP, {"reason": f"{name} stands there twice"})
        if name == "features" and text[at : at + 1] == "[":
            top[name], at = [], _each(text, at, top.starts)
        else:
            top[name], at = _decoded(QUICK, text, at)
        at = _after(text, at, "}")
    if text[at + 1 :].strip():
        raise _not_json(text, at + 1)
    return top


def _each(text: str, at: int, starts: list[int]) -> int:
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        starts.append(at)
        at = _after(text, _decoded(QUICK, text, at)[1], "]")
    return at + 1


def _after(text: str, at: int, end: str) -> int:
    """Past the comma, or at the end of the list or object."""
    at = _skip(text, at)
    if text[at : at + 1] == ",":
        at = _skip(text, at + 1)
        if text[at : at + 1] != end:
            return at
    elif text[at : at + 1] == end:
        return at
    raise _not_json(text, at)


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _decoded(decoder: json.JSONDecoder, text: str, at: int) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, at)
    except (ValueError, RecursionError) as error:
        raise _not_json(text, getattr(error, "pos", at)) from error


def _not_json(text: str, at: int) -> Problem:
    line = text.count("\n", 0, at) + 1
    return Problem(NOT_JSON, {"where": f"line {line}, column {at - text.rfind(chr(10), 0, at)}"})


def _features(text: str, starts: list[int], hint: str) -> Iterator[Feature]:
    for position, start in enumerate(starts, 1):
        yield _feature(position, _decoded(STRICT, text, start)[0], hint)


def _feature(position: int, said: Any, hint: str) -> Feature:
    feature = Feature(position)
    try:
        _check_feature(said, feature)
        geometry = geometry_of(said["geometry"], feature.findings)
    except FaultyError as fault:
        feature.refused = fault.code
        _describe(feature, said, None, hint)
        return feature
    shaped(feature, geometry, names_winding=True)
    _describe(feature, said, feature.geometry, hint)
    return feature


def _describe(feature: Feature, said: Any, geometry: BaseGeometry | None, hint: str) -> None:
    if isinstance(said, dict):
        properties = said.get("properties")
        describe(feature, properties if isinstance(properties, dict) else {}, geometry, hint)
        id = said.get("id")
        if isinstance(id, str | int) and not isinstance(id, bool) and str(id):
            feature.ref = str(id)[:60]


def _check_feature(said: Any, feature: Feature) -> None:
    """Everything about a feature but its geometry."""
    if not isinstance(said, dict) or said.get("type") != "Feature":
        raise FaultyError("not_a_feature")
    if getattr(said, "is_twofold", False):
        raise FaultyError("member_twice")
    if {"features", "coordinates", "geometries"} & said.keys():
        raise FaultyError("members_odd")
    if "properties" not in said or not isinstance(said["properties"], dict | None):
        raise FaultyError("properties_bad")
    if "geometry" not in said or said["geometry"] is None:
        raise FaultyError("geometry_missing")
    if isinstance(said.get("id"), dict | list | bool):
        feature.findings.append("id_odd")
    _check_box(said, feature.findings)


def _check_box(said: dict[str, Any], findings: list[str]) -> None:
    box = said.get("bbox", [0] * 4)
    if not isinstance(box, list) or len(box) not in (4, 6) or not all(_is_number(each) for each in box):
        findings.append("bbox")


def geometry_of(said: Any, findings: list[str]) -> BaseGeometry:
    """A geometry as shapely has it; raises the fault it has."""
    if not isinstance(said, dict):
        raise FaultyError("geometry_type")
    if getattr(said, "is_twofold", False):
        raise FaultyError("member_twice")
    if {"properties", "geometry", "features"} & said.keys():
        raise FaultyError("members_odd")
    _check_box(said, findings)
    kind = said.get("type")
    if kind == "GeometryCollection":
        return _collection(said, findings)
    if not isinstance(kind, str) or kind not in BUILDERS:
        raise FaultyError("geometry_type")
    coordinates = said.get("coordinates")
    if coordinates == []:
        raise FaultyError("geometry_empty")
    if _has_many_numbers(coordinates):
        findings.append("heights")
    try:
        return BUILDERS[kind](coordinates)
    except (TypeError, ValueError, shapely.errors.ShapelyError) as error:
        raise FaultyError("coordinates_bad") from error


def _collection(said: dict[str, Any], findings: list[str]) -> BaseGeometry:
    inside = said.get("geometries")
    if not isinstance(inside, list):
        raise FaultyError("coordinates_bad")
    parts = [geometry_of(each, findings) for each in inside]
    if len(parts) == 1 or any(part.geom_type == "GeometryCollection" for part in parts):
        raise FaultyError("collection")
    return shapely.GeometryCollection(parts)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise FaultyError("coordinates_bad")
    return value


def _position(value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) < 2 or not all(_is_number(each) for each in value):
        raise FaultyError("coordinates_bad")
    return float(value[0]), float(value[1])


def _line(value: Any) -> list[tuple[float, float]]:
    points = [_position(each) for each in _list(value)]
    if len(points) < 2:
        raise FaultyError("too_short")
    return points


def _polygon(value: Any) -> Any:
    rings = [_ring(each) for each in _list(value)]
    if not rings:
        raise FaultyError("geometry_empty")
    return shapely.Polygon(rings[0], rings[1:])


def _ring(value: Any) -> list[tuple[float, float]]:
    points = [_position(each) for each in _list(value)]
    if not points:
        raise FaultyError("geometry_empty")
    if points[0] != points[-1] or value[0] != value[-1]:
        raise FaultyError("unclosed")
    if len(points) < 4:
        raise FaultyError("too_short")
    return points


def _has_many_numbers(value: Any) -> bool:
    """Whether the first point has more than longitude, latitude and height."""
    while isinstance(value, list) and value and isinstance(value[0], list):
        value = value[0]
    return isinstance(value, list) and len(value) > 3
