"""How many stations, desks and samplers a number of people needs, by norms that are the caller's data.

The figures given here as usual ones: one station for 2,000–3,000 people and samplers = population ÷ 360 are those of
《区域新型冠状病毒核酸检测组织实施指南（第三版）》 (State Council joint mechanism, 22 March 2022); one desk for 600–800
people is how stations were laid out under it.
"""

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Span:
    """As many as a norm of "one for so many to so many people" asks: at least, at most, and the middle of the norm."""

    fewest: int
    most: int
    proposed: int


def one_for(people: int, low: int, high: int) -> Span:
    """How many are needed where each serves `low` to `high` people; none for nobody."""
    fewest, most = ceil(people / high), ceil(people / low)
    return Span(fewest, most, min(max(ceil(people / ((low + high) / 2)), fewest), most))


def stations_needed(people: int, low: int = 2000, high: int = 3000) -> Span:
    """Stations (采样点) for people: one for 2,000–3,000."""
    return one_for(people, low, high)


def desks_needed(people: int, low: int = 600, high: int = 800) -> Span:
    """Desks (采样台) for people: one for 600–800."""
    return one_for(people, low, high)


def samplers_needed(people: int, people_each: int = 360) -> int:
    """Samplers (采样人员) for people: population ÷ 360."""
    return ceil(people / people_each)


def spread(whole: int, shares: list[float]) -> list[int]:
    """A whole number in parts by shares, by largest remainders; at least one each while there is enough."""
    if not shares:
        return []
    total = sum(shares) or float(len(shares))
    exact = [whole * (share if sum(shares) else 1.0) / total for share in shares]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for n in by_remainder[: whole - sum(parts)]:
        parts[n] += 1
    for n in range(len(parts)):
        fullest = max(range(len(parts)), key=lambda m: parts[m])
        if parts[n] == 0 and parts[fullest] > 1:
            parts[n], parts[fullest] = 1, parts[fullest] - 1
    return parts
