"""Areas with leader, deputy, duties, outline and bounds; sites and buildings, and the map that says where they lie."""

from gridward.areas.actions import AreaFact, BuildingFact, SiteFact, put_areas, put_buildings, put_sites
from gridward.areas.maps.command import bring_in
from gridward.areas.models import Managed
from gridward.demo.community.records import Area, Building, Site
from gridward.demo.community.town import as_map_file
from gridward.facts.said import EMPTY
from gridward.shared.geometry import point_in

from .known import ROSTER, Known, by_ref

MAP_FILE = "下湾社区.geojson"


def lay_ground(known: Known) -> None:
    """Put in areas, sites, and buildings in their walking order."""
    told, by = known.told, known.officer
    areas = [area_fact(known, place, area) for place, area in enumerate(told.areas)]
    known.areas = by_ref(told.areas, put_areas(by=by, areas=areas, source=ROSTER))
    sites = [site_fact(known, site) for site in told.sites]
    known.sites = by_ref(told.sites, put_sites(by=by, sites=sites, source=ROSTER))
    buildings = [building_fact(known, building) for building in told.buildings]
    known.buildings = by_ref(told.buildings, put_buildings(by=by, buildings=buildings, source=ROSTER))
    bring_map(known)


def bring_map(known: Known) -> None:
    """The map as a file: it places what it knows. What has no door yet (market, school, a block that is being built)
    it does not show: that was drawn by hand."""
    told, behind_doors = known.told, {door.building_ref for door in known.told.doors}
    unknown = [building for building in told.buildings if building.ref not in behind_doors]
    content = as_map_file(told, known.town, without=frozenset(building.ref for building in unknown))
    bring_in(by=known.officer, file_name=MAP_FILE, content=content)
    drawn = [drawn_by_hand(known, building) for building in unknown]
    put_buildings(by=known.officer, buildings=drawn)


def area_fact(known: Known, place: int, area: Area) -> AreaFact:
    """An area; the leader of the next one along the walk stands in for its leader."""
    neighbour = known.told.areas[(place + 1) % len(known.told.areas)]
    bounds = known.town.bounds[area.ref]
    return AreaFact(
        area.number,
        area.name,
        known.workers[area.leader_ref],
        area.duties,
        area.difficulty,
        deputy_id=known.workers[neighbour.leader_ref],
        bound_east=bounds["east"],
        bound_south=bounds["south"],
        bound_west=bounds["west"],
        bound_north=bounds["north"],
        outline=known.town.areas[area.ref],
    )


def site_fact(known: Known, site: Site) -> SiteFact:
    """A site; its wall is on the map."""
    return SiteFact(
        site.name,
        site.kind,
        Managed.CLEAR if site.is_managing_body_clear else Managed.UNCLEAR,
        site.managing_body,
        known.areas[site.area_ref] if site.area_ref else EMPTY,
    )


def building_fact(known: Known, building: Building) -> BuildingFact:
    """A building as the roster has it."""
    return BuildingFact(
        known.sites[building.site_ref],
        building.number,
        building.name,
        known.areas[building.area_ref],
        building.units,
        building.floors or EMPTY,
        building.walking_order,
    )


def drawn_by_hand(known: Known, building: Building) -> BuildingFact:
    """Where a building stands that no map shows."""
    footprint = known.town.buildings[building.ref]
    lng, lat = point_in(footprint)
    return BuildingFact(id=known.buildings[building.ref], footprint=footprint, lng=lng, lat=lat)
