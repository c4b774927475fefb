"""The names behind the numbers: people and tubes, masked as the viewer may see, each with what to do next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.rounds.models import Due, Subject
from gridward.rounds.queries import in_walking_order
from gridward.rounds.subjects import subject_words
from gridward.shared.templatetags.dates import zhdate
from gridward.testing import access
from gridward.testing.board.counting import (
    ON_THE_WAY,
    RESULT_WITHIN,
    dues_of_day,
    late_for_laboratory,
    late_for_result,
    phases_of,
    released_of_day,
    samples_of_day,
)
from gridward.testing.board.forms import Chosen
from gridward.testing.models import HOUSEHOLD, Phase, Sample, SubjectKind, TestDay, TubeState
from gridward.testing.results.access import TEAM
from gridward.testing.results.queries import WaitRow, wait_rows
from gridward.testing.transport.queries import transport_limit

STATES: Final = {
    "missing": Q(state=Due.State.OPEN),
    "sampled": Q(state=Due.State.DONE),
    "waiting": Q(state=Due.State.DONE),
    "resulted": Q(state=Due.State.DONE),
    "exempt": Q(state=Due.State.EXEMPT),
    "signed_off": Q(state=Due.State.SIGNED_OFF),
    "due": Q(state__in=(Due.State.OPEN, Due.State.DONE, Due.State.SIGNED_OFF)),
}


@dataclass(frozen=True)
class PersonLine:
    """Somebody in a list: where, who, how far, under whose name, and where to go next."""

    plate: str
    address: str
    who: str
    state: str
    word: str
    worker: str
    url: str
    deed: str
    tube: str = ""
    tube_url: str = ""
    at: datetime | None = None


def dues_listed(actor: Actor, day: TestDay, chosen: Chosen) -> QuerySet[Any]:
    """The dues a number counted, in walking order."""
    dues = _narrowed(dues_of_day(actor, day).filter(STATES[chosen.what]), chosen)
    if chosen.what in ("waiting", "resulted"):
        with_result = samples_of_day(actor, day).filter(due_id=OuterRef("id"), tube__state=TubeState.RESULTED)
        is_there = Exists(with_result)
        dues = dues.filter(is_there if chosen.what == "resulted" else ~is_there)
    return in_walking_order(dues)


def released_listed(actor: Actor, day: TestDay, chosen: Chosen) -> QuerySet[Any]:
    """Who was let go from waiting, in walking order; raises shared.not_yours."""
    waits = _narrowed(released_of_day(actor, day), chosen)
    return waits.order_by("area__number", "door__walking_order", "door__address_key", "id")


def _narrowed(rows: QuerySet[Any], chosen: Chosen) -> QuerySet[Any]:
    """Of one area and under one worker, where the list is narrowed to them."""
    for column, id in (("area_id", chosen.area_id), ("worker_id", chosen.worker_id)):
        if id is not None:
            rows = rows.filter(**{column: id if id.int else None})
    return rows


def samples_listed(actor: Actor, day: TestDay, chosen: Chosen) -> QuerySet[Any]:
    """The samples of a station, a desk or an hour, in the order they were taken."""
    samples = samples_of_day(actor, day)
    if chosen.station_id is not None:
        samples = samples.filter(station_id=chosen.station_id if chosen.station_id.int else None)
    if chosen.desk_id is not None:
        samples = samples.filter(desk_id=chosen.desk_id)
    if chosen.hours is not None:
        samples = samples.filter(corrected_at__gte=chosen.hours[0], corrected_at__lt=chosen.hours[1])
    return samples.select_related("tube", "due__door").order_by("corrected_at", "id")


def lines_of_dues(actor: Actor, day: TestDay, dues: Iterable[Due], now: datetime) -> list[PersonLine]:
    """One page of dues; names of people, of workers, and their samples by one statement each."""
    listed = list(dues)
    names = worker_names(due.worker_id for due in listed)
    people = subject_words(actor, Subject.PERSON, [due.subject_id for due in listed])
    # Workers on duty are due too, and go by their own names.
    people = worker_names(due.subject_id for due in listed if due.subject_id not in people) | people
    taken = latest_samples(actor, day, [due.id for due in listed])
    ends = phases_of(day)
    return [_due_line(due, people, names, taken.get(due.id), ends[due.round_id][1] <= now) for due in listed]


def _due_line(
    due: Due, people: dict[UUID, str], names: dict[UUID, str], sample: Sample | None, is_over: bool
) -> PersonLine:
    state, word = _state_of(due, sample, is_over)
    return PersonLine(
        plate=due.door.plate if due.door else "",
        address=due.door.address if due.door else "",
        who=people.get(due.subject_id, ""),
        state=state,
        word=word,
        worker=names.get(due.worker_id, "") if due.worker_id else "",
        url=reverse("due", args=[due.id]),
        deed=_("Sample now") if state in ("open", "late") else _("See it"),
        **_tube_words(sample),
    )


def _state_of(due: Due, sample: Sample | None, is_over: bool) -> tuple[str, str]:
    if due.state == Due.State.OPEN and sample is not None:
        return "late" if is_over else "open", _("Sample again: the tube was invalid")
    if due.state == Due.State.OPEN:
        return ("late", pgettext("testing", "Missed")) if is_over else ("open", _("Not sampled yet"))
    if due.state != Due.State.DONE:
        return "exempt", str(Due.State(due.state).label)
    if sample is not None and sample.tube.state == TubeState.RESULTED:
        return "done", _("With a result")
    return "done", _("Sampled, waiting for a result")


def _tube_words(sample: Sample | None) -> dict[str, Any]:
    if sample is None:
        return {}
    words = _("%(tube)s, place %(place)s") % {"tube": sample.tube.code, "place": sample.place}
    return {"tube": words, "tube_url": tube_url(sample.tube_id), "at": sample.corrected_at}


def latest_samples(actor: Actor, day: TestDay, due_ids: Sequence[UUID]) -> dict[UUID, Sample]:
    """The last sample of each due; one whose tube has a result goes first."""
    samples = samples_of_day(actor, day).filter(due_id__in=due_ids).select_related("tube")
    ordered = sorted(samples, key=lambda one: (one.tube.state == TubeState.RESULTED, one.corrected_at))
    return {sample.due_id: sample for sample in ordered if sample.due_id}


def lines_of_released(actor: Actor, waits: Any) -> list[PersonLine]:
    """One page of people let go; the tube only for those who may know whom it held."""
    sees_tubes = actor.is_any_of(*TEAM)
    return [_released_line(row, sees_tubes) for row in wait_rows(actor, waits)]


def _released_line(row: WaitRow, sees_tube: bool) -> PersonLine:
    said = {"when": zhdate(row.wait.decided_at, "short"), "name": row.decided_by}
    tube = row.wait.tube if sees_tube else None
    return PersonLine(
        plate=row.plate,
        address=row.place,
        who=row.name,
        state="done",
        word=_("Released %(when)s by %(name)s") % said,
        worker=row.worker,
        url=reverse("testing_wait", args=[row.wait.id]),
        deed=_("See it"),
        tube=tube.code if tube else "",
        tube_url=tube_url(tube.id) if tube else "",
        at=row.wait.since,
    )


def lines_of_samples(actor: Actor, samples: Iterable[Sample]) -> list[PersonLine]:
    """One page of samples; residents masked, workers by name, visitors and unknown people by what they are."""
    listed = list(samples)
    people = who_was_sampled(actor, listed)
    names = worker_names(sample.by_id for sample in listed)
    return [
        PersonLine(
            plate=sample.due.door.plate if sample.due and sample.due.door else "",
            address=sample.due.door.address if sample.due and sample.due.door else "",
            who=people[sample.id],
            state="conflict" if sample.flags and not sample.looked_at else "done",
            word=_("To look at") if sample.flags and not sample.looked_at else pgettext("testing", "Sampled"),
            worker=names.get(sample.by_id, ""),
            url=tube_url(sample.tube_id),
            deed=_("See the tube"),
            **_tube_words(sample),
        )
        for sample in listed
    ]


def who_was_sampled(actor: Actor, samples: Sequence[Sample]) -> dict[UUID, str]:
    """The words for the person of each sample, by sample; two statements."""
    by_kind: dict[str, set[UUID]] = {}
    for sample in samples:
        by_kind.setdefault(sample.subject, set()).add(sample.subject_id)
    people = subject_words(actor, Subject.PERSON, by_kind.get(SubjectKind.PERSON, ()))
    people |= worker_names(by_kind.get(SubjectKind.WORKER, ()))
    return {
        sample.id: people.get(sample.subject_id, "") or str(SubjectKind(sample.subject).label)
        for sample in samples
    }


def tube_url(tube_id: UUID) -> str:
    """The page of a tube."""
    return reverse("testing_tube", args=[tube_id])


def tubes_listed(actor: Actor, day: TestDay, chosen: Chosen, now: datetime) -> QuerySet[Any]:
    """Tubes of the day, narrowed, those furthest behind first; `people`: how many are inside."""
    tubes = access.tubes_for(actor).filter(day_id=day.id)
    if chosen.state:
        tubes = tubes.filter(state=chosen.state)
    if chosen.station_id is not None:
        tubes = tubes.filter(station_id=chosen.station_id if chosen.station_id.int else None)
    if chosen.late == "transport":
        tubes = tubes.filter(late_for_laboratory(now, transport_limit(actor.community_id)))
    elif chosen.late == "result":
        tubes = tubes.filter(late_for_result(now))
    return tubes.select_related("station").order_by("opened_at", "code")


def people_in(actor: Actor, tube_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many are in each tube; one statement."""
    samples = Sample.objects.of(actor.community_id).filter(tube_id__in=tube_ids, is_void=False).order_by()
    return {row["tube_id"]: row["n"] for row in samples.values("tube_id").annotate(n=Count("id"))}


