"""What processes use: seconds of processor and memory, read from /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Use:
    """Seconds of processor of the web and of the database, and megabytes of memory of both together."""

    web: float
    database: float
    memory: float
    memory_before: float = 0.0

    def since(self, before: "Use") -> "Use":
        """What was used since."""
        return Use(self.web - before.web, self.database - before.database, self.memory, before.memory)


def children() -> dict[int, list[int]]:
    """Process ids by the parent's."""
    found: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        found.setdefault(parent, []).append(int(stat.parent.name))
    return found


def all_under(pid: int) -> list[int]:
    """A process and all that come from it."""
    below, found = children(), [pid]
    for one in found:
        found += below.get(one, [])
    return found


def of_postgresql() -> list[int]:
    """The server of this run, by what it says of itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('data_directory')")
        folder = str(cursor.fetchone()[0])
    connection.close()
    return all_under(int((Path(folder) / "postmaster.pid").read_text().split()[0]))


def use_of(web: list[int], database: list[int]) -> Use:
    """What they used so far; a database's process that ended is counted with its parent."""
    memory = sum(map(megabytes, [*web, *database]))
    return Use(sum(map(seconds, web)), sum(map(seconds, database)), memory)


def seconds(pid: int) -> float:
    """Seconds of processor of one process and of its ended children."""
    try:
        parts = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, parts[11:15])) / TICK


def megabytes(pid: int) -> float:
    """Memory of its own, shared pages left out."""
    try:
        lines = (Path("/proc") / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
