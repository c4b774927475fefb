"""The kinds of round a new community begins with; all of them are rows it may change."""

from typing import Any, Final
from uuid import UUID

from gridward.rounds.models import RoundKind, Subject
from gridward.shared.ids import derived_id

HALF_A_DAY, A_DAY = 12 * 60, 24 * 60
FIRST_KINDS: Final[tuple[dict[str, Any], ...]] = (
    {
        "code": "verification",
        "name_zh": "入户核查",
        "name_en": "Door-to-door verification",
        "subject": Subject.DOOR,
        "is_verification": True,
        "escalate_after_minutes": A_DAY,
        "escalate_to": "area_leader",
    },
    {
        "code": "visit",
        "name_zh": "走访",
        "name_en": "Home visit",
        "subject": Subject.DOOR,
        "escalate_after_minutes": HALF_A_DAY,
        "escalate_to": "area_leader",
    },
    {
        "code": "person_check",
        "name_zh": "人员核对",
        "name_en": "Person check",
        "subject": Subject.PERSON,
        "escalate_after_minutes": A_DAY,
        "escalate_to": "area_leader",
    },
    {
        "code": "disinfection",
        "name_zh": "环境消杀",
        "name_en": "Disinfection",
        "subject": Subject.PLACE,
        "escalate_after_minutes": HALF_A_DAY,
        "escalate_to": "coordinator",
    },
)


def found_kinds(community_id: UUID, worker_id: UUID) -> None:
    """Put the first kinds into a new community; one that stands already is left as it is."""
    RoundKind.objects.bulk_create(
        [
            RoundKind(
                id=derived_id("round kind", community_id, kind["code"]), community_id=community_id, **kind
            )
            for kind in FIRST_KINDS
        ],
        ignore_conflicts=True,
    )
