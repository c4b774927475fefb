"""What must hold of areas: no dead corner, and somebody answers for each."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridward.areas.answering import areas_unled
from gridward.areas.queries import buildings_without_area, page_of
from gridward.shared.registries import Check, Finding


def areas_without_leader(community_id: UUID) -> Iterator[Finding]:
    """Open areas whose leader is nobody, has left, or may not sign in any more."""
    for area in areas_unled(community_id).order_by("number"):
        yield Finding("areas.leader", area.name, _("has no leader"), page_of(area.id))


def buildings_in_no_area(community_id: UUID) -> Iterator[Finding]:
    """Buildings in no open area: dead corners."""
    for building in buildings_without_area(community_id):
        words = _("lies in no open area")
        yield Finding("areas.dead_corner", building.whole_name, words, "/areas/")


CHECKS = (
    Check("areas.leader", gettext_noop("Every open area has a leader."), areas_without_leader),
    Check("areas.dead_corner", gettext_noop("Every building lies in one open area."), buildings_in_no_area),
)
