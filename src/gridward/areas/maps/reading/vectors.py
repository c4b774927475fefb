"""Every other vector format through GDAL: GPKG, zipped Shapefile, KML, GML, DXF, FlatGeobuf; brought to WGS 84.

GDAL would also open files that only point elsewhere (another file, an address on the net). So the content itself must
look like one of the formats we mean before GDAL sees it, and GDAL is told to fetch nothing.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyogrio
import shapely
from pyogrio import raw
from pyogrio.errors import DataLayerError, DataSourceError

from gridward.areas.maps.features import Feature, Reading
from gridward.areas.maps.reading.refusing import UNREADABLE
from gridward.areas.maps.shaping import shaped
from gridward.areas.maps.tags import describe
from gridward.shared.problems import Problem

BATCH = 20_000
POINTS_ELSEWHERE = (
    b"<OGRVRTDataSource",
    b"<VRTDataset",
    b"<OGRWFSDataSource",
    b"<WFS",
    b"<!DOCTYPE",
    b"<!ENTITY",
)
IN_ZIP = (".shp", ".gpkg", ".kml", ".gml", ".dxf", ".fgb", ".tab", ".mif", ".gdbtable", ".geojson", ".json")
MOST_UNPACKED = 2 << 30

pyogrio.set_gdal_config_options(
    {
        "GML_DOWNLOAD_SCHEMA": False,
        "GML_SKIP_RESOLVE_ELEMS": "ALL",
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".nothing",
    }
)


def read(path: Path, content: bytes) -> Reading:
    """Open a vector file that lies at `path`; raises areas.map_unreadable."""
    source = _source_of(path, content)
    try:
        layers = [str(name) for name, geometry in pyogrio.list_layers(source) if geometry is not None]
        infos = {name: pyogrio.read_info(source, layer=name, force_feature_count=True) for name in layers}
    except (DataSourceError, DataLayerError, ValueError) as error:
        raise Problem(UNREADABLE) from error
    if not infos:
        raise Problem(UNREADABLE)
    total = sum(max(info["features"], 0) for info in infos.values())
    is_lost = any(info["crs"] is None for info in infos.values())
    features = _features(path, source, {name: info["crs"] for name, info in infos.items()})
    kind = next(iter(infos.values())).get("driver") or path.suffix[1:]
    return Reading(str(kind)[:20], total, features, ["crs_unknown"] if is_lost else [])


def _source_of(path: Path, content: bytes) -> str:
    """What GDAL is to open; raises areas.map_unreadable where the content is none of the formats we read."""
    head = content[:8192]
    if any(word in head for word in POINTS_ELSEWHERE):
        raise Problem(UNREADABLE)
    if head.startswith(b"PK"):
        _refuse_odd_zip(content)
        return f"/vsizip/{path}"
    plain = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    is_known = (
        head.startswith((b"SQLite format 3\0", b"fgb"))
        or (plain.startswith(b"<") and (b"kml" in head or b"gml" in head or b"FeatureCollection" in head))
        or b"SECTION" in head
        or plain.startswith(b"{")
    )
    if not is_known:
        raise Problem(UNREADABLE)
    return str(path)


def _refuse_odd_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = [info.filename.lower() for info in packed.infolist()]
            size = sum(info.file_size for info in packed.infolist())
            heads = [packed.open(info).read(4096) for info in packed.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise Problem(UNREADABLE) from error
    is_odd = any(word in head for head in heads for word in POINTS_ELSEWHERE)
    if is_odd or size > MOST_UNPACKED or not any(name.endswith(IN_ZIP) for name in names):
        raise Problem(UNREADABLE)


def _features(path: Path, source: str, layers: dict[str, str | None]) -> Iterator[Feature]:
    position = 0
    for name, crs in layers.items():
        opened = _warped(path, source, name) if crs else source
        for feature in _of_layer(opened, name, position):
            position = feature.position
            yield feature


def _warped(path: Path, source: str, layer: str) -> str:
    """A small file beside the map by which GDAL gives the layer in WGS 84, longitude first."""
    vrt = path.with_suffix(f".{abs(hash(layer))}.vrt")
    vrt.write_text(
        "<OGRVRTDataSource><OGRVRTWarpedLayer>"
        f"<OGRVRTLayer name={quoteattr(layer)}><SrcDataSource>{escape(source)}</SrcDataSource></OGRVRTLayer>"
        "<TargetSRS>EPSG:4326</TargetSRS></OGRVRTWarpedLayer></OGRVRTDataSource>",
        encoding="utf-8",
    )
    return str(vrt)


def _of_layer(source: str, layer: str, position: int) -> Iterator[Feature]:
    start = 0
    while True:
        meta, _fids, shapes, columns = raw.read(source, layer=layer, skip_features=start, max_features=BATCH)
        for at, wkb in enumerate(shapes):
            position += 1
            row = {
                str(name): _plain(column[at]) for name, column in zip(meta["fields"], columns, strict=True)
            }
            yield _feature(position, wkb, row, layer)
        if len(shapes) < BATCH:
            return
        start += BATCH


def _feature(position: int, wkb: Any, row: dict[str, Any], layer: str) -> Feature:
    feature = Feature(position)
    shaped(feature, shapely.from_wkb(wkb, on_invalid="ignore") if wkb is not None else None)
    describe(feature, row, feature.geometry, hint=layer)
    return feature


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
