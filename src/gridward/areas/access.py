"""The only way to an area: strangers find nothing there."""

from uuid import UUID

from django.db.models import QuerySet

from gridward.accounts.actors import Actor
from gridward.areas.models import Area
from gridward.shared.problems import NOT_FOUND, Problem


def areas_for(actor: Actor) -> "QuerySet[Area]":
    """Areas the actor may see: all of the community, or those a grant names."""
    areas: QuerySet[Area] = Area.objects.of(actor.community_id)
    return areas if actor.is_community_wide else areas.filter(id__in=actor.area_ids)


def area_or_404(actor: Actor, area_id: UUID) -> Area:
    """One area within sight; raises shared.not_found."""
    area = areas_for(actor).filter(id=area_id).first()
    if area is None:
        raise Problem(NOT_FOUND)
    return area
