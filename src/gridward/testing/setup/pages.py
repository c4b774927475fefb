"""What the pages of setting up show: days in a list, one day at a glance, slots by station, exemptions in words."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.accounts.naming import worker_names
from gridward.areas.models import Site
from gridward.households.access import persons_for
from gridward.households.search.finding import search
from gridward.households.sight import views_of
from gridward.operations.models import Zone
from gridward.operations.zones.words import pool_words
from gridward.rounds.choices import any_of_words, choices_for
from gridward.rounds.models import Due
from gridward.rounds.queries import Tally, tally
from gridward.testing import access
from gridward.testing.models import DayStation, Phase, Slot, Standing, Station, TestDay
from gridward.testing.setup import proposals
from gridward.testing.setup.actions import fact_of
from gridward.testing.setup.entries import AtStation, DayFact, round_id_of, rule_of
from gridward.testing.setup.exempting import ASKERS, may_decide, standings_for
from gridward.testing.setup.forms import Laid
from gridward.testing.setup.places import points_of
from gridward.testing.setup.proposals import first_fact, zones_asking
from gridward.testing.setup.stations import desk_counts, norms_of

MOST_DAYS: Final = 60
STATES: Final = {"planned": "exempt", "open": "open", "closed": "done"}


@dataclass(frozen=True)
class DayLine:
    """A day in the list: the state as a page shows it, and what was owed."""

    day: TestDay
    state: str
    dues: Tally


def day_lines(actor: Actor) -> list[DayLine]:
    """The days, the latest first, each with its counts; two statements."""
    days = list(access.days_for(actor)[:MOST_DAYS])
    rounds = {round_id_of(day, phase): day.id for day in days for phase in (Phase.DOOR, Phase.CENTRE)}
    rows: Any = Due.objects.of(actor.community_id).filter(round_id__in=list(rounds)).order_by()
    counted: dict[UUID, dict[str, int]] = {day.id: {} for day in days}
    for row in rows.values("round_id", "state").annotate(n=Count("id")):
        of_day = counted[rounds[row["round_id"]]]
        of_day[row["state"]] = of_day.get(row["state"], 0) + row["n"]
    return [DayLine(day, STATES[day.state], Tally(**counted[day.id])) for day in days]


def dues_of(day: TestDay, *phases: str) -> QuerySet[Any]:
    """The dues of a day, or of some of its phases."""
    ids = [round_id_of(day, phase) for phase in phases or (Phase.DOOR, Phase.CENTRE)]
    dues: QuerySet[Any] = Due.objects.of(day.community_id).filter(round_id__in=ids)
    return dues


def day_on(actor: Actor, on: date) -> TestDay | None:
    """The day on a date, if there is one."""
    return access.days_for(actor).filter(date=on).first()


def laid_for(actor: Actor, on: date, day: TestDay | None) -> Laid:
    """What a day can name: what is on offer now, and what the day named before."""
    asking = {asks.zone.id: asks.zone for asks in zones_asking(actor.community_id, on)}
    named = rule_of(day).zone_ids if day else ()
    zones = {zone.id: zone for zone in Zone.objects.with_ids(actor.community_id, named)} | asking
    stations = [s for s in access.stations_for(actor) if s.is_open]
    return Laid(choices_for(actor), sorted(zones.values(), key=lambda zone: zone.name), stations)


def fact_for(actor: Actor, on: date, day: TestDay | None) -> DayFact:
    """The day as it stands, else by the norms and what zones ask."""
    if day:
        return fact_of(day)
    name = pgettext("day of testing", "Testing %(month)s/%(day)s") % {"month": on.month, "day": on.day}
    return first_fact(actor.community_id, on, name)


def with_staff(actor: Actor, fact: DayFact, laid: Laid) -> DayFact:
    """A new day with the desks and samplers the norms propose at the stations that stand."""
    owing = proposals.owing(actor.community_id, fact.door_rule, fact.has_workers, fact.date)
    desks = desk_counts(actor.community_id)
    staff = proposals.staff_for(norms_of(actor.community_id), owing, laid.stations, desks)
    at = [AtStation(id, those[0], those[1]) for id, those in staff.by_station.items() if any(those)]
    return replace(fact, stations=tuple(at))


def last_before(actor: Actor, on: date) -> TestDay | None:
    """The last day before a date, to be copied."""
    return access.days_for(actor).filter(date__lt=on).first()


def day_facts(actor: Actor, day: TestDay) -> list[dict[str, Any]]:
    """What a day says, label by label."""
    zones = {str(z.id): z.name for z in Zone.objects.with_ids(actor.community_id, _zone_ids(day))}
    facts: list[dict[str, Any]] = [
        {"label": _("Tested at the door"), "value": any_of_words(actor, rule_of(day))},
        {
            "label": _("Workers on duty"),
            "value": _("due at the centre") if day.has_workers else _("not due"),
        },
    ]
    for phase in (Phase.DOOR, Phase.CENTRE):
        rules = [rule for rule in day.pools if rule["phase"] == phase]
        words = [
            pool_words(rule["size"])
            if rule["zone"] is None
            else _("%(zone)s: %(pool)s")
            % {"zone": zones.get(rule["zone"], "–"), "pool": pool_words(rule["size"])}
            for rule in sorted(rules, key=lambda rule: rule["zone"] or "")
        ]
        label = _("A tube at the door") if phase == Phase.DOOR else _("A tube at the centre")
        facts.append({"label": label, "value": _("; ").join(words)})
    singles = type(rule_of(day)).from_json(day.singles)
    if singles.category_ids or singles.whereabouts:
        facts.append({"label": _("A tube each"), "value": any_of_words(actor, singles)})
    names = worker_names([day.planned_by_id, day.opened_by_id, day.closed_by_id])
    facts.append({"label": _("Planned by"), "value": names.get(day.planned_by_id)})
    if day.opened_by_id:
        facts.append({"label": _("Opened by"), "value": names.get(day.opened_by_id)})
    if day.closed_by_id:
        facts.append({"label": _("Closed by"), "value": names.get(day.closed_by_id)})
    return facts


def _zone_ids(day: TestDay) -> list[UUID]:
    return [UUID(rule["zone"]) for rule in day.pools if rule["zone"]]


def phases_of(day: TestDay) -> list[dict[str, Any]]:
    """Each phase with its window, its round and its counts."""
    windows = {
        Phase.DOOR: (day.door_opens_at, day.door_closes_at, day.door_round_id),
        Phase.CENTRE: (day.centre_opens_at, day.centre_closes_at, day.centre_round_id),
    }
    return [
        {
            "label": str(phase.label),
            "opens_at": opens,
            "closes_at": closes,
            "round_id": id,
            "dues": tally(dues_of(day, phase)),
        }
        for phase, (opens, closes, id) in windows.items()
    ]


def stations_of(day: TestDay) -> list[DayStation]:
    """The stations of a day in their order."""
    lines = DayStation.objects.of(day.community_id).filter(day_id=day.id).select_related("station")
    return list(lines.order_by("station__order", "station__name", "id"))


@dataclass(frozen=True)
class StationLine:
    """A station with its desks, and whether the map knows where it is."""

    station: Station
    desks: int
    is_on_map: bool


def station_lines(actor: Actor) -> list[StationLine]:
    """Every station of the community; four statements."""
    stations = list(access.stations_for(actor))
    desks, points = desk_counts(actor.community_id), points_of(actor.community_id, stations)
    return [StationLine(station, desks.get(station.id, 0), station.id in points) for station in stations]


def site_choices(actor: Actor) -> list[tuple[UUID, str]]:
    """The sites a station may stand at."""
    return list(Site.objects.of(actor.community_id).order_by("name").values_list("id", "name"))


@dataclass(frozen=True)
class StationSlots:
    """The time slots of one station, in order."""

    station: Station
    slots: list[Slot]

    @property
    def people(self) -> int:
        """How many are called here."""
        return sum(slot.people for slot in self.slots)


def slots_by_station(day: TestDay) -> list[StationSlots]:
    """The slots of a day, station by station."""
    rows = Slot.objects.of(day.community_id).filter(day_id=day.id).select_related("station", "area")
    found: dict[UUID, StationSlots] = {}
    for slot in rows.order_by("station__order", "station__name", "begins_at", "id"):
        found.setdefault(slot.station_id, StationSlots(slot.station, [])).slots.append(slot)
    return list(found.values())


@dataclass(frozen=True)
class StandingLine:
    """An exemption in words, as the viewer may see the person."""

    row: Standing
    who: str
    place: str
    asked_by: str
    approved_by: str
    may_approve: bool
    may_end: bool


def standing_lines(actor: Actor, rows: list[Standing]) -> list[StandingLine]:
    """Exemptions with names; four statements for all of them."""
    names = worker_names(id for row in rows for id in (row.asked_by_id, row.approved_by_id, row.subject_id))
    persons = persons_for(actor).filter(id__in=[row.subject_id for row in rows])
    who = {view.id: view.name for view in views_of(actor, persons)}
    return [
        StandingLine(
            row=row,
            who=who.get(row.subject_id) or names.get(row.subject_id, "–"),
            place=(row.door.plate or row.door.address) if row.door else "",
            asked_by=names.get(row.asked_by_id, ""),
            approved_by=names.get(row.approved_by_id, "") if row.approved_by_id else "",
            may_approve=row.state == "open"
            and may_decide(actor, row)
            and actor.worker_id not in (row.asked_by_id, row.worker_id),
            may_end=row.state != "done" and may_decide(actor, row),
        )
        for row in rows
    ]


def standings(actor: Actor) -> list[StandingLine]:
    """Exemptions within reach, those that wait first."""
    return standing_lines(actor, list(standings_for(actor)[:200]))


def found_for(actor: Actor, text: str) -> list[tuple[UUID, str, str]]:
    """People who may be exempted, by name, plate or number, and workers by name: `(id, who, where)`."""
    if not text.strip() or not actor.is_any_of(*ASKERS):
        return []
    result = search(by=actor, text=text, limit=10)
    persons = list(result.persons)
    if not persons and result.doors:
        behind = persons_for(actor).filter(door_id__in=[door.id for door in result.doors])
        persons = views_of(actor, behind[:10])
    workers = Worker.objects.filter(community_id=actor.community_id, left_at=None, name=text.strip())[:5]
    return [
        *((person.id, person.name, person.door.plate or person.door.address) for person in persons),
        *((worker.id, worker.name, _("worker")) for worker in workers),
    ]


def week_from(today: date | None = None) -> dict[str, date]:
    """The days a form of an exemption begins with."""
    begins = today or timezone.localdate()
    return {"from_on": begins, "until_on": begins + timedelta(days=6)}
