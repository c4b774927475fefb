"""Results: yesterday all negative but one tube, whose ten people were sampled again and let go in the morning."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from gridward.shared.ids import new_id
from gridward.testing.actions import record_samples, seal_tubes
from gridward.testing.models import Found, Phase, Sample, Tube, TubeState
from gridward.testing.results.actions import compare_results, record_results, release
from gridward.testing.results.facts import CompareFact, ResultFact
from gridward.testing.results.models import ResultValue, Waiting, WaitState
from gridward.testing.samples import SampleFact
from gridward.testing.steps import TubeFact

from .testing_day import Tested, carry, take_in
from .testing_setup import POOL

A_MINUTE: Final = timedelta(minutes=1)
# Of the ten whose re-sample was negative, one still waits for somebody's decision.
LEFT_WAITING: Final = 1


def report(tested: Tested, is_one_positive: bool = False) -> None:
    """The laboratory's word on every tube it has: negative, but for one full tube of the centre."""
    tubes: Any = Tube.objects.of(tested.known.community_id).filter(
        day_id=tested.day.id, state=TubeState.RECEIVED
    )
    codes = list(tubes.order_by("opened_at", "code").values_list("code", flat=True))
    positive = full_tube(tested) if is_one_positive else ""
    facts = [ResultFact(new_id(), code, value_of(code == positive)) for code in codes]
    answers = record_results(by=tested.testing.laboratory, facts=facts)
    assert not [answer for answer in answers if answer.code], answers[:5]
    if positive:
        compare_results(
            by=tested.testing.contact, facts=[CompareFact(new_id(), positive, ResultValue.POSITIVE)]
        )


def value_of(is_positive: bool) -> str:
    """The word for a result."""
    return str(ResultValue.POSITIVE if is_positive else ResultValue.NEGATIVE)


def full_tube(tested: Tested) -> str:
    """A tube of ten residents, near the middle of the day."""
    samples: Any = Sample.objects.of(tested.known.community_id).filter(
        day_id=tested.day.id, phase=Phase.CENTRE, subject="person"
    )
    inside: dict[str, int] = {}
    for code in samples.order_by("corrected_at").values_list("tube__code", flat=True):
        inside[code] = inside.get(code, 0) + 1
    full = [code for code, number in inside.items() if number == POOL]
    return full[len(full) // 2]


def waiting(tested: Tested, states: Collection[str]) -> list[Waiting]:
    """Who waits in place."""
    found: Any = Waiting.objects.of(tested.known.community_id).filter(state__in=states)
    return list(found.order_by("id"))


def sample_again(tested: Tested, now: datetime) -> None:
    """Everybody of the tube, where they are, in a tube alone."""
    place = tested.testing.places[0]
    tested.tubes.append({})
    facts = [
        SampleFact(
            id=new_id(),
            day_id=tested.day.id,
            subject_id=wait.subject_id,
            tube_code=tested.next_code(Phase.RESAMPLE),
            phase=Phase.RESAMPLE,
            how=Found.LIST,
            capacity=1,
            happened_at=now - (20 - 2 * turn) * A_MINUTE,
        )
        for turn, wait in enumerate(waiting(tested, [WaitState.WAITING]))
    ]
    answers = record_samples(by=place.actor, facts=facts)
    assert not [answer for answer in answers if answer.code], answers
    seal_tubes(by=place.actor, facts=[TubeFact(id=new_id(), code=fact.code) for fact in facts])
    tested.tubes[-1][None] = [fact.code for fact in facts]


def bring_in(tested: Tested) -> None:
    """The last tubes go to the laboratory, which takes them in."""
    carry(tested, len(tested.tubes) - 1)
    take_in(tested, len(tested.hand_overs) - 1)


def let_go(tested: Tested) -> None:
    """The health contact lets go whom the re-sample and the tracing cleared."""
    ids = [wait.id for wait in waiting(tested, [WaitState.PROPOSED])][LEFT_WAITING:]
    release(by=tested.testing.contact, wait_ids=ids, is_traced=True)
