"""Boxes and hand-overs of a day as a page shows them: tube codes and counts, nobody's name but who handled them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.testing import access
from gridward.testing.models import (
    Box,
    BoxState,
    HandOver,
    HandOverLine,
    LineState,
    Receipt,
    Sample,
    TestDay,
    Tube,
    TubeDeed,
    TubeEvent,
    TubeState,
)
from gridward.testing.setup.stations import norms_of
from gridward.vault.seals import unseal

ON_THE_WAY = (TubeState.SEALED, TubeState.HANDED_OVER)


def transport_limit(community_id: UUID) -> timedelta:
    """How long a sealed tube may take to the laboratory, by the community's norms."""
    return timedelta(hours=norms_of(community_id).transport_hours)


@dataclass(frozen=True)
class BoxLine:
    """A box with how many tubes lie in it, when the first of them was sealed, and whether that is too long ago."""

    box: Box
    tubes: int
    first_sealed: datetime | None
    is_late: bool

    @property
    def state(self) -> str:
        """The word a page shows it with."""
        if self.box.state == BoxState.RECEIVED:
            return "done"
        return "late" if self.is_late else "open"


@dataclass(frozen=True)
class Signed:
    """Who gave, who carried and who took in, and when; a phone only where the carrier is no worker here."""

    giver: str
    given_at: datetime
    carrier: str
    phone: str = ""
    receiver: str = ""
    received_at: datetime | None = None


@dataclass(frozen=True)
class HandOverView:
    """A hand-over: who signed, its lines counted by state, and whether it is on the way too long."""

    hand_over: HandOver
    signed: Signed
    counts: dict[str, int]
    is_late: bool
    lines: Sequence[HandOverLine] = field(default_factory=tuple)

    @property
    def tubes(self) -> int:
        """How many tubes were on the list."""
        return sum(n for state, n in self.counts.items() if state != LineState.EXTRA)

    @property
    def received(self) -> int:
        """How many arrived, those on no list too."""
        return self.counts.get(LineState.RECEIVED, 0) + self.counts.get(LineState.EXTRA, 0)

    @property
    def missing(self) -> int:
        """How many did not."""
        return self.counts.get(LineState.MISSING, 0)

    @property
    def extra(self) -> int:
        """How many came that are not on the list."""
        return self.counts.get(LineState.EXTRA, 0)

    @property
    def state(self) -> str:
        """The word a page shows it with."""
        if self.missing or self.extra:
            return "conflict"
        if self.counts.get(LineState.ON_THE_WAY, 0):
            return "late" if self.is_late else "open"
        return "done"


