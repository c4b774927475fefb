"""A roster goes in: how long against merely reading the workbook, and how much of it holds up everybody else."""

import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from django.db import transaction
from python_calamine import CalamineWorkbook

from bench import rosters
from bench.frame import Ratio, Took, clocked, ratio
from bench.ground import a_community
from gridward.households.importing import applying
from gridward.households.importing.command import import_file

ROWS = (600, 3_342, 10_000, 20_000)
QUICK_ROWS = (200, 600)
numbers = count(1)


def ratios(is_quick: bool) -> Iterator[Ratio]:
    """The roster at hand, then generated ones; each time into a fresh community."""
    with tempfile.TemporaryDirectory() as folder:
        found = rosters.at_hand()
        if found is not None:
            yield from of_workbook("the messy roster at hand (about 600 people)", found, 3)
        for rows in QUICK_ROWS if is_quick else ROWS:
            path = rosters.generated(Path(folder), rows)
            yield from of_workbook(f"a roster of {rows:,} rows", path, 3 if rows < 10_000 else 2)


def of_workbook(name: str, path: Path, times: int) -> Iterator[Ratio]:
    """Read alone and import in turns."""
    reading, whole, locked = [], [], []
    for _ in range(times):
        reading.append(clocked(lambda: read_alone(path)))
        took, held = imported(path)
        whole.append(took)
        locked.append(held)
    yield ratio(f"importing {name}", whole, "reading the workbook alone (python-calamine)", reading)
    yield ratio(f"of importing {name}, its one transaction", locked, "the whole import", whole)


def read_alone(path: Path) -> int:
    """Every cell of every sheet, as the reader gives them."""
    book = CalamineWorkbook.from_path(path)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def imported(path: Path) -> tuple[Took, Took]:
    """Import into a fresh community; what the whole took, and what the transaction in which it went in."""
    by = a_community("导入社区", next(numbers))
    with Watched() as watched:
        whole = clocked(lambda: import_file(by=by, path=path, accept=lambda summary: True))
    return whole, watched.took


class Watched:
    """Takes the time from the first statement of the import's own writing to its commit."""

    took: Took

    def __enter__(self) -> "Watched":
        self.write: Callable[..., Any] = applying._write
        applying._write = self._write  # type: ignore[assignment]
        return self

    def __exit__(self, *_: object) -> None:
        applying._write = self.write  # type: ignore[assignment]

    def _write(self, *args: Any, **said: Any) -> Any:
        wall, cpu = perf_counter(), process_time()

        def committed() -> None:
            self.took = Took(perf_counter() - wall, process_time() - cpu)

        transaction.on_commit(committed)
        return self.write(*args, **said)
