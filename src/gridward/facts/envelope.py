"""What every fact's envelope is read by: when it happened by our clock, and the receipt of what it says."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from gridward.vault.tokens import keyed_digest

RECEIPT_DIGITS = 32


def corrected(happened_at: datetime | None, sent_at: datetime | None, now: datetime) -> datetime:
    """When it happened by our clock: the sender's claim moved by how far its clock was off when sending.

    Never later than now; without a claim, now.
    """
    if happened_at is None:
        return now
    drift = now - sent_at if sent_at else now - now
    return min(happened_at + drift, now)


def are_placed(*clocks: datetime | None) -> bool:
    """Whether every clock that says something also says where on earth it stands."""
    return all(at.tzinfo is not None for at in clocks if at is not None)


def receipt(community_id: UUID, body: Mapping[str, Any]) -> str:
    """By what a body is known again: 32 hex digits, keyed, for what it says may be guessed."""
    content = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
    return keyed_digest(community_id, content)[:RECEIPT_DIGITS]
