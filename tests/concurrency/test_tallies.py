"""Two jobs that count the same communities at once: neither breaks off, and the tallies are right in the end."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.areas.actions import put_areas
from gridward.areas.entries import AreaFact
from gridward.coverage.tallies.checks import off_the_count
from gridward.coverage.tallies.refreshing import refresh, refresh_tallies
from gridward.households.actions import assign_doors
from tests.cast import Cast

TIMES = 15


def keep_counting(cast: Cast, counted: list[int], go: threading.Event) -> None:
    """Count again and again, whatever the other does."""
    try:
        go.wait()
        for n in range(TIMES):
            refresh(cast.community_id, timezone.now())
            counted.append(n)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_who_count_at_once_neither_deadlock_nor_leave_a_wrong_tally(cast: Cast, chen: Actor) -> None:
    counted: list[int] = []
    go = threading.Event()
    jobs = [threading.Thread(target=keep_counting, args=(cast, counted, go)) for _ in range(2)]
    for job in jobs:
        job.start()
    go.set()
    doors = list(cast.doors.values())
    for n, door_id in enumerate(doors):
        assign_doors(by=chen, worker_id=None, door_ids=[door_id])
        put_areas(by=chen, areas=[AreaFact(number=50 + n, name=f"新片区{n}")])
    for job in jobs:
        job.join()
    assert len(counted) == 2 * TIMES
    refresh_tallies()
    assert list(off_the_count(cast.community_id)) == []
