"""A testing day through HTTP: many devices, the board being read all the while, against the same rows written bare."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import quantiles
from time import monotonic, sleep
from typing import Any

import msgspec
from django.db import connection

from bench.bare import persons_a_second
from bench.devices import Plan, Sent
from bench.frame import Ratio
from bench.processes import Use, all_under, of_postgresql, use_of
from bench.towns import WATCHED, Town, towns
from gridward.accounts.models import Account
from gridward.testing.models import Sample

PORT = 18_644
BATCHES = (1, 10, 200)
# As many people as the community of the report, rounded so that calls and tubes end where a day ends.
TOWNS, PEOPLE, DEVICES = 32, 3_400, 8
CROWD, CROWD_FACTS = 500, 200
AT_ONCE = {1: 16, 10: 24, 200: 8}
# Calls of ten go on for as long as is asked, the others a minute; for that many persons a second there are days enough.
LONG = 10
MOST_A_SECOND = {1: 1_000, 10: 4_500, 200: 12_000}


@dataclass
class Board:
    """Somebody looks at the boards of a few communities, again and again, until told to stop."""

    towns: list[Town]
    waits: list[float] = field(default_factory=list)
    others: dict[int, int] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Board":
        self._stop.clear()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        cookies = [cookie_of(town) for town in self.towns]
        turn = 0
        while not self._stop.wait(0.2):
            town, cookie = self.towns[turn % len(cookies)], cookies[turn % len(cookies)]
            began = monotonic()
            status = get(f"/testing/days/{town.day.id}/board/", cookie)
            self.waits.append(monotonic() - began)
            if status != 200:
                self.others[status] = self.others.get(status, 0) + 1
            turn += 1


def cookie_of(town: Town) -> str:
    """A signed-in browser of the town's coordinator."""
    from django.conf import settings
    from django.test import Client

    account = Account.objects.get(worker_id=town.by.worker_id)
    Account.objects.filter(id=account.id).update(must_change_password=False)
    client = Client(SERVER_NAME="localhost")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    connection.close()
    return client.cookies[settings.SESSION_COOKIE_NAME].OutputString().partition(";")[0]


def get(path: str, cookie: str) -> int:
    """The status of a page, read whole."""
    asked = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", headers={"Cookie": cookie})
    try:
        with urllib.request.urlopen(asked, timeout=60) as response:
            response.read()
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


