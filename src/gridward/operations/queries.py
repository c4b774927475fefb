"""Reads of operations."""

from uuid import UUID

from django.db.models import QuerySet

from gridward.accounts.models import Unit
from gridward.accounts.naming import worker_names
from gridward.operations.models import JobState, Operation, OperationVersion


def open_operation_of(community_id: UUID) -> Operation | None:
    """The operation that goes on, or None; its id is the scope of the keys. Registered as the purpose."""
    found: Operation | None = Operation.objects.of(community_id).filter(ended_at=None).first()
    return found


def operations_of(community_id: UUID) -> "QuerySet[Operation]":
    """All operations, the newest first."""
    found: QuerySet[Operation] = Operation.objects.of(community_id).order_by("-opened_at")
    return found


def versions_of(community_id: UUID, operation_id: UUID) -> "QuerySet[OperationVersion]":
    """What was recorded of an operation, the newest first, as known at each time."""
    found: QuerySet[OperationVersion] = (
        OperationVersion.objects.of(community_id)
        .filter(entity_id=operation_id)
        .order_by("-known_from", "-true_from")
    )
    return found


def community_named(community_id: UUID) -> Unit:
    """The community with the unit above it."""
    return Unit.objects.select_related("parent").get(id=community_id)


def failing_jobs() -> "QuerySet[JobState]":
    """Jobs whose last run failed."""
    return JobState.objects.exclude(failures=0).order_by("name")


def job_states() -> "QuerySet[JobState]":
    """Every job that ever ran here."""
    return JobState.objects.order_by("name")


def amendments_of(operation: Operation) -> list[tuple[OperationVersion, str]]:
    """What was recorded at each time, with the name of who said it, the newest first."""
    versions = list(versions_of(operation.community_id, operation.id).filter(true_to=None))
    names = worker_names(v.by_id for v in versions)
    return [(v, names.get(v.by_id, "")) for v in versions]
