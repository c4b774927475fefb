"""The kinds of fault of this room: buildings and sites in no area, areas nobody leads, ground that is not covered."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridward.accounts.models import Worker
from gridward.areas.access import areas_for
from gridward.areas.answering import Answering, areas_unled
from gridward.areas.gaps import telling
from gridward.areas.gaps.finding import ByList, BySet, Spot
from gridward.areas.gaps.ground import ground_of, has_map, middles_of, outlines_of, unknown_shapes
from gridward.areas.models import Area, Building, Managed, Site
from gridward.areas.queries import buildings_without_area, sites_without_area
from gridward.shared.gaps import Found, Gap, GapKind, Look


def _buildings_seen(look: Look) -> "QuerySet[Building]":
    buildings: QuerySet[Building] = Building.objects.of(look.actor.community_id).select_related("site")
    if not look.actor.is_community_wide:
        buildings = buildings.filter(area_id__in=list(look.actor.area_ids))
    return buildings.order_by("walking_order", "id")


def _areas_seen(look: Look) -> "QuerySet[Area]":
    return areas_for(look.actor).filter(is_closed=False).defer("outline").order_by("number", "id")


def buildings_nowhere(look: Look) -> Found:
    """Buildings in no open area; who is bound to areas sees none of them."""
    found = buildings_without_area(look.actor.community_id)
    seen = found if look.actor.is_community_wide else found.none()
    return BySet(look, seen, telling.of_buildings)


def sites_nowhere(look: Look) -> Found:
    """Sites in no open area, none of whose buildings lie in one; where one is drawn, the area it lies in."""

    def tell(sites: Sequence[Site], who: Answering) -> list[Gap]:
        points = middles_of(look, [site.id for site in sites])
        held = dict(zip(points, outlines_of(look).holding(list(points.values())), strict=True))
        return [
            telling.site_gap(
                site,
                who,
                _lies_in(held.get(site.id, ()), who),
                points.get(site.id),
                proposed=held[site.id][0] if len(held.get(site.id, [])) == 1 else None,
            )
            for site in sites
        ]

    found = sites_without_area(look.actor.community_id)
    return BySet(look, found if look.actor.is_community_wide else found.none(), tell)


def areas_without_leader(look: Look) -> Found:
    """Open areas nobody leads, and why."""

    def tell(areas: Sequence[Area], who: Answering) -> list[Gap]:
        known = Worker.objects.filter(id__in=[a.leader_id for a in areas if a.leader_id])
        names = {worker.id: worker for worker in known}
        return [telling.area_gap(area, who, _why_unled(names.get(area.leader_id))) for area in areas]  # type: ignore[arg-type]

    unled = areas_unled(look.actor.community_id).values("id")
    return BySet(look, _areas_seen(look).filter(id__in=unled), tell, area="id")


def _why_unled(leader: Worker | None) -> str:
    if leader is None:
        return _("has no leader")
    if leader.left_at is not None:
        return _("%(name)s has left") % {"name": leader.name}
    return _("the account of %(name)s is suspended") % {"name": leader.name}


def areas_without_deputy(look: Look) -> Found:
    """Open areas where nobody stands in for the leader."""
    return BySet(look, _areas_seen(look).filter(deputy_id=None), telling.of_areas, area="id")


def areas_without_outline(look: Look) -> Found:
    """Open areas not drawn on the map, where there is one."""

    def tell(areas: Sequence[Area], who: Answering) -> list[Gap]:
        return [telling.area_gap(area, who, is_drawn=True) for area in areas]

    areas = _areas_seen(look).filter(outline__isnull=True)
    return BySet(look, areas if _is_mapped(look) else areas.none(), tell, area="id")


def _is_mapped(look: Look) -> bool:
    return bool(outlines_of(look)) or has_map(look)


def areas_overlapping(look: Look) -> Found:
    """Pairs of areas that claim the same ground; told at the one with the lower number."""

    def tell(spots: Sequence[Spot], who: Answering) -> list[Gap]:
        return [_overlap_gap(spot, who) for spot in spots]

    return ByList(look, ground_of(look).overlaps, tell)


def _overlap_gap(spot: Spot, who: Answering) -> Gap:
    area_id, other_id = spot.others
    surface = {"surface": f"{spot.number:,.0f}", "area": who.area_name(other_id)}
    note = _("%(surface)s m² are claimed by %(area)s too") % surface
    return replace(
        telling.area_gap(who.areas[area_id], who, note, is_drawn=True), id=spot.id, proposed=other_id
    )


def _told_buildings(look: Look, spots: Sequence[Spot], is_proposing: bool = False) -> Found:
    """Buildings held against the outlines, each with the areas it lies in."""

    def tell(part: Sequence[Spot], who: Answering) -> list[Gap]:
        rows = Building.objects.with_ids(look.actor.community_id, [spot.id for spot in part])
        buildings = {building.id: building for building in rows.select_related("site")}
        return [
            telling.building_gap(
                buildings[spot.id],
                who,
                _lies_in(spot.others, who),
                url=_border_of(spot),
                proposed=spot.others[0] if is_proposing and len(spot.others) == 1 else None,
            )
            for spot in part
        ]

    return ByList(look, spots, tell)


def _border_of(spot: Spot) -> str:
    """Where the border is drawn that does not fit: of the area it lies in first, else of its own."""
    area_id = spot.others[0] if spot.others else spot.area_id
    return reverse("area_border", args=[area_id]) if area_id else ""


def _lies_in(area_ids: Sequence[UUID], who: Answering) -> str:
    if not area_ids:
        return ""
    areas = _(", ").join(who.area_name(area_id) for area_id in area_ids)
    return _("lies in the outline of %(areas)s") % {"areas": areas}


def sites_outside(look: Look) -> Found:
    """Sites drawn on the map outside every outline."""

    def tell(spots: Sequence[Spot], who: Answering) -> list[Gap]:
        rows = Site.objects.with_ids(look.actor.community_id, [spot.id for spot in spots]).defer("outline")
        sites = {site.id: site for site in rows}
        return [telling.site_gap(sites[spot.id], who) for spot in spots]

    return ByList(look, ground_of(look).sites_outside, tell)


def sites_unmanaged(look: Look) -> Found:
    """Sites of which it is unclear who manages them."""
    sites: QuerySet[Site] = Site.objects.of(look.actor.community_id).filter(managed=Managed.UNCLEAR)
    if not look.actor.is_community_wide:
        there = Building.objects.of(look.actor.community_id).filter(area_id__in=list(look.actor.area_ids))
        sites = sites.filter(Q(Exists(there.filter(site_id=OuterRef("id")))))

    def tell(rows: Sequence[Site], who: Answering) -> list[Gap]:
        spread = _areas_of_buildings(look.actor.community_id, rows, who)
        gaps = telling.of_sites(rows, who)
        return [gap if gap.area_id else replace(gap, area=spread.get(gap.id, "")) for gap in gaps]

    return BySet(look, sites.order_by("name", "id"), tell)


def _areas_of_buildings(community_id: UUID, sites: Sequence[Site], who: Answering) -> dict[UUID, str]:
    """The open areas the buildings of each site lie in, by name; a site may lie in several and have none itself."""
    buildings = Building.objects.of(community_id).filter(site_id__in=[site.id for site in sites])
    pairs = set(buildings.values_list("site_id", "area_id").distinct())
    return {
        site.id: _(", ").join(area.name for area in who.areas.values() if (site.id, area.id) in pairs)
        for site in sites
    }


def shapes_unknown(look: Look) -> Found:
    """Buildings of the map that the register does not know."""

    def tell(spots: Sequence[Spot], who: Answering) -> list[Gap]:
        return telling.of_shapes(spots, who, look.actor.community_id)

    return ByList(look, unknown_shapes(look), tell)


def buildings_unplaced(look: Look) -> Found:
    """Buildings of the register without a place on the map, where there is a map."""

    def tell(buildings: Sequence[Building], who: Answering) -> list[Gap]:
        return [
            telling.building_gap(building, who, url=reverse("building_place", args=[building.id]))
            for building in buildings
        ]

    buildings = _buildings_seen(look).filter(Q(lng=None) | Q(lat=None))
    return BySet(look, buildings if has_map(look) else buildings.none(), tell)


KINDS: tuple[GapKind, ...] = (
    GapKind(
        "building.area",
        gettext_noop("Buildings in no area"),
        gettext_noop("Every building lies in one open area."),
        "building",
        buildings_nowhere,
    ),
    GapKind(
        "site.area",
        gettext_noop("Sites in no area"),
        gettext_noop("Every site lies in one open area, itself or by its buildings."),
        "site",
        sites_nowhere,
    ),
    GapKind(
        "area.leader",
        gettext_noop("Areas without leader"),
        gettext_noop("Every open area has a leader who is at work."),
        "area",
        areas_without_leader,
    ),
    GapKind(
        "area.overlap",
        gettext_noop("Areas that overlap"),
        gettext_noop("No ground belongs to two areas."),
        "area",
        areas_overlapping,
    ),
    GapKind(
        "building.two_areas",
        gettext_noop("Buildings in the outlines of two areas"),
        gettext_noop("Every building stands in one outline."),
        "building",
        lambda look: _told_buildings(look, ground_of(look).in_two),
    ),
    GapKind(
        "building.elsewhere",
        gettext_noop("Buildings in the outline of another area"),
        gettext_noop("Every building is listed under the area in whose outline it stands."),
        "building",
        lambda look: _told_buildings(look, ground_of(look).elsewhere, is_proposing=True),
    ),
    GapKind(
        "building.outside",
        gettext_noop("Buildings outside every outline"),
        gettext_noop("No building stands outside the outlines of the areas."),
        "building",
        lambda look: _told_buildings(look, ground_of(look).outside),
    ),
    GapKind(
        "site.outside",
        gettext_noop("Sites outside every outline"),
        gettext_noop("No site lies outside the outlines of the areas."),
        "site",
        sites_outside,
    ),
    GapKind(
        "shape.building",
        gettext_noop("Buildings of the map that the register does not know"),
        gettext_noop("Every building of the map is in the register, or was left aside with a reason."),
        "shape",
        shapes_unknown,
    ),
    GapKind(
        "building.place",
        gettext_noop("Buildings without a place on the map"),
        gettext_noop("Every building of the register has its place on the map."),
        "building",
        buildings_unplaced,
    ),
    GapKind(
        "area.deputy",
        gettext_noop("Areas without deputy"),
        gettext_noop("Somebody stands in where the leader is away."),
        "area",
        areas_without_deputy,
        is_remark=True,
    ),
    GapKind(
        "area.outline",
        gettext_noop("Areas not drawn on the map"),
        gettext_noop("Every area has an outline, so that the ground can be proved."),
        "area",
        areas_without_outline,
        is_remark=True,
    ),
    GapKind(
        "site.managed",
        gettext_noop("Sites whose managing body is unclear"),
        gettext_noop("It is clear who manages every site."),
        "site",
        sites_unmanaged,
        is_remark=True,
    ),
)
