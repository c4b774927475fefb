"""The whole demonstration: the large community, and beside it a flood and a heat wave."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from gridward.accounts.actions import UnitFact
from gridward.accounts.models import Unit

from .filling import Filled
from .filling import fill as fill_large
from .filling.fill import Progress
from .small import fill_small


def fill(seed: int, now: datetime, say: Progress) -> Filled:
    """Fill the large community first, then the small ones under the same units; the large one comes first."""
    filled = fill_large(seed, now, say)
    taken = [one.username for one in filled.sign_ins]
    small = fill_small(seed, now, units_above(filled.community_id), taken, say)
    return replace(filled, sign_ins=(*filled.sign_ins, *small))


def units_above(community_id: UUID) -> list[UnitFact]:
    """The units over a community, highest first."""
    unit = Unit.objects.select_related("parent__parent__parent").get(id=community_id).parent
    above: list[UnitFact] = []
    while unit is not None:
        above.insert(0, UnitFact(kind=unit.kind, name=unit.name))
        unit = unit.parent
    return above
