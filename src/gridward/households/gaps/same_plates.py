"""Doors whose plate is another's, or reads like it to somebody at the door."""

from uuid import UUID

from gridward.households.models import Door
from gridward.households.plates.lines import read_alike


def doubles(community_id: UUID) -> dict[UUID, UUID]:
    """Doors by id, each with the door that bore its number first in walking order. Only ids and numbers are read."""
    doors = Door.objects.of(community_id).exclude(plate="").order_by("walking_order", "id")
    bearers: dict[str, UUID] = {}
    found: dict[UUID, UUID] = {}
    for door_id, plate in doors.values_list("id", "plate").iterator(chunk_size=5000):
        first = bearers.setdefault(read_alike(plate), door_id)
        if first != door_id:
            found[door_id] = first
    return found
