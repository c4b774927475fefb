"""Counting one community afresh, area by area: a dozen grouped statements, however many doors."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gridward.areas.models import Area
from gridward.coverage.gaps.verified import verified_dues
from gridward.coverage.models import ALL_COUNTS, Tally
from gridward.households.models import LIVING_HERE, Door, Household, Person
from gridward.rounds.models import Due, Round
from gridward.shared.registries import counts_above


def count_afresh(community_id: UUID, now: datetime) -> dict[UUID, dict[str, int]]:
    """The counts of the whole community (under its own id) and of each open area."""
    by_area: dict[UUID | None, dict[str, int]] = defaultdict(lambda: dict.fromkeys(ALL_COUNTS, 0))
    for name, rows, column in _columns(community_id):
        for area_id, number in (
            rows.order_by().values(column).annotate(n=Count("id")).values_list(column, "n")
        ):
            by_area[area_id][name] += number
    for area_id, counts in _dues(community_id, now).items():
        by_area[area_id] |= counts
    for part in counts_above:
        for area_id, told in part.by_area(community_id, now).items():
            by_area[area_id] |= told
    areas = Area.objects.of(community_id).filter(is_closed=False).values_list("id", flat=True)
    found = {area_id: by_area[area_id] for area_id in areas}
    whole = {name: sum(counts[name] for counts in by_area.values()) for name in ALL_COUNTS}
    return {community_id: whole, **found}


def _columns(community_id: UUID) -> "list[tuple[str, QuerySet[Any], str]]":
    doors: QuerySet[Any] = Door.objects.of(community_id)
    households: QuerySet[Any] = Household.objects.of(community_id).filter(is_closed=False)
    people: QuerySet[Any] = Person.objects.of(community_id).filter(merged_into_id=None)
    confirmed = verified_dues(community_id).values("door_id")
    return [
        ("doors", doors, "area_id"),
        ("plated", doors.exclude(plate=""), "area_id"),
        ("given", doors.exclude(worker_id=None), "area_id"),
        ("verified", doors.filter(id__in=confirmed), "area_id"),
        ("households", households, "door__area_id"),
        ("living", people.filter(whereabouts__in=LIVING_HERE), "door__area_id"),
    ]


def _dues(community_id: UUID, now: datetime) -> dict[UUID | None, dict[str, int]]:
    """What the open rounds owe, by area; one statement for the rounds, one for their dues."""
    rounds = Round.objects.of(community_id).filter(state=Round.State.OPEN).values_list("id", "closes_at")
    over = [id for id, closes_at in rounds if closes_at <= now]
    running = [id for id, closes_at in rounds if closes_at > now]
    owed = Due.State.OPEN
    told = {
        "done": Count("id", filter=Q(state=Due.State.DONE)),
        "open": Count("id", filter=Q(state=owed, round_id__in=running)),
        "late": Count("id", filter=Q(state=owed, round_id__in=over)),
        "exempt": Count("id", filter=Q(state=Due.State.EXEMPT)),
    }
    dues: QuerySet[Any] = Due.objects.of(community_id).filter(round_id__in=[*over, *running]).order_by()
    rows = dues.values("area_id").annotate(**told) if over or running else ()
    return {row.pop("area_id"): row for row in rows}


def days_counted(community_id: UUID, now: datetime) -> dict[str, date | None]:
    """The days that counts of other rooms are of, by column; a statement for each."""
    return {column: part.on(community_id, now) for column, part in counts_above.items()}


def tally_of(community_id: UUID, id: UUID, counts: Mapping[str, Any], seq: int, now: datetime) -> Tally:
    """Counts as the row they are kept in."""
    return Tally(community_id=community_id, id=id, seq=seq, counted_at=now, **counts)
