"""The verbs of one map's way in: take in, beat, confirm, cancel, fail, read again."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.areas.models import Datum, MapImport, MapShape
from gridward.audit.actions import announce
from gridward.shared.batches import in_batches
from gridward.shared.problems import Problem, problem_code
from gridward.shared.runs import Course

State = MapImport.State
KEEPERS = (Role.COORDINATOR, Role.DATA_OFFICER)
NOT_READY = problem_code("areas.map_not_ready", 409, "This map is not waiting for you: it is {state}.")
CANCELLED = problem_code("areas.map_cancelled", 409, "The map was stopped. Nothing of it went in.")
NO_CONTENT = problem_code("areas.map_no_content", 422, "The file is empty: choose the map again.")
TOO_LARGE = problem_code(
    "areas.map_too_large",
    413,
    "The file has {size} MB; at most {most} MB go in at once. Cut the map to the community.",
)
BAD_DATUM = problem_code(
    "areas.map_bad_datum", 422, "These coordinates are unknown: choose wgs84, gcj02 or bd09."
)

MAPS = Course(
    model=MapImport,
    states=State,
    working={State.WAITING: State.READING, State.READING: State.READING, State.APPLYING: State.APPLYING},
    over=frozenset({State.APPLIED, State.CANCELLED, State.FAILED}),
    cancelled=CANCELLED,
    heavy=("file",),
)
PIECE = 2000
Watch = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How a map is read and what becomes of buildings the register does not have.

    `take_new`: they and named new sites go into the register; a building into the site around it, else into the site
    named like its street (made where missing, as a lane), else into `site_id`; else it waits for a person.
    """

    datum: str = Datum.WGS84
    take_new: bool = False
    site_id: UUID | None = None


@transaction.atomic
def take_in(
    *, by: Actor, file_name: str, content: bytes, options: Options | None = None, is_claimed: bool = False
) -> MapImport:
    """Take a map file in; it is read by a job, or by the caller where `is_claimed`.

    Raises areas.map_no_content, areas.map_too_large, areas.map_bad_datum, shared.not_yours.
    """
    must_be(by, *KEEPERS)
    options = options or Options()
    most = settings.GRIDWARD_MAP_MEGABYTES
    if not content:
        raise Problem(NO_CONTENT)
    if len(content) > most << 20:
        raise Problem(TOO_LARGE, {"size": len(content) >> 20, "most": most})
    if options.datum not in Datum.values:
        raise Problem(BAD_DATUM)
    said = asdict(options) | {"site_id": str(options.site_id) if options.site_id else None}
    run = MapImport(
        community_id=by.community_id,
        file_name=file_name[-200:],
        digest=hashlib.sha256(content).hexdigest(),
        datum=options.datum,
        options=said,
        by_id=by.worker_id,
        file=content,
    )
    if is_claimed:
        run.state, run.beat_at = State.READING, timezone.now()
    MapImport.objects.bulk_create([run])
    _announced("map.begun", by, run)
    return run


def options_of(run: MapImport) -> Options:
    """The options a map was taken in with."""
    site_id = run.options.get("site_id")
    return Options(run.datum, bool(run.options.get("take_new")), UUID(site_id) if site_id else None)


def beat(run: MapImport, done: int, total: int, watch: Watch | None = None) -> None:
    """Say how far the work is, to `watch` as well; raises areas.map_cancelled when somebody stopped it."""
    if watch:
        watch(done, total)
    MAPS.beat(run, done, total)


@transaction.atomic
def confirm(*, by: Actor, run: MapImport, is_claimed: bool = False) -> None:
    """Say yes to the preview; a job, or the caller where `is_claimed`, then lets the map go in whole.

    Raises areas.map_not_ready, shared.not_yours.
    """
    must_be(by, *KEEPERS)
    beat_at = timezone.now() if is_claimed else None
    if not MAPS.move(run, State.READY, State.APPLYING, beat_at=beat_at, done=0, total=0):
        raise Problem(NOT_READY, {"state": MAPS.state_words(run)})
    _announced("map.confirmed", by, run)


def cancel(*, by: Actor, run: MapImport) -> None:
    """Stop a map that is not going in yet; nothing of it stays but the line that it was begun.

    Raises areas.map_not_ready once it goes in (that takes moments and always ends), shared.not_yours.
    """
    must_be(by, *KEEPERS)
    with transaction.atomic():
        stoppable = [State.WAITING, State.READING, State.READY]
        mine = MAPS.mine(run.community_id, run.id).filter(state__in=stoppable)
        if not mine.update(state=State.CANCELLED, finished_at=timezone.now(), file=b""):
            raise Problem(NOT_READY, {"state": MAPS.state_words(run)})
        _announced("map.cancelled", by, run)
    forget_shapes(run)


def fail(run: MapImport, code: str, details: dict[str, Any] | None = None) -> None:
    """Keep why a map failed; nothing of it went in."""
    values = {"summary": {"details": details}} if details else {}
    MAPS.fail(run, code, file=b"", **values)
    forget_shapes(run)


def content_of(run: MapImport) -> bytes:
    """The file as it came."""
    return bytes(MAPS.mine(run.community_id, run.id).values_list("file", flat=True).get())


def forget_shapes(run: MapImport) -> None:
    """Take the staged shapes of a map away, a piece at a time."""
    staged = MapShape.objects.of(run.community_id).filter(import_id=run.id).order_by("position")
    ids = list(staged.values_list("id", flat=True))
    for piece in in_batches(ids, PIECE):
        MapShape.objects.with_ids(run.community_id, piece).delete()


def read_again(*, by: Actor, run: MapImport, options: Options) -> MapImport:
    """Begin the same file anew with other coordinates or options; the preview at hand is dropped.

    Raises areas.map_not_ready, areas.map_bad_datum, shared.not_yours.
    """
    must_be(by, *KEEPERS)
    if run.state != State.READY:
        raise Problem(NOT_READY, {"state": MAPS.state_words(run)})
    if options.datum not in Datum.values:
        raise Problem(BAD_DATUM)
    content = content_of(run)
    cancel(by=by, run=run)
    return take_in(by=by, file_name=run.file_name, content=content, options=options)


def _announced(deed: str, by: Actor, run: MapImport) -> None:
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=[("map_import", run.id)])


def let_go(run: MapImport) -> None:
    """Let go of a map that is going in, so that the next process takes it up at once."""
    MAPS.move(run, State.APPLYING, State.APPLYING, beat_at=None)
