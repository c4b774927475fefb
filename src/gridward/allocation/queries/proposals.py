"""What the pages of proposals show: lists, loads before and after, every move with its reason."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.accounts.naming import worker_names
from gridward.allocation.access import REASONS, may_see_limits, proposals_for
from gridward.allocation.models import Balance, Kind, Pin, Proposal, ProposalPiece
from gridward.allocation.queries.workers import doors_without_worker, worker_loads
from gridward.allocation.words import MARKS, why_words
from gridward.areas.models import Building
from gridward.areas.queries import area_names

NEWEST = 50


@dataclass(frozen=True)
class ProposalLine:
    """A proposal of the list: who asked, how many doors it moves, what it is about in words."""

    proposal: Proposal
    by_name: str
    about: str
    moved: int
    mark: str


def proposal_lines(actor: Actor) -> list[ProposalLine]:
    """The newest proposals within sight; four statements."""
    found = list(proposals_for(actor)[:NEWEST])
    names = worker_names({p.by_id for p in found} | gone_ids(found))
    areas = area_names(actor.community_id)
    pieces = ProposalPiece.objects.of(actor.community_id).filter(proposal_id__in=[p.id for p in found])
    moved = dict(
        pieces.order_by().values("proposal_id").annotate(all=Sum("moved")).values_list("proposal_id", "all")
    )
    return [
        ProposalLine(p, names.get(p.by_id, ""), about(p, areas, names), moved.get(p.id) or 0, MARKS[p.state])
        for p in found
    ]


def gone_ids(proposals: Iterable[Proposal]) -> set[UUID]:
    """The workers somebody stands in for."""
    return {UUID(p.options["gone_id"]) for p in proposals if p.kind == Kind.REPAIR}


def about(proposal: Proposal, areas: dict[UUID, str], workers: dict[UUID, str]) -> str:
    """What a proposal is about, in words."""
    if proposal.kind == Kind.REPAIR:
        return workers.get(UUID(proposal.options["gone_id"]), "")
    if not proposal.area_ids:
        return _("Whole community")
    names = [areas.get(UUID(id), "") for id in proposal.area_ids]
    shown = " · ".join(names[:3])
    return f"{shown} …" if len(names) > 3 else shown


@dataclass
class PartLoad:
    """One who takes part: an area or worker with what it has before and after, in doors and minutes."""

    id: UUID
    name: str
    fewest: float
    most: float
    is_gone: bool = False
    is_new: bool = False
    doors_before: int = 0
    doors_after: int = 0
    minutes_before: float = 0.0
    minutes_after: float = 0.0

    def before(self, balance: str) -> float:
        """What is balanced, before."""
        return self.minutes_before if balance == Balance.MINUTES else self.doors_before

    def after(self, balance: str) -> float:
        """What is balanced, after."""
        return self.minutes_after if balance == Balance.MINUTES else self.doors_after

    @property
    def change(self) -> int:
        """Doors more or fewer."""
        return self.doors_after - self.doors_before


@dataclass(frozen=True)
class MoveLine:
    """A piece with its words: what it is, from whom to whom, why."""

    piece: ProposalPiece
    name: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class ProposalView:
    """All that a proposal's page shows."""

    proposal: Proposal
    by_name: str
    about: str
    parts: list[PartLoad]
    moves: list[MoveLine]
    stays: list[MoveLine]
    left_out: list[Building] = field(default_factory=list)

    @property
    def doors(self) -> int:
        """Doors the proposal is about."""
        return sum(line.piece.doors for line in (*self.moves, *self.stays))

    @property
    def moved(self) -> int:
        """Doors that change hands."""
        return sum(line.piece.moved for line in self.moves)

    @property
    def staying(self) -> list[PartLoad]:
        """Those who take part and are not away, with anything after or before."""
        return [part for part in self.parts if not part.is_gone and (part.doors_after or part.most)]

    def extremes(self, is_after: bool) -> tuple[int, int]:
        """Fewest and most doors of those who take part."""
        doors = [part.doors_after if is_after else part.doors_before for part in self.staying]
        return min(doors, default=0), max(doors, default=0)


def proposal_view(actor: Actor, proposal: Proposal) -> ProposalView:
    """A proposal with loads and moves in words; six statements however large it is."""
    pieces = list(
        ProposalPiece.objects.of(actor.community_id).filter(proposal_id=proposal.id).order_by("position")
    )
    areas = area_names(actor.community_id)
    names = names_of_parts(proposal, areas)
    buildings = buildings_by_id(actor.community_id, {piece.building_id for piece in pieces})
    lines = [move_line(actor, piece, buildings, names) for piece in pieces]
    known = worker_names({proposal.by_id} | gone_ids([proposal]))
    left_out = [UUID(id) for id in proposal.figures.get("left_out", ())]
    return ProposalView(
        proposal,
        known.get(proposal.by_id, ""),
        about(proposal, areas, known),
        part_loads(proposal, pieces, names),
        [line for line in lines if line.piece.moved],
        [line for line in lines if not line.piece.moved],
        list(buildings_by_id(actor.community_id, left_out).values()) if left_out else [],
    )


