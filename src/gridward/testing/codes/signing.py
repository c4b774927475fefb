"""The tokens on personal cards and on plates."""

from typing import Final
from uuid import UUID

from gridward.vault.code_keys import Ring, ring_of

PERSON: Final = "P"
DOOR: Final = "D"


class Signer:
    """Signs for one page: the ring is read once, however many cards there are."""

    def __init__(self, community_id: UUID) -> None:
        self.ring: Ring = ring_of(community_id)

    def person(self, person_id: UUID) -> str:
        """What a personal card carries."""
        return self.ring.sign(PERSON, person_id)

    def door(self, door_id: UUID) -> str:
        """What the code beside a plate carries: the door and nothing of who or what is behind it."""
        return self.ring.sign(DOOR, door_id)
