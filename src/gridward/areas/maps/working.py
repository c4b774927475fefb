"""Who works on maps: the job process for those of the browser, the command for its own."""

import logging

from gridward.accounts.actors import Actor, actor_of
from gridward.accounts.models import Unit, UnitKind, Worker
from gridward.areas.maps.applying import apply_map
from gridward.areas.maps.runs import CANCELLED, WORKING, State, claim, fail
from gridward.areas.maps.staging import stage
from gridward.areas.models import MapImport
from gridward.shared.problems import NOT_YOURS, Problem, problem_code

BROKEN = problem_code(
    "areas.map_broken", 500, "The map broke off. Please tell whoever looks after this installation."
)
log = logging.getLogger(__name__)


def work_on_maps() -> int:
    """A job: take up every map that waits or whose process died; returns how many were worked on."""
    worked = 0
    for community_id in Unit.objects.filter(kind=UnitKind.COMMUNITY).values_list("id", flat=True):
        waiting = MapImport.objects.of(community_id).filter(state__in=WORKING).order_by("started_at")
        for run in waiting.defer("file"):
            if claim(community_id, run.id):
                run.refresh_from_db(fields=["state"])
                work_on(run)
                worked += 1
    return worked


def work_on(run: MapImport) -> None:
    """Do the step a claimed map stands before; what goes wrong is kept on it for its sender to see."""
    try:
        if run.state == State.APPLYING:
            apply_map(by=sender_of(run), run=run)
        else:
            stage(run)
    except Problem as problem:
        if problem.kind != CANCELLED:
            fail(run, problem.code, problem.details)
    except Exception:
        log.exception("map %s broke", run.id)
        # Once it goes in it goes in whole: what broke while applying is taken up again.
        if run.state != State.APPLYING:
            fail(run, BROKEN.code)


def sender_of(run: MapImport) -> Actor:
    """Who sent the file, with the rights held now; raises shared.not_yours when none are left."""
    actor = actor_of(Worker.objects.get(id=run.by_id), run.community_id)
    if actor is None:
        raise Problem(NOT_YOURS)
    return actor
