"""Communities to measure in: made as anybody makes one, then filled through the one way register rows are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.db import connection, transaction
from django.test import Client

from gridward.accounts.actions import make_account, make_community
from gridward.accounts.actors import Actor, actor_of
from gridward.accounts.models import Account, Unit, Worker
from gridward.areas.models import Area, Building, Site
from gridward.facts.versions import Stamp, write
from gridward.households.entries import PersonFact
from gridward.households.identity import Phone
from gridward.households.models import Door, Household
from gridward.households.search.tokens import tokens_of, write_tokens
from gridward.households.writing import write_persons
from gridward.operations.actions import open_operation
from gridward.operations.exercise import exercise_fact
from gridward.shared.batches import in_batches
from gridward.shared.ids import derived_id
from tests.households import residents

PEOPLE_AT_A_DOOR, DOORS_OF_A_BUILDING, PEOPLE_OF_AN_AREA, DOORS_OF_A_WORKER = 3, 30, 450, 40
PIECE = 3000


def code_of(people: int) -> str:
    """The code of the community of so many people."""
    return f"{611099000000 + people:012}"


def a_community(name: str, number: int) -> Actor:
    """A fresh community with its operation; its first worker is data officer and coordinator in one."""
    unit, maker = make_community(code=f"{611098000000 + number:012}", name=name, maker_name="多拉")
    by = actor_of(maker, unit.id)
    assert by is not None
    open_operation(by=by, fact=exercise_fact(name))
    return by


def community_of(people: int) -> Actor:
    """The community of so many people; made the first time it is asked for."""
    standing = Unit.objects.filter(code=code_of(people)).first()
    if standing is not None:
        by = actor_of(Worker.objects.filter(community=standing).order_by("id")[0], standing.id)
        assert by is not None
        return by
    unit, maker = make_community(code=code_of(people), name=f"{people}人社区", maker_name="多拉")
    by = actor_of(maker, unit.id)
    assert by is not None
    open_operation(by=by, fact=exercise_fact(unit.name))
    make_account(
        by=by,
        worker_id=maker.id,
        username=f"dora{people}",
        password="a-door-in-a-bench",
        must_change_password=False,
    )
    fill(by, people)
    return by


def signed_in(by: Actor) -> Client:
    """A browser in which the actor is signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(
        Account.objects.get(worker_id=by.worker_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def fill(by: Actor, people: int) -> None:
    """Put areas, buildings, doors, households and people in, each person findable; then let the planner look."""
    stamp = Stamp(by.worker_id, "bench")
    ground = Ground(by.community_id, people)
    with transaction.atomic():
        write(ground.areas(), stamp)
        write(
            [Site(community_id=by.community_id, id=ground.id("site"), name="锦绣花园", kind="compound")],
            stamp,
        )
        write(ground.buildings(), stamp)
    for doors in in_batches(range(ground.doors), PIECE):
        with transaction.atomic():
            write([ground.door(n) for n in doors], stamp)
            write([ground.household(n) for n in doors], stamp)
    for facts in in_batches(ground.facts(), PIECE):
        with transaction.atomic():
            write_persons(by.community_id, facts, stamp)
            write_tokens(by.community_id, {f.id: tokens_of(by.community_id, f) for f in facts if f.id})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@dataclass(frozen=True)
class Ground:
    """The ground of one community of so many people, all made from its id and a number."""

    community_id: UUID
    people: int

    @property
    def doors(self) -> int:
        """How many doors."""
        return -(-self.people // PEOPLE_AT_A_DOOR)

    def id(self, *parts: object) -> UUID:
        """The id of one of its things."""
        return derived_id("bench", self.community_id, *parts)

    def areas(self) -> list[Area]:
        """An area for every few hundred people, its leader the worker of the same number."""
        count = self.doors * PEOPLE_AT_A_DOOR // PEOPLE_OF_AN_AREA + 1
        return [
            Area(
                community_id=self.community_id,
                id=self.id("area", n),
                number=n + 1,
                name=f"第{n + 1}片区",
                leader_id=self.id("worker", n),
            )
            for n in range(count)
        ]

    def area_of(self, door: int) -> UUID:
        """The area a door's building lies in."""
        return self.id(
            "area", self.building_of(door) * DOORS_OF_A_BUILDING * PEOPLE_AT_A_DOOR // PEOPLE_OF_AN_AREA
        )

    def building_of(self, door: int) -> int:
        """The number of the building a door lies in."""
        return door // DOORS_OF_A_BUILDING

    def buildings(self) -> list[Building]:
        """Buildings of thirty doors."""
        return [
            Building(
                community_id=self.community_id,
                id=self.id("building", n),
                site_id=self.id("site"),
                area_id=self.area_of(n * DOORS_OF_A_BUILDING),
                name=f"{n + 1}号楼",
                number=str(n + 1),
                walking_order=n,
            )
            for n in range(self.building_of(self.doors - 1) + 1)
        ]

    def door(self, n: int) -> Door:
        """One door with its plate and worker."""
        building, room = self.building_of(n) + 1, f"{n % DOORS_OF_A_BUILDING // 2 + 1}0{n % 2 + 1}"
        return Door(
            community_id=self.community_id,
            id=self.id("door", n),
            building_id=self.id("building", building - 1),
            site_id=self.id("site"),
            area_id=self.area_of(n),
            unit="1",
            room=room,
            address=f"锦绣花园{building}号楼1单元{room}室",
            address_key=f"锦绣花园|{building}||1|{room}",
            plate=f"{building:04}-{n % DOORS_OF_A_BUILDING + 1:02}",
            worker_id=self.id("worker", n // DOORS_OF_A_WORKER),
            walking_order=n,
        )

    def household(self, n: int) -> Household:
        """The household behind a door."""
        return Household(
            community_id=self.community_id, id=self.id("household", n), door_id=self.id("door", n)
        )

    def facts(self) -> Iterator[PersonFact]:
        """What is said of each person; the same people every time."""
        rng = Random(self.people)
        for n in range(self.people):
            name = rng.choice(residents.SURNAMES) + "".join(
                rng.sample(residents.GIVEN, rng.choice((1, 2, 2)))
            )
            born, sex = date(2022, 9, 1) - timedelta(days=rng.randrange(365, 80 * 365)), rng.choice("男女")
            yield PersonFact(
                id=self.id("person", n),
                household_id=self.id("household", n // PEOPLE_AT_A_DOOR),
                name=name,
                sex=sex,
                birth_date=born,
                id_kind="resident",
                id_number=residents.number_of(rng, born, sex),
                phones=(Phone(residents.phone_of(rng)),),
                is_head=n % PEOPLE_AT_A_DOOR == 0,
                order=n % PEOPLE_AT_A_DOOR,
            )
