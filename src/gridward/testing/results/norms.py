"""How quick results should be, and the kind of round that owes a re-sample."""

from typing import Final
from uuid import UUID

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.rounds.models import RoundKind, Subject
from gridward.shared.ids import derived_id
from gridward.testing.results.models import ResultNorms

RESAMPLE_KIND: Final = "testing_resample"


def norms_of(community_id: UUID) -> ResultNorms:
    """The community's norms, the usual ones where it has said nothing."""
    found = ResultNorms.objects.of(community_id).first()
    return found or ResultNorms(id=derived_id("result norms", community_id), community_id=community_id)


@transaction.atomic
def set_norms(*, by: Actor, compare_minutes: int, resample_hours: int, result_hours: int) -> None:
    """Say how quick results should be; raises shared.not_yours."""
    must_be(by, Role.COORDINATOR)
    hold(by.community_id)
    norms = norms_of(by.community_id)
    norms.compare_minutes, norms.resample_hours, norms.result_hours = (
        compare_minutes,
        resample_hours,
        result_hours,
    )
    ResultNorms.objects.bulk_create(
        [norms],
        update_conflicts=True,
        unique_fields=["community_id", "id"],
        update_fields=["compare_minutes", "resample_hours", "result_hours"],
    )
    changed = [("result_norms", norms.id)]
    announce("result_norms.set", community_id=by.community_id, by_id=by.worker_id, changed=changed)


def have_kind(community_id: UUID) -> None:
    """See to it that the community has the kind of round that owes a re-sample; one that stands is left as it is."""
    kinds = RoundKind.objects.of(community_id)
    if not kinds.filter(code=RESAMPLE_KIND).exists():
        kind = RoundKind(
            id=derived_id("round kind", community_id, RESAMPLE_KIND),
            community_id=community_id,
            code=RESAMPLE_KIND,
            name_zh="复核采样",
            name_en="Re-sampling",
            subject=Subject.PERSON,
            recorded_by="testing",
        )
        RoundKind.objects.bulk_create([kind], ignore_conflicts=True)
