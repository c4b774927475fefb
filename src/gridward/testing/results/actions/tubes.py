"""A tube whose result stands says so, and every step of its way is kept."""

from collections.abc import Sequence
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.shared.ids import derived_id
from gridward.testing.models import Tube, TubeDeed, TubeEvent, TubeState
from gridward.testing.results.facts import NOT_HANDED_IN
from gridward.testing.results.models import Result


def mark_resulted(by: Actor, results: Sequence[Result]) -> None:
    """Tubes of results that stand are resulted; a tube nobody knows yet is none."""
    if results:
        tubes = Tube.objects.with_ids(by.community_id, {result.tube_id for result in results})
        known = set(tubes.values_list("id", flat=True))
        tubes.update(state=TubeState.RESULTED)
        _keep(by, results, TubeDeed.RESULTED, known)


def mark_withdrawn(by: Actor, results: Sequence[Result]) -> None:
    """Tubes of results that no longer stand are again where they were before it came."""
    if results:
        tubes = Tube.objects.with_ids(by.community_id, {result.tube_id for result in results})
        known = set(tubes.values_list("id", flat=True))
        unseen = {result.tube_id for result in results if NOT_HANDED_IN.code in result.flags}
        resulted = tubes.filter(state=TubeState.RESULTED)
        resulted.filter(id__in=unseen).update(state=TubeState.SEALED)
        resulted.exclude(id__in=unseen).update(state=TubeState.RECEIVED)
        _keep(by, results, TubeDeed.WITHDRAWN, known)


def _keep(by: Actor, results: Sequence[Result], deed: TubeDeed, known: set[UUID]) -> None:
    events = [_event(by, result, deed) for result in results if result.tube_id in known]
    TubeEvent.objects.bulk_create(events, ignore_conflicts=True)


def _event(by: Actor, result: Result, deed: TubeDeed) -> TubeEvent:
    at = result.withdrawn_at or result.compared_at or result.received_at
    return TubeEvent(
        id=derived_id("tube event", deed, result.id),
        community_id=by.community_id,
        tube_id=result.tube_id,
        deed=deed,
        reason=result.reason if deed == TubeDeed.WITHDRAWN else "",
        happened_at=at,
        corrected_at=at,
        received_at=at,
        by_id=by.worker_id,
        digest=result.digest,
    )
