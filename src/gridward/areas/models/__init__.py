"""Areas, sites and buildings; maps that were brought in."""

from .maps import Datum, MapImport, MapShape, ShapeKind, Verdict
from .places import (
    Area,
    AreaFields,
    AreaVersion,
    Building,
    BuildingFields,
    BuildingVersion,
    Managed,
    Site,
    SiteFields,
    SiteKind,
    SiteVersion,
    whole_name,
)

__all__ = [
    "Area",
    "AreaFields",
    "AreaVersion",
    "Building",
    "BuildingFields",
    "BuildingVersion",
    "Datum",
    "Managed",
    "MapImport",
    "MapShape",
    "ShapeKind",
    "Site",
    "SiteFields",
    "SiteKind",
    "SiteVersion",
    "Verdict",
    "whole_name",
]
