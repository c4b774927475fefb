"""What the pages of maps show: imports, their shapes by verdict, and what each was matched to and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.areas.maps.features import REFUSALS, finding_words, match_words
from gridward.areas.maps.payload import Box, collection, feature, legend_of
from gridward.areas.maps.runs import KEEPERS, State
from gridward.areas.models import Area, Building, MapImport, MapShape, ShapeKind, Site, Verdict, whole_name
from gridward.shared.problems import NOT_FOUND, PROBLEM_CODES, Problem
from gridward.shared.registries import Paint

# What needs a hand comes first.
VERDICTS = (
    Verdict.PROPOSED,
    Verdict.NEW,
    Verdict.REFUSED,
    Verdict.SURE,
    Verdict.ASIDE,
    Verdict.GROUND,
)
MOST_ON_MAP = 4000
MOST_TO_CHOOSE = 3000
DECIDABLE = (ShapeKind.BUILDING, ShapeKind.SITE)
STATES = {
    Verdict.SURE: "done",
    Verdict.PROPOSED: "conflict",
    Verdict.NEW: "open",
    Verdict.REFUSED: "late",
    Verdict.ASIDE: "exempt",
}
GROUND_KIND = {ShapeKind.BUILDING: "building", ShapeKind.SITE: "site", ShapeKind.AREA: "area"}


def runs_for(actor: Actor) -> "QuerySet[MapImport]":
    """The community's maps, newest first, without the files; for those who keep the register."""
    must_be(actor, *KEEPERS)
    runs: QuerySet[MapImport] = MapImport.objects.of(actor.community_id)
    return runs.defer("file").order_by("-started_at")


def run_or_404(actor: Actor, import_id: UUID) -> MapImport:
    """One map; raises shared.not_found, shared.not_yours."""
    run = runs_for(actor).filter(id=import_id).first()
    if run is None:
        raise Problem(NOT_FOUND)
    return run


def earlier_run_of(run: MapImport) -> MapImport | None:
    """The import by which the same file went in before."""
    same = MapImport.objects.of(run.community_id).filter(digest=run.digest, state=State.APPLIED)
    return same.exclude(id=run.id).defer("file").order_by("started_at").first()


def problem_words(run: MapImport) -> str:
    """Why a map failed, in the language in use."""
    if run.problem not in PROBLEM_CODES:
        return run.problem
    return Problem(PROBLEM_CODES[run.problem], run.summary.get("details", {})).message


def shapes_of(run: MapImport, verdict: str, kind: str = "") -> "QuerySet[MapShape]":
    """Shapes of one verdict in the order of the file, buildings and sites before the rest."""
    shapes: QuerySet[MapShape] = MapShape.objects.of(run.community_id).filter(import_id=run.id)
    shapes = shapes.filter(verdict=verdict).defer("geometry")
    return (shapes.filter(kind=kind) if kind else shapes).order_by("position")


@dataclass(frozen=True)
class Choice:
    """Something of the register a shape may be, and why."""

    id: UUID
    words: str
    why: str


@dataclass(frozen=True)
class ShapeView:
    """One shape as the page shows it."""

    shape: MapShape
    words: str
    state: str
    matched: str
    why: str
    choices: list[Choice]
    findings: list[str]
    is_decidable: bool


def views_of(community_id: UUID, shapes: Sequence[MapShape]) -> list[ShapeView]:
    """Shapes with what they were matched to in words; three statements however many there are."""
    ids = {UUID(id) for shape in shapes for id, _why in shape.proposals}
    ids |= {id for shape in shapes for id in (shape.building_id, shape.site_id) if id}
    names = names_of(community_id, ids)
    return [_view(shape, names) for shape in shapes]


