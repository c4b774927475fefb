"""Who works on imports: the job process for those of the browser, the command for its own."""

import logging

from gridward.accounts.actors import Actor, actor_of
from gridward.accounts.models import Unit, UnitKind, Worker
from gridward.households.importing.applying import apply_import
from gridward.households.importing.runs import CANCELLED, WORKING, State, claim, fail_import
from gridward.households.importing.staging import stage_import
from gridward.households.models import RosterImport
from gridward.households.roster import UnreadableRosterError
from gridward.shared.problems import NOT_YOURS, Problem, problem_code

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
    worked = 0
    for community_id in Unit.objects.filter(kind=UnitKind.COMMUNITY).values_list("id", flat=True):
        waiting = RosterImport.objects.of(community_id).filter(state__in=WORKING).order_by("started_at")
        for run in waiting.defer("sealed_file"):
            if claim(community_id, run.id):
                run.refresh_from_db()
                work_on(run)
                worked += 1
    return worked


def work_on(run: RosterImport) -> None:
    """Do the step a claimed import stands before; what goes wrong is kept on the import for its sender to see."""
    try:
        if run.state == State.APPLYING:
            apply_import(by=sender_of(run), run=run)
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


def sender_of(run: RosterImport) -> Actor:
    """Who sent the file, with the rights held now; raises shared.not_yours when none are left."""
    actor = actor_of(Worker.objects.get(id=run.by_id), run.community_id)
    if actor is None:
        raise Problem(NOT_YOURS)
    return actor
