"""What the laboratory took in: what is there, what is missing, what nobody announced."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Value, When

from gridward.accounts.actors import Actor
from gridward.accounts.models import Role
from gridward.audit.actions import announce
from gridward.facts.answers import Answer
from gridward.facts.clock import hold
from gridward.shared.ids import derived_id
from gridward.shared.problems import NOT_FOUND, NOT_YOURS
from gridward.testing.keeping import Kept, keep_aside, sort_out
from gridward.testing.models import (
    Box,
    BoxState,
    HandOver,
    HandOverLine,
    LineState,
    Receipt,
    Tube,
    TubeDeed,
    TubeEvent,
    TubeState,
)
from gridward.testing.samples import tube_id
from gridward.testing.transport.facts import ReceiptFact
from gridward.testing.transport.judging import (
    TUBES_EXTRA,
    TUBES_MISSING,
)
from gridward.vault.seals import seal

RECEIVERS: Final = (Role.LABORATORY, Role.COORDINATOR)
ON_THE_WAY: Final = (TubeState.OPEN, TubeState.SEALED, TubeState.HANDED_OVER)
Lines = dict[UUID, dict[str, HandOverLine]]


@transaction.atomic
def receive(*, by: Actor, facts: Sequence[ReceiptFact]) -> list[Answer]:
    """Take hand-overs in, as often as something of them arrives; one answer a fact.

    What of the list is not there is flagged as missing until it turns up, what came without being on it as extra; both
    by their codes. Refused: shared.not_found, shared.not_yours, testing.step_unreadable.
    """
    hold(by.community_id)
    hand_overs = {
        row.id: row for row in HandOver.objects.with_ids(by.community_id, {f.hand_over_id for f in facts})
    }
    lines = _lines(by, hand_overs)

    def judge(fact: ReceiptFact) -> tuple[str, list[str]]:
        if not by.is_any_of(*RECEIVERS):
            return NOT_YOURS.code, []
        if fact.hand_over_id not in hand_overs:
            return NOT_FOUND.code, []
        _account(by, fact, lines.setdefault(fact.hand_over_id, {}))
        return "", _flags(fact, lines[fact.hand_over_id])

    seen = Receipt.objects.with_ids(by.community_id, {fact.id for fact in facts})
    before = {line.id: line.state for listed in lines.values() for line in listed.values()}
    kept = sort_out(by, "receipt", facts, dict(seen.values_list("id", "digest")), judge)
    _keep(kept, hand_overs, lines, before)
    return kept.answers


def _lines(by: Actor, ids: Any) -> Lines:
    found: Lines = {}
    for line in HandOverLine.objects.of(by.community_id).filter(hand_over_id__in=list(ids)):
        found.setdefault(line.hand_over_id, {})[line.code] = line
    return found


def _account(by: Actor, fact: ReceiptFact, listed: dict[str, HandOverLine]) -> None:
    """Set each line against what is there."""
    for code, line in listed.items():
        if line.state in (LineState.ON_THE_WAY, LineState.MISSING):
            is_there = fact.tubes is None or code in fact.codes
            line.state = LineState.RECEIVED if is_there else LineState.MISSING
    for code in sorted(fact.codes - listed.keys()):
        listed[code] = HandOverLine(
            id=derived_id("hand-over line", fact.hand_over_id, code),
            community_id=by.community_id,
            hand_over_id=fact.hand_over_id,
            tube_id=tube_id(by.community_id, code),
            code=code,
            state=LineState.EXTRA,
        )


def _flags(fact: ReceiptFact, listed: dict[str, HandOverLine]) -> list[str]:
    states = {line.state for line in listed.values()}
    extra = {code for code, line in listed.items() if line.state == LineState.EXTRA}
    flags = [TUBES_MISSING.code] if LineState.MISSING in states else []
    return [*flags, TUBES_EXTRA.code] if extra & fact.codes else flags


def _keep(
    kept: Kept[ReceiptFact], hand_overs: dict[UUID, HandOver], lines: Lines, before: dict[UUID, str]
) -> None:
    by = kept.by
    keep_aside(kept)
    if not kept.fresh:
        return
    every = [line for listed in lines.values() for line in listed.values()]
    HandOverLine.objects.bulk_create(line for line in every if line.id not in before)
    _rewrite(by, [line for line in every if line.id in before and before[line.id] != line.state])
    arrived = [
        line
        for line in every
        if line.state != LineState.MISSING
        and before.get(line.id) not in (LineState.RECEIVED, LineState.EXTRA)
    ]
    tubes = set(
        Tube.objects.with_ids(by.community_id, {line.tube_id for line in arrived}).values_list(
            "id", flat=True
        )
    )
    Receipt.objects.bulk_create(
        _receipt(kept, hand_overs[fact.hand_over_id], lines[fact.hand_over_id], fact, digest, flags)
        for fact, digest, flags in kept.fresh
    )
    events = _events(kept, [line for line in arrived if line.tube_id in tubes])
    TubeEvent.objects.bulk_create(events)
    Tube.objects.with_ids(by.community_id, tubes).filter(state__in=ON_THE_WAY).update(
        state=TubeState.RECEIVED
    )
    Box.objects.of(by.community_id).filter(hand_over_id__in=list(hand_overs)).update(state=BoxState.RECEIVED)
    changed = [("receipt", fact.id) for fact, _, _ in kept.fresh]
    changed += [("hand_over", id) for id in hand_overs]
    changed += [("tube", id) for id in tubes]
    announce(
        "tube.received",
        community_id=by.community_id,
        by_id=by.worker_id,
        changed=changed,
        subject_id=kept.fresh[0][0].hand_over_id if len(kept.fresh) == 1 else None,
        how_many=len(arrived),
    )


def _rewrite(by: Actor, lines: list[HandOverLine]) -> None:
    if lines:
        said: list[Any] = [
            When(id__in=[line.id for line in lines if line.state == state], then=Value(state))
            for state in {line.state for line in lines}
        ]
        HandOverLine.objects.with_ids(by.community_id, [line.id for line in lines]).update(state=Case(*said))


def _events(kept: Kept[ReceiptFact], arrived: list[HandOverLine]) -> list[TubeEvent]:
    """One step for each tube that came; extra ones are flagged there too."""
    last = {fact.hand_over_id: (fact, digest) for fact, digest, _ in kept.fresh}
    found: list[TubeEvent] = []
    for line in arrived:
        fact, digest = last[line.hand_over_id]
        flags = [TUBES_EXTRA.code] if line.state == LineState.EXTRA else []
        step = {"id": derived_id(fact.id, line.code), "tube_id": line.tube_id, "deed": TubeDeed.RECEIVED}
        found.append(kept.event(fact, digest, flags, **step))
    return found


def _receipt(
    kept: Kept[ReceiptFact],
    hand_over: HandOver,
    listed: dict[str, HandOverLine],
    fact: ReceiptFact,
    digest: str,
    flags: list[str],
) -> Receipt:
    states = [line.state for line in listed.values()]
    words = {"name": fact.receiver.strip()} if fact.receiver.strip() else {}
    return Receipt(
        **kept.envelope(fact, digest, flags),
        id=fact.id,
        hand_over_id=hand_over.id,
        sealed_receiver=seal(kept.scope, fact.id, "receiver", words),
        received=states.count(LineState.RECEIVED),
        missing=states.count(LineState.MISSING),
        extra=states.count(LineState.EXTRA),
        owner_id=hand_over.by_id if flags else None,
    )