def names_of(community_id: UUID, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What buildings, sites and areas are called."""
    wanted = set(ids)
    buildings = Building.objects.with_ids(community_id, wanted).values_list("id", "site__name", "name")
    names = {id: whole_name(site, name) for id, site, name in buildings}
    for table in (Site, Area):
        names |= dict(table.objects.with_ids(community_id, wanted).values_list("id", "name"))
    return names


def words_of(shape: MapShape) -> str:
    """What a shape is called: its name and address, else its id."""
    gap = " " if shape.street.isascii() else ""
    number = shape.number + ("号" if shape.number.isdecimal() and not shape.street.isascii() else "")
    address = gap.join(filter(None, (shape.street, number)))
    return " · ".join(dict.fromkeys(filter(None, (shape.name, address)))) or shape.ref


def _view(shape: MapShape, names: Mapping[UUID, str]) -> ShapeView:
    choices = [
        Choice(UUID(id), names[UUID(id)], match_words(why))
        for id, why in shape.proposals
        if UUID(id) in names
    ]
    is_site = shape.kind == ShapeKind.SITE
    target = shape.site_id if is_site else shape.building_id
    matched = (
        names.get(target, "")
        if target
        else choices[0].words
        if choices and shape.verdict == Verdict.SURE
        else ""
    )
    findings = [finding_words(code) for code in shape.findings if code not in REFUSALS]
    why = choices[0].why if matched and choices else ""
    refusal = next((code for code in shape.findings if code in REFUSALS), "")
    if shape.verdict in (Verdict.ASIDE, Verdict.REFUSED):
        why = finding_words(shape.reason or refusal)
    elif shape.verdict == Verdict.NEW and not is_site and shape.site_id and shape.site_id in names:
        why = _("in %(site)s") % {"site": names[shape.site_id]}
    return ShapeView(
        shape=shape,
        words=words_of(shape),
        state=STATES.get(Verdict(shape.verdict), ""),
        matched=matched,
        why=why,
        choices=choices,
        findings=findings,
        is_decidable=shape.kind in DECIDABLE and shape.verdict != Verdict.REFUSED and bool(shape.ref),
    )


def buildings_by_words(community_id: UUID) -> dict[str, UUID]:
    """Every building and site by what it is called, without blanks, to be typed; none where there are too many."""
    rows = Building.objects.of(community_id).order_by("site__name", "walking_order", "id")
    found = rows.values_list("id", "site__name", "name")[: MOST_TO_CHOOSE + 1]
    sites = Site.objects.of(community_id).order_by("name", "id").values_list("id", "name")[:MOST_TO_CHOOSE]
    if len(found) > MOST_TO_CHOOSE:
        return {name: id for id, name in sites}
    by_words = {"".join(name.split()): id for id, name in sites}
    return by_words | {"".join(f"{site}{name}".split()): id for id, site, name in found}


def on_map(run: MapImport, box: Box | None = None) -> dict[str, Any]:
    """The shapes of a map painted by verdict, those of a box where one is given; too many are left out and said."""
    shapes = MapShape.objects.of(run.community_id).filter(import_id=run.id, geometry__isnull=False)
    if box:
        west, south, east, north = box
        shapes = shapes.filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
    shown = list(shapes.order_by("-kind", "position")[:MOST_ON_MAP])
    shown.sort(
        key=lambda shape: shape.kind not in (ShapeKind.SITE, ShapeKind.AREA, ShapeKind.WATER, ShapeKind.GREEN)
    )
    features, paints = [], []
    for shape in shown:
        state = STATES.get(Verdict(shape.verdict), "")
        paint = Paint(str(Verdict(shape.verdict).label), state=state) if state else None
        paints += [paint] if paint else []
        features.append(
            feature(
                shape.id,
                GROUND_KIND.get(ShapeKind(shape.kind), "ground"),
                words_of(shape),
                shape.geometry or {},
                paint=paint,
            )
        )
    return collection(
        features, legend=legend_of(paints), partial=box is not None or len(shown) == MOST_ON_MAP
    )


def counts_of(run: MapImport, verdict: str) -> list[tuple[str, int]]:
    """How many shapes of a verdict are of each kind."""
    kinds = run.summary.get("kinds", {})
    return [(kind, kinds[kind][verdict]) for kind in ShapeKind.values if kinds.get(kind, {}).get(verdict)]


def has_decisions(run: MapImport) -> bool:
    """Whether a person may still decide about shapes of this map."""
    if run.state == State.READY:
        return True
    current = MapShape.objects.of(run.community_id).filter(import_id=run.id, is_current=True)
    return run.state == State.APPLIED and current.filter(~Q(verdict=Verdict.GROUND)).exists()
