"""Whoever was in an invalid tube has no result. Nothing is suspected: nobody waits, and all are sampled again.

What the day owes them stands open once more, so that the pages, lists and pools of their phase take them as before.
Where that round is closed, or nothing was owed as of a visitor, a single re-sample is owed by name.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, UUIDField, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.rounds.actions import NamedRound, end_named_dues, open_named_rounds
from gridward.rounds.models import Due, LeaveReason, Round
from gridward.rounds.settled import reopen_dues, settle_by_facts
from gridward.testing.models import Phase, Sample
from gridward.testing.results import norms, telling
from gridward.testing.results.actions.closing import round_id_of, round_ids_for
from gridward.testing.results.lying import named_dues
from gridward.testing.results.models import Result, ResultState, ResultValue, Waiting, WaitState


def sample_again(by: Actor, results: Sequence[Result]) -> None:
    """Let everybody in these invalid tubes be due again who has no swab that counts; repeating adds nobody."""
    if not results:
        return
    of_tube = {result.tube_id: result for result in results}
    reopened, by_name = still_without(by.community_id, Q(tube_id__in=list(of_tube)))
    if not reopened and not by_name:
        return
    reopen_dues(by.community_id, {sample.due_id for sample in reopened if sample.due_id})
    _owe_by_name(by, by_name, of_tube)
    again = [*reopened, *by_name]
    telling.tell_again(by, again, {sample.id: of_tube[sample.tube_id].id for sample in again})
    announce(
        "result.sampled_again",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=[("due", id) for id in {sample.due_id for sample in reopened} if id],
        how_many=len(again),
    )


def still_without(community_id: UUID, which: Q) -> tuple[list[Sample], list[Sample]]:
    """Samples in invalid tubes whose person has no other that counts and is owed none: those whose due can be opened
    again, and those who can only be owed one by name."""
    standing: Any = Sample.objects.of(community_id).filter(is_void=False)
    other = standing.filter(
        Q(day_id=OuterRef("day_id")) | Q(corrected_at__gte=OuterRef("corrected_at")),
        ~Exists(invalid(community_id)),
        subject_id=OuterRef("subject_id"),
    )
    own = Q(phase=Phase.RESAMPLE) & ~Q(Exists(other.filter(phase=Phase.RESAMPLE)))
    inside = standing.filter(which, Exists(invalid(community_id)))
    inside = inside.filter(own | ~Q(phase=Phase.RESAMPLE) & ~Q(Exists(other)))
    samples = list(inside.select_related("due__round").order_by("tube_id", "place", "id"))
    subjects = {sample.subject_id for sample in samples}
    if not subjects:
        return [], []
    over = _ended(community_id, subjects)
    owed = _owed_by_name(community_id, subjects)
    reopened, by_name = [], []
    for sample in samples:
        due = sample.due
        if due is None or (due.state == Due.State.DONE and due.round.state == Round.State.CLOSED):
            by_name += [] if sample.subject_id in owed else [sample]
        elif due.state == Due.State.DONE and (due.round_id, sample.subject_id) not in over:
            reopened.append(sample)
    return reopened, by_name


def invalid(community_id: UUID) -> Any:
    """The invalid result that stands of a sample's tube."""
    return Result.objects.of(community_id).filter(
        tube_id=OuterRef("tube_id"), state=ResultState.FINAL, value=ResultValue.INVALID
    )


def count_swabs(by: Actor, tube_ids: Sequence[UUID]) -> None:
    """Let swabs that lie in a tube that counts settle dues that stand open for want of one."""
    swabs: Any = Sample.objects.of(by.community_id).filter(
        ~Exists(invalid(by.community_id)),
        tube_id__in=tube_ids,
        is_void=False,
        is_late_fact=False,
        due__state=Due.State.OPEN,
        due__community_id=by.community_id,
    )
    firsts: dict[UUID, tuple[UUID, datetime, UUID]] = {}
    for due_id, at, who in swabs.order_by("corrected_at").values_list("due_id", "corrected_at", "by_id"):
        firsts.setdefault(due_id, (due_id, at, who))
    settle_by_facts(by.community_id, list(firsts.values()))


def no_longer_again(by: Actor, results: Sequence[Result]) -> None:
    """Invalid results that do not stand any more: the swabs count, and nobody is owed another for them."""
    gone = [result for result in results if result.value == ResultValue.INVALID]
    if not gone:
        return
    count_swabs(by, [result.tube_id for result in gone])
    owed = Due.objects.of(by.community_id).filter(
        round_id__in=[round_id_of(result) for result in gone], state=Due.State.OPEN
    )
    ids = list(owed.values_list("id", flat=True))
    if ids:
        end_named_dues(by=by, due_ids=ids, reason=LeaveReason.WITHDRAWN)


def _ended(community_id: UUID, subjects: set[UUID]) -> set[tuple[UUID, UUID]]:
    """Round and subject of waitings that are over: a re-sample of theirs answers nothing any more."""
    over: Any = Waiting.objects.of(community_id).filter(
        subject_id__in=subjects, state__in=(WaitState.RELEASED, WaitState.WITHDRAWN)
    )
    return set(over.values_list("round_id", "subject_id"))


def _owed_by_name(community_id: UUID, subjects: set[UUID]) -> set[UUID]:
    """Who is owed a re-sample by name already."""
    named = Round.objects.of(community_id).filter(
        kind__code=norms.RESAMPLE_KIND, kind__community_id=community_id, state=Round.State.OPEN
    )
    dues: Any = Due.objects.of(community_id).filter(subject_id__in=subjects, state=Due.State.OPEN)
    return set(dues.filter(round_id__in=named.values("id")).values_list("subject_id", flat=True))


def _owe_by_name(by: Actor, samples: Sequence[Sample], of_tube: dict[UUID, Result]) -> None:
    if not samples:
        return
    norms.have_kind(by.community_id)
    results = {of_tube[sample.tube_id].id: of_tube[sample.tube_id] for sample in samples}
    round_ids = round_ids_for(by.community_id, results.values())
    dues = named_dues(by.community_id, samples)
    now = timezone.now()
    ends = now + norms.norms_of(by.community_id).resample_within
    rounds = [
        NamedRound(
            id=round_ids[id],
            name=_("Sampling tube %(code)s again") % {"code": result.code},
            opens_at=min(result.received_at, now),
            closes_at=ends,
            dues=tuple({s.subject_id: dues[s.id] for s in samples if s.tube_id == result.tube_id}.values()),
        )
        for id, result in results.items()
    ]
    open_named_rounds(by=by, kind_code=norms.RESAMPLE_KIND, rounds=rounds)
    _move_waits(
        by, {s.subject_id: round_ids[of_tube[s.tube_id].id] for s in samples if s.phase == Phase.RESAMPLE}
    )


def _move_waits(by: Actor, rounds: dict[UUID, UUID]) -> None:
    """Who waits for a re-sample that came to nothing is owed it in the new round."""
    if rounds:
        to: list[When] = [When(subject_id=subject, then=Value(id)) for subject, id in rounds.items()]
        waits: Any = Waiting.objects.of(by.community_id).filter(state=WaitState.WAITING)
        waits.filter(subject_id__in=list(rounds)).update(round_id=Case(*to, output_field=UUIDField()))