@dataclass(frozen=True)
class TubeLine:
    """A tube in a list: how far it is, how full, and since when."""

    code: str
    state: str
    word: str
    station: str
    phase: str
    people: str
    opened_at: datetime
    sealed_at: datetime | None
    url: str


def tube_lines(actor: Actor, tubes: Iterable[Any], now: datetime) -> list[TubeLine]:
    """One page of tubes; one statement for how full they are."""
    listed = list(tubes)
    inside = people_in(actor, [tube.id for tube in listed])
    within = transport_limit(actor.community_id)
    return [
        TubeLine(
            code=tube.code,
            state=_tube_state(tube, now, within),
            word=str(TubeState(tube.state).label),
            station=tube.station.name if tube.station else "",
            phase=str(Phase(tube.phase).label),
            people=_people_words(inside.get(tube.id, 0), tube.capacity),
            opened_at=tube.opened_at,
            sealed_at=tube.sealed_at,
            url=tube_url(tube.id),
        )
        for tube in listed
    ]


def _tube_state(tube: Any, now: datetime, within: timedelta) -> str:
    if tube.state == TubeState.RESULTED:
        return "done"
    is_late = tube.opened_at <= now - RESULT_WITHIN or (
        tube.state in ON_THE_WAY and tube.sealed_at and tube.sealed_at <= now - within
    )
    return "late" if is_late else "open"


def _people_words(number: int, capacity: int) -> str:
    if capacity == HOUSEHOLD:
        return _("%(number)s, one household") % {"number": number}
    return _("%(number)s of %(capacity)s") % {"number": number, "capacity": capacity}
