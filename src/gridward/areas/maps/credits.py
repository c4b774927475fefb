"""Whose map it is: what a licence asks to be named wherever the map is shown or printed."""

from uuid import UUID

from django.db.models import Q

from gridward.areas.models import MapShape

OPENSTREETMAP = "© OpenStreetMap contributors, ODbL 1.0"
# The ids of OpenStreetMap, as its own files and what is exported from them write them.
OF_OPENSTREETMAP = Q(ref__startswith="way/") | Q(ref__startswith="relation/") | Q(ref__startswith="node/")


def credits_of(community_id: UUID) -> list[str]:
    """Who is to be named for the map of a community; one statement."""
    shapes = MapShape.objects.of(community_id).filter(OF_OPENSTREETMAP, is_current=True)
    return [OPENSTREETMAP] if shapes.exists() else []
