"""An import from end to end in one process, as the command line does it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gridward.accounts.actors import Actor
from gridward.households.importing.applying import apply_import
from gridward.households.importing.runs import begin_import, cancel_import, confirm_import, fail_import
from gridward.households.importing.staging import stage_import
from gridward.households.importing.working import BROKEN, UNREADABLE
from gridward.households.models import RosterImport
from gridward.households.roster import UnreadableRosterError
from gridward.shared.problems import Problem, problem_code

NO_FILE = problem_code("households.import_no_file", 422, "There is no file {name} that can be read.")


@dataclass(frozen=True)
class Imported:
    """What became of a file: the import, its preview, and what was written (None: it was not accepted)."""

    run: RosterImport
    summary: dict[str, Any]
    written: dict[str, Any] | None


def import_file(
    *,
    by: Actor,
    path: Path,
    accept: Callable[[dict[str, Any]], bool],
    hidden_sheets: Collection[str] = (),
    at: datetime | None = None,
) -> Imported:
    """Stage a roster, show its preview to `accept`, and let it go in whole if that says yes; else nothing of it stays.

    Raises households.import_no_file, households.import_unreadable and what begin_import and apply_import raise.
    """
    run = begin_import(
        by=by,
        file_name=path.name,
        content=_content(path),
        hidden_sheets=frozenset(hidden_sheets),
        is_claimed=True,
    )
    try:
        reading, _ = stage_import(run)
        run.refresh_from_db()
        if not accept(run.summary):
            cancel_import(by=by, run=run)
            return Imported(run, run.summary, None)
        confirm_import(by=by, run=run, is_claimed=True)
        return Imported(run, run.summary, apply_import(by=by, run=run, at=at, reading=reading))
    except UnreadableRosterError as error:
        fail_import(run, UNREADABLE.code)
        raise Problem(UNREADABLE) from error
    except Problem as problem:
        fail_import(run, problem.code)
        raise
    except BaseException:
        fail_import(run, BROKEN.code)
        raise


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem(NO_FILE, {"name": path.name}) from error
