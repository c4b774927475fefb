"""What a worker may tell the own households: negative, or not yet; and who of them waits in place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import pgettext

from gridward.accounts.actors import Actor
from gridward.households.models import LIVING_HERE, Door, Person
from gridward.households.sight import PersonView, views_of
from gridward.households.workers_here.queries import persons_of_workers
from gridward.rounds.models import Due
from gridward.rounds.words import SHAPES
from gridward.testing.models import Phase, Sample, TestDay
from gridward.testing.results.access import staying
from gridward.testing.results.actions.again import invalid
from gridward.testing.results.models import Result, ResultState, ResultValue, Waiting

PHASES: Final = (Phase.DOOR, Phase.CENTRE)


@dataclass(frozen=True)
class Member:
    """Somebody of an own household: negative, not yet, no swab, or again, please; nothing else is ever said."""

    name: str
    is_sampled: bool
    is_negative: bool
    is_waiting: bool
    is_again: bool = False

    @property
    def state(self) -> str:
        """One of the five shapes."""
        return "done" if self.is_negative else "open"

    @property
    def words(self) -> str:
        """What may be said."""
        if self.is_negative:
            return pgettext("told at the door", "Negative")
        if self.is_again:
            return pgettext("told at the door", "Please be sampled again")
        return (
            pgettext("told at the door", "Not yet")
            if self.is_sampled
            else pgettext("told at the door", "No swab")
        )


@dataclass(frozen=True)
class OwnDoor:
    """A door one answers for, with its people."""

    id: UUID
    plate: str
    address: str
    members: list[Member] = field(default_factory=list)

    @property
    def negative(self) -> int:
        """How many are negative."""
        return sum(member.is_negative for member in self.members)

    @property
    def waits(self) -> bool:
        """Whether somebody of it waits in place."""
        return any(member.is_waiting for member in self.members)


@dataclass(frozen=True)
class Oneself:
    """What the day owes the worker, as a resident where one lives here: a word, its shape, the last swab."""

    state: str
    word: str
    where: str
    sample: Sample | None


def oneself(actor: Actor, day: TestDay | None) -> Oneself | None:
    """Whether the worker was sampled on the day; none where nothing is owed. Three statements."""
    if day is None:
        return None
    same = persons_of_workers(actor.community_id, [actor.worker_id])
    ids = [actor.worker_id, *same.values()]
    rounds = {
        id: phase for phase, id in zip(PHASES, (day.door_round_id, day.centre_round_id), strict=True) if id
    }
    dues: Any = Due.objects.of(actor.community_id).filter(round_id__in=list(rounds), subject_id__in=ids)
    due = next(
        iter(sorted(dues.exclude(state=Due.State.LEFT), key=lambda due: due.state != Due.State.DONE)), None
    )
    samples: Any = Sample.objects.of(actor.community_id).filter(
        day_id=day.id, subject_id__in=ids, is_void=False
    )
    sample = samples.select_related("tube").order_by("-corrected_at", "-id").first()
    if due is None:
        return None
    state = Due.State(due.state)
    word = pgettext("oneself", "Sampled") if state == Due.State.DONE else str(state.label)
    return Oneself(SHAPES[state], word, str(Phase(rounds[due.round_id]).label), sample)


def own_doors(actor: Actor, day: TestDay | None) -> list[OwnDoor]:
    """The doors one answers for in walking order: five statements, however many."""
    doors = list(
        Door.objects.of(actor.community_id)
        .filter(worker_id=actor.worker_id)
        .order_by("walking_order", "address_key", "id")
    )
    persons: Any = Person.objects.of(actor.community_id).filter(
        door_id__in=[door.id for door in doors], whereabouts__in=LIVING_HERE, merged_into_id=None
    )
    views = views_of(actor, persons.order_by("door_id", "order", "id").select_related("door"))
    ids = [view.id for view in views]
    said = _said(actor, day, ids)
    open_waits = Waiting.objects.of(actor.community_id).filter(
        staying(actor.community_id), subject_id__in=ids
    )
    waiting = set(open_waits.values_list("subject_id", flat=True))
    found = {door.id: OwnDoor(door.id, door.plate, door.address) for door in doors}
    for view in views:
        found[view.door.id].members.append(_member(view, said, waiting))
    return [door for door in found.values() if door.members]


def _member(view: PersonView, said: "Said", waiting: set[UUID]) -> Member:
    return Member(
        view.name,
        view.id in said.sampled,
        view.id in said.sampled - said.unclear,
        view.id in waiting,
        view.id in said.again,
    )


@dataclass(frozen=True)
class Said:
    """People by what their swabs of the day came to; `again`: nothing but invalid tubes."""

    sampled: set[UUID] = field(default_factory=set)
    unclear: set[UUID] = field(default_factory=set)
    again: set[UUID] = field(default_factory=set)


def _said(actor: Actor, day: TestDay | None, ids: Sequence[UUID]) -> Said:
    """Who was sampled on the day, and whose every swab of it is negative; a later swab than the result is not, and
    one in an invalid tube says nothing."""
    if day is None:
        return Said()
    final = Result.objects.of(actor.community_id).filter(
        tube_id=OuterRef("tube_id"),
        state=ResultState.FINAL,
        value=ResultValue.NEGATIVE,
        received_at__gte=OuterRef("corrected_at"),
    )
    samples: Any = Sample.objects.of(actor.community_id).filter(
        day_id=day.id, subject_id__in=list(ids), is_void=False
    )
    samples = samples.annotate(is_negative=Exists(final), is_invalid=Exists(invalid(actor.community_id)))
    rows = list(samples.values_list("subject_id", "is_negative", "is_invalid"))
    sampled = {subject for subject, _negative, is_invalid in rows if not is_invalid}
    unclear = {subject for subject, is_negative, is_invalid in rows if not is_negative and not is_invalid}
    return Said(
        sampled, unclear, {subject for subject, _negative, is_invalid in rows if is_invalid} - sampled
    )
