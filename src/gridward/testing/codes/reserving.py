"""Own tube codes are given out in runs, and no number twice."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.audit.actions import announce
from gridward.facts.clock import hold
from gridward.shared.problems import Problem, problem_code
from gridward.testing import access
from gridward.testing.codes.own import MOST, own_code
from gridward.testing.models import CodeRange

MOST_AT_ONCE = 2000
TOO_MANY = problem_code("testing.too_many_codes", 422, "Between 1 and {most} codes are printed at a time.")


@dataclass(frozen=True)
class Codes:
    """A run of own codes, in order."""

    range: CodeRange
    codes: list[str]


@transaction.atomic
def reserve_codes(*, by: Actor, count: int, id: UUID | None = None) -> Codes:
    """Give out the next codes; the same `id` (the sender's) again gives the same ones again.

    Raises shared.not_yours, testing.too_many_codes.
    """
    must_be(by, *access.SAMPLERS)
    if not 1 <= count <= MOST_AT_ONCE:
        raise Problem(TOO_MANY, {"most": MOST_AT_ONCE})
    hold(by.community_id)
    if id and (given := range_of(by, id)):
        return codes_of(given)
    ranges: Any = CodeRange.objects.of(by.community_id)
    last = ranges.aggregate(last=Max(F("first") + F("count")))["last"] or 1
    if last + count > MOST:
        raise Problem(TOO_MANY, {"most": max(MOST - last, 0)})
    fresh = CodeRange(community_id=by.community_id, first=last, count=count, by_id=by.worker_id)
    fresh.id = id or fresh.id
    CodeRange.objects.bulk_create([fresh])
    changed = [("code_range", fresh.id)]
    announce(
        "tube_codes.printed",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=changed,
        how_many=count,
    )
    return codes_of(fresh)


def range_of(actor: Actor, id: UUID) -> CodeRange | None:
    """A run that was given out."""
    found: CodeRange | None = CodeRange.objects.with_ids(actor.community_id, [id]).first()
    return found


def codes_of(given: CodeRange) -> Codes:
    """The codes of a run, the same at every printing."""
    numbers = range(given.first, given.first + given.count)
    return Codes(given, [own_code(given.community_id, number) for number in numbers])
