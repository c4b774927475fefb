"""What the pages of plan documents are made of."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from gridward.accounts.naming import worker_names
from gridward.operations.models import PlanDocument, PlanKind, PlanState, PlanVersion
from gridward.operations.plans.marking import blocks_of
from gridward.operations.plans.queries import PlanLine, kinds_of
from gridward.operations.zones.words import said
from gridward.shared.templatetags.dates import zhdate

__all__ = [
    "SHAPES",
    "blocks_of",
    "disposition_of",
    "facts_of",
    "kind_of",
    "kind_words",
    "line_rows",
    "version_rows",
]
SHAPES: Final = {
    PlanState.DRAFT: "open",
    PlanState.SUBMITTED: "open",
    PlanState.APPROVED: "open",
    PlanState.IN_FORCE: "done",
    PlanState.REPLACED: "exempt",
    PlanState.WITHDRAWN: "exempt",
}


def kind_of(document: PlanDocument) -> PlanKind | None:
    """The kind of a document, where it is still there."""
    return next((kind for kind in kinds_of(document.community_id) if kind.code == document.kind), None)


def kind_words(kind: PlanKind | None) -> str:
    """A kind in the reader's language."""
    return said(kind, "name") if kind else ""


def line_rows(lines: Sequence[PlanLine]) -> list[dict[str, Any]]:
    """The list of plan documents in words."""
    return [
        {
            "line": line,
            "url": reverse("plan", args=[line.document.id]),
            "kind": kind_words(line.kind),
            "shape": SHAPES[PlanState((line.in_force or line.newest).state)],
            "word": PlanState((line.in_force or line.newest).state).label,
            "newest": PlanState(line.newest.state).label if line.in_force and line.waits else "",
        }
        for line in lines
    ]


def version_rows(versions: Sequence[PlanVersion]) -> list[dict[str, Any]]:
    """Versions with their state and who wrote and approved each; one statement for the names."""
    names = worker_names(id for version in versions for id in (version.written_by_id, version.approved_by_id))
    return [
        {
            "version": version,
            "shape": SHAPES[PlanState(version.state)],
            "word": PlanState(version.state).label,
            "written_by": names.get(version.written_by_id, ""),
            "approved_by": names.get(version.approved_by_id, "") if version.approved_by_id else "",
        }
        for version in versions
    ]


def facts_of(version: PlanVersion) -> list[dict[str, Any]]:
    """Who did what with a version, and when."""
    told = (
        (_("Written by"), version.written_by_id, version.written_at),
        (_("Submitted to"), version.submitted_to_id, version.submitted_at),
        (_("Approved by"), version.approved_by_id, version.approved_at),
        (_("Put in force by"), version.in_force_by_id, version.in_force_from),
        (_("Ended by"), version.ended_by_id, version.ended_at),
    )
    names = worker_names(id for _label, id, _at in told)
    facts = [
        {"label": label, "value": names.get(id, "–"), "note": zhdate(at)}
        for label, id, at in told
        if id and at
    ]
    if version.remark:
        facts.append({"label": _("Remark"), "value": version.remark})
    if version.file_size:
        url = reverse("plan_file", args=[version.id])
        size = _("%(size)s KB") % {"size": max(version.file_size >> 10, 1)}
        facts.append({"label": _("Attached file"), "value": version.file_name, "note": size, "url": url})
    return facts


def disposition_of(file_name: str) -> str:
    """The header by which a browser saves a file under its own name."""
    return f"attachment; filename*=UTF-8''{quote(file_name)}"
