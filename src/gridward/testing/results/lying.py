"""Where the people of a tube live: door, area and worker, for what they are owed and for who is told."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from gridward.households.models import Door, Person
from gridward.rounds.actions import NamedDue
from gridward.testing.models import Sample, SubjectKind, Visitor


def places_of(community_id: UUID, samples: Sequence[Sample]) -> dict[UUID, Any]:
    """Door, area and worker of residents, and of visitors found behind a door, by subject."""
    by_kind: dict[str, set[UUID]] = {}
    for sample in samples:
        by_kind.setdefault(sample.subject, set()).add(sample.subject_id)
    doors: dict[UUID, Any] = {}
    for kind, table in ((SubjectKind.PERSON, Person), (SubjectKind.VISITOR, Visitor)):
        if ids := by_kind.get(kind):
            rows: Any = table.objects.with_ids(community_id, ids)
            doors |= dict(rows.exclude(door_id=None).values_list("id", "door_id"))
    lying: Any = Door.objects.with_ids(community_id, set(doors.values()))
    known = {id: (id, area, worker) for id, area, worker in lying.values_list("id", "area_id", "worker_id")}
    return {subject: known[door] for subject, door in doors.items() if door in known}


def named_dues(community_id: UUID, samples: Sequence[Sample]) -> dict[UUID, NamedDue]:
    """What each person of these samples would be owed by name, by sample id, and under whose name."""
    places = places_of(community_id, samples)
    found = {}
    for sample in samples:
        door_id, area_id, worker_id = places.get(sample.subject_id, (None, sample.area_id, None))
        if sample.subject == SubjectKind.WORKER:
            worker_id = sample.subject_id
        # A resident's due stands at the door; a worker's or visitor's at nobody's.
        at = door_id if sample.subject == SubjectKind.PERSON else None
        found[sample.id] = NamedDue(sample.subject_id, at, area_id, worker_id)
    return found
