"""Rows of areas, sites and buildings from what was said: set-based, without rights or announcement."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from gridward.accounts.models import Worker
from gridward.areas.entries import AreaFact, BuildingFact, SiteFact
from gridward.areas.models import Area, Building, Site, SiteKind
from gridward.facts.said import EMPTY, Drafts, Put, is_new, tell
from gridward.facts.versions import Stamp
from gridward.shared.problems import Problem, problem_code

NUMBER_TAKEN = problem_code("areas.number_taken", 409, "There is another open area with the number {key}.")
NAME_TAKEN = problem_code("areas.site_name_taken", 409, "There is another site called {key}.")
BUILDING_TAKEN = problem_code(
    "areas.building_taken", 409, "The site has another building with the number {key}."
)
NAMELESS = problem_code("areas.nameless", 422, "An area needs a number and a name.")
SITE_NAMELESS = problem_code("areas.site_nameless", 422, "A site needs a name and a kind.")
BUILDING_NAMELESS = problem_code("areas.building_nameless", 422, "A building needs its site and its number.")
UNKNOWN_LEADER = problem_code("areas.unknown_leader", 422, "The area leader is not among the people at work.")
UNKNOWN_AREA = problem_code("areas.unknown_area", 422, "This area does not exist here or is closed.")
UNKNOWN_SITE = problem_code("areas.unknown_site", 422, "This site does not exist here.")
STILL_IN_USE = problem_code(
    "areas.still_in_use", 409, "{count} buildings still lie in this area. Put them into another area first."
)
BAD_DIFFICULTY = problem_code(
    "areas.bad_difficulty", 422, "The difficulty is 1 (ordinary), 2 or 3 (hardest)."
)


def write_areas(community_id: UUID, facts: Sequence[AreaFact], stamp: Stamp) -> Put:
    """Areas by id or number; raises areas.number_taken, areas.nameless, areas.unknown_leader, areas.still_in_use."""
    drafts = Drafts(Area, community_id, lambda: Area.objects.of(community_id), _number_of_open)
    for fact in facts:
        row = drafts.draft(fact.id, fact.number)
        tell(row, number=fact.number, name=fact.name, leader_id=fact.leader_id, duties=fact.duties)
        tell(row, difficulty=fact.difficulty, outline=fact.outline, is_closed=fact.is_closed)
        tell(row, deputy_id=fact.deputy_id, bound_east=fact.bound_east, bound_south=fact.bound_south)
        tell(row, bound_west=fact.bound_west, bound_north=fact.bound_north)
    if any(row.number is None or not row.name for row in drafts.rows.values()):
        raise Problem(NAMELESS)
    if any(row.difficulty not in (1, 2, 3) for row in drafts.rows.values()):
        raise Problem(BAD_DIFFICULTY)
    drafts.refuse_twins(NUMBER_TAKEN)
    named = {id for f in facts for id in (f.leader_id, f.deputy_id) if isinstance(id, UUID)}
    _refuse_unknown_leaders(community_id, named)
    _refuse_areas_in_use(community_id, {row.id for row in drafts.rows.values() if row.is_closed})
    return drafts.write(stamp)


def _number_of_open(area: Area) -> int | None:
    return None if area.is_closed else area.number


def _refuse_unknown_leaders(community_id: UUID, leader_ids: set[UUID]) -> None:
    here = Worker.objects.filter(id__in=leader_ids, community_id=community_id, left_at=None)
    if leader_ids and here.count() < len(leader_ids):
        raise Problem(UNKNOWN_LEADER)


def _refuse_areas_in_use(community_id: UUID, closed_ids: set[UUID]) -> None:
    if not closed_ids:
        return
    count = Building.objects.of(community_id).filter(area_id__in=closed_ids).count()
    if count:
        raise Problem(STILL_IN_USE, {"count": count})


def _refuse_unknown_areas(community_id: UUID, area_ids: set[UUID]) -> None:
    open_areas = Area.objects.with_ids(community_id, area_ids).filter(is_closed=False)
    if area_ids and open_areas.count() < len(area_ids):
        raise Problem(UNKNOWN_AREA)


def write_sites(community_id: UUID, facts: Sequence[SiteFact], stamp: Stamp) -> Put:
    """Sites by id or name; raises areas.site_name_taken, areas.site_nameless, areas.unknown_area."""
    drafts = Drafts(Site, community_id, lambda: Site.objects.of(community_id), lambda site: site.name)
    for fact in facts:
        row = drafts.draft(fact.id, fact.name)
        tell(row, name=fact.name, kind=fact.kind, managed=fact.managed, managing_body=fact.managing_body)
        tell(row, area_id=fact.area_id, outline=fact.outline, map_ref=fact.map_ref)
    if any(not row.name or row.kind not in SiteKind.values for row in drafts.rows.values()):
        raise Problem(SITE_NAMELESS)
    drafts.refuse_twins(NAME_TAKEN)
    _refuse_unknown_areas(community_id, {f.area_id for f in facts if isinstance(f.area_id, UUID)})
    return drafts.write(stamp)


def write_buildings(community_id: UUID, facts: Sequence[BuildingFact], stamp: Stamp) -> Put:
    """Buildings by id or (site, number).

    Raises areas.building_taken, areas.building_nameless, areas.unknown_site, areas.unknown_area.
    """
    ids = [fact.id for fact in facts if fact.id]
    site_ids = {fact.site_id for fact in facts if fact.site_id}
    its_own = Q(id__in=ids) | Q(site_id__in=site_ids)
    drafts = Drafts(
        Building, community_id, lambda: Building.objects.of(community_id).filter(its_own), _site_and_number
    )
    sites = {site.id: site for site in Site.objects.with_ids(community_id, site_ids)}
    if len(sites) < len(site_ids):
        raise Problem(UNKNOWN_SITE)
    for fact in facts:
        row = drafts.draft(fact.id, (fact.site_id, fact.number))
        if is_new(row) and fact.site_id and fact.area_id is None and row.area_id is None:
            row.area_id = sites[fact.site_id].area_id
        tell(row, site_id=fact.site_id, number=fact.number, name=fact.name, area_id=fact.area_id)
        tell(row, units=fact.units, floors=fact.floors, walking_order=fact.walking_order)
        tell(row, footprint=fact.footprint, lng=fact.lng, lat=fact.lat, map_ref=fact.map_ref)
        row.name = row.name or row.number
    if any(row.site_id is None for row in drafts.rows.values()):
        raise Problem(BUILDING_NAMELESS)
    drafts.refuse_twins(BUILDING_TAKEN)
    _refuse_unknown_areas(community_id, {f.area_id for f in facts if f.area_id not in (None, EMPTY)})
    return drafts.write(stamp)


def _site_and_number(building: Building) -> tuple[UUID, str]:
    return building.site_id, building.number


def buildings_of(community_id: UUID, site_ids: Sequence[UUID]) -> list[UUID]:
    """Ids of the buildings of some sites."""
    if not site_ids:
        return []
    return list(Building.objects.of(community_id).filter(site_id__in=site_ids).values_list("id", flat=True))
