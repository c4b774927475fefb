"""The watch over statements is itself tested: it must turn red on each kind of forgetting."""

import pytest

from tests.sql_watch import faults, shortened, watch

OWNED = frozenset({"door", "person"})

BOUND = [
    'SELECT "door"."id" FROM "door" WHERE "door"."community_id" = %s',
    "SELECT id FROM door WHERE (community_id = %s AND NOT (state = %s))",
    "SELECT d.id FROM door d INNER JOIN person p ON (p.community_id = d.community_id AND p.door_id = d.id)"
    " WHERE d.community_id = %s",
    "SELECT d.id FROM door d LEFT OUTER JOIN person p ON (p.community_id = d.community_id)"
    " WHERE d.community_id IN (%s)",
    "SELECT id FROM door WHERE (community_id = %s AND id = %s) OR (community_id = %s AND id = %s)",
    "SELECT id FROM door WHERE (community_id, id) IN ((%s, %s), (%s, %s))",
    "SELECT id FROM door WHERE (community_id, id) = (%s, %s)",
    "SELECT id FROM door d WHERE d.community_id = %s AND EXISTS(SELECT 1 AS a FROM person U0 WHERE"
    " U0.community_id = d.community_id LIMIT 1)",
    "SELECT COUNT(*) FROM (SELECT DISTINCT door.id AS x FROM door WHERE door.community_id = %s) subquery",
    'UPDATE "door" SET "state" = %s WHERE ("door"."community_id" = %s AND "door"."id" IN (%s, %s))',
    'DELETE FROM "door" WHERE "door"."community_id" = %s',
    'INSERT INTO "door" ("community_id", "id") VALUES (%s, %s), (%s, %s)',
    "INSERT INTO door (community_id, id) VALUES (%s, %s)"
    " ON CONFLICT(community_id, id) DO UPDATE SET id = EXCLUDED.id",
    "INSERT INTO door (community_id, id) SELECT p.community_id, p.id FROM person p WHERE p.community_id = %s",
    "SELECT unit.id FROM unit WHERE unit.name LIKE %s ESCAPE '\\'",
]
UNBOUND = [
    'SELECT "door"."id" FROM "door" WHERE "door"."id" = %s',
    'SELECT "door"."community_id" FROM "door" ORDER BY "door"."community_id"',
    "SELECT id FROM door WHERE community_id = %s OR state = %s",
    "SELECT id FROM door WHERE NOT (community_id = %s)",
    "SELECT id FROM door WHERE community_id IS NOT NULL",
    "SELECT d.id FROM door d INNER JOIN person p ON (p.door_id = d.id) WHERE d.community_id = %s",
    "SELECT d.id FROM door d INNER JOIN person p ON (p.community_id = d.community_id)",
    "SELECT id FROM door WHERE community_id = %s AND id IN (SELECT U0.door_id FROM person U0 WHERE U0.name = %s)",
    "SELECT COUNT(*) FROM (SELECT DISTINCT door.id AS x FROM door) subquery",
    'UPDATE "door" SET "community_id" = %s WHERE "door"."id" = %s',
    'DELETE FROM "door"',
    'INSERT INTO "door" ("id") VALUES (%s)',
    "INSERT INTO door (community_id, id) VALUES (%s, %s) ON CONFLICT(id) DO NOTHING",
    "INSERT INTO door (community_id, id) SELECT p.community_id, p.id FROM person p",
]


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
@pytest.mark.parametrize("sql", BOUND)
def test_a_statement_that_names_its_community_passes(sql: str, vendor: str) -> None:
    assert faults(sql, vendor, OWNED) == ()


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
@pytest.mark.parametrize("sql", UNBOUND)
def test_a_statement_that_forgets_its_community_is_named(sql: str, vendor: str) -> None:
    assert faults(sql, vendor, OWNED)


@pytest.mark.django_db
def test_a_forgetful_query_would_fail_the_test_that_ran_it() -> None:
    from gridward.households.models import Door

    list(Door.objects.filter(address="信合小区3号楼2单元501室"))
    found = watch.end()
    assert len(found) == 1 and "SELECT on households_door without its community_id" in found[0]


@pytest.mark.django_db(transaction=True)
def test_the_watch_sits_on_connections_of_other_threads_too() -> None:
    from threading import Thread

    from django.db import connection

    from gridward.households.models import Door

    def forget() -> None:
        Door.objects.filter(address="").count()
        connection.close()

    thread = Thread(target=forget)
    thread.start()
    thread.join()
    assert len(watch.end()) == 1


def test_a_statement_over_thousands_is_read_as_quickly_as_one_over_two() -> None:
    pairs = " OR ".join(["(door.community_id = %s AND door.id = %s)"] * 5000)
    rows = ", ".join(["(%s, %s)"] * 5000)
    whens = " WHEN (door.id = %s) THEN %s" * 5000
    assert shortened(f"WHERE {pairs}") == "WHERE (door.community_id = %s AND door.id = %s)"
    assert shortened(f"VALUES {rows}") == "VALUES (%s, %s)"
    assert shortened(f"id IN ({', '.join(['%s'] * 5000)})") == "id IN (%s)"
    assert shortened(f"CASE{whens} END") == "CASE WHEN (door.id = %s) THEN %s END"
    assert faults(f"SELECT door.id FROM door WHERE {pairs} OR door.state = %s", "sqlite", OWNED)
