"""The one way register rows are written: current row and versions together, in sets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

from gridward.facts.models import VersionRow
from gridward.shared.batches import in_batches
from gridward.shared.ids import new_id
from gridward.shared.models import OwnedRow

# Ids in one statement; SQLite and PostgreSQL both take many more.
BATCH = 2000
VERSIONS: dict[type[OwnedRow], type[VersionRow]] = {}


def keep_versions(current: type[OwnedRow], versions: type[VersionRow]) -> None:
    """Declare the version table of a register table; both share the fields of one abstract model."""
    VERSIONS[current] = versions


def tracked_fields(versions: type[VersionRow]) -> list[str]:
    """The register's own fields: those of the version table that are not the envelope's."""
    envelope = {f.name for f in VersionRow._meta.get_fields()} | {"pk", "community_id", "id"}
    return [f.name for f in versions._meta.concrete_fields if f.name not in envelope]


@dataclass(frozen=True)
class Stamp:
    """Who says it, how it came to us, since when it is true; `is_correction`: it was wrong before, not changed."""

    by_id: UUID
    source: str
    true_from: datetime = field(default_factory=timezone.now)
    is_correction: bool = False


@dataclass(frozen=True)
class Written:
    """Which ids were new, which changed, which stood already."""

    created: list[UUID]
    changed: list[UUID]
    unchanged: list[UUID]

    @property
    def touched(self) -> list[UUID]:
        """New and changed ids."""
        return self.created + self.changed


def write(rows: Sequence[OwnedRow], stamp: Stamp) -> Written:
    """Write register rows of one table and one community, with their versions, in a constant number of statements.

    Rows equal to what stands are left alone. Call inside a transaction that ends with `announce`.
    """
    if not rows:
        return Written([], [], [])
    table, community_id = type(rows[0]), rows[0].community_id
    versions = VERSIONS[table]
    names = tracked_fields(versions)
    standing = {r.id: r for r in table.objects.with_ids(community_id, [r.id for r in rows])}
    fresh = [r for r in rows if r.id not in standing]
    changed = [r for r in rows if r.id in standing and differs(standing[r.id], r, names)]
    table.objects.bulk_create(fresh)
    if changed:
        table.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["community_id", "id"], update_fields=names
        )
    _write_versions(versions, names, fresh, changed, stamp)
    touched = {r.id for r in fresh} | {r.id for r in changed}
    return Written(
        [r.id for r in fresh], [r.id for r in changed], [r.id for r in rows if r.id not in touched]
    )


def differs(old: OwnedRow, new: OwnedRow, names: Sequence[str]) -> bool:
    """Whether any tracked field has another value."""
    return any(_plain(getattr(old, name)) != _plain(getattr(new, name)) for name in names)


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _write_versions(
    versions: type[VersionRow],
    names: Sequence[str],
    fresh: Sequence[OwnedRow],
    changed: Sequence[OwnedRow],
    stamp: Stamp,
) -> None:
    now = timezone.now()
    for batch in in_batches(fresh, BATCH):
        _write_first_versions(versions, names, batch, stamp, now)
    if changed:
        versions.objects.bulk_create(_supersede(versions, names, changed, stamp, now))


def _write_first_versions(
    versions: type[VersionRow], names: Sequence[str], fresh: Sequence[OwnedRow], stamp: Stamp, now: datetime
) -> None:
    """Copy new rows into their versions inside the database, which has them; a first version bears the row's id."""
    quote = connection.ops.quote_name
    columns = {field.name: field for field in versions._meta.concrete_fields}
    said = {"true_from": stamp.true_from, "known_from": now, "source": stamp.source, "by_id": stamp.by_id}
    kept = ", ".join(quote(str(columns[name].column)) for name in names)
    owner, id = quote("community_id"), quote("id")
    ids = [fresh[0].community_id, *(row.id for row in fresh)]
    prepared = [columns[name].get_db_prep_save(value, connection) for name, value in said.items()]
    prepared += [columns["id"].get_db_prep_save(value, connection) for value in ids]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(versions._meta.db_table)} ({owner}, {id}, {quote('entity_id')},"
            f" {', '.join(map(quote, said))}, {kept}) SELECT {owner}, {id}, {id}, %s, %s, %s, %s, {kept}"
            f" FROM {quote(fresh[0]._meta.db_table)} WHERE {owner} = %s AND {id} IN ({', '.join(['%s'] * len(fresh))})",
            prepared,
        )


def _supersede(
    versions: type[VersionRow], names: Sequence[str], changed: Sequence[OwnedRow], stamp: Stamp, now: datetime
) -> list[VersionRow]:
    """Close what was believed; keep the past where it was true, and put the new from its own day on."""
    community_id = changed[0].community_id
    believed = versions.objects.of(community_id).filter(
        entity_id__in=[r.id for r in changed], known_to=None, true_to=None
    )
    before = {v.entity_id: v for v in believed}
    believed.update(known_to=now)
    new_rows = []
    for row in changed:
        old = before.get(row.id)
        starts = stamp.true_from
        if old is not None and (stamp.is_correction or old.true_from >= starts):
            starts = old.true_from
        elif old is not None:
            new_rows.append(_version(versions, names, old, old.true_from, starts, now, None))
        new_rows.append(_version(versions, names, row, starts, None, now, stamp))
    return new_rows


def _version(
    versions: type[VersionRow],
    names: Sequence[str],
    row: OwnedRow,
    true_from: datetime,
    true_to: datetime | None,
    known_from: datetime,
    stamp: Stamp | None,
) -> VersionRow:
    said = stamp or row
    return versions(
        id=new_id(),
        community_id=row.community_id,
        entity_id=getattr(row, "entity_id", row.id),
        true_from=true_from,
        true_to=true_to,
        known_from=known_from,
        source=said.source,  # type: ignore[union-attr]
        by_id=said.by_id,  # type: ignore[union-attr]
        **{name: getattr(row, name) for name in names},
    )


def true_at(versions: type[VersionRow], community_id: UUID, at: datetime) -> models.QuerySet[Any]:
    """Versions true at a moment, as known now."""
    return versions.objects.of(community_id).filter(
        models.Q(true_to=None) | models.Q(true_to__gt=at), true_from__lte=at, known_to=None
    )


def known_at(
    versions: type[VersionRow], community_id: UUID, at: datetime, known: datetime
) -> models.QuerySet[Any]:
    """Versions true at a moment, as they were known at another."""
    return versions.objects.of(community_id).filter(
        models.Q(true_to=None) | models.Q(true_to__gt=at),
        models.Q(known_to=None) | models.Q(known_to__gt=known),
        true_from__lte=at,
        known_from__lte=known,
    )
