"""What is printed as a code can be checked without a network: short signatures under a community's own ring of keys.

A token is `GW`, one letter for its kind, 8 signs that name the key, 26 for an id, and 16 of HMAC-SHA256 (80 bits):
53 signs of base32, capital letters and digits, which a QR code holds in its short alphanumeric mode. It says nothing
but the id. A new key signs what is printed from then on; the older ones in the ring still verify old cards.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.conf import settings

from gridward.vault import folder

MARK: Final = "GW"
SHAPE: Final = re.compile(rf"{MARK}([A-Z])([A-Z2-7]{{8}})([A-Z2-7]{{26}})([A-Z2-7]{{16}})")
LENGTH: Final = 53
KEY_BYTES: Final = 5
MAC_BYTES: Final = 10


class Standing(StrEnum):
    """What checking a token came to: right; signed, but not for what it says; signed by no key of this community."""

    RIGHT = "right"
    CHANGED = "changed"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Token:
    """A token as read: the letter of its kind, the id it names, and whether to believe it."""

    kind: str
    id: UUID
    standing: Standing


@dataclass(frozen=True)
class Ring:
    """The keys of one community that sign codes, the newest last."""

    community_id: UUID
    keys: tuple[folder.Key, ...]

    def sign(self, kind: str, id: UUID) -> str:
        """The token of a thing of a kind (one capital letter), under the newest key."""
        key = self.keys[-1]
        return f"{MARK}{kind}{_name_of(key)}{_letters(id.bytes)}{self._mac(key, kind, id)}"

    def read(self, text: str) -> Token | None:
        """A token in capital letters as it was scanned; None for what has not the shape of one."""
        found = SHAPE.fullmatch(text)
        if found is None:
            return None
        kind, name, written, mac = found.groups()
        # 26 signs hold 130 bits: the two over must be nought, else two texts would name one id.
        id = UUID(bytes=base64.b32decode(f"{written}======"))
        key = next((key for key in self.keys if _name_of(key) == name), None)
        if key is None:
            return Token(kind, id, Standing.FOREIGN)
        is_right = hmac.compare_digest(mac, self._mac(key, kind, id)) and written == _letters(id.bytes)
        return Token(kind, id, Standing.RIGHT if is_right else Standing.CHANGED)

    def _mac(self, key: folder.Key, kind: str, id: UUID) -> str:
        said = f"{kind}:{self.community_id.hex}:{id.hex}".encode()
        return _letters(hmac.new(key.secret, said, hashlib.sha256).digest()[:MAC_BYTES])


def ring_of(community_id: UUID) -> Ring:
    """The ring as it lies in the key folder; its first key is made on first use."""
    names = _names(community_id) or [_name(community_id, 1)]
    keys = (folder.key_of_scope(settings.GRIDWARD_KEYS, name) for name in names)
    return Ring(community_id, tuple(keys))


def add_key(community_id: UUID) -> int:
    """Put a new key on the ring, which signs from now on; returns how many there are."""
    number = len(ring_of(community_id).keys) + 1
    folder.key_of_scope(settings.GRIDWARD_KEYS, _name(community_id, number))
    return number


def _name(community_id: UUID, number: int) -> str:
    return f"code-{community_id}-{number:04}"


def _names(community_id: UUID) -> list[str]:
    return sorted(path.stem for path in settings.GRIDWARD_KEYS.glob(f"code-{community_id}-*.key"))


def _name_of(key: folder.Key) -> str:
    return _letters(key.id[:KEY_BYTES])


def _letters(plain: bytes) -> str:
    return base64.b32encode(plain).decode().rstrip("=")
