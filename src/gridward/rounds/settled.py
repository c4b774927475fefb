"""Dues another room's act settles, as a sample does; and what opens them again when there never was such an act."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from gridward.facts.bulk import array, change
from gridward.rounds.models import Due, Round

_SET: Final = (
    "state = 'done', settled_at = given.at, settled_by_id = given.by_id, reason = '', asked_by_id = NULL"
)
_WHERE: Final = "due.community_id = %s AND due.id = given.id AND due.state IN ('open', 'signed_off')"
_ARRAYS: Final = "unnest(%s::uuid[], %s::timestamptz[], %s::uuid[]) AS given(id, at, by_id)"
_JSON: Final = (
    "(SELECT value->>0 AS id, value->>1 AS at, value->>2 AS by_id FROM json_each(%s)) AS given"  # SQLite
)


def settle_by_facts(community_id: UUID, facts: Sequence[tuple[UUID, datetime, UUID]]) -> None:
    """Settle open dues by what was done: (due id, when by our clock, by whom), one a due.

    One statement. Done, exempt and left stand as they are. Call inside the verb's transaction.
    """
    if not facts:
        return
    ids, ats, by_ids = zip(*facts, strict=True)
    head = f"UPDATE rounds_due AS due SET {_SET}, asked_reason = '' FROM"
    if connection.vendor == "postgresql":
        # Named twice, for the planner does not see how few an array holds and would read the whole ledger.
        sql = f"{head} {_ARRAYS} WHERE {_WHERE} AND due.id {{any}}"
        change(sql, array(ids), array(ats), array(by_ids), community_id, list(ids))
        return
    spelt = connection.ops.adapt_datetimefield_value
    rows = json.dumps([(id.hex, spelt(at), by_id.hex) for id, at, by_id in facts])
    change(f"{head} {_JSON} WHERE {_WHERE}", rows, community_id)


def reopen_dues(community_id: UUID, due_ids: Collection[UUID]) -> int:
    """Open dues again whose act never was: only what is done, and only while the round is open.

    Call inside the verb's transaction.
    """
    is_open = Round.objects.of(community_id).filter(id=OuterRef("round_id"), state=Round.State.OPEN)
    dues = Due.objects.with_ids(community_id, due_ids).filter(Exists(is_open), state=Due.State.DONE)
    return int(dues.update(state=Due.State.OPEN, settled_at=None, settled_by_id=None))