def names_of_parts(proposal: Proposal, areas: dict[UUID, str]) -> dict[UUID, str]:
    """What areas and workers are called, new areas by the name they would have."""
    if proposal.kind == Kind.AREAS:
        new = {
            UUID(p["id"]): new_area_name(p["number"]) for p in proposal.options["parts"] if p.get("number")
        }
        return new | areas
    return dict(Worker.objects.filter(community_id=proposal.community_id).values_list("id", "name"))


def new_area_name(number: int) -> str:
    """What an area that a division opens is called until somebody gives it another name."""
    return f"第{number}片区"


def buildings_by_id(community_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Building]:
    """Buildings with their sites, in walking order."""
    found = Building.objects.with_ids(community_id, ids).select_related("site")
    return {building.id: building for building in found.order_by("walking_order", "id")}


def piece_name(piece: ProposalPiece, buildings: dict[UUID, Building]) -> str:
    """What a piece is called: a building, a staircase of it, or so many of its doors."""
    building = buildings.get(piece.building_id)
    name = building.whole_name if building else "–"
    if piece.is_whole:
        return name
    if piece.unit:
        return _("%(building)s, staircase %(unit)s") % {"building": name, "unit": piece.unit}
    words = ngettext(
        "%(building)s, %(number)s door of it", "%(building)s, %(number)s doors of it", piece.doors
    )
    return words % {"building": name, "number": piece.doors}


def names_of_pieces(community_id: UUID, pieces: Sequence[ProposalPiece]) -> list[str]:
    """What pieces are called."""
    buildings = buildings_by_id(community_id, {piece.building_id for piece in pieces})
    return [piece_name(piece, buildings) for piece in pieces]


def move_line(
    actor: Actor, piece: ProposalPiece, buildings: dict[UUID, Building], names: dict[UUID, str]
) -> MoveLine:
    """A piece in words; that somebody cannot take it is told only to who may see that."""
    before = names.get(piece.before_id, "") if piece.before_id else ""
    after = names.get(piece.after_id, "") if piece.after_id else ""
    why = piece.why
    if why == "cannot" and not (piece.before_id and may_see_limits(actor, piece.before_id, REASONS)):
        why = "nearer"
    if why == "joins" and before:
        why = "no_part"
    words = why_words(why, before, after) if piece.moved else ""
    if len(piece.held) > 1 and before:
        before = _("%(name)s and others") % {"name": before}
    return MoveLine(piece, piece_name(piece, buildings), before, after, words)


def part_loads(proposal: Proposal, pieces: Iterable[ProposalPiece], names: dict[UUID, str]) -> list[PartLoad]:
    """Loads before and after of everybody who takes part or has something now, in the order of the parts."""
    before: dict[UUID, list[float]] = defaultdict(lambda: [0, 0.0])
    after: dict[UUID, list[float]] = defaultdict(lambda: [0, 0.0])
    for piece in pieces:
        for part, doors, minutes in piece.held:
            for loads in (before,) if piece.moved else (before, after):
                if part:
                    loads[UUID(part)][0] += doors
                    loads[UUID(part)][1] += minutes
        if piece.moved and piece.after_id:
            after[piece.after_id][0] += piece.doors
            after[piece.after_id][1] += piece.minutes
    parts: dict[UUID, dict[str, Any]] = {UUID(part["id"]): part for part in proposal.options["parts"]}
    ids = [*parts, *(id for id in before if id not in parts)]
    gone = proposal.options.get("gone_id")
    return [
        PartLoad(
            id,
            names.get(id, "–"),
            parts.get(id, {}).get("fewest", 0.0),
            parts.get(id, {}).get("most", 0.0),
            str(id) == gone,
            bool(parts.get(id, {}).get("number")),
            int(before[id][0]),
            int(after[id][0]),
            before[id][1],
            after[id][1],
        )
        for id in ids
    ]


def pieces_asked(
    actor: Actor, proposal: Proposal, piece_ids: Sequence[UUID], building_ids: Sequence[UUID]
) -> list[ProposalPiece]:
    """The pieces ticked in a list, and those of buildings chosen on the map."""
    pieces = ProposalPiece.objects.of(actor.community_id).filter(proposal_id=proposal.id)
    return list(pieces.filter(Q(id__in=piece_ids) | Q(building_id__in=building_ids)).order_by("position"))


@dataclass(frozen=True)
class Standing:
    """Where things stand for one who plans: doors, who answers for them, who for none, who is away."""

    doors: int
    without: int
    workers: int
    too_full: int
    away: list[Worker]
    pins: int


def standing_for(actor: Actor) -> Standing:
    """Where things stand in the areas one plans for."""
    loads = worker_loads(actor)
    without = doors_without_worker(actor, ())
    return Standing(
        doors=sum(load.doors for load in loads) + without,
        without=without,
        workers=sum(load.doors > 0 for load in loads),
        too_full=sum(load.state == "late" for load in loads),
        away=[load.worker for load in loads if load.is_away],
        pins=Pin.objects.of(actor.community_id).count(),
    )
