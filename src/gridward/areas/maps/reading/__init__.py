"""Opening a map of any format; features come one after the other, in WGS 84, each with its findings."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy
import shapely

from gridward.areas.maps.datums import in_china, moved
from gridward.areas.maps.features import Feature, Reading
from gridward.areas.maps.reading import geojson, osm, vectors
from gridward.areas.maps.reading.refusing import EMPTY_MAP, UNREADABLE
from gridward.areas.models import Datum
from gridward.shared.batches import in_batches
from gridward.shared.ids import derived_id
from gridward.shared.problems import Problem

__all__ = ["Feature", "Reading", "opened"]
OSM_ENDS = (".osm", ".osm.gz", ".osm.bz2", ".osm.pbf", ".pbf")
JSON_ENDS = (".geojson", ".json", ".geojsonl")
BATCH = 2000


@contextmanager
def opened(name: str, content: bytes, datum: str = Datum.WGS84) -> Iterator[Reading]:
    """Open a map file by its content and name, for as long as its features are read.

    Raises areas.map_unreadable, areas.map_not_json, areas.map_none, areas.map_empty.
    """
    with tempfile.TemporaryDirectory(prefix="gridward-map-") as folder:
        reading = _open(Path(folder), name.lower(), content)
        if not reading.total:
            raise Problem(EMPTY_MAP)
        reading.features = _finished(reading.features, reading.notes, datum)
        yield reading


def _open(folder: Path, name: str, content: bytes) -> Reading:
    plain = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if plain[:1] in b"{[" or name.endswith(JSON_ENDS):
        foreign = geojson.crs_of(content)
        if not foreign:
            return geojson.read(content, name)
        return vectors.read(_put(folder, "map.geojson", content), content)
    end = next((end for end in OSM_ENDS if name.endswith(end)), "")
    if end or b"<osm" in plain[:512]:
        return osm.read(_put(folder, f"map{end or '.osm'}", content))
    suffix = Path(name).suffix
    if not suffix.isascii() or not suffix[1:].isalnum():
        raise Problem(UNREADABLE)
    return vectors.read(_put(folder, f"map{suffix}", content), content)


def _put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _finished(features: Iterator[Feature], notes: list[str], datum: str) -> Iterator[Feature]:
    """Features with coordinates converted and an id each, in the order of the file."""
    seen: dict[str, bytes] = {}
    for batch in in_batches(features, BATCH):
        _convert(batch, datum, notes)
        for feature in batch:
            _give_ref(feature, seen)
            yield feature


def _convert(batch: list[Feature], datum: str, notes: list[str]) -> None:
    if datum == Datum.WGS84:
        return
    here = [feature for feature in batch if feature.geometry is not None]
    shapes = numpy.array([feature.geometry for feature in here], dtype=object)
    if here and not in_china(shapely.get_coordinates(shapes)).any() and "outside_china" not in notes:
        notes.append("outside_china")
    for feature, geometry in zip(here, moved(shapes, datum) if here else (), strict=True):
        feature.geometry = geometry


def _give_ref(feature: Feature, seen: dict[str, bytes]) -> None:
    """An id for each: the source's own, else one that follows from the geometry; repeated shapes are named."""
    drawn = shapely.to_wkb(feature.geometry) if feature.geometry is not None else b""
    mark = derived_id("map shape", drawn.hex() or feature.position).hex
    if not feature.ref:
        feature.ref = f"shape/{mark}"
    before = seen.get(feature.ref)
    if before is not None and drawn and not feature.refused:
        if before == drawn:
            feature.aside = feature.aside or "repeated"
        elif _is_surface(feature):
            feature.findings.append("id_repeated")
        feature.ref = f"shape/{mark}"
    elif drawn:
        seen[feature.ref] = drawn


def _is_surface(feature: Feature) -> bool:
    return feature.geometry is not None and feature.geometry.geom_type in ("Polygon", "MultiPolygon")
