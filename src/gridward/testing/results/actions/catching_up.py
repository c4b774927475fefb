"""Whoever came into a tube after its result: a device was offline, a sample was moved, a tube became known late."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from gridward.accounts.actors import Actor, system_actor
from gridward.accounts.models import Unit, UnitKind
from gridward.facts.clock import hold
from gridward.testing.models import Sample, TubeState
from gridward.testing.results.actions.following import follow
from gridward.testing.results.actions.tubes import mark_resulted
from gridward.testing.results.models import TO_COMPARE, Result, ResultState, Waiting


def uncaught(community_id: UUID) -> Any:
    """Samples of positive and grey tubes whose person neither waits nor waited on that result."""
    caught = Waiting.objects.of(community_id).filter(
        Q(result_id=OuterRef("result_id")) | Q(resample_result_id=OuterRef("result_id")),
        subject_id=OuterRef("subject_id"),
    )
    spread = Result.objects.of(community_id).filter(
        tube_id=OuterRef("tube_id"), state=ResultState.FINAL, value__in=TO_COMPARE
    )
    samples: Any = Sample.objects.of(community_id).filter(is_void=False)
    return samples.annotate(result_id=spread.values("id")[:1]).filter(
        ~Exists(caught), result_id__isnull=False
    )


def catch_up() -> int:
    """Draw the consequences of results for everybody who came late, in every community; how many tubes that were."""
    communities = Unit.objects.filter(kind=UnitKind.COMMUNITY).values_list("id", flat=True)
    return sum(catch_up_in(system_actor(id)) for id in communities)


def catch_up_in(by: Actor) -> int:
    """The same in one community."""
    tubes = set(uncaught(by.community_id).values_list("tube_id", flat=True))
    final = Result.objects.of(by.community_id).filter(state=ResultState.FINAL)
    late = final.filter(tube__isnull=False, tube__community_id=by.community_id)
    late = late.exclude(tube__state=TubeState.RESULTED)
    tubes |= set(late.values_list("tube_id", flat=True))
    if not tubes:
        return 0
    with transaction.atomic():
        hold(by.community_id)
        results = list(final.filter(tube_id__in=tubes))
        mark_resulted(by, results)
        follow(by, results)
    return len(tubes)