@contextmanager
def served() -> Iterator[int]:
    """`gridward serve` as in production, job process and all; its process id."""
    command = [sys.executable, "-m", "gridward.cli", "serve", "--port", str(PORT)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            while True:
                try:
                    get("/sign-in/", "")
                    break
                except OSError:
                    sleep(0.3)
            yield server.pid
        finally:
            server.terminate()
            server.wait(30)


def sent_by(plan: Plan, processes: int = 1) -> Sent:
    """Send a plan from processes of its own, communities shared out among them."""
    with tempfile.TemporaryDirectory() as folder:
        running = []
        for n in range(processes):
            share = replace(plan, places=plan.places[n::processes], at_once=-(-plan.at_once // processes))
            path = Path(folder) / f"plan{n}"
            path.write_bytes(msgspec.msgpack.encode(share))
            command = [sys.executable, "-m", "bench.devices", str(path)]
            running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        told = [json.loads(process.communicate()[0]) for process in running]
    return together([Sent(**one) for one in told])


def together(parts: list[Sent]) -> Sent:
    """What several processes sent, as one."""
    whole = Sent(seconds=max(part.seconds for part in parts), reached=max(part.reached for part in parts))
    for part in parts:
        whole.persons += part.persons
        whole.cpu += part.cpu
        whole.waits += part.waits
        for name, many in part.others.items():
            whole.others[name] = whole.others.get(name, 0) + many
    return whole


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """Each size of batch in turn, then the crowd; figures go to the table on standard error."""
    minutes = float(os.environ.get("GRIDWARD_BENCH_MINUTES") or (0.1 if is_quick else 1))
    usual = 1 if connection.vendor == "sqlite" else (4 if is_quick else TOWNS)
    many = int(os.environ.get("GRIDWARD_BENCH_COMMUNITIES") or usual)
    lasts = {batch: 60 * (minutes if batch == LONG else min(minutes, 1)) for batch in BATCHES}
    need = sum(lasts[batch] * MOST_A_SECOND[batch] for batch in BATCHES) + CROWD * CROWD_FACTS
    days = max(2, -(-int(need) // (many * PEOPLE)))
    tell(f"laying out {many} communities of {PEOPLE:,} people, {days} days")
    there = list(towns(many, PEOPLE, max(DEVICES, -(-CROWD // many)), days))
    connection.close()
    with served() as server:
        reached = 0
        tell(HEAD)
        for batch in BATCHES:
            sent, board, used = one_size(there, batch, reached, lasts[batch], server)
            reached = sent.reached + 1_000 - sent.reached % 1_000
            limit = persons_a_second(batch)
            tell(line_of(f"calls of {batch}", sent, board, used, limit))
            yield Ratio(
                f"persons a second in calls of {batch}, {many} communities",
                "the same rows by multi-row INSERT",
                [sent.persons / sent.seconds / limit],
            )
        crowd(there, reached, server, is_quick)
    check_all(there)


def one_size(
    there: list[Town], batch: int, first: int, seconds: float, server: int
) -> tuple[Sent, Board, Use]:
    """Send in calls of a size, the boards being looked at."""
    plan = Plan(PORT, [town.place for town in there], batch, AT_ONCE[batch], seconds, first)
    board = Board(there[:WATCHED])
    before = use_now(server)
    with board:
        sent = sent_by(plan)
    return sent, board, use_now(server).since(before)


def use_now(server: int) -> Use:
    """What the server and its database used so far."""
    database = of_postgresql() if connection.vendor == "postgresql" else []
    return use_of(all_under(server), database)


def crowd(there: list[Town], first: int, server: int, is_quick: bool) -> None:
    """Many devices come online in the same moment, each with its call."""
    many = 40 if is_quick else CROWD
    plan = Plan(PORT, [town.place for town in there], CROWD_FACTS, many, None, first, True)
    before = use_now(server)
    with Board(there[:WATCHED]) as board:
        sent = sent_by(plan)
    tell(line_of(f"{many} devices at once, {CROWD_FACTS} each: all in after {sent.seconds:.1f} s",
                 sent, board, use_now(server).since(before), persons_a_second(CROWD_FACTS)))  # fmt: skip


def check_all(there: list[Town]) -> None:
    """Whether every person accepted is there, once."""
    rows = sum(Sample.objects.of(town.by.community_id).count() for town in there)
    tell(f"samples kept: {rows:,}")


TITLES = (
    "what", "persons/s", "limit", "share", "calls/s", "p50 ms", "p95 ms", "p99 ms", "board p95 ms", "boards",
    "other answers", "web CPU ms/call", "database", "devices", "memory MB before", "after",
)  # fmt: skip
HEAD = f"| {' | '.join(TITLES)} |\n{'|---' * len(TITLES)}|"


def line_of(what: str, sent: Sent, board: Board, used: Use, limit: float) -> str:
    """One row of the table."""
    calls, rate = max(len(sent.waits), 1), sent.persons / sent.seconds
    cells: list[Any] = [what, f"{rate:,.0f}", f"{limit:,.0f}", f"{rate / limit:.0%}"]
    cells += [f"{calls / sent.seconds:,.0f}", *(f"{cut(sent.waits, at) * 1000:.0f}" for at in (50, 95, 99))]
    cells += [f"{cut(board.waits, 95) * 1000:.0f}", len(board.waits)]
    cells += [{**sent.others, **board.others} or "none"]
    cells += [f"{seconds / calls * 1000:.2f}" for seconds in (used.web, used.database, sent.cpu)]
    cells += [f"{used.memory_before:.0f}", f"{used.memory:.0f}"]
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def cut(waits: list[float], at: int) -> float:
    """A percentile."""
    return quantiles(waits, n=100)[at - 1] if len(waits) > 1 else (waits or [0.0])[0]


def tell(words: str) -> None:
    """Say it beside the ratios, which go to standard output."""
    print(words, file=sys.stderr, flush=True)
