"""Founding a small community by the verbs a user calls: people at work, ground, doors, and who lives behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from math import cos, radians
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from gridward.accounts.actions import (
    GrantFact,
    UnitFact,
    WorkerFact,
    add_workers,
    grant,
    make_account,
    make_community,
)
from gridward.accounts.actors import Actor, actor_of
from gridward.accounts.models import Role, Worker
from gridward.areas.actions import AreaFact, BuildingFact, SiteFact, put_areas, put_buildings, put_sites
from gridward.areas.models import Managed
from gridward.demo.community.families import GUARDED_UNDER, Member, make_family
from gridward.demo.community.names import give_name, give_surname
from gridward.demo.community.papers import LOCAL_COUNTIES, Papers
from gridward.demo.filling.people import SignIn, username_of
from gridward.households.actions import (
    DoorFact,
    HouseholdFact,
    PersonFact,
    put_doors,
    put_households,
    put_persons,
)
from gridward.households.identity import Phone
from gridward.shared.ids import new_id

from .towns import Plot, Town

METRES_A_DEGREE = 111_320.0
HOUSE, BLOCK = (10.0, 8.0), (34.0, 12.0)
SIZES = (1, 1, 2, 2, 2, 3, 3, 4, 5)
LEADERS, WORKERS = "片长", "包户"


@dataclass
class Small:
    """A small community as far as it stands: ids by name, and who acts."""

    town: Town
    rng: Random
    papers: Papers
    community_id: UUID
    chief: Actor
    areas: list[UUID] = field(default_factory=list)
    sites: dict[str, UUID] = field(default_factory=dict)
    leaders: list[Worker] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)
    doors: list[UUID] = field(default_factory=list)
    members: list[tuple[UUID, Member]] = field(default_factory=list)

    def actor(self, worker_id: UUID) -> Actor:
        """Somebody at work here, with the grants as they stand."""
        found = actor_of(Worker.objects.get(id=worker_id), self.community_id)
        assert found is not None
        return found


def found_small(town: Town, seed: int, above: Sequence[UnitFact]) -> Small:
    """The community with its coordinator, leaders and workers, its ground, doors and people."""
    rng = Random(f"{seed} {town.code}")
    papers = Papers(rng)
    unit, maker = make_community(
        code=town.code, name=town.name, maker_name=full_name(rng), above=above, is_demonstration=True
    )
    chief = actor_of(maker, unit.id)
    assert chief is not None
    small = Small(town, rng, papers, unit.id, chief)
    hire(small)
    lay_ground(small)
    give_rights(small)
    return small


def full_name(rng: Random, born: int = 1984) -> str:
    """A worker's name."""
    return give_surname(rng) + give_name(rng, rng.choice("男女"), born)


def hire(small: Small) -> None:
    """One leader and one worker for each area."""
    facts = [
        WorkerFact(full_name(small.rng), small.community_id, small.papers.phone(), None, duty, new_id())
        for duty in (LEADERS, WORKERS)
        for _area in range(small.town.areas)
    ]
    add_workers(by=small.chief, facts=facts)
    people = {worker.id: worker for worker in Worker.objects.filter(id__in=[fact.id for fact in facts])}
    small.leaders = [people[fact.id] for fact in facts[: small.town.areas]]
    small.workers = [people[fact.id] for fact in facts[small.town.areas :]]


def give_rights(small: Small) -> None:
    """Leaders lead their area, workers work."""
    facts = [
        GrantFact(leader.id, Role.AREA_LEADER, area_id, why="分工名单")
        for leader, area_id in zip(small.leaders, small.areas, strict=True)
    ]
    facts += [GrantFact(worker.id, Role.WORKER, why="分工名单") for worker in small.workers]
    grant(by=small.chief, facts=facts)


def lay_ground(small: Small) -> None:
    """Areas, sites and buildings with their place on the map, then the doors."""
    areas = [
        AreaFact(number, f"第{number}片区", leader.id, "带队入户，掌握每一户的情况。")
        for number, leader in enumerate(small.leaders, 1)
    ]
    small.areas = put_areas(by=small.chief, areas=areas)
    plots = small.town.plots
    sites = [
        SiteFact(plot.name, plot.kind, Managed.CLEAR, f"{small.town.name}居委会", small.areas[plot.area - 1])
        for plot in plots
    ]
    small.sites = {
        plot.name: id for plot, id in zip(plots, put_sites(by=small.chief, sites=sites), strict=True)
    }
    placed = [(plot, fact) for plot in plots for fact in buildings_of(small, plot)]
    numbered = [(plot, fact, order) for order, (plot, fact) in enumerate(placed, 1)]
    facts = [with_order(fact, order) for _plot, fact, order in numbered]
    ids = put_buildings(by=small.chief, buildings=facts)
    hang_doors(
        small, [(plot, id, fact) for (plot, _f, _o), id, fact in zip(numbered, ids, facts, strict=True)]
    )


def with_order(fact: BuildingFact, order: int) -> BuildingFact:
    """The building with its place in the walk."""
    return replace(fact, walking_order=order)


