"""The rules of the ledger as proofs: each names every exception."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from gridward.accounts.models import Worker
from gridward.rounds import queries
from gridward.rounds.models import Due, Outcome, OutcomeKind, Round, RoundKind
from gridward.rounds.scopes import Scope, subjects_in
from gridward.shared.registries import Check, Finding


def _dues(community_id: UUID) -> QuerySet[Any]:
    dues: QuerySet[Any] = Due.objects.of(community_id).select_related("round", "door", "area")
    return dues.order_by("round_id", "id")


def _finding(rule: str, due: Due) -> Finding:
    place = due.door.address if due.door else str(due.subject_id)
    return Finding(rule, f"{due.round.name}: {place}", due.state, reverse("due", args=[due.id]))


def _round_finding(rule: str, round_: Round, words: str) -> Finding:
    return Finding(rule, round_.name, words, reverse("round", args=[round_.id]))


def find_subjects_without_due(community_id: UUID) -> Iterator[Finding]:
    """Open rounds that owe nothing to a subject in their scope. (The database sees to it that none is owed twice.)"""
    for round_ in queries.open_rounds(community_id):
        its_due = Due.objects.of(community_id).filter(round_id=round_.id, subject_id=OuterRef("id"))
        scope = Scope.from_json(round_.scope)
        if scope.is_named:
            continue
        sources = subjects_in(community_id, round_.kind.subject, scope)
        owed = Exists(its_due.exclude(state=Due.State.LEFT))
        missing = sum(subjects.filter(~owed).count() for subjects in sources)
        if missing:
            yield _round_finding("rounds.complete", round_, str(missing))


def find_own_exemptions(community_id: UUID) -> Iterable[Finding]:
    """Exempt dues approved by whoever asked, by their worker, or that nobody asked for."""
    own = Q(asked_by_id=F("settled_by_id")) | Q(worker_id=F("settled_by_id")) | Q(asked_by_id=None)
    wrong = _dues(community_id).filter(own, state=Due.State.EXEMPT)
    return (_finding("rounds.exemption", due) for due in wrong)


def find_open_in_closed(community_id: UUID) -> Iterable[Finding]:
    """Open dues of closed rounds."""
    closed = Round.objects.of(community_id).filter(id=OuterRef("round_id"), state=Round.State.CLOSED)
    wrong = _dues(community_id).filter(Exists(closed), state=Due.State.OPEN)
    return (_finding("rounds.closed", due) for due in wrong)


def find_wrong_statements(community_id: UUID) -> Iterator[Finding]:
    """Closed rounds whose statement counts other numbers than their dues."""
    for round_ in Round.objects.of(community_id).filter(state=Round.State.CLOSED).order_by("id"):
        counted = queries.tally(queries.dues_of(round_))
        said = round_.statement or {}
        names = ("dues", "done", "open", "exempt", "signed_off", "left")
        wrong = [name for name in names if said.get(name) != getattr(counted, name)]
        if said.get("coverage") != {"done": counted.done, "of": counted.of}:
            wrong.append("coverage")
        if wrong:
            yield _round_finding("rounds.statement", round_, ", ".join(wrong))


def find_unfounded_states(community_id: UUID) -> Iterable[Finding]:
    """Dues that are done without an outcome that says so, or open although one does; where outcomes say it at all."""
    said = Outcome.objects.of(community_id).filter(due_id=OuterRef("id"), is_late_fact=False)
    is_done = Exists(said.filter(kind=OutcomeKind.DONE))
    unfounded = Q(state=Due.State.DONE) & ~Q(is_done) | Q(state=Due.State.OPEN) & Q(is_done)
    dues = _dues(community_id).filter(unfounded, round__community_id=community_id)
    elsewhere = RoundKind.objects.of(community_id).filter(id=OuterRef("round__kind_id"))
    dues = dues.exclude(Exists(elsewhere.exclude(recorded_by="")))
    return (_finding("rounds.outcomes", due) for due in dues)


def find_nameless(community_id: UUID) -> Iterator[Finding]:
    """Open dues whose name is that of nobody at work here: not the worker's, the leader's or the opener's."""
    open_dues = _dues(community_id).filter(state=Due.State.OPEN, round__community_id=community_id)
    columns = list(open_dues.values_list("id", "worker_id", "area__leader_id", "round__opened_by_id"))
    named = {name for _id, *names in columns for name in names if name}
    at_work = set(Worker.objects.filter(id__in=named, left_at=None).values_list("id", flat=True))
    ids = [id for id, *names in columns if not at_work.intersection(names)]
    yield from (_finding("rounds.named", due) for due in _dues(community_id).filter(id__in=ids))


CHECKS = (
    Check(
        "rounds.complete",
        "Every door, person or place in the scope of an open round has its due.",
        find_subjects_without_due,
    ),
    Check(
        "rounds.exemption",
        "No exemption is approved by the worker or by whoever asked for it.",
        find_own_exemptions,
    ),
    Check("rounds.closed", "Nothing is open in a closed round.", find_open_in_closed),
    Check(
        "rounds.statement",
        "A closing statement counts what the dues of its round say.",
        find_wrong_statements,
    ),
    Check(
        "rounds.outcomes", "A due is done exactly when somebody recorded that it is.", find_unfounded_states
    ),
    Check("rounds.named", "Every open due stands under the name of somebody at work here.", find_nameless),
)
