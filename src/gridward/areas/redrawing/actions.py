"""Areas split, merged and drawn anew: one act each, with everything that follows from it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gridward.accounts.actions import GrantFact, grant
from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Grant, Role
from gridward.areas import writing
from gridward.areas.actions import followed, stamp_of
from gridward.areas.entries import AreaFact, BuildingFact, SiteFact
from gridward.areas.models import Building, Site
from gridward.areas.redrawing import plans
from gridward.areas.redrawing.plans import Named, Redrawn
from gridward.audit.actions import announce
from gridward.facts.versions import Stamp
from gridward.shared.geometry import point_in, which_outline
from gridward.shared.registries import area_heirs

Changed = list[tuple[str, UUID]]


@transaction.atomic
def split_area(
    *,
    by: Actor,
    area_id: UUID,
    line: Mapping[str, Any] | None = None,
    chosen: Sequence[Sequence[UUID]] = (),
    named: Sequence[Named] = (),
    at: datetime | None = None,
) -> list[UUID]:
    """Split an area by a line or by lists of buildings; ids of the new areas. Open rounds and zones follow.

    The problems of `plan_split`, and areas.number_taken, areas.unknown_leader, shared.not_yours.
    """
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    plan = plans.plan_split(by, area_id, line=line, chosen=chosen, named=named)
    carry_out(by, plan, at)
    _give_sight(by, plan)
    return list(plan.opening)


@transaction.atomic
def merge_areas(*, by: Actor, area_ids: Iterable[UUID], into: UUID, at: datetime | None = None) -> None:
    """Merge areas into one of them; the others close. Raises areas.too_few_to_merge, shared.not_yours."""
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    carry_out(by, plans.plan_merge(by, area_ids, into), at)


@transaction.atomic
def redraw_border(
    *, by: Actor, area_id: UUID, outline: Mapping[str, Any], at: datetime | None = None
) -> list[UUID]:
    """Draw an area anew; ids of the buildings that changed sides. The problems of `plan_border`, shared.not_yours."""
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    plan = plans.plan_border(by, area_id, outline)
    carry_out(by, plan, at)
    return list(plan.moves)


@transaction.atomic
def put_by_outlines(*, by: Actor, at: datetime | None = None) -> list[UUID]:
    """Put every building into the area whose outline it lies in; ids of those that moved. Raises shared.not_yours."""
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    plan = plans.plan_by_outlines(by)
    carry_out(by, plan, at)
    return list(plan.moves)


def carry_out(by: Actor, plan: Redrawn, at: datetime | None) -> None:
    """Write what a plan says, areas before the buildings that move into them and closing last; announce it once."""
    stamp = stamp_of(by, at, plan.deed.removeprefix("area."))
    areas = writing.write_areas(by.community_id, plan.areas, stamp).touched if plan.areas else []
    changed: Changed = [("area", id) for id in areas]
    for tell in area_heirs:
        changed += tell(by.community_id, plan.heirs, stamp) if plan.heirs else []
    moving = [BuildingFact(id=id, area_id=home) for id, home in plan.moves.items()]
    moved = writing.write_buildings(by.community_id, moving, stamp).changed if moving else []
    changed += [("building", id) for id in moved]
    changed += _move_sites(by, plan, stamp)
    changed += followed(by, moved, stamp)
    if plan.closing:
        closing = [AreaFact(id=id, is_closed=True) for id in plan.closing]
        changed += [("area", id) for id in writing.write_areas(by.community_id, closing, stamp).changed]
    if changed:
        announce(plan.deed, community_id=by.community_id, by_id=by.worker_id, changed=changed)


def _move_sites(by: Actor, plan: Redrawn, stamp: Stamp) -> Changed:
    """Sites of the areas concerned go where most of their buildings go, or where their own outline lies."""
    concerned = {*plan.heirs, *(home for home in plan.before.values() if home)}
    sites = list(Site.objects.of(by.community_id).filter(area_id__in=concerned))
    rows = Building.objects.of(by.community_id).filter(site_id__in=[site.id for site in sites])
    homes: dict[UUID, Counter[UUID | None]] = {}
    for site_id, area_id in rows.exclude(area_id=None).values_list("site_id", "area_id"):
        homes.setdefault(site_id, Counter())[area_id] += 1
    drawn = {fact.id: fact.outline for fact in plan.areas if isinstance(fact.outline, dict) and fact.id}
    facts = [SiteFact(id=site.id, area_id=_home_of(site, homes.get(site.id), plan, drawn)) for site in sites]
    if not facts:
        return []
    return [("site", id) for id in writing.write_sites(by.community_id, facts, stamp).changed]


def _home_of(
    site: Site, homes: Counter[UUID | None] | None, plan: Redrawn, drawn: Mapping[UUID, Mapping[str, Any]]
) -> UUID | None:
    if homes:
        # Where it lies in two areas alike it stays.
        most = max(homes.values())
        return site.area_id if homes.get(site.area_id) == most else homes.most_common(1)[0][0]
    if site.outline and drawn:
        inside = which_outline(list(drawn.values()), [point_in(site.outline)])[0]
        if inside:
            return list(drawn)[inside[0]]
    heirs = plan.heirs.get(site.area_id) if site.area_id else None
    return heirs[0] if heirs else site.area_id


def _give_sight(by: Actor, plan: Redrawn) -> None:
    """Whoever leads an area here already sees the new one too when named as its leader."""
    leaders = {fact.id: fact.leader_id for fact in plan.areas if isinstance(fact.leader_id, UUID)}
    rights = Grant.objects.in_force().filter(community_id=by.community_id, role=Role.AREA_LEADER)
    known = set(rights.filter(worker_id__in=leaders.values()).values_list("worker_id", flat=True))
    facts = [
        GrantFact(leader, Role.AREA_LEADER, scope_id=id, why=_("leads an area that was split"))
        for id, leader in leaders.items()
        if leader in known
    ]
    if facts:
        grant(by=by, facts=facts)
