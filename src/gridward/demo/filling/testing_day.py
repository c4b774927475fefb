"""A day of testing as it was lived: doors first, then the centre, tube by tube, each sending under its own clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.households.models import Person
from gridward.rounds.models import Due
from gridward.shared.ids import new_id
from gridward.testing.actions import record_samples, seal_tubes
from gridward.testing.models import Found, Phase, TestDay
from gridward.testing.samples import SampleFact
from gridward.testing.steps import TubeFact
from gridward.testing.transport.boxing import box_tubes
from gridward.testing.transport.facts import BoxFact, HandOverFact, ReceiptFact
from gridward.testing.transport.handing import hand_over
from gridward.testing.transport.receiving import receive

from .known import Known
from .testing_setup import POOL, Place, Testing

A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Sending:
    """What was taken from one moment to another: how much of each phase is done then; whether all is sealed."""

    since: datetime
    until: datetime
    door: float
    centre: float
    is_sealed: bool = True


@dataclass
class Tested:
    """A day in the making: the tubes of each sending by station, and how many codes were given out."""

    known: Known
    testing: Testing
    day: TestDay
    codes: int = 0
    tubes: list[dict[UUID | None, list[str]]] = field(default_factory=list)
    hand_overs: list[list[UUID]] = field(default_factory=list)

    def next_code(self, phase: str) -> str:
        """A tube code of the day: date, phase, number."""
        self.codes += 1
        return f"{self.day.date:%m%d}{phase[0].upper()}{self.codes:04}"


@dataclass(frozen=True)
class Swab:
    """Somebody who is due, with the household that stays together."""

    due: Due
    household_id: UUID | None


def send(tested: Tested, sending: Sending) -> None:
    """Everything taken in a stretch of the day: recorded, and tubes sealed."""
    tested.tubes.append({})
    take_at_doors(tested, sending)
    take_at_centre(tested, sending)


def take_at_doors(tested: Tested, sending: Sending) -> None:
    """Each worker takes whole households of the own doors, a tube each."""
    for worker_id, swabs in by_worker(owed(tested, tested.day.door_round_id, sending.door)):
        tubes = [(tested.next_code(Phase.DOOR), 0, list(group)) for _id, group in groupby(swabs, _household)]
        actor = actor_of(tested.known, worker_id)
        record(tested, actor, Phase.DOOR, None, tubes, sending)


def take_at_centre(tested: Tested, sending: Sending) -> None:
    """The desks share those who came; a household goes into one tube where it fits."""
    swabs = owed(tested, tested.day.centre_round_id, sending.centre)
    places = tested.testing.places
    each = -(-len(swabs) // len(places)) or 1
    for number, place in enumerate(places):
        mine = swabs[number * each : (number + 1) * each]
        if mine:
            tubes = [(tested.next_code(Phase.CENTRE), POOL, group) for group in pooled(mine)]
            record(tested, place.actor, Phase.CENTRE, place, tubes, sending)


def owed(tested: Tested, round_id: UUID | None, share: float) -> list[Swab]:
    """The next who are sampled so that this share of a phase is done, in walking order, whole households."""
    community_id = tested.known.community_id
    dues: Any = Due.objects.of(community_id).filter(round_id__in=[round_id] if round_id else [])
    dues = dues.exclude(state=Due.State.LEFT)
    listed = list(dues.order_by("area_id", "door__walking_order", "door_id", "id"))
    persons = Person.objects.with_ids(community_id, [due.subject_id for due in listed])
    households = dict(persons.values_list("id", "household_id"))
    swabs = sorted((Swab(due, households.get(due.subject_id)) for due in listed), key=_by_place)
    wanted = [swab for swab in turn_of(swabs, share) if swab.due.state == Due.State.OPEN]
    return wanted


def turn_of(swabs: Sequence[Swab], share: float) -> Iterator[Swab]:
    """Households of every area in turn until the share is reached, so that no area waits till the end."""
    by_area: dict[UUID | None, list[list[Swab]]] = {}
    for _household_id, group in groupby(swabs, _household):
        members = list(group)
        by_area.setdefault(members[0].due.area_id, []).append(members)
    for number, groups in enumerate(by_area.values()):
        # Areas differ: some are well ahead, some behind, until nearly all are through.
        own = share * (1 + (1 - share) * (number * 7 % 11 - 5) / 14)
        for members in groups[: round(len(groups) * own)]:
            yield from members


def _household(swab: Swab) -> UUID:
    return swab.household_id or swab.due.subject_id


def _by_place(swab: Swab) -> tuple[str, str, str]:
    return str(swab.due.area_id), str(swab.due.door_id), str(_household(swab))


def by_worker(swabs: Sequence[Swab]) -> list[tuple[UUID | None, list[Swab]]]:
    """Who is sampled by whom."""
    found: dict[UUID | None, list[Swab]] = {}
    for swab in swabs:
        found.setdefault(swab.due.worker_id, []).append(swab)
    return list(found.items())


def actor_of(known: Known, worker_id: UUID | None) -> Actor:
    """A worker as an actor; the coordinator for whoever has none."""
    actors = {actor.worker_id: actor for actor in known.actors.values()}
    return actors.get(worker_id, known.coordinator) if worker_id else known.coordinator


def pooled(swabs: Sequence[Swab]) -> list[list[Swab]]:
    """Tubes of ten, a household in one tube where it fits."""
    tubes: list[list[Swab]] = [[]]
    for _household_id, group in groupby(swabs, _household):
        members = list(group)
        if tubes[-1] and len(tubes[-1]) + len(members) > POOL:
            tubes.append([])
        tubes[-1] += members
    return [tube[at : at + POOL] for tube in tubes for at in range(0, len(tube), POOL)]


Tube = tuple[str, int, list[Swab]]


def record(
    tested: Tested, actor: Actor, phase: str, place: Place | None, tubes: Sequence[Tube], sending: Sending
) -> None:
    """One call with all swabs of one hand, spread over the stretch; then the tubes are sealed."""
    number, total = 0, sum(len(swabs) for _code, _capacity, swabs in tubes)
    length = sending.until - sending.since - 2 * A_MINUTE
    facts, seals = [], []
    station_id = place.station_id if place else None
    for code, capacity, swabs in tubes:
        for swab in swabs:
            number += 1
            at = sending.since + length * number / total
            facts.append(
                SampleFact(
                    id=new_id(),
                    day_id=tested.day.id,
                    subject_id=swab.due.subject_id,
                    tube_code=code,
                    phase=phase,
                    station_id=station_id,
                    desk_id=place.desk_id if place else None,
                    how=Found.QR if number % 3 else Found.LIST,
                    capacity=capacity,
                    happened_at=at,
                )
            )
        seals.append(TubeFact(id=new_id(), code=code, station_id=station_id, happened_at=at + A_MINUTE / 2))
    refused = [answer for answer in record_samples(by=actor, facts=facts) if answer.code]
    assert not refused, refused[:5]
    sealed = seals if sending.is_sealed else seals[:-1]
    seal_tubes(by=actor, facts=sealed)
    tested.tubes[-1].setdefault(station_id, []).extend(fact.code for fact in sealed)


def carry(tested: Tested, number: int) -> None:
    """Box the tubes of a sending, and give them to the laboratory's driver."""
    giver, given = tested.testing.places[0].actor, []
    day = tested.day
    for order, (station_id, codes) in enumerate(tested.tubes[number].items(), 1):
        box = f"{day.date:%m%d}-{number + 1}{order}"
        facts = [BoxFact(id=new_id(), box=box, tube=code, station_id=station_id) for code in codes]
        box_tubes(by=giver, facts=facts)
        given.append(
            HandOverFact(
                id=new_id(),
                day_id=day.id,
                boxes=(box,),
                carrier="转运员",
                counted=len(codes),
                station_id=station_id,
            )
        )
    kept = hand_over(by=giver, facts=given)
    assert not [answer for answer in kept if answer.code], kept
    tested.hand_overs.append([fact.id for fact in given])


def take_in(tested: Tested, number: int) -> None:
    """The laboratory signs for what was handed over."""
    facts = [
        ReceiptFact(id=new_id(), hand_over_id=id, receiver="检测机构收样员")
        for id in tested.hand_overs[number]
    ]
    receive(by=tested.testing.laboratory, facts=facts)
