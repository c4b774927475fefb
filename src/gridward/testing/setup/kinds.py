"""The kinds of round that samples settle; made where the operation's pattern did not bring them."""

from typing import Final

from gridward.accounts.actors import Actor
from gridward.rounds.actions import KindFact, put_kind
from gridward.rounds.models import RoundKind, Subject

ROOM: Final = "testing"
DOOR_KIND, CENTRE_KIND, RESAMPLE_KIND = "testing_door", "testing_centre", "testing_resample"
NAMES: Final = {
    DOOR_KIND: ("上门采样", "Testing at the door"),
    CENTRE_KIND: ("集中采样", "Testing at the centre"),
    RESAMPLE_KIND: ("复核采样", "Re-sampling"),
}
UP_AFTER_MINUTES: Final = 6 * 60


def make_kinds(*, by: Actor) -> None:
    """Put in those that are missing; the community's own words for one that stands are left."""
    standing = set(
        RoundKind.objects.of(by.community_id).filter(code__in=list(NAMES)).values_list("code", flat=True)
    )
    for code, (zh, en) in NAMES.items():
        if code not in standing:
            put_kind(
                by=by,
                fact=KindFact(
                    code,
                    zh,
                    Subject.PERSON,
                    name_en=en,
                    escalate_after_minutes=UP_AFTER_MINUTES,
                    escalate_to="area_leader",
                    recorded_by=ROOM,
                ),
            )
