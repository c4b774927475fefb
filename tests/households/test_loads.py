"""What rooms that know no households are told by id: who answers for how much, and what an id means."""

import pytest

from gridward.accounts.actors import Actor
from gridward.households import actions
from gridward.households.actions import HouseholdFact
from gridward.households.queries import loads
from gridward.shared.registries import Load
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_doors_and_households_are_counted_apart(cast: Cast, omar: Actor) -> None:
    actions.put_households(by=omar, households=[HouseholdFact(cast.doors["3-101"], "2")])
    actions.put_households(by=omar, households=[HouseholdFact(cast.doors["3-102"], "2", is_closed=True)])
    assert loads.loads_of(cast.community_id) == {
        cast.workers["omar"]: Load(doors=3, households=4),
        cast.workers["zhao"]: Load(doors=2, households=2),
    }


def test_a_person_goes_by_the_door_and_never_by_name(cast: Cast) -> None:
    named = loads.named(
        cast.community_id, [cast.persons["李芳"], cast.households["wang"], cast.doors["3-101"]]
    )
    assert {thing.words for thing in named.values()} == {"信合小区3号楼1单元101室"}


def test_an_id_of_another_community_means_nothing(cast: Cast) -> None:
    assert loads.named(cast.next_door_id, list(cast.persons.values())) == {}
