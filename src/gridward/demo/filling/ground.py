"""Areas with leader, deputy, duties, outline and bounds; sites and buildings where they lie."""

from gridward.areas.actions import AreaFact, BuildingFact, SiteFact, put_areas, put_buildings, put_sites
from gridward.areas.models import Managed
from gridward.demo.community.records import Area, Building, Site
from gridward.facts.said import EMPTY
from gridward.shared.geometry import point_in

from .known import ROSTER, Known, by_ref


def lay_ground(known: Known) -> None:
    """Put in areas, sites, and buildings in their walking order."""
    told, by = known.told, known.officer
    areas = [area_fact(known, place, area) for place, area in enumerate(told.areas)]
    known.areas = by_ref(told.areas, put_areas(by=by, areas=areas, source=ROSTER))
    sites = [site_fact(known, site) for site in told.sites]
    known.sites = by_ref(told.sites, put_sites(by=by, sites=sites, source=ROSTER))
    buildings = [building_fact(known, building) for building in told.buildings]
    known.buildings = by_ref(told.buildings, put_buildings(by=by, buildings=buildings, source=ROSTER))


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
    """A site, with its wall where it has one."""
    return SiteFact(
        site.name,
        site.kind,
        Managed.CLEAR if site.is_managing_body_clear else Managed.UNCLEAR,
        site.managing_body,
        known.areas[site.area_ref] if site.area_ref else EMPTY,
        outline=known.town.sites.get(site.ref),
    )


def building_fact(known: Known, building: Building) -> BuildingFact:
    """A building, with its footprint and a point inside."""
    footprint = known.town.buildings[building.ref]
    lng, lat = point_in(footprint)
    return BuildingFact(
        known.sites[building.site_ref],
        building.number,
        building.name,
        known.areas[building.area_ref],
        building.units,
        building.floors or EMPTY,
        building.walking_order,
        footprint=footprint,
        lng=lng,
        lat=lat,
    )
