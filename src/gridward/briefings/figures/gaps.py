"""What a household must have and lacks: plate, responsible worker, verification, an area (mission items 6, 14)."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from gridward.areas.models import AreaVersion
from gridward.briefings import rows
from gridward.briefings.figures.people import household_figure, lived_in_at
from gridward.coverage.gaps.verified import verified_doors
from gridward.facts.versions import true_at
from gridward.households.queries import door_states_of, doors_at, end_of
from gridward.rounds.words import named
from gridward.shared.registries import Figure, FigureValue

Versions = Callable[[date], "QuerySet[Any]"]


def figures_of_gaps(community_id: UUID) -> Iterator[Figure]:
    """Households that lack something, and doors in no area; every one of them stands under a name."""

    def behind(day: date, lack: Q) -> "QuerySet[Any]":
        lacking = doors_at(community_id, day).filter(lack)
        return lived_in_at(community_id, day).filter(door_id__in=lacking.values("entity_id"))

    def unverified(day: date) -> "QuerySet[Any]":
        return lived_in_at(community_id, day).exclude(door_id__in=verified_doors(community_id, end_of(day)))

    lacks: list[tuple[str, str, str, Versions]] = [
        (
            "gaps.plate",
            _("Households without plate"),
            _("Households somebody lives in whose door has no number of the community yet."),
            lambda day: behind(day, Q(plate="")),
        ),
        (
            "gaps.worker",
            _("Households without responsible worker"),
            _("Households somebody lives in whose door nobody answers for."),
            lambda day: behind(day, Q(worker_id=None)),
        ),
        (
            "gaps.verification",
            _("Households never verified"),
            _("Households somebody lives in whose door no verification has confirmed up to that day."),
            unverified,
        ),
    ]
    for code, label, words, found in lacks:
        yield household_figure(code, label, words, community_id, found, _("Gaps"))
    yield dead_corners(community_id)


def dead_corners(community_id: UUID) -> Figure:
    """Doors that lie in no open area with a leader."""

    def found(day: date) -> "QuerySet[Any]":
        led = true_at(AreaVersion, community_id, end_of(day)).filter(is_closed=False, leader_id__isnull=False)
        return doors_at(community_id, day).filter(~Exists(led.filter(entity_id=OuterRef("area_id"))))

    def states() -> dict[str, str]:
        return {state.code: named(state) for state in door_states_of(community_id)}

    return Figure(
        "gaps.area",
        _("Doors in no led area"),
        _("Doors that lie in no open area with a leader. There must be none."),
        _("Gaps"),
        lambda day: FigureValue(found(day).count()),
        lambda actor, day: rows.doors(actor, found(day), states()),
    )
