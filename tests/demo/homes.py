"""A home folder filled by the command itself, once for all tests of a run, on the database of the run."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

NAME_OF_DATABASE = "test_gridward_demo"


@dataclass(frozen=True)
class Home:
    """A home folder and the environment in which commands find it."""

    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `gridward` in this home."""
        command = [sys.executable, "-m", "gridward.cli", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def answer(self, *arguments: str) -> dict[str, Any]:
        """Run `gridward … --json`, which has to go well; its answer."""
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


def fresh_database(folder: Path) -> dict[str, str]:
    """Where the database of the demonstration is: nothing to say for SQLite, else one of its own beside the run's."""
    url = os.environ.get("GRIDWARD_DATABASE_URL", "")
    if not url:
        return {}
    made = folder / "database-made"
    if not made.exists():
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {NAME_OF_DATABASE} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {NAME_OF_DATABASE}")
        made.touch()
    return {"GRIDWARD_DATABASE_URL": f"{url.rpartition('/')[0]}/{NAME_OF_DATABASE}"}


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Processes of one run share the home: the first fills it, the others find it filled."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The demonstration as `gridward demo --no-serve` makes it."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demonstration"
    shared.mkdir(exist_ok=True)
    with one_at_a_time(shared):
        environment = {**os.environ, "GRIDWARD_HOME": str(shared / "home"), "GRIDWARD_LANGUAGE": "en"}
        home = Home(shared / "home", {**environment, **fresh_database(shared)})
        done = home.run("demo", "--no-serve")
    assert done.returncode == 0, done.stderr
    return home
