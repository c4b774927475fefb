"""What must hold of assignments; every exception is named by the worker at work, never by a resident."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from gridward.accounts.models import Worker
from gridward.allocation.models import Kind, Proposal
from gridward.allocation.queries.limits import long_away_ids
from gridward.households.models import Door
from gridward.shared.registries import Check, Finding

# A proposal that is neither accepted nor dropped for this long holds a picture of the past.
STALE = timedelta(days=7)


def doors_of_absent_workers(community_id: UUID) -> Iterator[Finding]:
    """Workers away for more than two days who still answer for doors."""
    doors = Door.objects.of(community_id).filter(worker_id__in=list(long_away_ids(community_id))).order_by()
    counts = dict(doors.values("worker_id").annotate(count=Count("id")).values_list("worker_id", "count"))
    for worker in Worker.objects.filter(id__in=list(counts)).order_by("name", "id"):
        words = ngettext(
            "is away and still answers for %(number)s door",
            "is away and still answers for %(number)s doors",
            counts[worker.id],
        )
        url = f"{reverse('allocation:away')}?worker={worker.id}"
        yield Finding("allocation.absent", worker.name, words % {"number": counts[worker.id]}, url)


def proposals_left_lying(community_id: UUID) -> Iterator[Finding]:
    """Proposals that wait for a person for more than a week."""
    ready = Proposal.objects.of(community_id).filter(state=Proposal.State.READY)
    for proposal in ready.filter(started_at__lt=timezone.now() - STALE).order_by("started_at", "id"):
        words = _("has been waiting for somebody to accept or drop it for more than a week")
        url = reverse("allocation:proposal", args=[proposal.id])
        yield Finding("allocation.proposal", str(Kind(proposal.kind).label), words, url)


CHECKS = (
    Check(
        "allocation.absent",
        gettext_noop("Nobody who is away for more than two days answers for doors."),
        doors_of_absent_workers,
    ),
    Check(
        "allocation.proposal",
        gettext_noop("No proposal waits for more than a week."),
        proposals_left_lying,
    ),
)
