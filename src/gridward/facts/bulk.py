"""Many rows in one statement, on both databases: what comes in all day must not wait for an ORM.

On PostgreSQL each column goes over as one array (`INSERT … SELECT unnest`), so that the statement is the same however
many rows there are and the server keeps its plan; arrays are spelt here, for psycopg takes as long over one as the
server over the whole statement.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models

Spell = Callable[[Any], Any]


def insert(table: type[models.Model], rows: Sequence[object], ignores_known: bool = False) -> None:
    """Insert rows of one table by one statement; each row answers to every column by its name.

    With `ignores_known` a row whose key stands already is left out.
    """
    if not rows:
        return
    database = connections[DEFAULT_DB_ALIAS]
    is_postgresql = database.vendor == "postgresql"
    sql, read, spells = _shape(table, ignores_known, is_postgresql)
    values = [read(row) for row in rows]
    if is_postgresql:
        columns = zip(*values, strict=True)
        _run(database, sql, [_array(column, spell) for column, spell in zip(columns, spells, strict=True)])
        return
    with database.cursor() as cursor:
        cursor.executemany(sql, [_spelt_row(row, spells) for row in values])


@cache
def _shape(
    table: type[models.Model], ignores_known: bool, is_postgresql: bool
) -> tuple[str, Callable[[object], tuple[Any, ...]], tuple[Spell, ...]]:
    """The statement, what reads the columns of a row in its order, and how a value of each is spelt."""
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields = table._meta.concrete_fields
    columns = ", ".join(quote(str(field.column)) for field in fields)
    head = f"INSERT INTO {quote(table._meta.db_table)} ({columns})"
    tail = " ON CONFLICT DO NOTHING" if ignores_known else ""
    read = attrgetter(*(str(field.attname) for field in fields))
    spells = tuple(_spell_of(field, is_postgresql) for field in fields)
    if is_postgresql:
        aliases = ", ".join(f"c{n}" for n in range(len(fields)))
        arrays = ", ".join(f"%s::{_type_of(field)}[]" for field in fields)
        sql = f"{head} SELECT {aliases} FROM unnest({arrays}) AS given({aliases}){tail}"
        return sql, read, spells
    return f"{head} VALUES ({', '.join(['%s'] * len(fields))}){tail}", read, spells


def _type_of(field: Any) -> str:
    return str(field.db_type(connections[DEFAULT_DB_ALIAS]))


def _spell_of(field: Any, is_postgresql: bool) -> Spell:
    if isinstance(field, models.UUIDField):
        return attrgetter("hex")
    if isinstance(field, models.DateTimeField):
        spell: Spell = connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value
        return datetime.isoformat if is_postgresql else spell
    if isinstance(field, models.JSONField):
        return _quoted_json if is_postgresql else json.dumps
    if not is_postgresql:
        return _as_it_is
    if isinstance(field, models.BinaryField):
        return _quoted_bytes
    return _quoted if isinstance(field, models.CharField | models.TextField | models.DateField) else str


def _as_it_is(value: Any) -> Any:
    return value


def _quoted(value: object) -> str:
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _quoted_json(value: object) -> str:
    return _quoted(json.dumps(value))


def _quoted_bytes(value: bytes) -> str:
    return f'"\\\\x{bytes(value).hex()}"'


def _array(values: Sequence[Any], spell: Spell) -> str:
    """A PostgreSQL array of the values; where all are one and the same, as in most columns, it is spelt once."""
    first = values[0]
    if values.count(first) == len(values):
        return "{" + ",".join(["NULL" if first is None else spell(first)] * len(values)) + "}"
    return "{" + ",".join(["NULL" if value is None else spell(value) for value in values]) + "}"


def _spelt_row(row: Sequence[Any], spells: Sequence[Spell]) -> list[Any]:
    return [None if value is None else spell(value) for value, spell in zip(row, spells, strict=True)]


@contextmanager
def together() -> Iterator[None]:
    """Statements inside go to PostgreSQL without waiting for one another; what they answer is read at the end."""
    database = connections[DEFAULT_DB_ALIAS]
    if not _is_prepared(database) or _is_together(database):
        yield
        return
    with database.wrap_database_errors, database.connection.pipeline():
        yield


def ask(sql: str, *values: Any) -> Callable[[], list[tuple[Any, ...]]]:
    """Send a statement and return what reads its rows; written as for `fetch`."""
    database = connections[DEFAULT_DB_ALIAS]
    cursor = _run(database, _for_vendor(sql, database.vendor), _given(values, database.vendor))
    rows: Callable[[], list[tuple[Any, ...]]] = cursor.fetchall
    return rows


def fetch(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a statement; `{any}` in it stands for "is one of a list of ids", which is one value.

    UUIDs come back as UUID from PostgreSQL and as text from SQLite: `uuid_of` reads either.
    """
    return ask(sql, *values)()


def change(sql: str, *values: Any) -> None:
    """Send a statement that answers nothing; written as for `fetch`."""
    database = connections[DEFAULT_DB_ALIAS]
    _run(database, _for_vendor(sql, database.vendor), _given(values, database.vendor))


@cache
def _for_vendor(sql: str, vendor: str) -> str:
    is_one_of = "= ANY(%s::uuid[])" if vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
    return sql.replace("{any}", is_one_of)


def _given(values: Sequence[Any], vendor: str) -> list[Any]:
    if vendor == "postgresql":
        return ["{" + ",".join([id.hex for id in v]) + "}" if isinstance(v, list) else v for v in values]
    spelt = [json.dumps([id.hex for id in value]) if isinstance(value, list) else value for value in values]
    return [value.hex if isinstance(value, UUID) else value for value in spelt]


def array(values: Iterable[UUID | datetime]) -> str:
    """Ids or times as a PostgreSQL array, for `change` and `fetch`."""
    return "{" + ",".join([v.hex if isinstance(v, UUID) else v.isoformat() for v in values]) + "}"


def _is_together(database: Any) -> bool:
    from psycopg.pq import PipelineStatus

    database.ensure_connection()
    return bool(database.connection.pgconn.pipeline_status != PipelineStatus.OFF)


def _is_prepared(database: Any) -> bool:
    return bool(database.vendor == "postgresql" and not database.queries_logged)


def _run(database: Any, sql: str, values: Sequence[Any]) -> Any:
    """Execute under Django's watch; on PostgreSQL as a prepared statement, which Django's own cursor never is."""
    if not _is_prepared(database):
        cursor = database.cursor()
        cursor.execute(sql, values)
        return cursor
    from psycopg import Cursor

    database.ensure_connection()
    cursor = Cursor(database.connection)
    execute: Callable[..., Any] = _prepared
    for wrapper in reversed(database.execute_wrappers):
        execute = partial(wrapper, execute)
    execute(sql, values, False, {"connection": database, "cursor": cursor})
    return cursor


def _prepared(sql: str, values: Sequence[Any], many: bool, context: dict[str, Any]) -> None:
    database = context["connection"]
    database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        context["cursor"].execute(sql, values, prepare=True)


def uuid_of(value: Any) -> Any:
    """A UUID as either database gives it back; None stays None."""
    return UUID(value) if isinstance(value, str) else value


def moment_of(value: Any) -> Any:
    """A moment as either database gives it back; None stays None."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
