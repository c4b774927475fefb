"""Reads of plan documents: which are in force, one with its versions, what two versions differ in."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.operations.models import PlanDocument, PlanKind, PlanState, PlanVersion
from gridward.operations.queries import open_operation_of
from gridward.shared.problems import NOT_FOUND, Problem


def kinds_of(community_id: UUID) -> list[PlanKind]:
    """The kinds of plan document, in their order."""
    return list(PlanKind.objects.of(community_id).order_by("order", "code"))


def document_or_404(actor: Actor, plan_id: UUID) -> PlanDocument:
    """One plan document; raises shared.not_found."""
    document = PlanDocument.objects.with_ids(actor.community_id, [plan_id]).first()
    if document is None:
        raise Problem(NOT_FOUND)
    return document


def version_or_404(actor: Actor, version_id: UUID) -> PlanVersion:
    """One version with its file; raises shared.not_found."""
    version: PlanVersion | None = PlanVersion.objects.with_ids(actor.community_id, [version_id]).first()
    if version is None:
        raise Problem(NOT_FOUND)
    return version


def versions_of(document: PlanDocument) -> list[PlanVersion]:
    """All versions without their files, the newest first."""
    return list(_versions(document.community_id).filter(document_id=document.id))


def _versions(community_id: UUID) -> QuerySet[Any]:
    versions: QuerySet[Any] = PlanVersion.objects.of(community_id).defer("file")
    return versions.order_by("-number")


@dataclass(frozen=True)
class PlanLine:
    """A plan document with the version in force and the newest one."""

    document: PlanDocument
    kind: PlanKind | None
    in_force: PlanVersion | None
    newest: PlanVersion
    approved_by: str = ""

    @property
    def waits(self) -> bool:
        """Whether something newer than what is in force is under way."""
        return self.newest.state in (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.APPROVED)


def plan_lines(community_id: UUID) -> list[PlanLine]:
    """The plan documents of the open operation by kind; four statements."""
    operation = open_operation_of(community_id)
    if operation is None:
        return []
    documents = list(PlanDocument.objects.of(community_id).filter(operation_id=operation.id))
    versions: dict[UUID, list[PlanVersion]] = {}
    for version in _versions(community_id).filter(document_id__in=[document.id for document in documents]):
        versions.setdefault(version.document_id, []).append(version)
    kinds = {kind.code: kind for kind in kinds_of(community_id)}
    names = worker_names(version.approved_by_id for listed in versions.values() for version in listed)
    lines = []
    for document in documents:
        listed = versions[document.id]
        valid = next((version for version in listed if version.state == PlanState.IN_FORCE), None)
        who = names.get(valid.approved_by_id, "") if valid and valid.approved_by_id else ""
        lines.append(PlanLine(document, kinds.get(document.kind), valid, listed[0], who))
    return sorted(lines, key=lambda line: (line.kind.order if line.kind else 99, line.document.title))


def kinds_without_plan(community_id: UUID, lines: list[PlanLine]) -> list[PlanKind]:
    """Kinds of which nothing is in force."""
    covered = {line.document.kind for line in lines if line.in_force}
    return [kind for kind in kinds_of(community_id) if kind.code not in covered]


@dataclass(frozen=True)
class Difference:
    """What two versions differ in: lines with `same`, `added` or `removed`, and how many of each."""

    lines: list[tuple[str, str]] = field(default_factory=list)
    added: int = 0
    removed: int = 0


def difference(old: PlanVersion, new: PlanVersion) -> Difference:
    """Line by line, with two lines around each change."""
    before, after = old.text.splitlines(), new.text.splitlines()
    lines: list[tuple[str, str]] = []
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(2):
        if lines:
            lines.append(("gap", "…"))
        for tag, first, last, begin, end in group:
            if tag == "equal":
                lines += [("same", line) for line in before[first:last]]
                continue
            lines += [("removed", line) for line in before[first:last]]
            lines += [("added", line) for line in after[begin:end]]
    counts = [sum(state == wanted for state, _line in lines) for wanted in ("added", "removed")]
    return Difference(lines, *counts)
