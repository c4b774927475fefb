"""Reads of rounds and dues: counts, lists in walking order, the history of one due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gridward.accounts.actors import Actor
from gridward.accounts.models import Grant, Role
from gridward.facts.models import FactConflict, FactRefusal
from gridward.rounds import access
from gridward.rounds.models import (
    Addendum,
    Due,
    Meaning,
    Outcome,
    OutcomeKind,
    Round,
    RoundKind,
    Schedule,
    Subject,
)
from gridward.rounds.outcomes import KIND

UNSATISFIED = (Due.State.OPEN, Due.State.EXEMPT, Due.State.SIGNED_OFF)


@dataclass(frozen=True)
class Tally:
    """Dues by state. `late` of the open ones are past the window, as far as `at` says; `left` are owed no more."""

    done: int = 0
    open: int = 0
    exempt: int = 0
    signed_off: int = 0
    left: int = 0

    @property
    def dues(self) -> int:
        """All that is or was owed; who left the scope is not."""
        return self.done + self.open + self.exempt + self.signed_off

    @property
    def of(self) -> int:
        """What coverage is reckoned of: due − exempt."""
        return self.dues - self.exempt


def tally(dues: QuerySet[Any]) -> Tally:
    """Count dues by state, in one statement."""
    counted = dues.order_by().aggregate(**{s.value: Count("id", filter=Q(state=s)) for s in Due.State})
    return Tally(**counted)


def dues_of(round_: Round) -> QuerySet[Any]:
    """All dues of a round, whoever looks."""
    dues: QuerySet[Any] = Due.objects.of(round_.community_id).filter(round_id=round_.id)
    return dues


def counts_by(dues: QuerySet[Any], *columns: str) -> list[dict[str, Any]]:
    """Counts grouped by columns, largest first: `[{column: value, "count": n}]`."""
    return list(dues.order_by().values(*columns).annotate(count=Count("id")).order_by("-count", *columns))


def in_walking_order(dues: QuerySet[Any]) -> QuerySet[Any]:
    """Dues with door, building and area in the order one walks."""
    dues = dues.select_related("door", "area", "round__kind")
    return dues.order_by("door__walking_order", "door__address_key", "id")


def kinds_of(community_id: UUID) -> QuerySet[Any]:
    """The kinds of round of a community."""
    kinds: QuerySet[Any] = RoundKind.objects.of(community_id).order_by("-is_verification", "subject", "code")
    return kinds


def open_rounds(community_id: UUID) -> QuerySet[Any]:
    """Open rounds with their kind, the one that ends first in front."""
    rounds: QuerySet[Any] = Round.objects.of(community_id).filter(state=Round.State.OPEN)
    return rounds.select_related("kind").order_by("closes_at", "id")


def rounds_with_moved(community_id: UUID) -> QuerySet[Any]:
    """Rounds that moved somebody out, the newest first."""
    moved = Due.objects.of(community_id).filter(round_id=OuterRef("id"), meaning=Meaning.MOVED)
    rounds: QuerySet[Any] = Round.objects.of(community_id).filter(Exists(moved))
    return rounds.order_by("-opens_at", "-id")


def schedules_of(community_id: UUID) -> QuerySet[Any]:
    """Schedules with their kind."""
    schedules: QuerySet[Any] = Schedule.objects.of(community_id).select_related("kind")
    return schedules.order_by("next_at", "id")


def previous_verification(round_: Round) -> Round | None:
    """The verification before this one, by the beginning of their windows."""
    earlier = Round.objects.of(round_.community_id).filter(kind__is_verification=True)
    earlier = earlier.filter(kind__subject=Subject.DOOR, opens_at__lt=round_.opens_at)
    found: Round | None = earlier.select_related("kind").order_by("-opens_at").first()
    return found


def coordinator_of(community_id: UUID) -> UUID | None:
    """The coordinator longest in office, to whom things go up."""
    grants = Grant.objects.in_force().filter(community_id=community_id, role=Role.COORDINATOR)
    first: UUID | None = grants.order_by("since", "id").values_list("worker_id", flat=True).first()
    return first


def outcomes_of(due: Due) -> QuerySet[Any]:
    """Everything seen at a due, the newest first."""
    outcomes: QuerySet[Any] = Outcome.objects.of(due.community_id).filter(due_id=due.id)
    return outcomes.order_by("-corrected_at", "-id")


def latest_outcomes(actor: Actor, since: datetime, limit: int = 12) -> list[Any]:
    """What was seen last within the actor's reach, with due and door."""
    outcomes = Outcome.objects.of(actor.community_id).filter(received_at__gte=since)
    if not actor.is_community_wide:
        seen = access.dues_for(actor).values("id")
        outcomes = outcomes.filter(due_id__in=seen)
    outcomes = outcomes.select_related("due__door", "due__round__kind")
    return list(outcomes.order_by("-received_at", "-id")[:limit])


def addenda_of(round_: Round) -> list[Any]:
    """Late facts of a closed round with what they said, the newest first: `(addendum, outcome)`."""
    addenda = list(Addendum.objects.of(round_.community_id).filter(round_id=round_.id).order_by("-at", "-id"))
    outcomes = Outcome.objects.with_ids(round_.community_id, [a.outcome_id for a in addenda])
    by_id = {o.id: o for o in outcomes.select_related("due__door")}
    return [(addendum, by_id[addendum.outcome_id]) for addendum in addenda]


def exemptions_waiting(actor: Actor) -> QuerySet[Any]:
    """Open dues somebody asked to exempt and over which the actor may decide, in walking order."""
    dues = access.dues_for(actor).filter(state=Due.State.OPEN, asked_by_id__isnull=False)
    dues = dues.filter(round__state=Round.State.OPEN, round__community_id=actor.community_id)
    if not actor.is_any_of(Role.COORDINATOR):
        dues = dues.filter(area_id__in=list(actor.area_ids))
    return in_walking_order(dues)


def flags_waiting(actor: Actor) -> QuerySet[Any]:
    """Flagged outcomes nobody looked at: a coordinator sees all, others those under their name."""
    flagged: QuerySet[Any] = Outcome.objects.of(actor.community_id).filter(
        owner_id__isnull=False, looked_at=None
    )
    if not actor.is_any_of(Role.COORDINATOR):
        flagged = flagged.filter(owner_id=actor.worker_id)
    return flagged.select_related("due__door", "due__round").order_by("-received_at", "-id")


def conflicts_waiting(actor: Actor) -> QuerySet[Any]:
    """Conflicts nobody resolved: a coordinator sees all, others those under their name."""
    conflicts: QuerySet[Any] = FactConflict.objects.of(actor.community_id).filter(kind=KIND, resolved_at=None)
    if not actor.is_any_of(Role.COORDINATOR):
        conflicts = conflicts.filter(owner_id=actor.worker_id)
    return conflicts.order_by("-received_at", "-id")


def refusals_of(actor: Actor, since: datetime) -> int:
    """How many records could not be kept since then, in the community."""
    refusals = FactRefusal.objects.of(actor.community_id).filter(received_at__gte=since)
    return int(refusals.count())


def unanswered_since(round_: Round, now: datetime) -> QuerySet[Any]:
    """Open dues whose last attempt got no answer longer ago than the kind of round allows, not gone up yet."""
    minutes = round_.kind.escalate_after_minutes
    attempts = [kind for kind in OutcomeKind.values if kind != OutcomeKind.DONE]
    waiting = dues_of(round_).filter(state=Due.State.OPEN, escalated_at=None, last_kind__in=attempts)
    return waiting.filter(last_at__lte=now - timedelta(minutes=minutes or 0))
