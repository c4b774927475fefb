"""Many communities with a day of testing each and devices enrolled, made quickly for the intake's benches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from bench.devices import Place
from bench.ground import Ground, a_community
from bench.samples import a_day
from gridward.accounts.actions import enrol_device, make_account, offer_device_code
from gridward.accounts.actors import Actor
from gridward.areas.models import Site
from gridward.facts.bulk import insert
from gridward.facts.versions import Stamp, write
from gridward.households.models import Person
from gridward.rounds.models import Round
from gridward.shared.ids import new_id
from gridward.testing.models import TestDay

PEOPLE_AT_A_DOOR = 3
WATCHED = 4  # so many of them have somebody who looks at the board
# The dues of one day stand again for another, under a round of its own; put in by the database itself.
AGAIN = """INSERT INTO rounds_due ({columns})
SELECT {values} FROM rounds_due WHERE community_id = %s AND round_id = %s"""


@dataclass
class Town:
    """A community: its coordinator, its first day, and what its devices know."""

    by: Actor
    day: TestDay
    place: Place


def towns(many: int, people: int, devices: int, days: int) -> Iterator[Town]:
    """So many communities, one after another."""
    for number in range(many):
        by = a_community(f"第{number + 1}社区", number)
        if number < WATCHED:
            make_account(by=by, worker_id=by.worker_id, username=f"town{number}")
        ground = Ground(by.community_id, people)
        settle(by, ground)
        day, station = a_day(by)
        others = [another_day(by, day, n + 1) for n in range(days - 1)]
        tokens = [
            enrol_device(
                code=offer_device_code(by=by, worker_id=by.worker_id).code, name=f"手机{n + 1}"
            ).token
            for n in range(devices)
        ]
        ids = [ground.id("person", n) for n in range(people)]
        yield Town(by, day, Place(tokens, station, [day.id, *others], ids))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def settle(by: Actor, ground: Ground) -> None:
    """Put areas, doors, households and people in; nobody is asked for a name, so nothing is sealed."""
    stamp = Stamp(by.worker_id, "bench")
    with transaction.atomic():
        write(ground.areas(), stamp)
        write(
            [Site(community_id=by.community_id, id=ground.id("site"), name="锦绣花园", kind="compound")],
            stamp,
        )
        write(ground.buildings(), stamp)
        write([ground.door(n) for n in range(ground.doors)], stamp)
        write([ground.household(n) for n in range(ground.doors)], stamp)
        insert(Person, [person(ground, n) for n in range(ground.people)])


def person(ground: Ground, n: int) -> Person:
    """Somebody behind a door."""
    door = n // PEOPLE_AT_A_DOOR
    return Person(
        community_id=ground.community_id,
        id=ground.id("person", n),
        household_id=ground.id("household", door),
        door_id=ground.id("door", door),
        is_head=n % PEOPLE_AT_A_DOOR == 0,
    )


def another_day(by: Actor, day: TestDay, number: int) -> UUID:
    """An open day like the first, everybody due at the centre again."""
    rounds = {}
    for name in ("door_round_id", "centre_round_id"):
        kept = Round.objects.of(by.community_id).get(id=getattr(day, name))
        rounds[name] = new_id()
        Round.objects.bulk_create(
            [
                Round(
                    id=rounds[name],
                    community_id=by.community_id,
                    kind_id=kept.kind_id,
                    name=f"{kept.name}{number + 1}",
                    scope=kept.scope,
                    opens_at=kept.opens_at,
                    closes_at=kept.closes_at,
                    opened_by_id=by.worker_id,
                )
            ]
        )
    copy_dues(by.community_id, day.centre_round_id, rounds["centre_round_id"])
    fields = {f.attname: getattr(day, f.attname) for f in TestDay._meta.concrete_fields}
    fresh = TestDay(**fields | rounds | {"id": new_id(), "date": day.date + timedelta(days=number)})
    TestDay.objects.bulk_create([fresh])
    return fresh.id


def copy_dues(community_id: UUID, old: UUID | None, new: UUID) -> None:
    """The dues of a round for another."""
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        names = [c.name for c in connection.introspection.get_table_description(cursor, "rounds_due")]
        made = {
            "id": "gen_random_uuid()" if is_postgresql else "lower(hex(randomblob(16)))",
            "round_id": f"'{new}'::uuid" if is_postgresql else f"'{new.hex}'",
        }
        sql = AGAIN.format(
            columns=", ".join(f'"{name}"' for name in names),
            values=", ".join(made.get(name, f'"{name}"') for name in names),
        )
        as_kept = (lambda id: id) if is_postgresql else (lambda id: id and id.hex)
        cursor.execute(sql, [as_kept(community_id), as_kept(old)])
