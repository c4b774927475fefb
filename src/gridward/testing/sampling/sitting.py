"""Where somebody sits: station, desk, phase and the tube in hand, chosen once and kept for the browser."""

from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from gridward.accounts.actors import Actor
from gridward.testing import access
from gridward.testing.models import Desk, Station, TestDay, Tube, TubeState

KEPT: Final = "testing_desk"


@dataclass(frozen=True)
class Sitting:
    """A day, a station, perhaps a desk, a phase; the tube in hand, and the one that was set aside for a single."""

    day: TestDay
    station: Station
    desk: Desk | None
    phase: str
    tube: Tube | None = None
    aside_id: UUID | None = None

    @property
    def pool(self) -> int:
        """How many share a tube here."""
        return self.day.pool_size(self.phase)


def open_day(actor: Actor) -> TestDay | None:
    """The day that is open, the latest if there are several."""
    return access.days_for(actor).filter(state=TestDay.State.OPEN).first()


def desks_of(actor: Actor) -> list[Desk]:
    """Open desks of open stations, station by station."""
    desks: Any = Desk.objects.of(actor.community_id).filter(is_open=True, station__is_open=True)
    found = desks.filter(station__community_id=actor.community_id).select_related("station")
    return list(found.order_by("station__order", "station__name", "number"))


def sitting_of(actor: Actor, session: MutableMapping[str, Any]) -> Sitting | None:
    """What was chosen in this browser, as far as it still stands; None: it has to be chosen."""
    kept = session.get(KEPT) or {}
    day = open_day(actor)
    if day is None or kept.get("community") != str(actor.community_id):
        return None
    station = access.stations_for(actor).filter(id=kept["station"], is_open=True).first()
    if station is None:
        return None
    desk = Desk.objects.with_ids(actor.community_id, [UUID(kept["desk"])]).first() if kept["desk"] else None
    aside = UUID(kept["aside"]) if kept.get("aside") else None
    return Sitting(day, station, desk, kept["phase"], _tube(actor, day, kept), aside)


def _tube(actor: Actor, day: TestDay, kept: dict[str, Any]) -> Tube | None:
    if not kept.get("tube"):
        return None
    tubes = Tube.objects.with_ids(actor.community_id, [UUID(kept["tube"])])
    found: Tube | None = tubes.filter(state=TubeState.OPEN, day_id=day.id).select_related("station").first()
    return found


def keep(sitting: Sitting, session: MutableMapping[str, Any]) -> None:
    """Remember it; nothing of it names a person."""
    session[KEPT] = {
        "community": str(sitting.day.community_id),
        "station": str(sitting.station.id),
        "desk": str(sitting.desk.id) if sitting.desk else "",
        "phase": sitting.phase,
        "tube": str(sitting.tube.id) if sitting.tube else "",
        "aside": str(sitting.aside_id) if sitting.aside_id else "",
    }


def with_tube(sitting: Sitting, tube: Tube | None, aside_id: UUID | None = None) -> Sitting:
    """The same with another tube in hand."""
    return replace(sitting, tube=tube, aside_id=aside_id)
