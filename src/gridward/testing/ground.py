"""What judging swabs needs to know, each kind of thing by one statement, however many swabs there are."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Grant, Role, Worker
from gridward.households.models import DoorVersion, Mark, Person
from gridward.rounds.models import Due, Round
from gridward.shared.registries import purposes
from gridward.testing import access
from gridward.testing.judging import Ground, InTube, Owed, is_allowed
from gridward.testing.models import Phase, Sample, SubjectKind, TestDay, Tube, Visitor
from gridward.testing.samples import SampleFact, tube_id

RESAMPLE_KIND = "testing_resample"


def ground_for(by: Actor, facts: Sequence[SampleFact], is_before: bool = False) -> Ground:
    """Everything about the days, people, tubes and earlier samples these facts speak of."""
    community_id, now = by.community_id, timezone.now()
    days = {day.id: day for day in TestDay.objects.with_ids(community_id, {fact.day_id for fact in facts})}
    subject_ids = {fact.subject_id for fact in facts}
    known = Sample.objects.with_ids(community_id, {fact.id for fact in facts}).values_list("id", "digest")
    ground = Ground(
        by=by,
        now=now,
        scope=next((p.id for find in purposes if (p := find(community_id))), community_id),
        days=days,
        known=dict(known),
        owed=_owed(community_id, facts, days, subject_ids),
        earlier=_earlier(community_id, days, subject_ids),
        tubes=_tubes(community_id, {tube_id(community_id, fact.code) for fact in facts}),
        is_before=is_before,
    )
    ground.past_rights.update(_past_rights(ground, facts))
    return ground


def _owed(
    community_id: UUID, facts: Sequence[SampleFact], days: dict[UUID, TestDay], subject_ids: set[UUID]
) -> dict[tuple[UUID, bool], Owed]:
    """Who each subject is and which due it has, by (subject, is a re-sample)."""
    persons = _persons(community_id, subject_ids)
    strangers = subject_ids - persons.keys()
    persons |= _others(community_id, strangers) if strangers else {}
    singles = _singles(community_id, days.values(), persons)
    owed = {
        (id, False): Owed(
            subject=who[0], household_id=who[1], area_id=who[2], worker_id=who[3], is_single=id in singles
        )
        for id, who in persons.items()
    }
    round_ids = {id for day in days.values() for id in (day.door_round_id, day.centre_round_id) if id}
    again = dict.fromkeys(round_ids, False)
    if any(fact.phase == Phase.RESAMPLE for fact in facts):
        again |= dict.fromkeys(_open_resamples(community_id), True)
    dues: Any = Due.objects.of(community_id).filter(round_id__in=list(again), subject_id__in=subject_ids)
    # A due that left the one round stands in the other: the one that can still be done is the one meant.
    for due in dues.exclude(state=Due.State.LEFT).order_by("id"):
        who = owed.get((due.subject_id, False)) or Owed(SubjectKind.UNKNOWN)
        owed[due.subject_id, again[due.round_id]] = Owed(
            subject=who.subject,
            household_id=who.household_id,
            area_id=due.area_id or who.area_id,
            worker_id=due.worker_id or who.worker_id,
            due_id=due.id,
            round_id=due.round_id,
            is_single=who.is_single,
        )
    return owed


Who = tuple[str, UUID | None, UUID | None, UUID | None]


def _persons(community_id: UUID, ids: Collection[UUID]) -> dict[UUID, Who]:
    """Household, area and worker of residents."""
    rows: Any = Person.objects.with_ids(community_id, ids).values_list(
        "id", "household_id", "door__area_id", "door__worker_id"
    )
    return {id: (SubjectKind.PERSON, household, area, worker) for id, household, area, worker in rows}


def _others(community_id: UUID, ids: Collection[UUID]) -> dict[UUID, Who]:
    """Workers of the community, and visitors it met before."""
    workers = Worker.objects.filter(community_id=community_id, id__in=ids).values_list("id", flat=True)
    visitors = Visitor.objects.with_ids(community_id, ids).values_list("id", flat=True)
    found: dict[UUID, Who] = dict.fromkeys(visitors, (SubjectKind.VISITOR, None, None, None))
    return found | {id: (SubjectKind.WORKER, None, None, id) for id in workers}


def _open_resamples(community_id: UUID) -> list[UUID]:
    rounds: Any = Round.objects.of(community_id).filter(
        state=Round.State.OPEN, kind__code=RESAMPLE_KIND, kind__community_id=community_id
    )
    return list(rounds.values_list("id", flat=True))


def _singles(community_id: UUID, days: Iterable[TestDay], persons: dict[UUID, Who]) -> set[UUID]:
    """Who must have a tube alone, by the days' rules; no statement where no day has one."""
    categories = {id for day in days for id in day.singles.get("categories", ())}
    whereabouts = {word for day in days for word in day.singles.get("whereabouts", ())}
    found: set[UUID] = set()
    if whereabouts:
        there = Person.objects.with_ids(community_id, persons).filter(whereabouts__in=whereabouts)
        found |= set(there.values_list("id", flat=True))
    if categories:
        households = {who[1]: id for id, who in persons.items() if who[1]}
        marks = Mark.objects.of(community_id).filter(category_id__in=categories, is_on=True)
        marked = set(
            marks.filter(subject_id__in=[*persons, *households]).values_list("subject_id", flat=True)
        )
        found |= {id for id, who in persons.items() if id in marked or who[1] in marked}
    return found


