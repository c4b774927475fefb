"""The only way in to boxes and hand-overs: they name no resident, so whoever has to do with testing sees them."""

from typing import Final
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.testing.models import Box, HandOver, Tube

HANDLERS: Final = (Role.SAMPLER, Role.LABORATORY)


def box_or_404(actor: Actor, box_id: UUID) -> Box:
    """One box with its day and station; raises shared.not_found."""
    boxes = Box.objects.with_ids(actor.community_id, [box_id]).select_related("day", "station")
    found: Box | None = boxes.first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def hand_over_or_404(actor: Actor, hand_over_id: UUID) -> HandOver:
    """One hand-over with its day and station; raises shared.not_found."""
    rows = HandOver.objects.with_ids(actor.community_id, [hand_over_id]).select_related("day", "station")
    found: HandOver | None = rows.first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def tube_on_its_way_or_404(actor: Actor, tube_id: UUID) -> Tube:
    """One tube by its code, without who is in it; raises shared.not_found."""
    found: Tube | None = (
        Tube.objects.with_ids(actor.community_id, [tube_id]).select_related("day", "station").first()
    )
    if found is None:
        raise Problem(NOT_FOUND)
    return found
