"""The log as it is read: who did or saw what, when and why."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from gridward.audit.models import Entry


@dataclass(frozen=True)
class LogChoice:
    """What the log is narrowed to; empty means all."""

    by_id: UUID | None = None
    deed: str = ""
    purpose: str = ""
    day: date | None = None
    subject_id: UUID | None = None


def entries(community_id: UUID, choice: LogChoice | None = None) -> "QuerySet[Entry]":
    """Entries of a community, the newest first."""
    chosen = choice or LogChoice()
    found = Entry.objects.filter(community_id=community_id)
    if chosen.by_id is not None:
        found = found.filter(by_id=chosen.by_id)
    if chosen.subject_id is not None:
        found = found.filter(subject_id=chosen.subject_id)
    if chosen.deed:
        found = found.filter(deed=chosen.deed)
    if chosen.purpose:
        found = found.filter(purpose=chosen.purpose)
    if chosen.day is not None:
        found = found.filter(at__gte=start_of(chosen.day), at__lt=start_of(chosen.day + timedelta(days=1)))
    return found.order_by("-seq")


def start_of(day: date) -> datetime:
    """Midnight of a day as the community's clocks show it."""
    return timezone.make_aware(datetime.combine(day, time.min))
