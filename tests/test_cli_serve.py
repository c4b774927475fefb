"""`gridward serve`: starts, answers, brings back what dies, refuses a taken port, and stops together."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

PATIENCE = 90


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def start(home: Path, port: int) -> "subprocess.Popen[str]":
    """Serve in a home of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "gridward.cli", "serve", "--port", str(port)],
        env={"PATH": os.environ["PATH"], "GRIDWARD_HOME": str(home), "GRIDWARD_LANGUAGE": "en"},
        stdout=subprocess.PIPE,
        stderr=(home.parent / "stderr").open("w"),
        text=True,
        encoding="utf-8",
    )


def status_of(port: int, path: str) -> int:
    """What a page answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    return connection.getresponse().status


def children_of(pid: int) -> dict[str, int]:
    """Commands of the children with their ids."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True
    ).stdout
    pairs = [line.split(None, 1) for line in listed.splitlines()]
    return {args: int(child) for child, args in pairs}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple["subprocess.Popen[str]", int, Path]]:
    """A server that has printed its address."""
    home, port = tmp_path_factory.mktemp("served") / "home", free_port()
    process = start(home, port)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert re.search(rf"http://127\.0\.0\.1:{port}/", line), (home.parent / "stderr").read_text()
    yield process, port, home
    process.terminate()
    process.wait(PATIENCE)


Served = tuple["subprocess.Popen[str]", int, Path]


def test_pages_and_their_styles_are_answered(served: Served) -> None:
    _, port, _ = served
    assert status_of(port, "/settings/") == 302
    assert status_of(port, "/static/console/app.js") == 200


def test_a_taken_port_is_refused_in_words(served: Served) -> None:
    _, port, home = served
    second = start(home, port)
    assert second.wait(PATIENCE) == 1
    assert "[cli.port_in_use]" in (home.parent / "stderr").read_text()


def test_a_job_process_that_dies_is_started_again(served: Served) -> None:
    process, _, _ = served
    before = next(pid for args, pid in children_of(process.pid).items() if args.endswith("jobs"))
    os.kill(before, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        alive = [pid for args, pid in children_of(process.pid).items() if args.endswith(" jobs")]
        if alive and alive != [before]:
            return
        time.sleep(0.2)
    pytest.fail("the job process was not started again")


def test_told_to_stop_it_stops_with_all_its_children(tmp_path: Path) -> None:
    process = start(tmp_path / "home", free_port())
    assert process.stdout is not None and "http" in process.stdout.readline()
    children = list(children_of(process.pid).values())
    process.terminate()
    assert process.wait(PATIENCE) == 0
    assert len(children) == 2
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
