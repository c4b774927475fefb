"""Re-sample rounds close once nothing of them is open, each with its own statement; a closed one owes nobody more."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from gridward.accounts.actors import Actor, system_actor
from gridward.accounts.jobs import in_each_community
from gridward.rounds.actions import close_round
from gridward.rounds.models import Due, Round
from gridward.shared.ids import derived_id, new_id
from gridward.shared.problems import Problem, problem_code
from gridward.testing.models import Phase, Sample, TestDay, TubeState
from gridward.testing.results.models import RESAMPLED, Result, Waiting
from gridward.testing.results.norms import RESAMPLE_KIND

RESAMPLES_OPEN = problem_code(
    "testing.resamples_open",
    409,
    "{count} re-samples of this day's tubes are still open. Each must be done, exempted or signed off by name before "
    "the day can be closed.",
)


def close_resamples() -> int:
    """Job: close every re-sample round that is finished, in every community; returns how many that were."""
    return in_each_community(lambda community_id: close_finished(system_actor(community_id)))


def close_finished(by: Actor) -> int:
    """Close the re-sample rounds of one community in which no due is open and whose swabs all have their results."""
    finished = list(_finished(by.community_id).values_list("id", flat=True))
    for round_id in finished:
        close_round(by=by, round_id=round_id)
    return len(finished)


def close_resamples_of(by: Actor, day: TestDay) -> None:
    """Close the re-sample rounds of a day's tubes, in the transaction that closes the day.

    Raises testing.resamples_open with the count.
    """
    rounds = _open_rounds(by.community_id).filter(id__in=_round_ids_of(day))
    round_ids = list(rounds.values_list("id", flat=True))
    owed = Due.objects.of(by.community_id).filter(round_id__in=round_ids, state=Due.State.OPEN)
    if count := owed.count():
        raise Problem(RESAMPLES_OPEN, {"count": count})
    for round_id in round_ids:
        close_round(by=by, round_id=round_id)


def round_id_of(result: Result) -> UUID:
    """The id of the re-sample round a result opens."""
    return derived_id("resample round", result.id)


def round_ids_for(community_id: UUID, results: Iterable[Result]) -> dict[UUID, UUID]:
    """In which round the people of each result are owed a re-sample: its own, another where that is closed."""
    own = {result.id: round_id_of(result) for result in results}
    closed = Round.objects.with_ids(community_id, own.values()).filter(state=Round.State.CLOSED)
    gone = set(closed.values_list("id", flat=True))
    return {id: new_id() if round_id in gone else round_id for id, round_id in own.items()}


def _open_rounds(community_id: UUID) -> QuerySet[Any]:
    rounds: QuerySet[Any] = Round.objects.of(community_id).filter(
        kind__code=RESAMPLE_KIND, kind__community_id=community_id, state=Round.State.OPEN, scope__named=True
    )
    return rounds.order_by("opens_at", "id")


def _finished(community_id: UUID) -> QuerySet[Any]:
    dues = Due.objects.of(community_id).filter(round_id=OuterRef("id"))
    swabs: Any = Sample.objects.of(community_id).filter(
        subject_id=OuterRef("subject_id"), phase=Phase.RESAMPLE, is_void=False
    )
    on_the_way = dues.filter(
        Exists(swabs.exclude(tube__state=TubeState.RESULTED).filter(tube__community_id=community_id)),
        state=Due.State.DONE,
    )
    return _open_rounds(community_id).filter(
        Exists(dues), ~Exists(dues.filter(state=Due.State.OPEN)), ~Exists(on_the_way)
    )


def _round_ids_of(day: TestDay) -> set[UUID]:
    """Rounds that results of the day's tubes opened, and those its people are owed a re-sample in now."""
    of_day = {"tube__day_id": day.id, "tube__community_id": day.community_id}
    results = Result.objects.of(day.community_id).filter(value__in=RESAMPLED, **of_day)
    waits = Waiting.objects.of(day.community_id).filter(**of_day)
    return {round_id_of(result) for result in results} | set(waits.values_list("round_id", flat=True))
