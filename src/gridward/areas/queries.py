"""Reading areas with their leaders and counts, sites and buildings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.models import Unit, Worker
from gridward.areas.access import area_or_404, areas_for
from gridward.areas.answering import able_to_lead
from gridward.areas.loads import area_workers
from gridward.areas.models import Area, Building, Site
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.registries import Named, NamedArea


def page_of(area_id: UUID) -> str:
    """Where an area's page is."""
    return f"/areas/{area_id}/"


@dataclass(frozen=True)
class AreaLine:
    """An area, its leader if it has one, and how many buildings and doors lie in it."""

    area: Area
    leader: Worker | None
    buildings: int
    doors: int


@dataclass(frozen=True)
class SiteLine:
    """A site with how many buildings stand on it, and how many of them lie in no area."""

    site: Site
    buildings: int
    without_area: int


@dataclass(frozen=True)
class AreaDetail:
    """One area with its leader, and the buildings in it in walking order, each with its site and count of doors."""

    area: Area
    leader: Worker | None
    buildings: list[Building]
    deputy: Worker | None = None

    @property
    def bounds(self) -> list[tuple[str, str]]:
        """The four bounds in words, clockwise from the east, those that are known."""
        area = self.area
        sides = (
            (_("East to"), area.bound_east),
            (_("South to"), area.bound_south),
            (_("West to"), area.bound_west),
            (_("North to"), area.bound_north),
        )
        return [(side, words) for side, words in sides if words]

    @property
    def sites(self) -> list[Site]:
        """The sites its buildings stand on, in walking order."""
        return list({building.site_id: building.site for building in self.buildings}.values())


def area_lines(actor: Actor, *, with_closed: bool = False) -> list[AreaLine]:
    """The areas within sight by number, with counts; four statements however many there are."""
    areas = areas_for(actor) if with_closed else areas_for(actor).filter(is_closed=False)
    shown = list(areas.order_by("number", "id"))
    buildings = _counts(Building.objects.of(actor.community_id))
    doors = _counts(Building.objects.of(actor.community_id), "doors__id")
    leaders = _leaders(actor.community_id, shown)
    return [
        AreaLine(area, leaders.get(area.leader_id), buildings.get(area.id, 0), doors.get(area.id, 0))
        for area in shown
    ]


def _counts(rows: "QuerySet[Building]", what: str = "id") -> dict[UUID | None, int]:
    return dict(rows.values("area_id").annotate(count=Count(what)).values_list("area_id", "count"))


def _leaders(community_id: UUID, areas: Sequence[Area]) -> dict[UUID | None, Worker]:
    ids = {area.leader_id for area in areas if area.leader_id}
    return {one.id: one for one in able_to_lead(community_id).filter(id__in=ids).select_related("unit")}


def area_detail(actor: Actor, area_id: UUID) -> AreaDetail:
    """One area within sight; raises shared.not_found."""
    area = area_or_404(actor, area_id)
    buildings = Building.objects.of(actor.community_id).filter(area_id=area.id).select_related("site")
    counted = buildings.annotate(door_count=Count("doors__id")).order_by("walking_order", "id")
    people: dict[UUID | None, Worker] = {
        w.id: w for w in Worker.objects.filter(id__in=_answering(area)).select_related("unit")
    }
    leader, deputy = people.get(area.leader_id), people.get(area.deputy_id)
    return AreaDetail(area, leader, list(counted), deputy)


def _answering(area: Area) -> list[UUID]:
    return [id for id in (area.leader_id, area.deputy_id) if id]


def workers_of(community_id: UUID, area_id: UUID) -> list[tuple[Worker, int]]:
    """Who answers for doors in an area, with how many, the most first."""
    doors = {id: count for find in area_workers for id, count in find(community_id, area_id).items()}
    workers = Worker.objects.filter(id__in=doors).select_related("unit").order_by("name", "id")
    return sorted(((each, doors[each.id]) for each in workers), key=lambda line: -line[1])


