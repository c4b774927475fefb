"""The last statement of every verb: the community clock, its change rows and one audit line."""

from collections.abc import Iterable
from uuid import UUID

from gridward.audit.models import Entry
from gridward.facts.bulk import insert
from gridward.facts.clock import take_numbers
from gridward.facts.models import Change


def announce(
    deed: str,
    *,
    community_id: UUID,
    by_id: UUID,
    changed: Iterable[tuple[str, UUID]] = (),
    subject_id: UUID | None = None,
    purpose: str = "",
    how_many: int | None = None,
) -> int:
    """Number what changed, in the caller's transaction; `changed` holds (kind, id). Returns the last number."""
    rows = list(changed)
    first = take_numbers(community_id, len(rows) + 1)
    insert(
        Change,
        [
            Change(community_id=community_id, seq=first + n, kind=kind, entity_id=id)
            for n, (kind, id) in enumerate(rows)
        ],
    )
    last = first + len(rows)
    insert(
        Entry,
        [
            Entry(
                community_id=community_id,
                seq=last,
                by_id=by_id,
                deed=deed,
                how_many=len(rows) if how_many is None else how_many,
                subject_id=subject_id or (rows[0][1] if len(rows) == 1 else None),
                purpose=purpose,
            )
        ],
    )
    return last
