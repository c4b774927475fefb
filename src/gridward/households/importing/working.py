"""Who works on imports: the job process for those of the browser, the command for its own."""

import logging

from gridward.accounts.actors import actor_behind
from gridward.accounts.jobs import in_each_community
from gridward.households.importing.applying import apply_import
from gridward.households.importing.runs import CANCELLED, IMPORTS, State, fail_import
from gridward.households.importing.staging import stage_import
from gridward.households.models import RosterImport
from gridward.households.roster import UnreadableRosterError
from gridward.shared.problems import Problem, problem_code

UNREADABLE = problem_code(
    "households.import_unreadable",
    422,
    "This file could not be opened as a table. Save it as .xlsx or .csv and try again. Nothing went in.",
)
BROKEN = problem_code(
    "households.import_broken",
    500,
    "The import broke off. Nothing of it went in; please tell whoever looks after this installation.",
)
log = logging.getLogger(__name__)


def work_on_imports() -> int:
    """A job: take up every import that waits or whose process died; returns how many were worked on."""
    return in_each_community(lambda community_id: IMPORTS.take_up(community_id, work_on))


def work_on(run: RosterImport) -> None:
    """Do the step a claimed import stands before; what goes wrong is kept on the import for its sender to see."""
    try:
        if run.state == State.APPLYING:
            apply_import(by=actor_behind(run.by_id, run.community_id), run=run)
        else:
            stage_import(run)
    except UnreadableRosterError:
        fail_import(run, UNREADABLE.code)
    except Problem as problem:
        if problem.kind != CANCELLED:
            fail_import(run, problem.code)
    except Exception:
        log.exception("import %s broke", run.id)
        fail_import(run, BROKEN.code)
