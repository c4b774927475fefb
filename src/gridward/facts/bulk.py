"""Many rows in one statement, on both databases: what comes in all day must not wait for an ORM.

On PostgreSQL each column goes over as one array (`INSERT … SELECT unnest`), so that the statement is the same however
many rows there are and the server keeps its plan; arrays are spelt here, for psycopg takes as long over one as the
server over the whole statement.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache, partial
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models

Spell = Callable[[Any], Any]


def insert(table: type[models.Model], rows: Sequence[object], ignores_known: bool = False) -> None:
    """Insert rows of one table by one statement; each row answers to every column by its name.

    With `ignores_known` a row whose key stands already is left out.
    """
    if not rows:
        return
    is_postgresql = connection.vendor == "postgresql"
    sql, names, spells = _shape(table, ignores_known, is_postgresql)
    read = attrgetter(*names)
    values = [read(row) for row in rows]
    if is_postgresql:
        columns = zip(*values, strict=True)
        _run(sql, [_array(column, spell) for column, spell in zip(columns, spells, strict=True)])
        return
    with connection.cursor() as cursor:
        cursor.executemany(sql, [_spelt_row(row, spells) for row in values])


@cache
def _shape(
    table: type[models.Model], ignores_known: bool, is_postgresql: bool
) -> tuple[str, tuple[str, ...], tuple[Spell, ...]]:
    """The statement, the columns in its order, and how a value of each is spelt."""
    quote = connection.ops.quote_name
    fields = table._meta.concrete_fields
    columns = ", ".join(quote(str(field.column)) for field in fields)
    head = f"INSERT INTO {quote(table._meta.db_table)} ({columns})"
    tail = " ON CONFLICT DO NOTHING" if ignores_known else ""
    names = tuple(str(field.attname) for field in fields)
    spells = tuple(_spell_of(field, is_postgresql) for field in fields)
    if is_postgresql:
        aliases = ", ".join(f"c{n}" for n in range(len(fields)))
        arrays = ", ".join(f"%s::{_type_of(field)}[]" for field in fields)
        sql = f"{head} SELECT {aliases} FROM unnest({arrays}) AS given({aliases}){tail}"
        return sql, names, spells
    return f"{head} VALUES ({', '.join(['%s'] * len(fields))}){tail}", names, spells


def _type_of(field: Any) -> str:
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))


def _spell_of(field: Any, is_postgresql: bool) -> Spell:
    if isinstance(field, models.UUIDField):
        return attrgetter("hex")
    if isinstance(field, models.DateTimeField):
        return datetime.isoformat if is_postgresql else connection.ops.adapt_datetimefield_value
    if isinstance(field, models.JSONField):
        return _quoted_json if is_postgresql else json.dumps
    if not is_postgresql:
        return _as_it_is
    if isinstance(field, models.BinaryField):
        return lambda value: f'"\\\\x{bytes(value).hex()}"'
    return _quoted if isinstance(field, models.CharField | models.TextField | models.DateField) else str


def _as_it_is(value: Any) -> Any:
    return value


def _quoted(value: object) -> str:
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _quoted_json(value: object) -> str:
    return _quoted(json.dumps(value))


def _array(values: Iterable[Any], spell: Spell) -> str:
    """A PostgreSQL array of the values; a value that comes again, as most do, is spelt once."""
    known: dict[Any, str] = {None: "NULL"}
    spelt = []
    for value in values:
        key = value if value.__hash__ else id(value)
        if key not in known:
            known[key] = spell(value)
        spelt.append(known[key])
    return "{" + ",".join(spelt) + "}"


def _spelt_row(row: Sequence[Any], spells: Sequence[Spell]) -> list[Any]:
    return [None if value is None else spell(value) for value, spell in zip(row, spells, strict=True)]


def fetch(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a statement; `{any}` in it stands for "is one of a list of ids", which is one value.

    UUIDs come back as UUID from PostgreSQL and as text from SQLite: `uuid_of` reads either.
    """
    rows: list[tuple[Any, ...]] = _run(_for_vendor(sql, connection.vendor), _given(values)).fetchall()
    return rows


def change(sql: str, *values: Any) -> int:
    """How many rows a statement changed; written as `fetch` is."""
    return int(_run(_for_vendor(sql, connection.vendor), _given(values)).rowcount)


@cache
def _for_vendor(sql: str, vendor: str) -> str:
    is_one_of = "= ANY(%s::uuid[])" if vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
    return sql.replace("{any}", is_one_of)


def _given(values: Sequence[Any]) -> list[Any]:
    if connection.vendor == "postgresql":
        return [_ids(value) if isinstance(value, list) else value for value in values]
    spelt = [json.dumps([id.hex for id in value]) if isinstance(value, list) else value for value in values]
    return [value.hex if isinstance(value, UUID) else value for value in spelt]


def _ids(ids: Sequence[UUID]) -> str:
    return "{" + ",".join([id.hex for id in ids]) + "}"


def array(values: Iterable[UUID | datetime]) -> str:
    """Ids or times as a PostgreSQL array, for `change` and `fetch`."""
    return _array(values, lambda value: value.hex if isinstance(value, UUID) else value.isoformat())


def _run(sql: str, values: Sequence[Any]) -> Any:
    """Execute under Django's watch; on PostgreSQL as a prepared statement, which Django's own cursor never is."""
    connection.ensure_connection()
    if connection.vendor != "postgresql" or connection.queries_logged:
        cursor = connection.cursor()
        cursor.execute(sql, values)
        return cursor
    from psycopg import Cursor

    cursor = Cursor(connection.connection)
    execute: Callable[..., Any] = _prepared
    for wrapper in reversed(connection.execute_wrappers):
        execute = partial(wrapper, execute)
    execute(sql, values, False, {"connection": connection, "cursor": cursor})
    return cursor


def _prepared(sql: str, values: Sequence[Any], many: bool, context: dict[str, Any]) -> None:
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        context["cursor"].execute(sql, values, prepare=True)


def uuid_of(value: Any) -> Any:
    """A UUID as either database gives it back; None stays None."""
    return UUID(value) if isinstance(value, str) else value
