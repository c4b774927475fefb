"""What pages, board and figures read of results: how far swabs are, what needs a hand, who waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Case as Case_
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.naming import worker_names
from gridward.rounds.models import Due
from gridward.shared.problems import NOT_FOUND, PROBLEM_CODES, Problem
from gridward.testing.models import Sample, Tube, TubeState
from gridward.testing.results import access, telling
from gridward.testing.results.importing import GOES_IN
from gridward.testing.results.models import (
    Case,
    Comparison,
    Layout,
    ReleaseBasis,
    Result,
    ResultImport,
    ResultState,
    ResultValue,
    StagedResult,
    Waiting,
    WaitState,
)
from gridward.testing.results.norms import norms_of
from gridward.testing.results.people import names_of
from gridward.testing.samples import tube_id

TO_LOOK_AT: Final = ("unknown", "contradicts", "unreadable", "twice", "not_handed_in")


def overdue_tubes(community_id: UUID) -> QuerySet[Any]:
    """Tubes whose first swab is older than the norm and that have no result that stands, the oldest first."""
    late = timezone.now() - norms_of(community_id).result_within
    final = Result.objects.of(community_id).filter(tube_id=OuterRef("id"), state=ResultState.FINAL)
    inside = Sample.objects.of(community_id).filter(tube_id=OuterRef("id"), is_void=False)
    tubes: Any = Tube.objects.of(community_id).filter(opened_at__lt=late)
    late_tubes: QuerySet[Any] = tubes.exclude(state=TubeState.RESULTED).filter(Exists(inside), ~Exists(final))
    return late_tubes.order_by("opened_at")


@dataclass(frozen=True)
class ResultRow:
    """A result as pages show it: by whom, for how many minutes it has waited, and whether that is past the norm."""

    result: Result
    by: str
    compared_by: str
    minutes: int
    is_over: bool
    read: str = ""

    @property
    def flag_words(self) -> list[str]:
        """What was odd about it."""
        return [Problem(PROBLEM_CODES[code]).message for code in self.result.flags]


def result_rows(actor: Actor, results: Iterable[Result]) -> list[ResultRow]:
    """Results in words; `read` is what the second person read where the two differ."""
    shown = list(results)
    names = worker_names([r.by_id for r in shown] + [r.compared_by_id for r in shown])
    back = [r.id for r in shown if r.state == ResultState.BACK]
    read: dict[UUID, str] = {}
    if back:
        differing = Comparison.objects.of(actor.community_id).filter(result_id__in=back, agrees=False)
        read = dict(differing.order_by("received_at").values_list("result_id", "value"))
    norm = norms_of(actor.community_id).compare_minutes
    now = timezone.now()
    return [_result_row(r, names, read, norm, now) for r in shown]


def _result_row(
    r: Result, names: dict[UUID, str], read: dict[UUID, str], norm: int, now: datetime
) -> ResultRow:
    minutes = int(((r.compared_at or now) - r.received_at).total_seconds() // 60)
    compared = names.get(r.compared_by_id, "") if r.compared_by_id else ""
    words = str(ResultValue(read[r.id]).label) if r.id in read else ""
    return ResultRow(r, names.get(r.by_id, ""), compared, minutes, minutes > norm, words)


def to_compare(actor: Actor) -> list[ResultRow]:
    """Positive and grey results that wait for a second person, the oldest first."""
    waiting = access.results_for(actor).filter(state=ResultState.COMPARING).order_by("received_at", "id")
    return result_rows(actor, waiting)


def to_settle(actor: Actor) -> list[ResultRow]:
    """Results that went back or lie beside another, and those for tubes nobody knows."""
    tubes = Tube.objects.of(actor.community_id).filter(id=OuterRef("tube_id"))
    strange = Q(state__in=(ResultState.COMPARING, ResultState.FINAL)) & ~Q(Exists(tubes))
    found = access.results_for(actor).filter(Q(state__in=(ResultState.BACK, ResultState.BESIDE)) | strange)
    return result_rows(actor, found[:200])


def latest_results(actor: Actor, how_many: int = 30) -> list[ResultRow]:
    """What came in last."""
    return result_rows(actor, access.results_for(actor)[:how_many])


@dataclass(frozen=True)
class WaitRow:
    """Somebody who waits, in words one actor may see, and what is to be done next."""

    wait: Waiting
    name: str
    place: str
    plate: str
    area: str
    worker: str
    is_sampled: bool
    decided_by: str = ""
    sees_cases: bool = False
    is_in_another: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether it reads as waiting: a case does, for whoever is not told of cases."""
        hides = self.wait.state == WaitState.CASE and not self.sees_cases
        return self.wait.state == WaitState.WAITING or hides

    @property
    def words(self) -> str:
        """How it stands: sampled again or not, to be decided, over."""
        if self.is_waiting:
            waits = str(WaitState.WAITING.label)
            return _("Re-sampled, waits for the result") if self.is_sampled else waits
        if self.wait.state == WaitState.PROPOSED and self.is_in_another:
            return _("Negative, another tube open")
        return str(WaitState(self.wait.state).label)

    @property
    def is_to_decide(self) -> bool:
        """Whether the release can be decided now."""
        return self.wait.state == WaitState.PROPOSED and not self.is_in_another

    @property
    def state(self) -> str:
        """One of the five shapes."""
        if self.is_waiting:
            return "late" if self.wait.expected_until < timezone.now() else "open"
        return {WaitState.PROPOSED: "open", WaitState.CASE: "conflict"}.get(
            WaitState(self.wait.state), "done"
        )


