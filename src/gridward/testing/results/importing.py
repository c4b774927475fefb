"""A file of results, step by step: take it in, choose its columns, look at every row, apply it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.audit.actions import announce
from gridward.facts.answers import Verdict
from gridward.facts.clock import hold
from gridward.households.purpose import operation_id_or_refuse
from gridward.households.roster.workbooks import UnreadableRosterError, Upload
from gridward.shared.batches import in_batches
from gridward.shared.ids import derived_id
from gridward.shared.problems import NOT_FOUND, Problem, problem_code
from gridward.testing.models import Tube
from gridward.testing.results import access
from gridward.testing.results.actions import record_results
from gridward.testing.results.actions.recording import IN_HAND
from gridward.testing.results.facts import ResultFact
from gridward.testing.results.models import LIVE, Layout, Result, ResultImport, StagedResult
from gridward.testing.results.saying import code_of, nearest
from gridward.testing.results.tables import NEEDED, Line, columns_of, headings_of, lines_of
from gridward.vault import seals, tokens

State, Row = ResultImport.State, StagedResult.Verdict
UNREADABLE_FILE = problem_code(
    "testing.result_file_unreadable", 422, "This file cannot be read: send it as Excel (.xlsx, .xls) or CSV."
)
NO_LABORATORY = problem_code("testing.no_laboratory", 422, "Please write the name of the laboratory.")
NO_COLUMNS = problem_code(
    "testing.no_columns", 422, "Please choose the column of the tube code and the column of the result."
)
NOT_READY = problem_code(
    "testing.result_import_not_ready", 409, "This file is no longer waiting to be looked at."
)
TOO_LARGE = problem_code("testing.result_file_too_large", 413, "The file is larger than {most} MB.")
MOST_MEGABYTES: Final = 16
BATCH: Final = 2000
# How far back tubes are looked for that a mistyped code may mean.
LATELY: Final = timedelta(days=14)
GOES_IN: Final = (Row.MATCHED, Row.NOT_HANDED_IN, Row.CONTRADICTS)


@transaction.atomic
def begin(*, by: Actor, laboratory: str, file_name: str, content: bytes) -> ResultImport:
    """Take a file in, sealed, and read it with the columns this laboratory used before, or those its headings name.

    Raises testing.no_laboratory, testing.result_file_unreadable, testing.result_file_too_large,
    households.no_operation, shared.not_yours.
    """
    must_be(by, *access.ENTERERS)
    if not laboratory.strip():
        raise Problem(NO_LABORATORY)
    if len(content) > MOST_MEGABYTES << 20:
        raise Problem(TOO_LARGE, {"most": MOST_MEGABYTES})
    hold(by.community_id)
    scope = operation_id_or_refuse(by.community_id)
    upload = Upload(file_name, content)
    headings = _read(lambda: headings_of(upload))
    run = ResultImport(
        community_id=by.community_id,
        laboratory=laboratory.strip()[:60],
        file_name=file_name[:200],
        digest=tokens.keyed_digest(by.community_id, content),
        headings=headings,
        columns=columns_of(headings, _remembered(by.community_id, laboratory.strip())),
        by_id=by.worker_id,
    )
    run.sealed_file = seals.seal_bytes(scope, run.id, "file", content)
    ResultImport.objects.bulk_create([run])
    _stage(run, upload)
    changed = [("result_import", run.id)]
    announce("result_import.begun", community_id=by.community_id, by_id=by.worker_id, changed=changed)
    return run


@transaction.atomic
def choose_columns(*, by: Actor, run: ResultImport, columns: Mapping[str, str]) -> None:
    """Read the file again with these columns, and remember them for this laboratory.

    Raises testing.no_columns, testing.result_import_not_ready, shared.not_yours.
    """
    must_be(by, *access.ENTERERS)
    hold(by.community_id)
    chosen = {column: heading for column, heading in columns.items() if heading in run.headings}
    if not chosen.keys() >= set(NEEDED) or len(set(chosen.values())) < len(chosen):
        raise Problem(NO_COLUMNS)
    _refuse_over(run)
    run.columns = chosen
    content = seals.open_bytes(run.id, "file", bytes(run.sealed_file))
    StagedResult.objects.of(run.community_id).filter(import_id=run.id).delete()
    _stage(run, Upload(run.file_name, content))
    _remember(by, run)
    changed = [("result_import", run.id)]
    announce("result_import.read", community_id=by.community_id, by_id=by.worker_id, changed=changed)


@transaction.atomic
def decide_row(
    *, by: Actor, run: ResultImport, row_id: UUID, code: str = "", leave_out: bool = False
) -> None:
    """Say which tube a row means, or that it is left out. A code nobody knows yet is kept until its samples come in.

    Raises testing.result_import_not_ready, testing.no_columns, shared.not_found, shared.not_yours.
    """
    must_be(by, *access.ENTERERS)
    hold(by.community_id)
    if run.state == State.CANCELLED:
        raise Problem(NOT_READY)
    kept = code_of(code)
    if not kept and not leave_out:
        raise Problem(NO_COLUMNS)
    rows = StagedResult.objects.with_ids(by.community_id, [row_id]).filter(import_id=run.id)
    if not rows.update(chosen="" if leave_out else kept, is_left_out=leave_out):
        raise Problem(NOT_FOUND)
    changed = [("result_import", run.id)]
    announce("result_import.decided", community_id=by.community_id, by_id=by.worker_id, changed=changed)


@transaction.atomic
def apply(*, by: Actor, run: ResultImport) -> dict[str, int]:
    """Let the rows in that may go in; the same file again changes nothing. Returns how many answers of each kind.

    Raises testing.result_import_not_ready, shared.not_yours.
    """
    must_be(by, *access.ENTERERS)
    hold(by.community_id)
    if run.state not in (State.READY, State.APPLIED):
        raise Problem(NOT_READY)
    rows = StagedResult.objects.of(by.community_id).filter(import_id=run.id, is_left_out=False)
    facts = [_fact(run, row) for row in rows.order_by("sheet", "row") if row.verdict in GOES_IN or row.chosen]
    answers = [answer for batch in in_batches(facts, BATCH) for answer in record_results(by=by, facts=batch)]
    counts = {str(verdict): sum(answer.verdict == verdict for answer in answers) for verdict in Verdict}
    run.state, run.counts = State.APPLIED, counts
    ResultImport.objects.with_ids(by.community_id, [run.id]).update(
        state=run.state, counts=counts, applied_at=timezone.now(), sealed_file=b""
    )
    _remember(by, run)
    changed = [("result_import", run.id)]
    announce(
        "result_import.applied",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=changed,
        how_many=len(facts),
    )
    return counts


@transaction.atomic
def cancel(*, by: Actor, run: ResultImport) -> None:
    """Put a file aside; nothing of it stays but the line that it was there.

    Raises testing.result_import_not_ready, shared.not_yours.
    """
    must_be(by, *access.ENTERERS)
    hold(by.community_id)
    _refuse_over(run)
    ResultImport.objects.with_ids(by.community_id, [run.id]).update(state=State.CANCELLED, sealed_file=b"")
    StagedResult.objects.of(by.community_id).filter(import_id=run.id).delete()
    changed = [("result_import", run.id)]
    announce("result_import.cancelled", community_id=by.community_id, by_id=by.worker_id, changed=changed)


def _refuse_over(run: ResultImport) -> None:
    if run.state not in (State.CHOOSING, State.READY):
        raise Problem(NOT_READY)


def _read(read: Any) -> Any:
    try:
        return read()
    except UnreadableRosterError as trouble:
        raise Problem(UNREADABLE_FILE) from trouble


def _fact(run: ResultImport, row: StagedResult) -> ResultFact:
    """A row's fact; the id comes from file and row, so that the same file again says the same."""
    code = row.chosen or row.code
    return ResultFact(
        id=derived_id("result", run.digest, row.sheet, row.row, code),
        tube_code=code,
        value=row.value,
        tested_at=row.tested_at,
        import_id=run.id,
    )


