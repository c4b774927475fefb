"""What the register already has, ready to be held against a map; three statements however large it is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gridward.areas.maps.wording import key_of_name, number_of, pairs_of
from gridward.areas.models import Area, Building, Site

# A pair of signs that stands in more names than this tells nothing (号楼).
COMMON = 500


@dataclass(frozen=True, slots=True)
class KnownBuilding:
    """A building of the register as matching sees it."""

    id: UUID
    site_id: UUID
    number: str
    words: str
    point: tuple[float, float] | None
    map_ref: str


@dataclass(frozen=True, slots=True)
class KnownSite:
    """A site of the register as matching sees it."""

    id: UUID
    key: str
    outline: BaseGeometry | None
    map_ref: str


@dataclass
class Known:
    """The register by every way in which a shape may find its place in it."""

    sites: dict[UUID, KnownSite]
    buildings: dict[UUID, KnownBuilding]
    areas: dict[str, UUID]
    by_ref: dict[str, UUID] = field(default_factory=dict)
    sites_by_ref: dict[str, UUID] = field(default_factory=dict)
    sites_by_key: dict[str, UUID] = field(default_factory=dict)
    by_place: dict[tuple[UUID, str], list[UUID]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    of_site: dict[UUID, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    by_pair: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for site in self.sites.values():
            self.sites_by_key[site.key] = site.id
            if site.map_ref:
                self.sites_by_ref[site.map_ref] = site.id
        for building in self.buildings.values():
            self._index(building)

    def _index(self, building: KnownBuilding) -> None:
        if building.map_ref:
            self.by_ref[building.map_ref] = building.id
        self.by_place[building.site_id, building.number].append(building.id)
        self.by_name[building.words].append(building.id)
        self.of_site[building.site_id].append(building.id)
        for pair in pairs_of(building.words):
            self.by_pair[pair].append(building.id)

    @property
    def placed(self) -> list[KnownBuilding]:
        """The buildings that have a place on the map."""
        return [building for building in self.buildings.values() if building.point]

    def sharing(self, key: str) -> Iterable[UUID]:
        """The buildings whose names share a telling pair of signs with this one."""
        postings = (self.by_pair.get(pair, ()) for pair in pairs_of(key))
        return {id for posting in postings if len(posting) <= COMMON for id in posting}


def known_of(community_id: UUID) -> Known:
    """The register of a community, read for matching."""
    sites = {
        row[0]: KnownSite(row[0], key_of_name(row[1]), _drawn(row[2]), row[3])
        for row in Site.objects.of(community_id).values_list("id", "name", "outline", "map_ref")
    }
    fields = ("id", "site_id", "number", "name", "lng", "lat", "map_ref")
    buildings = {
        id: KnownBuilding(
            id,
            site_id,
            number_of(number),
            sites[site_id].key + key_of_name(name) if site_id in sites else key_of_name(name),
            None if lng is None or lat is None else (lng, lat),
            ref,
        )
        for id, site_id, number, name, lng, lat, ref in Building.objects.of(community_id).values_list(*fields)
    }
    areas: dict[str, UUID] = {}
    for id, number, name in (
        Area.objects.of(community_id).filter(is_closed=False).values_list("id", "number", "name")
    ):
        areas |= {key_of_name(name): id, str(number): id}
    return Known(sites, buildings, areas)


def _drawn(outline: object) -> BaseGeometry | None:
    return shape(outline) if outline else None