@dataclass(frozen=True)
class Transport:
    """Where the tubes of a day are between station and laboratory."""

    day: TestDay
    limit: timedelta
    unboxed: Sequence[Tube]
    boxes: Sequence[BoxLine]
    hand_overs: Sequence[HandOverView]
    counts: dict[str, int]

    @property
    def open_boxes(self) -> list[BoxLine]:
        """Boxes that are still here."""
        return [line for line in self.boxes if line.box.state == BoxState.OPEN]

    @property
    def limit_hours(self) -> int:
        """The limit as people say it."""
        return int(self.limit.total_seconds() // 3600)


def transport_of(actor: Actor, day: TestDay) -> Transport:
    """Everything of a day; the same number of statements however many boxes there are."""
    limit, now = transport_limit(actor.community_id), timezone.now()
    late = Q(state__in=ON_THE_WAY, sealed_at__lte=now - limit)
    tubes: QuerySet[Tube] = Tube.objects.of(actor.community_id).filter(day_id=day.id)
    unboxed = tubes.filter(state=TubeState.SEALED, box_id=None).select_related("station")
    counts = tubes.aggregate(
        sealed=Count("id", filter=Q(state=TubeState.SEALED)),
        on_the_way=Count("id", filter=Q(state=TubeState.HANDED_OVER)),
        received=Count("id", filter=Q(state__in=(TubeState.RECEIVED, TubeState.RESULTED))),
        late=Count("id", filter=late),
    )
    return Transport(
        day, limit, list(unboxed.order_by("sealed_at", "code")), _boxes(actor, tubes, day, now - limit),
        hand_overs_of(actor, day, now - limit), counts,
    )  # fmt: skip


def _boxes(actor: Actor, tubes: QuerySet[Tube], day: TestDay, since: datetime) -> list[BoxLine]:
    inside: Any = tubes.exclude(box_id=None).order_by().values("box_id")
    counted = {row["box_id"]: row for row in inside.annotate(n=Count("id"), first=Min("sealed_at"))}
    boxes: Any = Box.objects.of(actor.community_id).filter(day_id=day.id).select_related("station")
    found = []
    for box in boxes.order_by("made_at", "code"):
        row = counted.get(box.id, {"n": 0, "first": None})
        is_late = box.state != BoxState.RECEIVED and row["first"] is not None and row["first"] <= since
        found.append(BoxLine(box, row["n"], row["first"], is_late))
    return found


def hand_overs_of(actor: Actor, day: TestDay, since: datetime) -> list[HandOverView]:
    """The hand-overs of a day, the latest first."""
    rows: Any = HandOver.objects.of(actor.community_id).filter(day_id=day.id)
    return _views(actor, rows.select_related("day", "station").order_by("-corrected_at", "-id"), since)


def hand_over_view(actor: Actor, hand_over: HandOver) -> HandOverView:
    """One hand-over with its lines: box by box, tube by tube."""
    since = timezone.now() - transport_limit(actor.community_id)
    view = _views(actor, [hand_over], since)[0]
    lines: Any = HandOverLine.objects.of(actor.community_id).filter(hand_over_id=hand_over.id)
    ordered = lines.select_related("box").order_by("box__code", "code")
    return HandOverView(hand_over, view.signed, view.counts, view.is_late, list(ordered))


def _views(actor: Actor, rows: Iterable[HandOver], since: datetime) -> list[HandOverView]:
    hand_overs = list(rows)
    ids = [row.id for row in hand_overs]
    lines: Any = HandOverLine.objects.of(actor.community_id).filter(hand_over_id__in=ids).order_by()
    counts: dict[UUID, dict[str, int]] = {}
    for row in lines.values("hand_over_id", "state").annotate(n=Count("id")):
        counts.setdefault(row["hand_over_id"], {})[row["state"]] = row["n"]
    on_the_way = lines.filter(state=LineState.ON_THE_WAY)
    late: Any = Tube.objects.of(actor.community_id).filter(
        id__in=on_the_way.values("tube_id"), state__in=ON_THE_WAY, sealed_at__lte=since
    )
    late_ids = set(late.values_list("id", flat=True))
    slow = set(on_the_way.filter(tube_id__in=late_ids).values_list("hand_over_id", flat=True))
    receipts = _receipts(actor, ids)
    names = worker_names(
        {row.by_id for row in (*hand_overs, *receipts.values())} | {row.carrier_id for row in hand_overs}
    )
    return [
        HandOverView(row, _signed(row, receipts.get(row.id), names), counts.get(row.id, {}), row.id in slow)
        for row in hand_overs
    ]


def _receipts(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Receipt]:
    """The first receipt of each: who took the hand-over in."""
    rows: Any = Receipt.objects.of(actor.community_id).filter(hand_over_id__in=list(ids))
    return {row.hand_over_id: row for row in rows.order_by("-corrected_at", "-id")}


def _signed(row: HandOver, receipt: Receipt | None, names: dict[UUID, str]) -> Signed:
    carrier = unseal(row.id, "carrier", bytes(row.sealed_carrier))
    words = unseal(receipt.id, "receiver", bytes(receipt.sealed_receiver)) if receipt else {}
    return Signed(
        giver=names.get(row.by_id, ""),
        given_at=row.corrected_at,
        carrier=names.get(row.carrier_id, "") if row.carrier_id else carrier.get("name", ""),
        phone=carrier.get("phone", ""),
        receiver=words.get("name", "") or (names.get(receipt.by_id, "") if receipt else ""),
        received_at=receipt.corrected_at if receipt else None,
    )


@dataclass(frozen=True)
class TubeInBox:
    """A tube at its place in a box: how many people are in it, and their places where the actor may see who."""

    place: int
    tube: Tube
    people: int
    samples: Sequence[Sample] = field(default_factory=tuple)


def tubes_in(actor: Actor, box: Box) -> list[TubeInBox]:
    """The tubes of a box in the order they were put in; people only as far as the actor sees samples."""
    put: Any = TubeEvent.objects.of(actor.community_id).filter(deed=TubeDeed.BOXED, reason=box.code)
    tubes: Any = Tube.objects.of(actor.community_id).filter(box_id=box.id).select_related("station")
    found = list(tubes)
    ids = [tube.id for tube in found]
    order = dict(put.filter(tube_id__in=ids).order_by("corrected_at").values_list("tube_id", "corrected_at"))
    inside: Any = Sample.objects.of(actor.community_id).filter(tube_id__in=ids, is_void=False).order_by()
    counted = dict(inside.values("tube_id").annotate(n=Count("id")).values_list("tube_id", "n"))
    seen: dict[UUID, list[Sample]] = {}
    if access.sees_people(actor):
        for sample in (
            access.samples_for(actor).filter(tube_id__in=ids, is_void=False).order_by("place", "id")
        ):
            seen.setdefault(sample.tube_id, []).append(sample)
    found.sort(key=lambda tube: (order.get(tube.id) or tube.opened_at, tube.code))
    return [
        TubeInBox(place, tube, counted.get(tube.id, 0), seen.get(tube.id, ()))
        for place, tube in enumerate(found, 1)
    ]


def way_of(actor: Actor, tube: Tube) -> list[TubeEvent]:
    """Every step of a tube, the latest first."""
    events: Any = TubeEvent.objects.of(actor.community_id).filter(tube_id=tube.id)
    return list(events.order_by("-corrected_at", "-received_at", "-id"))
