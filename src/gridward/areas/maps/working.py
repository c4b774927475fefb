"""Who works on maps: the job process for those of the browser, the command for its own."""

import logging

from gridward.accounts.actors import actor_behind
from gridward.accounts.jobs import in_each_community
from gridward.areas.maps.applying import apply_map
from gridward.areas.maps.runs import CANCELLED, MAPS, State, fail
from gridward.areas.maps.staging import stage
from gridward.areas.models import MapImport
from gridward.shared.problems import Problem, problem_code

BROKEN = problem_code(
    "areas.map_broken", 500, "The map broke off. Please tell whoever looks after this installation."
)
log = logging.getLogger(__name__)


def work_on_maps() -> int:
    """A job: take up every map that waits or whose process died; returns how many were worked on."""
    return in_each_community(lambda community_id: MAPS.take_up(community_id, work_on))


def work_on(run: MapImport) -> None:
    """Do the step a claimed map stands before; what goes wrong is kept on it for its sender to see."""
    try:
        if run.state == State.APPLYING:
            apply_map(by=actor_behind(run.by_id, run.community_id), run=run)
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
