"""A person who was found, with what the day owes and where the last sample is; never a result."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.households.sight import PersonView
from gridward.households.workers_here.queries import persons_of_workers
from gridward.rounds.models import Due
from gridward.rounds.words import SHAPES
from gridward.testing.models import Phase, Sample, SubjectKind, TestDay


@dataclass(frozen=True)
class Hit:
    """Somebody found, as the viewer may see them.

    `state` is the shape of what the day owes (empty: nothing); `last_at` and `last_code` are of the last sample.
    """

    id: UUID
    subject: str
    name: str
    plate: str = ""
    address: str = ""
    household_id: UUID | None = None
    why: str = ""
    state: str = ""
    word: str = ""
    phase: str = ""
    last_at: datetime | None = None
    last_code: str = ""

    @property
    def is_due(self) -> bool:
        """Whether the day still waits for this person."""
        return self.state == "open"

    @property
    def phase_words(self) -> str:
        """Where the person is due."""
        return str(Phase(self.phase).label) if self.phase else ""


def hits_of(
    by: Actor, day: TestDay, views: Sequence[PersonView], why: dict[UUID, str] | None = None
) -> list[Hit]:
    """People of the register in the order given; two statements for all of them."""
    bare = [
        Hit(
            view.id,
            SubjectKind.PERSON,
            view.name,
            view.door.plate,
            view.door.address,
            view.household_id,
            (why or {}).get(view.id, ""),
        )
        for view in views
    ]
    return with_day(by, day, bare)


def workers_like(by: Actor, day: TestDay, text: str, limit: int) -> list[Hit]:
    """Workers of the community by name; they are tested too, and who lives here as the resident."""
    if len(text) < 2 or any(sign.isdigit() for sign in text):
        return []
    workers = Worker.objects.filter(community_id=by.community_id, left_at=None, name__icontains=text)
    found = list(workers.order_by("name", "id")[:limit])
    residents = persons_of_workers(by.community_id, [worker.id for worker in found])
    bare = [
        Hit(residents[worker.id], SubjectKind.PERSON, worker.name)
        if worker.id in residents
        else Hit(worker.id, SubjectKind.WORKER, worker.name)
        for worker in found
    ]
    return with_day(by, day, bare)


def with_day(by: Actor, day: TestDay, hits: Sequence[Hit]) -> list[Hit]:
    """The same with what the day owes and where the last sample is."""
    if not hits:
        return []
    ids = [hit.id for hit in hits]
    dues = _dues(by.community_id, day, ids)
    last = last_samples(by.community_id, ids)
    return [_told(hit, day, dues.get(hit.id), last.get(hit.id)) for hit in hits]


def _told(hit: Hit, day: TestDay, due: Due | None, last: tuple[datetime, str] | None) -> Hit:
    if due:
        phase = Phase.DOOR if due.round_id == day.door_round_id else Phase.CENTRE
        word = str(Due.State(due.state).label)
        hit = replace(hit, state=SHAPES[Due.State(due.state)], word=word, phase=phase)
    return replace(hit, last_at=last[0], last_code=last[1]) if last else hit


def _dues(community_id: UUID, day: TestDay, ids: Iterable[UUID]) -> dict[UUID, Due]:
    rounds = [id for id in (day.door_round_id, day.centre_round_id) if id]
    dues: Any = Due.objects.of(community_id).filter(round_id__in=rounds, subject_id__in=list(ids))
    return {due.subject_id: due for due in dues.exclude(state=Due.State.LEFT).order_by("id")}


def last_samples(community_id: UUID, ids: Sequence[UUID]) -> dict[UUID, tuple[datetime, str]]:
    """When each was sampled last, and in which tube; one statement."""
    standing: Any = Sample.objects.of(community_id).filter(is_void=False)
    latest = standing.filter(subject_id=OuterRef("subject_id")).order_by("-corrected_at", "-id")
    rows = standing.filter(subject_id__in=ids, id=Subquery(latest.values("id")[:1]))
    found = rows.values_list("subject_id", "corrected_at", "tube__code")
    return {subject_id: (at, code) for subject_id, at, code in found}