def site_lines(actor: Actor) -> list[SiteLine]:
    """The sites of the community by name, for those who see all of it; else those of one's areas."""
    sites = Site.objects.of(actor.community_id)
    if not actor.is_community_wide:
        mine = Building.objects.of(actor.community_id).filter(area_id__in=list(actor.area_ids))
        sites = sites.filter(id__in=mine.values("site_id"))
    counted = sites.annotate(count=Count("buildings__id"), placed=Count("buildings__area_id"))
    return [SiteLine(site, site.count, site.count - site.placed) for site in counted.order_by("name", "id")]


def buildings_of_site(actor: Actor, site_id: UUID) -> "QuerySet[Building]":
    """The buildings of a site in walking order, with site and area."""
    buildings: QuerySet[Building] = Building.objects.of(actor.community_id).filter(site_id=site_id)
    return buildings.select_related("site", "area").order_by("walking_order", "name")


def buildings_without_area(community_id: UUID) -> "QuerySet[Building]":
    """Dead corners: buildings that lie in no open area."""
    buildings: QuerySet[Building] = Building.objects.of(community_id)
    return buildings.exclude(area__is_closed=False).select_related("site").order_by("site__name", "number")


def sites_without_area(community_id: UUID) -> "QuerySet[Site]":
    """Dead corners: sites in no open area, with no building that lies in one."""
    placed = Building.objects.of(community_id).filter(site_id=OuterRef("id"), area__is_closed=False)
    sites: QuerySet[Site] = Site.objects.of(community_id).exclude(area__is_closed=False)
    return sites.filter(~Exists(placed)).defer("outline").order_by("name", "id")


def sites_of(actor: Actor) -> "QuerySet[Site]":
    """The sites of the community by name: the choices of a form."""
    sites: QuerySet[Site] = Site.objects.of(actor.community_id)
    return sites.order_by("name", "id")


def building_by_id(actor: Actor, building_id: UUID) -> Building | None:
    """A building of the community, with site and area."""
    found = Building.objects.of(actor.community_id).filter(id=building_id).select_related("site", "area")
    return found.first()


def building_ids(actor: Actor, asked: Sequence[str]) -> list[UUID]:
    """Which of the ids asked for, as text, are buildings of the community."""
    ids = []
    for text in asked:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return list(Building.objects.with_ids(actor.community_id, ids).values_list("id", flat=True))


def open_areas(community_id: UUID) -> list[NamedArea]:
    """The open areas by number, for rooms that know no areas."""
    areas = Area.objects.of(community_id).filter(is_closed=False).order_by("number")
    return [NamedArea(area.id, area.name, area.leader_id, page_of(area.id)) for area in areas]


def area_names(community_id: UUID) -> dict[UUID, str]:
    """Names of all areas by id, closed ones too."""
    return dict(Area.objects.of(community_id).values_list("id", "name"))


def buildings_without_place(actor: Actor) -> "QuerySet[Building]":
    """Buildings the map does not show yet, by site and in walking order."""
    unplaced: QuerySet[Building] = Building.objects.of(actor.community_id).filter(lng=None)
    return unplaced.select_related("site", "area").order_by("site__name", "walking_order", "id")


def outlines_by_id(actor: Actor, area_ids: Collection[UUID]) -> dict[UUID, Any]:
    """The outlines of areas within sight, by id; raises shared.not_found where one is not drawn."""
    found = dict(areas_for(actor).filter(id__in=list(area_ids)).values_list("id", "outline"))
    if any(found.get(id) is None for id in area_ids):
        raise Problem(NOT_FOUND)
    return found


def named(community_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """What ids of areas, sites and buildings mean."""
    areas = Area.objects.with_ids(community_id, ids)
    found = {area.id: Named(area.name, page_of(area.id)) for area in areas}
    found |= {site.id: Named(site.name) for site in Site.objects.with_ids(community_id, ids)}
    buildings = Building.objects.with_ids(community_id, ids).select_related("site")
    return found | {building.id: Named(building.whole_name) for building in buildings}


def units_above(community_id: UUID) -> list[Unit]:
    """The community and the units over it, the nearest first; one statement for the four levels there are."""
    unit = Unit.objects.select_related("parent__parent__parent").get(id=community_id)
    chain: list[Unit] = []
    step: Unit | None = unit
    while step is not None and len(chain) < 4:
        chain.append(step)
        step = step.parent
    return chain
