"""The rules of results as proofs: each names every exception, by tube or door and never by person."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from gridward.rounds.models import Due
from gridward.shared.registries import Check, Finding
from gridward.testing.models import Tube, TubeState
from gridward.testing.results.actions.again import still_without
from gridward.testing.results.actions.catching_up import uncaught
from gridward.testing.results.models import OPEN_WAITS, TO_COMPARE, Result, ResultState, Waiting, WaitState


def find_uncaught(community_id: UUID) -> Iterator[Finding]:
    """Swabs in a positive or grey tube whose person neither waits nor was let go."""
    samples: Any = uncaught(community_id).select_related("tube").order_by("tube_id", "place")
    for sample in samples:
        code = sample.tube.code if sample.tube else str(sample.tube_id)
        url = reverse("testing_result", args=[sample.result_id])
        yield Finding("testing.caught", code, str(sample.place), url)


def find_unresampled(community_id: UUID) -> Iterator[Finding]:
    """People who wait and are owed no re-sample."""
    due = Due.objects.of(community_id).filter(
        round_id=OuterRef("round_id"), subject_id=OuterRef("subject_id")
    )
    waits: Any = Waiting.objects.of(community_id).filter(~Exists(due), state=WaitState.WAITING)
    return (_finding("testing.resampled", wait) for wait in waits.select_related("door", "tube"))


def find_released_alone(community_id: UUID) -> Iterator[Finding]:
    """Releases on a re-sample that is not negative, or decided by whoever entered it."""
    negative = Result.objects.of(community_id).filter(
        id=OuterRef("resample_result_id"), state=ResultState.FINAL, value="negative"
    )
    released: Any = Waiting.objects.of(community_id).filter(state=WaitState.RELEASED, basis="negative")
    wrong = released.filter(~Exists(negative) | Q(decided_by_id=F("proposed_by_id")))
    return (_finding("testing.released", wait) for wait in wrong.select_related("door", "tube"))


def find_waiting_for_nothing(community_id: UUID) -> Iterator[Finding]:
    """People who wait because of a result that does not stand."""
    stands = Result.objects.of(community_id).filter(
        id=OuterRef("result_id"), state=ResultState.FINAL, value__in=TO_COMPARE
    )
    waits: Any = Waiting.objects.of(community_id).filter(~Exists(stands), state__in=OPEN_WAITS)
    return (_finding("testing.waits", wait) for wait in waits.select_related("door", "tube"))


def find_forgotten(community_id: UUID) -> Iterator[Finding]:
    """People of an invalid tube who are neither sampled again nor due."""
    reopened, by_name = still_without(community_id, Q())
    for sample in (*reopened, *by_name):
        tube = reverse("testing_tube", args=[sample.tube_id])
        yield Finding("testing.again", str(sample.tube_id), str(sample.place), tube)


def find_half_resulted(community_id: UUID) -> Iterator[Finding]:
    """Tubes that say they have a result and have none that stands, or the other way round."""
    final = Result.objects.of(community_id).filter(tube_id=OuterRef("id"), state=ResultState.FINAL)
    says = Q(state=TubeState.RESULTED)
    tubes = Tube.objects.of(community_id).filter(says & ~Exists(final) | ~says & Q(Exists(final)))
    return (Finding("testing.resulted", tube.code, tube.state) for tube in tubes.order_by("code"))


def _finding(rule: str, wait: Waiting) -> Finding:
    place = wait.door.plate or wait.door.address if wait.door else ""
    code = wait.tube.code if wait.tube else ""
    return Finding(rule, f"{code} {place}".strip(), wait.state, reverse("testing_wait", args=[wait.id]))


CHECKS = (
    Check(
        "testing.caught",
        "Everybody in a positive or grey tube waits, or was let go by a decision.",
        find_uncaught,
    ),
    Check("testing.again", "Everybody in an invalid tube is sampled again or due.", find_forgotten),
    Check("testing.resampled", "Everybody who waits is owed a re-sample.", find_unresampled),
    Check(
        "testing.released",
        "A release rests on a negative re-sample and is decided by somebody other than who entered it.",
        find_released_alone,
    ),
    Check("testing.waits", "Nobody waits because of a result that does not stand.", find_waiting_for_nothing),
    Check("testing.resulted", "A tube has a result exactly when one stands.", find_half_resulted),
)
