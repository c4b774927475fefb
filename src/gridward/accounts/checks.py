"""Rules about the people who work."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridward.accounts.models import Worker
from gridward.accounts.naming import worker_names
from gridward.accounts.queries.people import areas_of, loads_of
from gridward.shared.registries import Check, Finding

RULE = "accounts.answerable"


def gone_but_answering(community_id: UUID) -> Iterator[Finding]:
    """Workers who left, or never worked here, and yet lead an area or answer for doors."""
    loads = loads_of(community_id)
    led = [area.leader_id for area in areas_of(community_id) if area.leader_id]
    named = {worker_id for worker_id, load in loads.items() if load.doors} | set(led)
    here = Q(community_id=community_id, left_at=None) | Q(grants__community_id=community_id, left_at=None)
    present = set(Worker.objects.filter(here, id__in=named).values_list("id", flat=True))
    names = worker_names(named - present)
    for worker_id in sorted(named - present):
        doors = loads[worker_id].doors if worker_id in loads else 0
        words = _("does not work here any more, yet answers for {doors} doors and leads {areas} areas")
        yield Finding(
            rule=RULE,
            subject=names.get(worker_id, str(worker_id)),
            words=words.format(doors=doors, areas=led.count(worker_id)),
            url=reverse("worker", args=[worker_id]) if worker_id in names else "",
        )


ANSWERABLE = Check(
    rule=RULE,
    words=gettext_noop("Whoever leads an area or answers for doors works here."),
    find=gone_but_answering,
)
