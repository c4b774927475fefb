"""Checking the register for people who were sampled though they stood on none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.facts.answers import Answer, Verdict
from gridward.facts.clock import hold
from gridward.households.access import persons_for
from gridward.households.models import Person
from gridward.rounds.models import Due
from gridward.rounds.settled import settle_by_facts
from gridward.shared.problems import NOT_FOUND, NOT_YOURS, Problem, problem_code
from gridward.testing.judging import SAMPLED_BEFORE
from gridward.testing.models import Phase, Sample, SubjectKind, TestDay, Visitor

CHECKED_BEFORE = problem_code(
    "testing.visitor_checked", 409, "Somebody has checked this visitor already, and found otherwise."
)
NO_DECISION = problem_code(
    "testing.no_decision", 422, "Say who it is, or that this person does not live here."
)


@dataclass(frozen=True)
class VisitorCheck:
    """What the check of a visitor came to: a person of the register, or that nobody of it was meant."""

    visitor_id: UUID
    decision: str
    person_id: UUID | None = None


def may_check(actor: Actor, visitor: Visitor) -> bool:
    """Whether the actor may see who a visitor is and settle it."""
    return actor.is_any_of(Role.COORDINATOR, Role.DATA_OFFICER) or visitor.owner_id == actor.worker_id


@transaction.atomic
def look_at_visitor(*, by: Actor, visitor_id: UUID) -> Visitor:
    """A visitor whose words may be shown whole; one audit line. Raises shared.not_found, shared.not_yours."""
    visitor = Visitor.objects.with_ids(by.community_id, [visitor_id]).first()
    if visitor is None:
        raise Problem(NOT_FOUND)
    if not may_check(by, visitor):
        raise Problem(NOT_YOURS)
    announce(
        "visitor.seen",
        community_id=by.community_id,
        by_id=by.worker_id,
        subject_id=visitor_id,
        purpose="verification",
    )
    return visitor


@transaction.atomic
def check_visitors(*, by: Actor, facts: Sequence[VisitorCheck]) -> list[Answer]:
    """Settle who visitors are; the samples of one who is on the register are that person's, and settle the due.

    Refused by testing.no_decision, testing.visitor_checked, shared.not_found, shared.not_yours.
    """
    hold(by.community_id)
    rows = Visitor.objects.with_ids(by.community_id, {fact.visitor_id for fact in facts})
    visitors = {visitor.id: visitor for visitor in rows}
    persons = {p.id: p for p in persons_for(by).filter(id__in={f.person_id for f in facts if f.person_id})}
    answers: list[Answer] = []
    settled: dict[UUID, Visitor] = {}
    for fact in facts:
        visitor = visitors.get(fact.visitor_id)
        code = _refusal(by, fact, visitor, persons)
        if code or visitor is None:
            answers.append(Answer(fact.visitor_id, Verdict.REFUSED, code))
        elif visitor.decision:
            answers.append(Answer(fact.visitor_id, Verdict.DUPLICATE))
        else:
            visitor.decision, visitor.person_id = fact.decision, fact.person_id
            visitor.decided_by_id, visitor.decided_at = by.worker_id, timezone.now()
            settled[visitor.id] = visitor
            answers.append(Answer(fact.visitor_id, Verdict.ACCEPTED))
    if settled:
        _keep(by, settled, persons)
    return answers


def _refusal(by: Actor, fact: VisitorCheck, visitor: Visitor | None, persons: dict[UUID, Person]) -> str:
    if visitor is None:
        return NOT_FOUND.code
    if not may_check(by, visitor):
        return NOT_YOURS.code
    is_known = fact.decision == Visitor.Decision.KNOWN
    if fact.decision not in Visitor.Decision.values or is_known != (fact.person_id is not None):
        return NO_DECISION.code
    if is_known and fact.person_id not in persons:
        return NOT_FOUND.code
    is_other = (visitor.decision, visitor.person_id) != (fact.decision, fact.person_id)
    return CHECKED_BEFORE.code if visitor.decision and is_other else ""


def _keep(by: Actor, settled: dict[UUID, Visitor], persons: dict[UUID, Person]) -> None:
    """Write the decisions, hand the samples over, settle the dues: a constant number of statements."""
    columns = ["decision", "person_id", "decided_by_id", "decided_at"]
    Visitor.objects.bulk_update(settled.values(), columns)
    meant = {id: persons[v.person_id] for id, v in settled.items() if v.person_id}
    samples = _handed_over(by, meant)
    first: dict[UUID, Sample] = {}
    for sample in sorted(samples, key=lambda sample: sample.corrected_at):
        if sample.due_id and not sample.is_late_fact:
            first.setdefault(sample.due_id, sample)
    settle_by_facts(by.community_id, [(id, s.corrected_at, s.by_id) for id, s in first.items()])
    changed = [("visitor", id) for id in settled] + [("sample", sample.id) for sample in samples]
    announce(
        "visitor.checked",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=[*changed, *(("due", id) for id in first)],
        subject_id=next(iter(settled)) if len(settled) == 1 else None,
        how_many=len(settled),
    )


def _handed_over(by: Actor, meant: dict[UUID, Person]) -> list[Sample]:
    """The samples of visitors who are on the register, now under the person; twice in a round is flagged."""
    standing: Any = Sample.objects.of(by.community_id).filter(is_void=False)
    samples = list(standing.filter(subject=SubjectKind.VISITOR, subject_id__in=list(meant)).order_by("id"))
    if not samples:
        return []
    days = {day.id: day for day in TestDay.objects.with_ids(by.community_id, {s.day_id for s in samples})}
    persons = {person.id for person in meant.values()}
    dues = _dues(by.community_id, days, persons)
    others = standing.filter(day_id__in=list(days), subject_id__in=persons)
    taken = {
        (day, who, phase == Phase.RESAMPLE)
        for day, who, phase in others.values_list("day_id", "subject_id", "phase")
    }
    for sample in samples:
        person = meant[sample.subject_id]
        is_again = sample.phase == Phase.RESAMPLE
        due = None if is_again else dues.get((sample.day_id, person.id))
        if (sample.day_id, person.id, is_again) in taken and SAMPLED_BEFORE.code not in sample.flags:
            sample.flags = [*sample.flags, SAMPLED_BEFORE.code]
            sample.owner_id, sample.looked_at, sample.looked_by_id = (
                days[sample.day_id].opened_by_id,
                None,
                None,
            )
        taken.add((sample.day_id, person.id, is_again))
        sample.subject, sample.subject_id = SubjectKind.PERSON, person.id
        sample.household_id, sample.area_id = person.household_id, person.door.area_id
        sample.due_id, sample.round_id = (due.id, due.round_id) if due else (None, None)
    columns = ("subject", "subject_id", "household_id", "area_id", "due_id", "round_id")
    Sample.objects.bulk_update(samples, [*columns, "flags", "owner_id", "looked_at", "looked_by_id"])
    return samples


def _dues(community_id: UUID, days: dict[UUID, TestDay], persons: set[UUID]) -> dict[tuple[UUID, UUID], Due]:
    """What each person owes on each day."""
    of = {id: day.id for day in days.values() for id in (day.door_round_id, day.centre_round_id) if id}
    dues: Any = Due.objects.of(community_id).filter(round_id__in=list(of), subject_id__in=persons)
    return {(of[due.round_id], due.subject_id): due for due in dues.exclude(state=Due.State.LEFT)}
