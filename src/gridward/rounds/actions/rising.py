"""Going up: a due that its worker cannot settle comes under the name of somebody above, and stays open."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from gridward.areas.models import Area
from gridward.rounds import queries
from gridward.rounds.models import Due, Round

AREA_LEADER = "area_leader"


def raise_dues(round_: Round, due_ids: Collection[UUID], now: datetime) -> int:
    """Put open dues of a round under the name its kind says; how many went up."""
    above = queries.coordinator_of(round_.community_id) or round_.opened_by_id
    to: object = Value(above)
    if round_.kind.escalate_to == AREA_LEADER:
        areas = Area.objects.of(round_.community_id).filter(id=OuterRef("area_id"))
        to = Coalesce(Subquery(areas.values("leader_id")[:1]), Value(above))
    still = Due.objects.with_ids(round_.community_id, due_ids).filter(state=Due.State.OPEN, escalated_at=None)
    return int(still.update(escalated_at=now, escalated_to_id=to))


def raise_at_once(dues: Mapping[UUID, Due], due_ids: Sequence[UUID], now: datetime) -> None:
    """Let dues of several rounds go up now; a few statements for each round among them."""
    rounds = {dues[id].round_id: dues[id].round for id in due_ids}
    for round_id, round_ in rounds.items():
        raise_dues(round_, [id for id in due_ids if dues[id].round_id == round_id], now)
