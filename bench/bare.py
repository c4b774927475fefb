"""The limit: the same rows a call writes, put into copies of their tables by multi-row INSERT, as often committed."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic
from typing import Any

from django.db import connection, models, transaction

from bench.rounds import a_copy
from gridward.audit.models import Entry
from gridward.facts.models import Change
from gridward.rounds.models import Due
from gridward.testing.models import Sample, Tube, TubeEvent

TABLES: tuple[type[models.Model], ...] = (Tube, Sample, TubeEvent, Due, Change, Entry)
WRITERS = 4
MOST = 20_000
Call = list[tuple[str, list[Any]]]


def persons_a_second(batch: int, most: int = MOST) -> float:
    """Persons a second through nothing but INSERT, from several connections at once (SQLite has one writer)."""
    writers = WRITERS if connection.vendor == "postgresql" else 1
    persons = min(most, batch * 2_000)
    with ExitStack() as stack:
        names = {table: stack.enter_context(a_copy(table)) for table in TABLES}
        calls = list(calls_of(names, batch, persons))
        connection.close() if not connection.in_atomic_block else None
        began = monotonic()
        threads = [threading.Thread(target=write, args=(calls[n::writers],)) for n in range(writers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = monotonic() - began
    return len(calls) * batch / took


def calls_of(names: dict[type[models.Model], str], batch: int, persons: int) -> Iterator[Call]:
    """What each call wrote: a row a person of samples and dues, its tubes, change rows and one line of the log."""
    rows = {table: newest(table, persons) for table in TABLES}
    many = min(len(rows[Sample]), persons) // batch
    for n in range(many):
        tubes = max(1, batch // 10) if batch >= 10 else int(n % 10 == 0)
        touched = max(1, batch // 10)
        sizes = {Tube: tubes, TubeEvent: tubes, Sample: batch, Due: batch, Entry: 1}
        sizes[Change] = 2 * batch + touched
        yield [
            statement(names[table], table, rows[table][n * sizes[table] : (n + 1) * sizes[table]])
            for table in TABLES
            if rows[table][n * sizes[table] : (n + 1) * sizes[table]]
        ]


def newest(table: type[models.Model], persons: int) -> list[tuple[Any, ...]]:
    """Rows of a table as the run wrote them, values ready."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table._meta.db_table} LIMIT %s", [persons * 3])
        return [tuple(adapted(value) for value in row) for row in cursor.fetchall()]


def adapted(value: Any) -> Any:
    """JSON comes back as it is written."""
    return value


def statement(name: str, table: type[models.Model], rows: list[tuple[Any, ...]]) -> tuple[str, list[Any]]:
    """One INSERT of many rows."""
    row = f"({', '.join(['%s'] * len(rows[0]))})"
    return f"INSERT INTO {name} VALUES {', '.join([row] * len(rows))}", [v for r in rows for v in r]


def write(calls: list[Call]) -> None:
    """Each call in a transaction of its own."""
    try:
        for call in calls:
            with transaction.atomic(), connection.cursor() as cursor:
                for sql, values in call:
                    cursor.execute(sql, values)
    finally:
        connection.close()
