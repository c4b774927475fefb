"""What could not be handed on: refusals by the way in itself; and what became of facts sent before."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from gridward.accounts.actors import Actor
from gridward.audit.actions import announce
from gridward.facts.answers import Verdict
from gridward.facts.models import FactConflict, FactRefusal
from gridward.shared.registries import fact_kinds
from gridward.sync.wire import Read, Said

LONGEST_KIND = 40


def note_refusals(*, by: Actor, refused: Sequence[Read]) -> None:
    """That there was a fact nobody could keep, each once: its id, its kind and why, nothing of what it said."""
    if not refused:
        return
    rows = [
        FactRefusal(
            community_id=by.community_id,
            kind=fact.kind[:LONGEST_KIND],
            fact_id=fact.id,
            by_id=by.worker_id,
            code=fact.code,
        )
        for fact in refused
        if fact.id
    ]
    with transaction.atomic():
        FactRefusal.objects.bulk_create(rows, ignore_conflicts=True)
        announce("fact.refused", community_id=by.community_id, by_id=by.worker_id, how_many=len(rows))


def answers_of(by: Actor, ids: Collection[UUID]) -> list[Said]:
    """What became of facts this worker sent before, one answer each; `unknown`: send it (again).

    Of an id this worker sent with two contents the conflict is told, which stays to be looked at, whichever came first.
    """
    found: dict[UUID, Said] = {}
    refusals: Any = FactRefusal.objects.of(by.community_id).filter(fact_id__in=ids, by_id=by.worker_id)
    for id, code in refusals.values_list("fact_id", "code"):
        found[id] = Said(id, Verdict.REFUSED, code)
    for table in dict.fromkeys(kind.rows for kind in fact_kinds):
        kept = table.objects.with_ids(by.community_id, ids).filter(by_id=by.worker_id)
        for id, flags in kept.values_list("id", "flags"):
            verdict = Verdict.FLAGGED if flags else Verdict.ACCEPTED
            found[id] = Said(id, verdict, flags[0] if flags else "")
    conflicts: Any = FactConflict.objects.of(by.community_id).filter(fact_id__in=ids, by_id=by.worker_id)
    for id, kind in conflicts.values_list("fact_id", "kind"):
        found[id] = Said(id, Verdict.CONFLICT, fact_kinds[kind].conflict)
    return [found.get(id) or Said(id, "unknown") for id in ids]