def buildings_of(small: Small, plot: Plot) -> list[BuildingFact]:
    """Houses on both sides of a lane, or blocks one behind the other."""
    site_id = small.sites[plot.name]
    facts = []
    for turn in range(plot.houses):
        at = (plot.at[0] + 14 * (turn // 2), plot.at[1] + 16 * (turn % 2))
        facts.append(BuildingFact(site_id, str(turn + 1), f"{turn + 1}号", **placed_at(small, at, HOUSE)))
    for turn, (number, units, floors) in enumerate(plot.blocks):
        at = (plot.at[0], plot.at[1] + 26 * turn)
        shape = placed_at(small, at, BLOCK)
        facts.append(BuildingFact(site_id, number, f"{number}号楼", units=units, floors=floors, **shape))
    return facts


def placed_at(small: Small, at: tuple[float, float], size: tuple[float, float]) -> dict[str, Any]:
    """Footprint and point of a building that stands so many metres from the middle."""
    (x, y), (width, depth) = at, size
    corners = [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth), (x, y)]
    lng, lat = on_map(small, (x + width / 2, y + depth / 2))
    ring = [list(on_map(small, corner)) for corner in corners]
    return {"lng": lng, "lat": lat, "footprint": {"type": "Polygon", "coordinates": [ring]}}


def on_map(small: Small, at: tuple[float, float]) -> tuple[float, float]:
    """Longitude and latitude of a point in metres from the middle."""
    lng, lat = small.town.middle
    scale = METRES_A_DEGREE * cos(radians(lat))
    return round(lng + at[0] / scale, 7), round(lat + at[1] / METRES_A_DEGREE, 7)


def hang_doors(small: Small, buildings: Sequence[tuple[Plot, UUID, BuildingFact]]) -> None:
    """A door for each house, two on each landing of a block; numbered within the area."""
    facts: list[DoorFact] = []
    serials = dict.fromkeys(range(1, small.town.areas + 1), 0)
    for plot, building_id, building in buildings:
        floors = building.floors if isinstance(building.floors, int) else 0
        rooms = [("1", f"{floor}0{flat}") for floor in range(1, floors + 1) for flat in (1, 2)]
        for unit, room in rooms or [("", "")]:
            serials[plot.area] += 1
            facts.append(
                DoorFact(
                    building_id=building_id,
                    unit=unit,
                    room=room,
                    plate=f"{plot.area:02d}-{serials[plot.area]:03d}",
                    state="lived_in",
                    worker_id=small.workers[plot.area - 1].id,
                    walking_order=len(facts) + 1,
                )
            )
    small.doors = put_doors(by=small.chief, doors=facts)


def settle(small: Small) -> None:
    """A household behind every door; needs the operation that says why."""
    families = [make_family(small.rng, small.rng.choice(SIZES)) for _door in small.doors]
    households = [HouseholdFact(door_id, "1") for door_id in small.doors]
    ids = put_households(by=small.chief, households=households)
    facts: list[PersonFact] = []
    for household_id, family in zip(ids, families, strict=True):
        head_id = new_id()
        for order, member in enumerate(family):
            fact = person_fact(
                small, member, household_id, head_id if order == 0 else new_id(), order, head_id
            )
            small.members.append((fact.id or head_id, member))
            facts.append(fact)
    put_persons(by=small.chief, persons=facts)


def person_fact(
    small: Small, member: Member, household_id: UUID, id: UUID, order: int, head_id: UUID
) -> PersonFact:
    """A person nobody is."""
    born = birth_date(small.rng, member.age)
    return PersonFact(
        id=id,
        household_id=household_id,
        name=member.surname + give_name(small.rng, member.sex, born.year),
        sex=member.sex,
        birth_date=born,
        id_kind="resident",
        id_number=small.papers.identity_number(member.sex, born, LOCAL_COUNTIES),
        phones=(Phone(small.papers.phone()),) if member.age >= GUARDED_UNDER else (),
        relation=member.relation,
        is_head=order == 0,
        guardian_id=head_id if member.age < GUARDED_UNDER else None,
        order=order,
    )


def birth_date(rng: Random, age: int) -> date:
    """A day on which somebody of that age may be born."""
    return timezone.localdate() - timedelta(days=int(age * 365.25) + rng.randint(1, 360))


def sign_ins_of(small: Small, taken: set[str]) -> list[SignIn]:
    """A way to sign in for the coordinator and for the worker of the first area."""
    people = [(Role.COORDINATOR, small.chief.worker_id, small.chief.name)]
    people.append((Role.WORKER, small.workers[0].id, small.workers[0].name))
    made: list[SignIn] = []
    for role, worker_id, name in people:
        username = username_of(name, taken)
        taken.add(username)
        account = make_account(
            by=small.chief, worker_id=worker_id, username=username, must_change_password=False
        )
        made.append(SignIn(role.value, name, username, account.password, small.town.name))
    return made


def hours(now: datetime, count: float) -> datetime:
    """So many hours before now."""
    return now - timedelta(hours=count)
