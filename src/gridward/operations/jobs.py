"""The work in the background: every registered job in turn, each kept apart from the others."""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from gridward.operations.models import JobState
from gridward.shared.problems import Problem
from gridward.shared.registries import jobs

log = logging.getLogger(__name__)
# A job that finds nothing to do is written down only this often, so that an idle laptop's disk may rest.
QUIET_FOR = timedelta(minutes=1)
PACKAGE = Path(__file__).resolve().parents[1]
_last_written: dict[str, datetime] = {}


def run_all() -> int:
    """Run every job once; returns how much they found to do. A job that fails disturbs no other."""
    return sum(run_one(name, job) for name, job in list(jobs.items()))


def run_one(name: str, job: Callable[[], int]) -> int:
    """Run one job and keep how it went: the kind and place of an error, never its text, which may name a person."""
    began = timezone.now()
    try:
        handled = job()
    except Exception as error:  # noqa: BLE001 - whatever it is, the other jobs go on
        kind = kind_of(error)
        log.error("job %s failed: %s", name, kind)  # no traceback: its last line is the text we must not keep
        keep_failure(name, began, kind)
        return 0
    keep_success(name, began, handled)
    return handled


def kind_of(error: Exception) -> str:
    """What went wrong, without a word of data: problem code or type, and where in our code."""
    name = error.code if isinstance(error, Problem) else type(error).__name__
    ours = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(str(PACKAGE))]
    where = f" at {Path(ours[-1].filename).relative_to(PACKAGE).as_posix()}:{ours[-1].lineno}" if ours else ""
    return f"{name}{where}"[:100]


def keep_failure(name: str, began: datetime, kind: str) -> None:
    """One more failed run in a row."""
    state, _ = JobState.objects.get_or_create(name=name)
    state.began_at, state.error, state.failures = began, kind, state.failures + 1
    state.save(update_fields=["began_at", "error", "failures"])
    _last_written.pop(name, None)


def keep_success(name: str, began: datetime, handled: int) -> None:
    """A good run, written down when it did something, when it follows a failure, or when a while has passed."""
    written = _last_written.get(name)
    if handled == 0 and written is not None and began - written < QUIET_FOR:
        return
    values = {"began_at": began, "ended_at": timezone.now(), "handled": handled, "failures": 0, "error": ""}
    JobState.objects.update_or_create(name=name, defaults=values)
    _last_written[name] = began
