"""The verbs of one import: begin, confirm, cancel, fail, read again."""

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.households.models import RosterImport, StagedRow
from gridward.households.purpose import operation_id_or_refuse
from gridward.shared.problems import Problem, problem_code
from gridward.shared.runs import Course
from gridward.vault import seals, tokens

State = RosterImport.State
NOT_READY = problem_code(
    "households.import_not_ready", 409, "This import is not waiting for you: it is {state}."
)
CANCELLED = problem_code(
    "households.import_cancelled", 409, "The import was cancelled. Nothing of it went in."
)
EMPTY_FILE = problem_code("households.import_empty", 422, "The file is empty: choose the roster again.")
TOO_LARGE = problem_code(
    "households.import_too_large", 413, "The file has {size} MB; at most {most} MB go in at once."
)

MOST_MEGABYTES = 64
IMPORTS = Course(
    model=RosterImport,
    states=State,
    working={State.WAITING: State.READING, State.READING: State.READING, State.APPLYING: State.APPLYING},
    over=frozenset({State.APPLIED, State.CANCELLED, State.FAILED}),
    cancelled=CANCELLED,
    heavy=("sealed_file",),
)


@transaction.atomic
def begin_import(
    *,
    by: Actor,
    file_name: str,
    content: bytes,
    hidden_sheets: frozenset[str] = frozenset(),
    is_claimed: bool = False,
) -> RosterImport:
    """Take a file in, sealed; it is read by a job, or by the caller where `is_claimed`.

    Raises households.no_operation, households.import_empty, households.import_too_large, shared.not_yours.
    """
    must_be(by, Role.DATA_OFFICER)
    operation_id = operation_id_or_refuse(by.community_id)
    if not content:
        raise Problem(EMPTY_FILE)
    if len(content) > MOST_MEGABYTES << 20:
        raise Problem(TOO_LARGE, {"size": len(content) >> 20, "most": MOST_MEGABYTES})
    run = RosterImport(
        community_id=by.community_id,
        file_name=file_name,
        digest=tokens.keyed_digest(by.community_id, content),
        operation_id=operation_id,
        by_id=by.worker_id,
        options={"hidden_sheets": sorted(hidden_sheets)},
    )
    if is_claimed:
        run.state, run.beat_at = State.READING, timezone.now()
    run.sealed_file = seals.seal_bytes(operation_id, run.id, "file", content)
    RosterImport.objects.bulk_create([run])
    announce(
        "roster.begun", community_id=by.community_id, by_id=by.worker_id, changed=[("roster_import", run.id)]
    )
    return run


@transaction.atomic
def confirm_import(*, by: Actor, run: RosterImport, is_claimed: bool = False) -> None:
    """Say yes to the preview; a job, or the caller where `is_claimed`, then lets the import go in whole.

    Raises households.import_not_ready, shared.not_yours.
    """
    must_be(by, Role.DATA_OFFICER)
    beat_at = timezone.now() if is_claimed else None
    if not IMPORTS.move(run, State.READY, State.APPLYING, beat_at=beat_at, done=0, total=0):
        raise Problem(NOT_READY, {"state": IMPORTS.state_words(run)})
    announce(
        "roster.confirmed",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=[("roster_import", run.id)],
    )


@transaction.atomic
def cancel_import(*, by: Actor, run: RosterImport) -> None:
    """Stop an import that is not yet in; nothing of it stays but the line that it was begun.

    Raises households.import_not_ready once it is in, shared.not_yours.
    """
    must_be(by, Role.DATA_OFFICER)
    stoppable = [State.WAITING, State.READING, State.READY, State.APPLYING]
    mine = IMPORTS.mine(run.community_id, run.id).filter(state__in=stoppable)
    if not mine.update(state=State.CANCELLED, finished_at=timezone.now(), sealed_file=b""):
        raise Problem(NOT_READY, {"state": IMPORTS.state_words(run)})
    StagedRow.objects.of(run.community_id).filter(import_id=run.id).delete()
    announce(
        "roster.cancelled",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=[("roster_import", run.id)],
    )


def fail_import(run: RosterImport, code: str) -> None:
    """Keep why an import failed; nothing of it went in."""
    IMPORTS.fail(run, code, sealed_file=b"")


def content_of(run: RosterImport) -> bytes:
    """The file as it came."""
    return seals.open_bytes(run.id, "file", bytes(run.sealed_file))


@transaction.atomic
def read_again(*, by: Actor, run: RosterImport, hidden_sheets: frozenset[str]) -> RosterImport:
    """Begin the same file anew with the hidden sheets that were asked for; the preview at hand is dropped.

    Raises households.import_not_ready, shared.not_yours.
    """
    must_be(by, Role.DATA_OFFICER)
    if run.state != State.READY:
        raise Problem(NOT_READY, {"state": IMPORTS.state_words(run)})
    content = content_of(run)
    cancel_import(by=by, run=run)
    return begin_import(by=by, file_name=run.file_name, content=content, hidden_sheets=hidden_sheets)
