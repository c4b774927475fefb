"""What a new community is given by this room: the five states a door can be in; it adds others itself."""

from uuid import UUID

from gridward.households.actions.categories import put_door_states
from gridward.households.entries import KindOfDoorState

DOOR_STATES = (
    KindOfDoorState("lived_in", "有人居住", "Lived in", is_lived_in=True, order=1),
    KindOfDoorState("vacant", "空置", "Vacant", order=2),
    KindOfDoorState("no_answer", "无人应答", "No answer", needs_recheck=True, order=3),
    KindOfDoorState("refused", "拒绝登记", "Refused", needs_recheck=True, order=4),
    KindOfDoorState("under_construction", "在建", "Under construction", order=5),
)


def found_door_states(community_id: UUID, by_id: UUID) -> None:
    """Give a new community its door states."""
    put_door_states(community_id, DOOR_STATES)
