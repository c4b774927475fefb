"""A map goes in: its shapes are written to the register in small pieces, and the map becomes the one that stands.

Each piece is one short transaction with versions, change rows and an audit line, so a doorstep never waits. A piece
written twice changes nothing; so a process that dies is followed by another that begins again, and once it was
confirmed the whole map goes in. What the register no longer allows by then is left to a person, not forced.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Subquery
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.areas.entries import AreaFact, BuildingFact, SiteFact
from gridward.areas.forms import usual_name
from gridward.areas.maps.runs import KEEPERS, MAPS, Options, State, Watch, beat, options_of
from gridward.areas.maps.wording import is_number, key_of_name, number_of, split_address
from gridward.areas.models import Area, Building, MapImport, MapShape, ShapeKind, Site, SiteKind, Verdict
from gridward.areas.writing import write_areas, write_buildings, write_sites
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.facts.statistics import refresh_statistics
from gridward.facts.versions import Stamp
from gridward.shared.batches import in_batches
from gridward.shared.geometry import which_outline
from gridward.shared.ids import derived_id

SOURCE = "map"
PIECE = 250
SURFACES = ("Polygon", "MultiPolygon")
LANE_ENDS = ("路", "街", "巷", "道", "弄", "胡同", "里")
GROUP_ENDS = ("组", "村", "屯", "庄", "寨")
Written = dict[str, int]


def apply_map(
    *, by: Actor, run: MapImport, at: datetime | None = None, watch: Watch | None = None
) -> Written:
    """Write a map that was confirmed and claimed; the same map again changes nothing. Returns what was written."""
    must_be(by, *KEEPERS)
    written: Written = defaultdict(int)
    shapes = MapShape.objects.of(run.community_id).filter(import_id=run.id)
    total, done = shapes.count(), 0
    stamp = Stamp(by.worker_id, SOURCE, at or timezone.now())
    # Sites before the buildings that stand on them.
    for kinds in ((ShapeKind.AREA, ShapeKind.SITE), (ShapeKind.BUILDING, ShapeKind.ADDRESS)):
        ids = list(
            shapes.filter(kind__in=kinds, verdict__in=(Verdict.SURE, Verdict.NEW))
            .order_by("position")
            .values_list("id", flat=True)
        )
        for piece in in_batches(ids, PIECE):
            write_piece(by, run, piece, stamp, written)
            done += len(piece)
            beat(run, done, total, watch)
    _stand(run, total)
    _end(by, run, written)
    refresh_statistics()
    return dict(written)


def write_piece(by: Actor, run: MapImport, ids: Sequence[UUID], stamp: Stamp, written: Written) -> None:
    """Write some shapes of a map to the register, in one transaction."""
    with transaction.atomic():
        hold(run.community_id)
        shapes = list(MapShape.objects.with_ids(run.community_id, ids).order_by("position"))
        touched = [*_areas(run, shapes, stamp), *_sites(run, shapes, stamp), *_buildings(run, shapes, stamp)]
        for kind, _id, deed in touched:
            written[f"{kind}s_{deed}"] += 1
        if touched:
            announce(
                "map.applied",
                community_id=run.community_id,
                by_id=by.worker_id,
                changed=[(kind, id) for kind, id, _deed in touched],
                subject_id=run.id,
            )


def _named(kind: str, put: Any) -> list[tuple[str, UUID, str]]:
    return [(kind, id, "new") for id in put.created] + [(kind, id, "changed") for id in put.changed]


def _areas(run: MapImport, shapes: Iterable[MapShape], stamp: Stamp) -> list[tuple[str, UUID, str]]:
    said = {
        UUID(shape.proposals[0][0]): shape.geometry
        for shape in shapes
        if shape.kind == ShapeKind.AREA and shape.verdict == Verdict.SURE and shape.proposals
    }
    standing = Area.objects.with_ids(run.community_id, said).filter(is_closed=False)
    facts = [AreaFact(id=id, outline=said[id]) for id in standing.values_list("id", flat=True)]
    return _named("area", write_areas(run.community_id, facts, stamp)) if facts else []


def _surface(shape: MapShape) -> dict[str, Any] | None:
    """The geometry of a shape where it is one with a surface."""
    drawn = shape.geometry
    return drawn if drawn and drawn["type"] in SURFACES else None


def _is_taken(shape: MapShape, options: Options) -> bool:
    """Whether a shape the register does not have goes into it."""
    return shape.verdict == Verdict.NEW and (options.take_new or shape.decided_at is not None)


def _sites(run: MapImport, shapes: Iterable[MapShape], stamp: Stamp) -> list[tuple[str, UUID, str]]:
    options, facts = options_of(run), list[SiteFact]()
    ours = [shape for shape in shapes if shape.kind == ShapeKind.SITE and shape.geometry]
    names = {shape.name[:60] for shape in ours}
    taken = set(Site.objects.of(run.community_id).filter(name__in=names).values_list("name", flat=True))
    for shape in ours:
        drawn = _surface(shape)
        if shape.verdict == Verdict.SURE and shape.site_id:
            facts.append(SiteFact(id=shape.site_id, outline=drawn, map_ref=shape.ref))
        elif _is_taken(shape, options) and shape.name and shape.name[:60] not in taken:
            taken.add(shape.name[:60])
            kind = kind_of_site(shape.name, shape.use)
            facts.append(
                SiteFact(id=shape.site_id, name=shape.name[:60], kind=kind, outline=drawn, map_ref=shape.ref)
            )
    return _named("site", write_sites(run.community_id, facts, stamp)) if facts else []


def kind_of_site(name: str, use: str = "") -> str:
    """What kind of site a name and use speak of."""
    if use == "construction" or name.endswith("工地"):
        return SiteKind.BUILDING_SITE
    if name.endswith(LANE_ENDS):
        return SiteKind.LANE
    return SiteKind.VILLAGE_GROUP if name.endswith(GROUP_ENDS) else SiteKind.COMPOUND


def _buildings(run: MapImport, shapes: Iterable[MapShape], stamp: Stamp) -> list[tuple[str, UUID, str]]:
    options = options_of(run)
    ours = [s for s in shapes if s.kind in (ShapeKind.BUILDING, ShapeKind.ADDRESS) and s.lng is not None]
    sure = {shape.building_id for shape in ours if shape.verdict == Verdict.SURE and shape.building_id}
    fresh = {
        shape.id: shape for shape in ours if shape.kind == ShapeKind.BUILDING and _is_taken(shape, options)
    }
    new_ids = {id: derived_id(run.community_id, "map", shape.ref) for id, shape in fresh.items()}
    found = Building.objects.with_ids(run.community_id, [*sure, *new_ids.values()])
    standing = {building.id: building for building in found.defer("footprint")}
    facts = [
        _placed(shape, standing[shape.building_id])
        for shape in ours
        if shape.building_id in standing and shape.verdict == Verdict.SURE
    ]
    fresh = {id: shape for id, shape in fresh.items() if new_ids[id] not in standing}
    sites, touched = _sites_for(run, list(fresh.values()), options, stamp)
    facts += _new_facts(run, fresh, sites, new_ids)
    _keep_ids(run, fresh, sites, new_ids)
    if not facts:
        return touched
    return touched + _named("building", write_buildings(run.community_id, facts, stamp))


def _placed(shape: MapShape, standing: Building) -> BuildingFact:
    """What the map says of a building the register has; a point says no more than where it is."""
    if _surface(shape) is None:
        has_place = standing.lng is not None
        return BuildingFact(
            id=standing.id,
            lng=None if has_place else shape.lng,
            lat=None if has_place else shape.lat,
            map_ref=None if standing.map_ref else shape.ref,
        )
    return BuildingFact(
        id=standing.id,
        footprint=shape.geometry,
        lng=shape.lng,
        lat=shape.lat,
        map_ref=shape.ref,
        floors=shape.floors if standing.floors is None else None,
    )


def _sites_for(
    run: MapImport, fresh: Sequence[MapShape], options: Options, stamp: Stamp
) -> tuple[dict[UUID, Site], list[tuple[str, UUID, str]]]:
    """The site of each new building, by shape: around it, else by street or name, else the one chosen."""
    if not fresh:
        return {}, []
    by_id: dict[UUID, Site] = {site.id: site for site in Site.objects.of(run.community_id).defer("outline")}
    by_key = {key_of_name(site.name): site for site in by_id.values()}
    missing = {
        key_of_name(shape.street): shape.street[:60]
        for shape in fresh
        if shape.site_id not in by_id and shape.street and shape.number
    }
    facts = [
        SiteFact(name=name, kind=kind_of_site(name) if name.endswith(GROUP_ENDS) else SiteKind.LANE)
        for key, name in missing.items()
        if key not in by_key
    ]
    put = write_sites(run.community_id, facts, stamp) if facts else None
    for site in Site.objects.with_ids(run.community_id, put.ids).defer("outline") if put else ():
        by_id[site.id] = by_key[key_of_name(site.name)] = site
    found: dict[UUID, Site] = {}
    for shape in fresh:
        keys = (key_of_name(shape.street), split_address(shape.name)[0])
        by_words = next((by_key[key] for key in keys if key in by_key), None)
        around, chosen = (by_id.get(id) if id else None for id in (shape.site_id, options.site_id))
        if site_found := around or by_words or chosen:
            found[shape.id] = site_found
    return found, _named("site", put) if put else []


def _new_facts(
    run: MapImport, fresh: Mapping[UUID, MapShape], sites: Mapping[UUID, Site], new_ids: Mapping[UUID, UUID]
) -> list[BuildingFact]:
    """New buildings with a free number each, in the area whose outline holds them."""
    site_ids = {site.id for site in sites.values()}
    rows = Building.objects.of(run.community_id).filter(site_id__in=site_ids)
    numbers: dict[UUID, set[str]] = defaultdict(set)
    for site_id, number in rows.values_list("site_id", "number"):
        numbers[site_id].add(number)
    areas = _areas_holding(run.community_id, [fresh[id] for id in sites])
    facts = []
    for id, site in sites.items():
        shape, taken = fresh[id], numbers[site.id]
        taken.add(number := _free_number(_number_of(shape), taken))
        facts.append(
            BuildingFact(
                id=new_ids[id],
                site_id=site.id,
                number=number,
                name=_name_of(shape, site, number),
                area_id=areas.get(id),
                floors=shape.floors,
                footprint=_surface(shape),
                lng=shape.lng,
                lat=shape.lat,
                map_ref=shape.ref,
            )
        )
    return facts


def _number_of(shape: MapShape) -> str:
    """The number the map gives a building; a sign of the compass is a name of its own (南楼)."""
    number = number_of(shape.number or _own_number(shape))
    return number if not number or number[0].isascii() else f"{number}楼"


def _own_number(shape: MapShape) -> str:
    return shape.name if is_number(shape.name) else split_address(shape.name)[1]


def _name_of(shape: MapShape, site: Site, number: str) -> str:
    """As people write it: the name on the map where it has one of its own."""
    is_own = shape.name and not _own_number(shape) and key_of_name(shape.name) != key_of_name(site.name)
    return shape.name[:40] if is_own else usual_name(site, number)[:40]


def _free_number(wanted: str, taken: set[str]) -> str:
    """The number asked for, else 12-2 where 12 is taken; none asked: the next one."""
    if not wanted:
        return str(1 + max((int(number) for number in taken if number.isdecimal()), default=0))
    wanted = wanted[:16]
    return next(
        number
        for number in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3)))
        if number not in taken
    )


def _areas_holding(community_id: UUID, shapes: Sequence[MapShape]) -> dict[UUID, UUID]:
    """The area of each shape that lies in one outline and no other."""
    drawn = Area.objects.of(community_id).filter(is_closed=False, outline__isnull=False)
    outlines = list(drawn.values_list("id", "outline")) if shapes else []
    points = [(shape.lng, shape.lat) for shape in shapes]
    held = which_outline([outline for _id, outline in outlines if outline], points)  # type: ignore[arg-type]
    return {shape.id: outlines[at[0]][0] for shape, at in zip(shapes, held, strict=True) if len(at) == 1}


def _keep_ids(
    run: MapImport, fresh: Mapping[UUID, MapShape], sites: Mapping[UUID, Site], new_ids: Mapping[UUID, UUID]
) -> None:
    """Write down which building each new shape became, and which found no site."""
    for id, shape in fresh.items():
        if id in sites:
            shape.building_id, shape.site_id = new_ids[id], sites[id].id
        elif "no_site" not in shape.findings:
            shape.findings = [*shape.findings, "no_site"]
    update_shapes(fresh.values(), ["building_id", "site_id", "findings"])


def update_shapes(shapes: Iterable[MapShape], fields: list[str]) -> None:
    """Write some fields of staged shapes back in one statement."""
    rows = list(shapes)
    if rows:
        MapShape.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["community_id", "id"], update_fields=fields
        )


def _stand(run: MapImport, total: int) -> None:
    """Make the shapes of this map those that stand, and those it replaces the past; a piece at a time."""
    mine = MapShape.objects.of(run.community_id).filter(import_id=run.id)
    for start in range(0, total + 1, 4 * PIECE):
        piece = mine.filter(position__gt=start, position__lte=start + 4 * PIECE)
        with transaction.atomic():
            others = MapShape.objects.of(run.community_id).filter(is_current=True).exclude(import_id=run.id)
            others.filter(ref__in=Subquery(piece.values("ref"))).update(is_current=False)
            piece.update(is_current=True)


@transaction.atomic
def _end(by: Actor, run: MapImport, written: Written) -> None:
    summary = {**run.summary, "written": dict(written)}
    ended = MAPS.move(
        run,
        State.APPLYING,
        State.APPLIED,
        finished_at=timezone.now(),
        file=b"",
        summary=summary,
        beat_at=None,
    )
    if ended:
        run.state, run.summary = State.APPLIED, summary
        announce(
            "map.ended", community_id=run.community_id, by_id=by.worker_id, changed=[("map_import", run.id)]
        )
