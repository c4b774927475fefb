"""What the pages of an import show: runs, their rows by verdict, and what each row was read as, masked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.households.importing.runs import State
from gridward.households.models import RosterImport, StagedRow
from gridward.households.roster import FINDINGS
from gridward.shared.problems import NOT_FOUND, PROBLEM_CODES, Problem
from gridward.shared.registries import purposes
from gridward.vault import seals
from gridward.vault.masks import mask_name

# The order in which a person wants to look at them: what needs a hand comes first.
VERDICTS = ("waits", "refused", "taken", "known", "merged", "door", "not_a_person")
LOOK, ALL = "look", "all"
_LONG_NUMBER = re.compile(r"[0-9A-Za-z]{7,}")


def verdict_words(verdict: str) -> str:
    """What became of a row, in words."""
    return {
        "waits": _("Waits for you"),
        "refused": _("Refused"),
        "taken": _("Taken as new"),
        "known": _("Already in the register"),
        "merged": _("Same person as another row"),
        "door": _("Door without people"),
        "not_a_person": _("Not a person row"),
    }[verdict]


def column_words(column: str) -> str:
    """The column a finding speaks of: one of the fields we know, else its heading as written."""
    known = {
        "name": _("Name"),
        "sex": _("Sex"),
        "birth": _("Birth date"),
        "id": _("ID number"),
        "phone": _("Phone"),
        "address": _("Address"),
        "remark": _("Remark"),
    }
    return known.get(column, column)


def finding_words(code: str) -> str:
    """What a finding or reason says, and what to do, in the language in use."""
    if code not in FINDINGS:
        return PROBLEM_CODES[code].message if code in PROBLEM_CODES else code
    english, chinese = FINDINGS[code]
    return chinese if (get_language() or "zh").startswith("zh") else english


def runs_for(actor: Actor) -> "QuerySet[RosterImport]":
    """The community's imports, newest first, without the files; the data officer's alone."""
    must_be(actor, Role.DATA_OFFICER)
    runs: QuerySet[RosterImport] = RosterImport.objects.of(actor.community_id)
    return runs.defer("sealed_file").order_by("-started_at")


def run_or_404(actor: Actor, import_id: UUID) -> RosterImport:
    """One import; raises shared.not_found, shared.not_yours."""
    run = runs_for(actor).filter(id=import_id).first()
    if run is None:
        raise Problem(NOT_FOUND)
    return run


def earlier_run_of(run: RosterImport) -> RosterImport | None:
    """The import by which the same file went in before."""
    same = RosterImport.objects.of(run.community_id).filter(digest=run.digest, state=State.APPLIED)
    return same.exclude(id=run.id).defer("sealed_file").order_by("started_at").first()


def counts_by_verdict(run: RosterImport) -> dict[str, int]:
    """How many rows ended how."""
    rows = StagedRow.objects.of(run.community_id).filter(import_id=run.id)
    return dict(rows.values_list("verdict").annotate(how_many=Count("id")))


def rows_of(run: RosterImport, shown: str) -> "QuerySet[StagedRow]":
    """Rows in the order of the file: of one verdict, those with something to look at, or all."""
    rows: QuerySet[StagedRow] = StagedRow.objects.of(run.community_id).filter(import_id=run.id)
    if shown == LOOK:
        rows = rows.filter(~Q(findings=[]) | Q(verdict__in=("waits", "refused")))
    elif shown in VERDICTS:
        rows = rows.filter(verdict=shown)
    return rows.order_by("position")


@dataclass(frozen=True)
class RowView:
    """One row as the page shows it."""

    sheet: str
    row: int
    verdict: str
    verdict_words: str
    reason: str
    person: str
    address: str
    findings: list[tuple[str, str, str]]


def views_of(rows: Iterable[StagedRow]) -> list[RowView]:
    """Rows opened for the page: names and long numbers masked; each finding with column, cell and what to do."""
    return [_view(row) for row in rows]


def _view(row: StagedRow) -> RowView:
    held: dict[str, Any] = seals.unseal(row.id, "staged", bytes(row.sealed))
    doubted: dict[str, str] = held.get("doubted", {})
    return RowView(
        sheet=row.sheet,
        row=row.row,
        verdict=row.verdict,
        verdict_words=verdict_words(row.verdict),
        reason=finding_words(row.reason) if row.reason else "",
        person=mask_name(held.get("name", "")),
        address=held.get("address", ""),
        findings=[
            (column_words(column), _masked(doubted.get(column, "")), finding_words(code))
            for code, column in row.findings
        ],
    )


def _masked(cell: str) -> str:
    """A cell with the middle of every long number covered."""
    return _LONG_NUMBER.sub(lambda found: f"{found[0][:3]}{'*' * (len(found[0]) - 5)}{found[0][-2:]}", cell)


def purpose_of(actor: Actor) -> UUID | None:
    """The operation personal data would go under, None while none is open."""
    return next((purpose.id for find in purposes if (purpose := find(actor.community_id))), None)
