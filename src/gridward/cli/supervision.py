"""Children of `gridward serve`: started, watched, started again when they die, and stopped together."""

import ctypes
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gridward.cli.words import tell

LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0
PATIENCE = 15.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process: how it is started, and how often it died lately."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    start_at: float = field(default=0.0)

    def start(self) -> None:
        """Begin it now."""
        self.process = subprocess.Popen(self.command, preexec_fn=die_with_parent)
        self.started_at = time.monotonic()

    def look_after(self) -> None:
        """Start it again when it died, after a pause that doubles while it keeps dying."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.start()
            return
        status = self.process.poll()
        if status is None:
            return
        self.deaths = 1 if now - self.started_at > STEADY_AFTER else self.deaths + 1
        pause = min(2.0 ** (self.deaths - 1), LONGEST_PAUSE)
        self.process, self.start_at = None, now + pause
        words = _("%(name)s ended (%(status)s); it starts again in %(seconds)d s.")
        tell(words % {"name": self.name, "status": status, "seconds": pause})


def die_with_parent() -> None:
    """On Linux a child ends when its supervisor is killed outright; elsewhere it has to be stopped by hand."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def watch(children: list[Child], stop: threading.Event) -> None:
    """Keep all of them running until told to stop, then stop them."""
    try:
        while not stop.is_set():
            for child in children:
                child.look_after()
            stop.wait(0.3)
    finally:
        stop_all(children)


def stop_all(children: list[Child]) -> None:
    """Ask every child to end, wait, and end by force what does not."""
    running = [child.process for child in children if child.process and child.process.poll() is None]
    for process in running:
        process.terminate()
    patience = time.monotonic() + PATIENCE
    for process in running:
        try:
            process.wait(max(patience - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
