"""While a roster goes in, two phones go on sending answers: is each accepted, and how long does one wait?"""

import tempfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import sleep
from uuid import UUID

from django.db import connection
from django.utils import timezone

from bench import rosters
from bench.frame import Ratio, Took, clocked
from bench.ground import community_of
from bench.importing import Watched
from gridward.accounts.actors import Actor
from gridward.facts.answers import Verdict
from gridward.households.importing.command import import_file
from gridward.rounds.actions import OutcomeFact, Scope, open_round, record_outcomes
from gridward.rounds.models import Due
from gridward.shared.ids import new_id

ANSWERS, PHONES = 200, 2
ROWS = (600, 3_342, 10_000)


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """A community of the report's size, its verification open, and rosters of growing length."""
    by = community_of(600 if is_quick else 3_342)
    due_ids = dues_of_a_round(by)
    with tempfile.TemporaryDirectory() as folder:
        for rows in ROWS[:1] if is_quick else ROWS:
            yield from one_by_one(by, due_ids, rosters.generated(Path(folder), rows, seed=7), rows)


def one_by_one(by: Actor, due_ids: list[UUID], path: Path, rows: int) -> Iterator[Ratio]:
    """Answers in quiet first; then the same number while an import that was said yes to goes in."""
    alone = median(took.wall for took in Phones(by, due_ids).send().took)
    busy = Phones(by, due_ids)
    with Watched() as watched:
        applied = clocked(lambda: import_among(by, path, busy))
    busy.join()
    name, waits = f"a roster of {rows:,} rows", [took.wall for took in busy.took]
    quiet = "the middle one of answers in quiet"
    accepted = sum(verdict == Verdict.ACCEPTED for verdict in busy.verdicts)
    yield Ratio(f"answers accepted while importing {name}", f"the {ANSWERS} sent", [accepted / ANSWERS])
    longest = f"the longest wait of {ANSWERS} answers while importing {name}"
    yield Ratio(longest, "the whole import", [max(waits) / applied.wall])
    yield Ratio(longest, "the import's one transaction", [max(waits) / watched.took.wall])
    yield Ratio(f"the middle wait of these answers, {name}", quiet, [median(waits) / alone])
    yield Ratio(f"the one transaction of importing {name}", quiet, [watched.took.wall / alone])


def import_among(by: Actor, path: Path, phones: "Phones") -> None:
    """Import a file; from the moment somebody says yes to it, phones send."""

    def accept(_: object) -> bool:
        phones.start()
        return True

    import_file(by=by, path=path, accept=accept)


class Phones:
    """Two phones that send their answers one after another, resting after each for as long as it took."""

    def __init__(self, by: Actor, due_ids: list[UUID]) -> None:
        self.by, self.due_ids = by, due_ids
        self.took: list[Took] = []
        self.verdicts: list[str] = []
        self.threads = [threading.Thread(target=self._send_all, daemon=True) for _ in range(PHONES)]

    def send(self) -> "Phones":
        """Send all, with nothing else going on."""
        self.start()
        self.join()
        return self

    def start(self) -> None:
        """Begin sending."""
        for thread in self.threads:
            thread.start()

    def join(self) -> None:
        """Wait for the last answer."""
        for thread in self.threads:
            thread.join()

    def _send_all(self) -> None:
        try:
            for n in range(ANSWERS // PHONES):
                fact = OutcomeFact(new_id(), self.due_ids[n % len(self.due_ids)], "absent")
                took = clocked(partial(self._record, fact), is_swept=False)
                self.took.append(took)
                sleep(took.wall)
        finally:
            connection.close()

    def _record(self, fact: OutcomeFact) -> None:
        self.verdicts += [answer.verdict for answer in record_outcomes(by=self.by, facts=[fact])]


def dues_of_a_round(by: Actor) -> list[UUID]:
    """A verification over every door, open since an hour ago."""
    began = timezone.now() - timedelta(hours=1)
    round_ = open_round(
        by=by,
        kind_code="verification",
        name="第二次核查",
        scope=Scope(),
        opens_at=began,
        closes_at=began + timedelta(days=2),
    )
    return list(Due.objects.of(by.community_id).filter(round_id=round_.id).values_list("id", flat=True))
