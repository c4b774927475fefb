"""Rows of doors whose plate alone changes: the address is not worked out anew, so it is quick for many."""

from collections.abc import Sequence

from gridward.facts.said import Put
from gridward.facts.versions import Stamp, write
from gridward.households.models import Door
from gridward.shared.batches import in_batches

BATCH = 2000


def write_plates(rows: Sequence[Door], stamp: Stamp) -> Put:
    """Write doors as they were changed, with versions; the caller holds the community and has checked numbers."""
    written = [write(batch, stamp) for batch in in_batches(rows, BATCH)]
    return Put(
        [id for one in written for id in one.created],
        [id for one in written for id in one.changed],
        [id for one in written for id in one.unchanged],
        [row.id for row in rows],
    )
