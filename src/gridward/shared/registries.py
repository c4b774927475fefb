"""What gathers from many rooms: each room registers its part at start, so no room needs to know those below it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from gridward.shared.gaps import GapKind

Part = TypeVar("Part")


class Registry(Generic[Part]):
    """Parts by name, in the order they were registered."""

    def __init__(self) -> None:
        self._parts: dict[str, Part] = {}

    def register(self, name: str, part: Part) -> None:
        """Add a part; raises ValueError when the name is taken by another part."""
        if name in self._parts and self._parts[name] is not part:
            raise ValueError(f"{name} is already registered")
        self._parts[name] = part

    def __iter__(self) -> Iterator[Part]:
        return iter(self._parts.values())

    def __getitem__(self, name: str) -> Part:
        return self._parts[name]

    def get(self, name: str) -> Part | None:
        """A part by its name, where there is one."""
        return self._parts.get(name)

    def items(self) -> Iterable[tuple[str, Part]]:
        """Names with their parts."""
        return self._parts.items()


@dataclass(frozen=True)
class Finding:
    """Something `gridward check` found wrong: the rule broken, who or what breaks it, and where to mend it."""

    rule: str
    subject: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class Check:
    """A rule of the data that can be proved: its code, its words, and a function that names every exception."""

    rule: str
    words: str
    find: Callable[[UUID], Iterable[Finding]]


@dataclass(frozen=True)
class FigureValue:
    """A counted figure: the number, and what it is part of or set against, where that is kept too."""

    number: int | float
    of: int | None = None


@dataclass(frozen=True)
class FigureRow:
    """One line of the list behind a figure, in words the viewer may see, with the page it opens to."""

    text: str
    url: str = ""
    area: str = ""
    note: str = ""


class FigureRows(Protocol):
    """The list behind a figure; only the slice that is shown is read and opened."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, part: slice) -> list[FigureRow]:
        """Some of them."""


@dataclass(frozen=True)
class Figure:
    """A figure of a community: code, short label, words that say what it counts, and the group it is shown in.

    `count(day)` counts in the database as of the end of a day; `rows(actor, day)` is the list it counted, as far as
    the actor sees it and masked. `is_sensitive`: being on the list tells something about a person.
    """

    code: str
    label: str
    words: str
    group: str
    count: Callable[[date], FigureValue]
    rows: Callable[[Any, date], FigureRows]
    is_sensitive: bool = False


@dataclass(frozen=True)
class DoorPanel:
    """A panel on a door's page: template and the context it needs from (actor, door)."""

    template: str
    context: Callable[[Any, Any], dict[str, Any]]
    order: int = 100


@dataclass(frozen=True)
class Moment:
    """One line of a timeline: when, what happened in words, by whom, state word."""

    at: Any
    words: str
    by: str = ""
    state: str = ""


@dataclass(frozen=True)
class NavItem:
    """An entry of the navigation: words, url name, icon, order, and who sees it; `is_above`: a street or county too."""

    words: str
    url_name: str
    icon: str
    order: int
    is_for: Callable[[Any], bool]
    is_above: bool = False


@dataclass(frozen=True)
class Load:
    """What a worker answers for: doors, and the households behind them."""

    doors: int = 0
    households: int = 0


@dataclass(frozen=True)
class NamedArea:
    """An open area: its words, its leader if it has one, and where its page is."""

    id: UUID
    words: str
    leader_id: UUID | None
    url: str


@dataclass(frozen=True)
class Named:
    """A thing of the log in words that name no resident, and where its page is."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Paint:
    """How an area or building is coloured: a step of the scale 0 to 5 or a state word, and what that says."""

    words: str
    level: int | None = None
    state: str = ""


@dataclass(frozen=True)
class MapColour:
    """A way to colour the map: its code and words, whether it paints areas or buildings, and each one's paint by id.

    `paints` is called with whoever looks, and answers within that actor's sight in a few statements.
    """

    code: str
    words: str
    paints_what: str
    paints: Callable[[Any], Mapping[UUID, Paint]]


@dataclass(frozen=True)
class MapOutline:
    """Something else the map shows, as a zone: its outline (GeoJSON, WGS 84), words, kind, paint and page."""

    id: UUID
    kind: str
    words: str
    outline: Mapping[str, Any]
    paint: Paint
    url: str = ""


@dataclass(frozen=True)
class MapPoint:
    """A place the map shows as a dot: what kind it is, its name, what is said of it, and its page.

    Places of one `group`, which the legend names, share a colour.
    """

    id: UUID
    kind: str
    name: str
    lng: float
    lat: float
    words: str = ""
    group: str = ""
    url: str = ""


@dataclass(frozen=True)
class Recorder:
    """A room whose own act settles the dues of a kind of round: what its button says, and where it leads.

    `url(due)` is empty where the act is not done at a door.
    """

    words: Any
    url: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A fact as the intake hands it on: its envelope, the decoded body, and the codes the way in found."""

    id: UUID
    body: Any
    happened_at: datetime
    sent_at: datetime
    device_id: UUID | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactKind:
    """A kind of fact the intake takes: words, the msgspec Struct of its body, and the verb that keeps many of them.

    `keep(actor, facts)` answers each fact of a list of Incoming, in the order given; `rows` is the table of those kept,
    and `conflict` the code that says one is held with other words.
    """

    words: str
    body: type
    keep: Callable[[Any, Sequence[Incoming]], Sequence[Any]]
    rows: Any
    conflict: str


