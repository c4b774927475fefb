"""The map coloured by how many of those due today have been sampled."""

from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridward.accounts.actors import Actor
from gridward.shared.registries import MapColour, Paint
from gridward.testing.board.counting import DayCounts, Tested, count_people
from gridward.testing.board.queries import day_of_today

# The share sampled that each step begins with.
STEPS: Final = ((0, 0), (1, 1), (25, 2), (50, 3), (75, 4), (100, 5))


def by_share_sampled(actor: Actor) -> dict[UUID, Paint]:
    """Areas within sight by the share sampled on the day of today, else the latest; four statements."""
    now = timezone.now()
    day = day_of_today(actor, now)
    if day is None:
        return {}
    counts = DayCounts("", now)
    count_people(counts, actor, day, now)
    return {id: paint_of(tested) for id, tested in counts.by(0).items() if id}


def paint_of(tested: Tested) -> Paint:
    """The step an area lies in; whole only when nobody is missing, and missed people stand out."""
    if tested.late:
        return Paint(_("Somebody was missed"), state="late")
    share = tested.done * 100 // tested.due if tested.due else 100
    first, level = next((first, level) for first, level in reversed(STEPS) if share >= first)
    if level == 5:
        return Paint(_("Everybody sampled"), level=5)
    if level == 0:
        return Paint(_("Nobody sampled yet"), level=0)
    upto = STEPS[level + 1][0] - 1
    return Paint(_("%(first)s–%(last)s%% sampled") % {"first": first, "last": upto}, level=level)


BY_SHARE_SAMPLED = MapColour("testing", gettext_noop("Sampled today"), "area", by_share_sampled)
