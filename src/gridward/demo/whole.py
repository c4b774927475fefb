"""The whole demonstration: the large community, and beside it a flood and a heat wave."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from gridward.accounts.actions import UnitFact, seat
from gridward.accounts.actions.sign_ins import one_time_password
from gridward.accounts.actors import system_actor
from gridward.accounts.models import Role, Unit
from gridward.accounts.queries.above import chain_above
from gridward.coverage.tallies.refreshing import refresh_tallies

from .filling import Filled
from .filling import fill as fill_large
from .filling.fill import Progress
from .filling.people import SignIn, username_of
from .small import fill_small

# Nearest unit first: the street office, then the county.
LOOKERS = ("郝街平", "樊县安")


def fill(seed: int, now: datetime, say: Progress) -> Filled:
    """Fill the large community first, then the small ones under the same units; the large one comes first."""
    filled = fill_large(seed, now, say)
    taken = [one.username for one in filled.sign_ins]
    small = fill_small(seed, now, units_above(filled.community_id), taken, say)
    above = seats(filled.community_id, {*taken, *(one.username for one in small)})
    refresh_tallies()
    return replace(filled, sign_ins=(*filled.sign_ins, *small, *above))


def seats(community_id: UUID, taken: set[str]) -> list[SignIn]:
    """One who looks from the street office and one from the county; both made up."""
    made: list[SignIn] = []
    for unit, name in zip(chain_above(community_id), LOOKERS, strict=False):
        username = username_of(name, {*taken, *(one.username for one in made)})
        given = seat(
            by=system_actor(unit.id),
            unit_id=unit.id,
            name=name,
            username=username,
            password=one_time_password(),
        )
        made.append(SignIn(Role.ABOVE.value, name, username, given.password, unit.name))
    return made


def units_above(community_id: UUID) -> list[UnitFact]:
    """The units over a community, highest first."""
    unit = Unit.objects.select_related("parent__parent__parent").get(id=community_id).parent
    above: list[UnitFact] = []
    while unit is not None:
        above.insert(0, UnitFact(kind=unit.kind, name=unit.name))
        unit = unit.parent
    return above
