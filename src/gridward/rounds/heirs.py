"""Areas split or merged while rounds are open: what was to be done there stays to be done."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Case, JSONField, QuerySet, Value, When

from gridward.facts.versions import Stamp
from gridward.rounds.models import Round, Schedule


def follow_areas(
    community_id: UUID, heirs: Mapping[UUID, Sequence[UUID]], stamp: Stamp
) -> list[tuple[str, UUID]]:
    """Registered: open rounds and schedules that name an area name those that take over from it too."""
    rounds = Round.objects.of(community_id).filter(state=Round.State.OPEN)
    schedules = Schedule.objects.of(community_id)
    return [
        *(("round", id) for id in _widen(rounds, heirs)),
        *(("schedule", id) for id in _widen(schedules, heirs)),
    ]


def _widen(rows: "QuerySet[Round] | QuerySet[Schedule]", heirs: Mapping[UUID, Sequence[UUID]]) -> list[UUID]:
    new: dict[UUID, dict[str, list[str]]] = {}
    for id, scope in rows.values_list("id", "scope"):
        named = set(scope.get("areas", ()))
        widened = named | {str(heir) for area, those in heirs.items() if str(area) in named for heir in those}
        if widened != named:
            new[id] = {**scope, "areas": sorted(widened)}
    if new:
        whens = [When(id=id, then=Value(scope, output_field=JSONField())) for id, scope in new.items()]
        rows.filter(id__in=list(new)).update(scope=Case(*whens))
    return list(new)
