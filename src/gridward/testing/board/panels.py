"""On a door's page: when each person behind it was sampled last, and in which tube. Never a result."""

from typing import Any

from gridward.accounts.actors import Actor
from gridward.households.access import persons_for
from gridward.households.models import LIVING_HERE, Door
from gridward.households.sight import views_of
from gridward.shared.registries import DoorPanel
from gridward.testing import access
from gridward.testing.board.lists import tube_url
from gridward.testing.models import Sample


def last_samples_at(actor: Actor, door: Door) -> dict[str, Any]:
    """Each person who lives there with the last sample; two statements."""
    living = persons_for(actor).filter(door_id=door.id, whereabouts__in=LIVING_HERE, merged_into_id=None)
    people = views_of(actor, living)
    samples = access.samples_for(actor).filter(subject_id__in=[person.id for person in people], is_void=False)
    latest: dict[Any, Sample] = {}
    for sample in samples.select_related("tube").order_by("corrected_at", "id"):
        latest[sample.subject_id] = sample
    lines = [(person.name, latest.get(person.id)) for person in people]
    return {
        "lines": [
            {"name": name, "sample": sample, "url": tube_url(sample.tube_id) if sample else ""}
            for name, sample in lines
        ]
        if latest
        else []
    }


LAST_SAMPLES = DoorPanel("testing/_door_panel.html", last_samples_at, 20)
