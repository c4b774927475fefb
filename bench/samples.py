"""Samples through the verb alone, without HTTP: how many times the same rows written bare does it take?"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bench.frame import Ratio, turn_by_turn
from bench.ground import community_of
from gridward.accounts.actors import Actor
from gridward.facts.answers import Verdict
from gridward.households.models import Person
from gridward.rounds.actions import KindFact, Scope, open_round, put_kind
from gridward.rounds.models import Due, Subject
from gridward.shared.batches import in_batches
from gridward.shared.ids import new_id
from gridward.testing.actions import record_samples
from gridward.testing.models import Sample, Station, TestDay
from gridward.testing.samples import SampleFact

BATCHES = (1, 10, 200)
OF_EACH = 1_000


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """For each size of batch: a thousand persons recorded against the same samples and dues written bare."""
    by = community_of(600 if is_quick else 10_000)
    day, station = a_day(by)
    people = iter(persons_of(by))
    for size in BATCHES:
        how_many = 100 if is_quick else OF_EACH
        yield turn_by_turn(
            f"{how_many} samples in calls of {size}",
            lambda size=size, how_many=how_many: record(
                by, day, station, list(islice(people, how_many)), size
            ),
            "the same samples and dues by multi-row INSERT and UPDATE",
            lambda size=size, how_many=how_many: bare(by, day, station, list(islice(people, how_many)), size),
            times=1,
        )


def a_day(by: Actor) -> tuple[TestDay, UUID]:
    """An open day of the community, everybody due at the centre, and a station."""
    began = timezone.now() - timedelta(hours=1)
    ends = began + timedelta(hours=12)
    rounds = []
    for code, scope in (("testing_door", Scope(door_states=("refused",))), ("testing_centre", Scope())):
        put_kind(by=by, fact=KindFact(code, "核酸检测", Subject.PERSON, recorded_by="testing"))
        rounds.append(
            open_round(by=by, kind_code=code, name="核酸检测", scope=scope, opens_at=began, closes_at=ends)
        )
    day = TestDay(
        community_id=by.community_id,
        date=timezone.localdate(),
        operation_id=new_id(),
        name="第一轮",
        state=TestDay.State.OPEN,
        pools=[{"phase": "centre", "zone": None, "size": 10}],
        door_opens_at=began,
        door_closes_at=ends,
        centre_opens_at=began,
        centre_closes_at=ends,
        door_round_id=rounds[0].id,
        centre_round_id=rounds[1].id,
        planned_by_id=by.worker_id,
        opened_by_id=by.worker_id,
        opened_at=began,
    )
    TestDay.objects.bulk_create([day])
    station = Station(community_id=by.community_id, name="社区广场")
    Station.objects.bulk_create([station])
    return day, station.id


def persons_of(by: Actor) -> list[UUID]:
    """Everybody who lives there."""
    return list(Person.objects.of(by.community_id).order_by("id").values_list("id", flat=True))


def facts_of(day: TestDay, station: UUID, people: list[UUID]) -> list[SampleFact]:
    """A sample of each, ten to a tube."""
    return [
        SampleFact(
            new_id(), day.id, person, f"T{str(people[n - n % 10]).replace('-', '')[:12]}", "centre", station
        )
        for n, person in enumerate(people)
    ]


def record(by: Actor, day: TestDay, station: UUID, people: list[UUID], size: int) -> None:
    """Through the verb, in calls of a size."""
    for facts in in_batches(facts_of(day, station, people), size):
        answers = record_samples(by=by, facts=facts)
        assert all(answer.verdict == Verdict.ACCEPTED for answer in answers), answers


def bare(by: Actor, day: TestDay, station: UUID, people: list[UUID], size: int) -> None:
    """The same rows without any rule, change row or audit, a transaction for each batch."""
    now = timezone.now()
    for facts in in_batches(facts_of(day, station, people), size):
        rows = [
            Sample(
                id=fact.id,
                community_id=by.community_id,
                day_id=day.id,
                subject="person",
                subject_id=fact.subject_id,
                tube_id=day.id,
                place=1,
                phase="centre",
                station_id=station,
                happened_at=now,
                corrected_at=now,
                by_id=by.worker_id,
                digest="",
            )
            for fact in facts
        ]
        with transaction.atomic():
            Sample.objects.bulk_create(rows)
            dues = Due.objects.of(by.community_id).filter(
                round_id=day.centre_round_id, subject_id__in=[fact.subject_id for fact in facts]
            )
            dues.update(state=Due.State.DONE, settled_at=now, settled_by_id=by.worker_id)
