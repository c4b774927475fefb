"""The community clock: taken by every verb as its last statement."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.db import connection

from gridward.facts.bulk import ask, change, fetch
from gridward.facts.models import CommunityClock

HELD: Final = "SELECT seq FROM facts_communityclock WHERE community_id = %s FOR UPDATE"
# A statement prepared while a table was nearly empty is planned to read all of it, and goes on doing so until the
# server next counts its rows, a minute of a busy day later. What follows in this transaction goes by indexes.
HELD_BY_INDEX: Final = HELD.replace("seq", "seq, set_config('enable_seqscan', 'off', true)", 1)


def take_numbers(community_id: UUID, how_many: int, after: int | None = None) -> int:
    """Take numbers inside the caller's transaction and return the first; the row stays locked until commit.

    `after`: where the clock stands, for a caller who holds it and knows; then nothing is waited for.
    """
    if after is not None:
        change(
            "UPDATE facts_communityclock SET seq = %s WHERE community_id = %s", after + how_many, community_id
        )
        return after + 1
    last = _move_on(community_id, how_many)
    if last is None:
        _begin(community_id)
        last = _move_on(community_id, how_many)
    assert last is not None
    return last - how_many + 1


def _move_on(community_id: UUID, how_many: int) -> int | None:
    """One statement that moves the clock and says where it stands; None where there is none yet."""
    moved = fetch(
        "UPDATE facts_communityclock SET seq = seq + %s WHERE community_id = %s RETURNING seq",
        how_many,
        community_id,
    )
    return moved[0][0] if moved else None


def hold(community_id: UUID) -> None:
    """Let writers of one community's register go one after another, from reading what stands to commit.

    On SQLite a transaction does so by itself (IMMEDIATE); without it two writers on PostgreSQL would each
    put a version on top of the same one.
    """
    if connection.vendor == "sqlite":
        return
    if not fetch(HELD, community_id):
        _begin(community_id)
        fetch(HELD, community_id)


def ask_hold(community_id: UUID) -> Callable[[], int | None]:
    """Hold the clock as one of several statements that go together; what it returns reads where the clock stands.

    None: there is no clock yet, and nothing is held. For few rows of large tables: no table is read whole after it.
    """
    is_locked_already = connection.vendor == "sqlite"
    rows = ask(HELD.removesuffix(" FOR UPDATE") if is_locked_already else HELD_BY_INDEX, community_id)
    return lambda: next((row[0] for row in rows()), None)


def _begin(community_id: UUID) -> None:
    CommunityClock.objects.bulk_create([CommunityClock(community_id=community_id)], ignore_conflicts=True)


def last_number(community_id: UUID) -> int:
    """The number of the last change, 0 before the first: what pages poll against."""
    return CommunityClock.objects.filter(community_id=community_id).values_list("seq", flat=True).first() or 0
