"""A rule that takes a person in by any of several signs, so that one round takes these and another the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from gridward.households.models import Mark
from gridward.operations.models import ZoneBuilding


@dataclass(frozen=True)
class AnyOf:
    """Areas, zones and categories by id, whereabouts by code: whoever has one is meant; empty means nobody."""

    area_ids: tuple[UUID, ...] = ()
    zone_ids: tuple[UUID, ...] = ()
    category_ids: tuple[UUID, ...] = ()
    whereabouts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, list[str]]:
        """The form kept in a scope."""
        return {
            "areas": sorted(str(id) for id in self.area_ids),
            "zones": sorted(str(id) for id in self.zone_ids),
            "categories": sorted(str(id) for id in self.category_ids),
            "whereabouts": sorted(self.whereabouts),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "AnyOf":
        """Read the kept form; a word that is missing names nothing."""
        return cls(
            tuple(UUID(id) for id in kept.get("areas", ())),
            tuple(UUID(id) for id in kept.get("zones", ())),
            tuple(UUID(id) for id in kept.get("categories", ())),
            tuple(kept.get("whereabouts", ())),
        )

    def of_persons(self, community_id: UUID) -> Q:
        """The condition on persons; false for everybody where nothing is named."""
        # Over an empty list Django leaves the condition out of the statement altogether.
        meant = Q(whereabouts__in=self.whereabouts)
        if self.area_ids:
            # Of a door in no area this is unknown, and unknown turned round would be unknown too.
            meant |= Q(door__area_id__isnull=False, door__area_id__in=self.area_ids)
        if self.zone_ids:
            meant |= Q(in_zones(community_id, self.zone_ids, building_id=OuterRef("door__building_id")))
        if self.category_ids:
            meant |= marked(community_id, self.category_ids)
        return meant


def in_zones(community_id: UUID, zone_ids: tuple[UUID, ...], **place: OuterRef) -> Exists:
    """Whether a place lies in one of the zones now."""
    rows = ZoneBuilding.objects.of(community_id).filter(zone_id__in=zone_ids, until=None)
    if "building__site_id" in place:
        rows = rows.filter(building__community_id=community_id)
    return Exists(rows.filter(**place))


def marked(community_id: UUID, category_ids: tuple[UUID, ...]) -> Q:
    """Persons who bear one of the categories themselves or through their household."""
    marks = Mark.objects.of(community_id).filter(category_id__in=category_ids, is_on=True)
    on_person = Exists(marks.filter(subject_id=OuterRef("id")))
    on_household = Exists(marks.filter(subject_id=OuterRef("household_id")))
    return Q(on_person) | Q(on_household)
