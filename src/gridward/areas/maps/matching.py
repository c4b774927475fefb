"""Which building, site or area of the register a shape of the map is: for sure, perhaps, or none.

The ways are tried from the surest: the id of the map it bore before, the building's own point inside it, its address
(street and number, or the number within the site around it), its name. Two answers that disagree are proposed to a
person, never guessed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, radians
from uuid import UUID

import shapely

from gridward.areas.maps.features import Feature
from gridward.areas.maps.joining import SURFACES, Addresses, join_points
from gridward.areas.maps.known import Known
from gridward.areas.maps.wording import is_number, key_of_name, likeness, number_of, split_address
from gridward.areas.models import ShapeKind, Verdict
from gridward.shared.geometry import METRES_A_DEGREE
from gridward.shared.ids import derived_id

FAR_METRES = 300.0
LIKE, MOST_PROPOSALS = 0.5, 5
MOST_MEMBERS = 0.6
RANK = ("ref", "point", "address", "place", "name")
GROUND = (ShapeKind.ROAD, ShapeKind.WATER, ShapeKind.GREEN)


@dataclass(slots=True)
class Match:
    """What a shape is in the register."""

    verdict: str
    building_id: UUID | None = None
    site_id: UUID | None = None
    proposals: list[tuple[UUID, str]] = field(default_factory=list)
    reason: str = ""


def match_all(features: Sequence[Feature], known: Known, key: UUID) -> list[Match]:
    """What each feature of a file is, in their order; new sites get ids derived from `key` and their position."""
    return Matching(features, known, key).all()


class Matching:
    """One file held against one register."""

    def __init__(self, features: Sequence[Feature], known: Known, key: UUID) -> None:
        self.features, self.known, self.key = features, known, key
        self.addresses: Addresses = join_points(features)
        self.points = [point_of(feature) for feature in features]
        self.inside = self._buildings_inside()
        self.found = [Match(Verdict.ASIDE) for _feature in features]
        self.like_sites: dict[str, list[UUID]] = {}
        self.new_sites: dict[str, UUID] = {}

    def all(self) -> list[Match]:
        """Areas and sites first: what lies in them is found by them."""
        for at, feature in enumerate(self.features):
            if feature.refused or feature.aside:
                self.found[at] = Match(
                    Verdict.REFUSED if feature.refused else Verdict.ASIDE, reason=feature.aside
                )
            elif feature.kind == ShapeKind.AREA:
                self.found[at] = self._area(feature)
            elif feature.kind == ShapeKind.SITE:
                self.found[at] = self._site(at, feature)
        self._settle_sites()
        around = self._sites_around()
        for at, feature in enumerate(self.features):
            if not feature.refused and not feature.aside:
                self._of_kind(at, feature, around.get(at, ()))
        self._settle_rivals()
        return self.found

    def _of_kind(self, at: int, feature: Feature, around: Sequence[UUID]) -> None:
        if feature.kind in GROUND:
            self.found[at] = Match(Verdict.GROUND)
        elif feature.kind == ShapeKind.BUILDING:
            self.found[at] = self._building(at, feature, around)
        elif feature.kind == ShapeKind.ADDRESS:
            match = self._building(at, feature, around)
            self.found[at] = match if match.verdict == Verdict.SURE else Match(Verdict.GROUND)
        elif feature.kind == ShapeKind.OTHER:
            self.found[at] = Match(Verdict.ASIDE, reason="not_ours")

    # --- areas and sites

    def _area(self, feature: Feature) -> Match:
        keys = (key_of_name(feature.name), number_of(feature.number), number_of(feature.name))
        id = next((self.known.areas[key] for key in keys if key in self.known.areas), None)
        is_drawn = feature.geometry is not None and feature.geometry.geom_type in SURFACES
        if id and is_drawn:
            return Match(Verdict.SURE, proposals=[(id, "name")])
        return Match(Verdict.GROUND)

    def _site(self, at: int, feature: Feature) -> Match:
        known, key = self.known, key_of_name(feature.name)
        if feature.geometry is None or feature.geometry.geom_type not in SURFACES:
            return Match(Verdict.GROUND)
        if id := known.sites_by_ref.get(feature.ref):
            return Match(Verdict.SURE, site_id=id, proposals=[(id, "ref")])
        if id := known.sites_by_key.get(key):
            return Match(Verdict.SURE, site_id=id, proposals=[(id, "name")])
        members = self._sites_of_members(at)
        proposals = [(id, "members") for id in members]
        proposals += [(id, "like") for id in self._sites_like(key) if id not in members]
        if proposals:
            return Match(Verdict.PROPOSED, proposals=proposals[:MOST_PROPOSALS])
        if not key:
            return Match(Verdict.GROUND)
        # Two shapes of one name are one new site.
        new_id = self.new_sites.setdefault(key, derived_id(self.key, "site", feature.position))
        return Match(Verdict.NEW, site_id=new_id)

    def _settle_sites(self) -> None:
        """A site two shapes are sure of keeps the surer or first one's outline; the other is for a person."""
        sure = [at for at, match in enumerate(self.found) if match.verdict == Verdict.SURE and match.site_id]
        taken: set[UUID] = set()
        for at in sorted(sure, key=lambda at: self.found[at].proposals[0][1] != "ref"):
            match = self.found[at]
            if match.site_id in taken:
                match.verdict, match.proposals = Verdict.PROPOSED, [(match.proposals[0][0], "twice")]
            elif match.site_id:
                taken.add(match.site_id)

    def _sites_of_members(self, at: int) -> list[UUID]:
        """Sites most of whose placed buildings stand inside a shape."""
        inside = Counter(self.known.buildings[id].site_id for id in self.inside.get(at, ()))
        found = []
        for site_id, count in inside.most_common():
            placed = sum(self.known.buildings[id].point is not None for id in self.known.of_site[site_id])
            if count >= MOST_MEMBERS * placed:
                found.append(site_id)
        return found

    def _sites_like(self, key: str) -> list[UUID]:
        if key and key not in self.like_sites:
            scored = ((likeness(key, site.key), id) for id, site in self.known.sites.items())
            best = sorted((each for each in scored if each[0] >= LIKE), key=lambda each: -each[0])
            self.like_sites[key] = [id for _score, id in best[:MOST_PROPOSALS]]
        return self.like_sites.get(key, [])

    def _sites_around(self) -> dict[int, list[UUID]]:
        """The sites whose outline holds each feature: of the register, and of this very map."""
        drawn = [(site.outline, site.id) for site in self.known.sites.values() if site.outline is not None]
        for feature, match in zip(self.features, self.found, strict=True):
            if feature.kind == ShapeKind.SITE and match.site_id:
                drawn.append((feature.geometry, match.site_id))
        placed = [at for at, point in enumerate(self.points) if point is not None]
        around: dict[int, list[UUID]] = defaultdict(list)
        if drawn and placed:
            tree = shapely.STRtree([outline for outline, _id in drawn])
            found, held = tree.query(shapely.points([self.points[at] for at in placed]), predicate="within")
            for point, site in sorted(zip(found.tolist(), held.tolist(), strict=True)):
                if drawn[site][1] not in around[placed[point]]:
                    around[placed[point]].append(drawn[site][1])
        return around

    # --- buildings

    def _buildings_inside(self) -> dict[int, list[UUID]]:
        """The register's placed buildings inside each building or site of the map."""
        placed = self.known.placed
        kinds = (ShapeKind.BUILDING, ShapeKind.SITE)
        drawn = [
            at
            for at, each in enumerate(self.features)
            if each.kind in kinds and each.geometry is not None and each.geometry.geom_type in SURFACES
        ]
        inside: dict[int, list[UUID]] = defaultdict(list)
        if placed and drawn:
            tree = shapely.STRtree([self.features[at].geometry for at in drawn])
            found, held = tree.query(shapely.points([each.point for each in placed]), predicate="intersects")
            for building, house in zip(found.tolist(), held.tolist(), strict=True):
                inside[drawn[house]].append(placed[building].id)
        return inside

    def _building(self, at: int, feature: Feature, around: Sequence[UUID]) -> Match:
        site_id = around[0] if len(around) == 1 else None
        if id := self.known.by_ref.get(feature.ref):
            return Match(Verdict.SURE, id, site_id, [(id, "ref")])
        inside, said = self.inside.get(at, []), self._by_words(at, feature, around)
        disagree = bool(inside and said) and not set(inside) & said.keys()
        agreed = [id for id in inside if id in said] or inside
        if len(agreed) == 1 and not disagree:
            return Match(Verdict.SURE, agreed[0], site_id, [(agreed[0], "point")])
        if inside:
            proposals = [(id, "point" if len(inside) == 1 else "points") for id in inside]
            return self._proposed(proposals + list(said.items()), site_id)
        near = {id: why for id, why in said.items() if not self._is_far(at, id)}
        if len(near) == 1:
            id, why = next(iter(near.items()))
            return Match(Verdict.SURE, id, site_id, [(id, why)])
        if said:
            return self._proposed([(id, near.get(id, "far")) for id in said], site_id)
        proposals = self._alike(feature, around)
        return self._proposed(proposals, site_id) if proposals else Match(Verdict.NEW, None, site_id)

    def _proposed(self, proposals: Iterable[tuple[UUID, str]], site_id: UUID | None) -> Match:
        """Each building once, with the first reason."""
        ranked: dict[UUID, str] = {}
        for id, why in proposals:
            ranked.setdefault(id, why)
        return Match(Verdict.PROPOSED, None, site_id, list(ranked.items())[:MOST_PROPOSALS])

    def _by_words(self, at: int, feature: Feature, around: Sequence[UUID]) -> dict[UUID, str]:
        """Buildings whose address or name is the feature's."""
        known, found = self.known, dict[UUID, str]()
        for place, number in self._addresses(at, feature):
            site_id = known.sites_by_key.get(place)
            for id in known.by_place.get((site_id, number), ()) if site_id else ():
                found.setdefault(id, "address")
        for number in self._numbers(feature):
            for site_id in around:
                for id in known.by_place.get((site_id, number), ()):
                    found.setdefault(id, "place")
        key = key_of_name(feature.name)
        for id in known.by_name.get(key, ()) if key else ():
            found.setdefault(id, "name")
        return found

    def _addresses(self, at: int, feature: Feature) -> set[tuple[str, str]]:
        """Every place and number the map gives the feature: its own, of points in it, within its name."""
        pairs = [(feature.street, feature.number), *self.addresses.get(at, ())]
        found = {(key_of_name(street), number_of(number)) for street, number in pairs if street and number}
        found |= {split_address(text) for text in (feature.name, feature.street + feature.number) if text}
        if feature.number and feature.name:
            found.add((key_of_name(feature.name), number_of(feature.number)))
        return {pair for pair in found if pair[0] and pair[1]}

    def _numbers(self, feature: Feature) -> set[str]:
        texts = [text for text in (feature.number, feature.name) if text and is_number(text)]
        return {number_of(text) for text in texts} | ({split_address(feature.name)[1]} - {""})

    def _is_far(self, at: int, building_id: UUID) -> bool:
        here, there = self.points[at], self.known.buildings[building_id].point
        return here is not None and there is not None and metres_between(here, there) > FAR_METRES

    def _alike(self, feature: Feature, around: Sequence[UUID]) -> list[tuple[UUID, str]]:
        """Buildings with a similar name, or the same number in a site of a similar name."""
        known, key = self.known, key_of_name(feature.name)
        found: list[tuple[float, UUID, str]] = []
        if len(key) > 1 and not is_number(feature.name):
            own = split_address(feature.name)[1]
            near = (id for id in known.sharing(key) if own in ("", known.buildings[id].number))
            scored = ((likeness(key, known.buildings[id].words), id) for id in near)
            found += [(score, id, "like") for score, id in scored if score >= LIKE]
            site_id = known.sites_by_key.get(key)
            only = known.of_site.get(site_id, ()) if site_id else ()
            found += [(1.0, id, "only") for id in only] if len(only) == 1 else []
        if feature.street and feature.number:
            for site_id in self._sites_like(key_of_name(feature.street)):
                ids = known.by_place.get((site_id, number_of(feature.number)), ())
                found += [(0.9, id, "like") for id in ids]
        found.sort(key=lambda each: (-each[0], str(each[1])))
        return [(id, why) for _score, id, why in found]

    # --- two shapes for one building

    def _settle_rivals(self) -> None:
        """A building two shapes are sure of goes to the surer one; where none is, a person decides."""
        claims: dict[UUID, list[int]] = defaultdict(list)
        for at, match in enumerate(self.found):
            if match.verdict == Verdict.SURE and match.building_id:
                claims[match.building_id].append(at)
        for building_id, rivals in claims.items():
            if len(rivals) > 1:
                ranks = {at: self._rank(at) for at in rivals}
                best = min(ranks.values())
                winners = [at for at in rivals if ranks[at] == best]
                self._part(rivals, winners[0] if len(winners) == 1 else None, building_id)

    def _rank(self, at: int) -> tuple[bool, int]:
        """A surface before a point, then the surer reason."""
        return self.features[at].kind == ShapeKind.ADDRESS, RANK.index(self.found[at].proposals[0][1])

    def _part(self, rivals: Sequence[int], winner: int | None, building_id: UUID) -> None:
        for at in rivals:
            if at == winner:
                continue
            if self.features[at].kind == ShapeKind.ADDRESS:
                self.found[at] = Match(Verdict.GROUND)
            else:
                self.found[at].verdict, self.found[at].building_id = Verdict.PROPOSED, None
                self.found[at].proposals = [(building_id, "twice")]


def point_of(feature: Feature) -> tuple[float, float] | None:
    """A point surely inside, of whatever goes on a map."""
    if feature.geometry is None:
        return None
    inside = feature.geometry.representative_point()
    return (inside.x, inside.y)


def metres_between(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The distance of two places (lng, lat) not too far apart."""
    east = (there[0] - here[0]) * cos(radians(here[1]))
    return hypot(east, there[1] - here[1]) * METRES_A_DEGREE
