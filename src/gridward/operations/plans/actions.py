"""The verbs of plan documents. A plan document is something people wrote; it is not planning."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role, Worker
from gridward.accounts.naming import worker_names
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.operations.models import PlanDocument, PlanKind, PlanState, PlanVersion
from gridward.operations.queries import open_operation_of
from gridward.shared.ids import derived_id, new_id
from gridward.shared.problems import NOT_FOUND, Problem, problem_code

NO_OPERATION = problem_code(
    "operations.plan_without_operation", 409, "Open an operation first: its plans belong to it."
)
PLAN_NAMELESS = problem_code(
    "operations.plan_nameless", 422, "A plan document needs a title and a kind from the list."
)
PLAN_EMPTY = problem_code("operations.plan_empty", 422, "Write the text, or attach the file.")
PLAN_TITLE_TAKEN = problem_code(
    "operations.plan_title_taken", 409, "There is a plan document called “{title}” already."
)
FILE_TOO_LARGE = problem_code(
    "operations.file_too_large", 413, "The file has {size} MB; at most {most} MB are kept."
)
FILE_KIND = problem_code(
    "operations.file_kind", 422, "A file ending in {ending} is not kept. These are: {kinds}."
)
BAD_APPROVER = problem_code(
    "operations.bad_approver",
    422,
    "Name somebody else at work here who can sign in: whoever wrote it does not approve it.",
)
NOT_THE_APPROVER = problem_code(
    "operations.not_the_approver",
    403,
    "This was submitted to {name}, who alone approves it or sends it back.",
)
PLAN_STANDS_OTHERWISE = problem_code(
    "operations.plan_stands_otherwise", 409, "This version is {state} by now; please look again."
)
NO_REMARK = problem_code("operations.no_remark", 422, "Say why in a few words.")

KEEPERS: Final = (Role.COORDINATOR, Role.DATA_OFFICER)
MOST_MEGABYTES: Final = 8
ENDINGS: Final = (
    ".pdf",
    ".doc",
    ".docx",
    ".wps",
    ".xls",
    ".xlsx",
    ".ppt",
    ".pptx",
    ".txt",
    ".md",
    ".jpg",
    ".png",
)


@dataclass(frozen=True)
class PlanKindFact:
    """A kind of plan document, found by its code."""

    code: str
    name_zh: str
    name_en: str = ""
    order: int = 1


@dataclass(frozen=True)
class PlanText:
    """What a version says: text (Markdown or plain) and a file, of which one may be missing."""

    text: str = ""
    is_markdown: bool = True
    file_name: str = ""
    file: bytes = b""


def put_kinds(*, by: Actor, facts: Sequence[PlanKindFact]) -> list[UUID]:
    """Add kinds of plan document, or change those with these codes.

    Raises shared.not_yours, operations.plan_nameless.
    """
    must_be(by, *KEEPERS)
    if any(not fact.name_zh.strip() or not fact.code.isidentifier() for fact in facts):
        raise Problem(PLAN_NAMELESS)
    rows = [
        PlanKind(
            community_id=by.community_id,
            id=derived_id("plan kind", by.community_id, fact.code),
            code=fact.code,
            name_zh=fact.name_zh.strip(),
            name_en=fact.name_en.strip() or fact.name_zh.strip(),
            order=fact.order,
        )
        for fact in facts
    ]
    with transaction.atomic():
        PlanKind.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["community_id", "id"],
            update_fields=["name_zh", "name_en", "order"],
        )
        if rows:
            _announce("plan_kind.put", by, "plan_kind", [row.id for row in rows])
    return [row.id for row in rows]


@transaction.atomic
def begin_plan(*, by: Actor, kind: str, title: str, said: PlanText, id: UUID | None = None) -> PlanDocument:
    """Begin a plan document of the open operation with its first draft; the same id twice begins one.

    Raises shared.not_yours, operations.plan_without_operation, operations.plan_nameless, operations.plan_title_taken
    and what `write_version` raises.
    """
    must_be(by, *KEEPERS)
    hold(by.community_id)
    operation = open_operation_of(by.community_id)
    if operation is None:
        raise Problem(NO_OPERATION)
    is_known = PlanKind.objects.of(by.community_id).filter(code=kind).exists()
    if not title.strip() or not is_known:
        raise Problem(PLAN_NAMELESS)
    document = PlanDocument(
        community_id=by.community_id,
        id=id or new_id(),
        operation_id=operation.id,
        kind=kind,
        title=title.strip(),
        begun_by_id=by.worker_id,
    )
    if standing := PlanDocument.objects.with_ids(by.community_id, [document.id]).first():
        return standing
    try:
        with transaction.atomic():
            PlanDocument.objects.bulk_create([document])
    except IntegrityError as error:
        raise Problem(PLAN_TITLE_TAKEN, {"title": document.title}) from error
    write_version(by=by, document_id=document.id, said=said)
    return document


@transaction.atomic
def write_version(*, by: Actor, document_id: UUID, said: PlanText) -> PlanVersion:
    """Write the next version of a plan document as a draft; those before it stay.

    Raises shared.not_yours, shared.not_found, operations.plan_empty, operations.file_too_large, operations.file_kind.
    """
    must_be(by, *KEEPERS)
    hold(by.community_id)
    if not PlanDocument.objects.with_ids(by.community_id, [document_id]).exists():
        raise Problem(NOT_FOUND)
    check_text(said)
    versions = PlanVersion.objects.of(by.community_id).filter(document_id=document_id)
    version = PlanVersion(
        community_id=by.community_id,
        id=new_id(),
        document_id=document_id,
        number=(versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        text=said.text.strip(),
        is_markdown=said.is_markdown,
        file_name=PurePath(said.file_name).name,
        file_size=len(said.file),
        file=said.file,
        written_by_id=by.worker_id,
    )
    PlanVersion.objects.bulk_create([version])
    _announce("plan.written", by, "plan", [document_id])
    return version


def check_text(said: PlanText) -> None:
    """Insist that there is something to keep.

    Raises operations.plan_empty, operations.file_too_large, operations.file_kind.
    """
    if not said.text.strip() and not said.file:
        raise Problem(PLAN_EMPTY)
    if len(said.file) > MOST_MEGABYTES << 20:
        raise Problem(FILE_TOO_LARGE, {"size": (len(said.file) >> 20) + 1, "most": MOST_MEGABYTES})
    ending = PurePath(said.file_name).suffix.lower()
    if said.file and ending not in ENDINGS:
        raise Problem(FILE_KIND, {"ending": ending or "–", "kinds": " ".join(ENDINGS)})


@transaction.atomic
def submit(*, by: Actor, version_id: UUID, to_id: UUID) -> None:
    """Submit a draft to a named person. Raises operations.bad_approver and what `_version` raises."""
    must_be(by, *KEEPERS)
    version = _version(by, version_id, PlanState.DRAFT)
    able = Worker.objects.filter(
        id=to_id, community_id=by.community_id, left_at=None, account__is_active=True
    )
    if to_id == version.written_by_id or not able.exists():
        raise Problem(BAD_APPROVER)
    said = {"submitted_to_id": to_id, "submitted_at": timezone.now(), "remark": ""}
    _move(by, "plan.submitted", version, PlanState.SUBMITTED, said)


@transaction.atomic
def approve(*, by: Actor, version_id: UUID) -> None:
    """Approve what was submitted to oneself. Raises operations.not_the_approver and what `_version` raises."""
    version = _submitted_to(by, version_id)
    said = {"approved_by_id": by.worker_id, "approved_at": timezone.now()}
    _move(by, "plan.approved", version, PlanState.APPROVED, said)


@transaction.atomic
def send_back(*, by: Actor, version_id: UUID, remark: str) -> None:
    """Send back what was submitted to oneself, with why. Raises operations.no_remark and as `approve` does."""
    version = _submitted_to(by, version_id)
    said = {"remark": _remark(remark), "submitted_to_id": None, "submitted_at": None}
    _move(by, "plan.sent_back", version, PlanState.DRAFT, said)


@transaction.atomic
def put_in_force(*, by: Actor, version_id: UUID) -> None:
    """Put an approved version in force; the one before it is replaced. Raises what `_version` raises."""
    must_be(by, *KEEPERS)
    version = _version(by, version_id, PlanState.APPROVED)
    now = timezone.now()
    standing = PlanVersion.objects.of(by.community_id).filter(
        document_id=version.document_id, state=PlanState.IN_FORCE
    )
    standing.update(state=PlanState.REPLACED, ended_at=now, ended_by_id=by.worker_id)
    said = {"in_force_from": now, "in_force_by_id": by.worker_id}
    _move(by, "plan.in_force", version, PlanState.IN_FORCE, said)


@transaction.atomic
def withdraw(*, by: Actor, version_id: UUID, remark: str) -> None:
    """Withdraw a version, with why; it stays to be read. Raises operations.no_remark and what `_version` raises."""
    must_be(by, *KEEPERS)
    standing = (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.APPROVED, PlanState.IN_FORCE)
    version = _version(by, version_id, *standing)
    said = {"remark": _remark(remark), "ended_at": timezone.now(), "ended_by_id": by.worker_id}
    _move(by, "plan.withdrawn", version, PlanState.WITHDRAWN, said)


def _remark(remark: str) -> str:
    if not remark.strip():
        raise Problem(NO_REMARK)
    return remark.strip()[:200]


def _version(by: Actor, version_id: UUID, *states: str) -> PlanVersion:
    """A version that stands in one of these states. Raises shared.not_found, operations.plan_stands_otherwise."""
    hold(by.community_id)
    version: PlanVersion | None = (
        PlanVersion.objects.with_ids(by.community_id, [version_id]).defer("file").first()
    )
    if version is None:
        raise Problem(NOT_FOUND)
    if version.state not in states:
        raise Problem(PLAN_STANDS_OTHERWISE, {"state": PlanState(version.state).label})
    return version


def _submitted_to(by: Actor, version_id: UUID) -> PlanVersion:
    version = _version(by, version_id, PlanState.SUBMITTED)
    if version.submitted_to_id != by.worker_id:
        names = worker_names([version.submitted_to_id])
        raise Problem(NOT_THE_APPROVER, {"name": "".join(names.values())})
    return version


def _move(by: Actor, deed: str, version: PlanVersion, state: str, said: dict[str, Any]) -> None:
    """Compare-and-set from the state it was read in."""
    mine = PlanVersion.objects.with_ids(by.community_id, [version.id]).filter(state=version.state)
    if not mine.update(state=state, **said):
        raise Problem(PLAN_STANDS_OTHERWISE, {"state": ""})
    _announce(deed, by, "plan", [version.document_id])


def _announce(deed: str, by: Actor, kind: str, ids: list[UUID]) -> None:
    announce(deed, community_id=by.community_id, by_id=by.worker_id, changed=[(kind, id) for id in ids])
