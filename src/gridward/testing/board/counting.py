"""What a day of testing comes to, as far as somebody sees it: eight grouped statements, however many people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncHour

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.facts.models import FactConflict
from gridward.rounds.access import dues_for
from gridward.rounds.models import Due
from gridward.shared.registries import fact_kinds
from gridward.testing import access
from gridward.testing.models import Phase, Sample, TestDay, TubeState, Visitor, Waiting, WaitState
from gridward.testing.results.access import FIELD, TEAM, staying, waits_for
from gridward.testing.transport.queries import transport_limit

AN_HOUR: Final = timedelta(hours=1)
# From the swab to the result: a norm of 2022.
RESULT_WITHIN: Final = timedelta(hours=24)
ON_THE_WAY: Final = (TubeState.SEALED, TubeState.HANDED_OVER)


@dataclass
class Tested:
    """People by how far they are. `late` are open past the window of their phase; `resulted` are among the done.

    `released` waited because of a tube of the day and need not any longer; zero for whoever may not see who waits.
    """

    done: int = 0
    open: int = 0
    late: int = 0
    exempt: int = 0
    signed_off: int = 0
    resulted: int = 0
    released: int = 0

    @property
    def missing(self) -> int:
        """Who has no sample yet, late or not."""
        return self.open + self.late

    @property
    def due(self) -> int:
        """All who should be tested; who is exempt is not."""
        return self.done + self.missing + self.signed_off

    @property
    def waiting(self) -> int:
        """Sampled, and no result yet."""
        return max(self.done - self.resulted, 0)

    def add(self, other: "Tested") -> None:
        """Take another's counts on top."""
        for each in fields(Tested):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def negated(self) -> "Tested":
        """The same counts, to be taken away."""
        return Tested(**{each.name: -getattr(self, each.name) for each in fields(Tested)})


@dataclass(frozen=True)
class Taken:
    """Samples of one hour at one desk in one phase; `lately` were taken in the last sixty minutes."""

    station_id: UUID | None
    desk_id: UUID | None
    phase: str
    hour: datetime
    count: int
    lately: int
    first: datetime


@dataclass(frozen=True)
class TubeCount:
    """Tubes of a station in one state, and which of them are late for the laboratory or for a result."""

    station_id: UUID | None
    phase: str
    state: str
    count: int
    late_transport: int
    late_result: int


@dataclass
class DayCounts:
    """Everything the board shows, in ids and numbers: no name is in it."""

    mark: str
    counted_at: datetime
    people: dict[tuple[UUID | None, UUID | None, str], Tested] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    tubes: list[TubeCount] = field(default_factory=list)
    flags: int = 0
    conflicts: int = 0
    visitors: int = 0

    def by(self, place: int) -> dict[Any, Tested]:
        """People by one of area (0), worker (1) and phase (2)."""
        found: dict[Any, Tested] = defaultdict(Tested)
        for key, tested in self.people.items():
            found[key[place]].add(tested)
        return dict(found)

    @property
    def total(self) -> Tested:
        """All together."""
        whole = Tested()
        for tested in self.people.values():
            whole.add(tested)
        return whole

    def tubes_in(self, *states: str) -> int:
        """How many tubes are in these states."""
        return sum(each.count for each in self.tubes if each.state in states)


def count_day(actor: Actor, day: TestDay, now: datetime, mark: str) -> DayCounts:
    """Count a day afresh."""
    counts = DayCounts(mark, now)
    count_people(counts, actor, day, now)
    _count_released(counts, actor, day)
    counts.taken = list(_takings(actor, day, now))
    counts.tubes = list(_tube_counts(actor, day, now))
    counts.flags = flagged_samples(actor).count()
    counts.conflicts = conflicts_waiting(actor).count()
    counts.visitors = visitors_to_check(actor).count()
    return counts


def phases_of(day: TestDay) -> dict[UUID, tuple[str, datetime]]:
    """The rounds of a day: phase and end of the window by round."""
    rounds = (
        (day.door_round_id, Phase.DOOR, day.door_closes_at),
        (day.centre_round_id, Phase.CENTRE, day.centre_closes_at),
    )
    return {id: (str(phase), closes_at) for id, phase, closes_at in rounds if id}


def dues_of_day(actor: Actor, day: TestDay) -> QuerySet[Any]:
    """What the day owes, as far as the actor sees it."""
    return dues_for(actor).filter(round_id__in=list(phases_of(day)))


def samples_of_day(actor: Actor, day: TestDay) -> QuerySet[Any]:
    """The samples of the day that stand, as far as the actor sees them."""
    return access.samples_for(actor).filter(day_id=day.id, is_void=False)


def count_people(counts: DayCounts, actor: Actor, day: TestDay, now: datetime) -> None:
    """Take in how far people are, by area, worker and phase, as far as the actor sees them; two statements."""
    count_owed(counts, dues_of_day(actor, day), samples_of_day(actor, day), day, now)


