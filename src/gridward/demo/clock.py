"""Telling a story on its own days: while a deed of the demonstration is done, the clock stands where the story is.

A verb asks the clock when it is: a round closed in the story would otherwise be closed today, and so would every line
of the log. Only the process that fills a demonstration does this, never one that serves, and the clock goes
right again after each deed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import ClassVar

from django.utils import timezone


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let `django.utils.timezone` say that it is this moment."""

    class StoryTime(datetime):
        stands_at: ClassVar[datetime] = moment

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return cls.stands_at.astimezone(tz)

    right = timezone.datetime  # type: ignore[attr-defined]
    timezone.datetime = StoryTime  # type: ignore[attr-defined]
    try:
        yield
    finally:
        timezone.datetime = right  # type: ignore[attr-defined]
