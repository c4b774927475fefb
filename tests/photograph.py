"""All rows of the database at one moment, to be put back in a few milliseconds: made by verbs once, not once a test."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection


@dataclass
class Photograph:
    """Rows by table, with the columns they stand in; for PostgreSQL also as one script."""

    tables: list[tuple[str, list[str], list[tuple[Any, ...]]]] = field(default_factory=list)
    script: str = ""

    @classmethod
    def of_now(cls, but: "Photograph | None" = None) -> "Photograph":
        """What stands now, but what stood before; read past the watch, for this is nobody's query."""
        before = {table: set(rows) for table, _, rows in but.tables} if but else {}
        taken = cls()
        with _cursor() as cursor:
            for table in _tables():
                cursor.execute(f'SELECT * FROM "{table}"')
                columns = [column[0] for column in cursor.description]
                rows = [row for row in map(_hashable, cursor.fetchall()) if row not in before.get(table, ())]
                if rows:
                    taken.tables.append((table, columns, rows))
            if connection.vendor == "postgresql":
                taken.script = ";".join(_written(cursor, *table) for table in taken.tables)
        return taken

    def put_back(self) -> None:
        """Put all rows in again; references are looked at when the transaction ends."""
        with _cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(self.script)
                return
            for table, columns, rows in self.tables:
                cursor.executemany(_insert(table, columns, ", ".join("?" * len(columns))), rows)


class _Bare(sqlite3.Cursor):
    """SQLite's own cursor, without Django's rewriting of parameters."""


@contextmanager
def _cursor() -> Iterator[Any]:
    """A cursor past Django's wrappers, and so past the watch."""
    connection.ensure_connection()
    is_postgresql = connection.vendor == "postgresql"
    cursor = connection.connection.cursor() if is_postgresql else connection.connection.cursor(_Bare)
    try:
        yield cursor
    finally:
        cursor.close()


def _tables() -> list[str]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("gridward.")]
    return [model._meta.db_table for model in ours]


def _hashable(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def _insert(table: str, columns: list[str], values: str) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({values})'


def _written(cursor: Any, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> str:
    one = ", ".join(["%s"] * len(columns))
    sql = _insert(table, columns, "), (".join([one] * len(rows)))
    written: str = cursor.mogrify(sql, [value for row in rows for value in row])
    return written