def _remembered(community_id: UUID, laboratory: str) -> dict[str, str]:
    layout = Layout.objects.of(community_id).filter(laboratory=laboratory).first()
    return dict(layout.columns) if layout else {}


def _remember(by: Actor, run: ResultImport) -> None:
    layout = Layout(
        id=derived_id("layout", run.community_id, run.laboratory),
        community_id=run.community_id,
        laboratory=run.laboratory,
        columns=run.columns,
        by_id=by.worker_id,
    )
    Layout.objects.bulk_create(
        [layout],
        update_conflicts=True,
        unique_fields=["community_id", "id"],
        update_fields=["columns", "by_id", "at"],
    )


def _stage(run: ResultImport, upload: Upload) -> None:
    """Judge every row against the tubes and results that stand; without the columns needed they are to be chosen."""
    rows: list[StagedResult] = []
    if run.columns.keys() >= set(NEEDED):
        lines = list(_read(lambda: list(lines_of(upload, run.columns))))
        rows = _rows(run, lines)
    for batch in in_batches(rows, BATCH):
        StagedResult.objects.bulk_create(batch)
    run.state = State.READY if rows else State.CHOOSING
    counted = StagedResult.objects.of(run.community_id).filter(import_id=run.id).order_by()
    run.counts = dict(counted.values_list("verdict").annotate(n=Count("id")))
    ResultImport.objects.with_ids(run.community_id, [run.id]).update(
        state=run.state, counts=run.counts, columns=run.columns
    )


