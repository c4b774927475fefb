"""Keeping what the field saw: one answer a fact, a constant number of statements for many."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.models import Grant, Role
from gridward.areas.models import Site
from gridward.audit.actions import announce
from gridward.facts.answers import Answer
from gridward.facts.bulk import insert
from gridward.facts.clock import hold
from gridward.facts.models import FactConflict, FactRefusal
from gridward.households.models import DoorState, DoorVersion
from gridward.rounds import access
from gridward.rounds.actions.door_states import follow_outcomes
from gridward.rounds.actions.rising import raise_at_once
from gridward.rounds.answers import answer_of
from gridward.rounds.models import Addendum, Due, Outcome, OutcomeKind
from gridward.rounds.outcomes import CAN_BE_DONE, KIND, Ground, OutcomeFact, SortedOut, sort_out
from gridward.shared.ids import derived_id
from gridward.shared.registries import purposes


@transaction.atomic
def record_outcomes(*, by: Actor, facts: Sequence[OutcomeFact]) -> list[Answer]:
    """Keep what the field saw, one answer per fact in the order given. Safe to repeat: the sender chose the ids.

    `done` settles a due; every other outcome is an attempt, after which the due stays open under its worker. Raises
    nothing for a single fact: its answer says what became of it.
    """
    hold(by.community_id)
    ground = _ground(by, facts)
    sorted_out = sort_out(facts, ground)
    Outcome.objects.bulk_create(sorted_out.fresh)
    _keep_aside(by, sorted_out)
    _count_attempts(by.community_id, {outcome.due_id for outcome in sorted_out.counting})
    _keep_answers(by.community_id, {outcome.due_id for outcome in sorted_out.counting if outcome.answer})
    _satisfy(by.community_id, {o.due_id for o in sorted_out.counting if o.kind == OutcomeKind.DONE})
    raise_at_once(ground.dues, _going_up(sorted_out, ground), ground.now)
    doors = follow_outcomes(by, sorted_out.counting, ground.dues)
    _announce(by, sorted_out, doors)
    return sorted_out.answers


def _ground(by: Actor, facts: Sequence[OutcomeFact]) -> Ground:
    """Everything the judgement needs, each kind of thing by one statement."""
    now = timezone.now()
    dues = {due.id: due for due in _dues(by.community_id, {fact.due_id for fact in facts})}
    known = Outcome.objects.with_ids(by.community_id, {fact.id for fact in facts}).values_list("id", "digest")
    states: list[str] = []
    if any(fact.door_state for fact in facts):
        states = list(DoorState.objects.of(by.community_id).values_list("code", flat=True))
    return Ground(
        by=by,
        now=now,
        scope=next((p.id for find in purposes if (p := find(by.community_id))), by.community_id),
        dues=dues,
        known=dict(known),
        door_states=states,
        past_rights=_past_rights(by, facts, dues, now),
        places=_places(by.community_id, facts),
        owners={due.id: owner_of(due) for due in dues.values()},
    )


def _places(community_id: UUID, facts: Sequence[OutcomeFact]) -> set[UUID]:
    named = {fact.place_id for fact in facts if fact.place_id}
    return set(Site.objects.with_ids(community_id, named).values_list("id", flat=True)) if named else set()


def _dues(community_id: UUID, ids: Iterable[UUID]) -> QuerySet[Due]:
    dues: QuerySet[Due] = Due.objects.with_ids(community_id, ids).select_related(
        "round__kind", "door", "area"
    )
    return dues


def owner_of(due: Due) -> UUID:
    """Whose name a question about this due stands under: the area's leader, else who opened the round."""
    leader: UUID | None = due.area.leader_id if due.area else None
    return leader or due.round.opened_by_id


def _past_rights(by: Actor, facts: Sequence[OutcomeFact], dues: dict[UUID, Due], now: datetime) -> set[UUID]:
    """Facts whose sender had the right at the time, among those without it now: two statements, or none."""
    asked = [f for f in facts if (due := dues.get(f.due_id)) and not access.may_record(by, due)]
    asked = [f for f in asked if f.happened_at is None or f.happened_at.tzinfo]
    if not asked:
        return set()
    grants = list(
        Grant.objects.filter(community_id=by.community_id, worker_id=by.worker_id, role__in=access.RECORDERS)
    )
    door_ids = {door_id for f in asked if (door_id := dues[f.due_id].door_id)}
    versions: QuerySet[Any] = DoorVersion.objects.of(by.community_id)
    versions = versions.filter(entity_id__in=door_ids, known_to=None)
    spans = list(versions.values_list("entity_id", "worker_id", "area_id", "true_from", "true_to"))
    return {f.id for f in asked if _had_right(by, dues[f.due_id], f.corrected_at(now), grants, spans)}


def _had_right(
    by: Actor,
    due: Due,
    at: datetime,
    grants: list[Grant],
    spans: list[tuple[UUID, UUID | None, UUID | None, datetime, datetime | None]],
) -> bool:
    """Whether the grants then in force reached the door as it lay then, or the due still stood under the sender."""
    held = [g for g in grants if g.since <= at and (g.until is None or g.until > at)]
    if any(g.role == Role.COORDINATOR for g in held):
        return True
    led = {g.scope_id for g in held if g.role == Role.AREA_LEADER}
    if held and due.worker_id == by.worker_id:
        return True
    return bool(held) and any(
        worker_id == by.worker_id or area_id in led
        for door_id, worker_id, area_id, since, until in spans
        if door_id == due.door_id and since <= at and (until is None or until > at)
    )


