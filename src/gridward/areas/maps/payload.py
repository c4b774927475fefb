"""What a map on screen is told: GeoJSON with words, paint and page of each shape, a legend and the box of all."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from gridward.shared.geometry import box_of
from gridward.shared.registries import Paint

Box = tuple[float, float, float, float]
Feature = dict[str, Any]


def feature(
    id: UUID | str,
    kind: str,
    label: str,
    geometry: Mapping[str, Any],
    *,
    url: str = "",
    paint: Paint | None = None,
    group: str = "",
    short: str = "",
) -> Feature:
    """One shape; `kind` is area, building, site, zone, ground, door or station.

    `group` is what shares a colour without a scale.

    `short` is what stands on the map itself, where the label is long.
    """
    properties = {"kind": kind, "label": label, "url": url, "paint": told(paint), "group": group}
    if short:
        properties["short"] = short
    return {"type": "Feature", "id": str(id), "geometry": geometry, "properties": properties}


def told(paint: Paint | None) -> dict[str, Any] | None:
    """A paint as the map reads it."""
    if paint is None:
        return None
    return {"level": paint.level, "state": paint.state, "words": str(paint.words)}


def point(lng: float, lat: float) -> dict[str, Any]:
    """A place as GeoJSON."""
    return {"type": "Point", "coordinates": [lng, lat]}


def legend_of(paints: Iterable[Paint]) -> list[dict[str, Any]]:
    """What the colours mean: each step and state once, the steps first and upwards."""
    first = {(paint.level, paint.state, str(paint.words)): paint for paint in paints}
    steps = sorted(first, key=lambda key: (key[0] is None, key[0] or 0, key[1], key[2]))
    return [{"level": level, "state": state, "words": words} for level, state, words in steps]


def collection(
    features: Sequence[Feature],
    *,
    bounds: Box | None = None,
    legend: Sequence[Mapping[str, Any]] = (),
    **more: Any,
) -> dict[str, Any]:
    """The whole answer; `bounds` are those of the features unless they are said."""
    if bounds is None:
        bounds = box_of(each["geometry"] for each in features)
    return {
        "type": "FeatureCollection",
        "features": list(features),
        "bounds": bounds and list(bounds),
        "legend": list(legend),
        **more,
    }
