"""Work in the background: each job apart, errors kept without a word of data."""

import logging
from collections.abc import Callable, Iterator

import pytest
from django.db import IntegrityError

from gridward.operations import jobs
from gridward.operations.models import JobState
from gridward.shared.problems import NOT_FOUND, Problem
from gridward.shared.registries import Registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry[Callable[[], int]]]:
    """The test's own jobs."""
    mine: Registry[Callable[[], int]] = Registry()
    monkeypatch.setattr(jobs, "jobs", mine)
    monkeypatch.setattr(jobs, "_last_written", {})
    yield mine


def failing(error: Exception) -> Callable[[], int]:
    """A job that fails so."""

    def job() -> int:
        raise error

    return job


def test_a_failing_job_disturbs_no_other(registry: Registry[Callable[[], int]]) -> None:
    registry.register("bad", failing(IntegrityError("王小明 611097199001011234")))
    registry.register("good", lambda: 3)
    assert jobs.run_all() == 3
    states = {state.name: (state.failures, state.handled) for state in JobState.objects.all()}
    assert states == {"bad": (1, 0), "good": (0, 3)}


def test_the_text_of_an_error_is_kept_nowhere(
    registry: Registry[Callable[[], int]], caplog: pytest.LogCaptureFixture
) -> None:
    registry.register("bad", failing(ValueError("王小明")))
    with caplog.at_level(logging.DEBUG):
        jobs.run_all()
    kept = caplog.text + JobState.objects.get().error
    assert "ValueError" in kept and "王小明" not in kept


def test_failures_are_counted_until_a_good_run(registry: Registry[Callable[[], int]]) -> None:
    outcomes: list[Callable[[], int]] = [failing(Problem(NOT_FOUND)), failing(Problem(NOT_FOUND)), lambda: 0]
    registry.register("moody", lambda: outcomes.pop(0)())
    seen = []
    for _ in range(3):
        jobs.run_all()
        state = JobState.objects.get()
        seen.append((state.failures, state.error.partition(" ")[0]))
    assert seen == [(1, "shared.not_found"), (2, "shared.not_found"), (0, "")]


def test_an_idle_job_is_not_written_down_each_time(
    registry: Registry[Callable[[], int]], django_assert_num_queries: Callable[[int], object]
) -> None:
    registry.register("idle", lambda: 0)
    jobs.run_all()
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        jobs.run_all()
