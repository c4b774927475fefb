"""Doors whose responsible worker is away for longer than anybody should wait, with nobody in their place."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridward.allocation.access import PLANNERS
from gridward.allocation.queries.limits import long_away_ids
from gridward.areas.answering import Answering
from gridward.areas.gaps.finding import BySet
from gridward.households.gaps.kinds import door_gap, doors_seen
from gridward.households.models import Door
from gridward.shared.gaps import Found, Gap, GapKind, Look


def doors_of_absent_workers(look: Look) -> Found:
    """Doors of workers who are away, for those who plan: that somebody is away is not for every eye, why for fewer."""

    def tell(doors: Sequence[Door], who: Answering) -> list[Gap]:
        return [
            door_gap(
                door,
                who,
                "door_assign",
                _("%(name)s is away") % {"name": who.name(door.worker_id)},
                url=f"{reverse('allocation:away')}?worker={door.worker_id}",
            )
            for door in doors
        ]

    away = long_away_ids(look.actor.community_id) if look.actor.is_any_of(*PLANNERS) else []
    return BySet(look, doors_seen(look).filter(worker_id__in=list(away)), tell)


AWAY = GapKind(
    "door.away",
    gettext_noop("Doors whose worker is away"),
    gettext_noop("Nobody who is away for more than two days answers for doors."),
    "door",
    doors_of_absent_workers,
)