def _earlier(
    community_id: UUID, days: Collection[UUID], subject_ids: Collection[UUID]
) -> set[tuple[UUID, UUID, bool]]:
    rows: Any = Sample.objects.of(community_id).filter(
        day_id__in=list(days), subject_id__in=subject_ids, is_void=False
    )
    return {
        (day_id, subject_id, phase == Phase.RESAMPLE)
        for day_id, subject_id, phase in rows.values_list("day_id", "subject_id", "phase")
    }


def _tubes(community_id: UUID, ids: Collection[UUID]) -> dict[UUID, InTube]:
    """The tubes that stand, with how full they are: two statements."""
    found = {tube.id: InTube(tube) for tube in Tube.objects.with_ids(community_id, ids)}
    if not found:
        return found
    inside: Any = Sample.objects.of(community_id).filter(tube_id__in=list(found)).order_by()
    rows = inside.values("tube_id", "household_id").annotate(
        count=Count("id", filter=Q(is_void=False)), last=Max("place")
    )
    for row in rows:
        held = found[row["tube_id"]]
        held.count += row["count"]
        held.last_place = max(held.last_place, row["last"])
        if row["count"]:
            held.households.add(row["household_id"])
    return found


def _past_rights(ground: Ground, facts: Sequence[SampleFact]) -> set[UUID]:
    """Facts whose sender had the right at the time, among those without it now: two statements, or none."""
    asked = [f for f in facts if f.is_readable and f.day_id in ground.days and not is_allowed(f, ground)]
    if not asked:
        return set()
    by = ground.by
    grants = list(
        Grant.objects.filter(community_id=by.community_id, worker_id=by.worker_id, role__in=access.RECORDERS)
    )
    persons = Person.objects.with_ids(by.community_id, {f.subject_id for f in asked})
    doors: dict[Any, Any] = dict(persons.values_list("id", "door_id"))
    versions: Any = DoorVersion.objects.of(by.community_id).filter(
        entity_id__in=set(doors.values()), known_to=None
    )
    spans = list(versions.values_list("entity_id", "worker_id", "area_id", "true_from", "true_to"))
    return {
        f.id
        for f in asked
        if _had_right(by, doors.get(f.subject_id), f.corrected_at(ground.now), grants, spans)
    }


def _had_right(
    by: Actor,
    door_id: UUID | None,
    at: datetime,
    grants: list[Grant],
    spans: list[tuple[UUID, UUID | None, UUID | None, datetime, datetime | None]],
) -> bool:
    """Whether a grant then in force let its holder sample anybody, or reached the door as it lay then."""
    held = [g for g in grants if g.since <= at and (g.until is None or g.until > at)]
    if any(g.role in access.SAMPLERS for g in held):
        return True
    led = {g.scope_id for g in held if g.role == Role.AREA_LEADER}
    return bool(held) and any(
        worker_id == by.worker_id or area_id in led
        for id, worker_id, area_id, since, until in spans
        if id == door_id and since <= at and (until is None or until > at)
    )
