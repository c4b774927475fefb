"""From a proposal to what planning works on, and from its plan back to pieces; nothing of the register is touched."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any
from uuid import UUID

from gridward.allocation.models import Balance, Kind, Pin, PinTo, Proposal, ProposalPiece
from gridward.allocation.pieces import (
    Piece,
    as_they_are,
    for_workers,
    held_of,
    moved_doors,
    seen_of,
    whole_buildings,
)
from gridward.allocation.queries.ground import Ground, ground_of
from gridward.allocation.weighing import AROUND
from gridward.planning import assigning, dividing, measures, moves, neighbours, repairing
from gridward.planning.pieces import Block, Move, Part, Plan, Task
from gridward.shared.ids import derived_id

Progress = Callable[[int, int], None]
# So many times the doors of who is gone may move where that alone keeps the limits.
FAR = 2
# Over so many buildings at most may doors go to who stands in, before limits are broken.
STEPS = (1, 4, 8)


@dataclass(frozen=True)
class Laid:
    """A proposal laid out for planning: its ground, the pieces of it, and the task over their blocks."""

    ground: Ground
    pieces: list[Piece]
    task: Task


@dataclass(frozen=True)
class Planned:
    """What was planned: who gets each piece, why, and the measures before and after."""

    laid: Laid
    after: list[UUID | None]
    why: Mapping[int, str]
    figures: dict[str, Any]


def plan(proposal: Proposal, on_progress: Progress | None = None) -> Planned:
    """Plan a proposal against the register as it stands now."""
    laid = lay_out(proposal)
    if not laid.task.blocks or not laid.task.parts:
        return Planned(laid, [piece.now for piece in laid.pieces], {}, {"is_empty": True})
    made, why = solve(proposal, laid.task, on_progress)
    if proposal.options.get("is_fresh"):
        made = keep_names(laid.task, made)
    after = [parts_id(laid.task, part, piece) for part, piece in zip(made.part_of, laid.pieces, strict=True)]
    return Planned(laid, after, why or reasons(laid.task, made), figures_of(proposal, laid, made))


def parts_id(task: Task, part: int | None, piece: Piece) -> UUID | None:
    """The area or worker a piece goes to; who cannot be helped stays."""
    return piece.now if part is None else UUID(task.parts[part].id)


def solve(proposal: Proposal, task: Task, on_progress: Progress | None) -> tuple[Plan, dict[int, str]]:
    """Ask planning; for a repair it says why itself."""
    if proposal.kind == Kind.REPAIR:
        made, moved = stand_in(task, proposal.options["gone_id"], on_progress)
        return made, {move.block: move.why for move in moved}
    if proposal.options.get("is_fresh"):
        more: dict[str, Any] = {"seed": task.seed, "effort": task.effort, "on_progress": on_progress}
        return dividing.divide(task.blocks, task.parts, task.neighbours, **more), {}
    return assigning.assign(task, on_progress=on_progress), {}


def stand_in(task: Task, gone: str, on_progress: Progress | None) -> tuple[Plan, list[Move]]:
    """Who stands in: nothing moves but what the one who is gone had, unless only that keeps the limits.

    For the time being it may go over a few other buildings to whoever has room. What the others have stays even then
    where freeing them would move more than FAR times as many doors.
    """
    held = replace(task, blocks=[b if b.now == gone else replace(b, is_pinned=True) for b in task.blocks])
    for steps in STEPS:
        near = replace(held, neighbours=within(task.neighbours, len(task.blocks), steps))
        few, moved = repairing.repair(near, [gone], on_progress=on_progress)
        if not few.broken.keys() & {"too_many", "unplaced"}:
            return few, moved
    more, moved_more = repairing.repair(task, [gone], on_progress=on_progress)
    doors = [sum(task.blocks[move.block].doors for move in each) for each in (moved, moved_more)]
    is_worth_it = more.is_feasible and doors[1] <= FAR * doors[0]
    return (more, moved_more) if is_worth_it else (few, moved)


def within(pairs: Sequence[tuple[int, int]], count: int, steps: int) -> list[tuple[int, int]]:
    """Neighbours over so many steps."""
    around: list[set[int]] = [set() for _ in range(count)]
    for a, b in pairs:
        around[a].add(b)
        around[b].add(a)
    reached = around
    for _ in range(steps - 1):
        reached = [seen.union(*(around[other] for other in seen)) for seen in reached]
    return sorted({(a, b) for a, seen in enumerate(reached) for b in seen if a < b})


def reasons(task: Task, made: Plan) -> dict[int, str]:
    """Why each block that moves does so."""
    found: Sequence[Move] = moves.moves(task, made)
    return {move.block: move.why for move in found}


def lay_out(proposal: Proposal) -> Laid:
    """Ground, pieces and task of a proposal."""
    is_about_areas = proposal.kind == Kind.AREAS
    ids = [UUID(id) for id in proposal.area_ids] or None
    ground = ground_of(proposal.community_id, ids, with_loose=is_about_areas)
    pins = pins_of(proposal)
    pieces = [piece for piece in pieces_of(proposal, ground) if takes_part(proposal, piece, pins)]
    blocks = [block_of(proposal, piece, pins) for piece in pieces]
    points = [(block.x, block.y) for block in blocks]
    pairs = neighbours.gabriel(points) if len(points) > 1 else []
    parts = parts_of(proposal, pieces, blocks)
    task = Task(
        blocks,
        parts,
        pairs,
        price=float(proposal.options.get("price", 0)),
        seed=proposal.seed,
        effort=float(proposal.options.get("effort", 10.0)),
    )
    return Laid(ground, pieces, task)


def pieces_of(proposal: Proposal, ground: Ground) -> list[Piece]:
    """What goes to one part whole."""
    if proposal.kind == Kind.AREAS:
        return whole_buildings(ground.placed)
    if proposal.kind == Kind.REPAIR:
        room = max(float(proposal.options["usual"]) * float(proposal.options["stretch"]), 1.0)
        return as_they_are(ground.placed, UUID(proposal.options["gone_id"]), room)
    most = max((float(part["most"]) for part in proposal.options["parts"]), default=0.0)
    by_unit = proposal.options.get("split") == "unit"
    return for_workers(ground.placed, most, proposal.options["balance"], by_unit=by_unit)


def pins_of(proposal: Proposal) -> dict[UUID, UUID]:
    """What each pinned building stays with."""
    to = PinTo.AREA if proposal.kind == Kind.AREAS else PinTo.WORKER
    pins = Pin.objects.of(proposal.community_id).filter(to=to)
    return dict(pins.values_list("building_id", "part_id"))


def takes_part(proposal: Proposal, piece: Piece, pins: Mapping[UUID, UUID]) -> bool:
    """Whether a piece is anybody's to move: not one that is pinned to somebody outside the proposal.

    Who stands in takes the doors of the one who is away, and not those that are nobody's or another's who is away.
    """
    parts = {part["id"] for part in proposal.options["parts"]}
    if proposal.kind == Kind.REPAIR:
        return str(piece.now) in parts
    pinned = pins.get(piece.building.id)
    return pinned is None or str(pinned) in parts


def block_of(proposal: Proposal, piece: Piece, pins: Mapping[UUID, UUID]) -> Block:
    """A piece as planning sees it; pinned where the building stays with a part that takes part."""
    parts = {part["id"] for part in proposal.options["parts"]}
    pinned = str(pins.get(piece.building.id, ""))
    is_pinned = pinned in parts
    now = pinned if is_pinned else str(piece.now) if piece.now else None
    at = piece.building.at or (0.0, 0.0)
    return Block(
        id=f"{piece.building.id}:{piece.doors[0].id}",
        x=at[0],
        y=at[1],
        weight=piece.weight(proposal.options["balance"]),
        doors=len(piece.doors),
        now=now if now in parts else None,
        needs=needs_of(proposal, piece),
        is_pinned=is_pinned,
        hardness=piece.building.hardness,
    )


def needs_of(proposal: Proposal, piece: Piece) -> frozenset[str]:
    """What its worker must be able to: nights, and each height that somebody cannot climb."""
    if proposal.kind == Kind.AREAS:
        return frozenset()
    highest = max(door.floor for door in piece.doors)
    heights = {int(part["floor"]) for part in proposal.options["parts"] if part.get("floor")}
    stairs = {f"above_{height}" for height in heights if highest > height}
    return frozenset(stairs.union(*(door.needs for door in piece.doors)))


def parts_of(proposal: Proposal, pieces: Sequence[Piece], blocks: Sequence[Block]) -> list[Part]:
    """Areas or workers with their limits; in a repair nobody has to take more to reach a fewest."""
    parts = [
        Part(
            id=part["id"],
            fewest=0.0 if proposal.kind == Kind.REPAIR else float(part["fewest"]),
            most=float(part["most"]),
            cannot=cannot_of(part),
        )
        for part in proposal.options["parts"]
    ]
    return stretched(proposal, parts, blocks) if proposal.kind == Kind.REPAIR else parts


def cannot_of(part: Mapping[str, Any]) -> frozenset[str]:
    """The needs a worker cannot meet."""
    stairs = {f"above_{part['floor']}"} if part.get("floor") else set()
    return frozenset(stairs | ({"nights"} if part.get("no_nights") else set()))


def stretched(proposal: Proposal, parts: Sequence[Part], blocks: Sequence[Block]) -> list[Part]:
    """Limits for the time of standing in: a share above the usual, never less than what stands.

    Where the others together still have no room, they are a little wider for all.
    """
    loads = dict.fromkeys((part.id for part in parts), 0.0)
    for block in blocks:
        if block.now in loads:
            loads[block.now] += block.weight
    gone, share = proposal.options["gone_id"], 1 + float(proposal.options["stretch"])
    limits = {part.id: max(float(int(part.most * share)), loads[part.id]) for part in parts}
    left = [id for id in limits if id != gone]
    room = sum(limits[id] - loads[id] for id in left)
    lacking = max(loads.get(gone, 0.0) - room, 0)
    more = ceil(lacking * (1 + AROUND) / len(left)) if left and lacking else 0
    return [Part(part.id, part.fewest, limits[part.id] + more, part.cannot) for part in parts]


def keep_names(task: Task, made: Plan) -> Plan:
    """The same parts under the names whose present holdings they overlap most, so that names move little."""
    shared: dict[tuple[int, str], float] = {}
    for block, part in zip(task.blocks, made.part_of, strict=True):
        if part is not None and block.now is not None:
            shared[part, block.now] = shared.get((part, block.now), 0.0) + block.weight
    positions = {part.id: at for at, part in enumerate(task.parts)}
    named: dict[int, int] = {}
    for (part, now), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if part not in named and positions[now] not in named.values():
            named[part] = positions[now]
    free = [at for at in range(len(task.parts)) if at not in named.values()]
    for part in range(len(task.parts)):
        if part not in named:
            named[part] = free.pop(0)
    part_of = [None if part is None else named[part] for part in made.part_of]
    return Plan(part_of, made.cost, made.bound, made.method, made.is_feasible, made.broken)


def present(task: Task) -> Plan:
    """What stands now, as a plan."""
    positions = {part.id: at for at, part in enumerate(task.parts)}
    part_of = [positions.get(block.now) if block.now else None for block in task.blocks]
    return Plan(part_of, 0.0, None, "present", True)


def measured(task: Task, made: Plan) -> dict[str, Any]:
    """How good a plan is, in numbers."""
    found = measures.measure(task, made)
    return {
        name: getattr(found, name)
        for name in ("fewest", "most", "spread", "compactness", "not_contiguous", "cost", "bound", "gap")
    }


def figures_of(proposal: Proposal, laid: Laid, made: Plan) -> dict[str, Any]:
    """What is kept beside the pieces: measures before and after, what could not be kept, what was left out."""
    most = max((part.most for part in laid.task.parts), default=0.0)
    before, after = measured(laid.task, present(laid.task)), measured(laid.task, made)
    broken = dict(made.broken)
    if proposal.kind == Kind.REPAIR:
        # What was in pieces before is not for a repair to mend.
        broken["not_contiguous"] = max(after["not_contiguous"] - before["not_contiguous"], 0)
    return {
        "before": before,
        "after": after,
        "broken": broken,
        "is_feasible": made.is_feasible,
        "method": made.method,
        "is_mapless": laid.ground.is_mapless,
        "guessed": [str(b.id) for b in laid.ground.placed if b.is_guessed],
        "left_out": [str(b.id) for b in laid.ground.not_plannable],
        "stretched_to": int(most) if proposal.kind == Kind.REPAIR else None,
    }


def rows_of(proposal: Proposal, planned: Planned) -> list[ProposalPiece]:
    """The pieces as rows to be kept."""
    is_about_areas = proposal.kind == Kind.AREAS
    rows = []
    for position, (piece, block, after) in enumerate(
        zip(planned.laid.pieces, planned.laid.task.blocks, planned.after, strict=True)
    ):
        held = held_of(piece, is_about_areas)
        stays = block.is_pinned and after == piece.now
        moved = 0 if stays else moved_doors(held, after)
        rows.append(
            ProposalPiece(
                community_id=proposal.community_id,
                id=derived_id(proposal.id, position),
                proposal_id=proposal.id,
                position=position,
                building_id=piece.building.id,
                area_id=piece.building.area_id,
                is_whole=piece.is_whole,
                unit=piece.unit,
                door_ids=[str(door.id) for door in piece.doors],
                doors=len(piece.doors),
                minutes=round(piece.minutes, 2),
                x=round(block.x, 2),
                y=round(block.y, 2),
                needs=sorted(block.needs),
                hardness=block.hardness,
                held=held,
                before_id=piece.now,
                after_id=after,
                moved=moved,
                why=(planned.why.get(position) or "together") if moved else "",
                is_pinned=block.is_pinned,
                seen=seen_of(piece, is_about_areas),
            )
        )
    return rows


def total_of(pieces: Sequence[Piece], balance: str = Balance.DOORS) -> float:
    """What is to be shared out in all."""
    return sum(piece.weight(balance) for piece in pieces)
