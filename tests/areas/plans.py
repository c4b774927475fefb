"""Small maps for the tests: squares in metres around the middle of the town of the tests."""

import json
from math import cos, radians
from typing import Any

MIDDLE = (110.3, 33.7)
METRES = 111_320.0


def at(east: float, north: float) -> tuple[float, float]:
    """A place by metres east and north of the middle."""
    lng = MIDDLE[0] + east / (METRES * cos(radians(MIDDLE[1])))
    return round(lng, 7), round(MIDDLE[1] + north / METRES, 7)


def square(east: float, north: float, side: float = 20.0) -> dict[str, Any]:
    """A square, its south-west corner by metres, drawn against the clock."""
    corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    return {"type": "Polygon", "coordinates": [[at(east + x, north + y) for x, y in corners]]}


def feature(geometry: dict[str, Any] | None, id: str = "", **said: Any) -> dict[str, Any]:
    """A feature of a GeoJSON file."""
    whole = {"type": "Feature", "properties": said, "geometry": geometry}
    return whole | {"id": id} if id else whole


def collection(*features: Any, **more: Any) -> bytes:
    """A GeoJSON file."""
    whole = {"type": "FeatureCollection", **more, "features": list(features)}
    return json.dumps(whole, ensure_ascii=False).encode()


def town() -> bytes:
    """The town of the cast and more: 信合小区 with three towers, two houses of 河滨巷, shed, road, water, tree."""
    return collection(
        feature(square(-10, -10, 200), "way/1", name="信合小区", landuse="residential"),
        feature(square(0, 0), "way/2", building="apartments", name="3号楼", **{"building:levels": "6"}),
        feature(square(50, 0), "way/3", building="apartments", **{"addr:housenumber": "5"}),
        feature(
            square(300, 0, 10),
            "way/4",
            building="house",
            **{"addr:street": "河滨巷", "addr:housenumber": "29"},
        ),
        feature(square(100, 0), "way/5", building="apartments", name="7号楼"),
        feature(
            square(320, 0, 10),
            "way/6",
            building="house",
            **{"addr:street": "河滨巷", "addr:housenumber": "31"},
        ),
        feature(square(600, 600, 5), "way/7", building="shed"),
        feature(
            {"type": "LineString", "coordinates": [at(0, -20), at(400, -20)]}, "way/8", highway="service"
        ),
        feature(square(0, 300, 80), "way/9", natural="water", name="丹江"),
        feature({"type": "Point", "coordinates": at(5, 250)}, "node/1", natural="tree"),
        feature(None, "way/10", building="yes"),
    )
