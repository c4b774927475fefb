"""The list of areas as a page shows it: each with its load and coverage, and what lies in no area."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.areas import queries
from gridward.areas.loads import AreaCoverage, AreaLoad, Covered, coverage_for, loads_of
from gridward.areas.models import Building
from gridward.areas.queries import AreaLine

KEEPERS = (Role.COORDINATOR, Role.DATA_OFFICER)


@dataclass(frozen=True)
class AreaRow:
    """One area of the list."""

    line: AreaLine
    load: AreaLoad
    coverage: AreaCoverage | None


@dataclass(frozen=True)
class Overview:
    """The open areas within sight, and the buildings that lie in none."""

    rows: Sequence[AreaRow]
    covered: Covered | None
    unplaced: Sequence[Building]

    @cached_property
    def total(self) -> AreaLoad:
        """All areas together."""
        loads = [row.load for row in self.rows]
        return AreaLoad(
            sum(load.doors for load in loads),
            sum(load.households for load in loads),
            sum(load.living for load in loads),
        )

    @cached_property
    def leaderless(self) -> list[AreaRow]:
        """Areas without a leader who is at work and whose account is not suspended."""
        return [row for row in self.rows if row.line.leader is None]


def overview_for(actor: Actor) -> Overview:
    """Everything the list of areas says; a constant number of statements."""
    loads = loads_of(actor.community_id)
    covered = coverage_for(actor)
    by_area = covered.by_area if covered else {}
    rows = [
        AreaRow(line, loads.get(line.area.id, AreaLoad(doors=line.doors)), by_area.get(line.area.id))
        for line in queries.area_lines(actor)
    ]
    unplaced = list(queries.buildings_without_area(actor.community_id)) if actor.is_community_wide else []
    return Overview(rows, covered, unplaced)


def may_keep(actor: Actor) -> bool:
    """Whether the actor draws areas, sites and buildings."""
    return actor.is_any_of(*KEEPERS)
