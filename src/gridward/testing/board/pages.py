"""The board put together from the counts: rows under names, each number with the list it opens."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.areas.models import Area
from gridward.testing import access
from gridward.testing.board.chart import Chart, chart_of
from gridward.testing.board.counting import DayCounts, Tested
from gridward.testing.models import Desk, Station, TestDay, TubeState

BY: Final = ("areas", "workers", "stations", "hours")
NOBODY: Final = UUID(int=0)


@dataclass(frozen=True)
class PeopleRow:
    """People under one name: an area with its leader, or a worker."""

    id: UUID | None
    name: str
    tested: Tested
    leader: str = ""
    number: int = 0
    urls: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlaceRow:
    """What a station or one of its desks has done: samples, of the last hour, and its tubes by state."""

    name: str
    is_desk: bool
    count: int
    lately: int
    url: str
    open: int | None = None
    sealed: int | None = None
    gone: int | None = None
    resulted: int | None = None
    tubes_url: str = ""


@dataclass(frozen=True)
class Board:
    """A day as the board shows it."""

    day: TestDay
    by: str
    now: datetime
    counts: DayCounts
    total: Tested
    areas: list[PeopleRow]
    rows: list[Any]
    chart: Chart
    waiting: list[dict[str, Any]]
    is_all: bool = False

    @property
    def worst(self) -> PeopleRow | None:
        """The area with the most people still missing."""
        found = [row for row in self.areas if row.tested.missing and row.id]
        return found[0] if found else None

    @property
    def poll_url(self) -> str:
        """Where the live part asks again; the mark says what it has."""
        return f"{self.all_url if self.is_all else self.short_url}&mark={self.counts.mark}"

    @property
    def short_url(self) -> str:
        """The board, on a phone with only the rows that are most behind."""
        return f"{reverse('testing_board', args=[self.day.id])}?by={self.by}"

    @property
    def all_url(self) -> str:
        """The board with every row on a phone too."""
        return f"{self.short_url}&all=1"

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """What the board is broken down by."""
        words = {
            "areas": _("By area"),
            "workers": _("By worker"),
            "stations": _("By station"),
            "hours": _("By hour"),
        }
        here = reverse("testing_board", args=[self.day.id])
        return [
            {"label": words[by], "url": f"{here}?by={by}", "is_current": by == self.by, "count": None}
            for by in BY
        ]

    @property
    def legend(self) -> list[dict[str, Any]]:
        """How far people are, each with its list."""
        shown = [
            ("done", pgettext("testing", "Sampled"), self.total.done, "sampled"),
            ("late", pgettext("testing", "Missed"), self.total.late, "missing"),
            ("open", pgettext("testing", "Still to sample"), self.total.open, "missing"),
            ("exempt", pgettext("due", "Exempt"), self.total.exempt, "exempt"),
            ("exempt", pgettext("due", "Signed off"), self.total.signed_off, "signed_off"),
        ]
        return [
            {"state": state, "label": label, "value": value, "url": people_url(self.day, what)}
            for state, label, value, what in shown
            if value or (what == "sampled" or (state == "open" and not self.total.late))
        ]

    @property
    def results(self) -> list[dict[str, Any]]:
        """How far samples are on their way to a result."""
        return [
            {
                "state": "open",
                "label": _("Waiting for a result"),
                "value": self.total.waiting,
                "url": people_url(self.day, "waiting"),
            },
            {
                "state": "done",
                "label": _("With a result"),
                "value": self.total.resulted,
                "url": people_url(self.day, "resulted"),
            },
            *self._released,
        ]

    @property
    def _released(self) -> list[dict[str, Any]]:
        """Who waited in place and need not any longer; nothing where nobody did, or for whoever may not know."""
        if not self.total.released:
            return []
        label, url = _("Released from waiting"), people_url(self.day, "released")
        return [{"state": "done", "label": label, "value": self.total.released, "url": url}]


def board_of(actor: Actor, day: TestDay, by: str, now: datetime, counts: DayCounts) -> Board:
    """The board of a day; four statements for names at most."""
    by = by if by in BY else BY[0]
    areas = area_rows(actor, day, counts)
    rows: list[Any] = areas
    if by == "workers":
        rows = worker_rows(day, counts)
    elif by == "stations":
        rows = place_rows(actor, day, counts)
    elif by == "hours":
        rows = hour_rows(day, counts)
    chart = chart_of(day, counts, now)
    return Board(day, by, now, counts, counts.total, areas, rows, chart, waiting_lines(day, counts))


def area_rows(actor: Actor, day: TestDay, counts: DayCounts) -> list[PeopleRow]:
    """People by area, most missing first."""
    found = counts.by(0)
    areas = {area.id: area for area in Area.objects.with_ids(actor.community_id, filter(None, found))}
    names = worker_names(area.leader_id for area in areas.values())
    rows = []
    for id, tested in found.items():
        area = areas.get(id)
        leader = names.get(area.leader_id, "") if area and area.leader_id else ""
        name, number = (area.name, area.number) if area else ("", 0)
        rows.append(PeopleRow(id, name, tested, leader, number, people_urls(day, area=id or NOBODY)))
    return sorted(rows, key=lambda row: (-row.tested.missing, -row.tested.late, row.number))


def worker_rows(day: TestDay, counts: DayCounts) -> list[PeopleRow]:
    """People by responsible worker, most missing first."""
    found = counts.by(1)
    names = worker_names(found)
    rows = [
        PeopleRow(id, names.get(id, "") if id else "", tested, urls=people_urls(day, worker=id or NOBODY))
        for id, tested in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.tested.missing, -row.tested.late, row.name))


def place_rows(actor: Actor, day: TestDay, counts: DayCounts) -> list[PlaceRow]:
    """Stations, busiest first, each with its desks below it."""
    by_station: dict[UUID | None, dict[UUID | None, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0, 0])
    )
    for taken in counts.taken:
        for sums in (by_station[taken.station_id][taken.desk_id], by_station[taken.station_id][NOBODY]):
            sums[0] += taken.count
            sums[1] += taken.lately
    for tube in counts.tubes:
        by_station[tube.station_id].setdefault(NOBODY, [0, 0])
    names = stations_by_id(actor)
    numbers = desk_numbers(actor) if by_station else {}
    rows = []
    for id, desks in sorted(by_station.items(), key=lambda pair: -pair[1][NOBODY][0]):
        rows.append(_station_row(day, counts, id, names.get(id, "") if id else "", desks[NOBODY]))
        for desk_id in sorted((d for d in desks if d and d.int), key=lambda d: numbers.get(d, 0)):
            name = _("Desk %(number)s") % {"number": numbers.get(desk_id, "–")}
            sums = desks[desk_id]
            url = people_url(day, "sampled", station=id or NOBODY, desk=desk_id)
            rows.append(PlaceRow(name, True, sums[0], sums[1], url))
    return rows


def _station_row(day: TestDay, counts: DayCounts, id: UUID | None, name: str, sums: list[int]) -> PlaceRow:
    tubes: dict[str, int] = defaultdict(int)
    for tube in counts.tubes:
        if tube.station_id == id:
            tubes[tube.state] += tube.count
    return PlaceRow(
        name or _("At doors, no station"),
        False,
        sums[0],
        sums[1],
        people_url(day, "sampled", station=id or NOBODY),
        tubes[TubeState.OPEN],
        tubes[TubeState.SEALED],
        tubes[TubeState.HANDED_OVER] + tubes[TubeState.RECEIVED],
        tubes[TubeState.RESULTED],
        tubes_url(day, station=id or NOBODY),
    )


def stations_by_id(actor: Actor) -> dict[UUID, str]:
    """Names of stations."""
    stations: Iterable[Station] = access.stations_for(actor)
    return {station.id: station.name for station in stations}


def desk_numbers(actor: Actor) -> dict[UUID, int]:
    """Numbers of desks."""
    return dict(Desk.objects.of(actor.community_id).values_list("id", "number"))


def hour_rows(day: TestDay, counts: DayCounts) -> list[dict[str, Any]]:
    """Samples of each hour by phase, the earliest first."""
    hours: dict[datetime, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for taken in counts.taken:
        hours[taken.hour][taken.phase] += taken.count
    most = max((sum(phases.values()) for phases in hours.values()), default=0)
    return [
        {
            "hour": hour,
            "door": phases["door"],
            "centre": phases["centre"],
            "again": phases["resample"],
            "all": sum(phases.values()),
            "share": sum(phases.values()) * 100 // most,
            "url": people_url(day, "sampled", hour=timezone.localtime(hour).strftime("%Y-%m-%dT%H")),
        }
        for hour, phases in sorted(hours.items())
    ]


def waiting_lines(day: TestDay, counts: DayCounts) -> list[dict[str, Any]]:
    """What waits for somebody, each with its list; nothing that is empty."""
    late_transport = sum(tube.late_transport for tube in counts.tubes)
    late_result = sum(tube.late_result for tube in counts.tubes)
    sealed = counts.tubes_in(TubeState.SEALED)
    shown = [
        ("late", _("Results overdue"), late_result, tubes_url(day, late="result")),
        (
            "late",
            _("On the way to the laboratory too long"),
            late_transport,
            tubes_url(day, late="transport"),
        ),
        ("open", _("Sealed, not handed over"), sealed, tubes_url(day, state=TubeState.SEALED)),
        ("conflict", _("Conflicts"), counts.conflicts, reverse("testing_flags")),
        ("conflict", _("Samples to look at"), counts.flags, reverse("testing_flags")),
        ("conflict", _("Visitors to check"), counts.visitors, reverse("testing_visitors")),
    ]
    return [
        {"state": state, "label": label, "value": value, "url": url, "note": ""}
        for state, label, value, url in shown
        if value
    ]


def people_urls(day: TestDay, **said: object) -> dict[str, str]:
    """The lists behind a row's numbers."""
    return {
        what: people_url(day, what, **said)
        for what in ("due", "missing", "sampled", "waiting", "resulted", "released", "exempt")
    }


def people_url(day: TestDay, what: str, **said: object) -> str:
    """The list of the people counted."""
    words = {"what": what} | {name: str(value) for name, value in said.items()}
    return f"{reverse('testing_people', args=[day.id])}?{urlencode(words)}"


def tubes_url(day: TestDay, **said: object) -> str:
    """The list of the tubes counted."""
    return f"{reverse('testing_tubes', args=[day.id])}?{urlencode({k: str(v) for k, v in said.items()})}"
