"""A community comes into being."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from gridward.accounts import actions
from gridward.accounts.actors import actor_of
from gridward.accounts.models import Role, Unit, UnitKind
from gridward.audit.models import Entry
from gridward.shared.problems import Problem
from gridward.shared.registries import Registry, foundings
from tests.cast import CODE, DOORS, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def founded(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[UUID, UUID]]]:
    """What a room's founding was called with."""
    calls: list[tuple[UUID, UUID]] = []
    registry: Registry[object] = Registry()
    registry.register("test", lambda community, worker: calls.append((community, worker)))
    monkeypatch.setattr(foundings, "_parts", registry._parts)
    yield calls


def test_the_maker_holds_the_roles_asked_for_over_the_whole_community() -> None:
    community, maker = actions.make_community(code=CODE, name="下湾社区", maker_name="多拉")
    actor = actor_of(maker, community.id)
    assert actor and actor.roles == {Role.DATA_OFFICER, Role.COORDINATOR} and actor.is_community_wide


def test_every_room_founds_its_part(founded: list[tuple[UUID, UUID]]) -> None:
    community, maker = actions.make_community(code=CODE, name="下湾社区", maker_name="多拉")
    assert founded == [(community.id, maker.id)]


def test_the_chain_above_is_made_once_for_two_communities() -> None:
    above = [actions.UnitFact(UnitKind.COUNTY, "丹江县"), actions.UnitFact(UnitKind.STREET, "龙桥街道办")]
    first, _ = actions.make_community(code=CODE, name="下湾社区", maker_name="多拉", above=above)
    second, _ = actions.make_community(code="611097001013", name="上湾社区", maker_name="马", above=above)
    assert first.parent_id == second.parent_id
    assert first.parent is not None and first.parent.parent is not None
    assert first.parent.parent.name == "丹江县"


def test_the_same_code_is_refused_a_second_time(cast: Cast) -> None:
    with pytest.raises(Problem) as refused:
        actions.make_community(code=CODE, name="下湾社区", maker_name="多拉")
    assert refused.value.code == "accounts.community_exists"
    assert Unit.objects.filter(code=CODE).count() == 1


@pytest.mark.parametrize(
    "code", ["", "61109700101", "6110970010123", "61109700101x", "６１１０９７００１０１２"]
)
def test_a_code_that_is_not_twelve_digits_is_refused(code: str) -> None:
    with pytest.raises(Problem) as refused:
        actions.make_community(code=code, name="下湾社区", maker_name="多拉")
    assert refused.value.code == "accounts.bad_community_code"


def test_making_a_community_is_written_down() -> None:
    community, maker = actions.make_community(code=CODE, name="下湾社区", maker_name="多拉")
    entry = Entry.objects.filter(community_id=community.id, deed="community.made").get()
    assert (entry.by_id, entry.subject_id) == (maker.id, community.id)


def test_the_cast_stands_where_its_description_says(cast: Cast) -> None:
    lin, omar = cast.actor("lin"), cast.actor("omar")
    assert lin.area_ids == {cast.areas[3]} and not lin.is_community_wide
    assert omar.roles == {Role.WORKER} and cast.door("3-101").worker_id == omar.worker_id
    assert cast.actor("max").community_id == cast.next_door_id


def test_the_register_gives_the_doors_of_the_cast_the_addresses_written_beside_them(cast: Cast) -> None:
    assert {name: cast.door(name).address for name in DOORS} == {name: row[3] for name, row in DOORS.items()}
