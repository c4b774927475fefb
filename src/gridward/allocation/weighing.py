"""How many minutes a door is expected to take: arithmetic alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from gridward.allocation.models import Weights

NIGHTS = "nights"
# Where nothing is said, parts differ from the average by at most this share (35–45 doors are 40 ± 12.5 %).
AROUND = 0.125


@dataclass(frozen=True, slots=True)
class Behind:
    """What is known of a door: its floor, whether anybody lives there, how many, and marks by category id."""

    floor: int
    is_lived_in: bool
    living: int
    marks: tuple[str, ...]


def floor_of(room: str) -> int:
    """The floor a room number tells: 501 → 5, 1203 → 12, B1 or a house's → 1."""
    digits = "".join(char for char in room if char.isdigit())
    if not room[:1].isdigit() or len(digits) < 3:
        return 1
    return max(int(digits[:-2]), 1) if len(digits) <= 4 else 1


def minutes_of(behind: Behind, weights: Weights) -> float:
    """Expected minutes of one visit."""
    minutes = weights.per_door * (1 if behind.is_lived_in else weights.empty_share)
    minutes += weights.per_floor * (behind.floor - 1) + weights.per_person * behind.living
    said = _said(behind.marks, weights)
    minutes += sum(one.get("minutes", 0) for one in said)
    isolating = any(one.get("is_isolating") for one in said)
    return float(minutes * (weights.isolation_factor if isolating else 1))


def needs_of(behind: Behind, weights: Weights) -> set[str]:
    """What a worker of this door must be able to, floors apart: `nights`."""
    return {NIGHTS} if any(said.get("needs_nights") for said in _said(behind.marks, weights)) else set()


def _said(marks: Iterable[str], weights: Weights) -> list[dict[str, float]]:
    return [weights.categories[mark] for mark in marks if mark in weights.categories]


def usual_around(total: float, how_many: int) -> tuple[int, int]:
    """Fewest and most about the average."""
    average = total / how_many if how_many else 0.0
    return int(average * (1 - AROUND)), ceil(average * (1 + AROUND))
