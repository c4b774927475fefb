"""How large the demonstration community is, and drawing lots so that the totals come out exactly.

The measure is that of Xiawan community in September 2022 as a news report gave it; what the report leaves open
(doors nobody opened, tenants, people away) is chosen here.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

AREAS = 44
LIVING_HERE = 3_342
HOUSEHOLDS = 1_107
CLASS_C_HOUSEHOLDS = 342
CLASS_C_PERSONS = 1_295
SPECIAL_PERSONS = {"maternity": 8, "dialysis": 4, "elder_alone": 8, "disabled": 6}
DELIVERY_HOUSEHOLDS = 253
RESPONSIBLE_WORKERS = 27
LEAD_UNIT_WORKERS = 12

VACANT_DOORS = 90
NO_ANSWER_DOORS = 23
REFUSED_DOORS = 6
UNDER_CONSTRUCTION_DOORS = 14
SHARED_DOORS = 15
LIVED_IN_DOORS = HOUSEHOLDS - SHARED_DOORS
DOORS = LIVED_IN_DOORS + VACANT_DOORS + NO_ANSWER_DOORS + REFUSED_DOORS + UNDER_CONSTRUCTION_DOORS

HARDEST_AREAS = 8
HARDER_AREAS = 14

TENANT_HOUSEHOLDS = 138
AWAY_PERSONS = 186
MOVED_PERSONS = 7
ARRIVED_PERSONS = 5
IN_HOSPITAL = 6
IN_ISOLATION = 8
STAYING_VISITORS = 20
RARE_NAMES = 8
PASSPORT_HOLDERS = 4
PHONES_CHANGED = 11
DOORS_FOUND_VACANT = 2

CLASS_C_SIZES = {1: 4, 2: 12, 3: 25, 4: 30, 5: 17, 6: 8, 7: 3, 8: 1}
OTHER_SIZES = {1: 22, 2: 28, 3: 26, 4: 15, 5: 6, 6: 3}


def sizes_with_total(rng: Random, weights: dict[int, int], *, count: int, total: int) -> list[int]:
    """Draw so many sizes by weight, then nudge single ones until they add up to the total.

    Raises ValueError where the sizes allowed cannot reach it.
    """
    low, high = min(weights), max(weights)
    if not low * count <= total <= high * count:
        raise ValueError(f"{count} sizes from {low} to {high} cannot add up to {total}")
    sizes = rng.choices(list(weights), list(weights.values()), k=count)
    while (missing := total - sum(sizes)) != 0:
        at = rng.randrange(count)
        step = 1 if missing > 0 else -1
        if low <= sizes[at] + step <= high:
            sizes[at] += step
    return sizes


def draw(rng: Random, pool: Sequence[T], count: int) -> list[T]:
    """Draw exactly so many, kept in the pool's order; ValueError where the pool is too small."""
    return [pool[at] for at in sorted(rng.sample(range(len(pool)), count))]