def wait_rows(actor: Actor, waits: QuerySet[Any]) -> list[WaitRow]:
    """Waitings fetched through `access`, in words: a constant number of statements."""
    shown: Sequence[Waiting] = list(waits.select_related("door", "area", "tube", "result"))
    names = names_of(actor, shown)
    workers = worker_names([w.worker_id for w in shown] + [w.decided_by_id for w in shown])
    again: Any = Due.objects.of(actor.community_id).filter(
        round_id__in={w.round_id for w in shown}, state=Due.State.DONE
    )
    sampled = set(again.values_list("round_id", "subject_id"))
    unanswered = Waiting.objects.of(actor.community_id).filter(
        access.staying(actor.community_id), subject_id__in={w.subject_id for w in shown}
    )
    others = list(unanswered.exclude(state=WaitState.PROPOSED).values_list("subject_id", "id"))
    return [
        WaitRow(
            wait=w,
            name=names.get(w.subject_id, ""),
            place=w.door.address if w.door else "",
            plate=w.door.plate if w.door else "",
            area=w.area.name if w.area else "",
            worker=workers.get(w.worker_id, "") if w.worker_id else "",
            is_sampled=(w.round_id, w.subject_id) in sampled,
            decided_by=workers.get(w.decided_by_id, "") if w.decided_by_id else "",
            sees_cases=actor.is_any_of(*access.DECIDERS),
            is_in_another=any(subject == w.subject_id and id != w.id for subject, id in others),
        )
        for w in shown
    ]


def open_waits(actor: Actor) -> QuerySet[Any]:
    """Who waits now, of those the actor may see; those to decide on first. A case stands where it stood as a waiting:
    its place in the list tells nobody."""
    waits = access.waits_for(actor).filter(access.staying(actor.community_id))
    is_first = Case_(When(state=WaitState.PROPOSED, then=Value(0)), default=Value(1))
    return waits.order_by(is_first, "since", "area_id", "door_id", "id")


@dataclass(frozen=True)
class Stay:
    """A door at which somebody stays: plate, address, since when, and until when; nothing of people or health."""

    plate: str
    address: str
    area: str
    until: datetime


def stays(actor: Actor) -> list[Stay]:
    """Doors at which somebody stays, each once."""
    rows = (
        access.stays_for(actor).select_related("door", "area").order_by("area__number", "door__walking_order")
    )
    found: dict[UUID, Stay] = {}
    for wait in rows.filter(door__community_id=actor.community_id):
        known = found.get(wait.door_id)
        until = max(known.until, wait.expected_until) if known else wait.expected_until
        area = wait.area.name if wait.area else ""
        found[wait.door_id] = Stay(wait.door.plate, wait.door.address, area, until)
    return list(found.values())


def wait_row(actor: Actor, wait: Waiting) -> WaitRow:
    """One waiting in words."""
    return wait_rows(actor, access.waits_for(actor).filter(id=wait.id))[0]


def waits_of(actor: Actor, result: Result) -> list[WaitRow]:
    """Who waits or waited because of one result."""
    return wait_rows(actor, access.waits_for(actor).filter(result_id=result.id))


def ended_waits(actor: Actor) -> QuerySet[Any]:
    """Waitings that ended by a decision or a withdrawal, the latest first."""
    ended = access.waits_for(actor).filter(state__in=(WaitState.RELEASED, WaitState.WITHDRAWN))
    return ended.order_by("-decided_at", "id")


@dataclass(frozen=True)
class Told:
    """Somebody who was told, and whether they read it."""

    name: str
    at: datetime
    read_at: datetime | None


def told_words(actor: Actor, waits: Sequence[Waiting]) -> dict[UUID, list[Told]]:
    """Who was told of each waiting, by name; two statements."""
    told = telling.told_of(actor.community_id, waits)
    names = worker_names({notice.worker_id for notices in told.values() for notice in notices})
    return {
        id: [Told(names.get(n.worker_id, ""), n.sent_at, n.read_at) for n in notices]
        for id, notices in told.items()
    }


