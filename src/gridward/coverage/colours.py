"""The map coloured by how far the open round is in each area."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridward.accounts.actors import Actor
from gridward.areas.loads import AreaCoverage
from gridward.coverage.of_areas import open_round_by_area
from gridward.shared.registries import MapColour, Paint

# The share done that each step begins with.
STEPS = ((0, 0), (1, 1), (25, 2), (50, 3), (75, 4), (100, 5))


def by_coverage(actor: Actor) -> dict[UUID, Paint]:
    """Areas within sight by the share of the open round that is settled; late ones stand out."""
    covered = open_round_by_area(actor)
    return {id: paint_of(counts) for id, counts in covered.by_area.items()} if covered else {}


def paint_of(counts: AreaCoverage) -> Paint:
    """The step an area's coverage lies in; whole only when nothing is missing."""
    settled = counts.done + counts.exempt
    due = settled + counts.open + counts.late
    if counts.late:
        return Paint(_("Something is late"), state="late")
    share = settled * 100 // due if due else 100
    first, level = next((first, level) for first, level in reversed(STEPS) if share >= first)
    if level == 5:
        return Paint(_("All settled"), level=5)
    if level == 0:
        return Paint(_("Nothing settled yet"), level=0)
    upto = STEPS[level + 1][0] - 1
    return Paint(_("%(first)s–%(last)s%% settled") % {"first": first, "last": upto}, level=level)


BY_COVERAGE = MapColour("coverage", gettext_noop("Coverage of the open round"), "area", by_coverage)
