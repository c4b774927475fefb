"""What the preview warns of: a map far from the register, or drawn in shifted coordinates."""

from collections.abc import Sequence
from typing import Any

import numpy
from django.utils.translation import gettext as translated

from gridward.areas.maps.datums import bd09_of, gcj02_of, to_wgs84
from gridward.areas.maps.features import NOTES, Feature
from gridward.areas.maps.known import Known
from gridward.areas.maps.matching import Match, metres_between, point_of
from gridward.areas.models import Datum, ShapeKind

FAR_METRES, SHIFTED_METRES, TOGETHER_METRES = 2_000.0, 60.0, 30.0
FEWEST = 3
BY_WORDS = ("address", "place", "name", "far")
FORWARD = {Datum.WGS84: lambda points: points, Datum.GCJ02: gcj02_of, Datum.BD09: bd09_of}


def warnings_of(
    features: Sequence[Feature], found: Sequence[Match], known: Known, datum: str
) -> list[dict[str, Any]]:
    """Notes as plain data (code, metres, datum); empty where nothing is placed yet to hold the map against."""
    here, there = _pairs(features, found, known)
    if len(here) >= FEWEST:
        apart = _metres(here, there)
        if apart < SHIFTED_METRES:
            return []
        better = _better(here, there, datum)
        note = {"code": "shifted_to" if better else "shifted", "metres": round(apart)}
        return [note | {"datum": better}] if better else [note]
    placed = [building.point for building in known.placed if building.point]
    drawn = [
        point
        for each in features
        if each.kind == ShapeKind.BUILDING and (point := point_of(each)) is not None
    ]
    if not placed or not drawn:
        return []
    apart = metres_between(_middle(drawn), _middle(placed))
    return [{"code": "far", "metres": round(apart)}] if apart > FAR_METRES else []


def note_words(note: dict[str, Any]) -> str:
    """A note about the whole file, in the language in use."""
    label = str(Datum(note["datum"]).label) if note.get("datum") else ""
    return translated(NOTES[note["code"]]).format(metres=note.get("metres", ""), datum=label)


def _pairs(features: Sequence[Feature], found: Sequence[Match], known: Known) -> tuple[Any, Any]:
    """Where the map has buildings recognised by their words, and where the register has the same ones."""
    rows = []
    for feature, match in zip(features, found, strict=True):
        for id, why in match.proposals[:1]:
            there = known.buildings[id].point if why in BY_WORDS and id in known.buildings else None
            here = point_of(feature) if there else None
            if here and there:
                rows.append((*here, *there))
    table = numpy.array(rows, dtype=float).reshape(-1, 4)
    return table[:, :2], table[:, 2:]


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    east, north = numpy.median(numpy.array(points), axis=0)
    return float(east), float(north)


def _metres(here: Any, there: Any) -> float:
    """How far the same buildings lie apart, in the middle of all."""
    gaps = [metres_between(tuple(a), tuple(b)) for a, b in zip(here, there, strict=True)]
    return float(numpy.median(gaps))


def _better(here: Any, there: Any, datum: str) -> str:
    """The datum under which the same buildings would fall together."""
    raw = FORWARD[Datum(datum)](here)
    others = [other for other in Datum if other != datum]
    best = min(others, key=lambda other: _metres(to_wgs84(raw, other), there))
    return str(best) if _metres(to_wgs84(raw, best), there) < TOGETHER_METRES else ""