@dataclass(frozen=True)
class CountsAbove:
    """What a room counts for street and county, called with (community id, now).

    `by_area` has counts by the name of their column among the tallies; None is what lies in no area, and what is told
    of the whole alone. `on` is the day they are of.
    """

    on: Callable[[UUID, datetime], date | None]
    by_area: Callable[[UUID, datetime], Mapping[UUID | None, Mapping[str, int]]]


class Purpose(Protocol):
    """Why personal data may be collected now; its id names the keys it goes under."""

    @property
    def id(self) -> UUID:
        """The operation, used as the scope of the data keys."""


checks: Registry[Check] = Registry()
figures: Registry[Callable[[UUID], Iterable[Figure]]] = Registry()
"""What figures a community has, called with its id: some come from what it defines itself."""
door_panels: Registry[DoorPanel] = Registry()
timelines: Registry[Callable[[Any, Any], Iterable[Moment]]] = Registry()
nav: Registry[NavItem] = Registry()
jobs: Registry[Callable[[], int]] = Registry()
purposes: Registry[Callable[[UUID], Purpose | None]] = Registry()
foundings: Registry[Callable[[UUID, UUID], None]] = Registry()
"""What a room puts into a new community, called with (community id, worker id of its maker)."""
building_followers: Registry[Callable[[UUID, list[UUID], Any], list[tuple[str, UUID]]]] = Registry()
"""What a room moves along when buildings change, in the same transaction, called with (community id, building ids,
stamp); returns what it changed as (kind, id)."""
pattern_parts: Registry[Callable[[Any, Mapping[str, Any]], int]] = Registry()
"""What a room brings in when an operation is opened from a pattern, in the same transaction, called with (actor, the
pattern's plain data by room); returns how much was new."""
area_heirs: Registry[Callable[[UUID, Mapping[UUID, Sequence[UUID]], Any], list[tuple[str, UUID]]]] = (
    Registry()
)
"""What a room does when areas are split or merged, in the same transaction and before buildings move, called with
(community id, areas that take over by the area they take over from, stamp); returns what it changed as (kind, id)."""
worker_loads: Registry[Callable[[UUID], Mapping[UUID, Load]]] = Registry()
"""What each worker of a community answers for, by worker id."""
named_areas: Registry[Callable[[UUID], Sequence[NamedArea]]] = Registry()
"""The open areas of a community in their order."""
named_things: Registry[Callable[[UUID, Collection[UUID]], Mapping[UUID, Named]]] = Registry()
"""What ids of the log mean, by id; called with (community id, ids); a person goes by the door, never by name."""
map_colours: Registry[MapColour] = Registry()
"""The ways to colour the map, in the order they are offered."""
map_outlines: Registry[Callable[[Any], Iterable[MapOutline]]] = Registry()
"""What else lies on the map, called with whoever looks."""
map_points: Registry[Callable[[Any], Iterable[MapPoint]]] = Registry()
"""What lies on the map as a dot, called with whoever looks."""
fact_kinds: Registry[FactKind] = Registry()
"""The kinds of fact that devices send, by the name in the fact's envelope."""
gaps: Registry[GapKind] = Registry()
"""The kinds of fault no corner may have, in the order they are mended."""
recorders: Registry[Recorder] = Registry()
"""The rooms whose own acts settle dues, by the word a kind of round names them with."""
counts_above: Registry[CountsAbove] = Registry()
"""What is counted for street and county besides doors and rounds, by the column that says its day."""
round_exemptions: Registry[Callable[[Any, Any], int]] = Registry()
"""What a room exempts in a round that is being refreshed, in the same transaction, called with (round with its kind,
now); returns how many dues that was."""
quiet_deeds: Registry[Collection[str]] = Registry()
"""Beginnings of deeds that never change whom a round owes what, so that rounds need not look again after each."""