def count_owed(
    counts: DayCounts, dues: QuerySet[Any], samples: QuerySet[Any], day: TestDay, now: datetime
) -> None:
    """Take in how far people are, of these dues and samples of the day; two statements."""
    phases = phases_of(day)
    rows = dues.exclude(state=Due.State.LEFT).order_by()
    for row in rows.values("area_id", "worker_id", "round_id", "state").annotate(n=Count("id")):
        phase, closes_at = phases[row["round_id"]]
        tested = counts.people.setdefault((row["area_id"], row["worker_id"], phase), Tested())
        is_late = row["state"] == Due.State.OPEN and closes_at <= now
        setattr(tested, "late" if is_late else row["state"], row["n"])
    _count_results(counts, samples, day)


def _count_results(counts: DayCounts, samples: QuerySet[Any], day: TestDay) -> None:
    """People whose sample lies in a tube with a result; somebody in two such tubes counts once."""
    phases = phases_of(day)
    rows = samples.filter(tube__state=TubeState.RESULTED, due__state=Due.State.DONE)
    rows = rows.filter(due__round_id__in=list(phases)).order_by()
    rows = rows.values("due__area_id", "due__worker_id", "due__round_id")
    for row in rows.annotate(n=Count("due_id", distinct=True)):
        key = (row["due__area_id"], row["due__worker_id"], phases[row["due__round_id"]][0])
        counts.people.setdefault(key, Tested()).resulted = row["n"]


def released_of_day(actor: Actor, day: TestDay) -> QuerySet[Any]:
    """Who waited because of a tube of the day and was let go, each person once; raises shared.not_yours."""
    waits = waits_for(actor).filter(tube__day_id=day.id, tube__community_id=day.community_id)
    let_go = waits.filter(state=WaitState.RELEASED).order_by()
    of_person: Any = Waiting.objects.of(actor.community_id).filter(subject_id=OuterRef("subject_id"))
    later = let_go.filter(subject_id=OuterRef("subject_id"), id__gt=OuterRef("id"))
    return let_go.filter(~Exists(of_person.filter(staying(actor.community_id))), ~Exists(later))


def _count_released(counts: DayCounts, actor: Actor, day: TestDay) -> None:
    if not actor.is_any_of(*TEAM, *FIELD):
        return
    rows = released_of_day(actor, day).values("area_id", "worker_id", "sample__phase")
    for row in rows.annotate(n=Count("id")):
        key = (row["area_id"], row["worker_id"], row["sample__phase"])
        counts.people.setdefault(key, Tested()).released = row["n"]


def _takings(actor: Actor, day: TestDay, now: datetime) -> Iterable[Taken]:
    rows = samples_of_day(actor, day).order_by().annotate(hour=TruncHour("corrected_at"))
    rows = rows.values("station_id", "desk_id", "phase", "hour")
    lately = Count("id", filter=Q(corrected_at__gt=now - AN_HOUR))
    return (
        Taken(**row) for row in rows.annotate(count=Count("id"), lately=lately, first=Min("corrected_at"))
    )


def _tube_counts(actor: Actor, day: TestDay, now: datetime) -> Iterable[TubeCount]:
    rows = access.tubes_for(actor).filter(day_id=day.id).order_by().values("station_id", "phase", "state")
    rows = rows.annotate(
        count=Count("id"),
        late_transport=Count("id", filter=late_for_laboratory(now, transport_limit(actor.community_id))),
        late_result=Count("id", filter=late_for_result(now)),
    )
    return (TubeCount(**row) for row in rows)


def late_for_laboratory(now: datetime, within: timedelta) -> Q:
    """Tubes sealed longer ago than the way to the laboratory may take (`within`), and not received there."""
    return Q(state__in=ON_THE_WAY, sealed_at__lte=now - within)


def late_for_result(now: datetime) -> Q:
    """Tubes opened longer ago than a result may take."""
    return ~Q(state=TubeState.RESULTED) & Q(opened_at__lte=now - RESULT_WITHIN)


def flagged_samples(actor: Actor) -> QuerySet[Any]:
    """Flagged samples nobody looked at: a coordinator sees all, others those under their name."""
    rows: QuerySet[Any] = Sample.objects.of(actor.community_id).filter(owner_id__isnull=False, looked_at=None)
    return _mine(actor, rows)


def conflicts_waiting(actor: Actor) -> QuerySet[Any]:
    """Facts of testing we hold in two versions, not settled yet."""
    ours = [name for name, kind in fact_kinds.items() if kind.rows._meta.app_label == "testing"]
    rows: QuerySet[Any] = FactConflict.objects.of(actor.community_id).filter(kind__in=ours, resolved_at=None)
    return _mine(actor, rows)


def visitors_to_check(actor: Actor) -> QuerySet[Any]:
    """People sampled who were found on no register and are not settled yet."""
    rows: QuerySet[Any] = Visitor.objects.of(actor.community_id).filter(decision="")
    return _mine(actor, rows)


def _mine(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows if actor.is_any_of(Role.COORDINATOR) else rows.filter(owner_id=actor.worker_id)
