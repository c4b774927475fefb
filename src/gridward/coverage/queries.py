"""Due, done, open, late: by area, by worker, down to names; one grouped statement each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.areas.models import Area
from gridward.rounds import access
from gridward.rounds.models import Due, Meaning, Round, Subject
from gridward.rounds.queries import in_walking_order
from gridward.rounds.subjects import subject_words

STATES = (Due.State.DONE, Due.State.OPEN, Due.State.EXEMPT, Due.State.SIGNED_OFF, Due.State.LEFT)
# What a part of the dues says besides: these are counted among the states too.
SAID = {
    "moved": Q(meaning=Meaning.MOVED, state=Due.State.DONE),
    "refused": Q(meaning=Meaning.REFUSED, state=Due.State.OPEN),
    "unaccounted": Q(meaning=Meaning.UNACCOUNTED, state=Due.State.OPEN),
    "gone_up": Q(escalated_at__isnull=False, state=Due.State.OPEN),
}
BY_STATE = {
    **{state.value: Count("id", filter=Q(state=state)) for state in STATES},
    **{name: Count("id", filter=said) for name, said in SAID.items()},
}


@dataclass(frozen=True)
class Counts:
    """Dues of a round, each in one of six places; late is open past the window and not counted among the open.

    `moved` are among the done; `refused`, `unaccounted` and `gone_up` among those missing.
    """

    done: int = 0
    open: int = 0
    late: int = 0
    exempt: int = 0
    signed_off: int = 0
    left: int = 0
    moved: int = 0
    refused: int = 0
    unaccounted: int = 0
    gone_up: int = 0

    @property
    def missing(self) -> int:
        """What still stands open, late or not."""
        return self.open + self.late

    @property
    def due(self) -> int:
        """All that is owed; who left the scope is not."""
        return self.done + self.missing + self.exempt + self.signed_off

    @property
    def of(self) -> int:
        """What coverage is reckoned of: due − exempt."""
        return self.due - self.exempt


@dataclass(frozen=True)
class CoverageRow:
    """Coverage under one name: an area with its leader, or a worker. Without id: in no area, under no worker."""

    id: UUID | None
    name: str
    counts: Counts
    leader: str = ""
    number: int = 0


def dues_seen(actor: Actor, round_: Round) -> QuerySet[Any]:
    """The dues of a round that the actor sees."""
    return access.dues_for(actor).filter(round_id=round_.id)


def counts_of(actor: Actor, round_: Round, now: datetime | None = None) -> Counts:
    """The whole round, as far as the actor sees it."""
    counted = dues_seen(actor, round_).order_by().aggregate(**BY_STATE)
    return _counts(counted, round_, now or timezone.now())


def _counts(counted: dict[str, Any], round_: Round, now: datetime) -> Counts:
    is_late = round_.closes_at <= now
    said = {name: counted[name] for name in BY_STATE if name != Due.State.OPEN}
    missing = counted[Due.State.OPEN.value]
    return Counts(open=0 if is_late else missing, late=missing if is_late else 0, **said)


def counts_of_rounds(
    actor: Actor, rounds: Iterable[Round], now: datetime | None = None
) -> dict[UUID, Counts]:
    """Several rounds at once, by one statement; a round without dues in sight has nothing."""
    listed = {round_.id: round_ for round_ in rounds}
    dues: QuerySet[Any] = access.dues_for(actor).filter(round_id__in=list(listed)).order_by()
    rows = dues.values("round_id").annotate(**BY_STATE)
    at = now or timezone.now()
    found = {row["round_id"]: _counts(row, listed[row["round_id"]], at) for row in rows}
    return {id: found.get(id, Counts()) for id in listed}


def by_area(actor: Actor, round_: Round, now: datetime | None = None) -> list[CoverageRow]:
    """Coverage by area, most missing first; two statements more for the names of areas and leaders."""
    rows = _grouped(actor, round_, "area_id")
    areas = {area.id: area for area in Area.objects.with_ids(actor.community_id, filter(None, rows))}
    names = worker_names(area.leader_id for area in areas.values())
    at = now or timezone.now()
    listed = [
        _area_row(areas.get(id) if id else None, _counts(row, round_, at), names) for id, row in rows.items()
    ]
    return sorted(listed, key=lambda row: (-row.counts.missing, row.number))


def _area_row(area: Area | None, counts: Counts, names: dict[UUID, str]) -> CoverageRow:
    if area is None:
        return CoverageRow(None, "", counts)
    return CoverageRow(
        area.id, area.name, counts, names.get(area.leader_id, "") if area.leader_id else "", area.number
    )


def by_worker(actor: Actor, round_: Round, now: datetime | None = None) -> list[CoverageRow]:
    """Coverage by responsible worker, most missing first; one statement more for the names."""
    rows = _grouped(actor, round_, "worker_id")
    names = worker_names(rows)
    at = now or timezone.now()
    listed = [
        CoverageRow(id, names.get(id, "") if id else "", _counts(row, round_, at)) for id, row in rows.items()
    ]
    return sorted(listed, key=lambda row: (-row.counts.missing, row.name))


def _grouped(actor: Actor, round_: Round, column: str) -> dict[UUID | None, dict[str, Any]]:
    rows = dues_seen(actor, round_).order_by().values(column).annotate(**BY_STATE)
    return {row[column]: row for row in rows}


@dataclass(frozen=True)
class GapFilter:
    """Which part of a list of dues: of an area, under a worker, in a state, or by what was said.

    Nil ids mean: in none, under nobody.
    """

    area_id: UUID | None = None
    worker_id: UUID | None = None
    state: str = ""
    said: str = ""


def listed_dues(actor: Actor, round_: Round, chosen: GapFilter) -> QuerySet[Any]:
    """Dues of a round in walking order, as the actor sees them; what is open when no state is chosen."""
    part = SAID.get(chosen.said) or Q(state=chosen.state or Due.State.OPEN)
    dues = dues_seen(actor, round_).filter(part)
    for column, id in (("area_id", chosen.area_id), ("worker_id", chosen.worker_id)):
        if id is not None:
            dues = dues.filter(**{column: id if id.int else None})
    return in_walking_order(dues)


@dataclass(frozen=True)
class GapRow:
    """One due with the words that stand for its subject, masked as the viewer may see, and the name it stands under."""

    due: Due
    plate: str
    address: str
    subject: str
    worker: str
    escalated_to: str = ""


def gap_rows(actor: Actor, round_: Round, dues: Iterable[Due]) -> list[GapRow]:
    """Rows for one page of dues: names of workers, and of persons or places, by one statement a kind."""
    listed = list(dues)
    # Workers on duty are owed too, and go by their own names.
    named = [id for due in listed for id in (due.worker_id, due.escalated_to_id, due.subject_id)]
    names = worker_names(named)
    subjects = subject_words(actor, round_.kind.subject, [due.subject_id for due in listed])
    return [
        GapRow(
            due=due,
            plate=due.door.plate if due.door else "",
            address=due.door.address if due.door else "",
            subject=subjects.get(due.subject_id) or names.get(due.subject_id, ""),
            worker=names.get(due.worker_id, "") if due.worker_id else "",
            escalated_to=names.get(due.escalated_to_id, "") if due.escalated_to_id else "",
        )
        for due in listed
    ]


@dataclass(frozen=True)
class AreaGaps:
    """What an area still misses: how many, and the plates (or addresses) where."""

    name: str
    count: int
    places: list[str]


def gaps_by_area(actor: Actor, round_: Round) -> list[AreaGaps]:
    """Open dues by area for the group chat: places and counts, and not one name. One statement."""
    dues = in_walking_order(dues_seen(actor, round_).filter(state=Due.State.OPEN)).select_related(None)
    rows = dues.values_list("area__number", "area__name", "door__plate", "door__address", "subject_id")
    sites: dict[UUID, str] = {}
    if round_.kind.subject == Subject.PLACE:
        sites = subject_words(actor, Subject.PLACE, [row[4] for row in rows])
    areas: dict[tuple[int, str], AreaGaps] = {}
    for number, name, plate, address, subject_id in rows:
        key = (number or 0, name or "")
        gaps = areas.setdefault(key, AreaGaps(name or "", 0, []))
        place = plate or address or sites.get(subject_id, "")
        places = gaps.places if place in gaps.places else [*gaps.places, place]
        areas[key] = AreaGaps(gaps.name, gaps.count + 1, places)
    return [areas[key] for key in sorted(areas)]


@dataclass(frozen=True)
class BuildingGaps:
    """What a building still misses: the version that may be put up on its wall."""

    site: str
    building: str
    count: int


def gaps_by_building(actor: Actor, round_: Round) -> list[BuildingGaps]:
    """Open dues by building, in walking order. One statement."""
    dues = dues_seen(actor, round_).filter(state=Due.State.OPEN, door_id__isnull=False).order_by()
    columns = ("door__building__walking_order", "door__site__name", "door__building__name")
    rows = dues.values(*columns).annotate(count=Count("id")).order_by(*columns)
    return [BuildingGaps(row[columns[1]] or "", row[columns[2]] or "", row["count"]) for row in rows]
