"""Who is told what of results: each only what they need, and nobody of another member of the tube."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from gridward.accounts.actors import Actor
from gridward.accounts.models import Grant, Notice, Role, Urgency
from gridward.accounts.notices import NoticeFact, send, withdraw
from gridward.shared.ids import derived_id
from gridward.testing.models import Sample, SubjectKind
from gridward.testing.results.access import DECIDERS, TEAM, staying
from gridward.testing.results.lying import named_dues
from gridward.testing.results.models import Case, Result, Waiting

(
    COMPARE,
    BACK,
    WAITS,
    DOORS,
    STAYS,
    SELF,
    PROPOSED,
    CASE,
    RELEASED,
    ENDED,
    FREE,
    AGAIN,
    DOORS_AGAIN,
    SELF_AGAIN,
) = (
    "testing.compare",
    "testing.back",
    "testing.waits",
    "testing.doors_wait",
    "testing.stays",
    "testing.you_wait",
    "testing.proposed",
    "testing.case",
    "testing.released",
    "testing.stay_ended",
    "testing.you_are_free",
    "testing.again",
    "testing.doors_again",
    "testing.you_again",
)
OF_WAITING: Final = (WAITS, DOORS, STAYS, SELF)
OF_RELEASE: Final = {WAITS: RELEASED, DOORS: RELEASED, STAYS: ENDED, SELF: FREE}
PAGES: Final = {
    COMPARE: "testing_result_compare",
    BACK: "testing_results",
    WAITS: "testing_waits",
    DOORS: "testing_waits",
    STAYS: "testing_stays",
    SELF: "notices",
    PROPOSED: "testing_waits",
    CASE: "testing_cases",
    AGAIN: "testing",
    DOORS_AGAIN: "mine",
    SELF_AGAIN: "notices",
}

Hearers = list[tuple[str, UUID, list[Waiting]]]


def tell_to_compare(by: Actor, results: Sequence[Result]) -> None:
    """The team hears that a tube waits for a second person; whoever entered it need not be told."""
    if results:
        team = _holders(by.community_id, TEAM)
        send(by=by, notices=[_about(COMPARE, id, r) for r in results for id in team if id != by.worker_id])


def tell_back(by: Actor, results: Sequence[Result]) -> None:
    """Both who read a tube differently hear that they did."""
    readers = [(r, id) for r in results for id in (r.by_id, r.compared_by_id) if id]
    send(by=by, notices=[_about(BACK, id, r) for r, id in readers])


def tell_waiting(by: Actor, waits: Sequence[Waiting]) -> None:
    """The team hears of all who wait, leader and worker of their own doors, patrol of doors, workers of themselves."""
    if waits:
        rights = _rights(by.community_id)
        facts = [
            _of(kind, worker_id, result_id, seen, Urgency.URGENT)
            for result_id, those in _by_result(waits).items()
            for kind, worker_id, seen in _hearers(rights, those)
        ]
        send(by=by, notices=facts)


def tell_proposed(by: Actor, waits: Sequence[Waiting], results: Sequence[UUID]) -> None:
    """Those who decide hear that a re-sample was negative."""
    deciders = _holders(by.community_id, DECIDERS)
    told = [
        _of(PROPOSED, id, result_id, [wait], Urgency.ORDINARY)
        for wait, result_id in zip(waits, results, strict=True)
        for id in deciders
    ]
    send(by=by, notices=told)


def tell_cases(by: Actor, cases: Sequence[Case]) -> None:
    """Those who decide hear of a positive re-sample, and nobody else."""
    if not cases:
        return
    facts = [
        NoticeFact(
            worker_id=id,
            kind=CASE,
            about_id=case.result_id,
            about={"case": case.id},
            urgency=Urgency.URGENT,
            url=reverse(PAGES[CASE]),
            id=derived_id("notice", CASE, case.id, id),
        )
        for case in cases
        for id in _holders(by.community_id, DECIDERS)
    ]
    send(by=by, notices=facts)


def tell_released(by: Actor, waits: Sequence[Waiting]) -> None:
    """Whoever was told that somebody waits hears that it is over, once that person stays for nothing else.

    Patrol hears of a door once nobody behind it stays.
    """
    stay: Any = Waiting.objects.of(by.community_id).filter(staying(by.community_id))
    stay = stay.filter(
        Q(subject_id__in=[w.subject_id for w in waits])
        | Q(door_id__in=[w.door_id for w in waits if w.door_id])
    )
    rows = list(stay.values_list("subject_id", "door_id"))
    people, doors = {subject for subject, _door in rows}, {door for _subject, door in rows}
    waits = list({wait.subject_id: wait for wait in waits if wait.subject_id not in people}.values())
    if not waits:
        return
    about_id = derived_id("release", *sorted(wait.id for wait in waits))
    hearers = _hearers(_rights(by.community_id), waits)
    send(
        by=by,
        notices=[
            _of(OF_RELEASE[kind], worker_id, about_id, told, Urgency.ORDINARY)
            for kind, worker_id, seen in hearers
            if (told := [wait for wait in seen if kind != STAYS or wait.door_id not in doors])
        ],
    )


def tell_withdrawn(by: Actor, result: Result) -> None:
    """Everyone told of a result, or of what followed from it, is told that it no longer stands."""
    withdraw(by=by, about_id=result.id, reason=result.reason)


def tell_again(by: Actor, samples: Sequence[Sample], results: Mapping[UUID, UUID]) -> None:
    """Those who sample, leader and worker of the doors, and workers themselves hear who is to be sampled again.

    `results` gives the invalid result by sample. Patrol hears nothing: nobody has to stay in.
    """
    if not samples:
        return
    rights, dues = _rights(by.community_id), named_dues(by.community_id, samples)
    team = {id for role, id, _area in rights if role in (Role.COORDINATOR, Role.SAMPLER)}
    heard: dict[tuple[str, UUID, UUID], list[UUID]] = {}
    for sample in samples:
        owed, about_id = dues[sample.id], results[sample.id]
        leaders = {id for role, id, area in rights if role == Role.AREA_LEADER and area == owed.area_id}
        is_worker = sample.subject == SubjectKind.WORKER
        mine = {owed.worker_id} if owed.worker_id and not is_worker else set()
        told = [(AGAIN, id) for id in team] + [(DOORS_AGAIN, id) for id in (leaders | mine) - team]
        told += [(SELF_AGAIN, sample.subject_id)] if is_worker else []
        for kind, worker_id in told:
            heard.setdefault((kind, worker_id, about_id), []).append(sample.id)
    send(
        by=by,
        notices=[
            NoticeFact(
                worker_id=worker_id,
                kind=kind,
                about_id=about_id,
                about={f"sample {n}": id for n, id in enumerate(sorted(ids))},
                urgency=Urgency.URGENT,
                url=reverse(PAGES[kind]),
                id=derived_id("notice", kind, about_id, worker_id, *sorted(ids)),
            )
            for (kind, worker_id, about_id), ids in heard.items()
        ],
    )


def told_of(community_id: UUID, waits: Sequence[Waiting]) -> dict[UUID, list[Notice]]:
    """Who was told of each waiting, in the order they were; one statement."""
    notices: Any = Notice.objects.of(community_id).filter(
        about_id__in={wait.result_id for wait in waits}, kind__in=OF_WAITING
    )
    found: dict[UUID, list[Notice]] = {wait.id: [] for wait in waits}
    for notice in notices.order_by("sent_at", "id"):
        for id in notice.about.values():
            if UUID(id) in found:
                found[UUID(id)].append(notice)
    return found


def _about(kind: str, worker_id: UUID, result: Result) -> NoticeFact:
    return NoticeFact(
        worker_id=worker_id,
        kind=kind,
        about_id=result.id,
        url=reverse(PAGES[kind]),
        urgency=Urgency.URGENT,
        id=derived_id("notice", kind, result.id, result.state, worker_id),
    )


def _of(kind: str, worker_id: UUID, about_id: UUID, waits: Sequence[Waiting], urgency: str) -> NoticeFact:
    ids = sorted(wait.id for wait in waits)
    return NoticeFact(
        worker_id=worker_id,
        kind=kind,
        about_id=about_id,
        about={f"wait {n}": id for n, id in enumerate(ids)},
        urgency=urgency,
        url=reverse(PAGES[kind]) if kind in PAGES else "",
        id=derived_id("notice", kind, about_id, worker_id, *ids),
    )


def _by_result(waits: Iterable[Waiting]) -> dict[UUID, list[Waiting]]:
    found: dict[UUID, list[Waiting]] = {}
    for wait in waits:
        found.setdefault(wait.result_id, []).append(wait)
    return found


def _holders(community_id: UUID, roles: Iterable[str]) -> list[UUID]:
    grants: Any = Grant.objects.in_force().filter(
        community_id=community_id, role__in=list(roles), worker__left_at=None
    )
    return list(dict.fromkeys(grants.order_by("since", "id").values_list("worker_id", flat=True)))


def _rights(community_id: UUID) -> list[tuple[str, UUID, UUID | None]]:
    """Role, worker and area of everybody who may have to hear of a waiting; one statement."""
    grants: Any = Grant.objects.in_force().filter(
        community_id=community_id,
        role__in=[*TEAM, Role.AREA_LEADER, Role.PATROL],
        worker__left_at=None,
    )
    return list(grants.values_list("role", "worker_id", "scope_id"))


def _hearers(rights: Sequence[tuple[str, UUID, UUID | None]], waits: Sequence[Waiting]) -> Hearers:
    """Kind, worker and the waitings each hears of."""
    team = {id for role, id, _area in rights if role in TEAM}
    own: dict[UUID, list[Waiting]] = {}
    for wait in waits:
        leaders = {id for role, id, area in rights if role == Role.AREA_LEADER and area == wait.area_id}
        mine = {wait.worker_id} if wait.worker_id and wait.subject != SubjectKind.WORKER else set()
        for id in (leaders | mine) - team:
            own.setdefault(id, []).append(wait)
    behind = [wait for wait in waits if wait.door_id]
    patrol = {id for role, id, _area in rights if role == Role.PATROL} - team if behind else set()
    return [
        *((WAITS, id, list(waits)) for id in sorted(team)),
        *((DOORS, id, those) for id, those in own.items()),
        *((STAYS, id, behind) for id in sorted(patrol)),
        *((SELF, wait.subject_id, [wait]) for wait in waits if wait.subject == SubjectKind.WORKER),
    ]
