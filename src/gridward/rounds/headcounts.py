"""Shelters and who is in them: what was counted there, against those who were moved there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gridward.accounts.naming import worker_names
from gridward.areas.models import Site
from gridward.rounds.answers import NUMBER, answers_of
from gridward.rounds.models import Due, Meaning, Outcome, Round, RoundKind, Subject
from gridward.rounds.queries import dues_of


def counts_heads(kind: RoundKind) -> bool:
    """Whether a kind of round counts heads at places."""
    return kind.subject == Subject.PLACE and any(NUMBER in answer.asks for answer in answers_of(kind))


def shelters_of(community_id: UUID) -> list[tuple[UUID, str]]:
    """The places of open head-counts, else every site, by name; two statements, or three."""
    rounds = Round.objects.of(community_id).filter(state=Round.State.OPEN).select_related("kind")
    heads = [round_.id for round_ in rounds if counts_heads(round_.kind)]
    sites: QuerySet[Any] = Site.objects.of(community_id)
    if heads:
        owed = Due.objects.of(community_id).filter(round_id__in=heads, subject_id=OuterRef("id"))
        sites = sites.filter(Exists(owed.exclude(state=Due.State.LEFT)))
    return list(sites.order_by("name").values_list("id", "name"))


def last_place(community_id: UUID, worker_id: UUID) -> UUID | None:
    """The place a worker named last."""
    named = Outcome.objects.of(community_id).filter(by_id=worker_id, place_id__isnull=False)
    place: UUID | None = named.order_by("-received_at", "-id").values_list("place_id", flat=True).first()
    return place


@dataclass(frozen=True)
class HeadCount:
    """One place: the number counted, by whom and when, and how many were moved there and have not come back."""

    due: Due
    place: str
    number: int | None
    at: datetime | None
    by: str
    moved: int

    @property
    def difference(self) -> int | None:
        """Counted less moved there; None before the first count."""
        return None if self.number is None else self.number - self.moved

    @property
    def missing(self) -> int:
        """How many fewer were counted than were moved there."""
        return max(-(self.difference or 0), 0)


def head_counts(round_: Round) -> list[HeadCount]:
    """The places of a head-count, with those who are missing or over first; five statements."""
    dues = dues_of(round_).exclude(state=Due.State.LEFT)
    listed = list(dues)
    names = dict(
        Site.objects.with_ids(round_.community_id, {due.subject_id for due in listed}).values_list(
            "id", "name"
        )
    )
    moved = moved_to(round_.community_id, names)
    counted = last_counts(round_)
    workers = worker_names(outcome.by_id for outcome in counted.values())
    rows = [
        HeadCount(
            due,
            names.get(due.subject_id, ""),
            due.number,
            outcome.corrected_at if (outcome := counted.get(due.id)) else None,
            workers.get(outcome.by_id, "") if outcome else "",
            moved.get(due.subject_id, 0),
        )
        for due in listed
    ]
    return sorted(rows, key=lambda row: (row.difference == 0, row.place))


def last_counts(round_: Round) -> dict[UUID, Outcome]:
    """The last number said of each due."""
    outcomes = Outcome.objects.of(round_.community_id).filter(round_id=round_.id, number__isnull=False)
    return {outcome.due_id: outcome for outcome in outcomes.order_by("corrected_at", "id")}


def moved_to(community_id: UUID, place_ids: Any) -> dict[UUID, int]:
    """How many persons were moved to each place, and neither back since in a round of the way back nor moved on."""
    moved = Due.objects.of(community_id).filter(meaning=Meaning.MOVED, place_id__in=list(place_ids))
    moved = moved.filter(round__community_id=community_id, round__kind__subject=Subject.PERSON)
    later = Due.objects.of(community_id).filter(
        round__community_id=community_id, subject_id=OuterRef("subject_id"), state=Due.State.DONE
    )
    is_way_back = Q(round__scope__has_key="moved_in")
    gone = later.filter(Q(meaning=Meaning.MOVED) | is_way_back, settled_at__gt=OuterRef("settled_at"))
    rows: Any = moved.filter(~Exists(gone)).order_by().values("place_id")
    return {row["place_id"]: row["n"] for row in rows.annotate(n=Count("subject_id", distinct=True))}
