"""Every figure of a community, with the list behind each; all counted in the database as of the end of a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.accounts.field_groups import Group, Level, level
from gridward.accounts.models import Role
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.registries import Figure, figures

READERS = (Role.COORDINATOR, Role.DATA_OFFICER, Role.AREA_LEADER, Role.READER)


@dataclass(frozen=True)
class Counted:
    """A figure with its value on a day."""

    figure: Figure
    value: int | float
    of: int | None

    @property
    def code(self) -> str:
        """The code of the figure."""
        return self.figure.code


def figures_of(community_id: UUID) -> Iterator[Figure]:
    """All figures of the community, in the order they are shown."""
    for tell in figures:
        yield from tell(community_id)


def counted_on(community_id: UUID, day: date) -> list[Counted]:
    """All figures with their values as of the end of a day in the community's time zone."""
    values = ((figure, figure.count(day)) for figure in figures_of(community_id))
    return [Counted(figure, value.number, value.of) for figure, value in values]


def figure_or_404(community_id: UUID, code: str) -> Figure:
    """One figure by its code; raises shared.not_found."""
    for figure in figures_of(community_id):
        if figure.code == code:
            return figure
    raise Problem(NOT_FOUND)


def opens_for(actor: Actor, figure: Figure) -> bool:
    """Whether the actor may see the list behind: what marks people is for those who may see categories."""
    if not figure.is_sensitive:
        return True
    held = level(actor, Group.CATEGORY, is_own_door=False, is_in_own_area=bool(actor.area_ids))
    return held is Level.CLEAR
