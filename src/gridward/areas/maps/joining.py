"""Labels and house numbers of a map, joined to the building they stand in."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeAlias

import shapely

from gridward.areas.maps.features import Feature
from gridward.areas.models import ShapeKind

SURFACES = ("Polygon", "MultiPolygon")
Addresses: TypeAlias = dict[int, list[tuple[str, str]]]


def join_points(features: Sequence[Feature]) -> Addresses:
    """Give buildings the addresses and names of the points inside them; a joined point is left aside.

    Returns the (street, number) pairs inside each building, by its position in the list.
    """
    houses = [at for at, each in enumerate(features) if _is_house(each)]
    points = [at for at, each in enumerate(features) if _is_label(each)]
    inside: Addresses = defaultdict(list)
    if not houses or not points:
        return inside
    tree = shapely.STRtree([features[at].geometry for at in houses])
    found, held = tree.query([features[at].geometry for at in points], predicate="intersects")
    for point, house in zip(found.tolist(), held.tolist(), strict=True):
        label, building = features[points[point]], houses[house]
        if label.aside:
            continue
        label.aside = "joined"
        _give(features[building], label)
        if label.number:
            inside[building].append((label.street, label.number))
    for building, addresses in inside.items():
        _give_address(features[building], addresses)
    return inside


def _is_house(feature: Feature) -> bool:
    drawn = feature.geometry
    return _is_open(feature, ShapeKind.BUILDING) and drawn is not None and drawn.geom_type in SURFACES


def _is_label(feature: Feature) -> bool:
    drawn = feature.geometry
    is_label = _is_open(feature, ShapeKind.BUILDING, ShapeKind.ADDRESS)
    return is_label and drawn is not None and drawn.geom_type == "Point"


def _is_open(feature: Feature, *kinds: str) -> bool:
    return feature.kind in kinds and not feature.refused and not feature.aside


def _give(building: Feature, label: Feature) -> None:
    if label.kind == ShapeKind.BUILDING:
        building.name = building.name or label.name
        building.floors = building.floors or label.floors


def _give_address(building: Feature, addresses: list[tuple[str, str]]) -> None:
    if building.number:
        return
    if len(set(addresses)) > 1:
        building.findings.append("several_addresses")
        return
    building.street, building.number = addresses[0]
    building.findings.append("address_joined")