def _keep_aside(by: Actor, sorted_out: SortedOut) -> None:
    """Late facts as addenda to their round; conflicts whole and sealed; of a refusal only that there was one."""
    if sorted_out.late:
        Addendum.objects.bulk_create(
            Addendum(
                id=derived_id("addendum", outcome.id),
                community_id=by.community_id,
                round_id=outcome.round_id,
                by_id=by.worker_id,
                outcome_id=outcome.id,
            )
            for outcome in sorted_out.late
        )
    us, me = by.community_id, by.worker_id
    insert(FactConflict, sorted_out.conflicts, ignores_known=True)
    refused = [
        FactRefusal(community_id=us, kind=KIND, fact_id=id, by_id=me, code=code)
        for id, code in sorted_out.refused.items()
    ]
    insert(FactRefusal, refused, ignores_known=True)


def _count_attempts(community_id: UUID, due_ids: set[UUID]) -> None:
    """Attempts and the last word of each due, read back from its outcomes, so that the two cannot differ."""
    if not due_ids:
        return
    outcomes = Outcome.objects.of(community_id).filter(due_id=OuterRef("id"), is_late_fact=False)
    attempts = outcomes.exclude(kind=OutcomeKind.DONE).order_by().values("due_id").annotate(n=Count("id"))
    latest = outcomes.order_by("-corrected_at", "-id")
    Due.objects.with_ids(community_id, due_ids).update(
        attempts=Coalesce(Subquery(attempts.values("n")), 0),
        last_kind=Subquery(latest.values("kind")[:1]),
        last_at=Subquery(latest.values("corrected_at")[:1]),
    )


def _keep_answers(community_id: UUID, due_ids: set[UUID]) -> None:
    """The answer that counts, with what it brought: the last that settles, else the last."""
    if not due_ids:
        return
    outcomes = Outcome.objects.of(community_id).filter(due_id=OuterRef("id"), is_late_fact=False)
    settles = Case(When(kind=OutcomeKind.DONE, then=Value(0)), default=Value(1))
    counting = outcomes.order_by(settles, "-corrected_at", "-id")
    names = ("answer", "meaning", "number", "place_id")
    Due.objects.with_ids(community_id, due_ids).update(
        **{name: Subquery(counting.values(name)[:1]) for name in names}
    )


def _going_up(sorted_out: SortedOut, ground: Ground) -> list[UUID]:
    """Dues whose answer goes to a named person at once."""
    told = [(outcome.due_id, outcome.answer) for outcome in sorted_out.counting if outcome.answer]
    found = [(id, answer_of(ground.dues[id].round.kind, code)) for id, code in told]
    return [id for id, answer in found if answer and answer.goes_up]


def _satisfy(community_id: UUID, due_ids: set[UUID]) -> None:
    """Settle open dues by their first `done`; one that is settled already is left as it stands."""
    if not due_ids:
        return
    done = Outcome.objects.of(community_id).filter(due_id=OuterRef("id"), is_late_fact=False)
    first = done.filter(kind=OutcomeKind.DONE).order_by("corrected_at", "id")
    Due.objects.with_ids(community_id, due_ids).filter(state__in=CAN_BE_DONE).update(
        state=Due.State.DONE,
        settled_at=Subquery(first.values("corrected_at")[:1]),
        settled_by_id=Subquery(first.values("by_id")[:1]),
        how=Subquery(first.values("how")[:1]),
        reason="",
        asked_by_id=None,
        asked_reason="",
    )


def _announce(by: Actor, sorted_out: SortedOut, doors: list[UUID]) -> None:
    kept = len(sorted_out.fresh) + len(sorted_out.conflicts) + len(sorted_out.refused)
    if not kept:
        return
    due_ids = dict.fromkeys(outcome.due_id for outcome in sorted_out.fresh)
    changed = [("due", due_id) for due_id in due_ids]
    changed += [("outcome", outcome.id) for outcome in sorted_out.fresh]
    changed += [("door", door_id) for door_id in doors]
    announce(
        "outcome.recorded",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=changed,
        subject_id=sorted_out.fresh[0].due_id if len(due_ids) == 1 else None,
        how_many=kept,
    )


@transaction.atomic
def look_at(*, by: Actor, outcome_ids: Sequence[UUID] = (), conflict_ids: Sequence[UUID] = ()) -> int:
    """Note by name that somebody looked at flagged outcomes and conflicts; returns how many were not looked at before.

    A coordinator looks at any, others at those under their own name; what is not theirs is left.
    """
    waiting: Any = Outcome.objects.with_ids(by.community_id, outcome_ids).filter(
        looked_at=None, owner_id__isnull=False
    )
    conflicts: Any = FactConflict.objects.with_ids(by.community_id, conflict_ids).filter(resolved_at=None)
    if not by.is_any_of(Role.COORDINATOR):
        waiting, conflicts = waiting.filter(owner_id=by.worker_id), conflicts.filter(owner_id=by.worker_id)
    now = timezone.now()
    looked = int(waiting.update(looked_at=now, looked_by_id=by.worker_id))
    looked += int(conflicts.update(resolved_at=now, resolved_by_id=by.worker_id))
    if looked:
        changed = [("outcome", id) for id in outcome_ids] + [("conflict", id) for id in conflict_ids]
        announce("outcome.looked_at", community_id=by.community_id, by_id=by.worker_id, changed=changed)
    return looked
