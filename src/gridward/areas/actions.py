"""Putting areas, sites and buildings into the register."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.areas import writing
from gridward.areas.entries import AreaFact, BuildingFact, SiteFact
from gridward.audit.actions import announce
from gridward.facts.said import Put
from gridward.facts.versions import Stamp
from gridward.shared.registries import building_followers

__all__ = ["AreaFact", "BuildingFact", "SiteFact", "put_areas", "put_buildings", "put_sites"]


@transaction.atomic
def put_areas(
    *,
    by: Actor,
    areas: Sequence[AreaFact],
    at: datetime | None = None,
    source: str = "page",
    is_correction: bool = False,
) -> list[UUID]:
    """Open, change or close areas; ids in the order of the facts.

    Raises areas.number_taken, areas.nameless, areas.unknown_leader, areas.still_in_use, shared.not_yours.
    """
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    put = writing.write_areas(by.community_id, areas, stamp_of(by, at, source, is_correction))
    return _announced("area.put", by, put)


@transaction.atomic
def put_sites(
    *,
    by: Actor,
    sites: Sequence[SiteFact],
    at: datetime | None = None,
    source: str = "page",
    is_correction: bool = False,
) -> list[UUID]:
    """Add or change sites; ids in the order of the facts.

    The addresses of a renamed site's doors follow. Raises areas.site_name_taken, areas.site_nameless,
    areas.unknown_area, shared.not_yours.
    """
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    stamp = stamp_of(by, at, source, is_correction)
    put = writing.write_sites(by.community_id, sites, stamp)
    buildings = writing.buildings_of(by.community_id, put.changed)
    return _announced("site.put", by, put, followed(by, buildings, stamp))


@transaction.atomic
def put_buildings(
    *,
    by: Actor,
    buildings: Sequence[BuildingFact],
    at: datetime | None = None,
    source: str = "page",
    is_correction: bool = False,
) -> list[UUID]:
    """Add or change buildings; ids in the order of the facts. Their doors follow in area and address.

    Raises areas.building_taken, areas.building_nameless, areas.unknown_site, areas.unknown_area, shared.not_yours.
    """
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    stamp = stamp_of(by, at, source, is_correction)
    put = writing.write_buildings(by.community_id, buildings, stamp)
    return _announced("building.put", by, put, followed(by, put.changed, stamp))


def stamp_of(by: Actor, at: datetime | None, source: str, is_correction: bool = False) -> Stamp:
    """The stamp of what an actor says now, true since `at`."""
    return Stamp(by.worker_id, source, at or timezone.now(), is_correction)


def followed(by: Actor, building_ids: list[UUID], stamp: Stamp) -> list[tuple[str, UUID]]:
    """Let what hangs on buildings move along; returns what changed as (kind, id)."""
    if not building_ids:
        return []
    return [
        changed for follow in building_followers for changed in follow(by.community_id, building_ids, stamp)
    ]


def _announced(deed: str, by: Actor, put: Put, followed: Sequence[tuple[str, UUID]] = ()) -> list[UUID]:
    """Announce what was touched, if anything was."""
    if put.touched:
        changed = [*((deed.split(".")[0], id) for id in put.touched), *followed]
        announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=changed)
    return put.ids
