"""What the board's pages need besides counts: which day, what a list is narrowed to, places and buildings missing."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.areas.models import Area
from gridward.coverage.queries import BuildingGaps
from gridward.rounds.models import Due
from gridward.rounds.queries import in_walking_order
from gridward.shared.templatetags.dates import zhdate, zhtime
from gridward.testing import access
from gridward.testing.board.counting import dues_of_day
from gridward.testing.board.forms import Chosen
from gridward.testing.board.pages import desk_numbers, stations_by_id
from gridward.testing.models import TestDay, TubeState

DAYS_SHOWN = 7


def day_of_today(actor: Actor, now: datetime) -> TestDay | None:
    """The day of today, else the latest that is open, else the latest before today, else the next."""
    today = timezone.localdate(now)
    rank = Case(
        When(date=today, then=Value(0)),
        When(state=TestDay.State.OPEN, then=Value(1)),
        When(date__lt=today, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    found: TestDay | None = access.days_for(actor).order_by(rank, "-date").first()
    return found


def latest_days(actor: Actor) -> list[TestDay]:
    """The last days of testing, to change between."""
    return list(access.days_for(actor)[:DAYS_SHOWN])


def _missing(actor: Actor, day: TestDay) -> Any:
    return dues_of_day(actor, day).filter(state=Due.State.OPEN)


def plates_missing(actor: Actor, day: TestDay) -> dict[Any, list[str]]:
    """Plates (else addresses) behind which somebody is missing, by area, in walking order; one statement."""
    rows = in_walking_order(_missing(actor, day)).select_related(None)
    places: dict[Any, list[str]] = {}
    for area_id, plate, address in rows.values_list("area_id", "door__plate", "door__address"):
        known = places.setdefault(area_id, [])
        # A household stands together, so the last place is the only one that can repeat.
        if (place := plate or address or "") and (not known or known[-1] != place):
            known.append(place)
    return places


def missing_by_building(actor: Actor, day: TestDay) -> list[BuildingGaps]:
    """People missing by building, in walking order; one statement."""
    dues = _missing(actor, day).filter(door_id__isnull=False).order_by()
    rows = dues.values(site=F("door__site__name"), building=F("door__building__name"))
    rows = rows.annotate(order=F("door__building__walking_order"), n=Count("id")).order_by("order", "site")
    return [BuildingGaps(row["site"] or "", row["building"] or "", row["n"]) for row in rows]


def chosen_words(actor: Actor, chosen: Chosen) -> list[str]:
    """What a list is narrowed to, in words."""
    words: list[str] = []
    if chosen.area_id is not None:
        area = Area.objects.with_ids(actor.community_id, [chosen.area_id]).first()
        words.append(area.name if area else _("In no area"))
    if chosen.worker_id is not None:
        words.append(worker_names([chosen.worker_id]).get(chosen.worker_id, _("Under no worker")))
    if chosen.station_id is not None:
        words.append(stations_by_id(actor).get(chosen.station_id, _("At doors, no station")))
    if chosen.desk_id is not None:
        words.append(_("Desk %(number)s") % {"number": desk_numbers(actor).get(chosen.desk_id, "–")})
    if chosen.hours is not None:
        words.append(f"{zhdate(chosen.hours[0], 'short')}–{zhtime(chosen.hours[1])}")
    if chosen.state:
        words.append(str(TubeState(chosen.state).label))
    if chosen.late:
        late = {"result": _("Results overdue"), "transport": _("On the way to the laboratory too long")}
        words.append(late[chosen.late])
    return words
