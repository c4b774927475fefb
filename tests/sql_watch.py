"""Watches every statement a test sends: an owned table must be bound to its community, in WHERE or in ON.

Bound means: `community_id` is compared with a value (or with a column that is itself bound), in a condition that
always holds. `community_id` inside one branch of an OR binds only when every branch binds it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

import sqlglot
from django.apps import apps
from django.db import connections, models
from django.db.backends.signals import connection_created
from sqlglot import exp

KEY = "community_id"
DIALECTS = {"sqlite": "sqlite", "postgresql": "postgres"}
Column = tuple[str, str]
REPEATED_VALUE = re.compile(r"(?<=\bIN )\((?:%s, )+%s\)")
REPEATED_GROUP = re.compile(r"(\([^()]*\))(?:(?: OR |, )\1)+")
REPEATED_WHEN = re.compile(r"( WHEN \([^()]*\) THEN [^ ]+)\1+")
LONGEST_SHOWN = 700
LONGEST_REMEMBERED = 5_000


@cache
def owned_tables() -> frozenset[str]:
    """Tables whose rows belong to one community: a plain `community_id` of their own, no foreign key."""
    return frozenset(
        model._meta.db_table
        for model in apps.get_models()
        if any(f.column == KEY and not isinstance(f, models.ForeignKey) for f in model._meta.concrete_fields)
    )


def faults(sql: str, vendor: str, owned: frozenset[str]) -> tuple[str, ...]:
    """What is wrong with a statement, in words; nothing when every owned table names its community."""
    return (_remembered if len(sql) <= LONGEST_REMEMBERED else _looked_at)(sql, vendor, owned)


def _looked_at(sql: str, vendor: str, owned: frozenset[str]) -> tuple[str, ...]:
    if not any(table in sql for table in owned):
        return ()
    return _faults(shortened(sql), vendor, owned)


_remembered = lru_cache(maxsize=8192)(_looked_at)


def shortened(sql: str) -> str:
    """The same statement with each run of like rows, pairs or values cut to one: as sound, and soon read."""
    sql = REPEATED_VALUE.sub("(%s)", sql)
    return REPEATED_WHEN.sub(r"\1", REPEATED_GROUP.sub(r"\1", sql))


@lru_cache(maxsize=4096)
def _faults(sql: str, vendor: str, owned: frozenset[str]) -> tuple[str, ...]:
    try:
        statement = sqlglot.parse_one(sql.replace("%s", "NULL_VALUE"), dialect=DIALECTS[vendor])
    except sqlglot.errors.ParseError as error:
        return (f"the watch cannot read this statement: {error}",)
    if not isinstance(statement, (exp.Query, exp.Update, exp.Delete, exp.Insert)):
        return ()
    found = [_insert_fault(node, owned) for node in statement.find_all(exp.Insert)]
    for node in statement.find_all(exp.Select, exp.Update, exp.Delete):
        found += _unbound(node, owned)
    return tuple(fault for fault in found if fault)


def _insert_fault(node: exp.Insert, owned: frozenset[str]) -> str:
    table = node.find(exp.Table)
    if table is None or table.name not in owned:
        return ""
    columns = [c.name for c in node.this.expressions] if isinstance(node.this, exp.Schema) else []
    if KEY not in columns:
        return f"INSERT INTO {table.name} without {KEY}"
    conflict = node.args.get("conflict")
    keys = [c.name for c in conflict.args.get("conflict_keys") or []] if conflict else []
    return f"ON CONFLICT of {table.name} without {KEY}" if keys and KEY not in keys else ""


def _unbound(node: exp.Expression, owned: frozenset[str]) -> list[str]:
    """The owned tables of one SELECT, UPDATE or DELETE that no condition of its own binds."""
    tables = dict(_tables(node))
    derived = {alias for alias, table in tables.items() if table == ""}
    bound = {(alias, KEY) for alias in derived}
    links: list[tuple[Column, Column]] = []
    for condition in _conditions(node):
        values, pairs = _bindings(condition, tables)
        bound |= values
        links += pairs
    while grown := {b for a, b in _both_ways(links) if a in bound} - bound:
        bound |= grown
    verb = node.key.upper()
    return [
        f"{verb} on {table} without its {KEY}"
        for alias, table in tables.items()
        if table in owned and (alias, KEY) not in bound
    ]


def _both_ways(links: Iterable[tuple[Column, Column]]) -> Iterator[tuple[Column, Column]]:
    for a, b in links:
        yield a, b
        yield b, a


def _tables(node: exp.Expression) -> Iterator[tuple[str, str]]:
    """Alias and table name of what stands in FROM and JOIN; the name of a sub-select is empty."""
    sources = [node.this] if isinstance(node, (exp.Update, exp.Delete)) else []
    from_clause = node.args.get("from_") or node.args.get("from")
    sources += [from_clause.this] if from_clause else []
    sources += [join.this for join in node.args.get("joins") or []]
    for source in list(sources):
        sources += [join.this for join in source.args.get("joins") or []]
    outer = node.root().args.get("with_") or node.root().args.get("with")
    common = {c.alias for c in outer.expressions} if outer else set()
    for source in sources:
        named = isinstance(source, exp.Table) and source.name not in common
        yield source.alias_or_name, source.name if named else ""


def _conditions(node: exp.Expression) -> Iterator[exp.Expression]:
    where = node.args.get("where")
    if where:
        yield where.this
    from_clause = node.args.get("from_") or node.args.get("from")
    joins = list(node.args.get("joins") or [])
    for source in [node.this, from_clause.this if from_clause else None]:
        if isinstance(source, exp.Table):
            joins += source.args.get("joins") or []
    for join in joins:
        if join.args.get("on"):
            yield join.args["on"]


def _bindings(
    condition: exp.Expression, tables: dict[str, str]
) -> tuple[set[Column], list[tuple[Column, Column]]]:
    """Columns that this condition compares with a value, and pairs of columns it makes equal."""
    if isinstance(condition, exp.Paren):
        return _bindings(condition.this, tables)
    if isinstance(condition, exp.And):
        left, right = (_bindings(side, tables) for side in (condition.left, condition.right))
        return left[0] | right[0], left[1] + right[1]
    if isinstance(condition, exp.Or):
        left, right = (_bindings(side, tables) for side in (condition.left, condition.right))
        return left[0] & right[0], []
    if isinstance(condition, exp.In):
        return {c for c in map(_column(tables), _members(condition.this)) if c}, []
    if isinstance(condition, exp.EQ):
        return _equality(condition, tables)
    return set(), []


def _equality(condition: exp.EQ, tables: dict[str, str]) -> tuple[set[Column], list[tuple[Column, Column]]]:
    bound: set[Column] = set()
    links: list[tuple[Column, Column]] = []
    for left, right in zip(_members(condition.left), _members(condition.right), strict=False):
        a, b = _column(tables)(left), _column(tables)(right)
        if a and b:
            links.append((a, b))
        elif a or b:
            bound.add(a or b or ("", ""))
    return bound, links


def _members(side: exp.Expression) -> list[exp.Expression]:
    return list(side.expressions) if isinstance(side, exp.Tuple) else [side]


def _column(tables: dict[str, str]) -> Callable[[exp.Expression], Column | None]:
    """Reads a column of this very SELECT; one of an outer SELECT counts as a value: that is looked at itself."""

    def read(side: exp.Expression) -> Column | None:
        if isinstance(side, exp.Cast):
            side = side.this
        if not isinstance(side, exp.Column) or side.name == "NULL_VALUE":
            return None
        if not side.table and len(tables) == 1:
            return next(iter(tables)), side.name
        return (side.table, side.name) if side.table in tables else None

    return read


class Watch:
    """Collects the faults of one test at a time, over all connections and threads."""

    def __init__(self) -> None:
        self.is_ready = False
        self.is_on = False
        self.found: list[str] = []

    def begin(self, is_excused: bool = False) -> None:
        """Start looking."""
        self.found = []
        self.is_on = not is_excused

    def end(self) -> list[str]:
        """Stop looking and hand over what was found, each once."""
        self.is_on = False
        found, self.found = self.found, []
        return list(dict.fromkeys(found))

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self.is_ready and self.is_on:
            vendor = context["connection"].vendor
            text = sql if isinstance(sql, str) else str(sql)
            self.found += [
                f"{fault}: {text[:LONGEST_SHOWN]}" for fault in faults(text, vendor, owned_tables())
            ]
        return execute(sql, params, many, context)

    def sit_on(self, connection: Any, **_: Any) -> None:
        """Wrap one connection, once."""
        if self not in connection.execute_wrappers:
            connection.execute_wrappers.append(self)

    def sit_on_all(self) -> None:
        """Wrap every connection there is and every one there will be, in any thread."""
        connection_created.connect(self.sit_on, dispatch_uid="tests.sql_watch")
        for connection in connections.all(initialized_only=True):
            self.sit_on(connection)


watch = Watch()
