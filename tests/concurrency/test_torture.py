"""A short form of `make torture`: one run, with kills and a backup restored."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_no_acknowledged_fact_is_lost_or_doubled_whatever_dies(db: None, pytestconfig: pytest.Config) -> None:
    vendor = pytestconfig.getoption("--database")
    command = [sys.executable, "-m", "tests.torture", "--runs", "1", "--seed", "5", "--database", vendor]
    paths = os.pathsep.join([str(PROJECT / "src"), str(PROJECT)])
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": paths, "HOME": os.environ.get("HOME", "/")}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "1 of 1 runs held" in done.stdout
