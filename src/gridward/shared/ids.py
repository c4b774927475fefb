"""Identifiers: made by whoever saw the fact; their time is never read."""

from uuid import UUID, uuid5

from uuid_utils.compat import uuid7

_DERIVED = UUID("6f1d3a52-52a5-5f2e-9f50-0a64d6b3c0de")


def new_id() -> UUID:
    """A new UUIDv7, so that rows made together lie together."""
    return uuid7()


def derived_id(*parts: object) -> UUID:
    """The same id for the same parts, so that making it twice makes one."""
    return uuid5(_DERIVED, "\x1f".join(str(part) for part in parts))
