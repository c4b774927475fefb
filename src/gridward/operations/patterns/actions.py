"""Opening an operation from a pattern, or bringing one into an operation that goes on."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.households.actions import add_category
from gridward.households.models import Category
from gridward.operations.actions import OperationFact, open_operation
from gridward.operations.models import Measure, Operation, PlanDocument, PlanKind, ZoneLevel
from gridward.operations.patterns import PATTERNS, Pattern
from gridward.operations.plans.actions import PlanText, begin_plan, put_kinds
from gridward.operations.queries import open_operation_of
from gridward.operations.zones.actions import NONE_OPEN, put_levels, put_measures
from gridward.shared.problems import Problem, problem_code
from gridward.shared.registries import pattern_parts

UNKNOWN_PATTERN = problem_code("operations.unknown_pattern", 422, "There is no pattern called {code}.")
Fact = TypeVar("Fact")


@transaction.atomic
def open_from_pattern(*, by: Actor, fact: OperationFact, pattern: str = "") -> Operation:
    """Open an operation with all that its pattern brings; without a pattern just open it.

    Raises what `open_operation` raises, operations.unknown_pattern.
    """
    if pattern and pattern not in PATTERNS:
        raise Problem(UNKNOWN_PATTERN, {"code": pattern})
    opened = open_operation(by=by, fact=fact)
    if pattern:
        bring_pattern(by=by, code=pattern)
    return opened


@transaction.atomic
def bring_pattern(*, by: Actor, code: str) -> int:
    """Bring what a pattern holds into the open operation; what stands under the same code is left as it is.

    Returns how much was new. Raises shared.not_yours, operations.unknown_pattern, operations.none_open.
    """
    must_be(by, Role.COORDINATOR, Role.DATA_OFFICER)
    pattern = PATTERNS.get(code)
    if pattern is None:
        raise Problem(UNKNOWN_PATTERN, {"code": code})
    operation = open_operation_of(by.community_id)
    if operation is None:
        raise Problem(NONE_OPEN)
    brought = bring_words(by, pattern) + sum(bring(by, pattern.below) for bring in pattern_parts)
    if brought:
        announce(
            "pattern.brought",
            community_id=by.community_id,
            by_id=by.worker_id,
            changed=[("operation", operation.id)],
            how_many=brought,
        )
    return brought


def bring_words(by: Actor, pattern: Pattern) -> int:
    """The levels, measures and categories that are not here yet."""
    levels = missing(pattern.levels, codes_of(ZoneLevel, by.community_id))
    measures = missing(pattern.measures, codes_of(Measure, by.community_id))
    categories = missing(pattern.categories, codes_of(Category, by.community_id))
    put_levels(by=by, facts=levels)
    put_measures(by=by, facts=measures)
    if categories:
        add_category(by=by, categories=categories)
    return len(levels) + len(measures) + len(categories) + bring_plans(by, pattern)


def bring_plans(by: Actor, pattern: Pattern) -> int:
    """Kinds of plan document, and drafts with headings, where the operation has none of that title yet."""
    kinds = missing(pattern.plan_kinds, codes_of(PlanKind, by.community_id))
    put_kinds(by=by, facts=kinds)
    operation = open_operation_of(by.community_id)
    assert operation is not None
    documents = PlanDocument.objects.of(by.community_id).filter(operation_id=operation.id)
    titles = set(documents.values_list("title", flat=True))
    drafts = [plan for plan in pattern.plans if plan[1] not in titles]
    for kind, title, text in drafts:
        begin_plan(by=by, kind=kind, title=title, said=PlanText(text))
    return len(kinds) + len(drafts)


def codes_of(table: Any, community_id: UUID) -> set[str]:
    """The codes that stand in a table."""
    return set(table.objects.of(community_id).values_list("code", flat=True))


def missing(facts: Sequence[Fact], codes: Collection[str]) -> list[Fact]:
    """The facts whose code does not stand yet."""
    return [fact for fact in facts if fact.code not in codes]  # type: ignore[attr-defined]