def steps_of(actor: Actor, wait: Waiting) -> list[dict[str, Any]]:
    """What happened to one waiting, the newest first, for the timeline part; no result is named."""
    names = worker_names([wait.decided_by_id, wait.proposed_by_id])
    steps: list[dict[str, Any]] = [
        {"when": wait.since, "title": _("Asked to wait in place for a re-sample"), "state": "open"}
    ]
    if wait.proposed_at and wait.proposed_by_id:
        by = names.get(wait.proposed_by_id, "")
        steps.append(
            {
                "when": wait.proposed_at,
                "title": _("Re-sample negative: release proposed"),
                "by": by,
                "state": "open",
            }
        )
    if wait.decided_at and wait.decided_by_id:
        title = str(WaitState(wait.state).label)
        text = str(ReleaseBasis(wait.basis).label) if wait.basis else ""
        by = names.get(wait.decided_by_id, "")
        steps.append({"when": wait.decided_at, "title": title, "text": text, "by": by, "state": "done"})
    return sorted(steps, key=lambda step: step["when"], reverse=True)


def others_of(actor: Actor, result: Result) -> list[ResultRow]:
    """What else was said of the same tube."""
    return result_rows(actor, access.results_for(actor).filter(tube_id=result.tube_id).exclude(id=result.id))


def knows_tube(actor: Actor, code: str) -> bool:
    """Whether there is such a tube, or a result for it already."""
    id = tube_id(actor.community_id, code)
    return (
        Tube.objects.with_ids(actor.community_id, [id]).exists()
        or Result.objects.of(actor.community_id).filter(tube_id=id).exists()
    )


def imports_for(actor: Actor) -> QuerySet[Any]:
    """Files of results, the newest first, without what was in them; raises shared.not_yours."""
    must_be(actor, *access.ENTERERS)
    runs: QuerySet[Any] = ResultImport.objects.of(actor.community_id)
    return runs.order_by("-begun_at", "-id")


def import_or_404(actor: Actor, import_id: UUID) -> ResultImport:
    """One file; raises shared.not_found, shared.not_yours."""
    found: ResultImport | None = imports_for(actor).filter(id=import_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def latest_imports(actor: Actor, how_many: int = 10) -> list[tuple[ResultImport, str]]:
    """The last files, each with who sent it."""
    runs = list(
        imports_for(actor).exclude(state=ResultImport.State.CANCELLED).defer("sealed_file")[:how_many]
    )
    names = worker_names(run.by_id for run in runs)
    return [(run, names.get(run.by_id, "")) for run in runs]


def laboratories(actor: Actor) -> list[str]:
    """Laboratories whose columns are remembered."""
    layouts = Layout.objects.of(actor.community_id).order_by("laboratory")
    return list(layouts.values_list("laboratory", flat=True))


def rows_by_verdict(run: ResultImport) -> dict[str, int]:
    """How many rows there are of each verdict."""
    rows = StagedResult.objects.of(run.community_id).filter(import_id=run.id).order_by()
    return dict(rows.values_list("verdict").annotate(n=Count("id")))


def rows_of(run: ResultImport, verdict: str = "") -> QuerySet[Any]:
    """Rows in the order of the file: of one verdict, else those that need a hand."""
    rows: QuerySet[Any] = StagedResult.objects.of(run.community_id).filter(import_id=run.id)
    rows = (
        rows.filter(verdict=verdict)
        if verdict in StagedResult.Verdict.values
        else rows.filter(verdict__in=TO_LOOK_AT)
    )
    return rows.order_by("sheet", "row", "id")


def going_in(run: ResultImport) -> int:
    """How many rows go in as things stand."""
    rows = StagedResult.objects.of(run.community_id).filter(import_id=run.id, is_left_out=False)
    return rows.filter(Q(verdict__in=GOES_IN) | ~Q(chosen="")).count()


@dataclass(frozen=True)
class CaseRow:
    """A case in words."""

    case: Case
    name: str
    plate: str
    place: str
    told_by: str
    reported_by: str


def case_rows(actor: Actor) -> list[CaseRow]:
    """Cases with the name of each, those whose household was not told first."""
    cases = list(access.cases_for(actor).filter(withdrawn_at=None))
    names = names_of(actor, [case.waiting for case in cases])
    workers = worker_names([c.told_by_id for c in cases] + [c.reported_by_id for c in cases])
    return [
        CaseRow(
            case=case,
            name=names.get(case.waiting.subject_id, ""),
            plate=case.waiting.door.plate if case.waiting.door else "",
            place=case.waiting.door.address if case.waiting.door else "",
            told_by=workers.get(case.told_by_id, "") if case.told_by_id else "",
            reported_by=workers.get(case.reported_by_id, "") if case.reported_by_id else "",
        )
        for case in sorted(cases, key=lambda case: (case.told_at is not None, case.opened_at))
    ]
