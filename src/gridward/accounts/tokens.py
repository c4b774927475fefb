"""What a device shows of itself: community, own id and a secret in one word, of which we keep only a digest."""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

SECRET_BYTES = 24
LENGTH = 16 + 16 + SECRET_BYTES


@dataclass(frozen=True)
class Token:
    """A token or one-time code taken apart."""

    community_id: UUID
    id: UUID
    secret: bytes

    def fits(self, digest: str) -> bool:
        """Whether the secret is the one whose digest we keep; takes as long when it is not."""
        return hmac.compare_digest(digest_of(self.secret), digest)

    def __str__(self) -> str:
        whole = self.community_id.bytes + self.id.bytes + self.secret
        return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def new_token(community_id: UUID, id: UUID) -> Token:
    """A fresh one."""
    return Token(community_id, id, secrets.token_bytes(SECRET_BYTES))


def read_token(text: str) -> Token | None:
    """The parts of a token; None where it is none."""
    try:
        whole = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(whole) != LENGTH:
        return None
    return Token(UUID(bytes=whole[:16]), UUID(bytes=whole[16:32]), whole[32:])


def digest_of(secret: bytes) -> str:
    """The digest of a secret; a long random one needs no salt."""
    return hashlib.sha256(secret).hexdigest()
