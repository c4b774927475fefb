"""What a row says of a person or a door before anything is judged."""

from dataclasses import dataclass, field

from .readings import Finding
from .workbooks import Cell


@dataclass(slots=True)
class WrittenAddress:
    """The cells that together say where: one whole text, or parts in columns of their own."""

    whole: str = ""
    place: str = ""
    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""
    group: str = ""

    def copy(self) -> "WrittenAddress":
        """Make another one to change."""
        return WrittenAddress(*self.parts())

    def parts(self) -> tuple[str, ...]:
        """List the cells, to tell one address from another."""
        return (self.whole, self.place, self.building, self.unit, self.floor, self.room, self.group)

    def is_empty(self) -> bool:
        """Say whether no cell names a door or building."""
        return not (self.whole or self.building or self.room)

    def text(self) -> str:
        """Write the cells one after the other."""
        return " ".join(
            part for part in (self.place, self.whole, self.building, self.unit, self.floor, self.room) if part
        )


@dataclass(slots=True)
class RawPerson:
    """One mention of a person."""

    sheet: str
    row: int
    name: str
    name_note: str = ""
    relation: str = ""
    sex: str = ""
    birth: Cell = ""
    id: Cell = ""
    id_kind: str = ""
    id_tail: str = ""
    phones: list[tuple[Cell, str]] = field(default_factory=list)
    address: WrittenAddress = field(default_factory=WrittenAddress)
    registered: str = ""
    area: str = ""
    head_name: str = ""
    guardian: str = ""
    contact: str = ""
    employer: str = ""
    remark: str = ""
    status_text: str = ""
    categories: list[str] = field(default_factory=list)
    is_tenant: bool = False
    is_inside: bool = False
    household: str = ""
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class RawDoor:
    """One row that tells of a door without people."""

    sheet: str
    row: int
    address: WrittenAddress
    state: str
    area: str = ""
    household: str = ""


@dataclass(slots=True)
class Line:
    """One row of a sheet: what it is, and whom or what it tells of."""

    row: int
    kind: str
    people: list[RawPerson] = field(default_factory=list)
    door: RawDoor | None = None
    reason: str = ""
    findings: list[Finding] = field(default_factory=list)
