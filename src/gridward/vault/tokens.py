"""Blind indexes: what is searched is a truncated keyed hash, never the name or number itself."""

import hashlib
import hmac
from functools import cache
from uuid import UUID

from django.conf import settings

from gridward.vault import folder


@cache
def _search_key(community: UUID) -> bytes:
    return folder.key_of_scope(settings.GRIDWARD_KEYS, f"search-{community}").secret


def forget_search_keys() -> None:
    """Drop search keys held in memory."""
    _search_key.cache_clear()


def token(community: UUID, kind: str, text: str) -> int:
    """A signed 64-bit token of one search term of a kind (name, pinyin, id, phone) in one community."""
    mac = hmac.new(_search_key(community), f"{kind}:{text}".encode(), hashlib.sha256)
    return int.from_bytes(mac.digest()[:8], "big", signed=True)


def keyed_digest(community: UUID, content: bytes) -> str:
    """A keyed digest by which the same bytes are known again, and nothing else about them (64 hex digits)."""
    return hmac.new(_search_key(community), b"digest:" + content, hashlib.sha256).hexdigest()
