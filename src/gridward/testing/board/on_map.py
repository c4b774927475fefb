"""The stations of the open day on the map, with how busy they are."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.accounts.actors import Actor
from gridward.shared.registries import MapPoint
from gridward.testing import access
from gridward.testing.board.counting import AN_HOUR
from gridward.testing.board.queries import day_of_today
from gridward.testing.models import DayStation, Sample, TestDay
from gridward.testing.setup.places import points_of


def stations_today(actor: Actor) -> Iterator[MapPoint]:
    """Registered: the stations that work on the open day and have a place; five statements at most."""
    now = timezone.now()
    day = day_of_today(actor, now)
    if day is None or day.state != TestDay.State.OPEN:
        return
    lines = DayStation.objects.of(actor.community_id).filter(day_id=day.id)
    desks = dict(lines.values_list("station_id", "desks"))
    stations = [station for station in access.stations_for(actor).filter(is_open=True) if station.id in desks]
    points = points_of(actor.community_id, stations)
    samples: Any = Sample.objects.of(actor.community_id).filter(day_id=day.id, is_void=False)
    samples = samples.filter(corrected_at__gt=now - AN_HOUR, station_id__in=list(points)).order_by()
    lately = dict(samples.values("station_id").annotate(n=Count("id")).values_list("station_id", "n"))
    page = f"{reverse('testing_board', args=[day.id])}?by=stations"
    for station in stations:
        if station.id in points:
            said = [
                str(station.get_kind_display()),
                station.place,
                *busy(desks[station.id], lately.get(station.id, 0)),
            ]
            yield MapPoint(
                station.id,
                "station",
                station.name,
                *points[station.id],
                words=_(", ").join(filter(None, said)),
                group=_("Sampling station, open now"),
                url=page,
            )


def busy(desks: int, lately: int) -> list[str]:
    """How many desks work, and what they did in the last hour."""
    at = ngettext("%(count)d desk", "%(count)d desks", desks) % {"count": desks}
    return [at, _("%(count)d sampled in the last hour") % {"count": lately}]
