"""What somebody says of a register row: fields left unsaid stand, and rows are found before they are made."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, Generic, TypeAlias, TypeVar
from uuid import UUID

from gridward.facts.clock import hold
from gridward.facts.versions import Stamp, Written, write
from gridward.shared.ids import new_id
from gridward.shared.models import OwnedRow
from gridward.shared.problems import Problem, ProblemCode


class Empty(Enum):
    """The word for: this stands empty. (None says nothing, so what stands is left.)"""

    EMPTY = "empty"


EMPTY: Final = Empty.EMPTY
Value = TypeVar("Value")
Said: TypeAlias = Value | Empty | None
Row = TypeVar("Row", bound=OwnedRow)


def tell(row: OwnedRow, **said: object) -> None:
    """Put what was said into a row; None leaves what stands, EMPTY clears it."""
    for name, value in said.items():
        if value is not None:
            setattr(row, name, None if value is EMPTY else value)


@dataclass(frozen=True)
class Put(Written):
    """What became of a list of facts; `ids` are their rows' ids in the order of the facts."""

    ids: list[UUID]


class Drafts(Generic[Row]):
    """Rows about to be written: standing ones found by id or natural key, and new ones."""

    def __init__(
        self,
        table: type[Row],
        community_id: UUID,
        standing: Callable[[], Iterable[Row]],
        key: Callable[[Row], Hashable] | None = None,
    ) -> None:
        hold(community_id)
        self.table, self.community_id, self.key = table, community_id, key
        self.standing: dict[UUID, Row] = {}
        self.by_key: dict[Hashable, Row] = {}
        self.rows: dict[UUID, Row] = {}
        self.ids: list[UUID] = []
        self.add(standing())

    def add(self, standing: Iterable[Row]) -> None:
        """Know more of the rows that stand, as those whose natural key was worked out later."""
        for row in standing:
            known = self.standing.setdefault(row.id, row)
            if self.key:
                self.by_key.setdefault(self.key(known), known)

    def draft(self, id: UUID | None, key: Hashable = None) -> Row:
        """The row a fact speaks of: by its id, else by its natural key, else a new one."""
        row = self.standing.get(id) if id else self.by_key.get(key)
        if row is None:
            row = self.table(community_id=self.community_id, id=id or new_id())
            self.standing[row.id] = row
        if key is not None:
            self.by_key.setdefault(key, row)
        self.rows[row.id] = row
        self.ids.append(row.id)
        return row

    def take(self, row: Row) -> bool:
        """Take a row that was drafted before, unless one of its id stands by now; whether it was taken."""
        if row.id in self.standing:
            return False
        self.standing[row.id] = self.rows[row.id] = row
        self.ids.append(row.id)
        return True

    def refuse_twins(self, problem: ProblemCode) -> None:
        """Raise the problem, naming the key, when two rows would bear the same natural key (None is nobody's)."""
        seen: dict[Hashable, UUID] = {}
        for row in self.standing.values():
            key = self.key(row) if self.key else None
            if key is not None and seen.setdefault(key, row.id) != row.id:
                raise Problem(problem, {"key": key if isinstance(key, str | int) else key[-1]})  # type: ignore[index]

    def write(self, stamp: Stamp) -> Put:
        """Write what was drafted, with versions."""
        written = write(list(self.rows.values()), stamp)
        return Put(written.created, written.changed, written.unchanged, list(self.ids))


def is_new(row: OwnedRow) -> bool:
    """Whether the row is not in the register yet."""
    return row._state.adding
