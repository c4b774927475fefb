"""Areas split or merged before or during a day of testing: its rule goes on to name those that take over."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Case, JSONField, Value, When

from gridward.facts.versions import Stamp
from gridward.rounds.heirs import widen
from gridward.testing.models import TestDay


def follow_areas(
    community_id: UUID, heirs: Mapping[UUID, Sequence[UUID]], stamp: Stamp
) -> list[tuple[str, UUID]]:
    """Registered: days that are not closed and name an area at the door name those that take over from it too."""
    days = TestDay.objects.of(community_id).exclude(state=TestDay.State.CLOSED)
    new = {
        id: widened
        for id, rule in days.values_list("id", "door_rule")
        if (widened := widen(rule, heirs)) != rule
    }
    if new:
        whens = [When(id=id, then=Value(rule, output_field=JSONField())) for id, rule in new.items()]
        TestDay.objects.with_ids(community_id, new).update(door_rule=Case(*whens))
    return [("test_day", id) for id in new]
