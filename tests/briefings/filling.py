"""What the figures of the tests count: categories with marks, verifications and their outcomes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.facts.versions import Stamp, write
from gridward.households.models import Category, Mark
from gridward.rounds.actions import OutcomeFact, Scope, open_round, record_outcomes
from gridward.rounds.models import Due, Round
from gridward.shared.ids import derived_id, new_id


def a_category(by: Actor, code: str, name: str, subject: str, subject_ids: Sequence[UUID]) -> None:
    """A category of persons or households with its marks."""
    category_id = derived_id("category", code)
    Category.objects.bulk_create(
        [
            Category(
                community_id=by.community_id,
                id=category_id,
                code=code,
                name_zh=name,
                name_en=f"Class {code}",
                subject=subject,
                purpose="test",
            )
        ]
    )
    marks = [
        Mark(
            community_id=by.community_id,
            id=derived_id(code, subject_id),
            category_id=category_id,
            subject_id=subject_id,
        )
        for subject_id in subject_ids
    ]
    write(marks, Stamp(by.worker_id, "test"))


def a_verification(
    by: Actor, name: str = "核查", opens: datetime | None = None, closes: datetime | None = None
) -> Round:
    """An open verification of every door."""
    now = timezone.now()
    return open_round(
        by=by,
        kind_code="verification",
        name=name,
        scope=Scope(),
        opens_at=opens or now - timedelta(hours=1),
        closes_at=closes or now + timedelta(hours=5),
    )


def everything_done(by: Actor, round_: Round) -> None:
    """Every due of the round, seen at the door."""
    now = timezone.now()
    dues = Due.objects.of(by.community_id).filter(round_id=round_.id).values_list("id", flat=True)
    facts = [OutcomeFact(id=new_id(), due_id=due, kind="done", how="seen", happened_at=now) for due in dues]
    record_outcomes(by=by, facts=facts)
