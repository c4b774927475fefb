"""Geometries brought into the form that is kept: rings the right way round, mended where that is safe."""

from typing import Any

import numpy
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from gridward.areas.maps.features import FaultyError, Feature
from gridward.shared.geometry import only_surfaces

SURFACES = ("Polygon", "MultiPolygon")


def shaped(feature: Feature, geometry: BaseGeometry | None, *, names_winding: bool = False) -> None:
    """Give a feature its geometry, mended; or say why it is refused."""
    try:
        feature.geometry = _mended(geometry, feature.findings, names_winding)
    except FaultyError as fault:
        feature.refused = fault.code
        feature.geometry = None


def _mended(geometry: BaseGeometry | None, findings: list[str], names_winding: bool) -> BaseGeometry:
    if geometry is None:
        raise FaultyError("geometry_missing")
    if geometry.is_empty:
        raise FaultyError("geometry_empty")
    if geometry.has_z:
        geometry = shapely.force_2d(geometry)
    if not numpy.isfinite(shapely.get_coordinates(geometry)).all():
        raise FaultyError("coordinates_bad")
    refuse_off_earth(geometry)
    if geometry.geom_type == "GeometryCollection":
        geometry = only_surfaces(geometry) or geometry
    if geometry.geom_type not in SURFACES:
        return geometry
    if not geometry.is_valid:
        findings.append("crossing")
        whole = only_surfaces(shapely.make_valid(geometry))
        if whole is None:
            raise FaultyError("no_surface")
        geometry = whole
    if geometry.area == 0:
        raise FaultyError("no_surface")
    return _turned(geometry, findings, names_winding)


def _turned(geometry: BaseGeometry, findings: list[str], names_winding: bool) -> BaseGeometry:
    """Outer rings against the clock and holes with it, as GeoJSON asks."""
    polygons: list[Any] = shapely.get_parts(geometry).tolist()
    turned = [orient(polygon, 1.0) for polygon in polygons]
    if names_winding and any(not _runs_right(polygon) for polygon in polygons):
        findings.append("winding")
    return turned[0] if len(turned) == 1 else shapely.MultiPolygon(turned)


def _runs_right(polygon: Any) -> bool:
    return bool(polygon.exterior.is_ccw) and not any(ring.is_ccw for ring in polygon.interiors)


def refuse_off_earth(geometry: BaseGeometry) -> None:
    """Raise the fault `off_earth` where a point has no longitude or latitude."""
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise FaultyError("off_earth")
