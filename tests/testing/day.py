"""A day of testing over the cast's community: area 3 at the door, the others at the centre, ten to a tube."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.facts.answers import Answer
from gridward.rounds.actions import KindFact, Scope, open_round, put_kind
from gridward.rounds.models import Due, Subject
from gridward.shared.ids import derived_id, new_id
from gridward.testing.actions import record_samples
from gridward.testing.models import Sample, Station, TestDay, Tube
from gridward.testing.samples import SampleFact
from tests.cast import Cast

Taker = Callable[..., Answer]
STATION, OTHER_STATION = derived_id("test station", 1), derived_id("test station", 2)


@pytest.fixture
def day(cast: Cast, chen: Actor) -> TestDay:
    """An open day: its rounds owe everybody once."""
    return make_day(cast, chen)


def make_day(cast: Cast, chen: Actor) -> TestDay:
    """The open day of today."""
    began = timezone.now() - timedelta(hours=1)
    ends = began + timedelta(hours=12)
    rounds = {}
    for code, areas in (("testing_door", (3,)), ("testing_centre", (1, 2))):
        put_kind(by=chen, fact=KindFact(code, "核酸检测", Subject.PERSON, name_en="Testing"))
        scope = Scope(area_ids=tuple(cast.areas[n] for n in areas))
        rounds[code] = open_round(
            by=chen, kind_code=code, name="核酸检测", scope=scope, opens_at=began, closes_at=ends
        )
    stations = [
        Station(id=id, community_id=cast.community_id, name=name)
        for id, name in ((STATION, "社区广场"), (OTHER_STATION, "小学操场"))
    ]
    Station.objects.bulk_create(stations)
    opened = TestDay(
        community_id=cast.community_id,
        date=timezone.localdate(),
        operation_id=cast.operation_id,
        name="第一轮",
        state=TestDay.State.OPEN,
        pools=[{"phase": "door", "zone": None, "size": 0}, {"phase": "centre", "zone": None, "size": 10}],
        door_opens_at=began,
        door_closes_at=ends,
        centre_opens_at=began,
        centre_closes_at=ends,
        door_round_id=rounds["testing_door"].id,
        centre_round_id=rounds["testing_centre"].id,
        planned_by_id=chen.worker_id,
        opened_by_id=chen.worker_id,
        opened_at=began,
    )
    TestDay.objects.bulk_create([opened])
    return opened


@pytest.fixture
def swab(cast: Cast, day: TestDay) -> Callable[..., SampleFact]:
    """`swab("王小明", "T-0001")`: a fact about somebody of the cast, at the centre unless it says otherwise."""

    def say(who: str | UUID, tube: str = "T-0001", **said: Any) -> SampleFact:
        subject = cast.persons[who] if isinstance(who, str) else who
        usual = {"id": new_id(), "phase": "centre", "station_id": STATION, "capacity": 10}
        return SampleFact(day_id=day.id, subject_id=subject, tube_code=tube, **(usual | said))

    return say


@pytest.fixture
def take(swab: Callable[..., SampleFact], chen: Actor) -> Taker:
    """`take("王小明", "T-0001", by=omar)`: one sample recorded; its answer."""

    def take_one(who: str | UUID, tube: str = "T-0001", *, by: Actor = chen, **said: Any) -> Answer:
        is_before = said.pop("is_before", False)
        return record_samples(by=by, facts=[swab(who, tube, **said)], is_before=is_before)[0]

    return take_one


def due_of(cast: Cast, who: str) -> Due:
    """The due of somebody of the cast on the day."""
    found: Due = Due.objects.of(cast.community_id).get(subject_id=cast.persons[who])
    return found


def tube(cast: Cast, code: str) -> Tube:
    """A tube by its code."""
    found: Tube = Tube.objects.of(cast.community_id).get(code=code)
    return found


def members(cast: Cast, code: str) -> list[tuple[int, UUID]]:
    """Place and subject of everybody in a tube."""
    inside = Sample.objects.of(cast.community_id).filter(tube_id=tube(cast, code).id, is_void=False)
    return list(inside.order_by("place").values_list("place", "subject_id"))
