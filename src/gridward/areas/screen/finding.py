"""The box that finds a place on the map: an area, a site or a building by its words."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Concat, Replace

from gridward.accounts.actors import Actor
from gridward.areas.access import areas_for
from gridward.areas.models import Building, whole_name
from gridward.areas.queries import site_lines

MOST = 30


@dataclass(frozen=True)
class Found:
    """A place: its words, what it is, and whether the map knows where it lies."""

    id: UUID
    words: str
    kind: str
    has_place: bool


def _closed_up(*columns: str) -> Replace:
    """Columns behind each other without blanks, as the words that are looked for."""
    whole = Concat(*map(F, columns)) if len(columns) > 1 else F(columns[0])
    return Replace(whole, Value(" "), Value(""))


def find(actor: Actor, words: str) -> list[Found]:
    """Places within sight whose name holds the words, areas first; three statements."""
    wanted = "".join(words.split())
    if not wanted:
        return []
    areas = areas_for(actor).annotate(closed_up=_closed_up("name")).order_by("number")
    areas = areas.filter(is_closed=False, closed_up__icontains=wanted)
    found = [Found(area.id, area.name, "area", True) for area in areas[:MOST]]
    sites = [
        line.site for line in site_lines(actor) if wanted.lower() in "".join(line.site.name.split()).lower()
    ]
    found += [Found(site.id, site.name, "site", site.outline is not None) for site in sites[:MOST]]
    buildings = Building.objects.of(actor.community_id)
    if not actor.is_community_wide:
        buildings = buildings.filter(area_id__in=list(actor.area_ids))
    named = buildings.annotate(closed_up=_closed_up("site__name", "name")).filter(closed_up__icontains=wanted)
    rows = named.order_by("site__name", "walking_order", "id").values_list("id", "site__name", "name", "lng")
    found += [
        Found(id, whole_name(site, name), "building", lng is not None) for id, site, name, lng in rows[:MOST]
    ]
    return found[:MOST]
