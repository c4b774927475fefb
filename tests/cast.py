"""The named cast: Chen coordinates, Lin leads area 3, Omar works its doors, Rosa only reads, Dora keeps the accounts.

Max is a stranger: he coordinates the community next door. Zhao works the last door of area 3. Four hold one narrow
role each and join when a test first asks for them: Sun samples, Luo is of the laboratory, Heqi the health contact,
Pan patrols. All sign in with PASSWORD. The place is small: three areas, three sites, four buildings, seven doors,
eight people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from gridward.accounts import actions
from gridward.accounts.actors import Actor, actor_of
from gridward.accounts.models import Account, Role, UnitKind, Worker
from gridward.areas.actions import put_areas, put_buildings, put_sites
from gridward.areas.entries import AreaFact, BuildingFact, SiteFact
from gridward.households.actions import (
    DoorFact,
    HouseholdFact,
    PersonFact,
    put_doors,
    put_households,
    put_persons,
)
from gridward.households.identity import Phone
from gridward.households.identity.numbers import check_digit
from gridward.households.models import Door
from gridward.operations.actions import OperationFact, open_operation
from gridward.shared.ids import derived_id
from tests.photograph import Photograph

PASSWORD = "a-door-in-Xiawan"
CODE, CODE_NEXT_DOOR = "611097001012", "611097001013"
ROLE_NAMES = ("reader", "worker", "area_leader", "coordinator", "data_officer")
# Household, its door, then (name, birth date, phone) of each, the head first.
HOUSEHOLDS = {
    "wang": (
        "3-101",
        [("王小明", "1984-03-02", "16300000001"), ("李芳", "1986-07-19", ""), ("王朵朵", "2017-05-01", "")],
    ),
    "zhang": ("3-102", [("张国强", "1941-11-30", "16300000002")]),
    "dan": ("3-201", [("单雄", "1990-01-15", "15400000003")]),
    "ma": ("3-202", [("马兰", "1979-09-09", "15400000004")]),
    "liu": ("5-101", [("刘洋", "1995-12-24", "16300000005")]),
    "he": ("lane-29", [("何秀英", "1950-02-28", "16300000006")]),
}


def cast_id(name: str) -> UUID:
    """The id of a named thing of the cast, the same in every test."""
    return derived_id("cast", name)


@dataclass(frozen=True)
class Cast:
    """The community of the tests; things are found by the names used in this file."""

    community_id: UUID
    next_door_id: UUID
    operation_id: UUID
    founder_id: UUID
    workers: dict[str, UUID]
    areas: dict[int, UUID]
    doors: dict[str, UUID]
    households: dict[str, UUID]
    persons: dict[str, UUID]

    def actor(self, name: str) -> Actor:
        """A member of the cast as an actor, with the grants as they stand now."""
        self.call(name)
        worker = Worker.objects.get(id=self.workers[name])
        community_id = self.next_door_id if name == "max" else self.community_id
        actor = actor_of(worker, community_id)
        assert actor is not None
        return actor

    def call(self, name: str) -> None:
        """Let a member with a narrow role join, once."""
        if name in NARROW and not Worker.objects.filter(id=self.workers[name]).exists():
            join(self.actor("dora"), name)

    def door(self, name: str) -> Door:
        """A door by its short name: 3-101, 3-102, 3-201, 3-202, 5-101, lane-29, site-1."""
        return Door.objects.of(self.community_id).get(id=self.doors[name])


_taken: list[tuple[Cast, Photograph]] = []


@pytest.fixture
def cast(db: None) -> Cast:
    """The whole cast in its community: made through the verbs by the first who asks, put back for the others."""
    if _taken:
        cast, photograph = _taken[0]
        photograph.put_back()
        return cast
    before = Photograph.of_now()
    made = make_cast()
    _taken.append((made, Photograph.of_now(but=before)))
    return made


def make_cast() -> Cast:
    """The cast through the verbs."""
    _, community_id, founder = make_people()
    next_door, max_ = actions.make_community(
        code=CODE_NEXT_DOOR, name="上湾社区", maker_name="马克思", roles=[Role.COORDINATOR, Role.DATA_OFFICER]
    )
    director = actor_of(max_, next_door.id)
    assert director is not None
    actions.make_account(
        by=director, worker_id=max_.id, username="max", password=PASSWORD, must_change_password=False
    )
    chen = actor_of(Worker.objects.get(id=cast_id("chen")), community_id)
    assert chen is not None
    make_places(chen)
    operation_id = open_exercise(chen)
    persons = make_households(chen)
    return Cast(
        community_id=community_id,
        next_door_id=next_door.id,
        operation_id=operation_id,
        founder_id=founder,
        workers={n: cast_id(n) for n in (*WORKERS, *NARROW)} | {"dora": founder, "max": max_.id},
        areas={n: cast_id(f"area {n}") for n in (1, 2, 3)},
        doors={n: cast_id(f"door {n}") for n in DOORS},
        households={n: cast_id(f"household {n}") for n in HOUSEHOLDS},
        persons=persons,
    )


# Name here, name in the register, unit, duty, role, leads area.
WORKERS: dict[str, tuple[str, str, str, str, int | None]] = {
    "chen": ("陈静", "community", "总协调", Role.COORDINATOR, None),
    "lin": ("林涛", "audit", "第三片区片长", Role.AREA_LEADER, 3),
    "omar": ("奥马尔", "audit", "包户", Role.WORKER, None),
    "zhao": ("赵敏", "company", "包户", Role.WORKER, None),
    "rosa": ("罗莎", "community", "", Role.READER, None),
}

# Those with a task of their own: name in the register, unit, duty, role.
NARROW: dict[str, tuple[str, str, str, str]] = {
    "sun": ("孙岩", "company", "采样", Role.SAMPLER),
    "luo": ("骆检", "company", "检测实验室", Role.LABORATORY),
    "heqi": ("贺琪", "company", "健康联络", Role.HEALTH_CONTACT),
    "pan": ("潘巡", "company", "卡口", Role.PATROL),
}


def join(dora: Actor, name: str) -> None:
    """Add one of those with a task of their own, with right and account."""
    called, unit, duty, role = NARROW[name]
    fact = actions.WorkerFact(called, cast_id(unit), duty=duty, id=cast_id(name))
    actions.add_workers(by=dora, facts=[fact])
    actions.grant(by=dora, facts=[actions.GrantFact(cast_id(name), role)])
    actions.make_account(
        by=dora, worker_id=cast_id(name), username=name, password=PASSWORD, must_change_password=False
    )


def make_people() -> tuple[Actor, UUID, UUID]:
    """The community with its units, workers, grants and accounts; returns Dora, the community and her worker id."""
    above = [actions.UnitFact(UnitKind.COUNTY, "丹江县"), actions.UnitFact(UnitKind.STREET, "龙桥街道办")]
    community, founder = actions.make_community(
        code=CODE, name="下湾社区", maker_name="多拉", above=above, roles=[Role.DATA_OFFICER]
    )
    dora = actor_of(founder, community.id)
    assert dora is not None
    units = {"community": community.id, "audit": cast_id("audit"), "company": cast_id("company")}
    facts = [
        actions.UnitFact(UnitKind.DEPARTMENT, "县审计局", id=units["audit"]),
        actions.UnitFact(UnitKind.ENTERPRISE, "县建发公司", id=units["company"]),
    ]
    actions.add_units(by=dora, facts=facts)
    workers = [
        actions.WorkerFact(name, units[unit], duty=duty, id=cast_id(key))
        for key, (name, unit, duty, _, _) in WORKERS.items()
    ]
    actions.add_workers(by=dora, facts=workers)
    grants = [
        actions.GrantFact(cast_id(key), role, scope_id=cast_id(f"area {area}") if area else None)
        for key, (_, _, _, role, area) in WORKERS.items()
    ]
    actions.grant(by=dora, facts=grants)
    for key in WORKERS:
        actions.make_account(
            by=dora, worker_id=cast_id(key), username=key, password=PASSWORD, must_change_password=False
        )
    actions.make_account(
        by=dora, worker_id=founder.id, username="dora", password=PASSWORD, must_change_password=False
    )
    return dora, community.id, founder.id


SITES = {"xinhe": ("信合小区", "compound"), "lane": ("河滨巷", "lane"), "yard": ("惠达工地", "building_site")}
# Short name: site, name, number, area.
BUILDINGS: dict[str, tuple[str, str, str, int]] = {
    "lane-29": ("lane", "29号", "29", 1),
    "yard-1": ("yard", "1号楼", "1", 1),
    "5": ("xinhe", "5号楼", "5", 2),
    "3": ("xinhe", "3号楼", "3", 3),
}
# Short name: building, unit, room, address, plate, state, worker.
DOORS: dict[str, tuple[str, str, str, str, str, str, str | None]] = {
    "lane-29": ("lane-29", "", "", "河滨巷29号", "01-001", "lived_in", None),
    "site-1": ("yard-1", "1", "101", "惠达工地1号楼1单元101室", "", "under_construction", None),
    "5-101": ("5", "1", "101", "信合小区5号楼1单元101室", "02-001", "lived_in", "zhao"),
    "3-101": ("3", "1", "101", "信合小区3号楼1单元101室", "03-001", "lived_in", "omar"),
    "3-102": ("3", "1", "102", "信合小区3号楼1单元102室", "03-002", "lived_in", "omar"),
    "3-201": ("3", "1", "201", "信合小区3号楼1单元201室", "03-003", "lived_in", "omar"),
    "3-202": ("3", "1", "202", "信合小区3号楼1单元202室", "03-004", "lived_in", "zhao"),
}


def make_places(chen: Actor) -> None:
    """Areas, sites, buildings and doors."""
    leaders = {3: cast_id("lin")}
    areas = [
        AreaFact(number=n, name=f"第{n}片区", leader_id=leaders.get(n), id=cast_id(f"area {n}"))
        for n in (1, 2, 3)
    ]
    sites = [SiteFact(name=name, kind=kind, id=cast_id(f"site {key}")) for key, (name, kind) in SITES.items()]
    put_areas(by=chen, areas=areas)
    put_sites(by=chen, sites=sites)
    put_buildings(by=chen, buildings=[a_building(key, order) for order, key in enumerate(BUILDINGS)])
    put_doors(by=chen, doors=[a_door(key, order) for order, key in enumerate(DOORS)])


def a_building(key: str, order: int) -> BuildingFact:
    """A building by its short name."""
    site, name, number, area = BUILDINGS[key]
    return BuildingFact(
        site_id=cast_id(f"site {site}"),
        number=number,
        name=name,
        area_id=cast_id(f"area {area}"),
        walking_order=order,
        id=cast_id(f"building {key}"),
    )


def a_door(key: str, order: int) -> DoorFact:
    """A door by its short name; its address is composed by the register."""
    building, unit, room, _, plate, state, worker = DOORS[key]
    return DoorFact(
        building_id=cast_id(f"building {building}"),
        unit=unit,
        room=room,
        plate=plate,
        state=state,
        worker_id=cast_id(worker) if worker else None,
        walking_order=order,
        id=cast_id(f"door {key}"),
    )


def open_exercise(chen: Actor) -> UUID:
    """An exercise with its purpose, so that personal data may be kept."""
    fact = OperationFact(
        kind="exercise",
        name="九月演练",
        purpose="演练入户核查",
        legal_basis="《突发事件应对法》",
        deciding_body="下湾社区",
        contact="陈静",
        starts_on=date(2022, 9, 1),
        review_on=timezone.localdate() + timedelta(days=60),
        retention_days=30,
        impact_assessment="仅演练人员可见",
    )
    operation_id: UUID = open_operation(by=chen, fact=fact).id
    return operation_id


def make_households(chen: Actor) -> dict[str, UUID]:
    """Households and their people, sealed under the operation; returns person ids by name."""
    households = [
        HouseholdFact(door_id=cast_id(f"door {door}"), id=cast_id(f"household {key}"))
        for key, (door, _) in HOUSEHOLDS.items()
    ]
    put_households(by=chen, households=households)
    put_persons(
        by=chen, persons=[a_person(key, n) for key, (_, all_) in HOUSEHOLDS.items() for n in range(len(all_))]
    )
    return {name: cast_id(f"person {name}") for _, all_ in HOUSEHOLDS.values() for name, _, _ in all_}


def a_person(household: str, order: int) -> PersonFact:
    """A member of a household; a child's guardian is the head."""
    everyone = HOUSEHOLDS[household][1]
    name, born, phone = everyone[order]
    body = f"611097{born.replace('-', '')}{order + 1:03d}"
    is_minor = born >= "2014"
    return PersonFact(
        household_id=cast_id(f"household {household}"),
        name=name,
        birth_date=date.fromisoformat(born),
        id_number=body + check_digit(body),
        phones=(Phone(phone),) if phone else (),
        relation="户主" if order == 0 else "",
        is_head=order == 0,
        guardian_id=cast_id(f"person {everyone[0][0]}") if is_minor else None,
        order=order,
        id=cast_id(f"person {name}"),
    )


@pytest.fixture
def chen(cast: Cast) -> Actor:
    """Chen, who coordinates."""
    return cast.actor("chen")


@pytest.fixture
def lin(cast: Cast) -> Actor:
    """Lin, who leads area 3."""
    return cast.actor("lin")


@pytest.fixture
def omar(cast: Cast) -> Actor:
    """Omar, who works three doors of area 3."""
    return cast.actor("omar")


@pytest.fixture
def rosa(cast: Cast) -> Actor:
    """Rosa, who only reads."""
    return cast.actor("rosa")


@pytest.fixture
def dora(cast: Cast) -> Actor:
    """Dora, the data officer."""
    return cast.actor("dora")


@pytest.fixture
def max_(cast: Cast) -> Actor:
    """Max, a stranger: he coordinates the community next door."""
    return cast.actor("max")


@pytest.fixture
def signed_in_as(cast: Cast) -> Callable[[str], Client]:
    """A client signed in as a member of the cast, by name."""
    return lambda name: client_of(cast, name)


def client_of(cast: Cast, name: str) -> Client:
    """A client signed in as a member of the cast, without typing."""
    cast.call(name)
    client = Client()
    account = Account.objects.get(worker_id=cast.workers[name])
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client
