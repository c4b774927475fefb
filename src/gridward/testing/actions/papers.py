"""Taking in a paper form that was filled in by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.audit.actions import announce
from gridward.facts.answers import Answer
from gridward.facts.clock import hold
from gridward.testing import access
from gridward.testing.actions.recording import record_samples
from gridward.testing.models import PaperForm
from gridward.testing.samples import SampleFact, tube_id


@dataclass(frozen=True)
class PaperFact:
    """A sheet of paper: its tube, who sampled and when; `id` is the typist's page's."""

    id: UUID
    tube_code: str
    sampler_id: UUID
    sampled_at: datetime


@transaction.atomic
def type_paper(*, by: Actor, paper: PaperFact, facts: Sequence[SampleFact]) -> list[Answer]:
    """Keep the samples of a form as any others after the act, and who sampled; one answer a sample.

    The same form twice keeps nothing twice. Raises shared.not_yours.
    """
    must_be(by, *access.RECORDERS)
    hold(by.community_id)
    answers = record_samples(by=by, facts=facts)
    if not any(answer.is_kept for answer in answers):
        return answers
    known = PaperForm.objects.with_ids(by.community_id, [paper.id]).exists()
    if known:
        return answers
    PaperForm.objects.bulk_create(
        [
            PaperForm(
                id=paper.id,
                community_id=by.community_id,
                tube_id=tube_id(by.community_id, paper.tube_code),
                sampler_id=paper.sampler_id,
                sampled_at=paper.sampled_at,
                rows=len(facts),
                typed_by_id=by.worker_id,
            )
        ]
    )
    announce(
        "paper.typed",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=[("paper", paper.id)],
        how_many=len(facts),
    )
    return answers
