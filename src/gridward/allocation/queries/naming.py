"""What ids of the log mean, as far as this room knows."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse

from gridward.allocation.models import Kind, Proposal
from gridward.shared.registries import Named


def named(community_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """Proposals by what they are about. (Rows of limits go by the worker's own id.)"""
    found = Proposal.objects.with_ids(community_id, ids)
    return {
        proposal.id: Named(str(Kind(proposal.kind).label), reverse("allocation:proposal", args=[proposal.id]))
        for proposal in found
    }
