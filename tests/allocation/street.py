"""A street in area 3 for tests of dividing and assigning: houses in a row, each with two doors; Omar has the west."""

from uuid import UUID

import pytest

from gridward.accounts.actors import Actor
from gridward.allocation.actions import propose_workers
from gridward.allocation.models import Proposal, ProposalPiece
from gridward.allocation.runs import work_on
from gridward.areas.actions import BuildingFact, put_buildings
from gridward.households.actions import DoorFact, put_doors
from gridward.households.models import Door
from tests.cast import Cast, cast_id

HOUSES = 8
WEST, NORTH, STEP = 110.33, 33.69, 0.0004


def house(number: int) -> UUID:
    """The id of a house of the street, from 1."""
    return cast_id(f"street house {number}")


@pytest.fixture
def street(cast: Cast) -> list[UUID]:
    """Eight houses in the lane, in area 3: the first six are Omar's, the last two Zhao's.

    All are on the map, and building 3 with its four doors behind them.
    """
    chen = cast.actor("chen")
    facts = [
        BuildingFact(
            site_id=cast_id("site lane"),
            number=str(100 + number),
            area_id=cast.areas[3],
            walking_order=100 + number,
            lng=WEST + STEP * number,
            lat=NORTH,
            id=house(number),
        )
        for number in range(1, HOUSES + 1)
    ]
    tower = BuildingFact(id=cast_id("building 3"), lng=WEST + STEP * (HOUSES + 1), lat=NORTH)
    put_buildings(by=chen, buildings=[*facts, tower])
    doors = [
        DoorFact(
            building_id=house(number),
            sub=side,
            state="lived_in",
            worker_id=cast.workers["omar" if number <= 6 else "zhao"],
            walking_order=1000 + 2 * number + at,
        )
        for number in range(1, HOUSES + 1)
        for at, side in enumerate(("东户", "西户"))
    ]
    put_doors(by=chen, doors=doors)
    return [house(number) for number in range(1, HOUSES + 1)]


def planned(cast: Cast, by: Actor, **more: object) -> Proposal:
    """A proposal to share area 3 between Omar and Zhao, planned here and now."""
    workers = [cast.workers["omar"], cast.workers["zhao"]]
    asked = propose_workers(by=by, worker_ids=workers, area_ids=[cast.areas[3]], **more)  # type: ignore[arg-type]
    assert work_on(asked)
    asked.refresh_from_db()
    return asked


def pieces_of(proposal: Proposal) -> list[ProposalPiece]:
    """Its pieces in their order."""
    pieces = ProposalPiece.objects.of(proposal.community_id).filter(proposal_id=proposal.id)
    return list(pieces.order_by("position"))


def doors_of(cast: Cast, worker: str, area: int = 3) -> int:
    """How many doors of an area a worker answers for."""
    mine = Door.objects.of(cast.community_id).filter(worker_id=cast.workers[worker], area_id=cast.areas[area])
    return mine.count()
