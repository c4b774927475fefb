"""Numbers for doors in their walking order: unlucky ones passed over, some kept for later, none given twice."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final
from uuid import UUID

from gridward.households.plates.lookalikes import MAX_WIDTH, official_look, telling_word, width
from gridward.households.plates.patterns import Pattern, Spot

ANY_FOUR, LAST_FOUR = "any", "last"
# Why a door gets no number, beside the name of the part it has nothing for.
TOO_WIDE, OFFICIAL, TELLING = "wide", "official", "telling"
_TRIES: Final = 1000


@dataclass(frozen=True, slots=True)
class Rules:
    """A scheme as it is reckoned with: patterns, where to begin, what to leave out, what to keep for later.

    `group_pattern` serves doors in village groups. After every `keep_after` numbers, `keep` stay free.
    """

    pattern: Pattern
    group_pattern: Pattern | None = None
    start: int = 1
    fours: str = ""
    left_out: frozenset[int] = frozenset()
    keep_after: int = 0
    keep: int = 0

    def pattern_for(self, spot: Spot) -> Pattern:
        """The pattern a door's number is made by."""
        return self.group_pattern if self.group_pattern and spot.group else self.pattern

    def is_lucky(self, serial: int, check: str = "") -> bool:
        """Whether the community's wishes allow a serial with its check digit."""
        text = f"{serial}{check}"
        if serial in self.left_out or (self.fours == LAST_FOUR and text.endswith("4")):
            return False
        return not (self.fours == ANY_FOUR and "4" in text)

    def serials(self) -> Iterator[int]:
        """Serials that may be given, from the start on."""
        lucky = (serial for serial in count(self.start) if self.is_lucky(serial))
        if not (self.keep and self.keep_after):
            yield from lucky
        for place, serial in enumerate(lucky):
            if place % (self.keep_after + self.keep) < self.keep_after:
                yield serial


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers by door id, and the doors that get none with the reason."""

    given: dict[UUID, str]
    left: dict[UUID, str]


def numbers_for(rules: Rules, spots: Iterable[tuple[UUID, Spot]], taken: Collection[str]) -> Numbers:
    """Number doors in the order they come in; `taken` are numbers that were ever another's."""
    given: dict[UUID, str] = {}
    left: dict[UUID, str] = {}
    used = set(taken)
    counting: dict[tuple[Pattern, tuple[str, ...]], Iterator[int]] = {}
    for id, spot in spots:
        pattern = rules.pattern_for(spot)
        if lack := pattern.lacking(spot):
            left[id] = lack
            continue
        serials = counting.setdefault((pattern, pattern.scope(spot)), rules.serials())
        number, why = _next_number(rules, pattern, spot, serials, used)
        if why:
            left[id] = why
        else:
            given[id] = number
            used.add(number)
    return Numbers(given, left)


def _next_number(
    rules: Rules, pattern: Pattern, spot: Spot, serials: Iterator[int], used: Collection[str]
) -> tuple[str, str]:
    """The next free number and nothing, or nothing and why not."""
    for serial, _ in zip(_unused(pattern, spot, serials, used), range(_TRIES), strict=False):
        number = pattern.number(spot, serial)
        guarded = pattern.guard_of(number) if pattern.check else None
        if guarded and not rules.is_lucky(serial, guarded[1]):
            continue
        if width(number) > MAX_WIDTH:
            return "", TOO_WIDE
        if telling_word(number):
            return "", TELLING
        if not official_look(number):
            return number, ""
    return "", OFFICIAL


def _unused(pattern: Pattern, spot: Spot, serials: Iterator[int], used: Collection[str]) -> Iterator[int]:
    return (serial for serial in serials if pattern.number(spot, serial) not in used)
