"""What of waiting is told on a door's own page, and to whom."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.field_groups import Group, Level, level
from gridward.accounts.naming import worker_names
from gridward.households.models import Door
from gridward.shared.registries import Moment
from gridward.testing.results.models import Waiting, WaitState


def may_see_health(actor: Actor, door: Door) -> bool:
    """Whether the table of rights shows this actor what concerns health behind this door."""
    is_own, leads = door.worker_id == actor.worker_id, door.area_id in actor.area_ids
    return level(actor, Group.HEALTH, is_own_door=is_own, is_in_own_area=leads) is Level.CLEAR


def moments_at(actor: Actor, door: Door) -> Iterable[Moment]:
    """Waiting and its end at a door, for its timeline; nothing to whoever may not see what concerns health."""
    if not may_see_health(actor, door):
        return []
    waits: Any = Waiting.objects.of(actor.community_id).filter(door_id=door.id).order_by("-since")[:50]
    names = worker_names(wait.decided_by_id for wait in waits)
    moments = []
    for wait in waits:
        words = _("Somebody was asked to wait in place for a re-sample")
        moments.append(Moment(wait.since, words, state="open"))
        if wait.decided_at and wait.decided_by_id:
            ended = _("Waiting ended: ") + str(WaitState(wait.state).label)
            moments.append(Moment(wait.decided_at, ended, names.get(wait.decided_by_id, ""), "done"))
    return moments
