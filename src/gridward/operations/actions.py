"""The verbs of an operation: open, amend, end. Without one no personal data goes in."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.facts.versions import Stamp, write
from gridward.operations.models import Operation, OperationKind
from gridward.shared.ids import new_id
from gridward.shared.problems import NOT_FOUND, Problem, problem_code

INCOMPLETE = problem_code("operations.incomplete", 422, "The operation does not say yet: {missing}.")
REVIEW_PAST = problem_code(
    "operations.review_past",
    422,
    "The day of the review, {day}, is past: name a day from today on, not before the start.",
)
RETENTION = problem_code(
    "operations.retention", 422, "Say the days until personal data goes as a number from 1 to 3650."
)
UNKNOWN_KIND = problem_code("operations.unknown_kind", 422, "There is no kind of operation called {kind}.")
TOO_LONG = problem_code("operations.too_long", 422, "“{field}” has {length} characters; {most} fit.")
ALREADY_OPEN = problem_code(
    "operations.already_open",
    409,
    "“{name}” is still open. One operation at a time: end it before you open another.",
)
ALREADY_ENDED = problem_code(
    "operations.already_ended", 409, "“{name}” has ended already. What it says stays as it is."
)
KIND_STAYS = problem_code(
    "operations.kind_stays",
    409,
    "Another emergency is another operation: end “{name}” and open a new one for it.",
)
NO_DECISION = problem_code("operations.no_decision", 422, "Say who decided the end, and by which decision.")

MOST_RETENTION_DAYS = 3650
FIELD_WORDS: dict[str, Promise] = {
    "kind": gettext_lazy("Kind of operation"),
    "name": gettext_lazy("Name"),
    "purpose": gettext_lazy("Purpose"),
    "legal_basis": gettext_lazy("Legal basis"),
    "deciding_body": gettext_lazy("Deciding body"),
    "contact": gettext_lazy("Whom residents may ask"),
    "starts_on": gettext_lazy("First day"),
    "review_on": gettext_lazy("Day of the review"),
    "retention_days": gettext_lazy("Days until personal data goes"),
    "impact_assessment": gettext_lazy("Impact assessment"),
}


@dataclass(frozen=True)
class OperationFact:
    """What is said of an operation; everything must be said before personal data goes in."""

    kind: str = ""
    name: str = ""
    purpose: str = ""
    legal_basis: str = ""
    deciding_body: str = ""
    contact: str = ""
    starts_on: date | None = None
    review_on: date | None = None
    retention_days: int | None = None
    impact_assessment: str = ""

    def said(self) -> dict[str, Any]:
        """Field values with the blanks around texts taken away."""
        return {k: v.strip() if isinstance(v, str) else v for k, v in asdict(self).items()}


def missing_fields(fact: OperationFact) -> list[str]:
    """The fields that say nothing yet."""
    return [name for name, value in fact.said().items() if value in ("", None)]


def check_fact(fact: OperationFact) -> None:
    """Insist that everything is said and makes sense.

    Raises operations.incomplete (naming every field), operations.unknown_kind, operations.review_past,
    operations.retention, operations.too_long.
    """
    if missing := missing_fields(fact):
        words = _(", ").join(str(FIELD_WORDS[name]) for name in missing)
        raise Problem(INCOMPLETE, {"missing": words, "fields": missing})
    if fact.kind not in OperationKind.values:
        raise Problem(UNKNOWN_KIND, {"kind": fact.kind})
    assert fact.review_on and fact.starts_on and fact.retention_days is not None
    if fact.review_on < max(timezone.localdate(), fact.starts_on):
        raise Problem(REVIEW_PAST, {"day": fact.review_on.isoformat()})
    if not 1 <= fact.retention_days <= MOST_RETENTION_DAYS:
        raise Problem(RETENTION)
    check_lengths(fact.said())


def check_lengths(values: dict[str, Any]) -> None:
    """Insist that short texts are short. Raises operations.too_long."""
    for name, value in values.items():
        most = getattr(Operation._meta.get_field(name), "max_length", None)
        if most and len(str(value)) > most:
            raise Problem(
                TOO_LONG, {"field": FIELD_WORDS.get(name, name), "length": len(value), "most": most}
            )


def may_decide(actor: Actor) -> bool:
    """Whether the actor may open, amend and end operations."""
    return actor.is_any_of(Role.COORDINATOR, Role.DATA_OFFICER)


@transaction.atomic
def open_operation(*, by: Actor, fact: OperationFact) -> Operation:
    """Open the one operation of the community and return it.

    Raises shared.not_yours, operations.already_open and what `check_fact` raises.
    """
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    check_fact(fact)
    standing = Operation.objects.of(by.community_id).filter(ended_at=None).first()
    if standing is not None:
        raise Problem(ALREADY_OPEN, {"name": standing.name})
    row = Operation(community_id=by.community_id, id=new_id(), opened_by_id=by.worker_id, **fact.said())
    try:
        with transaction.atomic():
            write([row], Stamp(by.worker_id, "operation"))
    except IntegrityError as error:  # somebody else opened one between our look and our write
        raise Problem(ALREADY_OPEN, {"name": fact.name}) from error
    announce_operation("operation.opened", by, row)
    return row


@transaction.atomic
def amend_operation(*, by: Actor, operation_id: UUID, fact: OperationFact) -> Operation:
    """Say something else of an open operation; what was said before is kept as a version.

    Raises shared.not_yours, shared.not_found, operations.already_ended, operations.kind_stays and what
    `check_fact` raises.
    """
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    row = operation_to_change(by, operation_id)
    check_fact(fact)
    if fact.kind != row.kind:
        raise Problem(KIND_STAYS, {"name": row.name})
    for name, value in fact.said().items():
        setattr(row, name, value)
    if write([row], Stamp(by.worker_id, "operation")).touched:
        announce_operation("operation.amended", by, row)
    return row


@transaction.atomic
def end_operation(*, by: Actor, operation_id: UUID, decision: str) -> Operation:
    """End an operation by a named decision. Nothing new goes in; what is there is not erased by this.

    Raises shared.not_yours, shared.not_found, operations.already_ended, operations.no_decision, operations.too_long.
    """
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    row = operation_to_change(by, operation_id)
    if not decision.strip():
        raise Problem(NO_DECISION)
    check_lengths({"end_decision": decision.strip()})
    row.end_decision, row.ended_by_id, row.ended_at = decision.strip(), by.worker_id, timezone.now()
    write([row], Stamp(by.worker_id, "operation"))
    announce_operation("operation.ended", by, row)
    return row


def operation_to_change(by: Actor, operation_id: UUID) -> Operation:
    """The open operation, held until commit. Raises shared.not_found, operations.already_ended."""
    mine = Operation.objects.with_ids(by.community_id, [operation_id])
    row: Operation | None = mine.select_for_update().first()  # SQLite: the transaction itself is IMMEDIATE
    if row is None:
        raise Problem(NOT_FOUND)
    if not row.is_open:
        raise Problem(ALREADY_ENDED, {"name": row.name})
    return row


def announce_operation(deed: str, by: Actor, row: Operation) -> None:
    """The last statement of the verbs above."""
    announce(
        deed,
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=[("operation", row.id)],
        subject_id=row.id,
    )
