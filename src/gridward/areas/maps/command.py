"""A map from end to end in one process: for the command line, and for whoever has a map at hand as bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gridward.accounts.actors import Actor
from gridward.areas.maps.applying import Written, apply_map
from gridward.areas.maps.runs import Options, State, Watch, cancel, confirm, fail, let_go, take_in
from gridward.areas.maps.staging import stage
from gridward.areas.maps.working import BROKEN
from gridward.areas.models import MapImport
from gridward.shared.problems import Problem, problem_code

NO_FILE = problem_code("areas.map_no_file", 422, "There is no file {name} that can be read.")


@dataclass(frozen=True)
class Brought:
    """What became of a map: the import, its preview, and what was written (None: it was not accepted)."""

    run: MapImport
    summary: dict[str, Any]
    written: Written | None


def bring_in(
    *,
    by: Actor,
    file_name: str,
    content: bytes,
    options: Options | None = None,
    accept: Callable[[dict[str, Any]], bool] = lambda summary: True,
    at: datetime | None = None,
    watch: Watch | None = None,
) -> Brought:
    """Stage a map, show its preview to `accept`, and let it go in whole if that says yes; else nothing of it stays.

    In process: `bring_in(by=chen, file_name="town.geojson", content=json.dumps(collection).encode(),
    options=Options(take_new=True))`. Features say what they are by `gridward:kind` (building, site, area, road, water,
    green, address), `name`, `street`, `number`, `floors`; tags of OpenStreetMap do as well. A building is found again
    by `street` (the site's name) with `number`, or within a site's outline by `number`; an area by its name. `at` is
    since when it is true; `watch(done, total)` hears how far it is. `summary["verdicts"]` counts every feature once.

    Raises what take_in, stage and apply_map raise.
    """
    run = take_in(by=by, file_name=file_name, content=content, options=options, is_claimed=True)
    try:
        summary = stage(run, watch)
        if not accept(summary):
            cancel(by=by, run=run)
            return Brought(run, summary, None)
        confirm(by=by, run=run, is_claimed=True)
        run.state = State.APPLYING
        return Brought(run, summary, apply_map(by=by, run=run, at=at, watch=watch))
    except Problem as problem:
        fail(run, problem.code, problem.details)
        raise
    except BaseException:
        _leave(run)
        raise


def bring_in_file(*, by: Actor, path: Path, **more: Any) -> Brought:
    """The same for a file on this machine; raises areas.map_no_file too."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Problem(NO_FILE, {"name": path.name}) from error
    return bring_in(by=by, file_name=path.name, content=content, **more)


def _leave(run: MapImport) -> None:
    """Stopped by Ctrl-C or broken: what was only read goes, what was going in is ended by the next job."""
    if run.state == State.APPLYING:
        let_go(run)
    else:
        fail(run, BROKEN.code)
