"""The shifted coordinates of Chinese web maps, back to WGS 84.

GCJ-02 shifts by a smooth function of the place (published in many open libraries, such as `eviltransform` and
`coordtransform`), BD-09 shifts GCJ-02 once more. Neither has an inverse in closed form: it is approached step by step
until the forward shift of the answer is the place asked for, which takes it far below a decimetre.
"""

from typing import Any

import numpy
import shapely

from gridward.areas.models import Datum

Points = numpy.ndarray[Any, numpy.dtype[numpy.float64]]
SEMI_MAJOR = 6_378_245.0
ECCENTRICITY_2 = 0.00669342162296594323
X_PI = numpy.pi * 3000.0 / 180.0
# The shift applies inside this box only: west, south, east, north.
CHINA = (72.004, 0.8293, 137.8347, 55.8271)
ROUNDS = 12


def to_wgs84(points: Points, datum: str) -> Points:
    """Points (lng, lat in rows) of a datum as WGS 84; what lies outside China is left as it is."""
    if datum == Datum.GCJ02:
        return _inverse(points, gcj02_of)
    if datum == Datum.BD09:
        return _inverse(points, bd09_of)
    return points


def moved(geometries: Any, datum: str) -> Any:
    """An array of geometries of a datum as WGS 84."""
    if datum == Datum.WGS84:
        return geometries
    return shapely.transform(geometries, lambda points: to_wgs84(points, datum))


def in_china(points: Points) -> Any:
    """Which points lie where Chinese web maps shift."""
    west, south, east, north = CHINA
    lng, lat = points[:, 0], points[:, 1]
    return (lng > west) & (lng < east) & (lat > south) & (lat < north)


def gcj02_of(points: Points) -> Points:
    """WGS 84 as GCJ-02."""
    lng, lat = points[:, 0], points[:, 1]
    x, y = lng - 105.0, lat - 35.0
    root = numpy.sqrt(numpy.abs(x))
    waves = (20.0 * numpy.sin(6.0 * x * numpy.pi) + 20.0 * numpy.sin(2.0 * x * numpy.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20.0 * numpy.sin(y * numpy.pi) + 40.0 * numpy.sin(y / 3.0 * numpy.pi)) * 2.0 / 3.0
    north += (160.0 * numpy.sin(y / 12.0 * numpy.pi) + 320.0 * numpy.sin(y * numpy.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20.0 * numpy.sin(x * numpy.pi) + 40.0 * numpy.sin(x / 3.0 * numpy.pi)) * 2.0 / 3.0
    east += (150.0 * numpy.sin(x / 12.0 * numpy.pi) + 300.0 * numpy.sin(x / 30.0 * numpy.pi)) * 2.0 / 3.0
    angle = numpy.radians(lat)
    magic = 1 - ECCENTRICITY_2 * numpy.sin(angle) ** 2
    per_lat = SEMI_MAJOR * (1 - ECCENTRICITY_2) / (magic * numpy.sqrt(magic)) * numpy.pi / 180.0
    per_lng = SEMI_MAJOR / numpy.sqrt(magic) * numpy.cos(angle) * numpy.pi / 180.0
    return numpy.column_stack([lng + east / per_lng, lat + north / per_lat])


def bd09_of(points: Points) -> Points:
    """WGS 84 as BD-09."""
    shifted = gcj02_of(points)
    lng, lat = shifted[:, 0], shifted[:, 1]
    radius = numpy.hypot(lng, lat) + 0.00002 * numpy.sin(lat * X_PI)
    angle = numpy.arctan2(lat, lng) + 0.000003 * numpy.cos(lng * X_PI)
    return numpy.column_stack([radius * numpy.cos(angle) + 0.0065, radius * numpy.sin(angle) + 0.006])


def _inverse(points: Points, forward: Any) -> Points:
    if not len(points):
        return points
    found = points.copy()
    for _round in range(ROUNDS):
        found = found - (forward(found) - points)
    return numpy.where(in_china(points)[:, None], found, points)
