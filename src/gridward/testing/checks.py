"""The rules of testing as proofs: each names every exception."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from gridward.accounts.actors import system_actor
from gridward.rounds.models import Due, Round
from gridward.shared.registries import Check, Finding
from gridward.testing.board.counting import Tested, count_day
from gridward.testing.models import Sample, TestDay, Tube, TubeState
from gridward.testing.results.actions.again import invalid


def _days(community_id: UUID) -> QuerySet[Any]:
    days: QuerySet[Any] = TestDay.objects.of(community_id).exclude(state=TestDay.State.PLANNED)
    return days.order_by("date")


def find_samples_without_tube(community_id: UUID) -> Iterable[Finding]:
    """Samples whose tube is not there."""
    tube = Tube.objects.of(community_id).filter(id=OuterRef("tube_id"))
    wrong = Sample.objects.of(community_id).filter(~Exists(tube)).order_by("id")
    return (Finding("testing.tube", str(id), "") for id in wrong.values_list("id", flat=True))


def find_done_without_sample(community_id: UUID) -> Iterator[Finding]:
    """Dues of testing rounds that are done though no sample stands for them, and open though one does."""
    sample = Sample.objects.of(community_id).filter(due_id=OuterRef("id"), is_void=False, is_late_fact=False)
    for day in _days(community_id):
        dues: Any = Due.objects.of(community_id).filter(round_id__in=[day.door_round_id, day.centre_round_id])
        dues = dues.select_related("door").order_by("id")
        for due in dues.filter(~Exists(sample), state=Due.State.DONE):
            yield _due_finding(day, due)
        for due in dues.filter(Exists(sample.filter(~Exists(invalid(community_id)))), state=Due.State.OPEN):
            yield _due_finding(day, due)


def _due_finding(day: TestDay, due: Due) -> Finding:
    place = (due.door.plate or due.door.address) if due.door else str(due.subject_id)
    return Finding("testing.sample", f"{day.name}: {place}", due.state, reverse("due", args=[due.id]))


def find_days_without_rounds(community_id: UUID) -> Iterator[Finding]:
    """Open days whose rounds are not there, or are closed."""
    open_ids = set(Round.objects.of(community_id).filter(state=Round.State.OPEN).values_list("id", flat=True))
    for day in TestDay.objects.of(community_id).filter(state=TestDay.State.OPEN).order_by("date"):
        if not {day.door_round_id, day.centre_round_id} <= open_ids:
            page = reverse("testing_board", args=[day.id])
            yield Finding("testing.rounds", day.name, day.date.isoformat(), page)


def find_wrong_boards(community_id: UUID) -> Iterator[Finding]:
    """Days whose board says something else than their rounds, one due after the other, and their samples."""
    actor, now = system_actor(community_id), timezone.now()
    for day in _days(community_id):
        shown, counted = count_day(actor, day, now, "").total, _counted_one_by_one(day)
        if (shown.done, shown.missing, shown.resulted) != (counted.done, counted.missing, counted.resulted):
            words = f"{shown.done}/{shown.missing}/{shown.resulted}"
            page = reverse("testing_board", args=[day.id])
            yield Finding("testing.board", day.name, words, page)


def _counted_one_by_one(day: TestDay) -> Tested:
    """The day without any grouping by the database."""
    dues = Due.objects.of(day.community_id).filter(round_id__in=[day.door_round_id, day.centre_round_id])
    states = dict(dues.values_list("id", "state"))
    by_state = Counter(states.values())
    samples: Any = Sample.objects.of(day.community_id).filter(day_id=day.id, is_void=False)
    resulted = samples.filter(tube__state=TubeState.RESULTED).values_list("due_id", flat=True)
    with_result = {id for id in resulted if states.get(id) == Due.State.DONE}
    return Tested(done=by_state[Due.State.DONE], open=by_state[Due.State.OPEN], resulted=len(with_result))


def find_unflagged_doubles(community_id: UUID) -> Iterator[Finding]:
    """People with two samples of one day that stand, none of them flagged."""
    rows: Any = Sample.objects.of(community_id).filter(~Exists(invalid(community_id)), is_void=False)
    rows = rows.exclude(phase="resample").order_by()
    twice = rows.values("day_id", "subject_id").annotate(n=Count("id")).filter(n__gt=1)
    pairs = {(row["day_id"], row["subject_id"]) for row in twice}
    flags: dict[tuple[UUID, UUID], list[Any]] = {}
    for sample in rows.filter(subject_id__in={subject_id for _day, subject_id in pairs}):
        flags.setdefault((sample.day_id, sample.subject_id), []).append(sample.flags)
    for pair in sorted(pairs, key=str):
        if not any(flags[pair]):
            yield Finding("testing.twice", str(pair[1]), str(len(flags[pair])))


CHECKS = (
    Check("testing.tube", "Every sample lies in a tube that is there.", find_samples_without_tube),
    Check(
        "testing.sample",
        "A due of a day of testing is done exactly when a sample stands for it.",
        find_done_without_sample,
    ),
    Check("testing.rounds", "Every open day of testing has its two rounds open.", find_days_without_rounds),
    Check("testing.board", "The board counts what the ledger says.", find_wrong_boards),
    Check("testing.twice", "Nobody has two samples of one day without a flag.", find_unflagged_doubles),
)
