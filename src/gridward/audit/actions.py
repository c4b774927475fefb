"""The last statement of every verb: the community clock, its change rows and one audit line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from gridward.audit.models import Entry
from gridward.facts.bulk import insert, together
from gridward.facts.clock import take_numbers
from gridward.facts.models import Change


@dataclass(slots=True)
class _Changed:
    """A change row, without what a model instance costs."""

    community_id: UUID
    seq: int
    kind: str
    entity_id: UUID


@dataclass(slots=True)
class _Line:
    """An audit line, without what a model instance costs."""

    community_id: UUID
    seq: int
    at: datetime
    by_id: UUID
    deed: str
    how_many: int
    subject_id: UUID | None
    purpose: str
    seal: str = ""


def announce(
    deed: str,
    *,
    community_id: UUID,
    by_id: UUID,
    changed: Iterable[tuple[str, UUID]] = (),
    subject_id: UUID | None = None,
    purpose: str = "",
    how_many: int | None = None,
    after: int | None = None,
) -> int:
    """Number what changed, in the caller's transaction; `changed` holds (kind, id). Returns the last number.

    `after` is where the clock stands, for a caller who holds it and knows.
    """
    rows = list(changed)
    first = take_numbers(community_id, len(rows) + 1, after)
    last = first + len(rows)
    line = _Line(
        community_id=community_id,
        seq=last,
        at=timezone.now(),
        by_id=by_id,
        deed=deed,
        how_many=len(rows) if how_many is None else how_many,
        subject_id=subject_id or (rows[0][1] if len(rows) == 1 else None),
        purpose=purpose,
    )
    with together():
        insert(Change, [_Changed(community_id, first + n, kind, id) for n, (kind, id) in enumerate(rows)])
        insert(Entry, [line])
    return last
