"""Two ways a kind of fault is found: by a query of the database, or reckoned from outlines and kept as a list."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gridward.areas.answering import Answering
from gridward.shared.batches import in_batches
from gridward.shared.gaps import NOWHERE, Asked, Gap, Look, Name

SLICE = 1000
Tell = Callable[[Sequence[Any], Answering], list[Gap]]


def answering(look: Look) -> Answering:
    """Who answers for what in the community of who looks; read once."""
    return look.once("answering", lambda: Answering(look.actor.community_id))


@dataclass(frozen=True)
class BySet:
    """Faults a query finds, in order. `area` is its column of the area; `worker` that of who answers first, if any."""

    look: Look
    rows: "QuerySet[Any]"
    tell: Tell
    area: str = "area_id"
    worker: str = ""

    def counts(self) -> Mapping[Name, int]:
        """One statement, grouped by what the name follows from."""
        who = answering(self.look)
        columns = [self.area, *([self.worker] if self.worker else [])]
        counted: Counter[Name] = Counter()
        for row in self.rows.order_by().values(*columns).annotate(gap_count=Count("id")):
            area_id = who.open_area(row[self.area])
            under = who.of_door(row[self.worker], area_id) if self.worker else who.of_area(area_id)
            counted[area_id, under] += row["gap_count"]
        return counted

    def named(self, part: slice, asked: Asked) -> list[Gap]:
        """The slice of what was asked for; only that is read."""
        return self.tell(list(self._rows(asked)[part]), answering(self.look))

    def every(self, asked: Asked) -> Iterator[Gap]:
        """All that was asked for, streamed: no offset is counted anew for each slice."""
        who = answering(self.look)
        for rows in in_batches(self._rows(asked).iterator(chunk_size=SLICE), SLICE):
            yield from self.tell(rows, who)

    def _rows(self, asked: Asked) -> "QuerySet[Any]":
        rows = self.rows if asked.ids is None else self.rows.filter(id__in=list(asked.ids))
        if asked.area_id is not None:
            rows = rows.filter(self._in_area(asked.area_id))
        if asked.under_id is not None:
            rows = rows.filter(self._under(asked.under_id))
        return rows

    def _in_area(self, area_id: UUID) -> Q:
        if area_id != NOWHERE:
            return Q(**{self.area: area_id})
        return Q(**{self.area: None}) | ~Q(**{f"{self.area}__in": list(answering(self.look).areas)})

    def _under(self, worker_id: UUID) -> Q:
        who = answering(self.look)
        led = Q(**{f"{self.area}__in": who.led_by(worker_id)})
        if who.coordinator_id == (None if worker_id == NOWHERE else worker_id):
            led |= Q(**{self.area: None}) | ~Q(**{f"{self.area}__in": list(who.leaders)})
        if not self.worker:
            return led
        nobody = Q(**{self.worker: None}) | ~Q(**{f"{self.worker}__in": list(who.at_work)})
        own = Q(**{self.worker: worker_id}) if worker_id in who.at_work else Q(id__in=[])
        return own | nobody & led


@dataclass(frozen=True)
class Spot:
    """A fault reckoned from outlines: what it is about, the area it counts for, and what is needed to tell of it."""

    id: UUID
    area_id: UUID | None
    others: tuple[UUID, ...] = ()
    number: float = 0


@dataclass(frozen=True)
class ByList:
    """Faults that were reckoned: counted where they are, their words read slice by slice."""

    look: Look
    spots: Sequence[Spot]
    tell: Tell

    def counts(self) -> Mapping[Name, int]:
        """No statement beyond those for the names."""
        who = answering(self.look)
        return Counter((who.open_area(s.area_id), who.of_area(who.open_area(s.area_id))) for s in self.spots)

    def named(self, part: slice, asked: Asked) -> list[Gap]:
        """The slice of what was asked for."""
        return self.tell(self._spots(asked)[part], answering(self.look))

    def every(self, asked: Asked) -> Iterator[Gap]:
        """All that was asked for, told slice by slice."""
        for spots in in_batches(self._spots(asked), SLICE):
            yield from self.tell(spots, answering(self.look))

    def _spots(self, asked: Asked) -> list[Spot]:
        who = answering(self.look)
        ids = None if asked.ids is None else set(asked.ids)
        area_id, under_id = (None if id == NOWHERE else id for id in (asked.area_id, asked.under_id))
        return [
            spot
            for spot in self.spots
            if (ids is None or spot.id in ids)
            and (asked.area_id is None or who.open_area(spot.area_id) == area_id)
            and (asked.under_id is None or who.of_area(who.open_area(spot.area_id)) == under_id)
        ]
