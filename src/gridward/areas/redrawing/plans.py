"""What a split, a merge or a new border would do, worked out before it happens."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.areas.access import area_or_404, areas_for
from gridward.areas.entries import AreaFact
from gridward.areas.models import Area, Building
from gridward.areas.redrawing.pieces import Outline, cut_around, cut_by_line, exchanged, joined
from gridward.facts.said import EMPTY
from gridward.shared.geometry import outline_of, which_outline
from gridward.shared.ids import new_id
from gridward.shared.problems import Problem, problem_code

NOT_DRAWN = problem_code(
    "areas.not_drawn", 422, "This area has no outline yet. Draw it first, or choose the buildings instead."
)
NOT_CROSSED = problem_code(
    "areas.line_does_not_cross",
    422,
    "The line does not cut the area in two. Draw it from border to border, across the area.",
)
NOTHING_CHOSEN = problem_code(
    "areas.nothing_to_split", 422, "Draw a line, or choose some of the buildings, but not all of them."
)
TOO_FEW = problem_code(
    "areas.too_few_to_merge", 422, "Choose at least two open areas, and which of them stays."
)


@dataclass(frozen=True)
class Named:
    """What a new area is to be called, and who leads it; None leaves what was proposed."""

    number: int | None = None
    name: str = ""
    leader_id: UUID | None = None


@dataclass(frozen=True)
class Redrawn:
    """What would happen: areas as they will stand, the area of each building concerned, areas that close.

    `heirs` are the areas that take over from one; `unplaced` are buildings that have no place on the map and stay,
    `doubtful` those that lie in several outlines.
    """

    deed: str
    areas: tuple[AreaFact, ...]
    homes: Mapping[UUID, UUID]
    before: Mapping[UUID, UUID | None]
    opening: tuple[UUID, ...] = ()
    closing: tuple[UUID, ...] = ()
    heirs: Mapping[UUID, Sequence[UUID]] = field(default_factory=dict)
    unplaced: tuple[UUID, ...] = ()
    doubtful: tuple[UUID, ...] = ()

    @property
    def moves(self) -> dict[UUID, UUID]:
        """Buildings that come into another area."""
        return {id: home for id, home in self.homes.items() if self.before.get(id) != home}


@dataclass(frozen=True)
class Placed:
    """A building as redrawing needs it."""

    id: UUID
    area_id: UUID | None
    point: tuple[float, float] | None
    doors: int


def placed_in(actor: Actor, area_ids: Iterable[UUID] | None) -> list[Placed]:
    """The buildings of some areas, or all, in walking order, with their count of doors."""
    rows = Building.objects.of(actor.community_id)
    if area_ids is not None:
        rows = rows.filter(area_id__in=list(area_ids))
    counted = rows.annotate(door_count=Count("doors__id")).order_by("walking_order", "id")
    return [
        Placed(id, area_id, None if lng is None or lat is None else (lng, lat), doors)
        for id, area_id, lng, lat, doors in counted.values_list("id", "area_id", "lng", "lat", "door_count")
    ]


def plan_split(
    actor: Actor,
    area_id: UUID,
    *,
    line: Mapping[str, Any] | None = None,
    chosen: Sequence[Sequence[UUID]] = (),
    named: Sequence[Named] = (),
) -> Redrawn:
    """An area split by a drawn line, or by lists of buildings that each become an area of their own.

    What was not chosen stays the area it was, or of the pieces of a line the one with most doors. Raises
    shared.not_found, areas.not_drawn, areas.line_does_not_cross, areas.nothing_to_split.
    """
    area = area_or_404(actor, area_id)
    buildings = placed_in(actor, [area_id])
    pieces = by_line(area, buildings, line) if line else by_choice(area, buildings, chosen)
    ids = [area_id, *(new_id() for _piece in pieces[1:])]
    facts = [AreaFact(id=area_id, outline=pieces[0][0] or EMPTY if area.outline else None)]
    first = next_number(actor.community_id)
    for place, (outline, _its) in enumerate(pieces[1:]):
        said = named[place] if place < len(named) else Named()
        facts.append(new_area(ids[place + 1], area, said, first + place, outline))
    homes = {placed.id: id for id, (_outline, its) in zip(ids, pieces, strict=True) for placed in its}
    return Redrawn(
        "area.split",
        tuple(facts),
        homes,
        {placed.id: placed.area_id for placed in buildings},
        opening=tuple(ids[1:]),
        heirs={area_id: ids},
        unplaced=tuple(placed.id for placed in buildings if placed.point is None) if line else (),
    )


Piece = tuple[Outline | None, list[Placed]]


def by_line(area: Area, buildings: Sequence[Placed], line: Mapping[str, Any]) -> list[Piece]:
    """The pieces a line makes, each with the buildings whose point lies in it; those without a point go first."""
    if area.outline is None:
        raise Problem(NOT_DRAWN)
    outlines = cut_by_line(area.outline, line)
    if len(outlines) < 2:
        raise Problem(NOT_CROSSED)
    pieces: list[Piece] = [(outline, []) for outline in outlines]
    points = [placed.point or (0.0, 0.0) for placed in buildings]
    for placed, inside in zip(buildings, which_outline(outlines, points), strict=True):
        if inside:
            pieces[inside[0]][1].append(placed)
    fullest = max(pieces, key=lambda piece: sum(placed.doors for placed in piece[1]))
    known = {placed.id for _outline, its in pieces for placed in its}
    fullest[1].extend(placed for placed in buildings if placed.id not in known)
    pieces.sort(key=lambda piece: piece is not fullest)
    return pieces


def by_choice(area: Area, buildings: Sequence[Placed], chosen: Sequence[Sequence[UUID]]) -> list[Piece]:
    """What is left over, and the buildings chosen, list by list, each with its part of the outline."""
    wanted = {id: place for place, ids in enumerate(chosen, 1) for id in ids}
    groups: list[list[Placed]] = [[] for _list in range(len(chosen) + 1)]
    for placed in buildings:
        groups[wanted.get(placed.id, 0)].append(placed)
    groups = [group for group in groups if group]
    if len(groups) < 2:
        raise Problem(NOTHING_CHOSEN)
    outlines: list[Outline | None] = [None for _group in groups]
    if area.outline:
        outlines = cut_around(area.outline, [[each.point for each in its if each.point] for its in groups])
    return list(zip(outlines, groups, strict=True))


def new_area(id: UUID, parent: Area, said: Named, number: int, outline: Outline | None) -> AreaFact:
    """An area that comes out of another: its duties and difficulty, a leader and number of its own."""
    number = said.number or number
    return AreaFact(
        id=id,
        number=number,
        name=said.name or _("Area %(number)s") % {"number": number},
        leader_id=said.leader_id or EMPTY,
        duties=parent.duties,
        difficulty=parent.difficulty,
        outline=outline,
    )


def next_number(community_id: UUID) -> int:
    """The first number that no area ever had."""
    highest = Area.objects.of(community_id).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def plan_merge(actor: Actor, area_ids: Iterable[UUID], into: UUID) -> Redrawn:
    """Areas made one that keeps number, name and leader. Raises areas.too_few_to_merge."""
    asked = {*area_ids, into}
    areas = {area.id: area for area in areas_for(actor).filter(is_closed=False, id__in=asked)}
    if len(areas) < 2 or into not in areas:
        raise Problem(TOO_FEW)
    closing = tuple(id for id in areas if id != into)
    drawn = [area.outline for area in areas.values() if area.outline]
    buildings = placed_in(actor, areas)
    return Redrawn(
        "area.merged",
        (AreaFact(id=into, outline=joined(drawn)),),
        {placed.id: into for placed in buildings},
        {placed.id: placed.area_id for placed in buildings},
        closing=closing,
        heirs={id: [into] for id in closing},
    )


def plan_border(actor: Actor, area_id: UUID, outline: Mapping[str, Any]) -> Redrawn:
    """An area drawn anew: neighbours give and take ground, and buildings go to the side their point lies on.

    Raises shared.not_found, shared.bad_outline.
    """
    area = area_or_404(actor, area_id)
    drawn, _mended = outline_of(outline)
    others = areas_for(actor).filter(is_closed=False).exclude(outline=None).exclude(id=area_id)
    outlines = {id: standing for id, standing in others.values_list("id", "outline") if standing}
    changed = exchanged(area.outline, drawn, outlines)
    facts = [AreaFact(id=area_id, outline=drawn)]
    facts += [AreaFact(id=id, outline=new or EMPTY) for id, new in changed.items()]
    after = {area_id: drawn} | {id: new for id, new in changed.items() if new}
    plan = plan_by_outlines(actor, after, "area.redrawn", among={*changed, area_id})
    return replace(plan, areas=tuple(facts))


def plan_by_outlines(
    actor: Actor,
    outlines: Mapping[UUID, Outline] | None = None,
    deed: str = "area.assigned",
    among: Iterable[UUID] | None = None,
) -> Redrawn:
    """Every building with a place goes to the area whose outline it lies in; one in several stays where it is.

    `among` are the areas whose buildings may move; those in no open area always may.
    """
    if outlines is None:
        drawn = areas_for(actor).filter(is_closed=False).exclude(outline=None)
        outlines = {id: outline for id, outline in drawn.values_list("id", "outline") if outline}
    ids, everywhere = list(outlines), placed_in(actor, None)
    if among is not None:
        still = set(among) | {None}
        everywhere = [placed for placed in everywhere if placed.area_id in still]
    points = [placed.point or (0.0, 0.0) for placed in everywhere]
    homes, doubtful = {}, []
    for placed, inside in zip(everywhere, which_outline(list(outlines.values()), points), strict=True):
        found = [ids[place] for place in inside] if placed.point else []
        if len(found) > 1 and placed.area_id not in found:
            doubtful.append(placed.id)
        elif found and placed.area_id not in found:
            homes[placed.id] = found[0]
    return Redrawn(
        deed,
        (),
        homes,
        {placed.id: placed.area_id for placed in everywhere},
        unplaced=tuple(placed.id for placed in everywhere if placed.point is None),
        doubtful=tuple(doubtful),
    )


def doors_by_area(buildings: Iterable[Placed], homes: Mapping[UUID, UUID]) -> Counter[UUID]:
    """How many doors each area holds when buildings live where `homes` says."""
    doors: Counter[UUID] = Counter()
    for placed in buildings:
        home = homes.get(placed.id, placed.area_id)
        if home is not None:
            doors[home] += placed.doors
    return doors
