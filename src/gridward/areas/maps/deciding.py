"""A person decides what a shape of the map is: this building, that site, new, or none of ours."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.areas.maps.applying import SOURCE, update_shapes, write_piece
from gridward.areas.maps.features import ASIDE_BY_HAND
from gridward.areas.maps.runs import KEEPERS, MAPS, NOT_READY, State
from gridward.areas.models import Building, MapImport, MapShape, ShapeKind, Site, Verdict
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.facts.versions import Stamp
from gridward.shared.ids import derived_id
from gridward.shared.problems import Problem, problem_code

ACCEPT, NEW, ASIDE = "accept", "new", "aside"
NO_SHAPE = problem_code(
    "areas.map_no_shape", 404, "This shape is not of this map, or nothing can be decided about it."
)
NO_TARGET = problem_code("areas.map_no_target", 422, "Choose a building or site of this community.")
TWO_SHAPES = problem_code(
    "areas.map_two_shapes", 409, "{thing} already has another shape of this map. Put that one aside first."
)
NO_REASON = problem_code("areas.map_no_reason", 422, "Say why the shape is left aside.")


@dataclass(frozen=True, slots=True)
class Decision:
    """About one shape: `accept` it as `target_id` (a building; a site where the shape is one), take it as `new`
    (a building onto the site `target_id`, where one is named), or leave it `aside` for a `reason` (ASIDE_BY_HAND)."""

    shape_id: UUID
    deed: str
    target_id: UUID | None = None
    reason: str = ""


@transaction.atomic
def decide(*, by: Actor, run: MapImport, decisions: Sequence[Decision]) -> int:
    """Keep what a person decided about shapes; of a map that is in already it goes into the register at once.

    Returns how many shapes were decided. Raises areas.map_no_shape, areas.map_no_target, areas.map_two_shapes,
    areas.map_no_reason, areas.map_not_ready, shared.not_yours.
    """
    must_be(by, *KEEPERS)
    hold(run.community_id)
    if not MapImport.objects.with_ids(run.community_id, [run.id]).filter(
        state__in=(State.READY, State.APPLIED)
    ):
        raise Problem(NOT_READY, {"state": MAPS.state_words(run)})
    shapes = _shapes(run, decisions)
    _refuse_odd_targets(run, decisions, shapes)
    now = timezone.now()
    for decision in decisions:
        shape = shapes[decision.shape_id]
        _put(shape, decision)
        shape.decided_by_id, shape.decided_at = by.worker_id, now
    _refuse_two_shapes(run, shapes)
    fields = ["verdict", "building_id", "site_id", "proposals", "reason", "decided_by_id", "decided_at"]
    update_shapes(shapes.values(), fields)
    announce(
        "map.decided",
        community_id=run.community_id,
        by_id=by.worker_id,
        changed=[("map_shape", id) for id in shapes],
        subject_id=run.id,
    )
    _count_again(run)
    if run.state == State.APPLIED:
        written: dict[str, int] = defaultdict(int)
        write_piece(by, run, list(shapes), Stamp(by.worker_id, SOURCE, now), written)
    return len(shapes)


def _shapes(run: MapImport, decisions: Sequence[Decision]) -> dict[UUID, MapShape]:
    ids = {decision.shape_id for decision in decisions}
    found = MapShape.objects.with_ids(run.community_id, ids).filter(
        import_id=run.id, kind__in=(ShapeKind.BUILDING, ShapeKind.SITE)
    )
    shapes = {shape.id: shape for shape in found.exclude(verdict=Verdict.REFUSED)}
    is_past = run.state == State.APPLIED and not all(shape.is_current for shape in shapes.values())
    if len(shapes) < len(ids) or is_past:
        raise Problem(NO_SHAPE)
    return shapes


def _refuse_odd_targets(run: MapImport, decisions: Sequence[Decision], shapes: dict[UUID, MapShape]) -> None:
    targets: dict[str, set[UUID]] = {"building": set(), "site": set()}
    for decision in decisions:
        is_site = shapes[decision.shape_id].kind == ShapeKind.SITE or decision.deed == NEW
        if decision.deed == ASIDE and decision.reason not in ASIDE_BY_HAND:
            raise Problem(NO_REASON)
        if decision.deed == ACCEPT and decision.target_id is None:
            raise Problem(NO_TARGET)
        if decision.deed in (ACCEPT, NEW) and decision.target_id:
            targets["site" if is_site else "building"].add(decision.target_id)
    for table, ids in ((Building, targets["building"]), (Site, targets["site"])):
        if ids and table.objects.with_ids(run.community_id, ids).count() < len(ids):
            raise Problem(NO_TARGET)


def _put(shape: MapShape, decision: Decision) -> None:
    is_site = shape.kind == ShapeKind.SITE
    shape.reason = decision.reason if decision.deed == ASIDE else ""
    if decision.deed == ASIDE:
        shape.verdict, shape.building_id = Verdict.ASIDE, None
    elif decision.deed == NEW:
        shape.verdict, shape.building_id = Verdict.NEW, None
        new_site = derived_id(shape.import_id, "site", shape.position)
        shape.site_id = new_site if is_site else decision.target_id or shape.site_id
    else:
        shape.verdict, shape.proposals = Verdict.SURE, [(str(decision.target_id), "chosen")]
        if is_site:
            shape.site_id = decision.target_id
        else:
            shape.building_id = decision.target_id


def _refuse_two_shapes(run: MapImport, shapes: dict[UUID, MapShape]) -> None:
    """No building gets two shapes of one map."""
    wanted = [shape.building_id for shape in shapes.values() if shape.building_id]
    others = MapShape.objects.of(run.community_id).filter(
        import_id=run.id, building_id__in=wanted, verdict=Verdict.SURE, kind=ShapeKind.BUILDING
    )
    taken = set(others.exclude(id__in=list(shapes)).values_list("building_id", flat=True))
    taken |= {id for id, count in Counter(wanted).items() if count > 1}
    if taken:
        building = (
            Building.objects.with_ids(run.community_id, {id for id in taken if id})
            .select_related("site")
            .first()
        )
        raise Problem(TWO_SHAPES, {"thing": building.whole_name if building else ""})


def _count_again(run: MapImport) -> None:
    """The counts of the preview, as they stand after the decision."""
    rows = MapShape.objects.of(run.community_id).filter(import_id=run.id)
    kinds: dict[str, dict[str, int]] = {}
    verdicts: Counter[str] = Counter()
    for kind, verdict, count in rows.values_list("kind", "verdict").annotate(count=Count("id")):
        kinds.setdefault(kind, {})[verdict] = count
        verdicts[verdict] += count
    run.summary = {**run.summary, "kinds": kinds, "verdicts": dict(verdicts)}
    MapImport.objects.with_ids(run.community_id, [run.id]).update(summary=run.summary)
