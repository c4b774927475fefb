"""A round over everybody: its dues made, and answered in batches, against the same rows put in raw."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from bench.frame import Ratio, Size, Took, clocked, ratio
from bench.ground import community_of
from gridward.accounts.actors import Actor
from gridward.facts.models import Change
from gridward.rounds.actions import OutcomeFact, Scope, open_round, record_outcomes
from gridward.rounds.models import Due, Outcome, Round
from gridward.shared.batches import in_batches
from gridward.shared.ids import new_id

PEOPLE, ANSWERS = Size(100_000, 3_342), Size(10_000, 1_000)
CHUNK, BATCH, TIMES = 2_000, 400, 2
Rows = Sequence[models.Model]


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """Two rounds, one after the other, each with its raw twin directly after it."""
    by = community_of(PEOPLE.of(is_quick))
    opening, raw_dues, answering, raw_answers = [], [], [], []
    for n in range(TIMES):
        opened: list[Round] = []
        opening.append(clocked(partial(a_round, by, n, opened)))
        dues = Due.objects.of(by.community_id).filter(round_id=opened[0].id).order_by("id")
        raw_dues.append(raw(list(dues), CHUNK))
        ids = list(dues.values_list("id", flat=True)[: ANSWERS.of(is_quick)])
        answering.append(clocked(partial(answer, by, ids)))
        raw_answers.append(raw(answers_and_changes(by, opened[0].id), BATCH))
    people, answers = f"{PEOPLE.of(is_quick):,}", f"{ANSWERS.of(is_quick):,}"
    twin = "the same rows by executemany, as often committed"
    yield ratio(f"opening a round over {people} people", opening, twin, raw_dues)
    yield ratio(f"{answers} answers in batches of {BATCH}, each closing a due", answering, twin, raw_answers)


def a_round(by: Actor, n: int, opened: list[Round]) -> None:
    """Open a round of people for two days, and add it to those opened."""
    began = timezone.now() - timedelta(hours=1)
    opened.append(
        open_round(
            by=by,
            kind_code="person_check",
            name=f"第{n + 1}轮",
            scope=Scope(),
            opens_at=began,
            closes_at=began + timedelta(days=2),
        )
    )


def answer(by: Actor, due_ids: list[UUID]) -> None:
    """Say `done` of each due, a batch at a time, as phones and forms do."""
    for ids in in_batches(due_ids, BATCH):
        record_outcomes(by=by, facts=[OutcomeFact(new_id(), id, "done", how="seen") for id in ids])


def answers_and_changes(by: Actor, round_id: UUID) -> list[models.Model]:
    """What answering a round wrote anew: an outcome each, and two lines of change (the due's own row was there)."""
    outcomes = list(Outcome.objects.of(by.community_id).filter(round_id=round_id))
    told = {o.id for o in outcomes} | {o.due_id for o in outcomes}
    changes = Change.objects.filter(community_id=by.community_id, kind__in=("due", "outcome"))
    return [*outcomes, *(change for change in changes if change.entity_id in told)]


def raw(rows: Rows, size: int) -> Took:
    """Put copies of rows into copies of their tables, with the same keys and indexes; values are made beforehand."""
    took = Took(0.0, 0.0)
    for table in dict.fromkeys(type(row) for row in rows):
        mine = [row for row in rows if type(row) is table]
        with a_copy(table) as name:
            once = clocked(inserting(name, table, mine, size))
        took = Took(took.wall + once.wall, took.cpu + once.cpu)
    return took


def inserting(name: str, table: type[models.Model], rows: Rows, size: int) -> Callable[[], None]:
    """The inserting of rows whose values are ready, so many a transaction."""
    fields = table._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    statement = f"INSERT INTO {name} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"
    values = [[f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields] for row in rows]

    def insert() -> None:
        for batch in in_batches(values, size):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(statement, batch)

    return insert


@contextmanager
def a_copy(table: type[models.Model]) -> Iterator[str]:
    """An empty table like another, its indexes too; dropped at the end."""
    name = f"bench_{table._meta.db_table}"
    with connection.cursor() as cursor:
        for statement in copying(table._meta.db_table, name):
            cursor.execute(statement)
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {name}")


def copying(table: str, name: str) -> list[str]:
    """The statements that make an empty copy of a table."""
    if connection.vendor == "postgresql":
        return [f"CREATE TABLE {name} (LIKE {table} INCLUDING ALL)"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY type DESC",
            [table],
        )
        found = [sql for (sql,) in cursor.fetchall()]
    return [found[0].replace(f'"{table}"', name, 1)] + [
        sql.replace(' INDEX "', ' INDEX "bench_', 1).replace(f' ON "{table}"', f" ON {name}", 1)
        for sql in found[1:]
    ]
