"""Results come in: kept one by one, the negative ones at once closing their tube, the others to be compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridward.accounts.actors import Actor
from gridward.accounts.guards import must_be
from gridward.audit.actions import announce
from gridward.facts.answers import Answer, Verdict
from gridward.facts.clock import hold
from gridward.facts.envelope import receipt
from gridward.testing.models import Tube, TubeState
from gridward.testing.results import access, telling
from gridward.testing.results.actions.again import no_longer_again
from gridward.testing.results.actions.following import follow
from gridward.testing.results.actions.tubes import mark_resulted
from gridward.testing.results.facts import (
    CONTRADICTS,
    NO_SUCH_TUBE,
    NOT_HANDED_IN,
    RESULT_CONFLICT,
    RESULT_TWICE,
    UNREADABLE,
    ResultFact,
)
from gridward.testing.results.models import LIVE, TO_COMPARE, Result, ResultState, ResultValue
from gridward.testing.samples import tube_id

# Where one call says two things of a tube, the graver one holds until somebody has looked.
GRAVEST: Final = (ResultValue.POSITIVE, ResultValue.GREY, ResultValue.INVALID, ResultValue.NEGATIVE)
IN_HAND: Final = (TubeState.OPEN, TubeState.SEALED)


@dataclass
class SortedOut:
    """Facts by what becomes of them."""

    answers: dict[UUID, Answer] = field(default_factory=dict)
    fresh: list[Result] = field(default_factory=list)
    replaced: list[Result] = field(default_factory=list)


@transaction.atomic
def record_results(*, by: Actor, facts: Sequence[ResultFact]) -> list[Answer]:
    """Keep the laboratory's word on tubes, one answer per fact in the order given; repeating changes nothing.

    Negative stands at once, and a negative re-sample proposes a release; positive and grey wait to be compared by
    another; after an invalid one everybody in the tube is due again. A second word on a tube is kept beside the first,
    unless that was invalid or had gone back. Raises shared.not_yours; a single fact is refused by its answer:
    testing.result_unreadable.
    """
    must_be(by, *access.ENTERERS)
    hold(by.community_id)
    sorted_out = _sort_out(by, facts)
    _replace(by.community_id, sorted_out.replaced)
    Result.objects.bulk_create(sorted_out.fresh)
    final = [result for result in sorted_out.fresh if result.state == ResultState.FINAL]
    no_longer_again(by, sorted_out.replaced)
    mark_resulted(by, final)
    follow(by, final)
    telling.tell_to_compare(by, [r for r in sorted_out.fresh if r.state == ResultState.COMPARING])
    _announce(by, sorted_out)
    return [sorted_out.answers[fact.id] for fact in facts]


def _sort_out(by: Actor, facts: Sequence[ResultFact]) -> SortedOut:
    now, out = timezone.now(), SortedOut()
    seen = Result.objects.with_ids(by.community_id, {fact.id for fact in facts})
    known: dict[UUID, str] = dict(seen.values_list("id", "digest"))
    ids = {tube_id(by.community_id, fact.code) for fact in facts}
    tubes = {tube.id: tube for tube in Tube.objects.with_ids(by.community_id, ids)}
    live = {
        result.tube_id: result
        for result in Result.objects.of(by.community_id).filter(tube_id__in=ids, state__in=LIVE)
    }
    for fact in _gravest_first(facts):
        digest = receipt(by.community_id, fact.body())
        if fact.id in known:
            is_same = known[fact.id] == digest
            verdict = Verdict.DUPLICATE if is_same else Verdict.CONFLICT
            # One id said twice in one call: the answer to the first stands unless this one differs.
            if fact.id not in out.answers or not is_same:
                out.answers[fact.id] = Answer(fact.id, verdict, "" if is_same else RESULT_CONFLICT.code)
        elif not fact.is_readable:
            out.answers[fact.id] = Answer(fact.id, Verdict.REFUSED, UNREADABLE.code)
        else:
            known[fact.id] = digest
            _keep(by, fact, digest, tubes, live, now, out)
    return out


def _gravest_first(facts: Iterable[ResultFact]) -> list[ResultFact]:
    order = {str(value): n for n, value in enumerate(GRAVEST)}
    return sorted(facts, key=lambda fact: order.get(fact.value, len(order)))


def _keep(
    by: Actor,
    fact: ResultFact,
    digest: str,
    tubes: Mapping[UUID, Tube],
    live: dict[UUID, Result],
    now: datetime,
    out: SortedOut,
) -> None:
    id = tube_id(by.community_id, fact.code)
    before = live.get(id)
    gives_way = before is not None and (
        before.state == ResultState.BACK
        or (before.state == ResultState.FINAL and before.value == ResultValue.INVALID != fact.value)
    )
    flags = _flags(fact, tubes.get(id), None if gives_way else before)
    result = _result(by, fact, digest, flags, now)
    if before is not None and gives_way:
        out.replaced.append(before)
    elif before is not None:
        result.state = ResultState.BESIDE
    if result.state != ResultState.BESIDE:
        live[id] = result
    out.fresh.append(result)
    verdict = Verdict.FLAGGED if flags else Verdict.ACCEPTED
    out.answers[fact.id] = Answer(fact.id, verdict, flags[0] if flags else "")


def _flags(fact: ResultFact, tube: Tube | None, before: Result | None) -> list[str]:
    flags = []
    if before is not None:
        flags.append(RESULT_TWICE.code if before.value == fact.value else CONTRADICTS.code)
    if tube is None:
        flags.append(NO_SUCH_TUBE.code)
    elif tube.state in IN_HAND:
        flags.append(NOT_HANDED_IN.code)
    return flags


def _result(by: Actor, fact: ResultFact, digest: str, flags: list[str], now: datetime) -> Result:
    return Result(
        id=fact.id,
        community_id=by.community_id,
        tube_id=tube_id(by.community_id, fact.code),
        code=fact.code,
        value=fact.value,
        state=ResultState.COMPARING if fact.value in TO_COMPARE else ResultState.FINAL,
        tested_at=fact.tested_at,
        import_id=fact.import_id,
        happened_at=fact.tested_at or now,
        corrected_at=min(fact.tested_at or now, now),
        received_at=now,
        by_id=by.worker_id,
        digest=digest,
        flags=flags,
    )


def _replace(community_id: UUID, results: Sequence[Result]) -> None:
    """What gives way does so before the new one is written: of a tube only one lives."""
    if results:
        Result.objects.with_ids(community_id, [result.id for result in results]).update(
            state=ResultState.REPLACED
        )


def _announce(by: Actor, out: SortedOut) -> None:
    if not out.fresh:
        return
    changed: list[Any] = [("result", result.id) for result in out.fresh]
    changed += [("tube", id) for id in dict.fromkeys(result.tube_id for result in out.fresh)]
    announce(
        "result.recorded",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=changed,
        how_many=len(out.fresh),
    )
