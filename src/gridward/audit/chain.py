"""The hash chain over the log: each entry's seal rests on the one before it, so nothing in between can change unseen.

Seals are keyed: whoever can write the database but not read the key folder cannot make new ones.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import transaction

from gridward.audit.models import Entry
from gridward.facts.clock import last_number
from gridward.vault import folder

BATCH = 500


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold: the entry's number, and what is wrong."""

    seq: int
    kind: str


@cache
def _key(community_id: UUID) -> bytes:
    return folder.key_of_scope(settings.GRIDWARD_KEYS, f"log-{community_id}").secret


def forget_log_keys() -> None:
    """Drop log keys held in memory."""
    _key.cache_clear()


def seal_of(entry: Entry, before: str) -> str:
    """The seal an entry must bear after the seal before it: HMAC-SHA256 over all it says, 64 hex digits."""
    said = (
        before,
        entry.community_id,
        entry.seq,
        entry.at.astimezone(UTC).isoformat(),
        entry.by_id,
        entry.deed,
        entry.how_many,
        entry.subject_id,
        entry.purpose,
    )
    return hmac.new(
        _key(entry.community_id), "\x1f".join(map(str, said)).encode(), hashlib.sha256
    ).hexdigest()


def seal_entries(community_id: UUID, batch: int = BATCH) -> int:
    """Seal what is not sealed yet, in batches of two statements; returns how many. Two at once do the same work."""
    sealed = 0
    while rows := _seal_some(community_id, batch):
        sealed += rows
    return sealed


@transaction.atomic
def _seal_some(community_id: UUID, batch: int) -> int:
    of_community = Entry.objects.filter(community_id=community_id)
    fresh = list(of_community.filter(seal="").order_by("seq")[:batch])
    if not fresh:
        return 0
    before = (
        of_community.filter(seq__lt=fresh[0].seq).order_by("-seq").values_list("seal", flat=True).first()
        or ""
    )
    for entry in fresh:
        entry.seal = before = seal_of(entry, before)
    Entry.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["community_id", "seq"], update_fields=["seal"]
    )
    return len(fresh)


def breaks(community_id: UUID) -> Iterator[Break]:
    """Every place where the log was changed, shortened or robbed of a line; nothing where it is whole.

    Entries not sealed yet count as whole as long as no sealed one follows. One pass, in order, streamed.
    """
    number, last = last_number(community_id), 0
    entries = Entry.objects.filter(community_id=community_id).order_by("seq").iterator(chunk_size=2000)
    for entry, found in _walk(entries):
        last = entry.seq
        if found:
            yield Break(entry.seq, found)
    # Verbs go on while we read: the clock may have moved on, but it never stands behind the log or beyond its end.
    if last < number or last_number(community_id) < last:
        yield Break(last, "end")


def _walk(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    before, has_unsealed = "", False
    for entry in entries:
        found = ""
        if not entry.seal:
            has_unsealed = True
        elif has_unsealed:
            found, has_unsealed = "unsealed", False
        elif entry.seal != seal_of(entry, before):
            found = "changed"
        before = entry.seal or before
        yield entry, found
