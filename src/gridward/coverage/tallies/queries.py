"""What a street or county reads: tallies of its communities, and of one community's areas. No door, no person."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.models import Unit, UnitKind
from gridward.accounts.naming import worker_names
from gridward.accounts.queries.above import Below, below
from gridward.areas.models import Area
from gridward.coverage.models import COUNTS, Tally
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem


@dataclass(frozen=True)
class Row:
    """Counts under one name: a street, a community or an area, or what lies in no area of a community (the rest).

    `counted_at`: the oldest of what is summed.
    """

    id: UUID
    name: str
    counts: Mapping[str, int]
    communities: int = 0
    areas: int = 0
    counted_at: datetime | None = None
    leader: str = ""
    number: int = 0
    is_rest: bool = False

    @property
    def missing(self) -> int:
        """What is still owed, late or not."""
        return self.counts["open"] + self.counts["late"]

    @property
    def unplated(self) -> int:
        """Doors without a plate number."""
        return self.counts["doors"] - self.counts["plated"]

    @property
    def ungiven(self) -> int:
        """Doors without a responsible worker."""
        return self.counts["doors"] - self.counts["given"]

    @property
    def unverified(self) -> int:
        """Doors no verification has ever confirmed."""
        return self.counts["doors"] - self.counts["verified"]


@dataclass(frozen=True)
class Level:
    """A unit above or a community, with a row for each thing directly below it and their sum."""

    unit: Unit
    rows: Sequence[Row]
    total: Row
    trail: Sequence[Unit]

    @property
    def is_community(self) -> bool:
        """Whether the rows are areas."""
        return self.unit.kind == UnitKind.COMMUNITY


def in_sight(actor: Actor) -> Below:
    """The actor's unit with all below it. Raises shared.not_yours for anybody who does not look from above."""
    found = below(actor.community_id) if actor.is_above else None
    if found is None:
        raise Problem(NOT_YOURS)
    return found


def level_of(actor: Actor, unit_id: UUID | None = None) -> Level:
    """A unit in the actor's sight, the actor's own without an id; a constant number of statements for a depth.

    Raises shared.not_found, shared.not_yours.
    """
    tree = in_sight(actor)
    unit, trail = unit_and_trail(tree, unit_id)
    rows = area_rows(unit.id) if unit.kind == UnitKind.COMMUNITY else _unit_rows(tree, unit)
    if unit.kind == UnitKind.COMMUNITY:
        wholes = _wholes([unit.id])
        total = _summed(unit, wholes.values(), areas=len(rows), communities=1)
        rows += _in_no_area(unit, rows, total)
    else:
        total = _of_rows(unit, rows)
    return Level(unit, sorted(rows, key=_most_missing_first), total, trail)


def _most_missing_first(row: Row) -> tuple[int, int, int, str]:
    return -row.counts["late"], -row.counts["open"], row.number, row.name


def unit_and_trail(tree: Below, unit_id: UUID | None = None) -> tuple[Unit, list[Unit]]:
    """A unit in sight, the topmost without an id, and those above it, highest first. Raises shared.not_found."""
    by_id = {unit.id: unit for unit in [tree.unit, *tree.under]}
    unit = by_id.get(unit_id or tree.unit.id)
    if unit is None:
        raise Problem(NOT_FOUND)
    found: list[Unit] = []
    at = by_id.get(unit.parent_id) if unit.parent_id else None
    while at is not None:
        found.insert(0, at)
        at = by_id.get(at.parent_id) if at.parent_id else None
    return unit, found


def under_each(tree: Below, unit: Unit) -> dict[UUID, list[UUID]]:
    """The communities at or below each unit that stands directly under one."""
    communities = set(tree.community_ids)
    return {
        child.id: [id for id in tree.communities_under(child.id) if id in communities]
        for child in tree.children(unit.id)
    }


def _unit_rows(tree: Below, unit: Unit) -> list[Row]:
    """A row for each unit directly below, of the tallies of all communities under it."""
    under = under_each(tree, unit)
    ids = [id for each in under.values() for id in each]
    wholes, areas = _wholes(ids), _how_many_areas(ids)
    return [
        _summed(
            child,
            [wholes[id] for id in under[child.id] if id in wholes],
            communities=len(under[child.id]),
            areas=sum(areas.get(id, 0) for id in under[child.id]),
        )
        for child in tree.children(unit.id)
    ]


def _wholes(community_ids: Collection[UUID]) -> dict[UUID, Tally]:
    tallies: QuerySet[Any] = Tally.objects.filter(community_id__in=community_ids, id=F("community_id"))
    return {tally.community_id: tally for tally in tallies}


def _how_many_areas(community_ids: Collection[UUID]) -> dict[UUID, int]:
    tallies = Tally.objects.filter(community_id__in=community_ids).exclude(id=F("community_id"))
    found: dict[UUID, int] = {}
    for community_id in tallies.values_list("community_id", flat=True):
        found[community_id] = found.get(community_id, 0) + 1
    return found


def _summed(unit: Unit, tallies: Iterable[Tally], *, communities: int, areas: int) -> Row:
    listed = list(tallies)
    counts = {name: sum(getattr(tally, name) for tally in listed) for name in COUNTS}
    oldest = min((tally.counted_at for tally in listed), default=None)
    return Row(unit.id, unit.name, counts, communities, areas, oldest)


def _of_rows(unit: Unit, rows: Sequence[Row]) -> Row:
    counts = {name: sum(row.counts[name] for row in rows) for name in COUNTS}
    oldest = min((row.counted_at for row in rows if row.counted_at), default=None)
    return Row(
        unit.id,
        unit.name,
        counts,
        sum(row.communities for row in rows),
        sum(row.areas for row in rows),
        oldest,
    )


def area_rows(community_id: UUID) -> list[Row]:
    """A row for each open area of a community, with its leader's name; three statements."""
    tallies = {tally.id: tally for tally in Tally.objects.of(community_id)}
    areas = Area.objects.of(community_id).filter(is_closed=False).order_by("number")
    listed = list(areas.only("community_id", "id", "name", "number", "leader_id"))
    names = worker_names(area.leader_id for area in listed)
    return [_area_row(area, tallies.get(area.id), names) for area in listed]


def _in_no_area(unit: Unit, rows: Sequence[Row], total: Row) -> list[Row]:
    """What the whole has and no open area, if there is any."""
    rest = {name: max(total.counts[name] - sum(row.counts[name] for row in rows), 0) for name in COUNTS}
    if not any(rest.values()):
        return []
    return [Row(unit.id, _("In no area"), rest, counted_at=total.counted_at, is_rest=True)]


def _area_row(area: Area, tally: Tally | None, names: Mapping[UUID, str]) -> Row:
    return Row(
        area.id,
        area.name,
        {name: getattr(tally, name) if tally else 0 for name in COUNTS},
        counted_at=tally.counted_at if tally else None,
        leader=names.get(area.leader_id, "") if area.leader_id else "",
        number=area.number,
    )
