"""Faults of grid and register: each has a name, somebody who answers for it, and a place where it is mended."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from uuid import UUID

NOWHERE = UUID(int=0)
"""Asked for as an area or a person: what lies in no area, or under nobody."""
Name = tuple[UUID | None, UUID | None]
"""An open area (None: in none) and the person who answers (None: nobody is left)."""
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Gap:
    """One fault, named by door, building, site or area, never by a resident.

    `thing` is what it is about, `short` the same for a list in a chat (a plate), and `page` its page; `note` what
    exactly is wrong; `under` answers for it; `url` is where it is mended. `proposed` is the id of what would mend it,
    where the data says so.
    """

    id: UUID
    thing: str
    url: str
    short: str = ""
    note: str = ""
    page: str = ""
    area_id: UUID | None = None
    area: str = ""
    under_id: UUID | None = None
    under: str = ""
    days: int | None = None
    point: tuple[float, float] | None = None
    proposed: UUID | None = None


@dataclass(frozen=True)
class Look:
    """Who looks for gaps; what several kinds need is kept here, read once."""

    actor: Any
    kept: dict[str, Any] = field(default_factory=dict, compare=False)

    def once(self, name: str, read: Callable[[], Kept]) -> Kept:
        """What was read under this name, reading it the first time."""
        if name not in self.kept:
            self.kept[name] = read()
        kept: Kept = self.kept[name]
        return kept


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to: things by id, an area, a person; NOWHERE means in none, under nobody."""

    area_id: UUID | None = None
    under_id: UUID | None = None
    ids: Sequence[UUID] | None = None


class Found(Protocol):
    """The faults of one kind within an actor's sight: counted at once, named slice by slice."""

    def counts(self) -> Mapping[Name, int]:
        """How many in each area under each person."""

    def named(self, part: slice, asked: Asked) -> list[Gap]:
        """Some of those asked for, in walking order."""

    def every(self, asked: Asked) -> Iterator[Gap]:
        """All of those asked for, in the same order."""


@dataclass(frozen=True)
class GapKind:
    """A kind of fault: its code, its words, the rule it breaks, and how it is found; a remark is no fault.

    `subject` says what it is about: door, building, site, area or shape. Words and rule are marked, not translated.
    """

    code: str
    words: str
    rule: str
    subject: str
    find: Callable[[Look], Found]
    is_remark: bool = False