def _rows(run: ResultImport, lines: Sequence[Line]) -> list[StagedResult]:
    codes = {line.code for line in lines if line.is_readable}
    tubes = dict(Tube.objects.of(run.community_id).filter(code__in=codes).values_list("code", "state"))
    standing = dict(
        Result.objects.of(run.community_id)
        .filter(code__in=codes, state__in=LIVE)
        .values_list("code", "value")
    )
    said: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.is_readable:
            said[line.code].add(line.value)
    alike = _alike(run.community_id, codes - tubes.keys() - standing.keys())
    seen: set[str] = set()
    rows = []
    for n, line in enumerate(lines):
        verdict = _verdict(line, said, seen, tubes, standing)
        seen.add(line.code)
        rows.append(
            StagedResult(
                id=derived_id(run.id, "row", n, len(run.columns), *sorted(run.columns.values())),
                community_id=run.community_id,
                import_id=run.id,
                sheet=line.sheet,
                row=line.row,
                code=line.code,
                value=line.value,
                said=line.said,
                tested_at=line.tested_at,
                verdict=verdict,
                nearest=alike.get(line.code, []) if verdict == Row.UNKNOWN else [],
            )
        )
    return rows


def _verdict(
    line: Line,
    said: Mapping[str, set[str]],
    seen: Iterable[str],
    tubes: Mapping[str, str],
    standing: Mapping[str, str],
) -> str:
    if not line.is_readable:
        return Row.UNREADABLE
    if len(said[line.code]) > 1 or standing.get(line.code, line.value) != line.value:
        return Row.CONTRADICTS
    if line.code in seen:
        return Row.TWICE
    if line.code in standing:
        return Row.KNOWN
    if line.code not in tubes:
        return Row.UNKNOWN
    return Row.NOT_HANDED_IN if tubes[line.code] in IN_HAND else Row.MATCHED


def _alike(community_id: UUID, strange: set[str]) -> dict[str, list[str]]:
    """Codes of the tubes of late that a strange code may mean; those with a result already are not offered."""
    return nearest_tubes(community_id, strange) if strange else {}


def nearest_tubes(community_id: UUID, codes: Iterable[str]) -> dict[str, list[str]]:
    """For each code the tubes of late without a result whose code looks alike."""
    resulted = Result.objects.of(community_id).filter(state__in=LIVE).values("tube_id")
    lately = Tube.objects.of(community_id).filter(opened_at__gte=timezone.now() - LATELY)
    known = list(lately.exclude(id__in=resulted).values_list("code", flat=True))
    return nearest(codes, known)
