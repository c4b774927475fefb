"""What is known of signing in: communities to choose from, and names locked after failed attempts."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from gridward.accounts.models import Unit


def communities(ids: Collection[UUID]) -> "QuerySet[Unit]":
    """Communities by id, by name."""
    return Unit.objects.filter(id__in=ids, kind="community").order_by("name")


def _last_attempt(username: str) -> datetime | None:
    """The failed attempt that locked a name, or None where it is not locked."""
    locked = AccessAttempt.objects.filter(
        username=username.strip().lower(), failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    )
    moment: datetime | None = locked.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    return moment


def seconds_until_unlocked(username: str) -> int:
    """Seconds until a locked name may try again: the whole waiting time where no attempt is on record."""
    wait = get_cool_off()
    last = _last_attempt(username) or timezone.now()
    return max(0, int((last + wait - timezone.now()).total_seconds()))


def is_locked(username: str) -> bool:
    """Whether a name is locked now, from any device."""
    return _last_attempt(username) is not None and seconds_until_unlocked(username) > 0
