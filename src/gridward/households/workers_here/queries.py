"""Which workers live here, as somebody said; and which look as if they did."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from gridward.accounts.models import Worker
from gridward.households.identity.phones import read_phones
from gridward.households.models import LIVING_HERE, Person, SearchToken, WorkerLivesHere
from gridward.households.search.readings import folded_name
from gridward.vault.tokens import token

PHONE_AND_NAME, PHONE, NAME = "phone and name", "phone", "name"
ORDER: Final = (PHONE_AND_NAME, PHONE, NAME)


@dataclass(frozen=True)
class Proposal:
    """A worker, a person of the register, and what they have in common."""

    worker: Worker
    person_id: UUID
    why: str


def said_same(community_id: UUID) -> QuerySet[WorkerLivesHere]:
    """Workers said to be a person of the register."""
    rows: QuerySet[WorkerLivesHere] = WorkerLivesHere.objects.of(community_id).filter(is_same=True)
    return rows


def living_here(community_id: UUID) -> QuerySet[WorkerLivesHere]:
    """Those of them whose person really lives here now."""
    return said_same(community_id).filter(
        person__community_id=community_id, person__whereabouts__in=LIVING_HERE, person__merged_into_id=None
    )


def persons_of_workers(community_id: UUID, worker_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The person each of these workers is, of those who live here; one statement."""
    rows = living_here(community_id).filter(worker_id__in=list(worker_ids))
    return dict(rows.values_list("worker_id", "person_id"))


def proposals(community_id: UUID) -> list[Proposal]:
    """Workers who may be a person of the register: the same phone, or the same name where no phone is known.

    Compared by blind tokens, so nothing is opened; a pair somebody spoke of is not asked again. Four statements.
    """
    known = set(WorkerLivesHere.objects.of(community_id).values_list("worker_id", "person_id"))
    same = said_same(community_id).values_list("worker_id", "person_id")
    tied = {id for pair in same for id in pair}
    workers = Worker.objects.filter(community_id=community_id, left_at=None).select_related("unit")
    free = [worker for worker in workers.order_by("name", "id") if worker.id not in tied]
    found = _alike(community_id, free)
    pairs = [
        Proposal(worker, person_id, why)
        for worker in free
        for person_id, why in sorted(found.get(worker.id, {}).items())
        if (worker.id, person_id) not in known and person_id not in tied
    ]
    return sorted(pairs, key=lambda pair: ORDER.index(pair.why))


def _alike(community_id: UUID, workers: Iterable[Worker]) -> dict[UUID, dict[UUID, str]]:
    """By worker, the people who bear the same phone or name."""
    by_token: dict[int, list[tuple[UUID, str]]] = {}
    only_name: set[UUID] = set()
    for worker in workers:
        phones = [phone.number for phone in read_phones(worker.phone).phones]
        if not phones:
            only_name.add(worker.id)
        for kind, text in [*(("phone", phone) for phone in phones), ("name", folded_name(worker.name))]:
            by_token.setdefault(token(community_id, kind, text), []).append((worker.id, kind))
    shared: dict[tuple[UUID, UUID], set[str]] = {}
    for value, person_id in _bearers(community_id, by_token):
        for worker_id, kind in by_token[value]:
            shared.setdefault((worker_id, person_id), set()).add(kind)
    found: dict[UUID, dict[UUID, str]] = {}
    for (worker_id, person_id), kinds in shared.items():
        why = PHONE_AND_NAME if len(kinds) > 1 else PHONE if "phone" in kinds else NAME
        if why != NAME or worker_id in only_name:
            found.setdefault(worker_id, {})[person_id] = why
    return found


def _bearers(community_id: UUID, tokens: Collection[int]) -> list[tuple[int, UUID]]:
    rows: Any = SearchToken.objects.filter(community_id=community_id, token__in=list(tokens))
    pairs = list(rows.values_list("token", "person_id"))
    living: Any = Person.objects.with_ids(community_id, {id for _, id in pairs})
    here = set(living.filter(whereabouts__in=LIVING_HERE).values_list("id", flat=True))
    return [(value, id) for value, id in pairs if id in here]
