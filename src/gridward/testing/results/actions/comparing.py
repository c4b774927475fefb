"""A second person reads tube and result again; only then does a positive or grey tube have consequences."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Case, UUIDField, Value, When
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.audit.actions import announce
from gridward.facts.answers import Answer, Verdict
from gridward.facts.clock import hold
from gridward.facts.envelope import receipt
from gridward.shared.problems import problem_code
from gridward.testing.results import access, telling
from gridward.testing.results.actions.following import follow
from gridward.testing.results.actions.tubes import mark_resulted
from gridward.testing.results.facts import RESULT_CONFLICT, CompareFact
from gridward.testing.results.models import Comparison, Result, ResultState, ResultValue
from gridward.testing.samples import tube_id

NOTHING_TO_COMPARE = problem_code(
    "testing.nothing_to_compare",
    404,
    "Of this tube there is no result to compare; please read the code again.",
)
COMPARED_BY_ANOTHER = problem_code(
    "testing.compared_by_another",
    403,
    "Whoever entered a result does not compare it; please ask somebody else.",
)
DIFFERS = problem_code(
    "testing.comparison_differs",
    409,
    "The two readings differ. Both go back: please read the tube again and enter it.",
)


@transaction.atomic
def compare_results(*, by: Actor, facts: Sequence[CompareFact]) -> list[Answer]:
    """Compare results with what a second person reads, one answer per fact. What agrees stands and has consequences
    at once; what differs is kept, flagged testing.comparison_differs, and goes back with both.

    Refused by testing.nothing_to_compare, testing.compared_by_another; raises shared.not_yours.
    """
    must_be(by, *access.ENTERERS)
    hold(by.community_id)
    seen = Comparison.objects.with_ids(by.community_id, {fact.id for fact in facts})
    known: dict[UUID, str] = dict(seen.values_list("id", "digest"))
    ids = {tube_id(by.community_id, fact.code) for fact in facts}
    waiting = Result.objects.of(by.community_id).filter(tube_id__in=ids, state=ResultState.COMPARING)
    results = {result.tube_id: result for result in waiting}
    answers, kept = [], []
    for fact in facts:
        result = results.get(tube_id(by.community_id, fact.code))
        answer, comparison = _judged(by, fact, result, known)
        answers.append(answer)
        if comparison is not None and result is not None:
            known[fact.id] = comparison.digest
            kept.append((comparison, result))
            # One comparison settles a result: another of this call finds nothing to compare.
            del results[result.tube_id]
    _settle(by, kept)
    return answers


def _judged(
    by: Actor, fact: CompareFact, result: Result | None, known: dict[UUID, str]
) -> tuple[Answer, Comparison | None]:
    digest = receipt(by.community_id, fact.body())
    if fact.id in known:
        is_same = known[fact.id] == digest
        verdict = Verdict.DUPLICATE if is_same else Verdict.CONFLICT
        return Answer(fact.id, verdict, "" if is_same else RESULT_CONFLICT.code), None
    if result is None or fact.value not in ResultValue.values:
        return Answer(fact.id, Verdict.REFUSED, NOTHING_TO_COMPARE.code), None
    if result.by_id == by.worker_id:
        return Answer(fact.id, Verdict.REFUSED, COMPARED_BY_ANOTHER.code), None
    now, agrees = timezone.now(), result.value == fact.value
    comparison = Comparison(
        id=fact.id,
        community_id=by.community_id,
        result_id=result.id,
        value=fact.value,
        agrees=agrees,
        happened_at=now,
        corrected_at=now,
        received_at=now,
        by_id=by.worker_id,
        digest=digest,
        flags=[] if agrees else [DIFFERS.code],
    )
    verdict = Verdict.ACCEPTED if agrees else Verdict.FLAGGED
    return Answer(fact.id, verdict, "" if agrees else DIFFERS.code), comparison


def _settle(by: Actor, kept: Sequence[tuple[Comparison, Result]]) -> None:
    if not kept:
        return
    Comparison.objects.bulk_create([comparison for comparison, _result in kept])
    for comparison, result in kept:
        result.state = ResultState.FINAL if comparison.agrees else ResultState.BACK
        result.compared_by_id, result.compared_at = by.worker_id, comparison.received_at
    states: list[When] = [When(id=result.id, then=Value(result.state)) for _comparison, result in kept]
    Result.objects.with_ids(by.community_id, [result.id for _comparison, result in kept]).update(
        state=Case(*states),
        compared_by_id=Value(by.worker_id, output_field=UUIDField()),
        compared_at=kept[0][0].received_at,
    )
    agreed = [result for comparison, result in kept if comparison.agrees]
    mark_resulted(by, agreed)
    follow(by, agreed)
    telling.tell_back(by, [result for comparison, result in kept if not comparison.agrees])
    changed = [("result", result.id) for _comparison, result in kept]
    changed += [("tube", result.tube_id) for result in agreed]
    announce(
        "result.compared",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=changed,
        how_many=len(kept),
    )
