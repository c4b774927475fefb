"""The areas of all communities below, on one map, each painted by what is missing in it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import shapely
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from shapely.geometry import shape

from gridward.accounts.actors import Actor
from gridward.areas.maps.payload import collection, feature, legend_of
from gridward.areas.models import Area
from gridward.coverage.models import Tally
from gridward.coverage.tallies.queries import in_sight
from gridward.shared.geometry import as_geojson
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.registries import Paint

# More outlines than these are drawn with fewer corners: about five metres.
MANY, COARSE = 500, 0.00005
STEPS = (0.7, 0.85, 0.95)


def paint_of(tally: Tally | None) -> Paint:
    """How far the open rounds are in an area: five steps, or none where nothing is owed."""
    owed = tally.done + tally.open + tally.late if tally else 0
    if tally is None or not owed:
        return Paint(_("nothing owed"), state="none")
    share = tally.done / owed
    level = 5 if share == 1 else 1 + sum(share >= step for step in STEPS)
    words = {
        1: _("under 70 % done"),
        2: _("70 to 85 %"),
        3: _("85 to 95 %"),
        4: _("over 95 %"),
        5: _("all done"),
    }
    return Paint(words[level], level=level)


def areas_of_all(
    actor: Actor,
    unit_id: UUID | None = None,
    *,
    paint: Callable[[Tally | None], Paint] = paint_of,
    page: str = "above_unit",
) -> dict[str, Any]:
    """All outlines below a unit in sight as GeoJSON; four statements. Raises shared.not_found, shared.not_yours.

    Painted by what is missing unless `paint` says otherwise; each leads to its community's `page`.
    """
    tree = in_sight(actor)
    names = {unit.id: unit.name for unit in [tree.unit, *tree.under]}
    if unit_id is not None and unit_id not in names:
        raise Problem(NOT_FOUND)
    ids = [id for id in tree.communities_under(unit_id or tree.unit.id) if id in set(tree.community_ids)]
    # On the page of one community its name and a way to it would say nothing.
    is_one = ids == [unit_id]
    areas = list(
        Area.objects.filter(community_id__in=ids, is_closed=False)
        .exclude(outline=None)
        .order_by("community_id", "number")
        .only("community_id", "id", "name", "number", "outline")
    )
    tallies = Tally.objects.filter(community_id__in=ids).exclude(id=F("community_id"))
    counted = {(tally.community_id, tally.id): tally for tally in tallies}
    paints = {
        (area.community_id, area.id): paint(counted.get((area.community_id, area.id))) for area in areas
    }
    features = [
        feature(
            area.id,
            "area",
            area.name if is_one else f"{names[area.community_id]} {area.name}",
            outline(area, is_coarse=len(areas) > MANY),
            url="" if is_one else reverse(page, args=[area.community_id]),
            paint=paints[area.community_id, area.id],
            group=str(area.community_id),
            short=area.name,
        )
        for area in areas
    ]
    return collection(features, legend=legend_of(paints.values()))


def outline(area: Area, *, is_coarse: bool) -> Mapping[str, Any]:
    """An area's outline, with fewer corners where there are very many areas."""
    drawn: Mapping[str, Any] = area.outline or {}
    if not is_coarse:
        return drawn
    return as_geojson(shapely.simplify(shape(drawn), COARSE))
