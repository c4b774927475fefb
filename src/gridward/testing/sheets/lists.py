"""The people of a day in the order somebody walks, by area or by worker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.areas.queries import open_areas
from gridward.households.models import Door, Person
from gridward.rounds.access import dues_for
from gridward.rounds.models import Due
from gridward.shared.templatetags.dates import zhtime
from gridward.testing.models import Phase, Slot, TestDay
from gridward.testing.sheets.people import OnPaper, on_paper

AREA, WORKER, ALL, NONE = "area", "worker", "all", UUID(int=0)
MOST: Final = 10_000


@dataclass(frozen=True)
class Choice:
    """Which part of a day is printed: a phase or both, an area, a worker (nil: none of them), in which sections."""

    phase: str = ""
    area_id: UUID | None = None
    worker_id: UUID | None = None
    by: str = AREA

    @property
    def is_part(self) -> bool:
        """Whether it is one area or one worker, not everybody."""
        return self.area_id is not None or self.worker_id is not None


@dataclass(frozen=True)
class Line:
    """Somebody on a list: who, where, in which phase and when, and whether it is done."""

    id: UUID
    who: OnPaper
    phase: str
    state: str
    person: Person | None = None
    door: Door | None = None
    slot: str = ""
    number: int = 0

    @property
    def household_id(self) -> UUID:
        """Whom the line must not be parted from; a worker stands alone."""
        return self.person.household_id if self.person else self.id

    @property
    def phase_words(self) -> str:
        """The phase in a word."""
        return str(Phase(self.phase).label)


@dataclass(frozen=True)
class Section:
    """The lines under one area or worker."""

    title: str
    lines: Sequence[Line] = field(default_factory=tuple)

    @property
    def still_due(self) -> int:
        """How many are not done yet."""
        return sum(line.state == Due.State.OPEN for line in self.lines)


def sections_of(actor: Actor, day: TestDay, choice: Choice, is_clear: bool = False) -> list[Section]:
    """Everybody of the day within sight and choice, in walking order; the same number of statements however many."""
    dues = dues_of(actor, day, choice)
    lines = _lines(actor, day, dues, is_clear)
    names = _titles(actor, dues, choice)
    rank = {key: place for place, key in enumerate(names)}
    # An area closed meanwhile has no words any more: its people come with those in none.
    under = {due.subject_id: key if (key := _under(due, choice)) in rank else NONE for due in dues}
    ordered = sorted(lines, key=lambda line: rank[under[line.id]])
    return [
        Section(names[key], [replace(line, number=n) for n, line in enumerate(those, 1)])
        for key, those in groupby(ordered, key=lambda line: under[line.id])
    ]


def _under(due: Due, choice: Choice) -> UUID:
    return (due.worker_id if choice.by == WORKER else due.area_id) or NONE


def dues_of(actor: Actor, day: TestDay, choice: Choice) -> list[Due]:
    """What the chosen part of a day owes, within sight."""
    rounds = {Phase.DOOR: day.door_round_id, Phase.CENTRE: day.centre_round_id}
    asked = [id for phase, id in rounds.items() if id and choice.phase in ("", phase)]
    dues = dues_for(actor).filter(round_id__in=asked).exclude(state=Due.State.LEFT)
    for column, id in (("area_id", choice.area_id), ("worker_id", choice.worker_id)):
        if id is not None:
            dues = dues.filter(**{column: None if id == NONE else id})
    return list(dues.order_by("id")[:MOST])


def _lines(actor: Actor, day: TestDay, dues: Sequence[Due], is_clear: bool) -> list[Line]:
    people: Any = Person.objects.with_ids(actor.community_id, [due.subject_id for due in dues])
    persons = {person.id: person for person in people.select_related("door")}
    named = on_paper(actor, persons.values(), is_clear)
    workers = worker_names(due.subject_id for due in dues if due.subject_id not in persons)
    slots = slots_of(actor, day)
    found = []
    for due in dues:
        person = persons.get(due.subject_id)
        phase = Phase.DOOR if due.round_id == day.door_round_id else Phase.CENTRE
        who = named.get(due.subject_id) or OnPaper(workers.get(due.subject_id, ""))
        slot = slots.get(due.area_id or NONE, "") if phase == Phase.CENTRE else ""
        door = person.door if person else None
        found.append(Line(due.subject_id, who, phase, due.state, person, door, slot))
    return sorted(found, key=_walk)


def _walk(line: Line) -> tuple[Any, ...]:
    """Door by door, household by household, the head first; workers after everybody."""
    if line.person is None or line.door is None:
        return (1, 0, "", "", 0, line.who.name)
    person = line.person
    return (
        0,
        line.door.walking_order,
        str(line.door.id),
        str(person.household_id),
        person.order,
        str(line.id),
    )


def _titles(actor: Actor, dues: Iterable[Due], choice: Choice) -> dict[UUID, str]:
    """What sections are called, in the order they come."""
    if choice.by == WORKER:
        names = worker_names({due.worker_id for due in dues})
        titles = dict(sorted(names.items(), key=lambda each: each[1]))
        return titles | {NONE: _("Under no worker")}
    return {area.id: area.words for area in open_areas(actor.community_id)} | {NONE: _("In no area")}


def slots_of(actor: Actor, day: TestDay) -> dict[UUID, str]:
    """When the people of each area come to the centre, and to which station."""
    found: dict[UUID, list[Slot]] = {}
    for slot in Slot.objects.of(actor.community_id).filter(day_id=day.id).select_related("station"):
        found.setdefault(slot.area_id or NONE, []).append(slot)
    return {area: _slot_words(slots) for area, slots in found.items()}


def _slot_words(slots: Sequence[Slot]) -> str:
    begins = min(slot.begins_at for slot in slots)
    ends = max(slot.ends_at for slot in slots)
    stations = "、".join(dict.fromkeys(slot.station.name for slot in slots if slot.station))
    return f"{_clock(begins)}–{_clock(ends)} {stations}".strip()


def _clock(at: datetime) -> str:
    return zhtime(timezone.localtime(at))


def state_word(line: Line) -> str:
    """A line's state on paper: done, exempt, or a box to tick."""
    words = {Due.State.DONE: pgettext("due", "Done"), Due.State.EXEMPT: pgettext("due", "Exempt")}
    return words.get(Due.State(line.state), "")
