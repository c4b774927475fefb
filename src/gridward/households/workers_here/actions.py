"""Saying that a worker is a person of the register, or is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role, Worker
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.households.models import Person, WorkerLivesHere
from gridward.households.workers_here.queries import said_same
from gridward.shared.ids import derived_id
from gridward.shared.problems import NOT_FOUND, Problem, problem_code

TIED_ALREADY = problem_code(
    "households.tied_already",
    409,
    "This worker or this person was said to be somebody else already; take that back first.",
)


@dataclass(frozen=True)
class LivesHereFact:
    """A worker and a person of the register: one human being, or two."""

    worker_id: UUID
    person_id: UUID
    is_same: bool


@transaction.atomic
def say_who_lives_here(*, by: Actor, facts: Sequence[LivesHereFact]) -> int:
    """Say of workers whether they are these people; said again it changes nothing, said otherwise it holds anew.

    By a coordinator. Returns how many words are new or other than before. Raises shared.not_yours, shared.not_found,
    households.tied_already.
    """
    must_be(by, Role.COORDINATOR)
    hold(by.community_id)
    said = {(fact.worker_id, fact.person_id): fact.is_same for fact in facts}
    _refuse_strangers(by.community_id, said)
    before = WorkerLivesHere.objects.of(by.community_id).filter(worker_id__in=[pair[0] for pair in said])
    known = {(row.worker_id, row.person_id): row for row in before}
    fresh = {
        pair: is_same for pair, is_same in said.items() if pair not in known or known[pair].is_same != is_same
    }
    _refuse_tied(by.community_id, fresh)
    rows = [_row(by, pair, is_same) for pair, is_same in fresh.items()]
    replaced = [known[pair].id for pair in fresh if pair in known]
    WorkerLivesHere.objects.with_ids(by.community_id, replaced).delete()
    WorkerLivesHere.objects.bulk_create(rows)
    if rows:
        announce(
            "worker_home.said",
            community_id=by.community_id,
            by_id=by.worker_id,
            changed=[("worker_home", row.id) for row in rows],
        )
    return len(rows)


Pairs = dict[tuple[UUID, UUID], bool]


def _refuse_strangers(community_id: UUID, said: Pairs) -> None:
    workers, persons = {pair[0] for pair in said}, {pair[1] for pair in said}
    here = Worker.objects.filter(community_id=community_id, id__in=workers).count()
    there = Person.objects.with_ids(community_id, persons).filter(merged_into_id=None).count()
    if (here, there) != (len(workers), len(persons)):
        raise Problem(NOT_FOUND)


def _refuse_tied(community_id: UUID, fresh: Pairs) -> None:
    """A worker is one person and a person one worker; what is taken back in the same breath no longer counts."""
    standing = set(said_same(community_id).values_list("worker_id", "person_id"))
    tied = [pair for pair in standing if fresh.get(pair, True)]
    tied += [pair for pair, is_same in fresh.items() if is_same and pair not in standing]
    for side in (0, 1):
        ids = [pair[side] for pair in tied]
        if len(set(ids)) < len(ids):
            raise Problem(TIED_ALREADY)


def _row(by: Actor, pair: tuple[UUID, UUID], is_same: bool) -> WorkerLivesHere:
    worker_id, person_id = pair
    return WorkerLivesHere(
        id=derived_id("worker home", by.community_id, worker_id, person_id),
        community_id=by.community_id,
        worker_id=worker_id,
        person_id=person_id,
        is_same=is_same,
        decided_by_id=by.worker_id,
        decided_at=timezone.now(),
    )


def follow_merged(community_id: UUID, kept_id: UUID, other_id: UUID) -> None:
    """What was said of an entry that turned out to be another's holds of that one, unless it is spoken of itself."""
    spoken_of = WorkerLivesHere.objects.of(community_id).filter(person_id=kept_id)
    if spoken_of.filter(is_same=True).exists():
        return
    words = said_same(community_id).filter(person_id=other_id)
    words.exclude(worker_id__in=list(spoken_of.values_list("worker_id", flat=True))).update(person_id=kept_id)
