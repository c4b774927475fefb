"""The verbs of a day of testing: plan it, open its two rounds at once, copy it, close it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.operations.queries import open_operation_of
from gridward.rounds.actions import Scope, change_scope, close_round, open_round
from gridward.rounds.models import Round
from gridward.shared.ids import derived_id
from gridward.shared.problems import Problem, problem_code
from gridward.testing import access
from gridward.testing.models import DayStation, Phase, Slot, Station, TestDay
from gridward.testing.results.actions import close_resamples_of
from gridward.testing.setup.entries import (
    AtStation,
    DayFact,
    Pool,
    SlotFact,
    Window,
    day_id_of,
    round_id_of,
    rule_of,
)
from gridward.testing.setup.kinds import CENTRE_KIND, DOOR_KIND, make_kinds

NO_OPERATION = problem_code(
    "testing.no_operation", 409, "Open an operation first: a day of testing is one of its."
)
DAY_NAMELESS = problem_code("testing.day_nameless", 422, "Give the day a name.")
BAD_PHASE = problem_code("testing.bad_phase", 422, "Each phase has to end after it begins.")
BAD_POOL = problem_code(
    "testing.bad_pool",
    422,
    "A tube holds one household, or 1 to {most} people; each phase and zone has one size.",
)
UNKNOWN_STATION = problem_code("testing.unknown_station", 422, "One of the stations is not here any more.")
DAY_IS_CLOSED = problem_code("testing.day_is_closed", 409, "This day is closed; what it says stays.")
DAY_NOT_OPEN = problem_code("testing.day_not_open", 409, "This day is not open.")
DAY_TAKEN = problem_code(
    "testing.day_taken", 409, "There is a day of testing on that date already; change that one."
)
MOST_A_TUBE: Final = 50


@transaction.atomic
def plan_day(*, by: Actor, fact: DayFact) -> TestDay:
    """Plan a day, or change the one on this date; the rounds of an open day follow what changed.

    By a coordinator. Raises shared.not_yours, testing.no_operation, testing.day_nameless, testing.bad_phase,
    testing.bad_pool, testing.unknown_station, testing.day_is_closed.
    """
    must_be(by, Role.COORDINATOR)
    hold(by.community_id)
    operation = open_operation_of(by.community_id)
    if operation is None:
        raise Problem(NO_OPERATION)
    _refuse_nonsense(fact)
    standing: TestDay | None = TestDay.objects.of(by.community_id).filter(date=fact.date).first()
    if standing and standing.state == TestDay.State.CLOSED:
        raise Problem(DAY_IS_CLOSED)
    said = _said(fact)
    if standing is None:
        id = day_id_of(by.community_id, fact.date)
        day = TestDay(
            id=id,
            community_id=by.community_id,
            date=fact.date,
            operation_id=operation.id,
            planned_by_id=by.worker_id,
            copied_from_id=fact.copied_from_id,
            **said,
        )
        TestDay.objects.bulk_create([day])
    else:
        TestDay.objects.with_ids(by.community_id, [standing.id]).update(**said)
        day = access.day_or_404(by, standing.id)
    _put_stations(by, day, fact.stations)
    # Who is alone in a tube is told with the dues of the rounds, so they are new too where that changed.
    is_other = standing is not None and standing.singles != day.singles
    rounds = [id for id in (day.door_round_id, day.centre_round_id) if id and is_other]
    _announce(by, "test_day.planned", day.id, rounds=rounds)
    if day.state == TestDay.State.OPEN and standing and _differs(standing, day):
        _follow(by, day)
    return day


def _said(fact: DayFact) -> dict[str, Any]:
    return {
        "name": fact.name.strip(),
        "door_rule": fact.door_rule.as_json(),
        "singles": fact.singles.as_json(),
        "pools": [pool.as_json() for pool in fact.pools],
        "has_workers": fact.has_workers,
        "door_opens_at": fact.door.opens_at,
        "door_closes_at": fact.door.closes_at,
        "centre_opens_at": fact.centre.opens_at,
        "centre_closes_at": fact.centre.closes_at,
    }


def _refuse_nonsense(fact: DayFact) -> None:
    if not fact.name.strip():
        raise Problem(DAY_NAMELESS)
    if any(window.closes_at <= window.opens_at for window in (fact.door, fact.centre)):
        raise Problem(BAD_PHASE)
    meant = [(pool.phase, pool.zone_id) for pool in fact.pools]
    sizes = all(0 <= pool.size <= MOST_A_TUBE for pool in fact.pools)
    if len(set(meant)) < len(meant) or not sizes:
        raise Problem(BAD_POOL, {"most": MOST_A_TUBE})


def _put_stations(by: Actor, day: TestDay, stations: Sequence[AtStation]) -> None:
    """The stations of the day are these and no others."""
    ids = {at.station_id for at in stations}
    if Station.objects.with_ids(by.community_id, ids).count() < len(ids):
        raise Problem(UNKNOWN_STATION)
    DayStation.objects.of(by.community_id).filter(day_id=day.id).delete()
    DayStation.objects.bulk_create(
        DayStation(
            id=derived_id("day station", day.id, at.station_id),
            community_id=by.community_id,
            day_id=day.id,
            station_id=at.station_id,
            desks=at.desks,
            samplers=at.samplers,
        )
        for at in stations
    )


def scopes_of(day: TestDay) -> dict[Phase, Scope]:
    """The scopes of the two rounds: the rule at the door, everybody else and the workers at the centre."""
    rule = rule_of(day)
    beside = {phase: round_id_of(day, phase) for phase in (Phase.DOOR, Phase.CENTRE)}
    return {
        Phase.DOOR: Scope(any_of=rule, instead_of=beside[Phase.CENTRE]),
        Phase.CENTRE: Scope(none_of=rule, with_workers=day.has_workers, instead_of=beside[Phase.DOOR]),
    }


def _differs(old: TestDay, new: TestDay) -> bool:
    return old.door_rule != new.door_rule or old.has_workers != new.has_workers


def _follow(by: Actor, day: TestDay) -> None:
    """Open rounds of the day owe what it says now."""
    open_rounds = Round.objects.of(by.community_id).filter(state=Round.State.OPEN)
    for phase, scope in scopes_of(day).items():
        id = round_id_of(day, phase)
        if open_rounds.filter(id=id).exists():
            change_scope(by=by, round_id=id, scope=scope)


def open_day(*, by: Actor, day_id: UUID) -> TestDay:
    """Open both rounds of a planned day; a second click opens nothing twice, and one cut short is finished by the next.

    By a coordinator. Raises shared.not_yours, shared.not_found, testing.day_is_closed.
    """
    must_be(by, Role.COORDINATOR)
    day = access.day_or_404(by, day_id)
    if day.state == TestDay.State.CLOSED:
        raise Problem(DAY_IS_CLOSED)
    if day.state == TestDay.State.OPEN:
        return day
    make_kinds(by=by)
    windows = {
        Phase.DOOR: (DOOR_KIND, day.door_opens_at, day.door_closes_at),
        Phase.CENTRE: (CENTRE_KIND, day.centre_opens_at, day.centre_closes_at),
    }
    for phase, scope in scopes_of(day).items():
        kind, opens_at, closes_at = windows[phase]
        open_round(
            by=by,
            kind_code=kind,
            name=f"{day.name} · {Phase(phase).label}"[:80],
            scope=scope,
            opens_at=opens_at,
            closes_at=closes_at,
            id=round_id_of(day, phase),
        )
    _set_open(by, day)
    return access.day_or_404(by, day_id)


@transaction.atomic
def _set_open(by: Actor, day: TestDay) -> None:
    hold(by.community_id)
    planned = TestDay.objects.with_ids(by.community_id, [day.id]).filter(state=TestDay.State.PLANNED)
    opened = planned.update(
        state=TestDay.State.OPEN,
        door_round_id=round_id_of(day, Phase.DOOR),
        centre_round_id=round_id_of(day, Phase.CENTRE),
        opened_at=timezone.now(),
        opened_by_id=by.worker_id,
    )
    if opened:
        _announce(by, "test_day.opened", day.id)


@transaction.atomic
def close_day(*, by: Actor, day_id: UUID) -> TestDay:
    """Close both rounds and the re-sample rounds of its tubes by the rules of the ledger, and the day with them.

    By a coordinator. Raises rounds.open_dues and testing.resamples_open with the count, testing.day_not_open,
    shared.not_found, shared.not_yours.
    """
    must_be(by, Role.COORDINATOR)
    hold(by.community_id)
    day = access.day_or_404(by, day_id)
    if day.state != TestDay.State.OPEN:
        raise Problem(DAY_NOT_OPEN)
    rounds = Round.objects.with_ids(
        by.community_id, [round_id_of(day, p) for p in (Phase.DOOR, Phase.CENTRE)]
    )
    for round_id in rounds.filter(state=Round.State.OPEN).order_by("id").values_list("id", flat=True):
        close_round(by=by, round_id=round_id)
    close_resamples_of(by, day)
    TestDay.objects.with_ids(by.community_id, [day_id]).filter(state=TestDay.State.OPEN).update(
        state=TestDay.State.CLOSED, closed_at=timezone.now(), closed_by_id=by.worker_id
    )
    _announce(by, "test_day.closed", day_id)
    return access.day_or_404(by, day_id)


@transaction.atomic
def copy_day(*, by: Actor, day_id: UUID, to: date) -> TestDay:
    """Plan another date as this day was: rule, pools, stations and slots, every time moved by as many days.

    Raises testing.day_taken, and what `plan_day` raises.
    """
    day = access.day_or_404(by, day_id)
    if TestDay.objects.of(by.community_id).filter(date=to).exists():
        raise Problem(DAY_TAKEN)
    moved = timedelta(days=(to - day.date).days)
    fact = replace(fact_of(day), date=to, copied_from_id=day.id)
    door, centre = (
        Window(_moved(window.opens_at, moved), _moved(window.closes_at, moved))
        for window in (fact.door, fact.centre)
    )
    copied = plan_day(by=by, fact=replace(fact, door=door, centre=centre))
    slots = Slot.objects.of(by.community_id).filter(day_id=day.id).order_by("begins_at", "id")
    put_slots(
        by=by,
        day_id=copied.id,
        facts=[
            SlotFact(
                slot.station_id,
                slot.area_id,
                slot.people,
                _moved(slot.begins_at, moved),
                _moved(slot.ends_at, moved),
                slot.part,
                slot.parts,
            )
            for slot in slots
        ],
    )
    return copied


def _moved(at: datetime, by: timedelta) -> datetime:
    """The same time on our clock so many days later."""
    local = timezone.localtime(at)
    return timezone.make_aware(local.replace(tzinfo=None) + by)


def fact_of(day: TestDay) -> DayFact:
    """A day as the verb takes it."""
    from_json = [
        Pool(rule["phase"], rule["size"], UUID(rule["zone"]) if rule["zone"] else None) for rule in day.pools
    ]
    stations = DayStation.objects.of(day.community_id).filter(day_id=day.id).order_by("id")
    return DayFact(
        date=day.date,
        name=day.name,
        door=Window(day.door_opens_at, day.door_closes_at),
        centre=Window(day.centre_opens_at, day.centre_closes_at),
        door_rule=rule_of(day),
        singles=type(rule_of(day)).from_json(day.singles),
        pools=tuple(from_json),
        has_workers=day.has_workers,
        stations=tuple(AtStation(at.station_id, at.desks, at.samplers) for at in stations),
        copied_from_id=day.copied_from_id,
    )


@transaction.atomic
def put_slots(*, by: Actor, day_id: UUID, facts: Sequence[SlotFact]) -> int:
    """Let the time slots of a day be these; returns how many there are.

    By a coordinator. Raises shared.not_yours, shared.not_found, testing.day_is_closed, testing.bad_phase,
    testing.unknown_station.
    """
    must_be(by, Role.COORDINATOR)
    hold(by.community_id)
    day = access.day_or_404(by, day_id)
    if day.state == TestDay.State.CLOSED:
        raise Problem(DAY_IS_CLOSED)
    if any(fact.ends_at <= fact.begins_at for fact in facts):
        raise Problem(BAD_PHASE)
    ids = {fact.station_id for fact in facts}
    if Station.objects.with_ids(by.community_id, ids).count() < len(ids):
        raise Problem(UNKNOWN_STATION)
    Slot.objects.of(by.community_id).filter(day_id=day_id).delete()
    Slot.objects.bulk_create(
        Slot(
            id=derived_id("slot", day_id, number),
            community_id=by.community_id,
            day_id=day_id,
            station_id=fact.station_id,
            area_id=fact.area_id,
            part=fact.part,
            parts=fact.parts,
            people=fact.people,
            begins_at=fact.begins_at,
            ends_at=fact.ends_at,
        )
        for number, fact in enumerate(facts)
    )
    _announce(by, "test_slots.put", day_id, len(facts))
    return len(facts)


def _announce(by: Actor, deed: str, day_id: UUID, how_many: int = 1, rounds: Sequence[UUID] = ()) -> None:
    announce(
        deed,
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=[("test_day", day_id), *(("round", id) for id in rounds)],
        how_many=how_many,
    )
