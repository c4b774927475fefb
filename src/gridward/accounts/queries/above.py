"""The tree of units above communities."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from gridward.accounts.models import Unit, UnitKind

TREE = frozenset({UnitKind.CITY, UnitKind.COUNTY, UnitKind.STREET, UnitKind.COMMUNITY})


@dataclass(frozen=True)
class Below:
    """A unit with everything under it, parents before children."""

    unit: Unit
    under: Sequence[Unit]

    @property
    def community_ids(self) -> list[UUID]:
        """The communities among them."""
        return [unit.id for unit in self.under if unit.kind == UnitKind.COMMUNITY]

    def children(self, of: UUID) -> list[Unit]:
        """What stands directly under one of them."""
        return [unit for unit in self.under if unit.parent_id == of]

    def communities_under(self, id: UUID) -> list[UUID]:
        """The communities at or below one of them."""
        return [id, *(each for child in self.children(id) for each in self.communities_under(child.id))]


def below(unit_id: UUID) -> Below | None:
    """A unit and all under it; a statement for each level."""
    unit = Unit.objects.select_related("parent").filter(id=unit_id).first()
    if unit is None:
        return None
    under: list[Unit] = []
    level: Collection[UUID] = [unit.id]
    while level:
        found = list(Unit.objects.filter(parent_id__in=level, kind__in=TREE).order_by("code", "name"))
        under += found
        level = [each.id for each in found]
    return Below(unit, under)


def chain_above(unit_id: UUID) -> list[Unit]:
    """The units above one, the nearest first; one statement for up to four levels."""
    unit = Unit.objects.select_related("parent__parent__parent__parent").filter(id=unit_id).first()
    found: list[Unit] = []
    while unit is not None and unit.parent is not None:
        unit = unit.parent
        found.append(unit)
    return found
