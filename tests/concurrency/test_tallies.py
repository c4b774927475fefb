"""Two jobs that count the same community at once: neither breaks off, and the tallies are right in the end."""

import threading
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.coverage.tallies.checks import off_the_count
from gridward.coverage.tallies.counting import count_afresh
from gridward.coverage.tallies.refreshing import refresh, refresh_tallies
from gridward.households.actions import assign_doors
from tests.cast import Cast

TIMES = 30


def keep_counting(cast: Cast, counted: list[int], go: threading.Barrier) -> None:
    """Count again and again, whatever the other does."""
    try:
        go.wait()
        for n in range(TIMES):
            refresh(cast.community_id, timezone.now())
            counted.append(n)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_who_count_at_once_neither_deadlock_nor_leave_a_wrong_tally(
    cast: Cast, chen: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_another_moment(community_id: UUID, now: datetime) -> dict[UUID, dict[str, int]]:
        """One of the two counted before areas were there that the other has."""
        fresh = count_afresh(community_id, now)
        gone = {cast.areas[1], cast.areas[3]} if threading.current_thread().name == "earlier" else set()
        return {id: counts for id, counts in fresh.items() if id not in gone}

    counted: list[int] = []
    go = threading.Barrier(2)
    with monkeypatch.context() as patched:
        patched.setattr("gridward.coverage.tallies.refreshing.count_afresh", of_another_moment)
        jobs = [
            threading.Thread(target=keep_counting, args=(cast, counted, go), name=name)
            for name in ("earlier", "later")
        ]
        for job in jobs:
            job.start()
        for door_id in cast.doors.values():
            assign_doors(by=chen, worker_id=None, door_ids=[door_id])
        for job in jobs:
            job.join()
    assert len(counted) == 2 * TIMES
    refresh(cast.community_id, timezone.now())
    refresh_tallies()
    assert list(off_the_count(cast.community_id)) == []
