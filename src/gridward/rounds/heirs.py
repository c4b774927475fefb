"""Areas split or merged while rounds are open: what was to be done there stays to be done."""

from collections.abc import Mapping, Sequence
from typing import Any
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


def widen(rule: Mapping[str, Any], heirs: Mapping[UUID, Sequence[UUID]]) -> dict[str, Any]:
    """A rule that names areas, with those that take over from them."""
    named = set(rule.get("areas", ()))
    more = {str(heir) for area, those in heirs.items() if str(area) in named for heir in those}
    return {**rule, "areas": sorted(named | more)} if more - named else {**rule}


def _widen(rows: "QuerySet[Round] | QuerySet[Schedule]", heirs: Mapping[UUID, Sequence[UUID]]) -> list[UUID]:
    new: dict[UUID, dict[str, Any]] = {}
    for id, scope in rows.values_list("id", "scope"):
        widened = widen(scope, heirs)
        for rule in ("any_of", "none_of"):
            if rule in scope:
                widened |= {rule: widen(scope[rule], heirs)}
        if widened != scope:
            new[id] = widened
    if new:
        whens = [When(id=id, then=Value(scope, output_field=JSONField())) for id, scope in new.items()]
        rows.filter(id__in=list(new)).update(scope=Case(*whens))
    return list(new)
