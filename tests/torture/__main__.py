"""Seeded runs of killing, cutting off, repeating and restoring: `python -m tests.torture --runs 200`."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.torture.stage import Database, Web

PEOPLE = 120


def main() -> int:
    """Run the seeds; 0 when every acknowledged fact was there once after each."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="of the first run; the others follow")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="gridward-torture-"))
    (folder / "home" / "static").mkdir(parents=True)
    database = Database(folder, asked.database)
    try:
        os.environ.pop("GRIDWARD_DATABASE_URL", None)
        os.environ |= {
            "GRIDWARD_HOME": str(folder / "home"),
            "DJANGO_SETTINGS_MODULE": "gridward.settings",
            **database.environment,
        }
        return torture(database, range(asked.seed, asked.seed + asked.runs))
    finally:
        if database.server is not None:
            database.server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def torture(database: Database, seeds: range) -> int:
    """Set the stage once, then one ordeal for each seed."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from bench.ground import community_of
    from bench.samples import a_day, persons_of
    from tests.torture.ordeal import Ordeal, let_go

    by = community_of(PEOPLE)
    day, _ = a_day(by)
    people = persons_of(by)
    let_go()
    web = Web()
    web.start()
    ordeal, failed, began = Ordeal(database, web, by, day, people), [], time.monotonic()
    try:
        for seed in seeds:
            try:
                ordeal.run(seed)
            except (AssertionError, TimeoutError) as error:
                failed.append(seed)
                print(f"seed {seed}: {error}", flush=True)
    finally:
        web.kill()
    took = time.monotonic() - began
    print(
        f"{len(seeds) - len(failed)} of {len(seeds)} runs held on {database.vendor}, {took:.0f} s", flush=True
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
